"""One attempt, folded from its events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from coach.content.scenario import ScenarioId
from coach.practice.events import AttemptBegun, ChoiceMade, Ended, FeelingGuessed
from coach.record.envelope import Envelope
from coach.roleplay.play import Path


@dataclass(frozen=True, slots=True)
class Attempt:
    """One play of a scenario, as far as it has come.

    Attributes:
        replies: those of this attempt; the kept ones of a parent are not among them.
        guess: how the learner thinks the counterpart felt; None before it is asked.
        last_at: when something last happened.
    """

    id: UUID
    begun: AttemptBegun
    begun_at: datetime
    last_at: datetime
    replies: tuple[ChoiceMade, ...] = ()
    guess: FeelingGuessed | None = None

    @property
    def scenario(self) -> ScenarioId:
        """What is played."""
        return self.begun.scenario

    @property
    def kept(self) -> Path:
        """The replies taken over from the parent."""
        return self.begun.before[: self.begun.from_step]

    @property
    def path(self) -> Path:
        """Every step from the opening turn."""
        return (*self.kept, *(reply.as_step for reply in self.replies))

    @property
    def step(self) -> int:
        """How many replies have been given, the parent's counted: the number of the next one."""
        return len(self.kept) + len(self.replies)

    @property
    def ended(self) -> Ended | None:
        """How it ended; None while a reply is due."""
        return self.replies[-1].ended if self.replies else None

    @property
    def judged(self) -> tuple[ChoiceMade, ...]:
        """The replies with a verdict."""
        return tuple(reply for reply in self.replies if reply.verdict is not None)

    @property
    def good(self) -> int:
        """How many replies were best or fine."""
        return sum(reply.good for reply in self.judged)

    @property
    def whole(self) -> bool:
        """Whether every reply was the learner's own choice; else there is no score."""
        return all(reply.judged for reply in self.replies)


def fold(events: Iterable[Envelope]) -> tuple[Attempt, ...]:
    """The attempts in these events, in the order they were begun."""
    attempts: dict[UUID, Attempt] = {}
    for event in events:
        if event.about is None:
            continue
        payload = event.payload
        if isinstance(payload, AttemptBegun):
            attempts[event.about] = Attempt(event.about, payload, event.at, event.at)
        elif event.about in attempts:
            attempts[event.about] = attempt_with(attempts[event.about], event)
    return tuple(attempts.values())


def attempt_with(attempt: Attempt, event: Envelope) -> Attempt:
    """The attempt after one more of its events; as it was after any other."""
    payload = event.payload
    if isinstance(payload, ChoiceMade):
        replies = (*attempt.replies, payload)
        return replace(attempt, replies=replies, last_at=event.at)
    if isinstance(payload, FeelingGuessed):
        return replace(attempt, guess=payload, last_at=event.at)
    return attempt
