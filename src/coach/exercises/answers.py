"""What a learner may answer; one class a kind of exercise."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from coach.content.lesson import ItemId, LineId, OptionId

Confidence: TypeAlias = Literal["not sure", "fairly sure", "sure"]
HowItCame: TypeAlias = Literal["easy", "stuck"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option: of choose and finish-their-sentence."""

    option: OptionId


@dataclass(frozen=True, slots=True)
class Ranked:
    """All options, the best first."""

    options: tuple[OptionId, ...]


@dataclass(frozen=True, slots=True)
class BestAndWorst:
    """Two different options."""

    best: OptionId
    worst: OptionId


@dataclass(frozen=True, slots=True)
class Spotted:
    """The line where the talk turned; None for none of them."""

    line: LineId | None


@dataclass(frozen=True, slots=True)
class Ordered:
    """All steps in the learner's order."""

    steps: tuple[ItemId, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Each entry on the left with one on the right, in the order of the left."""

    pairs: tuple[tuple[ItemId, ItemId], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A message.

    Attributes:
        own_language: it is not in the language of the course; then the learner ticks themselves.
        ticks: what they ticked; empty otherwise.
    """

    text: str
    own_language: bool = False
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """It was said aloud; nothing was recorded."""

    how: HowItCame


@dataclass(frozen=True, slots=True)
class MadeSmaller:
    """The frightening step, smaller and smaller."""

    smaller: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Entries with the group each stands in."""

    entries: tuple[tuple[ItemId, str], ...]


@dataclass(frozen=True, slots=True)
class Reflected:
    """One sentence; None when it was skipped."""

    sentence: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """If `cue`, then I will `act`."""

    cue: str
    act: str


Answer: TypeAlias = (
    Chosen
    | Ranked
    | BestAndWorst
    | Spotted
    | Ordered
    | Matched
    | Written
    | Said
    | MadeSmaller
    | Listed
    | Reflected
    | Planned
)
