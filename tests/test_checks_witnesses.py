"""What the checks offer to play is played: it shows what they claim, and nothing shorter does."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import NamedTuple

import pytest

from coach.checks import examine, findings
from coach.checks.rule import Finding, Subject
from coach.content.scenario import (
    DEFAULT_START,
    METERS,
    Ask,
    Bound,
    BranchId,
    ChoiceId,
    Meters,
    Scenario,
    ToEnding,
    ToTurn,
)
from coach.roleplay.bots import words
from coach.roleplay.play import Path, Play, Step, begin, replay
from coach.roleplay.reply import Fall, State, falls, offered, wording
from coach.roleplay.worth import Offer, Table
from drawn import SOUND, WILD, everything, sound, subject_of, wild
from small_course import BROKEN, COURSE, catalogue_of, scenario_of, written

CLOSE = 1e-9
STEP = re.compile(r"([a-z0-9-]+): ([a-z0-9-]+)(?: \(([a-z0-9-]+)\))?")
AGAIN = "again and again "
SMALL = 150

Ways = dict[State, tuple[State, ...]]


class Shown(NamedTuple):
    """A finding that offers something to play.

    Attributes:
        start: the name of the start it is played from.
        path: its steps; the last may leave open how chance falls.
    """

    subject: Subject
    finding: Finding
    start: str
    path: Path

    @property
    def table(self) -> Table:
        """The worth of the start it is played from."""
        return next(table for table in self.subject.tables if table.name == self.start)

    @property
    def plays(self) -> tuple[Play, ...]:
        """The play before each step."""
        scenario, path = self.subject.scenario, self.path
        return tuple(replay(scenario, path[:n], self.start) for n in range(len(path)))

    @property
    def end(self) -> Play:
        """The play after the last step, where chance is not left open."""
        return replay(self.subject.scenario, self.path, self.start)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What each step is worth."""
        pairs = zip(self.plays, self.path, strict=True)
        return tuple(self.table.moment(play.state).offer(step.choice) for play, step in pairs)

    @property
    def score(self) -> float:
        """The score of the whole path."""
        lost = sum(offer.regret for offer in self.offers)
        return 100 * (1 - lost / (self.table.stake * self.table.n))


def shown(subject: Subject, finding: Finding) -> Shown:
    """The path in a finding's hint; each of its turns is met where it says."""
    head, _, way = finding.hint.partition(": ")
    start = head.partition(" after ")[2] or DEFAULT_START
    found = STEP.findall(way)
    path = tuple(Step(ChoiceId(c), BranchId(b) if b else None) for _, c, b in found)
    one = Shown(subject, finding, start, path)
    assert [play.turn.id for play in one.plays] == [turn for turn, _, _ in found]
    return one


@cache
def witnesses() -> dict[str, list[Shown]]:
    """Every finding that offers something to play, by its rule."""
    lists = catalogue_of(COURSE)[0].words
    files = (file.stem for file in BROKEN.glob("*.yaml") if file.stem != "course")
    small = (examine(scenario_of(written(file)), lists) for file in files)
    told = [(s, rule.slug, finding) for s in small for rule, finding in findings(s)]
    for draw, seeds in ((sound, SOUND), (wild, WILD)):
        told += [(subject_of(draw, n), *pair) for n in seeds for pair in everything(draw, n)]
    found: dict[str, list[Shown]] = {}
    for subject, slug, finding in told:
        if finding.hint.startswith(("to see it", "shortest round")):
            found.setdefault(slug, []).append(shown(subject, finding))
    return found


# What each rule claims.


def ends_where_it_says(one: Shown) -> bool:
    last = ("turns", one.plays[-1].turn.id, "choices", one.path[-1].choice)
    return one.finding.loc[: len(last)] == last


def is_trap_and_best(one: Shown) -> bool:
    return one.offers[-1].choice.move.kind == "trap" and one.offers[-1].regret == 0


def is_free_trap(one: Shown) -> bool:
    regret, third = one.offers[-1].regret, one.table.stake / 3
    return one.offers[-1].choice.move.kind == "trap" and 0 < regret <= third + CLOSE


def has_no_way_back(one: Shown) -> bool:
    return one.offers[-1].regret > one.table.stake * one.table.n / 2


def is_refunded(one: Shown) -> bool:
    moment = one.table.moment(one.plays[-1].state)
    best = next(offer for offer in moment.offers if offer.regret == 0)
    return 0 <= one.offers[-1].regret < (best.own - one.offers[-1].own) / 3


def skips_a_turn(one: Shown) -> bool:
    moment = one.table.moment(one.plays[-1].state)
    best = next(offer for offer in moment.offers if offer.regret == 0)
    return ahead(one, one.path[-1].choice) <= ahead(one, best.choice.id) - 1 + CLOSE


def ahead(one: Shown, choice: ChoiceId) -> float:
    """Judged turns on the best line after a reply in the last state."""
    play = one.plays[-1]
    ways = falls(play.scenario, play.state, play.scenario.choice(play.turn.id, choice))
    onward = ((way, way.goes_to) for way in ways)
    return sum(
        way.probability * one.table.moment(State(to.turn, way.after)).n
        for way, to in onward
        if isinstance(to, ToTurn)
    )


def is_second_best(one: Shown) -> bool:
    moments = [one.table.moment(play.state) for play in one.plays]
    regrets = [sorted(offer.regret for offer in moment.offers) for moment in moments]
    second = [each[min(1, len(each) - 1)] for each in regrets]
    same = [offer.regret for offer in one.offers] == second
    return same and f"scores {one.score:.1f}" in one.finding.message and one.end.ending is not None


def is_a_hollow_bloom(one: Shown) -> bool:
    ending = one.end.ending
    assert ending is not None
    bloomed = one.subject.scenario.endings[ending].kind == "bloom"
    return bloomed and one.score < 30 and one.finding.message.endswith(f"of {one.score:.1f}")


def is_crowded(one: Shown) -> bool:
    replies = [choice.text for choice in one.end.offered]
    count = len(words(" ".join(filter(None, [one.end.narration, one.end.line, *replies]))))
    return count > 95 and f"shows {count} words" in one.finding.message


def is_never_offered(one: Shown) -> bool:
    _, turn, _, choice, _ = one.finding.loc
    return one.end.turn.id == turn and choice not in {c.id for c in one.end.offered}


def is_stuck(one: Shown) -> bool:
    return one.end.ending is None and not one.end.offered and one.end.turn.id == one.finding.loc[1]


def hides_chance(one: Shown) -> bool:
    play = one.plays[-1]
    choice = play.scenario.choice(play.turn.id, one.path[-1].choice)
    ways = [way for way in falls(play.scenario, play.state, choice) if not way.cut_short]
    openings = {" ".join(read_first(play.scenario, way).lower().split()[:3]) for way in ways}
    return len(openings) < len(ways)


def read_first(scenario: Scenario, way: Fall) -> str:
    if isinstance(way.goes_to, ToEnding):
        return wording(scenario.endings[way.goes_to.ending].text, way.after)
    turn = scenario.turns[way.goes_to.turn]
    return wording(turn.narration or turn.says or (), way.after)


def goes_round(one: Shown) -> bool:
    asked = frozenset(meters_asked(one.subject.scenario))
    met = [plain(asked, play.state) for play in one.plays]
    return ends_where_it_says(one) and met.count(plain(asked, one.end.state)) == 1


CLAIMS: dict[str, Callable[[Shown], bool]] = {
    "endless": goes_round,
    "free-trap": is_free_trap,
    "hidden-chance": hides_chance,
    "hollow-bloom": is_a_hollow_bloom,
    "never-offered": is_never_offered,
    "no-choice": is_stuck,
    "no-way-back": has_no_way_back,
    "refund": is_refunded,
    "second-best": is_second_best,
    "skipped-turn": skips_a_turn,
    "trap-is-best": is_trap_and_best,
    "turn-too-long": is_crowded,
}
ABOUT_A_REPLY = {
    "free-trap",
    "hidden-chance",
    "no-way-back",
    "refund",
    "skipped-turn",
    "trap-is-best",
}


@pytest.mark.parametrize("slug", CLAIMS)
def test_what_a_finding_offers_to_play_shows_what_it_claims(slug: str) -> None:
    assert [one.finding for one in witnesses()[slug] if not CLAIMS[slug](one)] == []


@pytest.mark.parametrize("slug", sorted(ABOUT_A_REPLY))
def test_what_is_said_of_a_reply_is_played_up_to_that_reply(slug: str) -> None:
    assert all(ends_where_it_says(one) for one in witnesses()[slug])


def test_every_way_that_is_offered_was_played() -> None:
    assert set(witnesses()) == set(CLAIMS)


# Nothing shorter.


def plain(asked: frozenset[int], state: State) -> State:
    """A state without the meters nothing asks about."""
    meters = (n if meter in asked else 0 for meter, n in enumerate(state.feelings.meters))
    return State(state.turn, state.feelings._replace(meters=Meters(*meters)))


def meters_asked(part: object) -> Iterator[int]:
    """The meters of every condition in a part of a scenario, and trust where there is an ask."""
    if isinstance(part, Bound):
        yield part.meter
    elif isinstance(part, Ask):
        yield METERS.index("trust")
    if is_dataclass(part):
        part = tuple(getattr(part, field.name) for field in fields(part))
    if isinstance(part, Mapping):
        part = tuple(part.values())
    for inner in part if isinstance(part, tuple) else ():
        yield from meters_asked(inner)


def ways_on(scenario: Scenario, start: str) -> Ways:
    """Every state a play can meet, the first one first, and those that may come next."""
    asked = frozenset(meters_asked(scenario))
    waiting, found = [plain(asked, begin(scenario, start).state)], Ways()
    while waiting:
        state = waiting.pop()
        turn, feelings = scenario.turns[state.turn], state.feelings
        ways = [way for c in offered(turn, feelings) for way in falls(scenario, state, c)]
        onward = [(way.goes_to, way.after) for way in ways]
        nexts = [State(to.turn, after) for to, after in onward if isinstance(to, ToTurn)]
        found[state] = tuple(plain(asked, after) for after in nexts)
        waiting += [after for after in found[state] if after not in found]
    return found


def distances(onward: Ways, first: State) -> dict[State, int]:
    """How many replies each state is away."""
    found, frontier = {first: 0}, [first]
    for state in frontier:
        for after in onward[state]:
            if after not in found:
                found[after] = found[state] + 1
                frontier.append(after)
    return found


@cache
def small(slug: str) -> list[tuple[Shown, Ways]]:
    """What one rule found in talks of few states."""
    few = [one for one in witnesses()[slug] if max(g.size for g in one.subject.graphs) <= SMALL]
    talks = {(id(one.subject), one.start): one for one in few}
    ways = {talk: ways_on(one.subject.scenario, one.start) for talk, one in talks.items()}
    return [(one, ways[id(one.subject), one.start]) for one in few]


def test_the_way_to_a_dead_end_is_a_shortest_one() -> None:
    for one, onward in small("no-choice"):
        far, turn = distances(onward, next(iter(onward))), one.end.turn
        there = {state: count for state, count in far.items() if state.turn == turn.id}
        stuck = [there[state] for state in there if not offered(turn, state.feelings)]
        assert len(one.path) == min(stuck)
    assert len(small("no-choice")) > 5


def test_the_way_to_a_turn_that_hides_a_reply_is_a_shortest_one() -> None:
    for one, onward in small("never-offered"):
        far = distances(onward, next(iter(onward)))
        name = one.end.turn.id
        assert len(one.path) == min(count for state, count in far.items() if state.turn == name)
    assert len(small("never-offered")) > 5


def rounds(onward: Ways) -> dict[State, int]:
    """How many replies it takes to come back to each state that can be met again."""
    found = {}
    for state, nexts in onward.items():
        back = [distances(onward, after).get(state) for after in nexts]
        known = [count + 1 for count in back if count is not None]
        if known:
            found[state] = min(known)
    return found


def test_a_round_is_a_shortest_one_and_met_as_soon_as_any_so_short() -> None:
    for one, onward in small("endless"):
        far, back = distances(onward, next(iter(onward))), rounds(onward)
        shortest = min(back.values())
        again = STEP.findall(one.finding.hint.partition(AGAIN)[2])

        assert len(again) == shortest
        assert len(one.path) - shortest == min(far[s] for s in back if back[s] == shortest)
    assert len(small("endless")) > 5
