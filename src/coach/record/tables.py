"""The tables of the record, and the column types all wings share.

Every table of a person carries a column called `learner`: erasing goes by it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    Dialect,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
)

from coach.record.codec import moment, moment_text

LEARNER = "learner"


class Moment(TypeDecorator[datetime]):
    """A moment as text, the same in every database: UTC, microseconds, Z."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Into the database."""
        del dialect
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Out of the database."""
        del dialect
        return None if value is None else moment(value)


def id_type() -> Uuid[UUID]:
    """An id as 32 characters, the same in every database."""
    return Uuid[UUID](native_uuid=False)


metadata = MetaData()

event = Table(
    "event",
    metadata,
    Column(LEARNER, id_type()),
    Column("seq", Integer, autoincrement=False),
    Column("id", id_type(), nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("about", id_type()),
    Column("payload", Text, nullable=False),
    PrimaryKeyConstraint(LEARNER, "seq", name="event_order"),
    Index("event_id_once", "id", unique=True),
    Index("event_about", LEARNER, "about", "seq"),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column(LEARNER, id_type()),
    Column("kind", Text),
    Column("version", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    PrimaryKeyConstraint(LEARNER, "kind", name="snapshot_one"),
)

content = Table(
    "content",
    metadata,
    Column("rules", Text),
    Column("text", Text, nullable=False),
    Column("payload", Text, nullable=False),
    PrimaryKeyConstraint("rules", name="content_one"),
)

erasure = Table(
    "erasure",
    metadata,
    Column("at", String(10), nullable=False),
    Column("events", Integer, nullable=False),
)
