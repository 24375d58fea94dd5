"""Values as text and back: the same value is always the same text.

Dataclasses and named tuples become objects in the order of their fields, mappings keep their own
order (it matters in conversations), sets are sorted. Members of a union must differ in the names
of their fields: nothing else in the text tells them apart.
"""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from pydantic import TypeAdapter

T = TypeVar("T")

EXACT = 2**53  # up to here every whole number is a float of its own


def canonical(value: object) -> str:
    """The one text of a value.

    >>> canonical({"b": (1, 0.5), "a": frozenset("yx")})
    '{"b":[1,0.5],"a":["x","y"]}'

    Raises:
        TypeError: there is no rule for a value's class.
        ValueError: a number that is none, a moment without time zone, a broken character.
    """
    text = _dumped(_plain(value))
    text.encode()  # half a character cannot be kept
    return text


def decode(shape: type[T], text: str) -> T:
    """The value of a text written by `canonical`. Raises ValueError when it does not fit."""
    found: T = _adapter(cast(Any, shape)).validate_json(text, strict=True)
    return found


def moment_text(at: datetime) -> str:
    """A moment in UTC with microseconds: 27 characters that sort by time.

    Raises:
        ValueError: it has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def moment(text: str) -> datetime:
    """The moment of a text written by `moment_text`."""
    return datetime.fromisoformat(text)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@cache
def _field_names(shape: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(shape) if field.init)


def _dumped(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return _number(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _field_names(type(value))}
    if isinstance(value, Mapping):
        return {_key(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list | AbstractSet):
        return _series(value)
    return _word(value)


def _series(value: tuple[object, ...] | list[object] | AbstractSet[object]) -> object:
    if isinstance(value, AbstractSet):
        return sorted(map(_plain, value), key=_dumped)
    names = getattr(value, "_fields", None)
    if names is None:
        return [_plain(inner) for inner in value]
    return {name: _plain(inner) for name, inner in zip(names, value, strict=True)}


def _number(value: float) -> float:
    # 1 and 1.0 are equal, and a reader turns one into the other: they share a text
    return int(value) if value.is_integer() and abs(value) < EXACT else value


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no text for {type(value).__name__}")


def _key(key: object) -> str:
    if isinstance(key, bool) or not isinstance(key, str | int | UUID):
        raise TypeError(f"no key of an object: {key!r}")
    return str(key)
