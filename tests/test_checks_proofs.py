"""The checks that prove, against slow twins written from the page over the referee's states."""

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations
from types import MappingProxyType

import pytest

from agreement import catalogue
from coach.checks import RULES, check
from coach.content.course import Course
from coach.content.diagnostics import Loc
from coach.content.loading import COURSE_FILE, Loaded
from drawn import LENT, SOUND, WILD, sound, told, wild, written_down
from referee import brute, rules
from small_course import COURSE, catalogue_of

MOST_STATES = 200

Locs = set[Loc]


@cache
def cases(seed: int) -> tuple[brute.Brute, ...]:
    """The referee's figures of a sound scenario, one set a start."""
    return tuple(brute.Brute(sound(seed), LENT, start) for start in rules.starts(sound(seed)))


# The rules once more.


def replies(case: brute.Brute) -> Iterator[tuple[rules.State, rules.Reply]]:
    """Every reply in every reachable state."""
    for state in case.states():
        for reply in case.replies(state):
            yield state, reply


def place(state: rules.State, reply: rules.Reply) -> Loc:
    return ("turns", str(state.turn), "choices", reply.choice)


def traps(case: brute.Brute) -> Iterator[tuple[rules.State, rules.Reply]]:
    return ((s, r) for s, r in replies(case) if case.is_trap(s, r.choice))


def slips(case: brute.Brute) -> dict[rules.State, int]:
    """For each state the fewest replies with regret on a way to it."""
    fewest = {case.start: 0}
    for state, reply in replies(case):
        count = fewest[state] + (case.regret(state, reply.choice) > brute.SAME)
        for landing in reply.landings:
            fewest[landing.state] = min(count, fewest.get(landing.state, count))
    return fewest


def judged_from(case: brute.Brute) -> set[rules.State]:
    """The states from which a judged turn may come."""
    found: set[rules.State] = set()
    for state in reversed(case.states()):
        onward = {landing.state for reply in case.replies(state) for landing in reply.landings}
        if case.judged(state) or onward & found:
            found.add(state)
    return found


def slow_trap_is_best(case: brute.Brute) -> Locs:
    return {place(s, r) for s, r in traps(case) if case.regret(s, r.choice) <= brute.SAME}


def slow_free_trap(case: brute.Brute) -> Locs:
    fewest, third = slips(case), case.stake() / 3 + brute.SAME
    return {
        place(s, r)
        for s, r in traps(case)
        if fewest[s] <= 1 and brute.SAME < case.regret(s, r.choice) <= third
    }


def slow_no_way_back(case: brute.Brute) -> Locs:
    later, half = judged_from(case), case.at_stake() / 2 + brute.SAME
    return {
        place(s, r)
        for s, r in replies(case)
        if case.regret(s, r.choice) > half and {way.state for way in r.landings} & later
    }


def slow_refund(case: brute.Brute) -> Locs:
    found = set()
    for state, reply in traps(case):
        loss = case.best_reply(state).own - reply.own
        kept = case.regret(state, reply.choice)
        if loss > brute.SAME and kept < loss / 3 - brute.SAME:
            found.add(place(state, reply))
    return found


def slow_skipped_turn(case: brute.Brute) -> Locs:
    def ahead(reply: rules.Reply) -> Fraction:
        ways = reply.landings
        return rules.total(w.share * case.onward(w, case.judged_ahead) for w in ways)

    return {
        place(s, r)
        for s, r in replies(case)
        if any(way.state.turn for way in r.landings)
        and ahead(r) <= ahead(case.best_reply(s)) - 1 + brute.SAME
    }


def slow_hidden_chance(case: brute.Brute) -> Locs:
    def opening(landing: rules.Landing) -> list[str]:
        state, scenario = landing.state, case.scenario
        part = scenario["turns"][state.turn] if state.turn else scenario["endings"][state.ending]
        text = part.get("narration") or part.get("says") or part["text"]
        return rules.resolved_text(text, state).lower().split()[:3]

    found: Locs = set()
    for state, reply in replies(case):
        ways = [way for way in reply.landings if way.branch and not way.exited]
        pairs = combinations(ways, 2)
        found |= {
            (*place(state, reply), str(b.branch)) for a, b in pairs if opening(a) == opening(b)
        }
    return found


TWINS: dict[str, Callable[[brute.Brute], Locs]] = {
    "trap-is-best": slow_trap_is_best,
    "free-trap": slow_free_trap,
    "no-way-back": slow_no_way_back,
    "refund": slow_refund,
    "skipped-turn": slow_skipped_turn,
    "hidden-chance": slow_hidden_chance,
}


def brief(loc: Loc) -> Loc:
    """A place without the arm of the goto it stands in."""
    return (*loc[:4], loc[-1]) if len(loc) > len(("turns", "", "choices", "")) else loc


@pytest.mark.parametrize("slug", TWINS)
def test_a_slow_twin_finds_the_same_replies(slug: str) -> None:
    mine = {seed: set(map(brief, told(sound, seed, slug))) for seed in SOUND}
    theirs = {seed: set().union(*map(TWINS[slug], cases(seed))) for seed in SOUND}

    assert mine == theirs
    assert any(mine.values())


def alike(one: rules.Reply, two: rules.Reply, tested: tuple[str, ...]) -> bool:
    """Whether two replies pay the same and lead to the same states."""

    def ways(reply: rules.Reply) -> Counter[object]:
        return Counter(
            (way.share, way.brings, way.state.ending or brute.merged_key(way.state, tested))
            for way in reply.landings
        )

    return brute.same(one.own, two.own) and ways(one) == ways(two)


def slow_no_difference(seed: int) -> Locs:
    tested = rules.meters_tested(sound(seed))
    met: dict[tuple[str, str, str], bool] = {}
    for case in cases(seed):
        for state in case.states():
            for one, two in combinations(case.replies(state), 2):
                pair = str(state.turn), one.choice, two.choice
                met[pair] = met.get(pair, True) and alike(one, two, tested)
    return {("turns", turn, "choices", two) for (turn, _, two), same in met.items() if same}


def test_a_slow_twin_finds_the_same_replies_without_a_difference() -> None:
    mine = {seed: told(sound, seed, "no-difference") for seed in SOUND}

    assert mine == {seed: slow_no_difference(seed) for seed in SOUND}
    assert any(mine.values())


def test_sound_scenarios_can_all_be_checked_as_one_course() -> None:
    loaded = course_of_drawn()

    checked = check(loaded)

    assert not {d.slug for d in checked.diagnostics} & {rule.slug for rule in RULES if rule.vital}
    for found in checked.diagnostics:
        lines = loaded.sources[found.file].lines
        assert found.source == lines[found.line - 1]
        assert 1 <= found.column <= len(found.source)


def course_of_drawn() -> Loaded:
    """All sound scenarios in one course."""
    drawn = [written_down(sound, seed) for seed in SOUND]
    scenarios = MappingProxyType({scenario.id: scenario for scenario, _ in drawn})
    sources = {source.name: source for _, source in drawn}
    sources[COURSE_FILE] = catalogue_of(COURSE)[1]
    return Loaded(Course(catalogue(LENT), scenarios), (), MappingProxyType(sources))


# Scenarios that cannot be played as they stand.


@cache
def explored(seed: int) -> tuple[brute.Explored, ...] | None:
    """Everything a play of a wild scenario can meet from each start; None when it is too much."""
    starts = rules.starts(wild(seed))
    try:
        return tuple(brute.explore(wild(seed), LENT, start, MOST_STATES) for start in starts)
    except brute.TooManyStates:
        return None


def met(seed: int) -> Iterator[tuple[rules.State, tuple[rules.Reply, ...]]]:
    """Every state of a wild scenario, from any start, with its replies."""
    for one in explored(seed) or ():
        yield from one.replies.items()


def slow_no_choice(seed: int) -> Locs:
    stuck = {state for one in explored(seed) or () for state in one.stuck}
    return {("turns", str(state.turn), "choices") for state in stuck}


def slow_unreached(seed: int) -> Locs:
    turns = {state.turn for state, _ in met(seed)}
    endings = {state.ending for one in explored(seed) or () for state in one.endings}
    lost = [("turns", turn) for turn in wild(seed)["turns"] if turn not in turns]
    return {*lost, *(("endings", e) for e in wild(seed)["endings"] if e not in endings)}


def slow_never_offered(seed: int) -> Locs:
    turns = {str(state.turn) for state, _ in met(seed)}
    every = {(turn, c["id"]) for turn in turns for c in wild(seed)["turns"][turn]["choices"]}
    shown = {(str(state.turn), reply.choice) for state, some in met(seed) for reply in some}
    return {("turns", turn, "choices", choice, "when") for turn, choice in every - shown}


WILD_TWINS = {
    "no-choice": slow_no_choice,
    "unreached": slow_unreached,
    "never-offered": slow_never_offered,
}


def followed() -> list[int]:
    """The wild scenarios whose states can all be gone through."""
    return [seed for seed in WILD if explored(seed)]


@pytest.mark.parametrize("slug", WILD_TWINS)
def test_a_slow_twin_finds_the_same_dead_ends(slug: str) -> None:
    mine = {seed: told(wild, seed, slug) for seed in followed()}

    assert mine == {seed: WILD_TWINS[slug](seed) for seed in followed()}
    assert any(mine.values())


def test_a_round_is_found_wherever_there_is_one() -> None:
    mine = {seed for seed in followed() if told(wild, seed, "endless")}

    assert mine == {s for s in followed() if any(one.endless for one in explored(s) or ())}
    assert len(mine) > 5
