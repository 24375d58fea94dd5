"""What must hold for the referee's figures in every scenario, whatever they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache, partial
from random import Random

import pytest

from .bots import BOTS, bot_score, picks
from .brute import SAME, Brute, Path
from .debrief import (
    kind_order,
    moment,
    score,
    steps,
    way_back,
    what_worked,
    won_back,
    worth_at_end,
)
from .generator import course, scenario
from .rules import Reply, State, starts, total

SEEDS = range(25)
FEW_PLAYS = 200
Picks = Callable[[State], tuple[Reply, ...]]


@cache
def drawn(seed: int) -> Brute:
    """Return the figures of one random scenario, from one of its starts."""
    rng = Random(seed)
    written = scenario(rng)
    return Brute(written, course(), rng.choice(starts(written)))


@cache
def small(seed: int, most: int = FEW_PLAYS) -> Brute:
    """Return a random scenario with few enough plays to list them all."""
    rng = Random(seed)
    while True:
        case = Brute(scenario(rng), course())
        if play_count(case, case.start) <= most:
            return case


def play_count(case: Brute, state: State) -> int:
    """Count the different plays from a state."""
    if state.turn is None:
        return 1
    ways = (landing for reply in case.replies(state) for landing in reply.landings)
    return case.once("plays", state, lambda _: sum(play_count(case, way.state) for way in ways))


def any_path(case: Brute, rng: Random) -> Path:
    """Click through a scenario at random."""
    state, path = case.start, list[tuple[str, str | None]]()
    while state.turn is not None:
        reply = rng.choice(case.replies(state))
        landing = rng.choice(reply.landings)
        path.append((reply.choice, landing.branch))
        state = landing.state
    return tuple(path)


def plays(state: State, allowed: Picks) -> Iterator[tuple[Path, Fraction]]:
    """List every play of a policy with how likely it is."""
    if state.turn is None:
        yield (), Fraction(1)
        return
    replies = allowed(state)
    for reply in replies:
        for landing in reply.landings:
            here = landing.share / len(replies)
            for rest, likely in plays(landing.state, allowed):
                yield ((reply.choice, landing.branch), *rest), here * likely


@pytest.mark.parametrize("seed", SEEDS)
def test_worth_is_what_was_best_less_regret_plus_luck(seed: int) -> None:
    case, rng = drawn(seed), Random(seed)

    for path in (any_path(case, rng) for _ in range(10)):
        played = steps(case, path)
        gained = worth_at_end(case, path) - case.start_worth()
        regrets, lucks = total(s.regret for s in played), total(s.luck for s in played)
        assert gained == case.best(case.start) - regrets + lucks


@pytest.mark.parametrize("seed", SEEDS)
def test_values_lie_in_order_in_every_state(seed: int) -> None:
    case = drawn(seed)

    for state in case.states():
        assert case.worst(state) <= case.chance(state) <= case.best(state)
        assert min(case.regret(state, reply.choice) for reply in case.replies(state)) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_line_scores_a_hundred_and_uniform_clicking_nothing(seed: int) -> None:
    case = small(seed)

    listed = list(plays(case.start, case.replies))

    assert score(case, case.best_line()) == 100
    assert total(likely for _, likely in listed) == 1
    assert total(likely * score(case, path) for path, likely in listed) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_best_and_worst_bound_what_each_play_is_worth_on_average(seed: int) -> None:
    case = small(seed)
    earned = [
        (worth_at_end(case, path) - case.start_worth(), likely)
        for path, likely in plays(case.start, case.replies)
    ]

    assert total(worth * likely for worth, likely in earned) == case.chance(case.start)
    assert min(earned)[0] <= case.worst(case.start)
    assert max(earned)[0] >= case.best(case.start)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bots_score_is_the_mean_score_of_its_plays(seed: int) -> None:
    case = small(seed)

    for bot in BOTS:
        listed = plays(case.start, partial(picks, case, bot=bot))
        assert bot_score(case, bot) == total(chance * score(case, path) for path, chance in listed)


@pytest.mark.parametrize("seed", SEEDS)
def test_remembering_changes_no_figure(seed: int) -> None:
    case = small(seed, most=40)

    anew = Brute(case.scenario, course(), remember=False)

    assert anew.best(anew.start) == case.best(case.start)
    assert anew.worst(anew.start) == case.worst(case.start)
    assert anew.chance(anew.start) == case.chance(case.start)
    assert anew.n() == case.n()
    assert (anew.best_line(), anew.worst_line()) == (case.best_line(), case.worst_line())
    assert bot_score(anew, "pleaser") == bot_score(case, "pleaser")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_way_back_lifts_the_kind_and_changes_no_more_than_it_says(seed: int) -> None:
    case, rng = drawn(seed), Random(seed)

    for path in (any_path(case, rng) for _ in range(5)):
        found = way_back(case, path)
        if found is not None:
            before = kind_order(case, str(steps(case, path)[-1].after.ending))
            changed = found.changes[0].step
            assert kind_order(case, found.ending) > before
            assert found.path[:changed] == path[:changed]
            assert found.path[changed][0] == found.changes[0].choice != path[changed][0]
            assert worth_at_end(case, found.path) == found.worth


def test_ways_back_of_one_change_and_of_two_are_both_met() -> None:
    found = [
        way_back(drawn(seed), any_path(drawn(seed), Random(at)))
        for seed in SEEDS
        for at in range(5)
    ]

    assert {len(way.changes) for way in found if way is not None} == {1, 2}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_best_play_has_no_moment_and_nothing_to_win_back(seed: int) -> None:
    case = drawn(seed)

    path = case.best_line()

    assert moment(case, path) is None
    assert not any(won_back(case, path))


@pytest.mark.parametrize("seed", SEEDS)
def test_something_worked_in_every_play_with_a_judged_reply(seed: int) -> None:
    case, rng = drawn(seed), Random(seed)

    for path in (any_path(case, rng) for _ in range(5)):
        judged = any(step.judged for step in steps(case, path))
        assert (what_worked(case, path) is not None) == judged


@pytest.mark.parametrize("seed", SEEDS)
def test_uniform_clicking_reaches_the_opening_once_and_the_ends_as_often(seed: int) -> None:
    case = drawn(seed)
    ways = (
        often * landing.share / len(case.replies(state))
        for state, often in case.reach().items()
        for reply in case.replies(state)
        for landing in reply.landings
        if landing.state.turn is None
    )

    assert case.reach()[case.start] == 1
    assert total(ways) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_reply_gives_nothing_away_and_the_guess_lies_between(seed: int) -> None:
    case = drawn(seed)

    for state in filter(case.judged, case.states()):
        guess = case.guess(state)
        assert guess is not None
        assert 0 <= guess < 1
        assert case.regret(state, case.best_reply(state).choice) <= SAME
