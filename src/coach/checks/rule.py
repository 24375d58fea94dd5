"""What a check is: a rule's name, how grave it is, and the function that finds breaches of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from coach.content.course import Words
from coach.content.diagnostics import Loc, Severity
from coach.content.scenario import DEFAULT_START, Scenario
from coach.roleplay.explore import Graph
from coach.roleplay.play import Path as PlayPath
from coach.roleplay.play import Step, begin, falls, take
from coach.roleplay.worth import Table

Figures: TypeAlias = Mapping[str, tuple[float, Mapping[str, float]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule.

    Attributes:
        loc: where in the file; entries of lists are named by their ids.
        message: what was found.
        hint: the shortest way that shows it, or what to do.
    """

    loc: Loc
    message: str
    hint: str = ""

    @property
    def address(self) -> str:
        """The place as `allow` in course.yaml names it."""
        return ".".join(map(str, self.loc))


@dataclass(frozen=True, slots=True)
class Held:
    """How a condition came out where it was asked."""

    ever: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """One scenario with everything the rules look at.

    Attributes:
        graphs: the states of every start, the default first; empty when there are too many.
        tables: what they are worth; empty when the conversation has no value.
        bots: for each table every strategy's score and what each turn pays of it.
        asked: every condition that is asked in some reachable state, by its place.
        failure: why there are no tables, as a slug and a sentence; None when there are.
    """

    scenario: Scenario
    words: Words
    graphs: tuple[Graph, ...]
    tables: tuple[Table, ...]
    asked: Mapping[Loc, Held]
    bots: tuple[Figures, ...] = ()
    failure: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A check. Its slug is its function's name, its definition the function's docstring."""

    severity: Severity
    find: Callable[[Subject], Iterable[Finding]]

    @property
    def slug(self) -> str:
        """The rule's name."""
        return self.find.__name__.replace("_", "-")

    @property
    def definition(self) -> str:
        """What the rule says."""
        return " ".join((self.find.__doc__ or "").split())


def way_to(graph: Graph, index: int) -> PlayPath:
    """A shortest path to a state."""
    edges: list[int] = []
    while graph.parent[index] >= 0:
        edge = int(graph.parent[index])
        edges.append(edge)
        index = int(graph.option_state[graph.edge_option[edge]])
    return tuple(step_at(graph, edge) for edge in reversed(edges))


def step_at(graph: Graph, edge: int) -> Step:
    """The step an edge of the graph stands for."""
    option = graph.edge_option[edge]
    coding = graph.tables.coding
    state = coding.state(
        int(graph.codes[graph.option_state[option]]),
        graph.scenario.start(graph.start).meters,
    )
    turn = graph.scenario.turns[state.turn]
    choice = turn.choices[int(graph.option_choice[option])]
    fall = falls(graph.scenario, state, choice)[int(graph.edge_branch[edge])]
    return Step(choice.id, fall.branch.id if fall.branch else None)


def shown_by(graph: Graph, index: int, *last: str) -> str:
    """The shortest way to a state in words, and what is done there."""
    return said(graph.scenario, way_to(graph, index), graph.start, *last)


def said(scenario: Scenario, path: PlayPath, start: str, *last: str) -> str:
    """A path in words: turn, reply, and how chance fell."""
    play, words = begin(scenario, start), []
    for step in path:
        fell = f" ({step.branch})" if step.branch else ""
        words.append(f"{play.turn.id}: {step.choice}{fell}")
        play = take(play, step)
    if last:
        words.append(f"{play.turn.id}: {', '.join(last)}")
    prefix = "" if start == DEFAULT_START else f"after {start}, "
    return prefix + (" → ".join(words) if words else f"at the start, {scenario.opening}")
