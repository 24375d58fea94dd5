"""What an author reads when something is wrong: place, cause, what exists, suggestion."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]
Loc: TypeAlias = tuple[str | int, ...]

SHOWN_CHARACTERS = 100
QUOTED_CHARACTERS = 40
LISTED_NAMES = 12
COMPARED_NAMES = 300

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One complaint about one place in one file.

    Attributes:
        file: path below the course's root, with forward slashes.
        line: 1-based; 0 when the complaint is about the file as a whole.
        column: 1-based, counted in characters; 0 with line 0.
        severity: an error keeps the file from being served, a warning does not.
        slug: the rule's name, with an entry in docs/rules.md.
        message: what was found, in one sentence without a full stop.
        source: the line as written, empty with line 0.
        hint: what exists or what to do; empty when the message says it all.
        at: the place as `allow` in course.yaml names it; empty for complaints about the form.
    """

    file: str
    line: int
    column: int
    severity: Severity
    slug: str
    message: str
    source: str = ""
    hint: str = ""
    at: str = ""

    def __str__(self) -> str:
        """The text shown in the terminal, in CI and in the app.

        >>> print(Diagnostic("a.yaml", 2, 7, "error", "bad-id", 'id "A b" is no slug',
        ...                  "  id: A b", "small letters, digits and hyphens"))
        a.yaml:2:7: error[bad-id]: id "A b" is no slug
            2 |   id: A b
              |       ^ small letters, digits and hyphens
        """
        if self.line == 0:
            head = f"{self.file}: {self.severity}[{self.slug}]: {self.message}"
            return f"{head}\n      = {self.hint}" if self.hint else head
        head = (
            f"{self.file}:{self.line}:{self.column}: {self.severity}[{self.slug}]: {self.message}"
        )
        source = _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", self.source.replace("\t", " "))
        part, column = _window(source, self.column)
        caret = " " * _cells(part[: column - 1]) + "^" + (f" {self.hint}" if self.hint else "")
        return f"{head}\n{self.line:5} | {part.rstrip()}\n      | {caret}"


def _window(line: str, column: int) -> tuple[str, int]:
    """The part of a long line around the column, and the column within it."""
    if len(line) <= SHOWN_CHARACTERS:
        return line, column
    first = max(0, min(column - 1 - SHOWN_CHARACTERS // 2, len(line) - SHOWN_CHARACTERS))
    part = line[first : first + SHOWN_CHARACTERS]
    before, after = "…" if first else "", "…" if first + SHOWN_CHARACTERS < len(line) else ""
    return f"{before}{part}{after}", column - first + len(before)


def _cells(text: str) -> int:
    """How wide a text stands in a terminal.

    >>> _cells("tea"), _cells("茶"), _cells("🍵")
    (3, 2, 2)
    """
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def quoted(text: str) -> str:
    r"""A text from a file, as a message shows it: short, on one line, nothing invisible.

    >>> quoted("one\ntwo")
    '"one two"'
    """
    return f'"{shown(text)}"'


def shown(text: str) -> str:
    r"""A name from a file, as a message shows it: short, on one line, nothing invisible.

    >>> shown("one\ntwo")
    'one two'
    """
    line = " ".join(text.split())
    short = line if len(line) <= QUOTED_CHARACTERS else line[:QUOTED_CHARACTERS].rstrip() + "…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short)


def suggest(found: str, known: Iterable[str], what: str) -> str:
    """A hint naming the nearest known word, else what is known.

    >>> suggest("vendr", ["vendor", "nights"], "turns and endings")
    'did you mean "vendor"?'
    >>> suggest("zzz", ["vendor", "nights"], "turns and endings")
    'turns and endings: nights, vendor'
    """
    names = sorted(known)
    near = difflib.get_close_matches(found, names[:COMPARED_NAMES], n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    if not names:
        return f"there are no {what} yet"
    listed = ", ".join(names[:LISTED_NAMES])
    return f"{what}: {listed}" + (f" … ({len(names)} in all)" if len(names) > LISTED_NAMES else "")


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Only those that keep a file from being served."""
    return tuple(d for d in diagnostics if d.severity == "error")
