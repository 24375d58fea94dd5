"""A learner's lessons: their parts, one at a time, and how far they have come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from coach.content.lesson import ExerciseId, Lesson, LessonId
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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner has come in one lesson.

    Attributes:
        reached: the number of the part that is open.
        of: how many parts it had then.
        answers: the latest answer to each exercise.
        mission: what they took on last; None when nothing, or when it was reported.
        reported: how the last mission went.
    """

    lesson: LessonId
    title: str
    reached: int
    of: int
    last_at: datetime
    answers: Mapping[ExerciseId, AnswerGiven] = field(default_factory=dict)
    mission: MissionTaken | None = None
    reported: MissionReported | None = None

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
                found[taken.lesson] = replace(found[taken.lesson], mission=taken, last_at=event.at)
            case MissionReported() as told if told.lesson in found:
                found[told.lesson] = replace(
                    found[told.lesson], mission=None, reported=told, last_at=event.at
                )
            case _:
                pass
    return found
