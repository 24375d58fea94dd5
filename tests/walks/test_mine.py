"""What is one's own: lines to copy, digits before them, another browser, and leaving no trace."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from harness.browser import Screen, visit
from harness.course import course_of
from harness.fixtures import Show
from harness.forked import forked_serve
from harness.serve import Server
from walks.people import Record
from walks.taps import SLOW, ask, await_key, begun, pick, say, tap, wait_for_heading
from walks.world import CAFE, DIGITS, best

PHONE = Screen(360, 740)
LINE = "My team was let go on the third. I look for stock work."
NAME = "Zanzibar-Quokka"


def fill(page: Page, label: str, words: str) -> None:
    """Type into a field and leave it."""
    field = page.get_by_label(label, exact=True)
    field.fill(words)
    field.blur()


def test_a_line_in_own_words_is_kept_and_copied_with_one_tap(
    served: Server, record: Record, show: Show
) -> None:
    scene, person = record.scenes[CAFE], record.person("Ann")
    page = person.come(show(PHONE), served.address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.address)
    visit(page, f"{served.address}/talk?a={person.finish(scene, best(scene), 'warm')}")
    tap(page, "own-words")
    fill(page, "How would you say it?", LINE)
    tap(page, "keep-line")
    copy = page.get_by_role("button", name="Copy my line")
    copy.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == LINE
    visit(page, f"{served.address}/lines")
    expect(page.get_by_text(LINE)).to_be_visible()
    page.get_by_role("button", name="Copy my line").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()


def test_my_lines_open_with_the_digits_only(served: Server, record: Record, show: Show) -> None:
    person = record.person("Dora")
    person.desk.keep_line(LINE, own=True, seen=0)
    page = person.come(show(PHONE), served.address)
    visit(page, f"{served.address}/mine")
    fill(page, "Four digits that guard what you write", DIGITS)
    tap(page, "set-digits")
    expect(page.get_by_text("Set. Your own words now open")).to_be_visible(timeout=SLOW)
    tap(page, "return-code")
    code = page.get_by_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$")).inner_text()
    page = show(PHONE)
    come_back(page, served, code)
    visit(page, f"{served.address}/lines")
    expect(page.get_by_text(LINE)).to_be_visible()
    leave(page, served)
    visit(page, f"{served.address}/lines")
    expect(page.get_by_text(LINE)).to_have_count(0)


def come_back(page: Page, server: Server, code: str) -> None:
    """Come in with a return code, after wrong digits."""
    visit(page, f"{server.address}/door")
    fill(page, "Return code", code.lower().replace("-", " "))
    tap(page, "come-back")
    expect(page.get_by_text("This name has four digits.")).to_be_visible(timeout=SLOW)
    fill(page, "Your four digits, if you set some", "9999")
    tap(page, "come-back")
    expect(page.get_by_text("That does not fit.")).to_be_visible(timeout=SLOW)
    fill(page, "Your four digits, if you set some", DIGITS)
    tap(page, "come-back")
    page.wait_for_url(f"{server.address}/")


def leave(page: Page, server: Server) -> None:
    """Leave the browser to whoever comes next."""
    visit(page, f"{server.address}/mine")
    tap(page, "leave")
    expect(page.get_by_text("You have left.")).to_be_visible(timeout=SLOW)


def test_lines_behind_digits_show_nothing_before(
    served: Server, record: Record, show: Show
) -> None:
    person = record.person("Cora", at=datetime.now(UTC) - timedelta(hours=2))
    person.desk.keep_line(LINE, own=True, seen=0)
    record.door.set_digits(person.browser, DIGITS, bytes, person.desk.now)
    page = person.come(show(PHONE), served.address)
    visit(page, f"{served.address}/lines")
    await_key(page, "open-digits")
    assert LINE not in page.content()
    fill(page, "Four digits", "1234")
    tap(page, "open-digits")
    expect(page.get_by_text("That does not fit. You have 4 more tries")).to_be_visible(timeout=SLOW)
    fill(page, "Four digits", DIGITS)
    tap(page, "open-digits")
    expect(page.get_by_text(LINE)).to_be_visible(timeout=SLOW)


def test_somebody_elses_talk_is_kindly_not_there(
    served: Server, record: Record, show: Show
) -> None:
    scene, ann, bea = record.scenes[CAFE], record.person("Ann"), record.person("Bea")
    talk = ann.play(scene, best(scene)[:2])
    page = bea.come(show(PHONE), served.address)
    visit(page, f"{served.address}/talk?a={talk}")
    wait_for_heading(page, "This page is private")
    expect(page.get_by_role("link", name="Go to the start")).to_be_visible()
    words = page.get_by_test_id("stMain").inner_text()
    assert "Nadia" not in words
    assert scene.scenario.title not in words
    for nothing in ("nonsense", "00000000-0000-0000-0000-000000000000"):
        visit(page, f"{served.address}/talk?a={nothing}")
        expect(page.get_by_role("link", name="Go to the start")).to_be_visible()
        assert page.get_by_test_id("stMain").inner_text() == words


def test_leaving_no_trace_leaves_none(tmp_path: Path, show: Show) -> None:
    with forked_serve(tmp_path, "--course", str(course_of(tmp_path, CAFE))) as server:
        page = show(PHONE)
        visit(page, server.address)
        ask(page, 0)
        pick(page, 0)
        say(page, 0)
        fill(page, "What shall we call you? Any name will do.", NAME)
        tap(page, "finish")
        await_key(page, "could-say-1")
        talk = page.url
        visit(page, f"{server.address}/lines")
        fill(page, "A line of your own", f"{NAME} again")
        tap(page, "keep-new-line")
        expect(begun(page, "line-of-mine-")).to_be_visible(timeout=SLOW)
        assert traces(tmp_path, NAME)
        visit(page, f"{server.address}/mine")
        page.get_by_text("Yes, erase everything").click()
        tap(page, "erase")
        expect(page.get_by_text("It is done.")).to_be_visible(timeout=SLOW)
        page.goto(talk)
        wait_for_heading(page, "This page is private")
        assert not traces(tmp_path, NAME)
        assert not traces(tmp_path, "choice-made")
        visit(page, server.address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Try one reply")


def traces(folder: Path, words: str) -> list[str]:
    """The files of the store that hold these words."""
    wanted = words.encode()
    return [f.name for f in sorted(folder.glob("course.sqlite*")) if wanted in f.read_bytes()]
