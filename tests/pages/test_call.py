"""A call in ten minutes: one card, and the ways to it."""

from pathlib import Path

import pytest

from coach.checks.grade import grade, sentences
from coach.content.course import Call
from coach.content.loading import load_course
from coach.roleplay.bots import words
from conftest import ROOT
from pages.screen import House, Window, bare
from practising import begun, scene

LINK = "I have a call in ten minutes"
EASY, LONGEST_SENTENCE = 5, 20


def shipped() -> Call:
    """The card of the shipped course."""
    course = load_course(ROOT).course
    assert course is not None
    assert course.catalogue.call is not None
    return course.catalogue.call


def said(call: Call) -> tuple[str, ...]:
    """Its lines, in their order."""
    lines = (call.opener, *call.questions, call.exit)
    return tuple(line.text for line in lines)


def copied(window: Window) -> list[str]:
    """What the buttons put on the clipboard."""
    return [bare(html.split('data-words="')[1].split('"')[0]) for html in buttons(window)]


def buttons(window: Window) -> list[str]:
    """The buttons to copy."""
    found = [str(getattr(element, "value", "")) for element in window.at.get("html")]
    return [html for html in found if "cg-copy" in html]


def test_the_card_is_easy_to_say_and_asks_about_the_other_one() -> None:
    call = shipped()

    assert all(grade(text) <= EASY for text in said(call))
    for text in said(call):
        assert all(len(words(each)) <= LONGEST_SENTENCE for each in sentences(text))
    assert "because" in call.opener.text
    for question in call.questions:
        assert question.text.startswith(("What ", "How ", "Which "))
        assert question.text.endswith("?")
    assert call.exit.text.startswith("Thank you")
    assert len({question.id for question in call.questions}) == 2


def test_somebody_new_reads_and_copies_every_line_and_leaves_nothing(house: House) -> None:
    window = Window().open("call")

    assert window.headings == ["A call in ten minutes", "To begin", "To ask", "To end"]
    assert window.sees(*map(bare, said(shipped())))
    assert copied(window) == [bare(text) for text in said(shipped())]
    assert house.desk().journal().seen == 0


@pytest.mark.usefixtures("house")
def test_practise_leads_to_the_card() -> None:
    assert LINK in Window().open("practise").links


def test_today_leads_to_the_card_below_what_there_is_to_do(house: House) -> None:
    begun(house.desk(), scene("hallway"))
    window = Window().open()

    assert window.links[-1] == LINK
    assert window.words.endswith(LINK)


@pytest.mark.usefixtures("house")
def test_the_first_visit_is_not_led_away() -> None:
    assert LINK not in Window().open().links


def test_a_course_without_a_card_is_whole_and_says_so(course: Path, own_house: House) -> None:
    file = course / "lessons" / "course.yaml"
    written = file.read_text(encoding="utf-8")
    card = written[written.index("\ncall:\n") : written.index("\nallow:")]
    file.write_text(written.replace(card, ""), encoding="utf-8")
    begun(own_house.desk(), scene("hallway"))

    window = Window().open("call")
    assert window.sees("This course has no card for a call.")
    assert "Back to Practise" in window.links
    assert LINK not in Window().open("practise").links
    assert LINK not in Window().open().links
