"""Opening a store: its tables are brought up to date, and what is wrong is said with a remedy."""

import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.event import listen

from coach.people import tables as door
from coach.record.engine import Database, StoreUnavailable, open_store
from coach.record.envelope import LearnerId
from coach.record.schema import downgrade, upgrade
from coach.record.store import Store
from coach.record.tables import event, metadata
from stores.said import KINDS, NOON, Said

OPEN = "import sys; from coach.record.engine import open_store; open_store(sys.argv[1]).close()"
OURS = {"event", "snapshot", "content", "erasure"}
DOORS = {"learner", "browser", "at_door", "tries", "door_salt"}


def test_an_empty_store_gets_every_table_the_program_describes(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*OURS, *DOORS, "alembic_version"}
    assert door.learner.metadata is metadata


def test_what_is_read_together_is_read_on_one_connection_and_sees_the_last_commit(
    url: str, database: Database, ada: LearnerId
) -> None:
    other = open_store(url)
    checked_out: list[object] = []
    listen(database.engine, "checkout", lambda raw, *_: checked_out.append(raw))
    mine, theirs = (Store(each, KINDS) for each in (database, other))
    with database.one_reading():
        assert mine.reader(ada).events() == ()
        theirs.append(ada, Said("in between"), event_id=uuid4(), at=NOON)
        assert len(mine.reader(ada).events()) == 1
        assert len(checked_out) == 1
    mine.reader(ada).events()
    assert len(checked_out) == 2
    other.close()


def test_what_other_threads_read_meanwhile_they_read_for_themselves(database: Database) -> None:
    def connection() -> Connection:
        with database.reading() as own:
            return own

    with database.one_reading(), ThreadPoolExecutor(1) as pool:
        shared = connection()
        assert connection() is shared
        assert pool.submit(connection).result() is not shared


def test_the_newest_step_can_be_taken_back_and_again(database: Database) -> None:
    with database.writing() as connection:
        downgrade(connection)
        assert set(inspect(connection).get_table_names()) == {*OURS, "alembic_version"}
    with database.writing() as connection:
        upgrade(connection)
        assert set(inspect(connection).get_table_names()) > DOORS


def test_every_step_can_be_taken_back_and_again(database: Database) -> None:
    with database.writing() as connection:
        downgrade(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    with database.writing() as connection:
        upgrade(connection)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_step_keeps_what_was_appended(database: Database, store: Store, ada: LearnerId) -> None:
    store.append(ada, Said("kept"), event_id=uuid4(), at=NOON)
    with database.writing() as connection:
        downgrade(connection)
        upgrade(connection)
    assert [each.payload for each in store.reader(ada).events()] == [Said("kept")]


def test_three_programs_may_open_an_empty_store_at_once(url: str) -> None:
    programs = [
        subprocess.Popen([sys.executable, "-c", OPEN, url])  # noqa: S603
        for _ in range(3)
    ]
    assert [program.wait(timeout=30) for program in programs] == [0] * 3


def test_a_store_opened_twice_is_one(url: str, database: Database, ada: LearnerId) -> None:
    other = open_store(url)
    Store(database, KINDS).append(ada, Said("x"), event_id=uuid4(), at=NOON)
    assert len(Store(other, KINDS).reader(ada).events()) == 1
    other.close()


def test_a_store_of_a_newer_program_is_refused(url: str, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="newer version") as refused:
        open_store(url)
    assert refused.value.remedy == "Update the program, or choose another store."


def test_who_reads_does_not_see_half_of_what_is_being_written(
    database: Database, store: Store, ada: LearnerId
) -> None:
    seen: list[int] = []
    written, looked = Event(), Event()

    def look() -> None:
        written.wait(10)
        seen.append(len(store.reader(ada).events()))
        looked.set()

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        with database.writing() as connection:
            connection.execute(
                event.insert().values(
                    learner=ada, seq=1, id=uuid4(), at=NOON, kind="said", version=1, payload="{}"
                )
            )
            written.set()
            assert looked.wait(10)
            connection.rollback()
        looking.result()
    assert seen == [0]
    assert store.reader(ada).events() == ()


def test_the_file_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    database = open_store(f"sqlite:///{tmp_path}/new/folder/course.db")
    Store(database, KINDS).append(LearnerId(uuid4()), Said("x"), event_id=uuid4(), at=NOON)
    folder = tmp_path / "new" / "folder"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes == dict.fromkeys(("course.db", "course.db-wal", "course.db-shm"), 0o600)
    database.close()


def test_what_is_told_to_be_on_disk_is_on_disk(tmp_path: Path) -> None:
    database = open_store(f"sqlite:///{tmp_path}/course.db")
    settings = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    with database.reading() as connection:
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in settings]
    assert found == ["wal", 2, 1, 1]
    database.close()


def test_no_connection_is_open_between_two_pages(database: Database, store: Store) -> None:
    store.reader(LearnerId(uuid4())).events()
    assert "Current Checked out connections: 0" in database.engine.pool.status()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreUnavailable, match="cannot be written") as refused:
        open_store(f"sqlite:///{tmp_path}/file/course.db")
    assert refused.value.remedy == "Choose a folder that this user may write to."


def test_a_file_that_is_no_store_is_said_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Ada, " * 200)
    with pytest.raises(StoreUnavailable, match="file is not a database") as refused:
        open_store(f"sqlite:///{file}")
    assert refused.value.remedy == "Move that file away, or choose another name."
    assert file.read_text() == "Dear Ada, " * 200


def test_a_server_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="does not answer") as refused:
        open_store(f"postgresql://coach:hidden@/course?host={tmp_path}")
    assert "hidden" not in str(refused.value)
    assert "database server is running" in refused.value.remedy


def test_a_database_that_does_not_exist_is_said(server: str) -> None:
    with pytest.raises(StoreUnavailable, match='database "nowhere" does not exist'):
        open_store(server.format("nowhere"))


@pytest.mark.parametrize("url", ["", "course.db", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_what_is_no_address_is_said_with_an_example(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="no address of a store"):
        open_store(url)


def test_a_store_whose_tables_are_gone_says_so_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "course.db"
    database = open_store(f"sqlite:///{path}")
    with sqlite3.connect(path) as other:
        other.execute("DROP TABLE event")
    with pytest.raises(StoreUnavailable, match="no such table: event"), database.reading() as now:
        now.execute(select(func.count()).select_from(event))
    database.close()
