"""Events for the tests of the record; run alone it is a program that writes until it is killed."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from coach.record.engine import open_store
from coach.record.envelope import Kind, Kinds, LearnerId
from coach.record.store import Store

NOON = datetime(2025, 3, 9, 12, 0, 0, 123456, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said something."""

    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked something, and how large it was."""

    text: str
    size: int


KINDS = Kinds([Kind("said", 1, Said), Kind("asked", 1, Asked)])


def write_on(url: str, learner: LearnerId, name: str, count: int) -> None:
    """Append, and say of each event that it is kept, but not before it is."""
    store = Store(open_store(url), KINDS)
    for number in range(count):
        event = uuid5(learner, f"{name}/{number}")
        store.append(learner, Said(f"{name} {number}"), event_id=event, at=NOON)
        sys.stdout.write(f"{event}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    write_on(sys.argv[1], LearnerId(UUID(sys.argv[2])), sys.argv[3], int(sys.argv[4]))
