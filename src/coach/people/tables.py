"""The tables of the door. What belongs to a person carries `learner`, so erasing takes it along."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from coach.record.tables import LEARNER, Moment, id_type, metadata

BROWSER = "browser"

learner = Table(
    "learner",
    metadata,
    Column(LEARNER, id_type()),
    Column("name", Text),
    Column("name_key", Text),
    Column("digits", Text),
    Column("code", Text),
    Column("begun_at", Moment, nullable=False),
    PrimaryKeyConstraint(LEARNER, name="learner_one"),
    Index("learner_code_once", "code", unique=True),
)

browser = Table(
    "browser",
    metadata,
    Column(BROWSER, String(64)),
    Column(LEARNER, id_type()),
    Column("unlocked_at", Moment),
    PrimaryKeyConstraint(BROWSER, LEARNER, name="browser_learner_once"),
    Index("browser_learner", LEARNER),
)

at_door = Table(
    "at_door",
    metadata,
    Column(BROWSER, String(64)),
    Column(LEARNER, id_type(), nullable=False),
    PrimaryKeyConstraint(BROWSER, name="at_door_one"),
    Index("at_door_learner", LEARNER),
)

tries = Table(
    "tries",
    metadata,
    Column("number", Integer, autoincrement=True),
    Column(BROWSER, String(64), nullable=False),
    Column(LEARNER, id_type()),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("number", name="tries_one"),
)

door_salt = Table(
    "door_salt",
    metadata,
    Column("only", Integer, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    PrimaryKeyConstraint("only", name="door_salt_one"),
)
