"""What comes back on a later day: one small exercise of a finished lesson.

Spaced practice is remembered far better than massed practice, and widening gaps do no better than
even ones (E31 in the curriculum: Latimier, Peyre and Ramus 2021). So the days are fixed and
nothing is computed from marks. A day is 24 hours and no date: practice that follows sooner adds
next to nothing, and it needs no time zone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from coach.content.lesson import Exercise, ExerciseId, Lesson, LessonId
from coach.practice.events import AnswerGiven, LessonReached
from coach.record.envelope import Envelope

DAYS = (2, 7, 21)
"""Days after the lesson was finished: the first for its first review exercise, and so on."""
STEP = 14
"""Days from one to the next, where a lesson has more."""
A_DAY = timedelta(days=1)


class Answered(NamedTuple):
    """An answer, and when it was given."""

    given: AnswerGiven
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """One exercise of a finished lesson, to be offered now.

    Attributes:
        since: the moment from which it could be offered; the past is no reproach.
    """

    lesson: Lesson
    exercise: Exercise
    since: datetime


@dataclass(frozen=True, slots=True)
class Reviews:
    """What a learner's events say about their reviews.

    Attributes:
        finished: when each lesson was finished for the first time.
        answers: the latest answer to each exercise of a lesson, its review included.
    """

    finished: Mapping[LessonId, datetime] = field(default_factory=dict)
    answers: Mapping[tuple[LessonId, ExerciseId], Answered] = field(default_factory=dict)

    def answered(self, lesson: Lesson, exercise: Exercise) -> Answered | None:
        """The answer to an exercise; None when there is none."""
        return self.answers.get((lesson.id, exercise.id))

    def due(self, lessons: Iterable[Lesson], now: datetime) -> Review | None:
        """The one exercise to offer now; None when there is none.

        At most one a day is offered: after an answer there is none for 24 hours, however many wait.
        Those that wait come one by one, the oldest first.

        Args:
            lessons: as they are served now; an exercise that is no longer theirs is not asked.
            now: the moment, with a time zone.
        """
        served = tuple(lessons)
        if self.today(served, now) is not None:
            return None
        waiting = [review for review in self._waiting(served) if review.since <= now]
        return min(waiting, key=lambda review: review.since, default=None)

    def today(self, lessons: Iterable[Lesson], now: datetime) -> tuple[Lesson, Exercise] | None:
        """The exercise that was answered in the last 24 hours; None when none was."""
        for lesson in lessons:
            for exercise in lesson.review:
                answer = self.answered(lesson, exercise)
                if answer is not None and now - answer.at < A_DAY:
                    return lesson, exercise
        return None

    def _waiting(self, lessons: Iterable[Lesson]) -> Iterator[Review]:
        for lesson in lessons:
            finished = self.finished.get(lesson.id)
            if finished is None:
                continue
            for exercise, day in zip(lesson.review, days(), strict=False):
                if self.answered(lesson, exercise) is None:
                    yield Review(lesson, exercise, finished + day)


def days() -> Iterator[timedelta]:
    """How long after its lesson each review exercise comes back, without an end."""
    yield from (timedelta(days=day) for day in DAYS)
    yield from (timedelta(days=day) for day in count(DAYS[-1] + STEP, STEP))


def fold_reviews(events: Iterable[Envelope]) -> Reviews:
    """Fold a learner's events, in their order."""
    finished: dict[LessonId, datetime] = {}
    answers: dict[tuple[LessonId, ExerciseId], Answered] = {}
    for event in events:
        match event.payload:
            case LessonReached(lesson, _, step, of) if step >= of:
                finished.setdefault(lesson, event.at)
            case AnswerGiven() as given:
                answers[given.lesson, given.exercise] = Answered(given, event.at)
            case _:
                pass
    return Reviews(finished, answers)
