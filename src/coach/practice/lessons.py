"""A learner's lessons: their parts, one at a time, and how far they have come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from coach.content.lesson import ExerciseId, Item, ItemId, Lesson, LessonId
from coach.practice.events import AnswerGiven, LessonReached, MissionReported, MissionTaken
from coach.record.envelope import Envelope

Part: TypeAlias = Literal["predict", "idea", "bad", "good", "exercise", "plan", "mission", "play"]


class Step(NamedTuple):
    """One part of a lesson, alone on the screen. `exercise` is None for all other parts."""

    part: Part
    exercise: ExerciseId | None = None


def steps(lesson: Lesson) -> tuple[Step, ...]:
    """The parts of a lesson in their order; it ends in its conversation, where it has one."""
    before: tuple[Step, ...] = (Step("predict"), Step("idea"), Step("bad"), Step("good"))
    trained = tuple(Step("exercise", exercise.id) for exercise in lesson.exercises)
    end = (Step("play"),) if lesson.play else ()
    return (*before, *trained, Step("plan"), Step("mission"), *end)


def smaller(lesson: Lesson, size: ItemId) -> Item | None:
    """The next smaller size of a mission; None when there is none.

    A size that the lesson no longer has becomes the smallest one.
    """
    sizes = lesson.mission.sizes
    ids = [item.id for item in sizes]
    if size not in ids:
        return sizes[0]
    place = ids.index(size)
    return sizes[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Tried:
    """A mission that was taken on, and how it went.

    Attributes:
        at: when something last happened to it.
        reported: None while it waits.
    """

    taken: MissionTaken
    at: datetime
    reported: MissionReported | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner has come in one lesson.

    Attributes:
        reached: the number of the part that is open.
        of: how many parts it had then.
        answers: the latest answer to each exercise.
        tried: every mission they took on, in that order; made smaller, it is the same one.
    """

    lesson: LessonId
    title: str
    reached: int
    of: int
    last_at: datetime
    answers: Mapping[ExerciseId, AnswerGiven] = field(default_factory=dict)
    tried: tuple[Tried, ...] = ()

    @property
    def mission(self) -> MissionTaken | None:
        """What waits to be tried; None when nothing does."""
        last = self.tried[-1] if self.tried else None
        return last.taken if last and last.reported is None else None

    @property
    def reported(self) -> MissionReported | None:
        """How the last mission went; None when none was reported."""
        return next((each.reported for each in reversed(self.tried) if each.reported), None)

    @property
    def finished(self) -> bool:
        """Whether the last part is behind them."""
        return self.reached >= self.of


def fold_lessons(events: Iterable[Envelope]) -> dict[LessonId, Progress]:
    """Every lesson begun, in the order they were begun."""
    found: dict[LessonId, Progress] = {}
    for event in events:
        match event.payload:
            case LessonReached(lesson, title, step, of):
                before = found.get(lesson, Progress(lesson, title, 0, of, event.at))
                reached = max(before.reached, step)
                found[lesson] = replace(before, reached=reached, of=of, last_at=event.at)
            case AnswerGiven() as given if given.lesson in found:
                before = found[given.lesson]
                answers = {**before.answers, given.exercise: given}
                found[given.lesson] = replace(before, answers=answers, last_at=event.at)
            case MissionTaken() as taken if taken.lesson in found:
                found[taken.lesson] = _taken(found[taken.lesson], taken, event.at)
            case MissionReported() as told if told.lesson in found:
                found[told.lesson] = _reported(found[told.lesson], told, event.at)
            case _:
                pass
    return found


def _taken(progress: Progress, taken: MissionTaken, at: datetime) -> Progress:
    """Another size while one waits is the same mission, larger or smaller."""
    done = progress.tried[:-1] if progress.mission else progress.tried
    return replace(progress, tried=(*done, Tried(taken, at)), last_at=at)


def _reported(progress: Progress, told: MissionReported, at: datetime) -> Progress:
    """The last one is meant; said twice, the later word holds."""
    if not progress.tried:
        return replace(progress, last_at=at)
    last = replace(progress.tried[-1], reported=told, at=at)
    return replace(progress, tried=(*progress.tried[:-1], last), last_at=at)
