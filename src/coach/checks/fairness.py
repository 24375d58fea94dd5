"""Exact proofs that the worth of replies teaches what it should."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from coach.checks.rule import Finding, Rule, Subject, said, shown_by
from coach.content.diagnostics import Loc
from coach.content.scenario import ChoiceId, TurnId
from coach.roleplay.explore import Graph, Indices
from coach.roleplay.play import (
    Play,
    Step,
    begin,
    falls,
    is_declined,
    reaction,
    replay,
    step_of,
    take,
)
from coach.roleplay.tables import Floats, Mask
from coach.roleplay.values import EQUAL, levels
from coach.roleplay.verdict import FINE, VERDICTS
from coach.roleplay.worth import Moment, Offer, Table, heaviest

FREE = 1 / 3
KEPT_LOSS = 1 / 3
MOST_LOST = 1 / 2
SECOND_BEST_BAND = (30.0, 65.0)
HOLLOW = 30.0
COSTLY = VERDICTS[-1][0]
TURNS_LEFT = 2
MOST_SHARED = 1 / 2


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


def _rounds(graph: Graph) -> list[Indices]:
    """Edges that lead to states, those of the latest states first."""
    edges = np.nonzero(graph.dest >= 0)[0]
    level = levels(graph)[graph.option_state[graph.edge_option[edges]]]
    order = np.argsort(level, kind="stable")
    bounds = np.nonzero(np.diff(level[order]))[0] + 1
    return [edges[part] for part in np.split(order, bounds)]


def _judged_from_here(table: Table) -> Mask:
    graph = table.graph
    judged = table.values.judged.copy()
    for edges in _rounds(graph):
        source = graph.option_state[graph.edge_option[edges]]
        np.logical_or.at(judged, source, judged[graph.dest[edges]])
    return judged


def _slips(table: Table) -> Indices:
    """For each state the fewest replies with regret on a way to it."""
    graph = table.graph
    slips = np.full(graph.size, graph.size)
    slips[0] = 0
    for edges in reversed(_rounds(graph)):
        option = graph.edge_option[edges]
        arriving = slips[graph.option_state[option]] + (table.values.regret[option] > 0)
        np.minimum.at(slips, graph.dest[edges], arriving)
    return slips


def _each(
    subject: Subject, breach: Callable[[Table, _Options], Mask], message: str
) -> Iterator[Finding]:
    """One finding a choice: the breach that is soonest met."""
    told: set[tuple[TurnId, ChoiceId]] = set()
    for table in subject.tables:
        graph = table.graph
        options = np.nonzero(breach(table, _options(table)))[0]
        for option in options[np.argsort(graph.wave[graph.option_state[options]], kind="stable")]:
            state, choice = int(graph.option_state[option]), table.choice_at(int(option))
            turn = graph.tables.coding.turns[graph.turn[state]]
            if (turn, choice.id) not in told:
                told.add((turn, choice.id))
                lost = table.values.regret[option] / table.stake
                words = message.format(choice=choice.id, lost=f"{lost:.2f}")
                loc: Loc = ("turns", turn, "choices", choice.id)
                yield Finding(loc, words, shown_by(graph, state, choice.id))


def trap_is_best(subject: Subject) -> Iterator[Finding]:
    """A reply whose move is a trap has no regret in some reachable state."""
    yield from _each(
        subject,
        lambda table, options: options.trap & (table.values.regret <= EQUAL),
        'the trap "{choice}" is the best reply here',
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
        'the trap "{choice}" loses only {lost} stakes here; a third is too little',
    )


def no_way_back(subject: Subject) -> Iterator[Finding]:
    """One reply loses more than half of all there is to win while a judged turn may follow."""
    yield from _each(
        subject,
        lambda table, options: (
            (table.values.regret > MOST_LOST * table.stake * table.n + EQUAL) & options.judged_later
        ),
        '"{choice}" loses {lost} stakes, more than half of all, and the talk goes on',
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
        'the trap "{choice}" gets more than two thirds of its loss back; {lost} stakes remain',
    )


def skipped_turn(subject: Subject) -> Iterator[Finding]:
    """A reply after which the talk goes on shortens the way by a judged turn or more."""
    yield from _each(
        subject,
        lambda table, options: (
            options.goes_on & (options.n_after <= _best_after(table, options) - 1 + EQUAL)
        ),
        'after "{choice}" the talk goes on with fewer judged turns than after the best reply',
    )


def _best_after(table: Table, options: _Options) -> Floats:
    return np.asarray(options.n_after[table.values.first_best[table.graph.option_state]])


def no_fair(subject: Subject) -> Iterator[Finding]:
    """A judged turn of the best line has no second reply between half a stake and one stake."""
    for table in subject.tables[:1]:
        for play, moment in _along(table, table.line()):
            seconds = [o for o in moment.offers if _is_fair(o, table.stake)]
            if moment.judged and not seconds:
                nearest = sorted(o.regret / table.stake for o in moment.offers)[1]
                loc: Loc = ("turns", play.turn.id, "choices")
                message = f"no reply here is fair; the second best loses {nearest:.2f} stakes"
                yield Finding(loc, message, "aim for half a stake to one stake")


def _is_fair(offer: Offer, stake: float) -> bool:
    return FINE * stake - EQUAL <= offer.regret <= stake + EQUAL


def second_best(subject: Subject) -> Iterator[Finding]:
    """Taking the second best reply in every turn scores outside 30 to 65."""
    for table in subject.tables[:1]:
        play, lost = begin(subject.scenario, table.name), 0.0
        while play.ending is None:
            offer = _second(table.moment(play.state))
            lost += offer.regret
            play = take(play, heaviest(play, offer.choice))
        score = 100 * (1 - lost / (table.stake * table.n))
        low, high = SECOND_BEST_BAND
        if not low <= score <= high:
            message = (
                f"always the second best reply scores {score:.0f}; {low:.0f} to {high:.0f} is sound"
            )
            yield Finding(("turns",), message, said(subject.scenario, play.path, table.name))


def _second(moment: Moment) -> Offer:
    ranked = sorted(moment.offers, key=lambda offer: offer.regret)
    return ranked[1] if len(ranked) > 1 else ranked[0]


def hollow_bloom(subject: Subject) -> Iterator[Finding]:
    """The best kind of ending can be reached with a score below 30."""
    for table in subject.tables[:1]:
        most = _most_regret_to_bloom(table)
        score = 100 * (1 - most[0] / (table.stake * table.n))
        if np.isfinite(score) and score < HOLLOW:
            path, ending = _way_to_bloom(table, most)
            message = f'"{ending}" can be reached with a score of {score:.0f}'
            hint = said(subject.scenario, path, table.name)
            yield Finding(("endings", ending), message, hint)


def _most_regret_to_bloom(table: Table) -> Floats:
    """For each state the most regret on a way from it to the best kind of ending; else -inf."""
    graph = table.graph
    most = np.full(graph.size + 1, -np.inf)
    blooms = {i for i, e in enumerate(graph.tables.endings) if _blooms(graph, e)}
    ends = graph.dest < 0
    value = np.where(ends & np.isin(-2 - graph.dest, list(blooms)), 0.0, -np.inf)
    source = graph.option_state[graph.edge_option]
    np.maximum.at(most, source[ends], (value + table.values.regret[graph.edge_option])[ends])
    for edges in _rounds(graph):
        option = graph.edge_option[edges]
        onward = most[graph.dest[edges]] + table.values.regret[option]
        np.maximum.at(most, graph.option_state[option], onward)
    return most[:-1]


def _blooms(graph: Graph, ending: str) -> bool:
    return any(e.id == ending and e.kind == "bloom" for e in graph.scenario.endings.values())


def _way_to_bloom(table: Table, most: Floats) -> tuple[tuple[Step, ...], str]:
    play = begin(table.graph.scenario, table.name)
    while play.ending is None:
        left = most[table.index(play.state)]
        play = next(p for p in _onward(play) if _fits(table, play, p, left, most))
    return play.path, play.ending


def _onward(play: Play) -> Iterator[Play]:
    for choice in play.offered:
        for fall in falls(play.scenario, play.state, choice):
            yield take(play, Step(choice.id, fall.branch.id if fall.branch else None))


def _fits(table: Table, before: Play, after: Play, left: float, most: Floats) -> bool:
    regret = table.moment(before.state).offer(after.path[-1].choice).regret
    if after.ending is None:
        return bool(abs(regret + most[table.index(after.state)] - left) <= EQUAL)
    return _blooms(table.graph, after.ending) and bool(abs(regret - left) <= EQUAL)


def same_corridor(subject: Subject) -> Iterator[Finding]:
    """After one costly reply more than half of the counterpart's lines are those of the best line.

    Counted are the lines after the differing reply, the answers to it included, where at least
    two judged turns are left on both sides; all else is played best.
    """
    for table in subject.tables[:1]:
        best = table.line()
        for place, (play, moment) in enumerate(_along(table, best)):
            for offer in moment.offers:
                if offer.regret > COSTLY * table.stake + EQUAL:
                    yield from _shared(table, best, place, play, offer)


def _shared(
    table: Table, best: tuple[Step, ...], place: int, play: Play, offer: Offer
) -> Iterator[Finding]:
    slipped = take(play, heaviest(play, offer.choice))
    on_course = replay(play.scenario, best[: place + 1], table.name)
    if _turns_left(table, slipped) < TURNS_LEFT or _turns_left(table, on_course) < TURNS_LEFT:
        return
    theirs = _lines_after(table, play, slipped)
    mine = set(_lines_after(table, play, on_course))
    same = [line for line in theirs if line in mine]
    if len(same) > MOST_SHARED * len(theirs):
        loc: Loc = ("turns", play.turn.id, "choices", offer.choice.id)
        message = (
            f"{len(same)} of {len(theirs)} lines after this costly reply are those of the best line"
        )
        yield Finding(loc, message, f'for one: "{same[0][:60]}"')


def _turns_left(table: Table, play: Play) -> float:
    return 0.0 if play.ending else table.moment(play.state).n


def _lines_after(table: Table, before: Play, after: Play) -> list[str]:
    """What is said or seen after a reply when all else is played best."""
    lines = [answer_between(before, after)]
    while after.ending is None:
        lines += [text for text in (after.narration, after.line) if text]
        best = next(o for o in table.moment(after.state).offers if o.regret == 0)
        before, after = after, take(after, heaviest(after, best.choice))
        lines.append(answer_between(before, after))
    return lines


def answer_between(before: Play, after: Play) -> str:
    """The reaction that leads from one play to the next."""
    choice, fall = step_of(before, after.path[-1])
    return reaction(choice, fall, declined=is_declined(choice, before.feelings))


def _along(table: Table, path: tuple[Step, ...]) -> Iterator[tuple[Play, Moment]]:
    play = begin(table.graph.scenario, table.name)
    for step in path:
        yield play, table.moment(play.state)
        play = take(play, step)


RULES = (
    Rule("error", trap_is_best),
    Rule("error", free_trap),
    Rule("error", no_way_back),
    Rule("error", refund),
    Rule("error", same_corridor),
    Rule("warning", skipped_turn),
    Rule("warning", no_fair),
    Rule("warning", second_best),
    Rule("warning", hollow_bloom),
)
