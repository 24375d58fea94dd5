"""Every place where different replies lead to the same line, for readers to judge."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coach.checks.rule import reply_at
from coach.content.scenario import Scenario, TurnId
from coach.roleplay.explore import Graph, explore
from coach.roleplay.reply import falls, is_declined, reaction, wording


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
    """Every turn reached from more than one reply, in file order; all starts together."""
    found: dict[TurnId, dict[Incoming, None]] = {turn: {} for turn in scenario.turns}
    for graph in (explore(scenario, start.name) for start in scenario.starts):
        for edge in np.nonzero(graph.dest >= 0)[0].tolist():
            turn, incoming = _incoming(graph, edge)
            found[turn].setdefault(incoming)
    for turn, arrivals in found.items():
        if len({arrival.choice for arrival in arrivals}) > 1:
            yield Join(turn, tuple(sorted(arrivals, key=lambda a: a.choice)))


def _incoming(graph: Graph, edge: int) -> tuple[TurnId, Incoming]:
    before, choice = reply_at(graph, int(graph.edge_option[edge]))
    after = graph.state_at(int(graph.dest[edge]))
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
