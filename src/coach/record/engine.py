"""One database, opened: SQLite in a file, or PostgreSQL.

Transactions are short and end before a page draws. On SQLite writers queue behind one lock of the
process and take the file's write lock at once: a transaction that begins reading and writes later
fails by the hundred under threads.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from coach.record.schema import NewerProgram, upgrade

BUSY_SECONDS = 10
MIGRATION_LOCK = 7_166_011
ALONE = "writes"  # the execution option of a connection that is going to write
POSTGRES = {"postgres", "postgresql", "postgresql+psycopg"}


class StoreUnavailable(Exception):
    """The store cannot be used.

    Attributes:
        reason: what is wrong.
        remedy: what whoever runs the program can do.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


class Database:
    """An open database, shared by all threads of a process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(**{ALONE: True})
        self._turn = Lock()
        self._shared: ContextVar[Connection | None] = ContextVar("shared", default=None)

    @property
    def is_sqlite(self) -> bool:
        """It is one file, with one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the last commit, for a few quick queries.

        Raises:
            StoreUnavailable: the database went away.
        """
        shared = self._shared.get()
        if shared is not None:
            yield shared
            return
        with _told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def one_reading(self) -> Iterator[None]:
        """What this thread reads in the block, it reads on one connection. Write after it.

        Raises:
            StoreUnavailable: the database went away.
        """
        with self.reading() as connection:
            token = self._shared.set(connection)
            try:
                yield
            finally:
                self._shared.reset(token)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, on disk once the block is left. Not inside another one.

        Raises:
            StoreUnavailable: the database went away, or the disk is full.
        """
        if not self.is_sqlite:
            with _told(), self.engine.begin() as connection:
                yield connection
            return
        with self._turn, _told(), self._writer.begin() as connection:
            yield connection

    def forget(self) -> None:
        """Write the file anew without what was deleted. PostgreSQL does so itself, in its own time.

        Overwriting what is deleted is not enough: where SQLite moved a row from page to page,
        traces of it stay in the gaps.

        Raises:
            StoreUnavailable: no room on the disk for a second copy; the rows are gone all the same.
        """
        if not self.is_sqlite:
            return
        with self._turn, _told(), closing(self.engine.raw_connection()) as raw:
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_store(url: str) -> Database:
    """Open a database and bring its tables up to date.

    Two programs may do this at once.

    Args:
        url: `sqlite:///course.db` or `postgresql://user@host/name`.

    Raises:
        StoreUnavailable: it cannot be opened; says why and what to do.
    """
    where = _address(url)
    engine = _sqlite(where) if where.get_backend_name() == "sqlite" else _postgres(where)
    database = Database(engine)
    try:
        with database.writing() as connection:
            if not database.is_sqlite:
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                connection.execute(lock, {"key": MIGRATION_LOCK})
            upgrade(connection)
    except NewerProgram as newer:
        database.close()
        raise StoreUnavailable(
            f"{_shown(where)} was last opened by a newer version of this program.",
            "Update the program, or choose another store.",
        ) from newer
    return database


def _address(url: str) -> URL:
    try:
        where = make_url(url)
    except ArgumentError as unreadable:
        raise _no_address() from unreadable
    if where.drivername in POSTGRES:
        return where.set(drivername="postgresql+psycopg")
    if where.drivername == "sqlite" and where.database not in {None, "", ":memory:"}:
        return where
    raise _no_address()


def _no_address() -> StoreUnavailable:
    return StoreUnavailable(
        "That is no address of a store.",
        "Write sqlite:///course.db or postgresql://user@host/name.",
    )


def _shown(where: URL) -> str:
    return where.render_as_string(hide_password=True)


def _postgres(where: URL) -> Engine:
    try:
        return create_engine(where, isolation_level="READ COMMITTED", pool_pre_ping=True)
    except ModuleNotFoundError as missing:
        raise StoreUnavailable(
            "PostgreSQL needs a package that is not installed.",
            "Run: pip install 'common-ground-coach[postgres]'",
        ) from missing


def _sqlite(where: URL) -> Engine:
    path = Path(where.database or "")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        _write_ahead(path)
    except OSError as refused:
        raise StoreUnavailable(
            f"{path} cannot be written: {refused.strerror}.",
            "Choose a folder that this user may write to.",
        ) from refused
    except sqlite3.DatabaseError as broken:
        raise StoreUnavailable(
            f"{path} cannot be used as a store: {broken}.",
            "Move that file away, or choose another name.",
        ) from broken
    engine = create_engine(where, connect_args={"timeout": BUSY_SECONDS}, max_overflow=-1)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _write_ahead(path: Path) -> None:
    """Readers and the writer do not wait for each other; the file remembers it."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    patience = time.monotonic() + BUSY_SECONDS
    try:
        while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError:  # another program is doing it now
                if time.monotonic() > patience:
                    raise
                time.sleep(0.01)
    finally:
        connection.close()


def _on_connect(raw: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    raw.isolation_level = None  # the driver must not begin by itself: _on_begin does
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA secure_delete=ON")


def _on_begin(connection: Connection) -> None:
    """Writers begin at once and alone; each query of a reader sees the last commit by itself."""
    if connection.get_execution_options().get(ALONE):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, sqlite3.OperationalError) as gone:
        raise StoreUnavailable(
            f"The store does not answer: {_first_line(gone)}.",
            "Look whether the disk is full, or the database server is running.",
        ) from gone


def _first_line(error: DBAPIError | sqlite3.Error) -> str:
    said = error.orig if isinstance(error, DBAPIError) else error
    return str(said).strip().split("\n", 1)[0].rstrip(".")
