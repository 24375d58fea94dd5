"""Ways to wherever a conversation can come."""

from collections.abc import Iterator
from typing import NamedTuple

from coach.content.scenario import Scenario, TurnId
from coach.roleplay.explore import Graph, explore
from coach.roleplay.play import Path, Play, Step
from coach.roleplay.reply import falls


class Place(NamedTuple):
    """A turn as it can look.

    Attributes:
        path: a shortest way to it.
        signs: how many there are to read.
    """

    turn: TurnId
    path: Path
    signs: int


def places(scenario: Scenario) -> Iterator[Place]:
    """Every turn in every form: each line, each narration, each set of replies, once."""
    graph = explore(scenario)
    seen = set()
    for index in range(graph.size):
        state = graph.state_at(index)
        play = Play(scenario, graph.start, (), scenario.turns[state.turn], state.feelings)
        looks = state.turn, play.line, play.narration, tuple(c.id for c in play.offered)
        if looks not in seen:
            seen.add(looks)
            texts = play.line, play.narration, *(choice.text for choice in play.offered)
            yield Place(state.turn, _way(graph, index), sum(map(len, filter(None, texts))))


def _way(graph: Graph, index: int) -> Path:
    steps: list[Step] = []
    while (edge := int(graph.parent[index])) >= 0:
        option = int(graph.edge_option[edge])
        index = int(graph.option_state[option])
        choice = graph.choice_at(option)
        fall = falls(graph.scenario, graph.state_at(index), choice)[int(graph.edge_branch[edge])]
        steps.append(Step(choice.id, fall.branch_id))
    return tuple(reversed(steps))
