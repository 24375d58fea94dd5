"""A scenario as numbers, so that many states can be followed at once.

A state is one whole number: turn, tested meters, facts and deeds, in this order of weight.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coach.content.scenario import (
    HIGHEST,
    TRUST,
    Chance,
    Choice,
    Condition,
    DeedId,
    EndingId,
    FactId,
    Goto,
    Meters,
    Scenario,
    Start,
    Text,
    Turn,
    TurnId,
)
from coach.roleplay.reply import Feelings, State

Codes: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

LEVELS = HIGHEST + 1


def conditions(scenario: Scenario) -> Iterator[Condition]:
    """Every `when` of a scenario: choices, gotos, exits, outcome and texts."""
    yield from (way_out.when for way_out in scenario.exits)
    yield from (case.when for case in scenario.outcome)
    for ending in scenario.endings.values():
        yield from _of_texts(ending.text, ending.looks_back)
    for turn in scenario.turns.values():
        yield from _of_texts(turn.says, turn.narration)
        for choice in turn.choices:
            yield from _of_choice(choice)


def _of_choice(choice: Choice) -> Iterator[Condition]:
    yield choice.when
    yield from _of_texts(choice.reaction)
    yield from (arm.when for arm in choice.goto)
    if choice.ask is not None:
        yield from _of_texts(choice.ask.declined.reaction)
        yield from (arm.when for arm in choice.ask.declined.goto)


def _of_texts(*texts: Text | None) -> Iterator[Condition]:
    for text in texts:
        yield from (variant.when for variant in text or ())


def tested_meters(scenario: Scenario) -> tuple[int, ...]:
    """Indices of the meters some condition asks about, and trust where something is asked for."""
    tested = {bound.meter for condition in conditions(scenario) for bound in condition.bounds}
    if any(choice.ask for turn in scenario.turns.values() for choice in turn.choices):
        tested.add(TRUST)
    return tuple(sorted(tested))


def _bits(scenario: Scenario) -> tuple[dict[FactId, int], dict[DeedId, int]]:
    deeds = {deed: 1 << place for place, deed in enumerate(scenario.deeds)}
    facts = {fact: 1 << (len(deeds) + place) for place, fact in enumerate(scenario.facts)}
    return facts, deeds


@dataclass(frozen=True)
class Coding:
    """How the states of one scenario are written as numbers.

    Attributes:
        tested: the meters that count, as indices.
        facts, deeds: the bit of each within the mark part of a code.
        marks: how many values that part has.
    """

    scenario: Scenario
    turns: tuple[TurnId, ...] = field(init=False)
    tested: tuple[int, ...] = field(init=False)
    facts: dict[FactId, int] = field(init=False)
    deeds: dict[DeedId, int] = field(init=False)
    marks: int = field(init=False)
    turn_size: int = field(init=False)

    def __post_init__(self) -> None:
        """Work out the parts of a code once."""
        facts, deeds = _bits(self.scenario)
        tested = tested_meters(self.scenario)
        marks = 1 << (len(facts) + len(deeds))
        for name, value in (
            ("turns", tuple(self.scenario.turns)),
            ("tested", tested),
            ("facts", facts),
            ("deeds", deeds),
            ("marks", marks),
            ("turn_size", LEVELS ** len(tested) * marks),
        ):
            object.__setattr__(self, name, value)

    def code(self, state: State) -> int:
        """The number of a state."""
        return self.turns.index(state.turn) * self.turn_size + self.inner(state.feelings)

    def inner(self, feelings: Feelings) -> int:
        """The number of the feelings, without the turn."""
        level = 0
        for meter in self.tested:
            level = level * LEVELS + feelings.meters[meter]
        return level * self.marks + self.mask(feelings.facts, feelings.deeds)

    def mask(self, facts: Iterable[FactId], deeds: Iterable[DeedId]) -> int:
        """The mark part for these facts and deeds."""
        return sum(self.facts[f] for f in facts) + sum(self.deeds[d] for d in deeds)

    def state(self, code: int, untested: Meters) -> State:
        """The state of a number; meters nothing tests are filled in from `untested`."""
        turn, inner = divmod(code, self.turn_size)
        level, marks = divmod(inner, self.marks)
        meters = list(untested)
        for meter in reversed(self.tested):
            level, meters[meter] = divmod(level, LEVELS)
        facts = frozenset(f for f, bit in self.facts.items() if marks & bit)
        deeds = frozenset(d for d, bit in self.deeds.items() if marks & bit)
        return State(self.turns[turn], Feelings(Meters(*meters), facts, deeds))

    def start(self, start: Start) -> int:
        """The number of the state before the first reply."""
        feelings = Feelings(start.meters, start.knows, start.did)
        return self.code(State(self.scenario.opening, feelings))


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many feelings at once: one row each.

    Attributes:
        meters: one array a tested meter, by its index in METERS.
        marks: facts and deeds as bits.
    """

    meters: dict[int, Codes]
    marks: Codes

    def rows(self, chosen: Mask) -> "Crowd":
        """Only those rows."""
        return Crowd({m: level[chosen] for m, level in self.meters.items()}, self.marks[chosen])


@dataclass(frozen=True, slots=True)
class Test:
    """A condition over a crowd."""

    __test__ = False

    bounds: tuple[tuple[int, bool, int], ...]
    needs: int
    forbids: int

    @property
    def always(self) -> bool:
        """Whether nothing is asked."""
        return not (self.bounds or self.needs or self.forbids)

    def holds(self, crowd: Crowd) -> Mask:
        """Which rows the condition holds for."""
        mask = np.ones(len(crowd.marks), dtype=np.bool_)
        if self.needs:
            mask &= (crowd.marks & self.needs) == self.needs
        if self.forbids:
            mask &= (crowd.marks & self.forbids) == 0
        for meter, at_least, n in self.bounds:
            level = crowd.meters[meter]
            mask &= (level >= n) if at_least else (level <= n)
        return mask


class Tables:
    """The parts of a scenario that are the same for every state."""

    def __init__(self, coding: Coding) -> None:
        """Write the scenario's conditions and worths as numbers."""
        scenario = coding.scenario
        self.coding = coding
        self.scenario = scenario
        self.endings: tuple[EndingId, ...] = tuple(scenario.endings)
        self.ending_index = {ending: i for i, ending in enumerate(self.endings)}
        self.turn_index = {turn: i for i, turn in enumerate(coding.turns)}
        self.exits = tuple((self.test(e.when), e.ending) for e in scenario.exits)
        self.outcome = tuple((self.test(o.when), o.ending) for o in scenario.outcome)
        self.mark_worth = {
            **{coding.facts[f]: fact.worth for f, fact in scenario.facts.items()},
            **{coding.deeds[d]: deed.worth for d, deed in scenario.deeds.items()},
        }

    def ending_code(self, ending: EndingId) -> int:
        """The number that stands for an ending where a state could be."""
        return -2 - self.ending_index[ending]

    def test(self, condition: Condition) -> Test:
        """A condition as numbers."""
        mask = self.coding.mask
        return Test(
            tuple((b.meter, b.at_least, b.n) for b in condition.bounds),
            mask(condition.knows, condition.did),
            mask(condition.lacks, condition.not_did),
        )

    def new_worth(self, marks: int, before: Codes) -> Floats | float:
        """What is paid for marks that were not there before; a number when none are at stake."""
        paid: Floats | float = 0.0
        for bit, worth in self.mark_worth.items():
            if worth and marks & bit:
                paid = paid + worth * ((before & bit) == 0)
        return paid

    def meter_worth(self, effects: Meters) -> float:
        """What effects as written are worth, uncut."""
        return sum(w * e for w, e in zip(self.scenario.weights, effects, strict=True))

    def crowd(self, inner: Codes) -> Crowd:
        """Feelings from the part of codes below the turn."""
        level, marks = np.divmod(inner, self.coding.marks)
        meters: dict[int, Codes] = {}
        for meter in reversed(self.coding.tested):
            level, meters[meter] = np.divmod(level, LEVELS)
        return Crowd(meters, marks)

    def inner(self, crowd: Crowd) -> Codes:
        """The part of codes below the turn."""
        level: Codes = np.zeros(len(crowd.marks), dtype=np.int64)
        for meter in self.coding.tested:
            level = level * LEVELS + crowd.meters[meter]
        return level * self.coding.marks + crowd.marks


def widest(turn: Turn) -> int:
    """The most ways one reply of a turn may fall."""
    gotos: list[Goto] = [choice.goto for choice in turn.choices]
    gotos += [choice.ask.declined.goto for choice in turn.choices if choice.ask]
    counts = [
        len(arm.to.branches) if isinstance(arm.to, Chance) else 1 for goto in gotos for arm in goto
    ]
    return max(counts)
