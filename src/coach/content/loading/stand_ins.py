"""Something sound in each faulty place, so that the rest of a file can still be looked through.

Without it an author would mend the shape of a file only to be told next about its names.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, StringConstraints, Tag
from pydantic_core import ErrorDetails

from coach.content.diagnostics import Loc
from coach.content.loading.forms import BOUND, IDEA_REF, MOVE_SLUG

KEY = "[key]"
_TEXTS = {MOVE_SLUG: "stand_in", IDEA_REF: "I00", BOUND: ">= 0"}
_PLAIN: dict[Any, Any] = {str: "stand-in", int: 1, float: 1.0, bool: False}


def place(details: ErrorDetails) -> Loc:
    """Where an error is, without the steps that only pydantic and the forms' tags know.

    >>> place({"type": "x", "loc": ("goto", 0, "goto", "[id]"), "msg": "", "input": 3})
    ('goto', 0, 'goto')
    """
    return tuple(step for step in details["loc"] if not _is_tag(step))


def tagged(details: ErrorDetails) -> Loc:
    """Where an error is among the forms: the tags say which of several was tried."""
    return tuple(step for step in details["loc"] if step != KEY)


def _is_tag(step: str | int) -> bool:
    return isinstance(step, str) and step.startswith("[")


def mend(form: type[BaseModel], written: Any, details: Iterable[ErrorDetails]) -> None:
    """Replace what is faulty, add what is missing and take away what does not belong."""
    for error in details:
        loc = place(error)
        if error["type"] == "extra_forbidden" or error["loc"][-1:] == (KEY,):
            _set(written, loc, None)
        else:
            _set(written, loc, stand_in(next(below(form, tagged(error)), None)))


def _set(written: Any, loc: Loc, value: Any) -> None:
    """Set what stands at a loc path, or delete it with None; a short form lacks some steps."""
    holder, step, inner = None, None, written
    for step_below in loc[:-1]:
        if _has(inner, step_below):
            holder, step = inner, step_below
            inner = inner[step_below]
    if loc and (isinstance(inner, dict) or _has(inner, loc[-1])):
        holder, step = inner, loc[-1]
    if holder is not None and value is not None:
        holder[step] = value
    elif holder is not None and _has(holder, step):
        del holder[step]


def _has(written: Any, step: Any) -> bool:
    if isinstance(written, dict):
        return step in written
    return isinstance(written, list) and isinstance(step, int) and step < len(written)


def below(annotation: Any, loc: Loc) -> Iterator[Any]:
    """What a form holds at a loc path."""
    if not loc:
        yield annotation
    elif _is_tag(loc[0]):
        yield from below(_tagged(annotation, str(loc[0])), loc[1:])
    elif is_form(annotation):
        if loc[0] in annotation.model_fields:
            yield from below(fields(annotation)[str(loc[0])], loc[1:])
        elif (other := others(annotation)) is not None:
            yield from below(other, loc[1:])
    elif get_origin(annotation) is list:
        yield from below(get_args(annotation)[0], loc[1:])
    elif get_origin(annotation) is dict:
        yield from below(get_args(annotation)[1], loc[1:])
    elif get_origin(annotation) is Annotated:
        yield from below(get_args(annotation)[0], loc)
    else:
        for part in get_args(annotation):
            yield from below(part, loc)


def _tagged(annotation: Any, tag: str) -> Any:
    """The one of several forms that has this tag; all of them when none has."""
    for part in get_args(annotation):
        if any(isinstance(mark, Tag) and mark.tag == tag for mark in get_args(part)):
            return part
        if (found := _tagged(part, tag)) is not part:
            return found
    return annotation


def is_form(annotation: Any) -> bool:
    """Whether this is a form itself, not a list of forms or the like."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


@cache
def fields(form: type[BaseModel]) -> dict[str, Any]:
    """The fields of a form with all that is said about them."""
    hints = get_type_hints(form, include_extras=True)
    return {name: hints[name] for name in form.model_fields}


@cache
def others(form: type[BaseModel]) -> Any:
    """What stands behind keys of the author's own choice; None when there are none."""
    if form.model_config.get("extra") != "allow":
        return None
    hint = get_type_hints(form, include_extras=True).get("__pydantic_extra__")
    return get_args(hint)[1] if get_origin(hint) is dict else None


def pattern(annotation: Any) -> str | None:
    """What a text must look like; None when any words will do.

    >>> pattern(Annotated[str, StringConstraints(pattern="^[a-z]+$")] | None)
    '^[a-z]+$'
    """
    for part in get_args(annotation):
        if isinstance(part, StringConstraints):
            return str(part.pattern)
    found = (pattern(part) for part in get_args(annotation))
    return next((shape for shape in found if shape), None)


def stand_in(annotation: Any) -> Any:
    """The smallest sound value of a type.

    >>> stand_in(list[int])
    [1, 1]
    """
    origin, parts = get_origin(annotation), get_args(annotation)
    if is_form(annotation):
        required = annotation.model_fields.items()
        return {n: stand_in(fields(annotation)[n]) for n, f in required if f.is_required()}
    if origin is Annotated:
        return _TEXTS.get(pattern(annotation) or "") or _as_many(stand_in(parts[0]), parts[1:])
    if origin is Literal:
        return parts[0]
    if origin is list:
        return [stand_in(parts[0]), stand_in(parts[0])]
    if origin is dict:
        return {stand_in(parts[0]): stand_in(parts[1])}
    return _PLAIN[annotation] if annotation in _PLAIN else stand_in(parts[0]) if parts else None


def _as_many(value: Any, marks: Iterable[Any]) -> Any:
    """A list of two, made as long as it has to be."""
    limits = [limit for mark in marks for limit in getattr(mark, "metadata", ())]
    fewest = max((getattr(limit, "min_length", 0) for limit in limits), default=0)
    return value + value[:1] * (fewest - len(value)) if isinstance(value, list) else value
