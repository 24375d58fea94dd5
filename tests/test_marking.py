"""Marks of exercises: bounds, and chance as a random answerer earns it."""

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.content.lesson import ExerciseId, Item, ItemId, LineId, Option, OptionId, OrderExercise
from coach.exercises.answers import BestAndWorst, Chosen, Ordered
from coach.exercises.marking import mark
from coach.exercises.marks import (
    Mark,
    NotAnAnswer,
    of_best_and_worst,
    of_choice,
    of_match,
    of_order,
    of_ranking,
    of_spotting,
)

WORTHS = st.lists(st.integers(-2, 2), min_size=3, max_size=5).filter(
    lambda worths: len(set(worths)) > 1
)
RANKS = st.permutations([-2, -1, 0, 1, 2]).flatmap(
    lambda worths: st.integers(3, 5).map(lambda n: worths[:n])
)


ANY_ORDER = OrderExercise(
    ExerciseId("x"),
    ("i",),
    confidence=False,
    prompt="?",
    steps=(Item(ItemId("a"), "A"), Item(ItemId("b"), "B")),
    any=True,
    feedback=None,
)


def options(worths: list[int]) -> tuple[Option, ...]:
    return tuple(
        Option(OptionId(f"o{i}"), f"text {i}", worth, None, "*Rule.*")
        for i, worth in enumerate(worths)
    )


def mean(marks: list[Mark]) -> float:
    return float(sum(Fraction(m.mark).limit_denominator(10**6) for m in marks) / len(marks))


@settings(deadline=None)  # the clock of a busy machine proves nothing
@given(WORTHS)
def test_a_choice_earns_its_worth_between_the_least_and_the_greatest(worths: list[int]) -> None:
    all_marks = [of_choice(options(worths), OptionId(f"o{i}")) for i in range(len(worths))]

    assert {round(m.mark, 9) for m in all_marks} >= {0.0, 1.0}
    assert all_marks[0].chance == pytest.approx(mean(all_marks))


@settings(deadline=None)
@given(RANKS)
def test_ranking_earns_all_for_the_key_and_nothing_for_its_reverse(worths: list[int]) -> None:
    given_options = options(worths)
    key = [o.id for o in sorted(given_options, key=lambda o: -o.worth)]
    every = [of_ranking(given_options, order) for order in permutations(key)]

    assert of_ranking(given_options, key).mark == 1
    assert of_ranking(given_options, key[::-1]).mark == 0
    assert every[0].chance == pytest.approx(mean(every))
    assert all(0 <= m.mark <= 1 for m in every)


@settings(deadline=None)
@given(WORTHS.filter(lambda w: w.count(max(w)) == 1 and w.count(min(w)) == 1))
def test_best_and_worst_earn_a_half_each(worths: list[int]) -> None:
    given_options = options(worths)
    ids = [o.id for o in given_options]
    every = [
        of_best_and_worst(given_options, BestAndWorst(best, worst))
        for best, worst in permutations(ids, 2)
    ]

    assert {m.mark for m in every} <= {0.0, 0.5, 1.0}
    assert every[0].chance == pytest.approx(mean(every))


@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_an_order_earns_its_share_of_pairs(n: int) -> None:
    steps = [ItemId(f"s{i}") for i in range(n)]
    every = [of_order(steps, order) for order in permutations(steps)]

    assert of_order(steps, steps).mark == 1
    assert of_order(steps, steps[::-1]).mark == 0
    assert every[0].chance == pytest.approx(mean(every))


def test_two_neighbours_changed_cost_one_pair_of_six() -> None:
    steps = [ItemId(s) for s in "abcd"]

    assert of_order(steps, [ItemId(s) for s in "bacd"]).mark == pytest.approx(5 / 6)


@pytest.mark.parametrize(("lefts", "rights"), [(3, 3), (4, 2), (3, 5)])
def test_matching_earns_its_share_of_pairs(lefts: int, rights: int) -> None:
    left = [ItemId(f"l{i}") for i in range(lefts)]
    right = [ItemId(f"r{i}") for i in range(rights)]
    key = MappingProxyType({id_: right[i % rights] for i, id_ in enumerate(left)})
    every = [
        of_match(key, right, list(zip(left, chosen, strict=True)))
        for chosen in product(right, repeat=lefts)
    ]

    assert of_match(key, right, list(key.items())).mark == 1
    assert every[0].chance == pytest.approx(mean(every))


@pytest.mark.parametrize("answer", [LineId("b"), None])
def test_spotting_is_a_hit_or_a_miss_and_none_is_an_answer(answer: LineId | None) -> None:
    lines = [LineId(s) for s in "abc"]
    every = [of_spotting(lines, answer, spotted) for spotted in (*lines, None)]

    assert [m.mark for m in every] == [0, float(answer is not None), 0, float(answer is None)]
    assert every[0].chance == pytest.approx(mean(every)) == pytest.approx(1 / 4)


def test_random_answerers_earn_the_chance_that_is_told() -> None:
    """The same as above by simulation: 20,000 answerers, five standard errors."""
    rng = random.Random(7)
    given_options = options([2, 1, -1, -2])
    ids = [o.id for o in given_options]
    told = of_ranking(given_options, ids).chance
    earned = [of_ranking(given_options, rng.sample(ids, 4)).mark for _ in range(20_000)]

    assert sum(earned) / len(earned) == pytest.approx(told, abs=5 * 0.29 / 20_000**0.5)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: of_choice(options([1, 2]), OptionId("nobody")),
        lambda: of_ranking(options([1, 2, 0]), [OptionId("o0"), OptionId("o0"), OptionId("o1")]),
        lambda: of_best_and_worst(options([1, 2]), BestAndWorst(OptionId("o0"), OptionId("o0"))),
        lambda: of_order([ItemId("a"), ItemId("b")], [ItemId("a")]),
        lambda: of_spotting([LineId("a")], None, LineId("z")),
        lambda: mark(ANY_ORDER, Chosen(OptionId("a"))),
    ],
    ids=["no such option", "one twice", "best is worst", "one missing", "no such line", "a kind"],
)
def test_an_answer_to_something_else_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(NotAnAnswer):
        wrong()


def test_an_order_in_which_any_will_do_is_not_marked() -> None:
    assert mark(ANY_ORDER, Ordered((ItemId("b"), ItemId("a")))) is None
