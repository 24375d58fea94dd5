"""Every place where different replies lead to the same line, for readers to judge."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coach.content.scenario import DEFAULT_START, Scenario, TurnId
from coach.roleplay.explore import Graph, explore
from coach.roleplay.play import State, falls, is_declined, reaction, wording


@dataclass(frozen=True, slots=True)
class Incoming:
    """One reply that leads to a turn, and what is read across the join.

    Attributes:
        choice: turn and choice, and how chance fell.
        reaction: the answer to that reply.
        narration, line: what the turn then shows and says; empty when there is none.
    """

    choice: str
    reaction: str
    narration: str
    line: str


@dataclass(frozen=True, slots=True)
class Join:
    """A turn that more than one reply leads to."""

    turn: TurnId
    incoming: tuple[Incoming, ...]


def joins(scenario: Scenario) -> Iterator[Join]:
    """Every turn reached from more than one reply, in file order."""
    graph = explore(scenario, DEFAULT_START)
    found: dict[TurnId, dict[Incoming, None]] = {turn: {} for turn in scenario.turns}
    edges = np.nonzero((graph.dest >= 0) & ~graph.cut_short)[0]
    for edge in edges.tolist():
        turn, incoming = _incoming(graph, edge)
        found[turn].setdefault(incoming)
    for turn, arrivals in found.items():
        if len({arrival.choice for arrival in arrivals}) > 1:
            yield Join(turn, tuple(sorted(arrivals, key=lambda a: a.choice)))


def _incoming(graph: Graph, edge: int) -> tuple[TurnId, Incoming]:
    option = int(graph.edge_option[edge])
    before = _state(graph, int(graph.option_state[option]))
    after = _state(graph, int(graph.dest[edge]))
    choice = graph.scenario.turns[before.turn].choices[int(graph.option_choice[option])]
    fall = falls(graph.scenario, before, choice)[int(graph.edge_branch[edge])]
    declined = is_declined(choice, before.feelings)
    words = [f"{before.turn}: {choice.id}"]
    words += ["(declined)"] if declined else []
    words += [f"({fall.branch.id})"] if fall.branch else []
    turn = graph.scenario.turns[after.turn]
    narration = wording(turn.narration, after.feelings) if turn.narration else ""
    line = wording(turn.says, after.feelings) if turn.says else ""
    said = reaction(choice, fall, declined=declined)
    return after.turn, Incoming(" ".join(words), said, narration, line)


def _state(graph: Graph, index: int) -> State:
    coding = graph.tables.coding
    return coding.state(int(graph.codes[index]), graph.scenario.start(graph.start).meters)
