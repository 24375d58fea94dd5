"""What whole lines of play teach: the best, the second best, and what follows a costly reply."""

from collections.abc import Iterator

import numpy as np

from coach.checks.rule import Finding, Rule, Subject, after, along, said
from coach.content.diagnostics import Loc
from coach.content.scenario import Choice, EndingId, TurnId
from coach.roleplay.explore import Graph
from coach.roleplay.play import Play, Step, begin, step_of, take
from coach.roleplay.reply import falls, is_declined, reaction
from coach.roleplay.tables import Floats
from coach.roleplay.values import EQUAL
from coach.roleplay.verdict import FINE, VERDICTS
from coach.roleplay.worth import Moment, Offer, Table, heaviest

SECOND_BEST_BAND = (30.0, 65.0)
HOLLOW = 30.0
COSTLY = VERDICTS[-1][0]
TURNS_LEFT = 2
MOST_SHARED = 1 / 2


def no_fair(subject: Subject) -> Iterator[Finding]:
    """A judged turn of the best line has no second reply between half a stake and one stake."""
    told: set[TurnId] = set()
    for table in subject.tables:
        for play, moment in along(table, table.line()):
            seconds = [o for o in moment.offers if _is_fair(o, table.stake)]
            if moment.judged and not seconds and play.turn.id not in told:
                told.add(play.turn.id)
                nearest = sorted(offer.regret for offer in moment.offers)[1]
                message = f'"{play.turn.id}" has no fair reply: the second best loses {nearest:.3g}'
                least, most = FINE * table.stake, table.stake
                hint = f"let it lose {least:.3g} to {most:.3g}; a random reply loses {most:.3g}"
                yield Finding(("turns", play.turn.id, "choices"), message, hint)


def _is_fair(offer: Offer, stake: float) -> bool:
    return FINE * stake - EQUAL <= offer.regret <= stake + EQUAL


def second_best(subject: Subject) -> Iterator[Finding]:
    """Taking the second best reply in every turn scores outside 30 to 65."""
    for table in subject.tables:
        play, lost = begin(subject.scenario, table.name), 0.0
        while play.ending is None:
            offer = _second(table.moment(play.state))
            lost += offer.regret
            play = take(play, heaviest(play, offer.choice))
        score = 100 * (1 - lost / (table.stake * table.n))
        low, high = SECOND_BEST_BAND
        if not low - EQUAL <= score <= high + EQUAL:
            message = (
                f"the second best reply every time scores {score:.1f}{after(table.name)};"
                f" {low:.0f} to {high:.0f} is sound"
            )
            hint = f"to see it{after(table.name)}: {said(table.graph, play.path)}"
            yield Finding(("turns",), message, hint)


def _second(moment: Moment) -> Offer:
    ranked = sorted(moment.offers, key=lambda offer: offer.regret)
    return ranked[1] if len(ranked) > 1 else ranked[0]


def hollow_bloom(subject: Subject) -> Iterator[Finding]:
    """The best kind of ending can be reached with a score below 30."""
    told: set[EndingId] = set()
    for table in subject.tables:
        most = _most_regret_to_bloom(table)
        score = 100 * (1 - most[0] / (table.stake * table.n))
        if np.isfinite(score) and score < HOLLOW - EQUAL:
            path, ending = _way_to_bloom(table, most)
            if ending not in told:
                told.add(ending)
                message = f'the bloom "{ending}" can be reached with a score of {score:.1f}'
                hint = f"to see it{after(table.name)}: {said(table.graph, path)}"
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
    for edges in table.values.onward:
        option = graph.edge_option[edges]
        onward = most[graph.dest[edges]] + table.values.regret[option]
        np.maximum.at(most, graph.option_state[option], onward)
    return most[:-1]


def _blooms(graph: Graph, ending: EndingId) -> bool:
    return graph.scenario.endings[ending].kind == "bloom"


def _way_to_bloom(table: Table, most: Floats) -> tuple[tuple[Step, ...], EndingId]:
    play = begin(table.graph.scenario, table.name)
    while play.ending is None:
        left = most[table.index(play.state)]
        play = next(p for p in _onward(play) if _fits(table, play, p, left, most))
    return play.path, play.ending


def _onward(play: Play) -> Iterator[Play]:
    for choice in play.offered:
        for fall in falls(play.scenario, play.state, choice):
            yield take(play, Step(choice.id, fall.branch_id))


def _fits(table: Table, before: Play, then: Play, left: float, most: Floats) -> bool:
    regret = table.moment(before.state).offer(then.path[-1].choice).regret
    if then.ending is None:
        return bool(abs(regret + most[table.index(then.state)] - left) <= EQUAL)
    return _blooms(table.graph, then.ending) and bool(abs(regret - left) <= EQUAL)


def same_corridor(subject: Subject) -> Iterator[Finding]:
    """After one costly reply more than half of the counterpart's lines are those of the best line.

    Counted are the lines after the differing reply, the answers to it included, where at least
    two judged turns are left on both sides; all else is played best.
    """
    told: set[Loc] = set()
    for table in subject.tables:
        best = table.line()
        for place, (play, moment) in enumerate(along(table, best)):
            for offer in moment.offers:
                loc: Loc = ("turns", play.turn.id, "choices", offer.choice.id)
                if offer.regret > COSTLY * table.stake + EQUAL and loc not in told:
                    words = _shared(table, play, offer.choice, best[place])
                    if words:
                        told.add(loc)
                        yield Finding(loc, *words)


def _shared(table: Table, play: Play, slip: Choice, best: Step) -> tuple[str, str] | None:
    """What two lines that part here have in common, when it is too much."""
    slipped, on_course = take(play, heaviest(play, slip)), take(play, best)
    if min(_turns_left(table, slipped), _turns_left(table, on_course)) < TURNS_LEFT - EQUAL:
        return None
    theirs = _lines_after(table, play, slipped)
    mine = set(_lines_after(table, play, on_course))
    same = [line for line in theirs if line in mine]
    if len(same) <= MOST_SHARED * len(theirs):
        return None
    message = f'{len(same)} of the {len(theirs)} lines after the costly reply "{slip.id}" are'
    return f"{message} also heard after the best reply", f'for one: "{same[0][:60]}"'


def _turns_left(table: Table, play: Play) -> float:
    return 0.0 if play.ending else table.moment(play.state).n


def _lines_after(table: Table, before: Play, here: Play) -> list[str]:
    """What is said or seen after a reply when all else is played best."""
    lines = [_answer(before, here)]
    while here.ending is None:
        lines += [text for text in (here.narration, here.line) if text]
        best = table.moment(here.state).best_offer
        before, here = here, take(here, heaviest(here, best.choice))
        lines.append(_answer(before, here))
    return lines


def _answer(before: Play, here: Play) -> str:
    choice, fall = step_of(before, here.path[-1])
    return reaction(choice, fall, declined=is_declined(choice, before.feelings))


RULES = (
    Rule("error", same_corridor),
    Rule("warning", no_fair),
    Rule("warning", second_best),
    Rule("warning", hollow_bloom),
)
