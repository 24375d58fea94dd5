"""What is appended stands, once, in order, and only its learner reads it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import pytest
from sqlalchemy import Column, Table, Text, func, insert, select, text

from coach.content.course import Course
from coach.content.scenario import Scenario
from coach.record.engine import Database, open_store
from coach.record.envelope import Kind, Kinds, LearnerId, UnknownKind, Unread
from coach.record.store import Draft, NotYours, Snapshot, Store
from coach.record.tables import LEARNER, content, erasure, event, id_type, metadata, snapshot
from stores.said import KINDS, NOON, Asked, Said

SAID = Path(__file__).with_name("said.py")


def test_an_event_comes_back_as_it_was_appended(store: Store, ada: LearnerId) -> None:
    attempt, first = uuid4(), uuid4()
    appended = store.append(ada, Said("Hello"), event_id=first, at=NOON, about=attempt)
    (read,) = store.reader(ada).events()
    assert appended.new
    assert read == appended.envelope
    assert (read.id, read.learner, read.seq, read.at) == (first, ada, 1, NOON)
    assert (read.kind, read.version, read.about) == ("said", 1, attempt)
    assert read.payload == Said("Hello")


def test_the_same_event_twice_is_one_and_the_first_stands(store: Store, ada: LearnerId) -> None:
    happened = uuid4()
    first = store.append(ada, Said("first"), event_id=happened, at=NOON)
    again = store.append(ada, Said("second"), event_id=happened, at=NOON + timedelta(1))
    assert not again.new
    assert again.envelope == first.envelope
    assert [each.payload for each in store.reader(ada).events()] == [Said("first")]


def test_a_double_click_leaves_no_hole(store: Store, ada: LearnerId) -> None:
    for number in (0, 1, 1, 1, 2):
        store.append(ada, Said("x"), event_id=uuid5(ada, str(number)), at=NOON)
    assert [each.seq for each in store.reader(ada).events()] == [1, 2, 3]


def test_an_id_that_stands_for_somebody_else_is_refused(
    store: Store, ada: LearnerId, ben: LearnerId
) -> None:
    happened = uuid4()
    store.append(ada, Said("mine"), event_id=happened, at=NOON)
    with pytest.raises(NotYours):
        store.append(ben, Said("mine?"), event_id=happened, at=NOON)
    assert store.reader(ben).events() == ()


def test_without_the_unique_key_the_same_event_would_be_two(
    database: Database, store: Store, ada: LearnerId
) -> None:
    with database.writing() as connection:
        connection.execute(text("DROP INDEX event_id_once"))
    happened = uuid4()
    for _ in range(2):
        store.append(ada, Said("x"), event_id=happened, at=NOON)
    assert [each.id for each in store.reader(ada).events()] == [happened, happened]


def test_several_events_are_kept_together_or_not_at_all(
    store: Store, ada: LearnerId, ben: LearnerId
) -> None:
    taken = uuid4()
    store.append(ben, Said("taken"), event_id=taken, at=NOON)
    both = store.append_all(
        ada, [Draft(Said("a"), uuid4(), NOON), Draft(Asked("b", 2), uuid4(), NOON)]
    )
    assert [(each.new, each.envelope.seq) for each in both] == [(True, 1), (True, 2)]
    with pytest.raises(NotYours):
        store.append_all(ada, [Draft(Said("c"), uuid4(), NOON), Draft(Said("d"), taken, NOON)])
    assert [each.payload for each in store.reader(ada).events()] == [Said("a"), Asked("b", 2)]


def test_a_moment_without_a_time_zone_is_refused(store: Store, ada: LearnerId) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.append(ada, Said("x"), event_id=uuid4(), at=datetime(2025, 3, 9))  # noqa: DTZ001
    assert store.reader(ada).events() == ()


@pytest.mark.parametrize(
    "at",
    [
        datetime(2025, 3, 9, 1, 2, 3, 4, tzinfo=UTC),
        datetime(2025, 3, 9, 1, 2, 3, tzinfo=UTC),
        datetime(2025, 3, 9, 23, 30, tzinfo=timezone(timedelta(hours=-7))),
    ],
)
def test_a_moment_comes_back_in_utc_to_the_microsecond(
    store: Store, ada: LearnerId, at: datetime
) -> None:
    store.append(ada, Said("x"), event_id=uuid4(), at=at)
    (read,) = store.reader(ada).events()
    assert read.at == at
    assert read.at.tzinfo == UTC


def test_a_value_of_no_registered_kind_is_refused(store: Store, ada: LearnerId) -> None:
    with pytest.raises(UnknownKind, match="str is no registered kind"):
        store.append(ada, "words", event_id=uuid4(), at=NOON)


def test_events_can_be_asked_for_by_what_they_belong_to_by_kind_and_from_where(
    store: Store, ada: LearnerId
) -> None:
    attempt, other = uuid4(), uuid4()
    store.append(ada, Said("1"), event_id=uuid4(), at=NOON, about=attempt)
    store.append(ada, Asked("2", 1), event_id=uuid4(), at=NOON, about=attempt)
    store.append(ada, Said("3"), event_id=uuid4(), at=NOON, about=other)
    store.append(ada, Said("4"), event_id=uuid4(), at=NOON)
    reader = store.reader(ada)
    assert [each.seq for each in reader.events(about=attempt)] == [1, 2]
    assert [each.seq for each in reader.events(after=2)] == [3, 4]
    assert [each.seq for each in reader.events(kinds=(Said,))] == [1, 3, 4]
    assert [each.seq for each in reader.events(about=attempt, after=1, kinds=(Asked,))] == [2]
    assert reader.events(kinds=()) == ()
    assert [each.seq for each in reader.events(about=other, also_last=Said)] == [3, 4]
    assert [each.seq for each in reader.events(about=other, also_last=Asked)] == [2, 3]
    assert [each.seq for each in reader.events(about=attempt, also_last=Asked)] == [1, 2]


def test_nobody_reads_what_is_somebody_elses(store: Store, ada: LearnerId, ben: LearnerId) -> None:
    attempt = uuid4()
    store.append(ada, Said("mine"), event_id=uuid4(), at=NOON, about=attempt)
    store.keep_snapshot(ada, "fold", 1, 1, Said("mine"))
    theirs = store.reader(ben)
    assert theirs.events() == ()
    assert theirs.events(about=attempt) == ()
    assert theirs.events(kinds=(Said,)) == ()
    assert theirs.events(about=attempt, also_last=Said) == ()
    assert theirs.snapshot("fold", 1, Said) is None
    public = {name for name in dir(theirs) if not name.startswith("_")}
    assert public == {"viewer", "events", "snapshot"}  # each was tried above


def test_eight_threads_for_one_learner_leave_no_hole(store: Store, ada: LearnerId) -> None:
    def fifty(thread: int) -> list[int]:
        return [
            store.append(ada, Said("x"), event_id=uuid5(ada, f"{thread}/{n}"), at=NOON).envelope.seq
            for n in range(50)
        ]

    with ThreadPoolExecutor(8) as pool:
        given = sorted(seq for seqs in pool.map(fifty, range(8)) for seq in seqs)
    assert given == list(range(1, 401))
    assert [each.seq for each in store.reader(ada).events()] == given


def test_eight_threads_with_one_event_keep_one(store: Store, ada: LearnerId) -> None:
    happened = uuid4()
    with ThreadPoolExecutor(8) as pool:
        all_new = list(
            pool.map(
                lambda n: store.append(ada, Said(str(n)), event_id=happened, at=NOON).new, range(8)
            )
        )
    assert sorted(all_new) == [False] * 7 + [True]
    assert len(store.reader(ada).events()) == 1


def test_two_programs_write_one_learner_without_a_hole(url: str, ada: LearnerId) -> None:
    programs = [_program(url, ada, name, 60) for name in ("left", "right")]
    for program in programs:
        told, _ = program.communicate(timeout=30)
        assert len(told.split()) == 60
        assert program.returncode == 0
    database = open_store(url)
    read = Store(database, KINDS).reader(ada).events()
    assert [each.seq for each in read] == list(range(1, 121))
    database.close()


def test_a_killed_program_loses_nothing_it_acknowledged(url: str, ada: LearnerId) -> None:
    program = _program(url, ada, "killed", 100_000)
    assert program.stdout is not None
    told = {UUID(line.strip()) for line in islice(program.stdout, 40)}
    program.kill()
    told |= {UUID(line) for line in program.stdout.read().split() if len(line) == 36}
    program.communicate(timeout=30)
    database = open_store(url)
    store = Store(database, KINDS)
    kept = {each.id for each in store.reader(ada).events()}
    assert len(told) >= 40
    assert told <= kept
    assert len(kept - told) <= 1  # one may be kept and not yet told
    store.append(ada, Said("on"), event_id=uuid4(), at=NOON)
    database.close()


def test_a_snapshot_is_read_back(store: Store, ada: LearnerId) -> None:
    _append(store, ada, 3)
    store.keep_snapshot(ada, "fold", 1, 3, Said("up to 3"))
    assert store.reader(ada).snapshot("fold", 1, Said) == Snapshot(3, Said("up to 3"))
    assert store.reader(ada).snapshot("other", 1, Said) is None


def test_a_snapshot_never_goes_back(store: Store, ada: LearnerId) -> None:
    _append(store, ada, 5)
    for seq in (4, 2, 5, 4):
        store.keep_snapshot(ada, "fold", 1, seq, Said(f"up to {seq}"))
    assert store.reader(ada).snapshot("fold", 1, Said) == Snapshot(5, Said("up to 5"))


def test_a_newer_version_of_a_fold_replaces_an_older_one_and_never_the_other_way(
    store: Store, ada: LearnerId
) -> None:
    _append(store, ada, 5)
    store.keep_snapshot(ada, "fold", 1, 5, Said("old"))
    store.keep_snapshot(ada, "fold", 2, 3, Said("new"))
    store.keep_snapshot(ada, "fold", 1, 5, Said("old"))
    assert store.reader(ada).snapshot("fold", 1, Said) is None
    assert store.reader(ada).snapshot("fold", 2, Said) == Snapshot(3, Said("new"))


def test_a_snapshot_of_an_event_that_does_not_stand_is_not_kept(
    database: Database, store: Store, ada: LearnerId
) -> None:
    _append(store, ada, 2)
    store.erase(ada, NOON)
    store.keep_snapshot(ada, "fold", 1, 2, Said("late"))
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(snapshot)).scalar() == 0


def test_an_old_payload_is_read_as_the_value_of_today(database: Database, ada: LearnerId) -> None:
    @dataclass(frozen=True)
    class Spoken:
        words: str
        loud: bool

    Store(database, KINDS).append(ada, Said("Hello"), event_id=uuid4(), at=NOON)
    upgrades = {
        1: lambda raw: {"words": raw["text"]},
        2: lambda raw: {**raw, "loud": raw["words"].isupper()},
    }
    today = Store(database, Kinds([Kind("said", 3, Spoken, upgrades)]))
    today.append(ada, Spoken("HELLO", loud=True), event_id=uuid4(), at=NOON)
    old, new = today.reader(ada).events()
    assert (old.version, old.payload) == (1, Spoken("Hello", loud=False))
    assert (new.version, new.payload) == (3, Spoken("HELLO", loud=True))


def test_an_event_of_a_newer_program_is_passed_over_and_kept(
    database: Database, store: Store, ada: LearnerId
) -> None:
    store.append(ada, Asked("How?", 2), event_id=uuid4(), at=NOON)
    with database.writing() as connection:
        connection.execute(
            insert(event).values(
                learner=ada, seq=2, id=uuid4(), at=NOON, kind="said", version=9, payload='{"x":1}'
            )
        )
    older = Store(database, Kinds([Kind("said", 1, Said)]))
    one, two = older.reader(ada).events()
    assert one.payload == Unread("asked", 1, '{"text":"How?","size":2}')
    assert two.payload == Unread("said", 9, '{"x":1}')


def test_a_kind_whose_steps_to_today_have_a_hole_is_refused() -> None:
    with pytest.raises(ValueError, match="said is at 3"):
        Kind("said", 3, Said, {2: dict})


def test_two_kinds_cannot_share_a_name_or_a_class() -> None:
    with pytest.raises(ValueError, match="share"):
        Kinds([Kind("said", 1, Said), Kind("said", 1, Asked)])
    with pytest.raises(ValueError, match="share"):
        Kinds([Kind("said", 1, Said), Kind("told", 1, Said)])


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(UnknownKind, match="no kind of event is called sung"):
        KINDS.named("sung")


def test_kept_content_comes_back_with_its_newest_words(
    database: Database, store: Store, course: Course
) -> None:
    scenario = course.scenarios[next(iter(course.scenarios))]
    store.keep_content("rules", "first words", Said("not yet a conversation"))
    store.keep_content("rules", "newer words", scenario)
    store.keep_content("rules", "newer words", Said("the same words are not written again"))
    assert store.content("rules", Scenario) == scenario
    assert store.content("other rules", Scenario) is None
    with database.reading() as connection:
        assert connection.execute(select(content.c.text)).scalars().all() == ["newer words"]


def test_erasing_takes_all_of_one_learner_and_nothing_of_another(
    store: Store, ada: LearnerId, ben: LearnerId
) -> None:
    for learner in (ada, ben):
        _append(store, learner, 3)
        store.keep_snapshot(learner, "fold", 1, 3, Said("x"))
    assert store.erase(ada, NOON) == 3
    assert store.reader(ada).events() == ()
    assert store.reader(ada).snapshot("fold", 1, Said) is None
    assert len(store.reader(ben).events()) == 3
    assert store.reader(ben).snapshot("fold", 1, Said) == Snapshot(3, Said("x"))


def test_a_mark_of_an_erasure_says_when_and_how_many_and_not_who(
    database: Database, store: Store, ada: LearnerId
) -> None:
    _append(store, ada, 4)
    store.erase(ada, NOON)
    with database.reading() as connection:
        marks = connection.execute(select(erasure)).all()
    assert [tuple(mark) for mark in marks] == [("2025-03-09", 4)]


def test_erasing_reaches_a_table_that_a_later_wing_adds(
    database: Database, store: Store, ada: LearnerId, ben: LearnerId
) -> None:
    later = Table("vote", metadata, Column(LEARNER, id_type()), Column("words", Text))
    try:
        with database.writing() as connection:
            later.create(connection)
            for learner in (ada, ben):
                connection.execute(insert(later).values(learner=learner, words="x"))
        store.erase(ada, NOON)
        with database.reading() as connection:
            assert connection.execute(select(later.c.learner)).scalars().all() == [ben]
    finally:
        metadata.remove(later)


def test_one_is_erased_while_others_write(store: Store, ada: LearnerId) -> None:
    others = [LearnerId(uuid4()) for _ in range(3)]
    _append(store, ada, 5)
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(_append, store, other, 30) for other in others]
        assert pool.submit(store.erase, ada, NOON).result() == 5
        for each in writing:
            each.result()
    assert [len(store.reader(other).events()) for other in others] == [30] * 3
    assert store.reader(ada).events() == ()


def test_nothing_erased_can_be_found_in_the_file(tmp_path: Path) -> None:
    database = open_store(f"sqlite:///{tmp_path}/course.db")
    store = Store(database, KINDS)
    learners = [LearnerId(uuid4()) for _ in range(12)]
    for number in range(360):
        learner = learners[number % 12]
        words = f"secret-{learner.hex} " + "said in confidence " * (number % 97)
        store.append(learner, Said(words), event_id=uuid4(), at=NOON, about=uuid4())
        seq = number // 12 + 1
        store.keep_snapshot(learner, "fold", 1, seq, Said(words + "seen"))
    gone, stays = learners[::2], learners[1::2]
    before = _bytes_in(tmp_path)
    assert all(learner.hex.encode() in before for learner in learners)
    for learner in gone:
        assert store.erase(learner, NOON) == 30
    after = _bytes_in(tmp_path)
    assert [learner for learner in gone if learner.hex.encode() in after] == []
    assert all(f"secret-{learner.hex}".encode() in after for learner in stays)
    database.close()


def _append(store: Store, learner: LearnerId, count: int) -> None:
    for number in range(count):
        store.append(learner, Said(str(number)), event_id=uuid4(), at=NOON)


def _program(url: str, learner: LearnerId, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(SAID), url, str(learner), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603


def _bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
