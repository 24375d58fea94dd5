"""One play of a scenario: begin, choose, replay.

Pure steps: `(play, choice) -> (play, what happened)`. The clock and the draw are arguments.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from coach.content.scenario import (
    DEFAULT_START,
    BranchId,
    Choice,
    ChoiceId,
    DeedId,
    EndingId,
    FactId,
    Meters,
    MoveId,
    Scenario,
    ToEnding,
    ToTurn,
    Turn,
    TurnId,
)
from coach.roleplay.reply import (
    Fall,
    Feelings,
    State,
    falls,
    is_declined,
    offered,
    reaction,
    wording,
)


class UnknownChoice(LookupError):
    """The reply or the fall of chance is not on offer here; the message says where."""


class ConversationOver(LookupError):
    """A reply was given after the ending."""


class Step(NamedTuple):
    """One reply of a path. `branch` is None where nothing was left to chance."""

    choice: ChoiceId
    branch: BranchId | None = None


Path: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """A reply was given.

    Attributes:
        at: when, with a time zone.
        step: 0 for the first reply of the attempt.
        offered: the choices that could be given, in file order.
        declined: the ask was larger than the trust.
        learnt, did: what is new with this reply, chance included.
        meters: how the counterpart feels now.
        goes_to: the turn or ending it led to.
    """

    at: datetime
    step: int
    turn: TurnId
    choice: ChoiceId
    branch: BranchId | None
    offered: tuple[ChoiceId, ...]
    move: MoveId
    skill: str
    ideas: tuple[str, ...]
    declined: bool
    reaction: str
    feedback: str
    learnt: frozenset[FactId]
    did: frozenset[DeedId]
    meters: Meters
    goes_to: ToTurn | ToEnding


@dataclass(frozen=True, slots=True)
class Play:
    """A conversation as far as it has come.

    Attributes:
        start: the name of the start it began from.
        ending: None while a reply is due.
        turn: the turn that waits for a reply; after the ending, the last one answered.
    """

    scenario: Scenario
    start: str
    path: Path
    turn: Turn
    feelings: Feelings
    ending: EndingId | None = None

    @property
    def state(self) -> State:
        """The state a reply is due in. Raises ConversationOver after the ending."""
        if self.ending is not None:
            raise ConversationOver(f"{self.scenario.id} has ended with {self.ending}")
        return State(self.turn.id, self.feelings)

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The replies that can be given now, in file order; none after the ending."""
        return () if self.ending else offered(self.turn, self.feelings)

    @property
    def line(self) -> str | None:
        """What is said now; None for a silence."""
        return None if self.turn.says is None else wording(self.turn.says, self.feelings)

    @property
    def narration(self) -> str | None:
        """What can be seen now; None when only words are heard."""
        return None if self.turn.narration is None else wording(self.turn.narration, self.feelings)


def begin(scenario: Scenario, start: str = DEFAULT_START) -> Play:
    """The conversation before its first reply. An unknown start is the default."""
    given = scenario.start(start)
    feelings = Feelings(given.meters, given.knows, given.did)
    return Play(scenario, given.name, (), scenario.turns[scenario.opening], feelings)


def choose(play: Play, choice_id: ChoiceId, at: datetime, draw: float) -> tuple[Play, ChoiceMade]:
    """Give one reply.

    Args:
        play: the conversation so far.
        choice_id: one of the offered choices.
        at: when, with a time zone.
        draw: in [0, 1), mapped over the weights in file order where chance is met.

    Raises:
        ConversationOver: after the ending.
        UnknownChoice: the choice is not offered now.
        ValueError: `at` has no time zone, or `draw` is outside [0, 1).
    """
    if at.tzinfo is None:
        raise ValueError("at needs a time zone")
    if not 0 <= draw < 1:
        raise ValueError(f"draw is {draw}; it lies in [0, 1)")
    choice = _offered_choice(play, choice_id)
    fall = _drawn(falls(play.scenario, play.state, choice), draw)
    return go_on(play, choice, fall), _event(play, choice, fall, at)


def replay(scenario: Scenario, path: Iterable[Step], start: str = DEFAULT_START) -> Play:
    """The conversation after these steps. Raises like `choose`."""
    play = begin(scenario, start)
    for step in path:
        play = take(play, step)
    return play


def take(play: Play, step: Step) -> Play:
    """The conversation after one recorded step. Raises like `choose`."""
    return go_on(play, *step_of(play, step))


def go_on(play: Play, choice: Choice, fall: Fall) -> Play:
    """The conversation after an offered choice has fallen in one of its ways."""
    scenario, path = play.scenario, (*play.path, Step(choice.id, fall.branch_id))
    if isinstance(fall.goes_to, ToEnding):
        return Play(scenario, play.start, path, play.turn, fall.after, fall.goes_to.ending)
    return Play(scenario, play.start, path, scenario.turns[fall.goes_to.turn], fall.after)


def plays(scenario: Scenario, path: Iterable[Step], start: str = DEFAULT_START) -> Iterator[Play]:
    """The conversation before each reply of a path, and after the last. Raises like `choose`."""
    play = begin(scenario, start)
    yield play
    for step in path:
        play = take(play, step)
        yield play


def states(scenario: Scenario, path: Path, start: str = DEFAULT_START) -> Iterator[State]:
    """The state before each reply of a path. Raises like `choose`."""
    for play, _ in zip(plays(scenario, path, start), path, strict=False):
        yield play.state


def step_of(play: Play, step: Step) -> tuple[Choice, Fall]:
    """The choice and the fall a recorded step stands for. Raises like `choose`."""
    choice = _offered_choice(play, step.choice)
    for fall in falls(play.scenario, play.state, choice):
        if fall.branch_id == step.branch:
            return choice, fall
    raise UnknownChoice(f"{play.turn.id}: {step.choice} cannot fall as {step.branch}")


def draw_of(play: Play, step: Step) -> float | None:
    """A draw with which chance falls as a step says; None where it cannot fall so now."""
    low = 0.0
    for fall in falls(play.scenario, play.state, _offered_choice(play, step.choice)):
        if fall.branch_id == step.branch:
            return low + fall.probability / 2
        low += fall.probability
    return None


def shown_order(key: str, step: int, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The order on screen: a permutation drawn from a hash, the same after a reload.

    Args:
        key: the attempt, or in a room the room, in which the order holds.
        step: the number of the reply, or in a room of the turn.
        choices: those on offer.
    """
    return tuple(sorted(choices, key=lambda choice: digest(f"{key}/{step}/{choice.id}")))


def digest(text: str) -> bytes:
    """Eight bytes that look random and are always the same for the same text."""
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def _offered_choice(play: Play, choice_id: ChoiceId) -> Choice:
    turn, feelings = play.state
    for choice in offered(play.turn, feelings):
        if choice.id == choice_id:
            return choice
    raise UnknownChoice(f"{turn}: {choice_id} is not offered now")


def _drawn(ways: tuple[Fall, ...], draw: float) -> Fall:
    total = 0.0
    for fall in ways:
        total += fall.probability
        if draw < total:
            return fall
    return ways[-1]


def _event(play: Play, choice: Choice, fall: Fall, at: datetime) -> ChoiceMade:
    before, after = play.feelings, fall.after
    declined = is_declined(choice, before)
    refusal = choice.ask.declined if declined and choice.ask else None
    return ChoiceMade(
        at=at,
        step=len(play.path),
        turn=play.turn.id,
        choice=choice.id,
        branch=fall.branch_id,
        offered=tuple(other.id for other in play.offered),
        move=choice.move.id,
        skill=play.turn.skill,
        ideas=play.turn.ideas,
        declined=declined,
        reaction=reaction(choice, fall, declined=declined),
        feedback=refusal.feedback if refusal else choice.feedback,
        learnt=after.facts - before.facts,
        did=after.deeds - before.deeds,
        meters=after.meters,
        goes_to=fall.goes_to,
    )
