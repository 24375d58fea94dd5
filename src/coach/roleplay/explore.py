"""Every state a conversation can meet: all at once, turn by turn, each state once.

The states are found in waves, by the number of replies it takes to reach them, so the first way
to a state is a shortest one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from coach.content.scenario import DEFAULT_START, Choice, EndingId, Scenario
from coach.roleplay.expansion import NOWHERE, Block, Expansion, Indices, Watch, nobody
from coach.roleplay.reply import State
from coach.roleplay.tables import Codes, Coding, Floats, Mask, Tables

LARGEST = 2_000_000


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

    def state_at(self, index: int) -> State:
        """The state of that number; meters nothing tests are those of the start."""
        start = self.scenario.start(self.start).meters
        return self.tables.coding.state(int(self.codes[index]), start)

    def choice_at(self, option: int) -> Choice:
        """The choice of that option."""
        turn = self.tables.coding.turns[self.turn[self.option_state[option]]]
        return self.scenario.turns[turn].choices[int(self.option_choice[option])]

    def ending_of(self, dest: int) -> EndingId:
        """The ending a negative destination stands for."""
        return self.tables.endings[-2 - dest]


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
    waves: list[list[Block]] = []
    while len(frontier):
        blocks = [
            Expansion(tables, turn, codes, watch).block()
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


def _joined(tables: Tables, start: str, waves: list[list[Block]]) -> Graph:
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


def _options(blocks: list[Block], first_state: Indices) -> tuple[Indices, Indices, Mask, Floats]:
    states, choices = [], []
    for block, first in zip(blocks, first_state, strict=True):
        state, choice = np.nonzero(block.offered)
        states.append(state + first)
        choices.append(choice)
    declined = np.concatenate([block.declined[block.offered] for block in blocks])
    own = np.concatenate([block.own[block.offered] for block in blocks])
    return np.concatenate(states), np.concatenate(choices), declined, own


def _edges(blocks: list[Block]) -> tuple[Indices, Indices, Codes, Floats, Floats, Mask]:
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
    known = codes[order]
    place = np.minimum(np.searchsorted(known, np.maximum(found, 0)), len(codes) - 1)
    assert ((found < 0) | (known[place] == found)).all(), "a reply leads to a state never met"
    return np.where(found >= 0, order[place], found)


def _parents(size: int, dest: Indices, source: Indices, wave: Indices) -> Indices:
    """For each state an edge from the wave before; the first in file order."""
    parent = np.full(size, NOWHERE)
    onward = np.nonzero(dest >= 0)[0]
    onward = onward[wave[dest[onward]] == wave[source[onward]] + 1]
    parent[dest[onward][::-1]] = onward[::-1]
    return parent
