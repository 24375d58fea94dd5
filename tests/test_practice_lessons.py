"""A learner's lessons, folded: missions taken and made smaller, lines kept, old events read."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from coach.content.lesson import ItemId, Lesson, LessonId
from coach.content.scenario import ScenarioId
from coach.practice.commands import Desk
from coach.practice.events import LineKept, MissionTaken
from coach.practice.kinds import KINDS
from coach.practice.lessons import smaller
from coach.record.envelope import Kind, Kinds, Unread
from conftest import ROOT
from practising import NOON, course_at, new_desk, new_store

LOADED = course_at(ROOT)
LOST = LOADED.lessons[LessonId("lost-my-job")]
SKILL = LOADED.lessons[LessonId("a-skill")]
SMALL, MIDDLE, LARGE = (item.id for item in LOST.mission.sizes)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Somebody who has begun both lessons."""
    desk = new_desk(new_store(tmp_path))
    for lesson in (LOST, SKILL):
        desk.reach(lesson, 0)
    return desk


def take(desk: Desk, size: ItemId, lesson: Lesson = LOST) -> MissionTaken:
    """Take a mission on; what waits then."""
    desk.take_mission(lesson, size, "in-writing", seen=desk.journal().seen)
    return waiting(desk, lesson)


def waiting(desk: Desk, lesson: Lesson = LOST) -> MissionTaken:
    """What waits to be tried."""
    taken = desk.journal().lessons[lesson.id].mission
    assert taken is not None
    return taken


def kind(name: str) -> Kind:
    """A registered kind of event."""
    return next(kind for kind in KINDS if kind.name == name)


# Missions


def test_the_words_of_a_mission_need_no_lesson_beside_them(desk: Desk) -> None:
    taken = take(desk, MIDDLE)
    chosen = LOST.mission.sizes[1].text

    assert taken.act == f"{LOST.mission.act} {chosen}"


def test_the_next_smaller_size_and_none_below_the_smallest() -> None:
    found = [smaller(LOST, size) for size in (LARGE, MIDDLE, SMALL)]

    assert [item and item.id for item in found] == [
        MIDDLE,
        SMALL,
        None,
    ]


def test_a_size_that_is_gone_becomes_the_smallest() -> None:
    found = smaller(LOST, ItemId("no-longer-there"))

    assert found is not None
    assert found.id == SMALL


def test_making_it_smaller_is_the_same_mission_with_its_way_left_open(desk: Desk) -> None:
    large = take(desk, LARGE)
    assert desk.make_smaller(LOST, large, seen=desk.journal().seen)
    progress = desk.journal().lessons[LOST.id]

    assert [(each.taken.size, each.taken.way) for each in progress.tried] == [(MIDDLE, None)]
    assert progress.reported is None


def test_the_same_tap_twice_makes_it_smaller_once(desk: Desk) -> None:
    large, seen = take(desk, LARGE), desk.journal().seen
    desk.make_smaller(LOST, large, seen=seen)
    desk.make_smaller(LOST, large, seen=seen)

    assert waiting(desk).size == MIDDLE
    assert desk.journal().seen == seen + 1


def test_the_smallest_cannot_be_made_smaller(desk: Desk) -> None:
    small, seen = take(desk, SMALL), desk.journal().seen

    assert not desk.make_smaller(LOST, small, seen=seen)
    assert desk.journal().seen == seen
    assert waiting(desk) == small


def test_every_mission_is_remembered_with_how_it_went(desk: Desk) -> None:
    take(desk, SMALL)
    desk.report(LOST.id, "badly", seen=9, said="They laughed.")
    later = Desk(desk.store, desk.learner, NOON + timedelta(days=1))
    take(later, MIDDLE)
    progress = desk.journal().lessons[LOST.id]
    first, second = progress.tried

    assert first.reported is not None
    assert (first.taken.size, first.reported.outcome) == (SMALL, "badly")
    assert first.reported.said == "They laughed."
    assert (second.taken.size, second.reported, second.at) == (MIDDLE, None, later.now)
    assert progress.mission == second.taken
    assert progress.reported == first.reported


def test_told_twice_the_later_word_holds(desk: Desk) -> None:
    take(desk, SMALL)
    desk.report(LOST.id, "done", seen=9)
    desk.report(LOST.id, "badly", seen=10)
    progress = desk.journal().lessons[LOST.id]

    assert [each.reported and each.reported.outcome for each in progress.tried] == ["badly"]
    assert progress.mission is None


def test_a_report_of_nothing_changes_nothing(desk: Desk) -> None:
    desk.report(LOST.id, "done", seen=9)
    progress = desk.journal().lessons[LOST.id]

    assert (progress.tried, progress.mission, progress.reported) == ((), None, None)


def test_a_mission_taken_before_its_way_could_be_open_is_read_as_it_is() -> None:
    old = '{"lesson":"l","title":"T","act":"Say it.","size":"s","way":"by-voice"}'

    assert kind("mission-taken").read(1, old) == MissionTaken(
        LessonId("l"), "T", "Say it.", ItemId("s"), "by-voice"
    )


# Lines of lessons


def test_the_same_words_of_two_lessons_are_two_lines(desk: Desk) -> None:
    words = "If they ask, then I will say it."
    one = desk.keep_line(words, own=True, seen=2, lesson=LOST)
    again = desk.keep_line(words, own=True, seen=3, lesson=LOST)
    other = desk.keep_line(words, own=True, seen=4, lesson=SKILL)
    plain = desk.keep_line(words, own=True, seen=5)
    kept = [line.kept for line in desk.journal().lines]

    assert one == again
    assert len({one, other, plain}) == len(kept)
    assert [(each.title, each.lesson) for each in kept] == [
        (LOST.title, LOST.id),
        (SKILL.title, SKILL.id),
        ("", None),
    ]


def test_a_lesson_knows_which_of_its_words_are_kept(desk: Desk) -> None:
    line = desk.keep_line("Hello", own=True, seen=2, lesson=LOST)
    book = desk.journal()
    desk.drop_line(line, seen=3)

    assert book.keeps("Hello", LOST.id)
    assert not book.keeps("Hello", SKILL.id)
    assert not book.keeps("Hello you", LOST.id)
    assert not desk.journal().keeps("Hello", LOST.id)


def test_a_line_kept_before_lines_knew_lessons_is_read_as_it_is() -> None:
    line = UUID(int=7)
    old = f'{{"line":"{line}","words":"Hello","own":true,"scenario":"cafe","title":"A café"}}'

    assert kind("line-kept").read(1, old) == LineKept(
        line,
        "Hello",
        own=True,
        scenario=ScenarioId("cafe"),
        title="A café",
        lesson=None,
    )


def test_an_older_program_passes_over_a_mission_whose_way_is_open() -> None:
    older = Kinds([Kind("mission-taken", 1, MissionTaken)])

    assert isinstance(older.read("mission-taken", kind("mission-taken").version, "{}"), Unread)
