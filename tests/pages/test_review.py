"""What comes back from a lesson: offered on Today, answered on its page, gone for the day."""

from pathlib import Path

import pytest

from coach.content.lesson import ChooseExercise, Lesson, LessonId, OptionId
from coach.content.loading import load_course
from coach.exercises.answers import Chosen, Spotted
from coach.people.door import BrowserId
from coach.practice.events import AnswerGiven
from coach.practice.lessons import steps
from coach.ui.exercises import about
from coach.ui.shelf import first_sentence
from conftest import ROOT
from pages.screen import BROWSER, House, Window, bare

LOADED = load_course(ROOT).course
assert LOADED is not None
LESSONS = LOADED.lessons
TIES = LESSONS[LessonId("two-people")]
LEDGER = LESSONS[LessonId("no-ledger")]
NOTHING = ("Nothing to repeat today", "one at a time", "Back to Today")
BLAME = ("overdue", "missed", "late", "behind", "still waiting", "%")


def first_of(lesson: Lesson) -> ChooseExercise:
    """The review exercise of the second day."""
    exercise = lesson.review[0]
    assert isinstance(exercise, ChooseExercise)
    return exercise


def finish(house: House, lesson: Lesson, days_ago: float) -> None:
    """Go through a lesson, so many days ago."""
    desk = house.desk(days_ago)
    for step in range(len(steps(lesson)) + 1):
        desk.reach(lesson, step)


def look_in(house: House, days_ago: float = 0) -> None:
    """Do something else, so that nobody was away."""
    house.desk(days_ago).choose_situation("room-of-strangers", seen=99)


def answers(house: House, browser: BrowserId = BROWSER) -> list[AnswerGiven]:
    """What was answered, in its order."""
    reader = house.store.reader(house.desk(browser=browser).learner)
    events = reader.events(kinds=(AnswerGiven,))
    return [event.payload for event in events if isinstance(event.payload, AnswerGiven)]


def on_page(exercise: ChooseExercise, lesson: Lesson = TIES) -> Window:
    """A window on the page of a review."""
    return Window().open("review", l=lesson.id, e=exercise.id)


def test_two_days_after_a_lesson_one_minute_stands_on_today(house: House) -> None:
    finish(house, TIES, days_ago=2)
    look_in(house)
    window = Window().open()

    assert "One minute" in window.headings
    assert window.sees(f"From “{TIES.title}”: {first_sentence(about(TIES.review[0]))}")
    assert [word for word in BLAME if word in window.words] == []
    window.tap("Answer")
    assert window.headings == ["One minute"]
    assert window.sees(bare(first_of(TIES).situation), "‹ Not now")


@pytest.mark.parametrize("days", [0, 1.9])
def test_before_its_day_nothing_of_it_is_said(house: House, days: float) -> None:
    finish(house, TIES, days_ago=days)
    look_in(house)

    assert "One minute" not in Window().open().headings
    assert on_page(first_of(TIES)).sees(*NOTHING)


def test_after_days_away_it_is_something_small(house: House) -> None:
    finish(house, TIES, days_ago=9)
    window = Window().open()

    assert window.headings[:2] == ["Good to see you.", "Or something small"]
    assert window.sees("One question, one minute.", "nothing has piled up")
    assert window.tap("Start small").sees(bare(first_of(TIES).situation))


def test_however_many_wait_one_is_offered(house: House) -> None:
    finish(house, LEDGER, days_ago=40)
    finish(house, TIES, days_ago=30)
    look_in(house)
    window = Window().open()

    assert window.headings.count("One minute") == 1
    assert window.sees(f"From “{LEDGER.title}”")
    assert TIES.review[0].id not in window.words


def test_an_answer_is_told_with_thanks_and_is_gone_for_the_day(house: House) -> None:
    finish(house, TIES, days_ago=30)
    look_in(house)
    exercise = first_of(TIES)
    best = max(exercise.options, key=lambda option: option.worth)
    window = on_page(exercise).pick(bare(best.text)).tap("That is my answer")

    assert window.sees("You chose", bare(best.feedback))
    assert window.sees("Thank you for coming back to it. That is all for today.")
    assert window.links == ["‹ Today", "Back to Today", "Look at its lesson again"]
    assert [(a.exercise, a.mark, a.confidence) for a in answers(house)] == [
        (exercise.id, 1.0, None)
    ]
    assert "One minute" not in Window().open().headings
    assert Window().open("review").sees("You chose", "That is all for today.")


def test_two_windows_are_one_answer(house: House) -> None:
    finish(house, TIES, days_ago=3)
    exercise = first_of(TIES)
    windows = [on_page(exercise), on_page(exercise)]
    for window, option in zip(windows, exercise.options, strict=False):
        window.pick(bare(option.text)).tap("That is my answer")

    assert [a.answer for a in answers(house)] == [Chosen(exercise.options[0].id)]
    for window in windows:
        assert window.sees("You chose", bare(exercise.options[0].feedback))


def test_nothing_is_given_before_one_is_tapped(house: House) -> None:
    finish(house, TIES, days_ago=3)
    window = on_page(first_of(TIES)).tap("That is my answer")

    assert window.sees("Tap one first.")
    assert "Tap one first." not in window.again().words
    assert answers(house) == []


def test_without_a_name_in_the_address_it_is_the_one_that_is_due(house: House) -> None:
    finish(house, TIES, days_ago=3)

    assert Window().open("review").sees(bare(first_of(TIES).situation))
    assert Window().open("review", l="no-such", e="no-such").sees(bare(first_of(TIES).situation))
    assert Window().open("review", l=TIES.id, e=TIES.review[2].id).sees(*NOTHING)


def test_the_address_shows_nothing_to_somebody_else(house: House) -> None:
    finish(house, TIES, days_ago=3)
    house.desk().answer(TIES, first_of(TIES), Chosen(OptionId("only-listening")), count=0)
    other = Window(browser=BrowserId("cd" * 32))

    assert other.open("review", l=TIES.id, e=first_of(TIES).id).sees(*NOTHING)
    assert "You chose" not in other.words


def test_a_question_that_changes_under_the_hand_is_asked_as_it_is_now(
    own_house: House, course: Path
) -> None:
    finish(own_house, TIES, days_ago=3)
    window = on_page(first_of(TIES)).pick(bare(first_of(TIES).options[3].text))
    change(course, ("id: only-listening", "id: only-sitting"))
    window.tap("That is my answer")

    assert window.sees("This question has changed meanwhile.")
    assert answers(own_house) == []


def test_an_answer_to_what_was_written_anew_is_told_as_such(own_house: House, course: Path) -> None:
    finish(own_house, TIES, days_ago=3)
    own_house.desk().answer(TIES, first_of(TIES), Chosen(OptionId("only-listening")), count=0)
    change(course, ("id: only-listening", "id: only-sitting"))

    assert on_page(first_of(TIES)).sees("This exercise has changed since you answered it.")


def test_what_takes_writing_says_so_and_its_words_open_with_the_digits_only(house: House) -> None:
    finish(house, LEDGER, days_ago=40)
    choose, spot, rewrite = LEDGER.review
    assert isinstance(choose, ChooseExercise)
    house.desk(20).answer(LEDGER, choose, Chosen(choose.options[0].id), count=0)
    house.desk(10).answer(LEDGER, spot, Spotted(None), count=0)
    look_in(house)
    window = Window().open()
    assert "A few minutes" in window.headings
    window.tap("Answer").at.text_area[0].input("Joel, these words are nobody's business.")
    window.tap("Look at it with me")
    assert window.sees("nobody's business", "Thank you for coming back to it.")
    house.guarded("1234")

    again = Window().open("review", l=LEDGER.id, e=rewrite.id)
    assert again.sees("One good message among many")
    assert "nobody's business" not in again.words


@pytest.mark.usefixtures("house")
def test_somebody_new_is_told_kindly() -> None:
    assert Window().open("review").sees(*NOTHING)


@pytest.mark.usefixtures("house")
def test_without_a_cookie_it_says_what_to_do() -> None:
    window = Window(browser=None).open("review")

    assert window.headings == ["One small thing first"]


def change(course: Path, *pairs: tuple[str, str]) -> None:
    """Write the first lesson anew."""
    file = course / "lessons" / f"{TIES.id}.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
