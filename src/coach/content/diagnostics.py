"""What an author reads when something is wrong: place, cause, what exists, suggestion."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]
Loc: TypeAlias = tuple[str | int, ...]

SHOWN_CHARACTERS = 100
LISTED_NAMES = 12


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One complaint about one place in one file.

    Attributes:
        file: path below the course's root, with forward slashes.
        line: 1-based; 0 when the complaint is about the file as a whole.
        column: 1-based, counted in characters; 0 with line 0.
        severity: an error keeps the file from being served, a warning does not.
        slug: the rule's name, with an entry in docs/authoring.md.
        message: what was found, in one sentence without a full stop.
        source: the line as written, empty with line 0.
        hint: what exists or what to do; empty when the message says it all.
    """

    file: str
    line: int
    column: int
    severity: Severity
    slug: str
    message: str
    source: str = ""
    hint: str = ""

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
        shown, column = _window(self.source.replace("\t", " "), self.column)
        caret = " " * (column - 1) + "^" + (f" {self.hint}" if self.hint else "")
        return f"{head}\n{self.line:5} | {shown}\n      | {caret}"


def _window(line: str, column: int) -> tuple[str, int]:
    """The part of a long line around the column, and the column within it."""
    if len(line) <= SHOWN_CHARACTERS:
        return line.rstrip(), column
    first = max(0, min(column - 1 - SHOWN_CHARACTERS // 2, len(line) - SHOWN_CHARACTERS))
    part = line[first : first + SHOWN_CHARACTERS].rstrip()
    before, after = "…" if first else "", "…" if first + SHOWN_CHARACTERS < len(line) else ""
    return f"{before}{part}{after}", column - first + len(before)


def suggest(found: str, known: Iterable[str], what: str) -> str:
    """A hint naming the nearest known word, else what is known.

    >>> suggest("vendr", ["vendor", "nights"], "turns and endings")
    'did you mean "vendor"?'
    >>> suggest("zzz", ["vendor", "nights"], "turns and endings")
    'turns and endings: nights, vendor'
    """
    names = sorted(known)
    near = difflib.get_close_matches(found, names, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    if not names:
        return f"there are no {what} yet"
    listed = ", ".join(names[:LISTED_NAMES])
    return f"{what}: {listed}" + (f" … ({len(names)} in all)" if len(names) > LISTED_NAMES else "")


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Only those that keep a file from being served."""
    return tuple(d for d in diagnostics if d.severity == "error")
