"""What pydantic found, said the way an author can use it."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Literal, NamedTuple, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from coach.content.diagnostics import COMPARED_NAMES, Diagnostic, Loc, quoted, shown, suggest
from coach.content.loading.forms import BOUND, IDEA_REF, MOVE_SLUG, SLUG, Form, Prose, Text
from coach.content.loading.not_yaml import BELOW
from coach.content.loading.stand_ins import (
    KEY,
    below,
    fields,
    is_form,
    mend,
    others,
    pattern,
    place,
    tagged,
)
from coach.content.loading.tree import (
    MOST_COMPLAINTS,
    Fault,
    Source,
    address,
    plain,
    scalars,
    walk,
)

F = TypeVar("F", bound=Form)

_MOST_ROUNDS = 3
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
}
_REMEDY = {
    ("text", "a number"): "put it in quotes",
    ("text", "true or false"): "put it in quotes",
    ("text", "a list"): "put it in quotes, or begin each wording with an id and a text",
    ("text", "keys with values"): BELOW,
    ("a list", "text"): "write it as `- …`, or as [a, b]",
    ("a list", "keys with values"): "begin each entry with `- `",
    ("keys with values", "a list"): "leave out the dash, and give each entry a name of its own",
    ("a whole number", "text"): "write digits only, such as 2 or -1",
    ("a whole number", "a number"): "leave out the decimals",
    ("a number", "text"): "write digits only, such as 2 or 0.5",
    ("true or false", "text"): "write true or false, without quotes",
}
_SIDES = {
    "ge": "at least",
    "le": "at most",
    "min_length": "at least",
    "max_length": "at most",
}
_PATTERNS = {
    SLUG: ("an id", "small letters, digits and hyphens, such as night-shift"),
    MOVE_SLUG: ("a move id", "small letters, digits and _, such as early_pitch"),
    IDEA_REF: ("an idea number", "I and two digits, such as I07"),
    BOUND: ("a bound", 'write ">= 3" or "<= 0", 0 to 10, in quotes'),
}


@dataclass(frozen=True, slots=True)
class Parsed(Generic[F]):
    """A file as a form.

    Attributes:
        form: with stand-ins in the faulty places; None when nothing could be made of the file.
        found: every complaint about its shape.
        faulty: where the stand-ins are, and where something was taken away.
        crowded: the places that held a key which does not belong there.
    """

    form: F | None
    found: tuple[Diagnostic, ...]
    faulty: frozenset[Loc] = frozenset()
    crowded: frozenset[Loc] = frozenset()

    def is_faulty(self, loc: Loc) -> bool:
        """Whether this place, or one around it, has been complained about."""
        return any(loc[:length] in self.faulty for length in range(len(loc) + 1))

    def is_whole(self, loc: Loc) -> bool:
        """Whether nothing in this place has been complained about."""
        return not any(faulty[: len(loc)] == loc for faulty in self.faulty)


class _Words(NamedTuple):
    slug: str
    message: str
    hint: str = ""
    key: bool = False


def parse(form: type[F], source: Source) -> Parsed[F]:
    """The file as a form, with every complaint about its shape; cut texts are complaints too."""
    if source.tree is None:
        return Parsed(None, ())
    written: Any = plain(source.tree)
    parsed, details = _validate(form, written)
    faulty = frozenset(place(error) for error in details)
    crowded = frozenset(place(e)[:-1] for e in details if e["type"] == "extra_forbidden")
    found = (
        *islice(_odd_values(form, source) if source.odd else (), MOST_COMPLAINTS + 1),
        *islice(_missing(source, details), MOST_COMPLAINTS + 1),
        *dict.fromkeys(islice(_complaints(form, source, details), MOST_COMPLAINTS + 1)),
    )
    again = details
    for _ in range(_MOST_ROUNDS):
        if parsed is None:
            mend(form, written, again)
            parsed, again = _validate(form, written)
    return Parsed(parsed, found, faulty, crowded)


def _validate(form: type[F], written: Any) -> tuple[F | None, list[ErrorDetails]]:
    try:
        return form.model_validate(written), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _missing(source: Source, details: list[ErrorDetails]) -> Iterator[Diagnostic]:
    """One complaint for all keys that one place lacks, but for those that are only misspelt."""
    assert source.tree is not None
    lacking: dict[Loc, list[str]] = {}
    strange: dict[Loc, list[str]] = {}
    for error in details:
        *around, name = place(error) or ("",)
        group = {"missing": lacking, "extra_forbidden": strange}.get(error["type"])
        if group is not None:
            group.setdefault(tuple(around), []).append(str(name))
    for loc, names in lacking.items():
        found = [f"`{n}`" for n in names if not _near(n, strange.get(loc, []))]
        if found:
            are = "is" if len(found) == 1 else "are"
            message = f"{_listed(found)} {are} missing in {address(source.tree, loc) or 'the file'}"
            yield source.diagnose(loc, "missing-key", message, key=True)


def _near(name: str, names: list[str]) -> bool:
    return bool(difflib.get_close_matches(name, names[:COMPARED_NAMES], n=1))


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _complaints(
    form: type[Form], source: Source, details: Iterable[ErrorDetails]
) -> Iterator[Diagnostic]:
    """All but what is missing; for a place without a value there is a complaint already."""
    for error in details:
        kind, loc = error["type"], place(error)
        if kind == "missing" or (kind != "extra_forbidden" and error["input"] is None):
            continue
        words = _say(form, source, loc, error)
        yield source.diagnose(loc, words.slug, words.message, words.hint, key=words.key)


def _say(form: type[Form], source: Source, loc: Loc, error: ErrorDetails) -> _Words:
    kind, found, within = error["type"], error["input"], tagged(error)
    if kind == "extra_forbidden" or (kind == "literal_error" and _is_key(error)):
        return _unknown_key(form, within)
    name = _name(source, loc)
    if kind in _WANTED:
        return _wrong_type(form, within, name, error)
    if kind == "literal_error":
        hint = suggest(str(found), _values(next(below(form, within))), "values")
        return _Words("unknown-value", f"{name} cannot be {_shown(found)}", hint)
    if kind == "string_pattern_mismatch":
        what, hint = _PATTERNS[error["ctx"]["pattern"]]
        slug = "bad-condition" if what == "a bound" else "bad-id"
        return _Words(slug, f"{_shown(found)} is not {what}", hint, _is_key(error))
    if kind == "empty-text":
        return _Words(kind, f"{name} has no words", _fill_in(form, within))
    return _out_of_range(name, error)


def _is_key(error: ErrorDetails) -> bool:
    return error["loc"][-1:] == (KEY,)


def _unknown_key(form: type[Form], loc: Loc) -> _Words:
    name = str(loc[-1])
    known = [key for annotation in below(form, loc[:-1]) for key in _keys(annotation)]
    hint = suggest(name, known, "keys")
    return _Words("unknown-key", f"{quoted(name)} is not a key that can stand here", hint, key=True)


def _keys(annotation: Any) -> Iterator[str]:
    """The keys that may stand in what a form holds."""
    if is_form(annotation):
        yield from fields(annotation)
    elif get_origin(annotation) is dict:
        yield from _values(get_args(annotation)[0])
    else:
        for part in get_args(annotation):
            yield from _keys(part)


def _values(annotation: Any) -> tuple[str, ...]:
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _wrong_type(form: type[Form], loc: Loc, name: str, error: ErrorDetails) -> _Words:
    wanted, found = _WANTED[error["type"]], error["input"]
    shape = pattern(next(below(form, loc), None)) if wanted == "text" else None
    wanted, hint = _PATTERNS[shape] if shape else (wanted, _REMEDY.get((wanted, _kind(found)), ""))
    return _Words("wrong-type", f"{name} should be {wanted}, found {_shown(found)}", hint)


def _out_of_range(name: str, error: ErrorDetails) -> _Words:
    """Too many, too few, too long, too large or too small."""
    found, limits = error["input"], error.get("ctx", {})
    side, limit = next(((_SIDES[key], limits[key]) for key in _SIDES if key in limits), ("", ""))
    if isinstance(found, int | float):
        return _Words("out-of-range", f"{name} should be {side} {limit:g}, found {found}")
    if isinstance(found, str):
        message = f"{quoted(found)} is too long for an id"
        return _Words("out-of-range", message, f"{side} {limit} characters", key=_is_key(error))
    entries = "entry" if limit == 1 else "entries"
    message = f"{name} should hold {side} {limit} {entries}, found {len(found)}"
    return _Words("wrong-count", message, key=True)


def _name(source: Source, loc: Loc) -> str:
    """The place in the file that a loc path means, in words."""
    assert source.tree is not None
    steps = [step for step, _, _ in walk(source.tree, loc)]
    key = next((step for step in reversed(steps) if isinstance(step, str)), None)
    if key is None:
        return "the file"
    last = steps[-1]
    return f"entry {last + 1} of `{shown(key)}`" if isinstance(last, int) else f"`{shown(key)}`"


def _kind(found: object) -> str:
    if isinstance(found, bool):
        return "true or false"
    names: dict[type, str] = {
        str: "text",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "keys with values",
    }
    return names.get(type(found), "nothing")


def _shown(found: object) -> str:
    if isinstance(found, str):
        return quoted(found)
    if isinstance(found, bool):
        return str(found).lower()
    return str(found) if isinstance(found, int | float) else _kind(found)


def _odd_values(form: type[Form], source: Source) -> Iterator[Diagnostic]:
    """Texts that an unquoted # cut short, and keys without a value."""
    assert source.tree is not None
    for loc, scalar in scalars(source.tree):
        if scalar.refused or (scalar.value is not None and scalar.cut is None):
            continue
        wanted = next(below(form, loc), None)
        if scalar.cut and _holds_words(wanted) and isinstance(scalar.value, str | None):
            message = "what follows # is a remark and no part of the text"
            hint = f"a remark stands on a line of its own; else {BELOW}"
            yield source.at(Fault(scalar.cut, "cut-text", message, hint))
        elif scalar.value is None and wanted is not None:
            message = f"{_name(source, loc)} has no value"
            yield source.diagnose(loc, "empty-value", message, _fill_in(form, loc))


def _fill_in(form: type[Form], loc: Loc) -> str:
    """What to do with an empty place, by whether the file can be without it."""
    for around in below(form, loc[:-1]):
        for part in filter(is_form, (around, *get_args(around))):
            field = part.model_fields.get(str(loc[-1]))
            if field is not None and not field.is_required():
                return "write it, or leave the key out"
            if field is None and others(part) is not None:
                return "when a comma cut the words before it, put all of them in quotes"
    return "write it here"


def _holds_words(annotation: Any) -> bool:
    return any(part in (Prose, Text) for part in (annotation, *get_args(annotation)))
