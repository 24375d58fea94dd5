"""Coming in, going, and coming back: what the door does in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from coach.people.door import (
    MOST_TRIES,
    OPEN_FOR,
    SALT_BYTES,
    TRIES_WITHIN,
    AskDigits,
    BrowserId,
    CameIn,
    KnownHere,
    NameTaken,
    NobodyIn,
    NotKnown,
    Opened,
    Random,
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
    sealed_code,
    sealed_digits,
)
from coach.people.tables import at_door, door_salt, learner, tries
from coach.people.tables import browser as known
from coach.record.engine import Database
from coach.record.envelope import LearnerId

_WHO = (  # asked on every drawing of a page, so it is put together once
    select(learner.c.learner, learner.c.name, learner.c.digits, known.c.unlocked_at)
    .join(at_door, at_door.c.learner == learner.c.learner)
    .join(
        known,
        (known.c.browser == at_door.c.browser) & (known.c.learner == at_door.c.learner),
    )
    .where(at_door.c.browser == bindparam("browser"))
)


class _Try(NamedTuple):
    """A try that was written down as wrong before anybody looks whether it is."""

    number: int
    left: int


class Door:
    """Knows browsers, and who is in on each. It lists nobody."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def who(self, browser: BrowserId, now: datetime) -> Visitor | None:
        """Who is in; None when nobody is."""
        with self._database.reading() as connection:
            return _who(connection, browser, now)

    def welcome(self, browser: BrowserId, learner_id: LearnerId, now: datetime) -> Visitor:
        """Let somebody without a name in, unless somebody is in already.

        Args:
            browser: where.
            learner_id: a random one, for whoever is new.
            now: with a time zone.

        Returns:
            Who is in, new or not.
        """
        with self._database.writing() as connection:
            put = self._insert(at_door).values(browser=browser, learner=learner_id)
            put = put.on_conflict_do_nothing().returning(at_door.c.learner)
            if connection.execute(put).first() is not None:
                connection.execute(insert(learner).values(learner=learner_id, begun_at=now))
                connection.execute(insert(known).values(browser=browser, learner=learner_id))
            return _in(connection, browser, now)

    def take_name(self, browser: BrowserId, name: str, now: datetime) -> NameTaken | KnownHere:
        """Give the one who is in a name, or another one.

        Returns:
            KnownHere, and nothing is changed, when somebody else had it on this browser.

        Raises:
            NobodyIn: nobody to name.
            NotAName: it cannot be a name.
            Shut: they have a name, and their digits are due.
        """
        name = clean_name(name)
        with self._database.writing() as connection:
            visitor = _open(connection, browser, now)
            for other in _called(connection, browser, name):
                if other.learner != visitor.learner:
                    return KnownHere(other.name, other.digits is not None)
            values = {"name": name, "name_key": name_key(name)}
            connection.execute(_row_of(visitor).values(values))
        return NameTaken(name)

    def set_digits(self, browser: BrowserId, digits: str, random: Random, now: datetime) -> None:
        """Give the one who is in four digits, or new ones; on this browser they are open now.

        Raises:
            NobodyIn: nobody is in.
            NotFourDigits: they are not.
            Shut: the digits set before are due.
        """
        sealed = sealed_digits(four_digits(digits), random(SALT_BYTES))
        with self._database.writing() as connection:
            visitor = _open(connection, browser, now)
            connection.execute(_row_of(visitor).values(digits=sealed))
            self._link(connection, browser, visitor.learner, now)

    def open(self, browser: BrowserId, digits: str, now: datetime) -> Opened | Wrong | Wait:
        """Show who is in what they wrote, for an hour.

        Raises:
            NobodyIn: nobody is in.
            NotFourDigits: they are not; it counts as no try.
        """
        digits = four_digits(digits)
        with self._database.reading() as connection:
            visitor = _in(connection, browser, now)
            found = connection.execute(_learner(visitor.learner)).one()
        if found.digits is None:
            return Opened()
        fits = self._fitting(browser, (found,), digits, now)
        if isinstance(fits, Wrong | Wait):
            return fits
        with self._database.writing() as connection:
            self._link(connection, browser, visitor.learner, now)
        return Opened()

    def come_in(
        self, browser: BrowserId, name: str, digits: str | None, now: datetime
    ) -> CameIn | AskDigits | NotKnown | Wrong | Wait:
        """Let somebody in who was on this browser before.

        Where two on one browser share a name, the digits tell them apart.

        Raises:
            NotAName: it cannot be a name.
            NotFourDigits: they are not; it counts as no try.
        """
        name = clean_name(name)
        with self._database.reading() as connection:
            found = _called(connection, browser, name)
        if not found:
            return NotKnown()
        return self._come(browser, found, digits, now)

    def return_code(self, browser: BrowserId, random: Random, now: datetime) -> str:
        """A new code that brings the one who is in to another browser; the old one is void.

        Raises:
            NobodyIn: nobody is in.
            Shut: their digits are due.
        """
        code = new_code(random)
        with self._database.writing() as connection:
            _open(connection, browser, now)
            put = self._insert(door_salt).values(only=1, salt=random(SALT_BYTES))
            connection.execute(put.on_conflict_do_nothing())
            salt = connection.execute(select(door_salt.c.salt)).scalar_one()
        sealed = sealed_code(code, salt)
        with self._database.writing() as connection:
            visitor = _open(connection, browser, now)
            connection.execute(_row_of(visitor).values(code=sealed))
        return code

    def come_back(
        self, browser: BrowserId, code: str, digits: str | None, now: datetime
    ) -> CameIn | AskDigits | Wrong | Wait:
        """Let somebody in by their return code, and by their digits if they set some.

        Raises:
            NotACode: no code looks like that; it counts as no try.
            NotFourDigits: they are not; it counts as no try.
        """
        code = clean_code(code)
        trial = self._written_down(browser, None, now)
        if isinstance(trial, Wait):
            return trial
        found = self._of_code(code)
        if found is None:
            return Wrong(trial.left)
        self._strike_out(trial)
        return self._come(browser, (found,), digits, now)

    def leave(self, browser: BrowserId) -> None:
        """Nobody is in any more. Who has a name comes in again by typing it here."""
        with self._database.writing() as connection:
            _shut_all(connection, browser)
            connection.execute(delete(at_door).where(at_door.c.browser == browser))

    def _come(
        self, browser: BrowserId, found: Sequence[Row[Any]], digits: str | None, now: datetime
    ) -> CameIn | AskDigits | Wrong | Wait:
        who = found[0]
        checked = len(found) > 1 or who.digits is not None
        if checked:
            if digits is None:
                return AskDigits()
            fits = self._fitting(browser, found, four_digits(digits), now)
            if isinstance(fits, Wrong | Wait):
                return fits
            who = fits
        return self._let_in(browser, who.learner, now if checked else None, now)

    def _let_in(
        self, browser: BrowserId, who: LearnerId, unlocked_at: datetime | None, now: datetime
    ) -> CameIn:
        with self._database.writing() as connection:
            before = connection.execute(
                select(learner)
                .join(at_door, at_door.c.learner == learner.c.learner)
                .where(at_door.c.browser == browser)
            ).first()
            _shut_all(connection, browser)
            put = self._insert(at_door).values(browser=browser, learner=who)
            put = put.on_conflict_do_update(
                index_elements=[at_door.c.browser], set_={"learner": who}
            )
            connection.execute(put)
            self._link(connection, browser, who, unlocked_at)
            visitor = _in(connection, browser, now)
        return CameIn(visitor, _lost(before, who))

    def _link(
        self, connection: Connection, browser: BrowserId, who: UUID, unlocked_at: datetime | None
    ) -> None:
        put = self._insert(known).values(browser=browser, learner=who, unlocked_at=unlocked_at)
        put = put.on_conflict_do_update(
            index_elements=[known.c.browser, known.c.learner], set_={"unlocked_at": unlocked_at}
        )
        connection.execute(put)

    def _fitting(
        self, browser: BrowserId, found: Sequence[Row[Any]], digits: str, now: datetime
    ) -> Row[Any] | Wrong | Wait:
        """The first whose digits these are; the try is written down before it is judged."""
        trial = self._written_down(browser, found[0].learner, now)
        if isinstance(trial, Wait):
            return trial
        for each in found:
            if each.digits is not None and digits_fit(digits, each.digits):
                self._strike_out(trial)
                return each
        return Wrong(trial.left)

    def _written_down(
        self, browser: BrowserId, who: LearnerId | None, now: datetime
    ) -> _Try | Wait:
        begins = now - TRIES_WITHIN
        with self._database.writing() as connection:
            if not self._database.is_sqlite:
                connection.execute(text("LOCK TABLE tries IN EXCLUSIVE MODE"))
            connection.execute(delete(tries).where(tries.c.at <= begins))
            query = select(tries.c.at).order_by(tries.c.number)
            here = connection.execute(query.where(tries.c.browser == browser)).all()
            theirs = connection.execute(query.where(tries.c.learner == who)).all() if who else []
            most = max(here, theirs, key=len)
            if len(most) >= MOST_TRIES:
                return Wait(most[-MOST_TRIES].at + TRIES_WITHIN)
            put = insert(tries).values(browser=browser, learner=who, at=now)
            number = connection.execute(put.returning(tries.c.number)).scalar_one()
        return _Try(number, MOST_TRIES - len(most) - 1)

    def _strike_out(self, trial: _Try) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(tries).where(tries.c.number == trial.number))

    def _of_code(self, code: str) -> Row[Any] | None:
        with self._database.reading() as connection:
            salt = connection.execute(select(door_salt.c.salt)).scalar()
        if salt is None:  # this store has never given a code out
            return None
        query = select(learner).where(learner.c.code == sealed_code(code, salt))
        with self._database.reading() as connection:
            return connection.execute(query).first()

    def _insert(self, into: Any) -> Any:
        return (sqlite if self._database.is_sqlite else postgresql).insert(into)


def _who(connection: Connection, browser: BrowserId, now: datetime) -> Visitor | None:
    row = connection.execute(_WHO, {"browser": browser}).first()
    if row is None:
        return None
    has_digits = row.digits is not None
    fresh = row.unlocked_at is not None and now - row.unlocked_at < OPEN_FOR
    return Visitor(LearnerId(row.learner), row.name, has_digits, open=fresh or not has_digits)


def _in(connection: Connection, browser: BrowserId, now: datetime) -> Visitor:
    visitor = _who(connection, browser, now)
    if visitor is None:
        raise NobodyIn("nobody is in on this browser")
    return visitor


def _open(connection: Connection, browser: BrowserId, now: datetime) -> Visitor:
    visitor = _in(connection, browser, now)
    if not visitor.open:
        raise Shut("the four digits are due first")
    return visitor


def _called(connection: Connection, browser: BrowserId, name: str) -> Sequence[Row[Any]]:
    """Those of a name on a browser. Never without the browser: names elsewhere are not told."""
    query = (
        select(learner)
        .join(known, known.c.learner == learner.c.learner)
        .where(known.c.browser == browser, learner.c.name_key == name_key(name))
        .order_by(learner.c.begun_at, learner.c.learner)
    )
    return connection.execute(query).all()


def _learner(who: LearnerId) -> Any:
    return select(learner).where(learner.c.learner == who)


def _row_of(visitor: Visitor) -> Any:
    return update(learner).where(learner.c.learner == visitor.learner)


def _shut_all(connection: Connection, browser: BrowserId) -> None:
    connection.execute(update(known).where(known.c.browser == browser).values(unlocked_at=None))


def _lost(before: Row[Any] | None, now_in: LearnerId) -> LearnerId | None:
    if before is None or before.learner == now_in or before.name or before.code:
        return None
    return LearnerId(before.learner)
