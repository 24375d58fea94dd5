"""Nothing acknowledged is lost, and nothing is kept twice: by real clicks on a real server."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storm import SCENARIOS, Reply, Storm, faults

from coach.record.engine import open_store
from harness.course import course_of
from harness.forked import forked_serve
from harness.protocol import drive


def test_every_acknowledged_reply_is_kept_exactly_once_through_kills_cuts_and_double_clicks(
    tmp_path: Path,
) -> None:
    store = tmp_path / "course.sqlite"
    course = course_of(tmp_path, *SCENARIOS)
    with forked_serve(tmp_path, "--course", str(course)) as server:
        told = drive(Storm(server, learners=20, kills=10).rage())
    assert list(faults(store, course, told)) == []
    assert told.done["kill"] == 10
    assert told.done["talk given up"] == 0
    assert len(told.answers) >= 40
    assert told.done["double_click"] >= 10
    assert told.done["in_two_tabs"] >= 5
    assert told.done["cut_off"] >= 5
    lost = next(iter(told.answers))
    _forget(store, lost)
    assert f"{lost} was acknowledged and is lost" in list(faults(store, course, told))


def test_without_the_unique_key_the_same_storm_keeps_replies_twice(tmp_path: Path) -> None:
    store = tmp_path / "course.sqlite"
    open_store(f"sqlite:///{store}")
    with closing(sqlite3.connect(store)) as kept:
        kept.execute("drop index event_id_once")
    course = course_of(tmp_path, *SCENARIOS)
    with forked_serve(tmp_path, "--course", str(course)) as server:
        told = drive(Storm(server, learners=4, kills=0).rage())
    assert any("is kept 2 times" in fault for fault in faults(store, course, told))


def _forget(store: Path, reply: Reply) -> None:
    with closing(sqlite3.connect(store)) as kept, kept:
        gone = kept.execute(
            "delete from event where about = ? and json_extract(payload, '$.step') = ?",
            (reply.attempt.hex, reply.step),
        )
        assert gone.rowcount == 1
