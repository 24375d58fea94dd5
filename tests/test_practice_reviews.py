"""Reviews: what of a finished lesson comes back, on which day, one a day and the oldest first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.content.lesson import ExerciseId, Lesson, LessonId
from coach.exercises.answers import Chosen, Reflected
from coach.practice.commands import Desk
from coach.practice.events import AnswerGiven, LessonReached
from coach.practice.lessons import steps
from coach.practice.reviews import A_DAY, DAYS, Review, Reviews, days, fold_reviews
from coach.record.envelope import Envelope, LearnerId, Unread
from conftest import ROOT
from practising import NOON, course_at, new_desk, new_store

LOADED = course_at(ROOT)
LESSONS = tuple(LOADED.lessons.values())
TIES, LEDGER, *_ = (LOADED.lessons[LessonId(each)] for each in ("two-people", "no-ledger"))
SOMEBODY = LearnerId(UUID(int=1))
OF = 9


def after(hours: float) -> datetime:
    """So many hours after noon."""
    return NOON + timedelta(hours=hours)


def told(*happened: tuple[float, object]) -> Reviews:
    """Fold what happened, each so many hours after noon."""
    events = (
        Envelope(uuid4(), SOMEBODY, seq, after(hours), "any", 1, None, value)
        for seq, (hours, value) in enumerate(happened, 1)
    )
    return fold_reviews(events)


def finished(lesson: Lesson, hours: float = 0) -> tuple[float, object]:
    """A lesson was finished."""
    return hours, LessonReached(lesson.id, lesson.title, OF, OF)


def answer(lesson: Lesson, number: int, hours: float) -> tuple[float, object]:
    """A review exercise was answered."""
    exercise = lesson.review[number].id
    event = AnswerGiven(lesson.id, exercise, "choose", (), 0, Reflected(None), None, None, None)
    return hours, event


def offered(reviews: Reviews, hours: float, lessons: Sequence[Lesson] = LESSONS) -> str | None:
    """The id of what is offered then."""
    due = reviews.due(lessons, after(hours))
    return None if due is None else f"{due.lesson.id}/{due.exercise.id}"


def name(lesson: Lesson, number: int) -> str:
    """The id of a review exercise, as `offered` tells it."""
    return f"{lesson.id}/{lesson.review[number].id}"


def test_nothing_comes_back_before_anything_was_finished() -> None:
    begun = LessonReached(TIES.id, TIES.title, OF - 1, OF)

    assert offered(told(), 999) is None
    assert offered(told((0, begun)), 999) is None


@pytest.mark.parametrize(("number", "day"), list(enumerate(DAYS)))
def test_each_exercise_comes_back_on_its_day_to_the_second(number: int, day: int) -> None:
    before = [answer(TIES, n, hours=day * 24 - 25 - n) for n in reversed(range(number))]
    reviews = told(finished(TIES), *before)
    moment = NOON + timedelta(days=day)

    assert reviews.due(LESSONS, moment - timedelta(seconds=1)) is None
    assert reviews.due(LESSONS, moment) == Review(TIES, TIES.review[number], moment)


def test_after_an_answer_there_is_none_for_a_day_however_many_wait() -> None:
    reviews = told(finished(TIES), finished(LEDGER, 1), answer(TIES, 0, 500))

    assert [offered(reviews, hours) for hours in (500, 510, 523.9)] == [None, None, None]
    assert reviews.today(LESSONS, after(523.9)) == (TIES, TIES.review[0])
    assert reviews.today(LESSONS, after(524)) is None
    assert offered(reviews, 524) == name(LEDGER, 0)


def test_those_that_wait_come_one_a_day_the_oldest_first() -> None:
    happened = [finished(TIES), finished(LEDGER, 24)]
    came = []
    for day in range(40, 46):
        due = told(*happened).due(LESSONS, after(day * 24))
        assert due is not None
        number = due.lesson.review.index(due.exercise)
        came.append((due.lesson.id, number))
        happened.append(answer(due.lesson, number, day * 24))

    assert came == [("two-people", 0), ("no-ledger", 0), ("two-people", 1), ("no-ledger", 1),
                    ("two-people", 2), ("no-ledger", 2)]  # fmt: skip
    assert offered(told(*happened), 9999) is None


def test_to_finish_a_lesson_once_more_puts_nothing_off() -> None:
    reviews = told(finished(TIES), finished(TIES, 47))

    assert reviews.finished == {TIES.id: NOON}
    assert offered(reviews, 48) == name(TIES, 0)


def test_a_part_added_later_leaves_a_finished_lesson_finished() -> None:
    longer = LessonReached(TIES.id, TIES.title, 3, OF + 1)

    assert offered(told(finished(TIES), (1, longer)), 48) == name(TIES, 0)


def test_an_answer_in_the_lesson_itself_is_no_review() -> None:
    own = TIES.exercises[0].id
    event = AnswerGiven(TIES.id, own, "choose", (), 0, Reflected(None), None, None, None)

    assert offered(told(finished(TIES), (47, event)), 48) == name(TIES, 0)


def test_what_is_no_longer_in_the_course_is_not_asked() -> None:
    reviews = told(finished(TIES), finished(LEDGER, 1))
    other = replace(TIES.review[0], id=ExerciseId("written-anew"))
    changed = replace(TIES, review=(other, *TIES.review[1:]))

    assert offered(reviews, 50, lessons=[LEDGER]) == name(LEDGER, 0)
    assert offered(reviews, 50, lessons=[]) is None
    assert offered(told(finished(TIES), answer(TIES, 0, 48)), 100, lessons=[changed]) == (
        "two-people/written-anew"
    )


def test_a_lesson_with_more_of_them_goes_on_in_even_steps() -> None:
    assert [day.days for day in islice(days(), 6)] == [2, 7, 21, 35, 49, 63]


def test_a_clock_that_went_back_offers_nothing_and_breaks_nothing() -> None:
    reviews = told(finished(TIES), answer(TIES, 0, 48))

    assert [offered(reviews, hours) for hours in (-99, 0, 47)] == [None, None, None]


def test_an_event_of_a_newer_program_is_passed_over() -> None:
    assert told((0, Unread("answer-given", 9, "{}"))) == Reviews()


def test_an_answer_through_the_desk_is_one_event_and_then_none_is_due(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    desk = new_desk(store)
    for step in range(len(steps(TIES)) + 1):
        desk.reach(TIES, step)
    later = Desk(store, desk.learner, NOON + timedelta(days=2))
    due = desk.journal().reviews.due(LESSONS, later.now)
    assert due is not None
    best = max(due.exercise.options, key=lambda option: option.worth)  # type: ignore[union-attr]
    stands = [
        later.answer(due.lesson, due.exercise, Chosen(option), count=0)
        for option in (best.id, due.exercise.options[0].id)  # type: ignore[union-attr]
    ]
    reviews = desk.journal().reviews

    assert stands[0] == stands[1]
    assert stands[0].mark == 1.0
    answered = reviews.answered(due.lesson, due.exercise)
    assert answered is not None
    assert (answered.given, answered.at) == (stands[0], later.now)
    assert reviews.due(LESSONS, later.now) is None


HOURS = st.integers(0, 24 * 60).map(float)  # whole ones, so that they meet to the second
ENDS = st.dictionaries(st.sampled_from([lesson.id for lesson in LESSONS]), HOURS)
LOOKS = st.lists(st.tuples(HOURS, st.booleans()), max_size=40).map(sorted)
"""At which hours somebody looks in, and whether they answer."""


@given(ENDS, LOOKS)
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_whenever_somebody_looks_in_it_is_one_a_day_never_early_and_never_twice(
    ends: dict[LessonId, float], looks: list[tuple[float, bool]]
) -> None:
    happened = [finished(lesson, ends[lesson.id]) for lesson in LESSONS if lesson.id in ends]
    given_: list[tuple[float, str]] = []
    for hours, answers in looks:
        due = told(*happened).due(LESSONS, after(hours))
        free = not given_ or hours - given_[-1][0] >= 24
        waiting = [
            (end + day * 24, name(lesson, number))
            for lesson in LESSONS
            if (end := ends.get(lesson.id)) is not None
            for number, day in enumerate(DAYS)
            if end + day * 24 <= hours and name(lesson, number) not in [id_ for _, id_ in given_]
        ]
        assert (due is not None) == (free and waiting != [])
        if due is not None:
            assert due.since <= after(hours)
            assert due.since == after(min(waiting)[0])
            if answers:
                number = due.lesson.review.index(due.exercise)
                happened.append(answer(due.lesson, number, hours))
                given_.append((hours, name(due.lesson, number)))

    assert len({id_ for _, id_ in given_}) == len(given_)
    assert all(after(late) - after(early) >= A_DAY for (early, _), (late, _) in pairwise(given_))
