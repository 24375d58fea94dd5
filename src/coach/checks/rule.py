"""What a check is: a rule's name, how grave it is, and the function that finds breaches of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from coach.content.course import Words
from coach.content.diagnostics import Loc, Severity
from coach.content.scenario import DEFAULT_START, Choice, ChoiceId, Scenario, Turn
from coach.roleplay.explore import Graph
from coach.roleplay.play import Path as PlayPath
from coach.roleplay.play import Play, Step, plays
from coach.roleplay.reply import State, falls
from coach.roleplay.worth import Moment, Table

S = TypeVar("S")

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


class Refusal(NamedTuple):
    """Why the engine gives a conversation no worth: the rule it breaks, and from which start."""

    slug: str
    start: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One scenario with everything the rules look at.

    Attributes:
        graphs: the states of every start, the default first; empty when there are too many.
        tables: what they are worth; empty when the conversation has no value.
        bots: for each table every strategy's score and what each turn pays of it.
        asked: every condition that is asked in some reachable state, by its place.
        refusal: None when there are tables, or when a round or a dead end stands in the way.
    """

    scenario: Scenario
    words: Words
    graphs: tuple[Graph, ...]
    tables: tuple[Table, ...]
    asked: Mapping[Loc, Held]
    bots: tuple[Figures, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """A check of scenarios, or of lessons.

    Its slug is its function's name, its definition the function's docstring.

    Attributes:
        vital: a talk that breaches it has no worth, so nobody may allow it.
    """

    severity: Severity
    find: Callable[[S], Iterable[Finding]]
    vital: bool = False

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


def reply_at(graph: Graph, option: int) -> tuple[State, Choice]:
    """The state and the choice an option of the graph stands for."""
    return graph.state_at(int(graph.option_state[option])), graph.choice_at(option)


def step_at(graph: Graph, edge: int) -> Step:
    """The step an edge of the graph stands for."""
    state, choice = reply_at(graph, int(graph.edge_option[edge]))
    fall = falls(graph.scenario, state, choice)[int(graph.edge_branch[edge])]
    return Step(choice.id, fall.branch_id)


def shown_by(graph: Graph, index: int, *last: ChoiceId) -> str:
    """How to see a state: the shortest way to it, and what is done there."""
    path = (*way_to(graph, index), *map(Step, last))
    return f"to see it{after(graph.start)}: {said(graph, path) or 'begin the talk'}"


def said(graph: Graph, path: PlayPath, before: PlayPath = ()) -> str:
    """A path in words: turn, reply, and how chance fell; the last step may leave that open.

    Args:
        graph: whose path.
        path: what to say.
        before: the steps it goes on from.
    """
    told = tuple(plays(graph.scenario, (*before, *path[:-1]), graph.start))[len(before) :]
    return " → ".join(
        f"{play.turn.id}: {choice}" + (f" ({branch})" if branch else "")
        for play, (choice, branch) in zip(told, path, strict=False)
    )


def after(start: str) -> str:
    """How a message names a start that is not the default one.

    >>> after("default"), after("bloom")
    ('', ' after bloom')
    """
    return "" if start == DEFAULT_START else f" after {start}"


def choices(scenario: Scenario) -> Iterator[tuple[Loc, Turn, Choice]]:
    """Every choice with its place and its turn, in file order."""
    for name, turn in scenario.turns.items():
        for choice in turn.choices:
            yield ("turns", name, "choices", choice.id), turn, choice


def along(table: Table, path: PlayPath) -> Iterator[tuple[Play, Moment]]:
    """Each moment of a path, and the play as it stands there."""
    for play, _ in zip(plays(table.graph.scenario, path, table.name), path, strict=False):
        yield play, table.moment(play.state)
