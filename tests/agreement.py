"""Whether the engine and the referee agree on a generated scenario, figure by figure."""

import sys
from collections.abc import Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import Any

import yaml

from coach.content.course import Catalogue, Idea, Skill, Words
from coach.content.loading import load_scenario
from coach.content.scenario import (
    BranchId,
    Channel,
    ChoiceId,
    DeedId,
    EndingId,
    FactId,
    Meters,
    Move,
    MoveId,
    Scenario,
    TurnId,
    Weights,
)
from coach.roleplay.analysis import StartReport, TurnReport, analyse
from coach.roleplay.play import Step
from coach.roleplay.reply import Feelings, State, falls, offered
from coach.roleplay.review import review
from coach.roleplay.values import NothingAtStake, Unsound
from coach.roleplay.worth import Table, worth
from referee import bots, brute, debrief, generator, rules

CLOSE = 1e-7
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def catalogue(lent: rules.Catalogue) -> Catalogue:
    """The referee's catalogue as the product's."""
    lists = {"polite": lent.polite, "way_out": lent.way_out, "stop": lent.stop, "idioms": ()}
    skills = {skill: Skill(skill, skill) for skill in generator.SKILLS}
    return Catalogue(
        modules=(),
        situations=(),
        skills=MappingProxyType(skills),
        ideas=MappingProxyType({i: Idea(i, "I01", "reach", i) for i in generator.IDEAS}),
        moves=MappingProxyType({MoveId(m): _move(m, kind) for m, kind in lent.kinds.items()}),
        weights=Weights(),
        asks=MappingProxyType(dict(lent.gates)),
        words=Words(**lists),
        channels=MappingProxyType(
            {
                "in-person": Channel("in-person", "spoken"),
                "messages": Channel("messages", "written"),
            }
        ),
        audiences=frozenset(generator.AUDIENCES),
        allow=(),
    )


def _move(name: str, kind: Any) -> Move:
    return Move(MoveId(name), name, name, kind)


def loaded(written: Mapping[str, Any], lent: rules.Catalogue) -> Scenario:
    """A generated mapping as the product loads it."""
    text = yaml.dump(dict(written), Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
    scenario, _, found = load_scenario(text.encode(), "scenarios/drawn.yaml", catalogue(lent))
    assert scenario is not None, "\n".join(map(str, found))
    return scenario


def disagreements(seed: int) -> Iterator[str]:
    """Every figure of one generated scenario on which engine and referee differ."""
    rng = Random(seed)
    lent = generator.course(rng)
    written = generator.scenario(rng, lent)
    try:
        valued = worth(loaded(written, lent))
    except (Unsound, NothingAtStake) as error:
        yield f"refused: {error}"
        return
    reports = {report.name: report for report in analyse(valued, catalogue(lent).words).starts}
    for start in rules.starts(written):
        case = brute.Brute(written, lent, start)
        table = valued.table(start)
        yield from _states(case, table)
        yield from _start(case, table)
        yield from _turns(case, reports[start])
        for _ in range(4):
            yield from _path(case, table, _any_path(case, rng))
        yield from _path(case, table, case.best_line())
        yield from _path(case, table, case.worst_line())


def _differ(name: str, mine: object, theirs: object) -> Iterator[str]:
    if isinstance(mine, float):
        same = theirs is not None and abs(mine - float(theirs)) <= CLOSE  # type: ignore[arg-type]
    else:
        same = mine == theirs
    if not same:
        yield f"{name}: {mine!r} is not {theirs!r}"


def _engine_state(state: rules.State) -> State:
    facts, deeds = frozenset(map(FactId, state.facts)), frozenset(map(DeedId, state.deeds))
    return State(TurnId(str(state.turn)), Feelings(Meters(*state.meters), facts, deeds))


def _states(case: brute.Brute, table: Table) -> Iterator[str]:
    reach: dict[int, float] = {}
    visited = case.reach()
    for state in case.states():
        index = table.index(_engine_state(state))
        reach[index] = reach.get(index, 0.0) + float(visited[state])
        moment = table.moment_at(index)
        for name in ("best", "worst", "chance", "judged"):
            yield from _differ(name, getattr(moment, name), getattr(case, name)(state))
        yield from _differ("n", moment.n, case.judged_ahead(state))
        yield from _differ("guess", moment.guess, case.guess(state))
        yield from _offers(case, state, table, index)
        yield from _one_reply(case, state, table.graph.scenario)
    for index in range(table.graph.size):
        yield from _differ("reach", table.moment_at(index).reach, reach.get(index))


def _offers(case: brute.Brute, state: rules.State, table: Table, index: int) -> Iterator[str]:
    moment = table.moment_at(index)
    theirs = [reply.choice for reply in case.replies(state)]
    yield from _differ("offered", [offer.choice.id for offer in moment.offers], theirs)
    for offer, mine in zip(moment.offers, _ways(table, index), strict=True):
        choice = offer.choice.id
        reply = case.reply(state, choice)
        ways = [(float(w.share), str(w.state.turn or w.state.ending)) for w in reply.landings]
        yield from _differ("ways", mine, ways)
        yield from _differ("own", offer.own, reply.own)
        yield from _differ("declined", offer.declined, reply.declined)
        yield from _differ("q", offer.q, case.q(state, choice))
        yield from _differ("regret", offer.regret, case.regret(state, choice))
        yield from _differ("verdict", offer.verdict, case.verdict(state, choice))
        yield from _differ("evidence", offer.evidence, case.evidence(state, choice))


def _ways(table: Table, index: int) -> list[list[tuple[float, str]]]:
    """How likely each reply leads where, as the graph has it."""
    graph = table.graph
    found = []
    for option in range(*graph.option_state.searchsorted([index, index + 1])):
        low, high = graph.edge_option.searchsorted([option, option + 1])
        ways = [(float(graph.probability[e]), _place(table, e)) for e in range(low, high)]
        found.append(ways)
    return found


def _place(table: Table, edge: int) -> str:
    dest = int(table.graph.dest[edge])
    return table.graph.ending_of(dest) if dest < 0 else table.graph.state_at(dest).turn


def _one_reply(case: brute.Brute, state: rules.State, scenario: Scenario) -> Iterator[str]:
    """The plain step of `play`, on the whole state."""
    mine = _engine_state(state)
    for choice in offered(scenario.turns[mine.turn], mine.feelings):
        reply = case.reply(state, choice.id)
        for fall, landing in zip(falls(scenario, mine, choice), reply.landings, strict=True):
            yield from _differ("branch", fall.branch_id, landing.branch)
            yield from _differ("share", fall.probability, landing.share)
            yield from _differ("meters", tuple(fall.after.meters), landing.state.meters)
            yield from _differ("facts", fall.after.facts, landing.state.facts)
            yield from _differ("deeds", fall.after.deeds, landing.state.deeds)
            yield from _differ("exit", fall.cut_short, landing.exited)
            goes_to = next(iter(vars_of(fall.goes_to)))
            yield from _differ("goes to", goes_to, landing.state.turn or landing.state.ending)


def vars_of(target: Any) -> Iterator[str]:
    """The one name a target holds."""
    yield getattr(target, "turn", None) or target.ending


def _start(case: brute.Brute, table: Table) -> Iterator[str]:
    yield from _differ("stake", table.stake, case.stake())
    yield from _differ("best line", _plain(table.line()), case.best_line())
    yield from _differ("worst line", _plain(table.line(worst=True)), case.worst_line())


def _plain(path: tuple[Step, ...]) -> tuple[tuple[str, str | None], ...]:
    return tuple((step.choice, step.branch) for step in path)


def _turns(case: brute.Brute, report: StartReport) -> Iterator[str]:
    theirs = bots.bot_scores(case)
    for (name, score), other in zip(report.bots.items(), theirs.values(), strict=True):
        yield from _differ(f"bot {name}", score, other)
    figures = case.turn_figures()
    yield from _differ("turns met", {turn.id for turn in report.turns}, set(figures))
    for turn in report.turns:
        yield from _turn(turn, figures[turn.id])


def _turn(turn: TurnReport, figures: brute.TurnFigures) -> Iterator[str]:
    yield from _differ("visits", turn.visits, figures.reach)
    yield from _differ("judged share", turn.judged * turn.visits, figures.judged)
    for choice in turn.choices:
        theirs = figures.choices[choice.id]
        yield from _differ("turn q", choice.q, theirs.q)
        yield from _differ("turn regret", choice.regret, theirs.regret)


def _any_path(case: brute.Brute, rng: Random) -> brute.Path:
    state, path = case.start, []
    while state.turn is not None:
        reply = rng.choice(case.replies(state))
        landing = rng.choice(reply.landings)
        path.append((reply.choice, landing.branch))
        state = landing.state
    return tuple(path)


def _path(case: brute.Brute, table: Table, path: brute.Path) -> Iterator[str]:
    steps = (Step(ChoiceId(c), None if b is None else BranchId(b)) for c, b in path)
    mine = review(table, tuple(steps))
    yield from _differ("W", mine.worth, debrief.worth_at_end(case, path))
    yield from _differ("score", mine.score, debrief.score(case, path))
    yield from _differ("mattered", mine.mattered, debrief.moment(case, path))
    theirs = debrief.steps(case, path)
    won = debrief.won_back(case, path)
    for reply, step, back in zip(mine.replies, theirs, won, strict=True):
        yield from _differ("luck", reply.luck, step.luck)
        yield from _differ("own loss", reply.own_loss, step.own_loss)
        yield from _differ("won back", reply.won_back, back)
    worked = debrief.what_worked(case, path)
    yield from _differ("worked", mine.worked, worked.step if worked else None)
    yield from _differ("nearest", mine.nearest_only, bool(worked and worked.nearest))
    meter = debrief.one_meter(case, path)
    yield from _differ("one meter", mine.meter, meter.meter if meter else None)
    yield from _way_back(mine.way_back, debrief.way_back(case, path))


def _way_back(mine: Any, theirs: debrief.WayBack | None) -> Iterator[str]:
    yield from _differ("a way back", mine is None, theirs is None)
    if mine is not None and theirs is not None:
        changes = tuple((change.step, change.choice) for change in theirs.changes)
        yield from _differ("changed", mine.changed, changes)
        yield from _differ("way", _plain(mine.path), theirs.path)
        yield from _differ("way's ending", mine.ending, EndingId(theirs.ending))


def first_disagreement(cases: int) -> tuple[int, str] | None:
    """The first of so many generated scenarios on which the two differ, and the first figure."""
    for seed in range(cases):
        for found in disagreements(seed):
            return seed, found
    return None


if __name__ == "__main__":
    sys.stdout.write(repr(first_disagreement(int(sys.argv[1]))))
