"""The course as nouns: what exists to be taught, named and weighed, and what has been written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.content.lesson import Lesson, LessonId
from coach.content.scenario import Channel, Move, MoveId, Scenario, ScenarioId, Weights


@dataclass(frozen=True, slots=True)
class Module:
    """A stretch of the path."""

    id: str
    title: str
    lessons: tuple[LessonId, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What may be in front of a learner, and what they leave with."""

    id: str
    title: str
    lessons: tuple[LessonId, ...]
    scenarios: tuple[ScenarioId, ...]
    leave_with: str


@dataclass(frozen=True, slots=True)
class Skill:
    """One of the eight things practised."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Idea:
    """One teachable rule. `ref` is its number in the curriculum, I01 to I63."""

    id: str
    ref: str
    skill: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Lists the wording rules and the strategy bots read; lower case, one entry a phrase."""

    polite: tuple[str, ...]
    way_out: tuple[str, ...]
    stop: tuple[str, ...]
    idioms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallLine:
    """Something to say on a call."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """What to hold in the hand ten minutes before a call.

    Attributes:
        opener: says who is calling, and why.
        questions: two, about the other person.
        exit: thanks, and leaves a door open.
    """

    opener: CallLine
    questions: tuple[CallLine, ...]
    exit: CallLine


@dataclass(frozen=True, slots=True)
class Allowance:
    """One finding of one check that the authors accept, with their reason.

    Attributes:
        at: the place as the check names it, such as `turns.nights` or `turns.nights.choices.wait`.
    """

    check: str
    file: str
    at: str
    because: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in course.yaml.

    Attributes:
        asks: the trust each size of request needs, sizes 1–4.
        call: None for a course without such a card.
    """

    modules: tuple[Module, ...]
    situations: tuple[Situation, ...]
    skills: Mapping[str, Skill]
    ideas: Mapping[str, Idea]
    moves: Mapping[MoveId, Move]
    weights: Weights
    asks: Mapping[int, int]
    words: Words
    channels: Mapping[str, Channel]
    audiences: frozenset[str]
    allow: tuple[Allowance, ...]
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Everything under lessons/ and scenarios/, loaded and frozen."""

    catalogue: Catalogue
    scenarios: Mapping[ScenarioId, Scenario]
    lessons: Mapping[LessonId, Lesson] = field(default_factory=dict)
