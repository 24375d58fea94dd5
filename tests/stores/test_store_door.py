"""Coming in, going and coming back on machines that several share."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, select

from coach.people.door import (
    ALPHABET,
    AskDigits,
    BrowserId,
    CameIn,
    KnownHere,
    NameTaken,
    NobodyIn,
    NotACode,
    NotAName,
    NotFourDigits,
    NotKnown,
    Opened,
    Shut,
    Visitor,
    Wait,
    Wrong,
    clean_code,
    clean_name,
    digits_fit,
    four_digits,
    name_key,
    new_code,
    sealed_digits,
)
from coach.people.store import Door
from coach.record.engine import Database, open_store
from coach.record.envelope import LearnerId
from coach.record.store import Store
from coach.record.tables import metadata
from stores.said import KINDS, NOON, Said

HOME, PHONE = BrowserId("a" * 64), BrowserId("b" * 64)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database)


@pytest.fixture
def dice() -> random.Random:
    return random.Random(7)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada ", "Ada"),
        ("Ada\t  Mae", "Ada Mae"),
        ("🙂", "🙂"),
        ("日本", "日本"),
        ("a" * 40, "a" * 40),
    ],
)
def test_a_name_is_kept_as_it_is_typed_but_for_its_spaces(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Any name will do"),
        (" \n ", "Any name will do"),
        ("a" * 41, "Up to 40 letters"),
        ("Ada\x00", "cannot be shown"),
        ("Ada\x1b[2J", "cannot be shown"),
        ("\ud83d", "cannot be shown"),
        ("Ada\u202e", "cannot be shown"),
        ("\u200b\u200d", "Any name will do"),
    ],
)
def test_what_cannot_be_a_name_is_refused_kindly(typed: str, said: str) -> None:
    with pytest.raises(NotAName, match=said):
        clean_name(typed)


@pytest.mark.parametrize("other", ["ada", "ADA", "ＡＤＡ", "𝐀da"])
def test_a_name_is_the_same_name_however_it_is_spelled(other: str) -> None:
    assert name_key(other) == name_key("Ada")
    assert name_key(other) != name_key("Ade")


@given(st.text(min_size=1, max_size=40))
def test_a_key_of_a_name_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@pytest.mark.parametrize("typed", ["", "123", "12345", "12a4", "٣٤٥٦", "12 34", "-123"])
def test_four_digits_are_four_digits(typed: str) -> None:
    with pytest.raises(NotFourDigits):
        four_digits(typed)


def test_digits_are_kept_so_that_two_learners_with_the_same_do_not_look_alike() -> None:
    one, other = (sealed_digits("0417", bytes([salt]) * 16) for salt in (1, 2))
    assert one != other
    assert digits_fit("0417", one)
    assert digits_fit("0417", other)
    assert not digits_fit("0418", one)
    assert "0417" not in one


@given(st.binary(min_size=16, max_size=16), st.sampled_from(["", " ", "\t"]))
def test_a_return_code_is_read_however_it_is_typed(drawn: bytes, space: str) -> None:
    code = new_code(lambda count: drawn[:count])
    assert len(code) == 9
    assert set(code) <= {*ALPHABET, "-"}
    assert not set(code) & set("0O1IL")
    for change in (str.lower, str.upper, str.title):
        for dash in ("-", "", " ", " - ", "–"):
            assert clean_code(space + change(code).replace("-", dash)) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-J", "ABCD-EFG0", "ABCD-EFGÄ"])
def test_what_cannot_be_a_return_code_is_refused(typed: str) -> None:
    with pytest.raises(NotACode, match="eight letters and digits"):
        clean_code(typed)


def test_nobody_is_in_on_a_new_browser(door: Door) -> None:
    assert door.who(HOME, NOON) is None


def test_who_is_welcomed_has_no_name_and_is_open(door: Door, ada: LearnerId) -> None:
    visitor = door.welcome(HOME, ada, NOON)
    assert visitor == Visitor(ada, None, has_digits=False, open=True)
    assert door.who(HOME, NOON) == visitor
    assert door.who(PHONE, NOON) is None


def test_a_second_welcome_finds_who_is_in(door: Door, ada: LearnerId, ben: LearnerId) -> None:
    first = door.welcome(HOME, ada, NOON)
    assert door.welcome(HOME, ben, NOON) == first


def test_eight_tabs_at_once_welcome_one(door: Door, database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda _: door.welcome(HOME, LearnerId(uuid4()), NOON).learner, range(8))
        )
    assert len(set(found)) == 1
    with database.reading() as connection:
        rows = connection.execute(select(metadata.tables["learner"].c.learner)).scalars().all()
    assert rows == [found[0]]


def test_a_name_is_given_once_and_twice_alike(door: Door, ada: LearnerId) -> None:
    door.welcome(HOME, ada, NOON)
    for _ in range(2):
        assert door.take_name(HOME, " Ada ", NOON) == NameTaken("Ada")
    assert door.who(HOME, NOON) == Visitor(ada, "Ada", has_digits=False, open=True)


def test_a_name_needs_somebody_to_bear_it(door: Door) -> None:
    with pytest.raises(NobodyIn):
        door.take_name(HOME, "Ada", NOON)


def test_a_name_that_is_known_on_this_browser_is_not_taken_again(
    door: Door, ada: LearnerId, ben: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Ada")
    door.leave(HOME)
    door.welcome(HOME, ben, NOON)
    assert door.take_name(HOME, "ADA", NOON) == KnownHere("Ada", has_digits=False)
    assert door.who(HOME, NOON) == Visitor(ben, None, has_digits=False, open=True)
    came = door.come_in(HOME, "ada", None, NOON)
    assert came == CameIn(Visitor(ada, "Ada", has_digits=False, open=True), left_behind=ben)
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    door.leave(HOME)
    door.welcome(HOME, LearnerId(uuid4()), NOON)
    assert door.take_name(HOME, "Ada", NOON) == KnownHere("Ada", has_digits=True)


def test_a_name_on_another_browser_is_nobodys_business(
    door: Door, ada: LearnerId, ben: LearnerId
) -> None:
    _named(door, HOME, ada, "Ada")
    door.welcome(PHONE, ben, NOON)
    assert door.come_in(PHONE, "Ada", None, NOON) == NotKnown()
    assert door.come_in(PHONE, "Ada", "0417", NOON) == NotKnown()
    assert door.take_name(PHONE, "Ada", NOON) == NameTaken("Ada")


def test_who_left_comes_in_again_by_name(door: Door, ada: LearnerId) -> None:
    _named(door, HOME, ada, "Ada")
    door.leave(HOME)
    assert door.who(HOME, NOON) is None
    visitor = Visitor(ada, "Ada", has_digits=False, open=True)
    assert door.come_in(HOME, " ada", None, NOON) == CameIn(visitor, left_behind=None)
    assert door.who(HOME, NOON) == visitor


def test_digits_keep_others_out(door: Door, ada: LearnerId, dice: random.Random) -> None:
    _locked(door, HOME, ada, "Ada", dice)
    assert door.come_in(HOME, "Ada", None, NOON) == AskDigits()
    assert door.come_in(HOME, "Ada", "0418", NOON) == Wrong(left=4)
    assert door.who(HOME, NOON) is None
    visitor = Visitor(ada, "Ada", has_digits=True, open=True)
    assert door.come_in(HOME, "Ada", " 0417 ", NOON) == CameIn(visitor, left_behind=None)


def test_what_was_written_is_open_for_an_hour_after_the_digits(
    door: Door, ada: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Ada")
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    still, after = NOON + HOUR - MINUTE, NOON + HOUR
    shut = Visitor(ada, "Ada", has_digits=True, open=False)
    assert door.who(HOME, still) == replace(shut, open=True)
    assert door.who(HOME, after) == shut
    assert door.open(HOME, "1234", after) == Wrong(left=4)
    assert door.who(HOME, after) == shut
    assert door.open(HOME, "0417", after) == Opened()
    assert door.who(HOME, after) == replace(shut, open=True)


def test_leaving_shuts_what_was_open(door: Door, ada: LearnerId, dice: random.Random) -> None:
    _locked(door, HOME, ada, "Ada", dice)
    assert door.come_in(HOME, "Ada", None, NOON + MINUTE) == AskDigits()


def test_while_shut_nothing_can_be_changed(door: Door, ada: LearnerId, dice: random.Random) -> None:
    _named(door, HOME, ada, "Ada")
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    later = NOON + HOUR
    with pytest.raises(Shut):
        door.take_name(HOME, "Eve", later)
    with pytest.raises(Shut):
        door.set_digits(HOME, "6666", dice.randbytes, later)
    with pytest.raises(Shut):
        door.return_code(HOME, dice.randbytes, later)
    assert door.open(HOME, "0417", later) == Opened()


def test_without_digits_there_is_nothing_to_open(door: Door, ada: LearnerId) -> None:
    door.welcome(HOME, ada, NOON)
    assert door.open(HOME, "0000", NOON) == Opened()
    with pytest.raises(NobodyIn):
        door.open(PHONE, "0000", NOON)


def test_after_five_wrong_tries_even_the_right_digits_wait_a_quarter_of_an_hour(
    door: Door, ada: LearnerId, dice: random.Random
) -> None:
    _locked(door, HOME, ada, "Ada", dice)
    for number in range(5):
        at = NOON + number * MINUTE
        assert door.come_in(HOME, "Ada", "9999", at) == Wrong(left=4 - number)
    for minute in (5, 14):
        wait = door.come_in(HOME, "Ada", "0417", NOON + minute * MINUTE)
        assert wait == Wait(NOON + 15 * MINUTE)
    assert isinstance(door.come_in(HOME, "Ada", "0417", NOON + 15 * MINUTE), CameIn)


def test_tries_from_other_browsers_count_for_the_same_learner(
    door: Door, ada: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Ada")
    code = door.return_code(HOME, dice.randbytes, NOON)
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    for number in range(5):
        away = BrowserId(f"{number:064}")
        assert door.come_back(away, code, "9999", NOON) == Wrong(left=4 - number)
    assert door.come_back(PHONE, code, "0417", NOON) == Wait(NOON + 15 * MINUTE)


def test_twenty_tries_at_once_are_five(door: Door, ada: LearnerId, dice: random.Random) -> None:
    _locked(door, HOME, ada, "Ada", dice)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: door.come_in(HOME, "Ada", f"9{n:03}", NOON), range(20)))
    assert sum(isinstance(each, Wrong) for each in found) == 5
    assert sum(isinstance(each, Wait) for each in found) == 15


def test_right_digits_use_up_no_try(door: Door, ada: LearnerId, dice: random.Random) -> None:
    _named(door, HOME, ada, "Ada")
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    for _ in range(7):
        assert door.open(HOME, "0417", NOON) == Opened()
    assert door.open(HOME, "9999", NOON) == Wrong(left=4)


def test_a_code_brings_a_name_to_another_browser_and_the_events_with_it(
    door: Door, store: Store, ada: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Ada")
    store.append(ada, Said("x"), event_id=uuid4(), at=NOON)
    code = door.return_code(HOME, dice.randbytes, NOON)
    came = door.come_back(PHONE, code.lower().replace("-", " "), None, NOON)
    assert came == CameIn(Visitor(ada, "Ada", has_digits=False, open=True), left_behind=None)
    assert len(store.reader(came.visitor.learner).events()) == 1
    door.leave(PHONE)
    assert isinstance(door.come_in(PHONE, "Ada", None, NOON), CameIn)


def test_a_new_code_makes_the_old_one_void(door: Door, ada: LearnerId, dice: random.Random) -> None:
    _named(door, HOME, ada, "Ada")
    old, new = (door.return_code(HOME, dice.randbytes, NOON) for _ in range(2))
    assert door.come_back(PHONE, old, None, NOON) == Wrong(left=4)
    assert isinstance(door.come_back(PHONE, new, None, NOON), CameIn)


def test_a_code_alone_does_not_pass_the_digits(
    door: Door, ada: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Ada")
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    code = door.return_code(HOME, dice.randbytes, NOON)
    assert door.come_back(PHONE, code, None, NOON) == AskDigits()
    assert door.come_back(PHONE, code, "9999", NOON) == Wrong(left=4)
    assert door.who(PHONE, NOON) is None
    assert isinstance(door.come_back(PHONE, code, "0417", NOON), CameIn)


def test_where_no_code_was_ever_given_out_none_lets_in(door: Door, ada: LearnerId) -> None:
    _named(door, HOME, ada, "Ada")
    assert door.come_back(PHONE, "ABCD-EFGH", None, NOON) == Wrong(left=4)
    assert door.who(PHONE, NOON) is None


def test_codes_cannot_be_tried_out(door: Door, ada: LearnerId, dice: random.Random) -> None:
    _named(door, HOME, ada, "Ada")
    code = door.return_code(HOME, dice.randbytes, NOON)
    wrong = [door.come_back(PHONE, new_code(dice.randbytes), None, NOON) for _ in range(5)]
    assert wrong == [Wrong(left) for left in (4, 3, 2, 1, 0)]
    assert door.come_back(PHONE, code, None, NOON) == Wait(NOON + 15 * MINUTE)


def test_who_comes_back_by_code_is_told_whom_they_leave_behind(
    door: Door, ada: LearnerId, ben: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Ada")
    code = door.return_code(HOME, dice.randbytes, NOON)
    door.welcome(PHONE, ben, NOON)
    came = door.come_back(PHONE, code, None, NOON)
    assert isinstance(came, CameIn)
    assert came.left_behind == ben
    again = door.come_back(PHONE, code, None, NOON)
    assert isinstance(again, CameIn)
    assert again.left_behind is None


def test_two_of_one_name_on_one_browser_are_told_apart_by_their_digits(
    door: Door, ada: LearnerId, ben: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Sam")
    door.set_digits(HOME, "1111", dice.randbytes, NOON)
    code = door.return_code(HOME, dice.randbytes, NOON)
    _named(door, PHONE, ben, "Sam")
    door.set_digits(PHONE, "2222", dice.randbytes, NOON)
    door.come_back(PHONE, code, "1111", NOON)
    door.leave(PHONE)
    assert door.come_in(PHONE, "Sam", None, NOON) == AskDigits()
    for digits, learner in (("1111", ada), ("2222", ben)):
        came = door.come_in(PHONE, "Sam", digits, NOON)
        assert isinstance(came, CameIn)
        assert came.visitor.learner == learner
    assert isinstance(door.come_in(PHONE, "Sam", "3333", NOON), Wrong)


def test_somebody_else_coming_in_shuts_what_the_one_before_had_open(
    door: Door, ada: LearnerId, ben: LearnerId, dice: random.Random
) -> None:
    _locked(door, HOME, ada, "Ada", dice)
    _named(door, HOME, ben, "Ben")
    door.come_in(HOME, "Ada", "0417", NOON)
    door.come_in(HOME, "Ben", None, NOON)
    assert door.come_in(HOME, "Ada", None, NOON) == AskDigits()


def test_the_door_lists_nobody() -> None:
    public = {name for name in vars(Door) if not name.startswith("_")}
    one_by_one = {"who", "welcome", "take_name", "set_digits", "open"}
    assert public == one_by_one | {"come_in", "return_code", "come_back", "leave"}


def test_digits_and_codes_are_not_kept_as_they_are(
    door: Door, database: Database, ada: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Ada")
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    code = door.return_code(HOME, dice.randbytes, NOON)
    with database.reading() as connection:
        row = connection.execute(select(metadata.tables["learner"])).one()
    salt, kept = row.digits.split("$")
    assert (len(salt), len(kept), len(row.code)) == (32, 64, 64)
    assert code not in row.code
    assert code.replace("-", "") not in row.code


def test_erasing_takes_name_digits_code_tries_and_browsers(
    door: Door, store: Store, database: Database, ada: LearnerId, dice: random.Random
) -> None:
    _named(door, HOME, ada, "Ada")
    code = door.return_code(HOME, dice.randbytes, NOON)
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    door.come_back(PHONE, code, "0417", NOON)
    door.open(PHONE, "9999", NOON)
    store.erase(ada, NOON)
    assert set(_learners_anywhere(database)) == set()
    assert door.who(HOME, NOON) is None
    assert door.who(PHONE, NOON) is None
    assert door.come_in(HOME, "Ada", "0417", NOON) == NotKnown()
    assert door.come_back(PHONE, code, "0417", NOON) == Wrong(left=4)


def test_no_erased_name_can_be_found_in_the_file(tmp_path: Path, dice: random.Random) -> None:
    database = open_store(f"sqlite:///{tmp_path}/course.db")
    door, store = Door(database), Store(database, KINDS)
    learner, name = LearnerId(uuid4()), "Nkiruka Quisling"
    _named(door, HOME, learner, name)
    door.set_digits(HOME, "0417", dice.randbytes, NOON)
    assert name.encode() in _bytes_in(tmp_path)
    store.erase(learner, NOON)
    left = _bytes_in(tmp_path)
    for trace in (name, name.casefold(), learner.hex, HOME):
        assert trace.encode() not in left
    database.close()


def _named(door: Door, browser: BrowserId, learner: LearnerId, name: str) -> None:
    door.leave(browser)
    door.welcome(browser, learner, NOON)
    assert door.take_name(browser, name, NOON) == NameTaken(name)


def _locked(
    door: Door, browser: BrowserId, learner: LearnerId, name: str, dice: random.Random
) -> None:
    """Somebody with the digits 0417 who has left."""
    _named(door, browser, learner, name)
    door.set_digits(browser, "0417", dice.randbytes, NOON)
    door.leave(browser)


def _learners_anywhere(database: Database) -> Iterator[LearnerId]:
    for table in metadata.sorted_tables:
        column: Column[LearnerId] | None = table.columns.get("learner")
        if column is not None:
            with database.reading() as connection:
                yield from connection.execute(select(column)).scalars().all()


def _bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
