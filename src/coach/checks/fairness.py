"""Exact proofs that what each reply is worth teaches what it should."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from coach.checks.rule import Finding, Rule, Subject, reply_at, shown_by
from coach.content.diagnostics import Loc
from coach.roleplay.expansion import Indices
from coach.roleplay.explore import Graph
from coach.roleplay.tables import Floats, Mask
from coach.roleplay.values import EQUAL
from coach.roleplay.worth import Table

FREE = 1 / 3
KEPT_LOSS = 1 / 3
MOST_LOST = 1 / 2


@dataclass(frozen=True, slots=True)
class _Options:
    """Facts about every option of a table that several rules ask for.

    Attributes:
        trap: its move is a trap.
        own_loss: own worth of the state's best option minus this one's.
        slips: the fewest replies with regret on a way to its state.
        judged_later: a judged turn may still follow it.
        n_after: judged turns still to come on the best line after it.
        goes_on: it may lead to another turn.
    """

    trap: Mask
    own_loss: Floats
    slips: Indices
    judged_later: Mask
    n_after: Floats
    goes_on: Mask


def _options(table: Table) -> _Options:
    graph, values = table.graph, table.values
    owner = graph.option_state
    onward = graph.dest >= 0
    after = np.where(onward, graph.dest, 0)
    later = _judged_from_here(table)
    counts = len(owner)
    return _Options(
        _traps(graph),
        graph.own[values.first_best[owner]] - graph.own,
        _slips(table)[owner],
        np.bincount(graph.edge_option, onward & later[after], counts) > 0,
        np.bincount(graph.edge_option, graph.probability * onward * values.n[after], counts).astype(
            np.float64
        ),
        np.bincount(graph.edge_option, onward, counts) > 0,
    )


def _traps(graph: Graph) -> Mask:
    turns = list(graph.scenario.turns.values())
    most = max(len(turn.choices) for turn in turns)
    kinds = np.zeros((len(turns), most), np.bool_)
    for index, turn in enumerate(turns):
        for place, choice in enumerate(turn.choices):
            kinds[index, place] = choice.move.kind == "trap"
    return np.asarray(kinds[graph.turn[graph.option_state], graph.option_choice])


def _judged_from_here(table: Table) -> Mask:
    graph = table.graph
    judged = table.values.judged.copy()
    for edges in table.values.onward:
        source = graph.option_state[graph.edge_option[edges]]
        np.logical_or.at(judged, source, judged[graph.dest[edges]])
    return judged


def _slips(table: Table) -> Indices:
    """For each state the fewest replies with regret on a way to it."""
    graph = table.graph
    slips = np.full(graph.size, graph.size)
    slips[0] = 0
    for edges in reversed(table.values.onward):
        option = graph.edge_option[edges]
        arriving = slips[graph.option_state[option]] + (table.values.regret[option] > 0)
        np.minimum.at(slips, graph.dest[edges], arriving)
    return slips


def _each(
    subject: Subject, breach: Callable[[Table, _Options], Mask], message: str
) -> Iterator[Finding]:
    """One finding a choice: the breach that is soonest met."""
    told: set[Loc] = set()
    for table in subject.tables:
        options, graph = _options(table), table.graph
        for option in _soonest(graph, breach(table, options)):
            state, choice = reply_at(graph, option)
            loc: Loc = ("turns", state.turn, "choices", choice.id)
            if loc not in told:
                told.add(loc)
                words = message.format(choice=choice.id, **_figures(table, options, option))
                yield Finding(loc, words, shown_by(graph, graph.option_state[option], choice.id))


def _soonest(graph: Graph, breach: Mask) -> list[int]:
    """Of each choice that is in breach the option that takes the fewest replies to see."""
    found = np.nonzero(breach)[0]
    found = found[np.argsort(graph.wave[graph.option_state[found]], kind="stable")]
    turn, choice = graph.turn[graph.option_state[found]], graph.option_choice[found]
    _, firsts = np.unique(turn * len(breach) + choice, return_index=True)
    return [int(option) for option in found[np.sort(firsts)]]


def _figures(table: Table, options: _Options, option: int) -> dict[str, float]:
    """What a message may tell of a reply, all in worth but for the turns that follow."""
    return {
        "lost": table.values.regret[option],
        "at_once": options.own_loss[option],
        "third": FREE * table.stake,
        "all": table.stake * table.n,
        "turns": options.n_after[option],
        "most_turns": _best_after(table, options)[option],
    }


def trap_is_best(subject: Subject) -> Iterator[Finding]:
    """A reply whose move is a trap has no regret in some reachable state."""
    yield from _each(
        subject,
        lambda table, options: options.trap & (table.values.regret <= EQUAL),
        'the trap "{choice}" can be as good as the best reply',
    )


def free_trap(subject: Subject) -> Iterator[Finding]:
    """A trap loses at most a third of a stake on the best line or one slip from it."""
    yield from _each(
        subject,
        lambda table, options: (
            options.trap
            & (options.slips <= 1)
            & (table.values.regret > EQUAL)
            & (table.values.regret <= FREE * table.stake + EQUAL)
        ),
        'the trap "{choice}" can lose only {lost:.3g} in worth;'
        " let it lose more than {third:.3g}, a third of what a random reply loses",
    )


def no_way_back(subject: Subject) -> Iterator[Finding]:
    """One reply loses more than half of all there is to win while a judged turn may follow."""
    yield from _each(
        subject,
        lambda table, options: (
            (table.values.regret > MOST_LOST * table.stake * table.n + EQUAL) & options.judged_later
        ),
        '"{choice}" can lose {lost:.3g} in worth, more than half of the {all:.3g} there is to win,'
        " though judged turns may follow",
    )


def refund(subject: Subject) -> Iterator[Finding]:
    """A trap that loses something at once gets more than two thirds of it back later."""
    yield from _each(
        subject,
        lambda table, options: (
            options.trap
            & (options.own_loss > EQUAL)
            & (table.values.regret < options.own_loss * KEPT_LOSS - EQUAL)
        ),
        'the trap "{choice}" loses {at_once:.3g} in worth at once, and all but {lost:.3g} can be'
        " won back; a third must stay lost",
    )


def skipped_turn(subject: Subject) -> Iterator[Finding]:
    """A reply after which the talk goes on shortens the way by a judged turn or more."""
    yield from _each(
        subject,
        lambda table, options: (
            options.goes_on & (options.n_after <= _best_after(table, options) - 1 + EQUAL)
        ),
        'after "{choice}" the talk may go on with {turns:.3g} judged turns,'
        " after the best reply with {most_turns:.3g}",
    )


def _best_after(table: Table, options: _Options) -> Floats:
    return np.asarray(options.n_after[table.values.first_best[table.graph.option_state]])


RULES = (
    Rule("error", trap_is_best),
    Rule("error", free_trap),
    Rule("error", no_way_back),
    Rule("error", refund),
    Rule("warning", skipped_turn),
)
