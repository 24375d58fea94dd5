"""What every state is worth: one pass from the endings back to the start.

`best`, `worst` and `chance` are the worth still to come. Values of chance are weighted means.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coach.roleplay.expansion import Indices
from coach.roleplay.explore import Graph
from coach.roleplay.tables import Floats, Mask

EQUAL = 1e-9


class Unsound(ValueError):
    """The conversation has no value: it may never end, or a state offers no reply."""


class NothingAtStake(ValueError):
    """The best line is worth no more than blind tapping, or nothing on it is judged."""


@dataclass(frozen=True, slots=True)
class Values:
    """The figures of one start, state by state and option by option.

    Attributes:
        best, worst, chance: worth still to come with the best, worst or a uniformly random reply.
        n: judged turns on the best line from here, weighed over chance.
        judged: whether more than one reply is offered and they differ in worth.
        first_best, first_worst: the option that is best (worst), the first in file order.
        q: what an option pays and the best that can follow.
        regret: best minus q; 0 for the best option.
        reach: how often uniform clicking meets the state, the start being 1.
        stake: what one random reply loses.
        layers: all edges, those of states whose ways end soonest first; an edge stands after
            every edge of the state it leads to.
    """

    graph: Graph
    best: Floats
    worst: Floats
    chance: Floats
    n: Floats
    judged: Mask
    first_best: Indices
    first_worst: Indices
    q: Floats
    regret: Floats
    reach: Floats
    stake: float
    layers: tuple[Indices, ...]

    @property
    def onward(self) -> tuple[Indices, ...]:
        """The layers without the edges that end the talk."""
        dest = self.graph.dest
        return tuple(edges[dest[edges] >= 0] for edges in self.layers)


@dataclass(frozen=True, slots=True)
class _Layers:
    """States in the order in which they can be valued: those all of whose ways end come first."""

    options: tuple[Indices, ...]
    edges: tuple[Indices, ...]


def stuck_states(graph: Graph) -> Indices:
    """States without an offered reply."""
    counts = np.bincount(graph.option_state, minlength=graph.size)
    return np.nonzero(counts == 0)[0]


def levels(graph: Graph) -> Indices:
    """The longest way from each state to an ending, in replies; -1 where a round is endless."""
    level = np.full(graph.size, -1)
    source = graph.option_state[graph.edge_option]
    active = np.nonzero(graph.dest >= 0)[0]
    waiting = np.bincount(source[active], minlength=graph.size)
    ready = np.nonzero(waiting == 0)[0]
    round_ = 0
    while len(ready):
        level[ready] = round_
        done = level[graph.dest[active]] >= 0
        freed, active = active[done], active[~done]
        waiting -= np.bincount(source[freed], minlength=graph.size)
        ready = np.nonzero((waiting == 0) & (level < 0))[0]
        round_ += 1
    return level


def value(graph: Graph) -> Values:
    """Value every state of a graph.

    Raises:
        Unsound: a round is endless or a state offers no reply.
        NothingAtStake: best − chance at the start is 1e-9 or less, or no turn is judged.
    """
    level = levels(graph)
    if len(stuck_states(graph)):
        raise Unsound(f"{graph.scenario.id}: a state offers no reply")
    if (level < 0).any():
        raise Unsound(f"{graph.scenario.id}: a round has no end")
    layers = _layers(graph, level)
    values = _backward(graph, layers)
    start = 0
    at_stake = values.best[start] - values.chance[start]
    if at_stake <= EQUAL or values.n[start] == 0:
        raise NothingAtStake(f"{graph.scenario.id}: no reply changes what the talk is worth")
    stake = float(at_stake / values.n[start])
    return Values(
        graph,
        values.best[:-1],
        values.worst[:-1],
        values.chance[:-1],
        values.n[:-1],
        values.judged,
        values.first_best,
        values.first_worst,
        values.q,
        values.regret,
        visits(graph, layers.edges, _uniform(graph)),
        stake,
        layers.edges,
    )


def _layers(graph: Graph, level: Indices) -> _Layers:
    count = int(level.max()) + 1
    of_option = level[graph.option_state].astype(np.int16)
    of_edge = of_option[graph.edge_option]
    return _Layers(_grouped(of_option, count), _grouped(of_edge, count))


def _grouped(labels: npt.NDArray[np.int16], count: int) -> tuple[Indices, ...]:
    order = np.argsort(labels, kind="stable")
    bounds = np.cumsum(np.bincount(labels, minlength=count))[:-1]
    return tuple(np.split(order, bounds))


class _Partial:
    """Values while they are filled in, from the last layer to the first.

    Worths have one place more than there are states: it stands for every ending and stays 0.
    """

    def __init__(self, graph: Graph) -> None:
        size, options = graph.size, len(graph.option_state)
        self.graph = graph
        self.best, self.worst = np.zeros(size + 1), np.zeros(size + 1)
        self.chance, self.n = np.zeros(size + 1), np.zeros(size + 1)
        self.judged = np.zeros(size, np.bool_)
        self.first_best, self.first_worst = np.zeros(size, np.intp), np.zeros(size, np.intp)
        self.q, self.regret = np.zeros(options), np.zeros(options)


def _backward(graph: Graph, layers: _Layers) -> _Partial:
    made = _Partial(graph)
    for option, edge in zip(layers.options, layers.edges, strict=True):
        _fill(made, option, edge)
    return made


def _fill(made: _Partial, option: Indices, edge: Indices) -> None:
    """One layer of states, all of whose ways on are valued already."""
    graph = made.graph
    after = np.where(graph.dest[edge] >= 0, graph.dest[edge], graph.size)
    mean = _mean(graph, edge, len(option))
    paid = graph.own[option] + mean(graph.paid[edge])
    names = ("best", "worst", "chance", "n")
    expected = {name: mean(getattr(made, name)[after]) for name in names}
    q = paid + expected["best"]
    owner = graph.option_state[option]
    starts = _firsts(owner)
    state, counts = owner[starts], np.diff(np.append(starts, len(owner)))
    made.best[state] = best = np.maximum.reduceat(q, starts)
    low = paid + expected["worst"]
    made.worst[state] = worst = np.minimum.reduceat(low, starts)
    made.chance[state] = np.add.reduceat(paid + expected["chance"], starts) / counts
    made.q[option] = q
    made.regret[option] = regret = np.maximum(0.0, np.repeat(best, counts) - q)
    made.regret[option[regret <= EQUAL]] = 0.0
    spread = best - np.minimum.reduceat(q, starts)
    made.judged[state] = judged = (counts > 1) & (spread > EQUAL)
    chosen = _first_where(regret <= EQUAL, starts)
    made.first_best[state] = option[chosen]
    lowest = low - np.repeat(worst, counts) <= EQUAL
    made.first_worst[state] = option[_first_where(lowest, starts)]
    made.n[state] = judged + expected["n"][chosen]


def _mean(graph: Graph, edge: Indices, options: int) -> Callable[[Floats], Floats]:
    """The weighted mean over the ways each option may fall; where none has two, the value."""
    if len(edge) == options:
        return lambda values: values
    p, firsts = graph.probability[edge], _firsts(graph.edge_option[edge])
    return lambda values: np.asarray(np.add.reduceat(p * values, firsts))


def _firsts(owners: Indices) -> Indices:
    """Where each run of equal owners begins."""
    return np.nonzero(np.diff(owners, prepend=-1))[0]


def _first_where(holds: Mask, starts: Indices) -> Indices:
    """For each run the first place where it holds; every run has one."""
    places = np.where(holds, np.arange(len(holds)), len(holds))
    return np.minimum.reduceat(places, starts)


def _uniform(graph: Graph) -> Floats:
    """How often a random click takes each option of its state."""
    return 1 / np.bincount(graph.option_state, minlength=graph.size)[graph.option_state]


def visits(graph: Graph, layers: tuple[Indices, ...], share: Floats) -> Floats:
    """How often a policy meets each state; `share` is how often it takes each option there."""
    reach = np.zeros(graph.size)
    reach[0] = 1.0
    for edges in reversed(layers):
        onward = edges[graph.dest[edges] >= 0]
        option = graph.edge_option[onward]
        arriving = reach[graph.option_state[option]] * share[option] * graph.probability[onward]
        np.add.at(reach, graph.dest[onward], arriving)
    return reach
