"""What pydantic found, said the way an author can use it."""

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from coach.content.diagnostics import Diagnostic, Loc, suggest
from coach.content.loading.forms import Form
from coach.content.loading.tree import Source, plain, scalars
from coach.content.scenario import METERS

F = TypeVar("F", bound=Form)

_KEY = "[key]"
QUOTED = 40
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}
_REMEDY = {
    ("text", "a number"): "put it in quotes",
    ("text", "true or false"): "put it in quotes",
    ("text", "nothing"): "write the words, or put them in quotes if they begin with #",
    ("text", "keys with values"): "put the words on the next line, indented, after `>-`",
    ("a list", "text"): "write it as `- …`, or as [a, b]",
    ("a list", "keys with values"): "begin each entry with `- `",
}
_PATTERNS = {
    "id": ("bad-id", "is no id", "small letters, digits and hyphens, such as night-shift"),
    "move": ("bad-id", "is no move id", "small letters, digits and _, such as early_pitch"),
    "ref": ("bad-id", "is no idea number", "I and two digits, such as I07"),
    "bound": ("bad-condition", "is no bound", 'write ">= 3" or "<= 0", 0 to 10, in quotes'),
}


class _Words(NamedTuple):
    slug: str
    message: str
    hint: str = ""
    key: bool = False


def parse(form: type[F], source: Source) -> tuple[F | None, tuple[Diagnostic, ...]]:
    """The file as a form, or every complaint about its shape; cut texts are complaints too."""
    if source.tree is None:
        return None, ()
    cut = tuple(_cut_texts(form, source))
    try:
        return form.model_validate(plain(source.tree)), cut
    except ValidationError as error:
        details = error.errors(include_url=False)
    other = [_complain(form, source, d) for d in details if d["type"] != "missing"]
    return None, (*cut, *_missing(source, details), *dict.fromkeys(other))


def _missing(source: Source, details: list[ErrorDetails]) -> Iterator[Diagnostic]:
    """One complaint for all keys that one place lacks."""
    lacking: dict[Loc, list[str]] = {}
    for error in details:
        if error["type"] == "missing":
            lacking.setdefault(tuple(error["loc"][:-1]), []).append(f"`{error['loc'][-1]}`")
    for loc, names in lacking.items():
        verb = "is" if len(names) == 1 else "are"
        message = f"{', '.join(names)} {verb} missing in {_place(loc)}"
        yield source.diagnose(loc, "missing-key", message, key=True)


def _place(loc: Loc) -> str:
    """A path in words.

    >>> _place(("turns", "arrival", "choices", 1))
    'turns.arrival.choices, entry 2'
    """
    words = ""
    for step in loc:
        if isinstance(step, int):
            words += f", entry {step + 1}"
        else:
            words += f".{step}" if words else step
    return words or "the file"


def _complain(form: type[Form], source: Source, details: ErrorDetails) -> Diagnostic:
    loc: Loc = tuple(details["loc"])
    words = _say(form, loc, details)
    loc = tuple(step for step in loc if step != _KEY)
    return source.diagnose(loc, words.slug, words.message, words.hint, key=words.key)


def _say(form: type[Form], loc: Loc, details: ErrorDetails) -> _Words:  # noqa: PLR0911  (a table)
    kind, found, context = details["type"], details["input"], details.get("ctx", {})
    name = _name(loc)
    if kind == "extra_forbidden":
        known = _keys(form, loc[:-1])
        return _Words(
            "unknown-key", f'"{name}" is no key here', suggest(name, known, "keys"), key=True
        )
    if kind in _WANTED:
        wanted, got = _WANTED[kind], _describe(found)
        hint = _PATTERNS["bound"][2] if name in METERS else _REMEDY.get((wanted, got), "")
        return _Words("wrong-type", f"`{name}` should be {wanted}, found {_quote(found)}", hint)
    if kind == "literal_error":
        known = [part.strip("'") for part in context["expected"].replace(" or ", ", ").split(", ")]
        message = f"`{name}` is {_quote(found)}, which is none of its values"
        return _Words("unknown-value", message, suggest(str(found), known, "values"))
    if kind == "string_pattern_mismatch":
        slug, message, hint = _PATTERNS[_pattern(context["pattern"])]
        return _Words(slug, f"{_quote(found)} {message}", hint, loc[-1] == _KEY)
    if kind in {"too_short", "too_long"}:
        side, n = ("at least", "min_length") if kind == "too_short" else ("at most", "max_length")
        return _Words("wrong-count", f"`{name}` needs {side} {context[n]}, found {len(found)}")
    if kind in {"greater_than_equal", "less_than_equal", "finite_number", "string_too_long"}:
        limit = details["msg"].removeprefix("Input ").removeprefix("String ")
        return _Words("out-of-range", f"`{name}` {limit}, found {_quote(found)}")
    return _Words(kind, details["msg"], key=not isinstance(found, str))


def _name(loc: Loc) -> str:
    return next((step for step in reversed(loc) if isinstance(step, str) and step != _KEY), "file")


def _describe(found: object) -> str:
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


def _quote(found: object) -> str:
    if isinstance(found, str):
        return f'"{found if len(found) <= QUOTED else found[:QUOTED] + "…"}"'
    if isinstance(found, bool):
        return str(found).lower()
    return str(found) if isinstance(found, int | float) else _describe(found)


def _pattern(pattern: str) -> str:
    if ">=" in pattern:
        return "bound"
    if pattern.startswith("^I"):
        return "ref"
    return "move" if "_" in pattern else "id"


def _keys(form: type[Form], loc: Loc) -> list[str]:
    """The keys that may stand at a loc path."""
    inner = _models(form, loc)
    return [key for model in inner for key in model.model_fields]


def _models(annotation: Any, loc: Loc) -> list[type[BaseModel]]:
    """The models an annotation may hold at a path below it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not loc:
            return [annotation]
        field = annotation.model_fields.get(str(loc[0]))
        return _models(field.annotation, loc[1:]) if field else []
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _models(args[0], loc)
    if origin is list:
        return _models(args[0], loc[1:]) if loc else []
    if origin is dict:
        return _models(args[1], loc[1:]) if loc else []
    return [model for arg in args for model in _models(arg, loc)]


def prose_keys(form: Any, seen: frozenset[Any] = frozenset()) -> frozenset[str]:
    """The names of all fields below a form that hold running words."""
    if isinstance(form, type) and issubclass(form, BaseModel) and form not in seen:
        fields = form.model_fields.items()
        own = {name for name, field in fields if _holds_words(field.annotation, field.metadata)}
        below = (prose_keys(field.annotation, seen | {form}) for _, field in fields)
        return frozenset(own).union(*below)
    return frozenset().union(*(prose_keys(arg, seen) for arg in get_args(form)))


def _holds_words(annotation: Any, metadata: list[Any]) -> bool:
    marks = " ".join(map(str, (annotation, *metadata)))
    return "_spoken" in marks or "_variants" in marks


def _cut_texts(form: type[Form], source: Source) -> Iterator[Diagnostic]:
    assert source.tree is not None
    names = prose_keys(form)
    for loc, scalar in scalars(source.tree):
        if scalar.cut and _name(loc) in names and isinstance(scalar.value, str):
            message = f"an unquoted # ends this text after {_quote(scalar.value)}"
            hint = "put the words in quotes, or the remark on a line of its own"
            yield source.diagnose(loc, "cut-text", message, hint)
