"""A learner's practice as a whole, folded from every event: attempts, lines, likings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from coach.content.lesson import LessonId
from coach.content.scenario import ScenarioId
from coach.practice.attempt import Attempt, fold
from coach.practice.events import (
    LineDropped,
    LineKept,
    LookedAround,
    Preferences,
    PreferencesSet,
    SituationChosen,
    WorkFound,
)
from coach.practice.lessons import Progress, fold_lessons
from coach.practice.reviews import Reviews, fold_reviews
from coach.record.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Line:
    """A line in My lines."""

    kept: LineKept
    at: datetime


@dataclass(frozen=True, slots=True)
class Journal:
    """Everything a learner did here.

    Attributes:
        seen: how many events it is folded from.
        last_at: when something last happened; None before the first event.
        situation: what is in front of the learner; None when nothing was chosen.
        work_found_at: when they last said so; None when they did not.
        looked_around: the first visit is over.
        lessons: every lesson begun, with how far it has come.
        reviews: what of them comes back on a later day.
    """

    attempts: tuple[Attempt, ...] = ()
    lines: tuple[Line, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)
    situation: str | None = None
    work_found_at: datetime | None = None
    looked_around: bool = False
    lessons: Mapping[LessonId, Progress] = field(default_factory=dict)
    reviews: Reviews = field(default_factory=Reviews)
    seen: int = 0
    last_at: datetime | None = None

    def attempts_of(self, scenario: ScenarioId) -> tuple[Attempt, ...]:
        """The attempts of one scenario, in the order they were begun."""
        return tuple(attempt for attempt in self.attempts if attempt.scenario == scenario)

    def keeps(self, words: str, lesson: LessonId) -> bool:
        """Whether these words of a lesson stand in My lines."""
        return any(line.kept.lesson == lesson and line.kept.words == words for line in self.lines)

    @property
    def open(self) -> Attempt | None:
        """The attempt to go on with: the one last touched of those that have not ended.

        Of each scenario only the last attempt can be gone on with: beginning again lets go of
        the one before.
        """
        latest = {attempt.scenario: attempt for attempt in self.attempts}.values()
        unfinished = [attempt for attempt in latest if attempt.ended is None]
        return max(unfinished, key=lambda attempt: attempt.last_at, default=None)

    @property
    def finished(self) -> tuple[Attempt, ...]:
        """The attempts that have ended, in the order they were begun."""
        return tuple(attempt for attempt in self.attempts if attempt.ended is not None)


def journal(events: Iterable[Envelope]) -> Journal:
    """Fold a learner's events, in their order."""
    told = tuple(events)
    lessons, reviews = fold_lessons(told), fold_reviews(told)
    book = Journal(attempts=fold(told), lessons=lessons, reviews=reviews, seen=len(told))
    lines: dict[UUID, Line] = {}
    for event in told:
        match event.payload:
            case LineKept() as kept:
                lines[kept.line] = Line(kept, event.at)
            case LineDropped(line):
                lines.pop(line, None)
            case PreferencesSet(preferences):
                book = replace(book, preferences=preferences)
            case SituationChosen(situation):
                book = replace(book, situation=situation)
            case WorkFound():
                book = replace(book, work_found_at=event.at)
            case LookedAround():
                book = replace(book, looked_around=True)
            case _:
                pass
    last_at = told[-1].at if told else None
    return replace(book, lines=tuple(lines.values()), last_at=last_at)


def preferences_among(events: Iterable[Envelope]) -> Preferences:
    """How a learner likes the screens, as said last; the usual way when they never said."""
    said = [event.payload for event in events if isinstance(event.payload, PreferencesSet)]
    return said[-1].preferences if said else Preferences()
