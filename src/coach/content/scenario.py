"""One branching conversation as nouns: frozen, typed, resolved.

Everything `begin`, `choose` and `worth` read is written in: gates, move kinds and weights come
from the course when the file is loaded, so a scenario can be played without its course.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, NewType, TypeAlias

ScenarioId = NewType("ScenarioId", str)
TurnId = NewType("TurnId", str)
ChoiceId = NewType("ChoiceId", str)
BranchId = NewType("BranchId", str)
EndingId = NewType("EndingId", str)
FactId = NewType("FactId", str)
DeedId = NewType("DeedId", str)
MoveId = NewType("MoveId", str)

Phase: TypeAlias = Literal["seed", "feed", "ask", "weed"]
MoveKind: TypeAlias = Literal["good", "fair", "trap"]
EndingKind: TypeAlias = Literal["bloom", "grow", "kind-no", "repair", "fade", "shut"]
Mode: TypeAlias = Literal["spoken", "written"]

METERS = ("rapport", "trust", "energy", "credibility")
TRUST = METERS.index("trust")
LOWEST, HIGHEST = 0, 10
DEFAULT_START = "default"


class Meters(NamedTuple):
    """One whole number a meter: what the counterpart feels now (0–10), or changes to it."""

    rapport: int = 0
    trust: int = 0
    energy: int = 0
    credibility: int = 0


class Weights(NamedTuple):
    """What one step of each meter is worth; never negative."""

    rapport: float = 1.0
    trust: float = 1.0
    energy: float = 0.5
    credibility: float = 1.0


class Bound(NamedTuple):
    """One side a meter must be on. `meter` is an index into METERS."""

    meter: int
    at_least: bool
    n: int

    def __str__(self) -> str:
        """As an author writes it."""
        return f"{METERS[self.meter]} {'>=' if self.at_least else '<='} {self.n}"


@dataclass(frozen=True, slots=True)
class Condition:
    """All parts must hold; an empty condition always holds."""

    bounds: tuple[Bound, ...] = ()
    knows: frozenset[FactId] = frozenset()
    lacks: frozenset[FactId] = frozenset()
    did: frozenset[DeedId] = frozenset()
    not_did: frozenset[DeedId] = frozenset()


ALWAYS = Condition()


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording; a text is a tuple of them, the first that holds is shown, the last always."""

    id: str
    when: Condition
    text: str


Text: TypeAlias = tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class ToTurn:
    """The conversation goes on at this turn."""

    turn: TurnId


@dataclass(frozen=True, slots=True)
class ToEnding:
    """The conversation ends here; no exit replaces it."""

    ending: EndingId


@dataclass(frozen=True, slots=True)
class ToOutcome:
    """The conversation ends with the first outcome that holds."""


Target: TypeAlias = ToTurn | ToEnding | ToOutcome


@dataclass(frozen=True, slots=True)
class Branch:
    """One way chance may fall. `weight` is at least 1; its facts and deeds are new only then."""

    id: BranchId
    weight: int
    goto: Target
    learns: frozenset[FactId] = frozenset()
    does: frozenset[DeedId] = frozenset()


@dataclass(frozen=True, slots=True)
class Chance:
    """Drawn where it is revealed, never before."""

    branches: tuple[Branch, ...]

    @property
    def total(self) -> int:
        """The sum of the weights."""
        return sum(branch.weight for branch in self.branches)


@dataclass(frozen=True, slots=True)
class Arm:
    """Where a goto leads when its condition is the first that holds."""

    when: Condition
    to: Target | Chance


Goto: TypeAlias = tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Plain words for an expression of the line, shown on tap."""

    id: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Declined:
    """What happens when the trust is too low for the ask."""

    reaction: Text
    feedback: str
    goto: Goto
    learns: frozenset[FactId] = frozenset()
    does: frozenset[DeedId] = frozenset()


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. `size` is 1–4; below `trust` the counterpart declines."""

    size: int
    trust: int
    declined: Declined


@dataclass(frozen=True, slots=True)
class Move:
    """What kind of act a choice is, and the rule it keeps or breaks."""

    id: MoveId
    name: str
    principle: str
    kind: MoveKind


@dataclass(frozen=True, slots=True)
class Choice:
    """One reply.

    Attributes:
        text: what is said, or what is done when `act` is true.
        to: who gets it, when not the person who spoke; None otherwise.
        effects: changes to the meters as written; worth counts them uncut.
        ask: None when nothing is asked for.
    """

    id: ChoiceId
    text: str
    act: bool
    to: str | None
    move: Move
    when: Condition
    ask: Ask | None
    effects: Meters
    learns: frozenset[FactId]
    does: frozenset[DeedId]
    reaction: Text
    feedback: str
    goto: Goto
    explain: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment where the counterpart has spoken, or something was seen, and a reply is due.

    Attributes:
        says: None for a silence; then there is narration.
        speaker: who speaks when it is not the counterpart; None otherwise.
        gap: time that has passed, in words; None when the talk goes straight on.
    """

    id: TurnId
    says: Text | None
    narration: Text | None
    speaker: str | None
    gap: str | None
    skill: str
    ideas: tuple[str, ...]
    choices: tuple[Choice, ...]
    explain: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true about the counterpart. Learning it pays `worth` once."""

    id: FactId
    text: str
    worth: float


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the learner did. Deeds with worth are the learner's aims."""

    id: DeedId
    text: str
    worth: float


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ends. `kind` is never shown; the title is."""

    id: EndingId
    kind: EndingKind
    title: str
    text: Text
    looks_back: Text


@dataclass(frozen=True, slots=True)
class Exit:
    """An ending that cuts the talk short as soon as its condition holds."""

    when: Condition
    ending: EndingId


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the endings `goto: outcome` may take; the first that holds."""

    when: Condition
    ending: EndingId


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The person across the table. `address` is how they want to be called, and from when."""

    name: str
    role: str
    address: str


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the words travel; written replies may be longer."""

    id: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Question:
    """Something a facilitator may ask the room afterwards."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Start:
    """What is given before the first line. Facts and deeds given here pay nothing.

    Attributes:
        name: `default`, or the kind of ending of the scenario this one follows.
    """

    name: str
    meters: Meters
    knows: frozenset[FactId] = frozenset()
    did: frozenset[DeedId] = frozenset()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One branching conversation.

    Attributes:
        level: 1–5.
        starts: the default first, then one for each kind of ending it may follow.
        follows: the scenario this one goes on from; None when it stands alone.
    """

    id: ScenarioId
    title: str
    level: int
    phase: Phase
    channel: Channel
    setting: str
    you: str
    counterpart: Counterpart
    could_lose: str
    audience: tuple[str, ...]
    local_note: str
    follows: ScenarioId | None
    starts: tuple[Start, ...]
    weights: Weights
    facts: Mapping[FactId, Fact]
    deeds: Mapping[DeedId, Deed]
    opening: TurnId
    exits: tuple[Exit, ...]
    turns: Mapping[TurnId, Turn]
    outcome: tuple[Outcome, ...]
    endings: Mapping[EndingId, Ending]
    debrief_questions: tuple[Question, ...] = field(default=())

    @property
    def aims(self) -> tuple[Deed, ...]:
        """What the learner came for, shown before the start."""
        return tuple(deed for deed in self.deeds.values() if deed.worth > 0)

    def start(self, name: str = DEFAULT_START) -> Start:
        """The start of that name, else the default: an ending without one of its own."""
        return next((s for s in self.starts if s.name == name), self.starts[0])

    def choice(self, turn: TurnId, choice: ChoiceId) -> Choice:
        """The choice of that id in that turn. Raises KeyError when there is none."""
        for candidate in self.turns[turn].choices:
            if candidate.id == choice:
                return candidate
        raise KeyError(choice)
