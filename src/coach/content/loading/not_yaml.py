"""Why a text could not be read as YAML, said the way an author can use it.

libyaml says what it expected; an author needs to know which of their words broke the grammar. The
cases below are the ones that running words fall into: a colon, a quotation mark, a star, an indent.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import yaml

from coach.content.loading.tree import Fault, Spot

BELOW = "put the words on the next line, indented, after `>-`"
QUOTE = "put it in quotes"
_OPENED = {"sequence": "[", "mapping": "{"}
_NO_NAME = ("alphabetic or numeric", "whitespace or line break", "tag")
_NO_BEGINNING = ("cannot start any token", "node content", "mapping keys are not allowed")


class _Stop(NamedTuple):
    """Where and why libyaml stopped.

    Attributes:
        begun: where the part began that it was reading.
        before: the last event it gave.
        ended: there was nothing more to read.
    """

    lines: tuple[str, ...]
    problem: str
    spot: Spot
    doing: str
    begun: Spot
    before: Any
    ended: bool

    @property
    def line(self) -> str:
        return self.lines[self.spot.line]

    @property
    def character(self) -> str:
        """What stands where it stopped; empty at the end of a line."""
        return self.line[self.spot.column : self.spot.column + 1]


_Case: TypeAlias = Callable[[_Stop], Fault | None]


def explain(lines: tuple[str, ...], error: yaml.YAMLError, before: Any) -> Fault:
    """The one complaint a file gets when it is no YAML, with the remedy.

    Args:
        lines: the file as written.
        error: what libyaml said.
        before: the last event it gave before.
    """
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    spot = _inside(lines, mark or begun)
    problem = getattr(error, "problem", None) or str(error)
    doing = getattr(error, "context", None) or ""
    ended = mark is not None and not any(text.strip() for text in lines[mark.line :])
    stop = _Stop(lines, problem, spot, doing, _inside(lines, begun or mark), before, ended)
    for case in _CASES:
        fault = case(stop)
        if fault is not None:
            return fault
    hint = "compare it with an example in docs/examples/"
    return _fault(spot, f"this cannot be read as YAML: {problem}", hint)


def _fault(spot: Spot, message: str, hint: str) -> Fault:
    return Fault(spot, "not-yaml", message, hint)


def _inside(lines: tuple[str, ...], mark: Any) -> Spot:
    """The place of a mark; the end of the last words when it stands behind them."""
    if mark is None:
        return Spot(0, 0)
    line = min(mark.line, len(lines) - 1)
    if mark.line < len(lines) and any(text.strip() for text in lines[line:]):
        return Spot(line, min(mark.column, len(lines[line])))
    while line and not lines[line].strip():
        line -= 1
    return Spot(line, len(lines[line].rstrip()))


def _start(event: Any) -> Spot:
    return Spot(event.start_mark.line, event.start_mark.column)


def _end(event: Any) -> Spot:
    return Spot(event.end_mark.line, event.end_mark.column)


def _tab(stop: _Stop) -> Fault | None:
    if stop.character == "\t" and not stop.line[: stop.spot.column].strip(" \t-"):
        return _fault(stop.spot, "a tab stands in the indent", "indent with spaces only")
    return None


def _odd_blank(stop: _Stop) -> Fault | None:
    """A blank copied from elsewhere that looks like an indent, here or on the line above."""
    for number in range(stop.spot.line, max(stop.spot.line - 2, -1), -1):
        line = stop.lines[number]
        indent = line[: len(line) - len(line.lstrip())]
        if indent.strip(" \t"):
            spot = Spot(number, len(indent) - len(indent.lstrip(" \t")))
            message = "a blank that is no ordinary space stands in the indent"
            return _fault(spot, message, "delete the indent and type it again with spaces")
    return None


def _first_character(stop: _Stop) -> Fault | None:
    """A text that begins with a sign that means something to YAML."""
    if any(words in stop.problem for words in _NO_NAME):
        spot = stop.begun
    elif stop.line.startswith("%"):
        spot = Spot(stop.spot.line, 0)
    elif any(words in stop.problem for words in _NO_BEGINNING):
        spot = stop.spot
    elif isinstance(stop.before, yaml.AliasEvent) and _end(stop.before).line == stop.spot.line:
        spot = _start(stop.before)
    else:
        return None
    sign = stop.lines[spot.line][spot.column : spot.column + 1]
    hint = f"{QUOTE}, or {BELOW}"
    return _fault(spot, f"a text cannot begin with {sign}", hint) if sign else None


def _list_beside_key(stop: _Stop) -> Fault | None:
    if "sequence entries are not allowed" not in stop.problem:
        return None
    return _fault(stop.spot, "a text cannot begin with a dash and a space", f"{QUOTE}, or {BELOW}")


def _second_colon(stop: _Stop) -> Fault | None:
    if "mapping values are not allowed" not in stop.problem:
        return None
    before = stop.line[: stop.spot.column]
    if ": " in before:
        return _fault(stop.spot, "a second colon stands in this text", f"{QUOTE}, or {BELOW}")
    start = Spot(stop.spot.line, len(before) - len(before.lstrip()))
    message = "this line is indented as a part of the text above, yet it has a colon"
    return _fault(start, message, "indent a key as its neighbours; quote a text that has a colon")


def _beside_block_sign(stop: _Stop) -> Fault | None:
    if "comment or line break" not in stop.problem:
        return None
    sign = stop.lines[stop.begun.line][stop.begun.column]
    message = f"words stand on the same line as the sign {sign}"
    return _fault(stop.spot, message, "put the words on the next line, indented")


def _open_quote(stop: _Stop) -> Fault | None:
    if "quoted scalar" not in stop.doing or "found unexpected" not in stop.problem:
        return None
    return _fault(
        stop.begun, "the quotation mark that opens here is not closed", f"close it, or {BELOW}"
    )


def _escape(stop: _Stop) -> Fault | None:
    if "escape" not in stop.problem and "hex" not in stop.problem:
        return None
    message = "a backslash in double quotes needs a letter that YAML knows"
    return _fault(stop.spot, message, BELOW)


def _no_space(stop: _Stop) -> Fault | None:
    if "unexpected ':'" not in stop.problem:
        return None
    return _fault(stop.spot, "a space is missing after this colon", "write `key: value`")


def _no_colon(stop: _Stop) -> Fault | None:
    if "could not find expected ':'" not in stop.problem:
        return None
    message = "this line has neither a key nor the indent of a text"
    return _fault(stop.begun, message, "write `key: value` with a space, or indent the words")


def _open_bracket(stop: _Stop) -> Fault | None:
    if stop.ended and "node content" in stop.problem:
        return _fault(stop.spot, "a bracket stays open up to the end", "close it")
    opened = next((sign for name, sign in _OPENED.items() if f"flow {name}" in stop.doing), None)
    if opened is None:
        return None
    if stop.ended or stop.begun.line != stop.spot.line:
        message = f"the bracket {opened} that opens here is not closed"
        return _fault(stop.begun, message, "close it, or put a text that begins with it in quotes")
    message = "a comma or a closing bracket is missing before this"
    return _fault(stop.spot, message, "put texts with , : [ ] { } in quotes")


def _after_quote(stop: _Stop) -> Fault | None:
    """Words after a closing quotation mark, which may be an apostrophe many lines further on."""
    if not stop.line[: stop.spot.column].rstrip().endswith(("'", '"')):
        return None
    last = stop.before
    if isinstance(last, yaml.ScalarEvent) and last.style and _end(last).line == stop.spot.line:
        begun = _start(last)
        if begun.line != stop.spot.line:
            line = stop.spot.line + 1
            message = f"the quotation mark that opens here is closed only on line {line}"
            return _fault(begun, message, BELOW)
    return _fault(stop.spot, "words stand after the closing quotation mark", BELOW)


def _after_bracket(stop: _Stop) -> Fault | None:
    if stop.character and stop.character in "]}":
        return _fault(stop.spot, "this bracket closes nothing", f"delete it, or {QUOTE}")
    if stop.line[: stop.spot.column].rstrip().endswith(("]", "}")):
        message = "words stand after the closing bracket"
        return _fault(stop.spot, message, f"a text that begins with a bracket: {BELOW}")
    return None


def _after_remark(stop: _Stop) -> Fault | None:
    """A line that goes on with a text which an unquoted # has ended."""
    last = stop.before
    if not isinstance(last, yaml.ScalarEvent) or last.style:
        return None
    end = _end(last)
    rest = stop.lines[end.line][end.column :] if end.line < len(stop.lines) else ""
    if not rest.lstrip().startswith("#") or end.line >= stop.spot.line:
        return None
    spot = Spot(end.line, end.column + len(rest) - len(rest.lstrip()))
    return _fault(spot, "an unquoted # ends this text, and the next line goes on with it", BELOW)


def _indent(stop: _Stop) -> Fault | None:
    start = Spot(stop.spot.line, len(stop.line) - len(stop.line.lstrip()))
    if "'-' indicator" in stop.problem:
        message = "this line stands where an entry with a dash should begin"
        return _fault(start, message, "indent it further if it belongs to the entry above")
    if "<document start>" in stop.problem:
        message = "the text ends before this line"
        return _fault(start, message, "write every key as `key: value`, without `...` or brackets")
    if "did not find expected key" in stop.problem:
        hint = "give the line the indent of its neighbours"
        return _fault(start, "the indent of this line fits no line above", hint)
    return None


_CASES: tuple[_Case, ...] = (
    _tab,
    _odd_blank,
    _first_character,
    _list_beside_key,
    _second_colon,
    _beside_block_sign,
    _open_quote,
    _escape,
    _no_space,
    _no_colon,
    _open_bracket,
    _after_quote,
    _after_bracket,
    _after_remark,
    _indent,
)
