"""What is written on the outside of an event, and how a newer program reads an old payload."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NewType, TypeAlias
from uuid import UUID

from coach.record.codec import decode

LearnerId = NewType("LearnerId", UUID)
Raw: TypeAlias = dict[str, Any]


class UnknownKind(LookupError):
    """No kind of that name or class is registered; the message says which."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A payload that this program cannot read, as it stands in the store.

    Events of a newer program look so: they are kept and passed over, never lost and never guessed.
    """

    kind: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as it stands in the store.

    Attributes:
        id: says what happened, so the same happening twice is one event.
        seq: 1 for the learner's first event, without holes.
        at: when, in UTC.
        version: of the payload as it was written; the payload here is of today's.
        about: what it belongs to, such as an attempt; None for what stands alone.
        payload: the value that was appended, or Unread.
    """

    id: UUID
    learner: LearnerId
    seq: int
    at: datetime
    kind: str
    version: int
    about: UUID | None
    payload: object


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: its name in the store and the frozen dataclass it is in the program.

    Attributes:
        name: never changed once an event was kept under it.
        version: raised whenever an older payload can no longer be read as it is.
        shape: the class of its values.
        upgrades: from each older version the step to the next, on the plain JSON object.
    """

    name: str
    version: int
    shape: type
    upgrades: Mapping[int, Callable[[Raw], Raw]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if set(self.upgrades) != set(range(1, self.version)):
            raise ValueError(f"{self.name} is at {self.version}; upgrades: {list(self.upgrades)}")

    def read(self, version: int, text: str) -> object:
        """The value of a payload. Raises ValueError when it does not fit the kind."""
        if version == self.version:
            return decode(self.shape, text)
        raw: Raw = json.loads(text)
        for older in range(version, self.version):
            raw = self.upgrades[older](raw)
        return decode(self.shape, json.dumps(raw))


class Kinds:
    """Every kind a program knows, by name and by class."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        known = tuple(kinds)
        self._by_name = {kind.name: kind for kind in known}
        self._by_shape = {kind.shape: kind for kind in known}
        if not len(known) == len(self._by_name) == len(self._by_shape):
            raise ValueError("two kinds share a name or a class")

    def named(self, name: str) -> Kind:
        """The kind of that name. Raises UnknownKind."""
        if name not in self._by_name:
            raise UnknownKind(
                f"no kind of event is called {name}: a newer program may have kept it"
            )
        return self._by_name[name]

    def of(self, shape: type) -> Kind:
        """The kind whose values are of that class. Raises UnknownKind."""
        if shape not in self._by_shape:
            raise UnknownKind(f"{shape.__name__} is no registered kind of event")
        return self._by_shape[shape]

    def kind_of(self, value: object) -> Kind:
        """The kind of a value. Raises UnknownKind."""
        return self.of(type(value))

    def read(self, name: str, version: int, text: str) -> object:
        """The value of a payload; Unread when a newer program wrote it."""
        kind = self._by_name.get(name)
        if kind is None or version > kind.version:
            return Unread(name, version, text)
        return kind.read(version, text)
