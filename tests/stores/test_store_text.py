"""The same value is the same text, and the text is the value again."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.content.course import Course
from coach.content.scenario import Meters, Scenario, ToEnding, ToOutcome, ToTurn
from coach.record.codec import canonical, decode, moment, moment_text
from coach.roleplay.play import ChoiceMade

ZONES = st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda off: timezone(timedelta(minutes=off // timedelta(minutes=1)))
)
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=ZONES,
)
# every character that can be kept: no halves of one
WORDS = st.text(st.characters(exclude_categories=["Cs"]))


class Pair(NamedTuple):
    left: int
    right: float


@dataclass(frozen=True)
class Everything:
    at: datetime
    id: UUID
    text: str
    maybe: str | None
    yes: bool
    number: float
    pair: Pair
    several: tuple[Pair, ...]
    named: Mapping[str, tuple[str, ...]]
    some: frozenset[str]
    target: ToTurn | ToEnding | ToOutcome


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
PAIRS = st.builds(Pair, st.integers(), NUMBERS)
TARGETS = st.one_of(st.builds(ToTurn, WORDS), st.builds(ToEnding, WORDS), st.just(ToOutcome()))
EVERYTHING = st.builds(
    Everything,
    at=MOMENTS,
    id=st.uuids(),
    text=WORDS,
    maybe=st.none() | WORDS,
    yes=st.booleans(),
    number=NUMBERS,
    pair=PAIRS,
    several=st.lists(PAIRS).map(tuple),
    named=st.dictionaries(WORDS, st.lists(WORDS).map(tuple)),
    some=st.frozensets(WORDS),
    target=TARGETS,
)
CHOICES = st.builds(
    ChoiceMade,
    at=MOMENTS,
    meters=st.builds(Meters, *[st.integers(0, 10)] * 4),
    goes_to=st.builds(ToTurn, WORDS) | st.builds(ToEnding, WORDS),
    **dict.fromkeys(("turn", "choice", "move", "skill", "reaction", "feedback"), WORDS),
)


@given(EVERYTHING)
def test_every_value_comes_back_from_its_text_and_has_the_same_text_again(
    value: Everything,
) -> None:
    text = canonical(value)
    back = decode(Everything, text)
    assert back == value
    assert canonical(back) == text


@given(CHOICES)
def test_a_reply_of_a_play_comes_back_from_its_text(made: ChoiceMade) -> None:
    assert decode(ChoiceMade, canonical(made)) == made


def test_every_shipped_conversation_comes_back_from_its_text(course: Course) -> None:
    assert len(course.scenarios) >= 2
    for scenario in course.scenarios.values():
        text = canonical(scenario)
        back = decode(Scenario, text)
        for field in fields(Scenario):
            kept, was = getattr(back, field.name), getattr(scenario, field.name)
            assert kept == (dict(was) if isinstance(was, Mapping) else was), field.name
        assert canonical(back) == text
        assert list(back.turns) == list(scenario.turns)


def test_a_mapping_keeps_its_order_and_a_set_is_sorted() -> None:
    value = MappingProxyType({"b": frozenset({"z", "a", "m"}), "a": Meters(1, 2, 3, 4)})
    meters = '{"rapport":1,"trust":2,"energy":3,"credibility":4}'
    assert canonical(value) == '{"b":["a","m","z"],"a":' + meters + "}"


def test_letters_stand_as_they_are_typed_and_without_spaces_around_them() -> None:
    assert canonical(("Ève", "日本", "\x00")) == '["Ève","日本","\\u0000"]'


def test_equal_numbers_share_a_text() -> None:
    assert canonical((1, 1.0, -0.0, 0.1, 1e300)) == "[1,1,0,0.1,1e+300]"


def test_a_moment_is_written_in_utc_with_microseconds() -> None:
    nairobi = timezone(timedelta(hours=3))
    assert canonical(datetime(2025, 3, 9, 14, 5, tzinfo=nairobi)) == '"2025-03-09T11:05:00.000000Z"'


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_their_texts_do(one: datetime, other: datetime) -> None:
    assert (one < other) == (moment_text(one) < moment_text(other))
    assert moment(moment_text(one)) == one
    assert moment(moment_text(one)).tzinfo == UTC


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"e": number})


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        canonical(datetime(2025, 3, 9))  # noqa: DTZ001


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        canonical("\ud83d")


@pytest.mark.parametrize("value", [b"bytes", object(), {True: 1}, {(1, 2): 3}, ToTurn])
def test_what_has_no_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_a_text_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="right"):
        decode(Pair, '{"left":1,"right":"much"}')
