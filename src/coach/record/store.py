"""Append and read: everything the record does in SQL."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    column,
    delete,
    exists,
    func,
    insert,
    inspect,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.dialects import postgresql, sqlite

from coach.record.codec import canonical, decode, moment_text
from coach.record.engine import Database
from coach.record.envelope import Envelope, Kinds, LearnerId
from coach.record.tables import LEARNER, content, erasure, event, id_type, snapshot

T = TypeVar("T")

PATIENCE = 1000  # tries for a place in a learner's order; each lost one went to somebody else


class NotYours(LookupError):
    """The event that stands under this id is another learner's."""


class Draft(NamedTuple):
    """An event before it is kept.

    Attributes:
        value: of a registered kind.
        id: says what happened, so the same happening twice is one event.
        at: when, with a time zone.
        about: what it belongs to, such as an attempt; None for what stands alone.
    """

    value: object
    id: UUID
    at: datetime
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class Appended:
    """The event that stands under an id now; `new` is false when it already stood."""

    envelope: Envelope
    new: bool


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[T]):
    """A fold of a learner's events up to and with `seq`. Rebuildable, never authoritative."""

    seq: int
    value: T


class Reader:
    """What one viewer may read: their own. Every query carries who they are."""

    def __init__(self, database: Database, kinds: Kinds, viewer: LearnerId) -> None:
        self.viewer = viewer
        self._database = database
        self._kinds = kinds

    def events(
        self,
        *,
        about: UUID | None = None,
        after: int = 0,
        kinds: Collection[type] | None = None,
        also_last: type | None = None,
    ) -> tuple[Envelope, ...]:
        """The viewer's events in their order.

        Args:
            about: only those that belong to this; None for all.
            after: only those later than this seq.
            kinds: only those of these classes; None for all.
            also_last: the latest of this class as well, whatever it belongs to.

        Raises:
            UnknownKind: a class is no registered kind.
        """
        also = None if also_last is None else self._kinds.of(also_last).name
        query = _own(self._names(kinds), also, about=about is not None)
        asked = self._asked(about) | {"after": after}
        with self._database.reading() as connection:
            rows = connection.execute(query, asked).all()
        return tuple(_envelope(row, self._kinds) for row in rows)

    def snapshot(self, kind: str, version: int, shape: type[T]) -> Snapshot[T] | None:
        """The viewer's kept fold; None when there is none of this version."""
        query = select(snapshot.c.seq, snapshot.c.payload).where(
            snapshot.c.learner == self.viewer,
            snapshot.c.kind == kind,
            snapshot.c.version == version,
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else Snapshot(row.seq, decode(shape, row.payload))

    def _asked(self, about: UUID | None) -> dict[str, object]:
        return {"learner": self.viewer, "about": about}

    def _names(self, kinds: Collection[type] | None) -> tuple[str, ...] | None:
        return None if kinds is None else tuple(self._kinds.of(kind).name for kind in kinds)


@cache
def _own(names: tuple[str, ...] | None, also: str | None, *, about: bool) -> Select[Any]:
    """The viewer's events; put together once, asked on every drawing of a page.

    Args:
        names: of kinds; None for all.
        also: the latest of this kind as well.
        about: only those that belong to one thing.
    """
    mine = event.c.learner == bindparam("learner", type_=id_type())
    asked = [event.c.seq > bindparam("after")]
    if about:
        asked.append(event.c.about == bindparam("about", type_=id_type()))
    if names is not None:
        asked.append(event.c.kind.in_(names))
    wanted = and_(*asked)
    if also is not None:
        latest = select(func.max(event.c.seq)).where(mine, event.c.kind == also)
        wanted = or_(wanted, event.c.seq == latest.scalar_subquery())
    return select(event).where(mine, wanted).order_by(event.c.seq)


class Store:
    """Where events are appended, and readers are made."""

    def __init__(self, database: Database, kinds: Kinds) -> None:
        self._database = database
        self._kinds = kinds
        self._put = _at_the_end(self._insert(event))

    def append(
        self,
        learner: LearnerId,
        value: object,
        *,
        event_id: UUID,
        at: datetime,
        about: UUID | None = None,
    ) -> Appended:
        """Keep one event, once; on disk when this returns.

        Returns:
            The event that stands under `event_id`, whoever was first.

        Raises:
            NotYours: another learner's event stands there.
            UnknownKind: the value is of no registered kind.
            ValueError: `at` has no time zone.
        """
        return self.append_all(learner, (Draft(value, event_id, at, about),))[0]

    def append_all(self, learner: LearnerId, drafts: Iterable[Draft]) -> tuple[Appended, ...]:
        """Keep several events, all or none. Returns and raises like `append`."""
        envelopes = [self._sealed(learner, draft) for draft in drafts]
        texts = [canonical(envelope.payload) for envelope in envelopes]
        with self._database.writing() as connection:
            return tuple(
                self._append(connection, envelope, text)
                for envelope, text in zip(envelopes, texts, strict=True)
            )

    def reader(self, viewer: LearnerId) -> Reader:
        """What this viewer may read."""
        return Reader(self._database, self._kinds, viewer)

    def keep_snapshot(
        self, learner: LearnerId, kind: str, version: int, seq: int, value: object
    ) -> None:
        """Keep a fold of a learner's events up to and with `seq`.

        One that reaches less far, or is of an older version, never replaces another. Where no
        such event stands nothing is kept, so that a late fold cannot outlive an erased learner.
        """
        stands = exists().where(event.c.learner == learner, event.c.seq == seq)
        values: dict[str, Any] = {
            LEARNER: literal(learner, id_type()),
            "kind": literal(kind),
            "version": literal(version),
            "seq": literal(seq),
            "payload": literal(canonical(value)),
        }
        put = self._insert(snapshot).from_select(
            list(values), select(*values.values()).where(stands)
        )
        new, old = put.excluded, snapshot.c
        put = put.on_conflict_do_update(
            index_elements=[old.learner, old.kind],
            set_={"version": new.version, "seq": new.seq, "payload": new.payload},
            where=or_(
                new.version > old.version, (new.version == old.version) & (new.seq > old.seq)
            ),
        )
        with self._database.writing() as connection:
            connection.execute(put)

    def keep_content(self, rules: str, text: str, value: object) -> None:
        """Keep what is played, under the hash of its rules; of its words, the newest.

        Args:
            rules: the hash of everything that decides how it plays.
            text: the hash of everything, words included.
            value: a frozen dataclass.
        """
        query = select(content.c.text).where(content.c.rules == rules)
        with self._database.reading() as connection:
            if connection.execute(query).scalar() == text:
                return
        put = self._insert(content).values(rules=rules, text=text, payload=canonical(value))
        put = put.on_conflict_do_update(
            index_elements=[content.c.rules],
            set_={"text": put.excluded.text, "payload": put.excluded.payload},
        )
        with self._database.writing() as connection:
            connection.execute(put)

    def content(self, rules: str, shape: type[T]) -> T | None:
        """What was kept under these rules; None when nothing was."""
        query = select(content.c.payload).where(content.c.rules == rules)
        with self._database.reading() as connection:
            text = connection.execute(query).scalar()
        return None if text is None else decode(shape, text)

    def erase(self, learner: LearnerId, at: datetime) -> int:
        """Take a learner out of every table that has a column `learner`, in one transaction.

        A mark stays: the day and how many events, not whose.

        Returns:
            How many events there were.
        """
        day = moment_text(at)[:10]
        with self._database.writing() as connection:
            events = 0
            for name in _personal(connection):
                mine = table(name, column(LEARNER, id_type()))
                gone = connection.execute(delete(mine).where(mine.c.learner == learner)).rowcount
                events += gone if name == event.name else 0
            connection.execute(insert(erasure).values(at=day, events=events))
        self._database.forget()
        return events

    def _sealed(self, learner: LearnerId, draft: Draft) -> Envelope:
        kind = self._kinds.kind_of(draft.value)
        if draft.at.tzinfo is None:
            raise ValueError("at needs a time zone")
        at = draft.at.astimezone(UTC)
        return Envelope(draft.id, learner, 0, at, kind.name, kind.version, draft.about, draft.value)

    def _append(self, connection: Connection, envelope: Envelope, text: str) -> Appended:
        for _ in range(PATIENCE):
            seq = connection.execute(self._put, _columns(envelope, text)).scalar()
            if seq is not None:
                return Appended(replace(envelope, seq=seq), new=True)
            row = connection.execute(select(event).where(event.c.id == envelope.id)).first()
            if row is not None:
                return Appended(_theirs(_envelope(row, self._kinds), envelope.learner), new=False)
        raise RuntimeError("a learner's order is being written by too many at once")

    def _insert(self, into: Any) -> Any:
        return (sqlite if self._database.is_sqlite else postgresql).insert(into)


def _at_the_end(put: Any) -> Any:
    # no look whether the id stands: the unique key alone decides, between any number of writers
    own = select(func.coalesce(func.max(event.c.seq), 0) + 1)
    own = own.where(event.c.learner == bindparam(LEARNER, type_=id_type()))
    rest = {each.name: bindparam(each.name, type_=each.type) for each in event.c}
    put = put.values({**rest, "seq": own.scalar_subquery()})
    return put.on_conflict_do_nothing().returning(event.c.seq)


def _columns(envelope: Envelope, text: str) -> dict[str, object]:
    return {
        LEARNER: envelope.learner,
        "id": envelope.id,
        "at": envelope.at,
        "kind": envelope.kind,
        "version": envelope.version,
        "about": envelope.about,
        "payload": text,
    }


def _theirs(standing: Envelope, learner: LearnerId) -> Envelope:
    if standing.learner != learner:
        raise NotYours(f"event {standing.id} is not this learner's")
    return standing


def _envelope(row: Row[Any], kinds: Kinds) -> Envelope:
    return Envelope(
        id=row.id,
        learner=LearnerId(row.learner),
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        version=row.version,
        about=row.about,
        payload=kinds.read(row.kind, row.version, row.payload),
    )


def _personal(connection: Connection) -> list[str]:
    """The database is asked, not the program: no wing's table can be forgotten."""
    found = inspect(connection)
    return [
        name
        for name in found.get_table_names()
        if any(each["name"] == LEARNER for each in found.get_columns(name))
    ]
