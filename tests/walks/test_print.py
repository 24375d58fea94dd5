"""My lines on paper: the words and where they are from, black on white, and nothing to tap."""

import re

import pytest
from playwright.sync_api import expect

from coach.content.lesson import LessonId
from coach.content.loading import load_course
from coach.ui.server.settings import from_environment
from harness.browser import Screen, visit
from harness.fixtures import Show
from harness.serve import Server
from walks.people import Record
from walks.taps import await_key

PHONE = Screen(360, 740)
PLAN = "If I am at the kettle, then I will ask one person about their week."
MESSAGE = "Hello Minji,\nmy job ended on the third.\nHow are you?"
COUNT_PRINTS = "() => { window.printed = 0; window.print = () => { window.printed += 1; }; }"
LOOKS = """() => ["stApp", "stMain"].map(name => {
  const found = getComputedStyle(document.querySelector(`[data-testid=${name}]`));
  return [found.backgroundColor, found.overflowY];
}).concat([[...document.querySelectorAll("[class*=st-key-line-of-mine] p")]
  .filter(words => words.offsetParent).map(words => getComputedStyle(words).color)])"""
BLACK, WHITE = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
SHEET = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_my_lines_are_printed_whole_on_one_sheet(
    theme: str, served: Server, record: Record, show: Show
) -> None:
    course = load_course(from_environment().course).course
    assert course is not None
    lesson, person = course.lessons[LessonId("lost-my-job")], record.person("Ann")
    for words in (PLAN, MESSAGE):
        person.desk.keep_line(words, own=True, seen=0, lesson=lesson)
    page = person.come(show(PHONE), served.address)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    visit(page, f"{served.address}/lines")
    await_key(page, "keep-new-line")
    page.evaluate(COUNT_PRINTS)
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.printed") == 1

    page.emulate_media(media="print")

    expect(page.get_by_text(PLAN)).to_be_visible()
    for line in MESSAGE.splitlines():
        expect(page.get_by_text(line)).to_be_visible()
    expect(page.get_by_text("From the lesson ")).to_have_count(2)
    expect(page.get_by_text("From the lesson ").first).to_be_visible()
    assert page.locator("button:visible, input:visible, textarea:visible").count() == 0
    expect(page.locator(".st-key-nav")).to_be_hidden()
    *around, colours = page.evaluate(LOOKS)
    assert around == [[WHITE, "visible"], [WHITE, "visible"]]
    assert set(colours) == {BLACK}
    assert len(SHEET.findall(page.pdf(format="A4"))) == 1
