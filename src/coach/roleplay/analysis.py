"""A scenario's worth as a report for its author: plain values, ready to print or to write out."""

from dataclasses import dataclass

import numpy as np

from coach.content.course import Words
from coach.content.scenario import METERS, MoveKind
from coach.roleplay.bots import bot_scores
from coach.roleplay.path_worth import path_worth
from coach.roleplay.play import Path, begin, replay, take
from coach.roleplay.review import score_of
from coach.roleplay.verdict import Verdict, verdict
from coach.roleplay.worth import Table, Worth


@dataclass(frozen=True, slots=True)
class StepReport:
    """One reply of a line. `branch` is null where nothing was left to chance."""

    turn: str
    choice: str
    branch: str | None


@dataclass(frozen=True, slots=True)
class LineReport:
    """A whole play. `worth` counts the start; `score` is 100 for the best line, 0 for chance."""

    steps: tuple[StepReport, ...]
    ending: str
    worth: float
    score: float


@dataclass(frozen=True, slots=True)
class ChoiceReport:
    """A choice over the states it is offered in, weighed by how often clicking meets them.

    Attributes:
        offered: the share of its turn's visits in which it is offered, 0–1.
        declined: the share of those in which its ask is too large, 0–1.
        q: what it pays and the best that can follow.
        regret: best minus q; at least 0.
        verdict: of that regret.
    """

    id: str
    move: str
    kind: MoveKind
    offered: float
    declined: float
    q: float
    regret: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class TurnReport:
    """A turn over its reachable states.

    Attributes:
        visits: how often uniform clicking comes to it in one play, on average.
        judged: the share of the visits in which it is judged, 0–1.
        best: the weighed best worth still to come.
    """

    id: str
    states: int
    visits: float
    judged: float
    best: float
    choices: tuple[ChoiceReport, ...]


@dataclass(frozen=True, slots=True)
class OfferReport:
    """A choice in one state; verdict and evidence are null where the turn is not judged."""

    id: str
    declined: bool
    own: float
    q: float
    regret: float
    verdict: Verdict | None
    evidence: float | None


@dataclass(frozen=True, slots=True)
class StateReport:
    """One state. Only tested meters are named; all values are still to come."""

    turn: str
    meters: dict[str, int]
    facts: tuple[str, ...]
    deeds: tuple[str, ...]
    reach: float
    best: float
    worst: float
    chance: float
    n: float
    judged: bool
    guess: float | None
    offers: tuple[OfferReport, ...]


@dataclass(frozen=True, slots=True)
class StartReport:
    """One start. best, worst and chance are still to come at its first turn.

    Attributes:
        name: `default`, or the kind of ending it follows.
        n: judged turns on the best line, weighed over chance.
        stake: what one random reply loses.
        bots: the score of every strategy that never reads the conversation.
        all_states: null unless asked for.
    """

    name: str
    states: int
    best: float
    worst: float
    chance: float
    n: float
    stake: float
    turns: tuple[TurnReport, ...]
    best_line: LineReport
    worst_line: LineReport
    bots: dict[str, float]
    all_states: tuple[StateReport, ...] | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a scenario is worth, for every way it may start."""

    scenario: str
    title: str
    starts: tuple[StartReport, ...]


def analyse(worth: Worth, words: Words, *, every_state: bool = False) -> Analysis:
    """The report of a valued scenario."""
    starts = tuple(_start(t, words, every_state=every_state) for t in worth.tables.values())
    return Analysis(worth.scenario.id, worth.scenario.title, starts)


def _start(table: Table, words: Words, *, every_state: bool) -> StartReport:
    values, size = table.values, table.graph.size
    return StartReport(
        name=table.name,
        states=size,
        best=float(values.best[0]),
        worst=float(values.worst[0]),
        chance=float(values.chance[0]),
        n=table.n,
        stake=table.stake,
        turns=tuple(_turn(table, i) for i in np.unique(table.graph.turn).tolist()),
        best_line=_line(table, table.line()),
        worst_line=_line(table, table.line(worst=True)),
        bots=bot_scores(table, words),
        all_states=tuple(_state(table, i) for i in range(size)) if every_state else None,
    )


def _turn(table: Table, index: int) -> TurnReport:
    graph, values = table.graph, table.values
    turn = graph.scenario.turns[graph.tables.coding.turns[index]]
    here = graph.turn == index
    visits = float(values.reach[here].sum())
    return TurnReport(
        id=turn.id,
        states=int(here.sum()),
        visits=visits,
        judged=float(values.reach[here & values.judged].sum()) / visits,
        best=float((values.reach * values.best)[here].sum()) / visits,
        choices=tuple(
            report
            for place in range(len(turn.choices))
            if (report := _choice(table, index, place, visits)) is not None
        ),
    )


def _choice(table: Table, turn: int, place: int, visits: float) -> ChoiceReport | None:
    """None for a choice that is never offered."""
    graph, values = table.graph, table.values
    chosen = (graph.turn[graph.option_state] == turn) & (graph.option_choice == place)
    options = np.nonzero(chosen)[0]
    weight = values.reach[graph.option_state[options]]
    met = float(weight.sum())
    if not met:
        return None
    choice = table.graph.choice_at(int(options[0]))
    regret = float((weight * values.regret[options]).sum()) / met
    return ChoiceReport(
        id=choice.id,
        move=choice.move.id,
        kind=choice.move.kind,
        offered=met / visits,
        declined=float((weight * graph.declined[options]).sum()) / met,
        q=float((weight * values.q[options]).sum()) / met,
        regret=regret,
        verdict=verdict(regret, table.stake, choice.move.kind),
    )


def _line(table: Table, path: Path) -> LineReport:
    scenario = table.graph.scenario
    play, steps = begin(scenario, table.name), []
    for step in path:
        steps.append(StepReport(play.turn.id, step.choice, step.branch))
        play = take(play, step)
    ending = replay(scenario, path, table.name).ending
    assert ending is not None
    worth = path_worth(scenario, path, table.name)
    return LineReport(tuple(steps), ending, worth, score_of(table, path))


def _state(table: Table, index: int) -> StateReport:
    moment = table.moment_at(index)
    feelings = moment.state.feelings
    tested = table.graph.tables.coding.tested
    return StateReport(
        turn=moment.state.turn,
        meters={METERS[meter]: feelings.meters[meter] for meter in tested},
        facts=tuple(sorted(feelings.facts)),
        deeds=tuple(sorted(feelings.deeds)),
        reach=moment.reach,
        best=moment.best,
        worst=moment.worst,
        chance=moment.chance,
        n=moment.n,
        judged=moment.judged,
        guess=moment.guess,
        offers=tuple(
            OfferReport(o.choice.id, o.declined, o.own, o.q, o.regret, o.verdict, o.evidence)
            for o in moment.offers
        ),
    )
