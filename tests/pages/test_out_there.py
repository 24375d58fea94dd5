"""Out in the world: on Today a mission is made smaller, and told about with one tap."""

from dataclasses import replace
from random import Random

import pytest

from coach.content.lesson import Lesson, LessonId
from coach.content.loading import load_course
from coach.practice.events import MissionReported, Outcome
from coach.practice.lessons import Progress, steps
from coach.roleplay.debrief import debrief
from coach.roleplay.review import review
from coach.ui import own_words
from conftest import ROOT
from pages.screen import House, Window, bare
from practising import begun, scene, to_the_end

COURSE = load_course(ROOT).course
assert COURSE is not None
LOST = COURSE.lessons[LessonId("lost-my-job")]
TWO = COURSE.lessons[LessonId("two-people")]
SMALLEST, MIDDLE, LARGEST = LOST.mission.sizes
ASKED = "What did they say? One line, if you like."
SAID = "She said: not now, and smiled."


def taken(house: House, lesson: Lesson = LOST, size: int = 2) -> None:
    """A finished lesson with its mission taken on; the largest size is the last."""
    desk = house.desk()
    for step in range(len(steps(lesson)) + 1):
        desk.reach(lesson, step)
    desk.take_mission(lesson, lesson.mission.sizes[size].id, "in-person", seen=seen(house))


def seen(house: House) -> int:
    """How many events there are."""
    return house.desk().journal().seen


def progress(house: House, lesson: Lesson = LOST) -> Progress:
    """How far the lesson has come."""
    return house.desk().journal().lessons[lesson.id]


def told(house: House) -> list[MissionReported]:
    """Every word on how a mission went."""
    events = house.store.reader(house.desk().learner).events(kinds=(MissionReported,))
    return [event.payload for event in events if isinstance(event.payload, MissionReported)]


def fields(window: Window) -> list[str]:
    """The labels of the fields to write into."""
    return [field.label for field in window.at.text_input]


def test_one_tap_makes_it_one_size_smaller_and_says_so_in_its_place(house: House) -> None:
    taken(house)
    window = Window().open().tap("Make it smaller")

    assert window.sees("Smaller now:", bare(MIDDLE.text))
    waiting = progress(house).mission
    assert waiting is not None
    assert (waiting.size, waiting.way) == (MIDDLE.id, None)


def test_the_smallest_size_has_no_smaller_one(house: House) -> None:
    taken(house)
    window = Window().open().tap("Make it smaller").tap("Make it smaller")

    assert window.sees(bare(SMALLEST.text))
    assert "Make it smaller" not in window.buttons
    waiting = progress(house).mission
    assert waiting is not None
    assert waiting.size == SMALLEST.id
    assert "Smaller now:" not in Window().open().words  # said once, in the window it happened in


def test_a_click_that_comes_twice_makes_it_one_size_smaller(house: House) -> None:
    taken(house)
    first, second = Window().open(), Window().open()
    first.tap("Make it smaller")
    second.tap("Make it smaller")

    waiting = progress(house).mission
    assert waiting is not None
    assert waiting.size == MIDDLE.id
    assert second.sees(bare(MIDDLE.text))


@pytest.mark.parametrize(
    ("label", "outcome", "answer"),
    [("I did it", "done", "You did it."), ("It went badly", "badly", "Thank you for trying it.")],
)
def test_one_tap_tells_how_it_went_and_no_word_is_needed(
    house: House, label: str, outcome: Outcome, answer: str
) -> None:
    taken(house)
    window = Window().open().tap(label)

    assert told(house) == [MissionReported(LOST.id, outcome, None, None)]
    assert window.headings[1] == answer
    assert fields(window) == [ASKED]
    window.tap("That is all")
    assert answer not in window.words
    assert len(told(house)) == 1


@pytest.mark.parametrize("label", ["I did it", "It went badly"])
def test_what_they_said_is_kept_for_who_wants_to_write(house: House, label: str) -> None:
    taken(house)
    window = Window().open().tap(label).type(f"said-{LOST.id}", f"  {SAID} ").tap("Keep it")

    assert window.sees(f"You wrote: “{SAID}” It stands in Progress.")
    reported = progress(house).reported
    assert reported is not None
    assert reported == replace(told(house)[0], said=SAID)
    assert len(progress(house).tried) == 1
    assert Window().open("progress").sees(f"You wrote: “{SAID}”")


def test_what_went_badly_leads_to_the_turn_on_which_the_last_talk_turned(house: House) -> None:
    assert LOST.play is not None
    shown, desk = scene(LOST.play), house.desk()
    played = to_the_end(desk, shown, begun(desk, shown).id, Random(3))
    table = shown.worth.table()
    found = debrief(table, review(table, played.path))
    turned = found.mattered or found.worked
    assert turned is not None
    taken(house)
    Window().open().tap("It went badly").tap("Play that moment again")
    again = house.desk().journal().attempts[-1]

    assert (again.begun.parent, again.begun.from_step) == (played.id, turned.place)


def test_keeping_nothing_is_met_with_a_kind_word(house: House) -> None:
    taken(house)
    window = Window().open().tap("I did it").tap("Keep it")

    assert window.sees(own_words.WRITE_FIRST)
    assert [each.said for each in told(house)] == [None]


def test_behind_the_digits_nothing_is_asked_and_nothing_shown(house: House) -> None:
    taken(house)
    Window().open().tap("It went badly").type(f"said-{LOST.id}", SAID).tap("Keep it")
    taken(house, size=0)
    house.guarded("0417")
    window = Window().open().tap("It went badly")

    assert window.sees("Thank you for trying it.", "Play it here")
    assert fields(window) == []
    assert SAID not in window.words
    assert told(house)[-1].said is None


@pytest.mark.parametrize("label", ["Not this week", "Let it go"])
def test_letting_it_rest_is_answered_with_nothing(house: House, label: str) -> None:
    taken(house)
    window = Window().open().tap(label)

    assert fields(window) == []
    assert not {"You did it.", "Thank you for trying it.", "Out in the world"} & set(
        window.headings
    )


def test_the_next_mission_waits_until_all_is_said_of_the_first(house: House) -> None:
    taken(house, TWO)
    taken(house)
    window = Window().open().tap("I did it")
    assert window.headings[1] == "You did it."

    window.tap("That is all")

    assert window.headings[1] == "Out in the world"
    assert [each.lesson for each in told(house)] == [LOST.id]
    assert progress(house, TWO).mission is not None
