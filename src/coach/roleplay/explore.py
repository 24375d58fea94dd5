"""Every state a conversation can meet: all at once, turn by turn, each state once.

The states are found in waves, by the number of replies it takes to reach them, so the first way
to a state is a shortest one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coach.content.diagnostics import Loc
from coach.content.scenario import (
    DEFAULT_START,
    HIGHEST,
    LOWEST,
    TRUST,
    Arm,
    Branch,
    Chance,
    Choice,
    EndingId,
    Goto,
    Meters,
    Scenario,
    Target,
    Text,
    ToEnding,
    ToTurn,
    Turn,
)
from coach.roleplay.play import answer, effects
from coach.roleplay.tables import Codes, Coding, Crowd, Floats, Mask, Tables, Test, widest

LARGEST = 2_000_000
NOWHERE = -1

Indices = npt.NDArray[np.intp]


Watch: TypeAlias = Callable[[Loc, Mask], None]
"""Told where a condition stands and in which of the states it was asked in it held."""


def nobody(_loc: Loc, _held: Mask) -> None:
    """Watches nothing."""


class TooManyStates(ValueError):
    """The conversation has more states than can be followed; nothing is guessed."""


@dataclass(frozen=True, slots=True)
class Graph:
    """All states of one start and what every offered reply does in them.

    States are numbered as found; options (a state and a choice offered in it) follow the states
    and the file; edges (an option and one way it may fall) follow the options.

    Attributes:
        codes: the number of each state in its coding.
        turn: each state's turn, as an index.
        wave: how many replies the shortest way to it takes.
        parent: the edge that first reached it; -1 for the start.
        option_state, option_choice: whose option, and which choice of the turn.
        declined: whether the ask is refused there.
        own: what the reply itself pays, chance left out.
        edge_option: whose edge.
        edge_branch: the branch of chance, in file order; 0 where nothing is left to chance.
        dest: the state reached, or -2 - ending.
        probability: of this way; sums to 1 over an option.
        paid: the worth of what the branch newly brings.
        cut_short: an exit took the turn's place.
    """

    tables: Tables
    start: str
    codes: Codes
    turn: Indices
    wave: Indices
    parent: Indices
    option_state: Indices
    option_choice: Indices
    declined: Mask
    own: Floats
    edge_option: Indices
    edge_branch: Indices
    dest: Indices
    probability: Floats
    paid: Floats
    cut_short: Mask

    @property
    def scenario(self) -> Scenario:
        """Whose states these are."""
        return self.tables.scenario

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.codes)

    def ending_of(self, dest: int) -> EndingId:
        """The ending a negative destination stands for."""
        return self.tables.endings[-2 - dest]


@dataclass(frozen=True, slots=True)
class _Block:
    """What the states of one turn in one wave do: rows are states, then choices, then ways."""

    turn: int
    codes: Codes
    offered: Mask
    declined: Mask
    own: Floats
    dest: Codes
    probability: Floats
    paid: Floats
    cut: Mask


def explore(scenario: Scenario, start: str = DEFAULT_START, watch: Watch = nobody) -> Graph:
    """Find every state reachable from a start.

    Args:
        scenario: the conversation.
        start: the name of one of its starts.
        watch: told of every condition that is asked, choice by choice and text by text.

    Raises:
        TooManyStates: above 2,000,000.
    """
    tables = Tables(Coding(scenario))
    frontier = np.array([tables.coding.start(scenario.start(start))], dtype=np.int64)
    seen = frontier
    waves: list[list[_Block]] = []
    while len(frontier):
        blocks = [
            _Expansion(tables, turn, codes, watch).block()
            for turn, codes in _by_turn(tables, frontier)
        ]
        waves.append(blocks)
        reached = _distinct([block.dest[block.dest >= 0] for block in blocks])
        frontier = reached[~_among(reached, seen)]
        seen = np.sort(np.concatenate([seen, frontier]), kind="stable")
        if len(seen) > LARGEST:
            message = f"{scenario.id} has more than {LARGEST:,} states; fewer facts, deeds or tests"
            raise TooManyStates(message)
    return _joined(tables, start, waves)


def _by_turn(tables: Tables, codes: Codes) -> Iterator[tuple[int, Codes]]:
    """The sorted codes, turn by turn."""
    size = tables.coding.turn_size
    turns = np.arange(len(tables.coding.turns) + 1) * size
    bounds = np.searchsorted(codes, turns)
    for turn, (low, high) in enumerate(pairwise(bounds)):
        if low < high:
            yield turn, codes[low:high]


def _distinct(parts: list[Codes]) -> Codes:
    codes = np.sort(np.concatenate(parts))
    return codes[np.concatenate([[True], codes[1:] != codes[:-1]])] if len(codes) else codes


def _among(codes: Codes, known: Codes) -> Mask:
    """Which of the codes are in the sorted known ones."""
    place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.asarray(known[place] == codes)


class _Expansion:
    """Gives every reply of one turn in many states at once."""

    def __init__(self, tables: Tables, turn: int, codes: Codes, watch: Watch) -> None:
        self.tables = tables
        self.watch = watch
        self.turn: Turn = tables.scenario.turns[tables.coding.turns[turn]]
        self.crowd = tables.crowd(codes - turn * tables.coding.turn_size)
        self.exits = () if self.turn.id == tables.scenario.opening else tables.exits
        shape = (len(codes), len(self.turn.choices))
        wide = (*shape, widest(self.turn))
        self.made = _Block(
            turn,
            codes,
            np.zeros(shape, np.bool_),
            np.zeros(shape, np.bool_),
            np.zeros(shape),
            np.full(wide, NOWHERE, np.int64),
            np.zeros(wide),
            np.zeros(wide),
            np.zeros(wide, np.bool_),
        )

    def block(self) -> _Block:
        loc: Loc = ("turns", self.turn.id)
        self.texts((*loc, "says"), self.turn.says, self.crowd)
        self.texts((*loc, "narration"), self.turn.narration, self.crowd)
        for index, choice in enumerate(self.turn.choices):
            test = self.tables.test(choice.when)
            offered = self.ask((*loc, "choices", choice.id, "when"), test, self.crowd)
            self.made.offered[:, index] = offered
            if choice.ask is None:
                self.reply(index, choice, np.nonzero(offered)[0], declined=False)
                continue
            enough = self.crowd.meters[TRUST] >= choice.ask.trust
            self.made.declined[:, index] = offered & ~enough
            self.reply(index, choice, np.nonzero(offered & enough)[0], declined=False)
            self.reply(index, choice, np.nonzero(offered & ~enough)[0], declined=True)
        return self.made

    def ask(self, loc: Loc, test: Test, crowd: Crowd, among: Mask | None = None) -> Mask:
        """Where a condition holds; whoever watches is told of the rows it is asked of."""
        held = test.holds(crowd)
        if self.watch is not nobody and not test.always:
            self.watch(loc, held if among is None else held[among])
        return held

    def reply(self, index: int, choice: Choice, rows: Indices, *, declined: bool) -> None:
        if not len(rows):
            return
        learns, does, goto = answer(choice, declined=declined)
        change = effects(choice, declined=declined)
        marks = self.tables.coding.mask(learns, does)
        before = Crowd({m: v[rows] for m, v in self.crowd.meters.items()}, self.crowd.marks[rows])
        self.made.own[rows, index] = self.tables.meter_worth(change) + self.tables.new_worth(
            marks, before.marks
        )
        after = _moved(before, change, marks)
        loc = self.place(choice, declined=declined)
        self.texts((*loc, "reaction"), _reaction(choice, declined=declined), after)
        self.lead(index, goto, rows, after, (*loc, "goto"))

    def place(self, choice: Choice, *, declined: bool) -> Loc:
        loc = ("turns", self.turn.id, "choices", choice.id)
        return (*loc, "declined") if declined else loc

    def texts(self, loc: Loc, text: Text | None, crowd: Crowd) -> None:
        """Ask a text's conditions, for whoever watches; they change nothing."""
        if self.watch is nobody or text is None or not len(crowd.marks):
            return
        waiting = np.ones(len(crowd.marks), np.bool_)
        for variant in text:
            test = self.tables.test(variant.when)
            waiting &= ~self.ask((*loc, variant.id, "when"), test, crowd, waiting)

    def lead(self, index: int, goto: Goto, rows: Indices, crowd: Crowd, loc: Loc) -> None:
        """Resolve the goto: each row takes the first arm that holds."""
        open_rows = np.ones(len(rows), np.bool_)
        for place, arm in enumerate(goto):
            test = self.tables.test(arm.when)
            taken = open_rows & self.ask((*loc, place, "when"), test, crowd, open_rows)
            if taken.any():
                self.arm(index, arm, rows[taken], crowd.rows(taken))
            open_rows &= ~taken

    def arm(self, index: int, arm: Arm, rows: Indices, crowd: Crowd) -> None:
        if not isinstance(arm.to, Chance):
            self.land(index, 0, arm.to, rows, crowd)
            self.made.probability[rows, index, 0] = 1.0
            return
        for place, branch in enumerate(arm.to.branches):
            self.branch(index, place, branch, rows, crowd)
            self.made.probability[rows, index, place] = branch.weight / arm.to.total

    def branch(self, index: int, place: int, branch: Branch, rows: Indices, crowd: Crowd) -> None:
        marks = self.tables.coding.mask(branch.learns, branch.does)
        self.made.paid[rows, index, place] = self.tables.new_worth(marks, crowd.marks)
        self.land(index, place, branch.goto, rows, Crowd(crowd.meters, crowd.marks | marks))

    def land(self, index: int, place: int, target: Target, rows: Indices, crowd: Crowd) -> None:
        """Where a target leads each row; an exit beats a turn, an ending stands."""
        dest, cut = np.full(len(rows), NOWHERE, np.int64), np.zeros(len(rows), np.bool_)
        if isinstance(target, ToEnding):
            dest[:] = self.tables.ending_code(target.ending)
        elif isinstance(target, ToTurn):
            turn = self.tables.turn_index[target.turn]
            dest = turn * self.tables.coding.turn_size + self.tables.inner(crowd)
            dest, cut = self.first("exits", self.exits, crowd, dest)
        else:
            dest, _ = self.first("outcome", self.tables.outcome, crowd, dest)
        self.made.dest[rows, index, place] = dest
        self.made.cut[rows, index, place] = cut
        self.last_words(dest, crowd)

    def first(
        self, name: str, cases: tuple[tuple[Test, EndingId], ...], crowd: Crowd, dest: Codes
    ) -> tuple[Codes, Mask]:
        """The ending of the first case that holds, row by row, and where one did."""
        taken = np.zeros(len(dest), np.bool_)
        for place, (test, ending) in enumerate(cases):
            now = self.ask((name, place, "when"), test, crowd, ~taken) & ~taken
            dest = np.where(now, self.tables.ending_code(ending), dest)
            taken |= now
        return dest, taken

    def last_words(self, dest: Codes, crowd: Crowd) -> None:
        if self.watch is nobody:
            return
        for name, ending in self.tables.scenario.endings.items():
            there = crowd.rows(dest == self.tables.ending_code(name))
            self.texts(("endings", name, "text"), ending.text, there)
            self.texts(("endings", name, "looks_back"), ending.looks_back, there)


def _reaction(choice: Choice, *, declined: bool) -> Text:
    return choice.ask.declined.reaction if declined and choice.ask else choice.reaction


def _moved(crowd: Crowd, change: Meters, marks: int) -> Crowd:
    meters = {
        meter: np.clip(level + change[meter], LOWEST, HIGHEST) if change[meter] else level
        for meter, level in crowd.meters.items()
    }
    return Crowd(meters, crowd.marks | marks)


def _joined(tables: Tables, start: str, waves: list[list[_Block]]) -> Graph:
    """The blocks of all waves as one graph."""
    blocks = [block for wave in waves for block in wave]
    sizes = np.array([len(block.codes) for block in blocks])
    first_state = np.cumsum(sizes) - sizes
    codes = np.concatenate([block.codes for block in blocks])
    option_state, option_choice, declined, own = _options(blocks, first_state)
    edge_option, edge_branch, found, probability, paid, cut = _edges(blocks)
    dest = _numbered(codes, found)
    wave = np.repeat([n for n, wave in enumerate(waves) for _ in wave], sizes)
    return Graph(
        tables,
        start,
        codes,
        np.repeat([block.turn for block in blocks], sizes),
        wave,
        _parents(len(codes), dest, option_state[edge_option], wave),
        option_state,
        option_choice,
        declined,
        own,
        edge_option,
        edge_branch,
        dest,
        probability,
        paid,
        cut,
    )


def _options(blocks: list[_Block], first_state: Indices) -> tuple[Indices, Indices, Mask, Floats]:
    states, choices = [], []
    for block, first in zip(blocks, first_state, strict=True):
        state, choice = np.nonzero(block.offered)
        states.append(state + first)
        choices.append(choice)
    declined = np.concatenate([block.declined[block.offered] for block in blocks])
    own = np.concatenate([block.own[block.offered] for block in blocks])
    return np.concatenate(states), np.concatenate(choices), declined, own


def _edges(blocks: list[_Block]) -> tuple[Indices, Indices, Codes, Floats, Floats, Mask]:
    options, branches, places, options_before = [], [], [], 0
    for block in blocks:
        place = np.nonzero(block.dest.ravel() != NOWHERE)[0]
        reply, branch = np.divmod(place, block.dest.shape[2])
        number = np.cumsum(block.offered.ravel()) - 1
        options.append(number[reply] + options_before)
        branches.append(branch)
        places.append(place)
        options_before += int(number[-1]) + 1

    def kept(part: str) -> npt.NDArray[np.generic]:
        chosen = [getattr(b, part).ravel()[place] for b, place in zip(blocks, places, strict=True)]
        return np.concatenate(chosen)

    return (
        np.concatenate(options),
        np.concatenate(branches),
        kept("dest").astype(np.int64, copy=False),
        kept("probability").astype(np.float64, copy=False),
        kept("paid").astype(np.float64, copy=False),
        kept("cut").astype(np.bool_, copy=False),
    )


def _numbered(codes: Codes, found: Codes) -> Indices:
    """Destinations as state numbers; endings stay negative."""
    order = np.argsort(codes, kind="stable")
    place = np.searchsorted(codes[order], np.maximum(found, 0))
    return np.where(found >= 0, order[np.minimum(place, len(codes) - 1)], found)


def _parents(size: int, dest: Indices, source: Indices, wave: Indices) -> Indices:
    """For each state an edge from the wave before; the first in file order."""
    parent = np.full(size, NOWHERE)
    onward = np.nonzero(dest >= 0)[0]
    onward = onward[wave[dest[onward]] == wave[source[onward]] + 1]
    parent[dest[onward][::-1]] = onward[::-1]
    return parent
