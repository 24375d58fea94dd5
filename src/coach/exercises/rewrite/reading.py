"""A message made plain for looking: lower case, one kind of quote, single spaces, no emoji.

Every letter of the plain form remembers where it stood, so that findings point at the learner's
own words.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "´": "'", "`": "'", "“": '"', "”": '"'})
SENTENCE_END = re.compile(r"""(?:[!?]+|(?<!\b[a-z])(?<!\b(?:mr|ms|dr))\.+)["')]*(?=\s|$)""")

LOOKED_AT = 5_000
"""Characters of a message that are searched: far more than any length that fits."""


class Place(NamedTuple):
    """Where words stand in a text: from `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing to look for, and why it is looked for."""

    words: re.Pattern[str]
    why: str

    def places(self, text: str) -> Iterator[Place]:
        """Where it stands in a plain text."""
        return (Place(*match.span()) for match in self.words.finditer(text))


@dataclass(frozen=True, slots=True)
class Text:
    """A message in its plain form.

    Attributes:
        plain: what is searched.
        at: for each character of `plain` its index in the message.
        sentences: where they stand in `plain`; they cover all of it.
        words: how many words the message has.
        characters: how long it is, runs of white space counted once.
    """

    plain: str
    at: tuple[int, ...]
    sentences: tuple[Place, ...]
    words: int
    characters: int

    def own(self, place: Place) -> Place:
        """A place of the plain text, in the learner's own message."""
        return Place(self.at[place.start], self.at[place.end - 1] + 1)

    def find(self, patterns: Iterable[Pattern]) -> tuple[Place, ...]:
        """Where any of them stands, in order."""
        return tuple(sorted(p for pattern in patterns for p in pattern.places(self.plain)))

    def has(self, patterns: Iterable[Pattern]) -> bool:
        """Whether any of them stands in it."""
        return any(pattern.words.search(self.plain) for pattern in patterns)

    def sentence(self, place: Place) -> int:
        """The number of the sentence a place begins in."""
        return bisect_right(self.sentences, place.start, key=lambda sentence: sentence.end)

    def near(self, places: Iterable[Place], others: Iterable[Place]) -> tuple[Place, ...]:
        """Those of the places that lie at most one sentence from one of the others."""
        there = {self.sentence(place) for place in others}
        return tuple(p for p in places if there & {self.sentence(p) + d for d in (-1, 0, 1)})


def pattern(words: str, why: str) -> Pattern:
    """A pattern of whole words."""
    return Pattern(re.compile(rf"(?<!\w)(?:{words})(?!\w)"), why)


def read(message: str) -> Text:
    """A message in its plain form; it may be empty, and may be any text."""
    letters: list[str] = []
    at: list[int] = []
    for index, character in enumerate(message):
        if len(letters) > LOOKED_AT:
            break
        for letter in _plain(character):
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                at.append(index)
    if letters and letters[-1] == " ":
        del letters[-1], at[-1]
    plain = "".join(letters)
    return Text(
        plain=plain,
        at=tuple(at),
        sentences=tuple(_sentences(plain)),
        words=sum(any(map(str.isalnum, word)) for word in message.split()),
        characters=len(" ".join(message.split())),
    )


def _plain(character: str) -> str:
    """The letters searched for one character; none for accents and marks that are not seen."""
    if character.isspace() or unicodedata.category(character) in {"Pd", "So", "Cc"}:
        return " "
    parts = unicodedata.normalize("NFKD", character.translate(QUOTES)).casefold()
    return "".join(
        " " if part.isspace() else part
        for part in parts
        if unicodedata.category(part) not in {"Mn", "Cf", "Sk"}
    )


def _sentences(plain: str) -> Iterator[Place]:
    start = 0
    for end in SENTENCE_END.finditer(plain):
        yield Place(start, end.end())
        start = end.end()
    if start < len(plain):
        yield Place(start, len(plain))
