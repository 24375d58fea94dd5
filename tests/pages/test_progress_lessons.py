"""What lessons leave behind: on Progress, in My lines, and on the lesson's last page."""

import pytest

from coach.content.lesson import Lesson, LessonId, RewriteExercise
from coach.content.loading import load_course
from coach.exercises.answers import Planned, Written
from coach.practice.lessons import steps
from coach.ui.own_words import worth_keeping
from conftest import ROOT
from pages.screen import House, Window, bare

LOADED = load_course(ROOT).course
assert LOADED is not None
LOST = LOADED.lessons[LessonId("lost-my-job")]
SKILL = LOADED.lessons[LessonId("a-skill")]
MESSAGE = next(each for each in LOST.exercises if isinstance(each, RewriteExercise))
WORDS = "Hello Minji, red tomatoes!\n\nMy job ended on Monday. *Some* days are <fine>."
KEPT = "Kept in My lines. Open them"


def begin(house: House, lesson: Lesson, part: int = 2) -> None:
    """Come as far as one part of a lesson."""
    for step in range(part + 1):
        house.desk().reach(lesson, step)


def finish(house: House, lesson: Lesson = LOST) -> None:
    """Come to the end of a lesson."""
    begin(house, lesson, len(steps(lesson)))


def write(house: House, words: str = WORDS) -> None:
    """Answer the message of a lesson that was begun."""
    house.desk().answer(LOST, MESSAGE, Written(words), count=0)


def plan(house: House) -> None:
    """Answer the plan of a lesson that was begun."""
    house.desk().answer(LOST, LOST.plan, Planned("they ask", "say it"), count=0)


def tell(house: House, outcome: str, lesson: Lesson = LOST, said: str | None = None) -> None:
    """Take a mission on, and say how it went."""
    desk = house.desk()
    desk.take_mission(lesson, lesson.mission.sizes[0].id, None, seen=desk.journal().seen)
    desk.report(lesson.id, outcome, seen=desk.journal().seen, said=said)  # type: ignore[arg-type]


# Progress


def test_a_lesson_alone_is_progress(house: House) -> None:
    begin(house, LOST)
    window = Window().open("progress")

    assert window.headings == ["Progress", "What you did", "My lines"]
    assert window.sees("You began 1 lesson.")
    assert not {"Nothing here yet", "0 conversations", "0 replies"} & set(window.words.split("\n"))
    assert "conversation" not in window.words.split("My lines")[0]


def test_lessons_are_told_in_a_sentence_and_what_is_open_stands_first(house: House) -> None:
    begin(house, LOST)
    finish(house, SKILL)
    window = Window().open("progress")

    assert window.sees("You finished 1 lesson and began 1 more.")
    assert window.buttons == [
        f"Go on: {bare(LOST.title)}",
        f"Look at it again: {bare(SKILL.title)}",
    ]


def test_a_lesson_is_one_tap_from_where_it_was_left(house: House) -> None:
    begin(house, LOST)
    window = Window().open("progress").tap("Go on:")

    assert window.at.query_params == {"l": LOST.id}
    assert Window().open("lesson", l=LOST.id).sees(f"3 of {len(steps(LOST))}")


def test_what_went_badly_is_told_kindly_with_a_place_to_play_it(house: House) -> None:
    begin(house, LOST)
    tell(house, "badly", said="They looked away.")
    window = Window().open("progress")

    assert "What happened in life" in window.headings
    assert window.sees(
        bare(LOST.mission.sizes[0].text),
        "You tried it. It went badly, and you came back.",
        "They looked away.",
    )
    assert "Play such a moment here" in window.links


def test_what_was_done_and_what_waits_are_told(house: House) -> None:
    for lesson in (LOST, SKILL):
        begin(house, lesson)
    tell(house, "done")
    house.desk().take_mission(SKILL, SKILL.mission.sizes[0].id, "by-voice", seen=99)
    window = Window().open("progress")

    assert window.sees("You did it.", "It waits on Today, for as long as you like.")


@pytest.mark.parametrize("outcome", ["not this week", "let go"])
def test_what_was_let_go_is_not_told_at_all(house: House, outcome: str) -> None:
    begin(house, LOST)
    tell(house, outcome)
    window = Window().open("progress")

    assert "What happened in life" not in window.headings
    assert bare(LOST.mission.act) not in window.words


def test_what_they_said_opens_with_the_digits_only(house: House) -> None:
    begin(house, LOST)
    tell(house, "badly", said="They looked away.")
    house.guarded("1234")
    window = Window().open("progress")

    assert window.sees("You tried it. It went badly, and you came back.")
    assert "They looked away." not in window.words


# My lines


def test_a_message_of_a_lesson_is_kept_with_one_tap_and_says_where_it_is_from(house: House) -> None:
    step = next(n for n, s in enumerate(steps(LOST)) if s.exercise == MESSAGE.id)
    begin(house, LOST, step)
    write(house)
    window = Window().open("lesson", l=LOST.id).tap("Keep it in My lines")
    (line,) = house.desk().journal().lines

    assert KEPT in window.links
    assert "Keep it in My lines" not in window.buttons
    assert (line.kept.words, line.kept.own) == (WORDS, True)
    assert (line.kept.lesson, line.kept.title) == (LOST.id, LOST.title)
    lines = Window().open("lines")
    assert f"From the lesson {bare(LOST.title)}" in lines.links
    assert lines.sees("Hello Minji, red tomatoes!", "Copy my line")


def test_what_is_copied_is_what_was_written(house: House) -> None:
    house.desk().keep_line(WORDS, own=True, seen=0)
    window = Window().open("lines")
    buttons = [html.value for html in window.at.html if "cg-copy" in html.value]

    (button,) = buttons
    assert button == (
        '<button type="button" class="cg-copy" data-words="Hello Minji, red tomatoes!&#10;&#10;'
        'My job ended on Monday. *Some* days are &lt;fine&gt;.">Copy my line</button>'
    )


def test_a_plan_is_kept_as_one_sentence(house: House) -> None:
    step = next(n for n, s in enumerate(steps(LOST)) if s.part == "plan")
    begin(house, LOST, step)
    plan(house)
    Window().open("lesson", l=LOST.id).tap("Keep it in My lines")

    (line,) = house.desk().journal().lines
    assert line.kept.words == "If they ask, I will say it."


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("they ask", "say it"),
        ("If they ask,", "then I will say it."),
        ("When they ask", "I say it"),
        ("They ask.", "Say it"),
        ("they ask", "I'll say it"),
    ],
)
def test_a_plan_is_one_sentence_however_it_was_begun(cue: str, act: str) -> None:
    assert worth_keeping(Planned(cue, act)) == "If they ask, I will say it."


def test_a_plan_keeps_a_beginning_that_no_will_can_stand_before() -> None:
    assert worth_keeping(Planned("Minji calls", "I can say it")) == "If Minji calls, I can say it."


def test_an_empty_message_is_no_line() -> None:
    assert worth_keeping(Written("")) is None


def test_behind_the_digits_nothing_can_be_kept(house: House) -> None:
    step = next(n for n, s in enumerate(steps(LOST)) if s.exercise == MESSAGE.id)
    begin(house, LOST, step)
    write(house)
    house.guarded("1234")

    assert "Keep it in My lines" not in Window().open("lesson", l=LOST.id).buttons


# The last page


def test_the_last_page_offers_one_line_and_the_rest_in_a_fold(house: House) -> None:
    finish(house)
    write(house)
    plan(house)
    window = Window().open("lesson", l=LOST.id)

    assert window.sees("One real line to take along", "Copy these words", "Copy my message")
    outside = window.words.split("What you wrote here")[0]
    assert outside.count("Copy") == 1
    assert bare(LOST.mission.script or "") in outside
    assert not {"If they ask", "Hello Minji"} & set(outside.split("\n"))


def test_who_wrote_nothing_gets_words_to_start_from(house: House) -> None:
    finish(house)
    window = Window().open("lesson", l=LOST.id)

    assert LOST.mission.script is not None
    assert window.sees(bare(LOST.mission.script), "Copy these words")
    window.tap("Keep it in My lines")
    (line,) = house.desk().journal().lines
    assert (line.kept.words, line.kept.own) == (LOST.mission.script, False)


def test_the_last_page_hides_own_words_behind_the_digits(house: House) -> None:
    finish(house)
    write(house)
    house.guarded("1234")
    window = Window().open("lesson", l=LOST.id)

    assert "Hello Minji" not in window.words
    assert window.sees("Copy these words")


def test_a_finished_lesson_can_be_read_again(house: House) -> None:
    finish(house)
    window = Window().open("lesson", l=LOST.id).tap("Read the lesson again")

    assert window.sees(f"1 of {len(steps(LOST))}")


def test_what_waits_stands_on_the_last_page_to_be_made_smaller(house: House) -> None:
    finish(house)
    house.desk().take_mission(LOST, LOST.mission.sizes[1].id, "by-voice", seen=99)
    window = Window().open("lesson", l=LOST.id).tap("Make it smaller")

    assert window.sees("Smaller now:", bare(LOST.mission.sizes[0].text))
