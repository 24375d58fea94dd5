"""Exact proofs that a conversation can be played: over its states, not over the drawing alone."""

from collections.abc import Iterator

import numpy as np

from coach.checks.rule import Finding, Rule, Subject, after, said, shown_by, step_at, way_to
from coach.content.diagnostics import Loc
from coach.roleplay.explore import LARGEST, Graph
from coach.roleplay.play import replay
from coach.roleplay.values import EQUAL, levels, stuck_states


def too_many_states(subject: Subject) -> Iterator[Finding]:
    """The conversation has more than 2,000,000 states, so nothing can be proved about it."""
    if subject.refusal and subject.refusal.slug == "too-many-states":
        message = f"the talk can be in more than {LARGEST:,} states{after(subject.refusal.start)}"
        hint = "too many to prove anything; use fewer facts and deeds, and ask about fewer meters"
        yield Finding(("turns",), message, hint)


def nothing_at_stake(subject: Subject) -> Iterator[Finding]:
    """The best line is worth no more than blind tapping, or no turn on it is judged."""
    if subject.refusal and subject.refusal.slug == "nothing-at-stake":
        start = after(subject.refusal.start)
        message = f"no reply on the best line changes what the talk is worth{start}"
        hint = "give the replies of a turn different effects, facts or deeds"
        yield Finding(("turns",), message, hint)


def endless(subject: Subject) -> Iterator[Finding]:
    """Some play meets the same state (turn, tested meters, facts, deeds) twice."""
    for graph in subject.graphs:
        if (levels(graph) < 0).any():
            yield _round(graph)
            return


def _round(graph: Graph) -> Finding:
    state, edges = _shortest_round(graph)
    way, back = way_to(graph, state), tuple(step_at(graph, edge) for edge in edges)
    again = graph.tables.coding.turns[graph.turn[state]]
    closing = replay(graph.scenario, (*way, *back[:-1]), graph.start).turn.id
    message = f'the talk can come back to "{again}" with nothing new, and so go on for ever'
    before = f"{said(graph, way)}, then " if way else ""
    hint = f"shortest round{after(graph.start)}: {before}again and again {said(graph, back, way)}"
    return Finding(("turns", closing, "choices", back[-1].choice), message, hint)


def _shortest_round(graph: Graph) -> tuple[int, list[int]]:
    """The state of a shortest round that is met first, and the edges that come back to it."""
    onward = _in_rounds(graph)
    first, shortest = -1, list(range(graph.size + 1))
    for state in sorted(onward):
        edges = _way_round(state, onward, len(shortest) - 1)
        if edges:
            first, shortest = state, edges
    return first, shortest


def _in_rounds(graph: Graph) -> dict[int, list[tuple[int, int]]]:
    """The ways on from every state that may be met again: edges, and the states they lead to."""
    source = graph.option_state[graph.edge_option]
    edges = np.nonzero(graph.dest >= 0)[0]
    # What is known and done never goes away, so a round adds nothing to it.
    marks = graph.codes % graph.tables.coding.marks
    edges = edges[marks[source[edges]] == marks[graph.dest[edges]]]
    left = len(edges) + 1
    while len(edges) < left:
        left, come, go = len(edges), graph.dest[edges], source[edges]
        edges = edges[np.isin(go, come) & np.isin(come, go)]
    onward: dict[int, list[tuple[int, int]]] = {}
    for edge, state in zip(edges.tolist(), source[edges].tolist(), strict=True):
        onward.setdefault(state, []).append((edge, int(graph.dest[edge])))
    return onward


def _way_round(state: int, onward: dict[int, list[tuple[int, int]]], most: int) -> list[int]:
    """The edges of a shortest way back to a state; empty when there is none so short."""
    reached: dict[int, list[int]] = {state: []}
    frontier = [state]
    for _ in range(most):
        following = []
        for here in frontier:
            for edge, dest in onward[here]:
                if dest == state:
                    return [*reached[here], edge]
                if dest not in reached:
                    reached[dest] = [*reached[here], edge]
                    following.append(dest)
        frontier = following
    return []


def no_choice(subject: Subject) -> Iterator[Finding]:
    """A reachable state offers no reply."""
    told = set()
    for graph in subject.graphs:
        for index in stuck_states(graph):
            turn = graph.tables.coding.turns[graph.turn[index]]
            if turn not in told:
                told.add(turn)
                message = f'the talk can come to "{turn}" with no reply on offer'
                yield Finding(("turns", turn, "choices"), message, shown_by(graph, int(index)))


def unreached(subject: Subject) -> Iterator[Finding]:
    """No play comes to this turn or ending."""
    turns, endings = set(), set()
    for graph in subject.graphs:
        turns |= {graph.tables.coding.turns[i] for i in np.unique(graph.turn)}
        endings |= {graph.ending_of(int(d)) for d in np.unique(graph.dest[graph.dest < 0])}
    for turn in subject.scenario.turns:
        if subject.graphs and turn not in turns:
            message = f'no play comes to the turn "{turn}"'
            yield Finding(("turns", turn), message, "lead a reply to it, or leave it out")
    for ending in subject.scenario.endings:
        if subject.graphs and ending not in endings:
            message = f'no play comes to the ending "{ending}"'
            yield Finding(("endings", ending), message, "lead a reply to it, or leave it out")


def never_offered(subject: Subject) -> Iterator[Finding]:
    """A choice is offered in none of the reachable states of its turn."""
    offered: set[tuple[int, int]] = set()
    reached: dict[int, str] = {}
    for graph in subject.graphs:
        turns = graph.turn[graph.option_state]
        offered |= set(zip(turns.tolist(), graph.option_choice.tolist(), strict=True))
        for turn in np.unique(graph.turn).tolist():
            reached.setdefault(turn, shown_by(graph, int(np.argmax(graph.turn == turn))))
    for index, (name, turn) in enumerate(subject.scenario.turns.items()):
        for place, choice in enumerate(turn.choices):
            if index in reached and (index, place) not in offered:
                loc: Loc = ("turns", name, "choices", choice.id, "when")
                message = f'"{choice.id}" is never on offer when the talk comes to "{name}"'
                yield Finding(loc, message, reached[index])


def always_holds(subject: Subject) -> Iterator[Finding]:
    """A condition holds in every reachable state in which it is asked, so it says nothing."""
    for loc, held in subject.asked.items():
        if held.ever and not held.failed:
            message = "this condition holds whenever it is asked"
            yield Finding(loc, message, "leave it out, or make it stricter")


def never_holds(subject: Subject) -> Iterator[Finding]:
    """A condition holds in none of the reachable states in which it is asked."""
    for loc, held in subject.asked.items():
        if held.failed and not held.ever and not _is_offer(loc):
            message = "this condition never holds when it is asked"
            yield Finding(loc, message, "loosen it, or leave out what depends on it")


def _is_offer(loc: Loc) -> bool:
    """Whether the condition decides an offer; `never-offered` speaks of those."""
    return loc[0] == "turns" and loc[2] == "choices" and len(loc) == len(("turns", "", "", "", ""))


def no_difference(subject: Subject) -> Iterator[Finding]:
    """Two choices pay the same and lead to the same state wherever both are offered."""
    for index, (name, turn) in enumerate(subject.scenario.turns.items()):
        for place, first in enumerate(turn.choices):
            for other, second in enumerate(turn.choices[place + 1 :], place + 1):
                if _always_alike(subject.graphs, index, place, other):
                    loc: Loc = ("turns", name, "choices", second.id)
                    message = f'"{second.id}" and "{first.id}" pay the same and lead the same way'
                    hint = "give one of them an effect, a fact, a deed or a way of its own"
                    yield Finding(loc, message, hint)


def _always_alike(graphs: tuple[Graph, ...], turn: int, first: int, second: int) -> bool:
    met = False
    for graph in graphs:
        owner = graph.option_state
        here = graph.turn[owner] == turn
        one = np.nonzero(here & (graph.option_choice == first))[0]
        two = np.nonzero(here & (graph.option_choice == second))[0]
        _, mine, theirs = np.intersect1d(owner[one], owner[two], return_indices=True)
        met = met or len(mine) > 0
        pairs = zip(one[mine].tolist(), two[theirs].tolist(), strict=True)
        if not all(_alike(graph, a, b) for a, b in pairs):
            return False
    return met


def _alike(graph: Graph, one: int, two: int) -> bool:
    return abs(graph.own[one] - graph.own[two]) <= EQUAL and _ways(graph, one) == _ways(graph, two)


def _ways(graph: Graph, option: int) -> list[tuple[int, float, float]]:
    low, high = np.searchsorted(graph.edge_option, [option, option + 1])
    parts = graph.dest[low:high], graph.probability[low:high], graph.paid[low:high]
    return sorted(zip(*(part.tolist() for part in parts), strict=True))


RULES = (
    Rule("error", too_many_states, vital=True),
    Rule("error", endless, vital=True),
    Rule("error", no_choice, vital=True),
    Rule("error", nothing_at_stake, vital=True),
    Rule("error", unreached),
    Rule("error", never_offered),
    Rule("error", always_holds),
    Rule("error", never_holds),
    Rule("error", no_difference),
)
