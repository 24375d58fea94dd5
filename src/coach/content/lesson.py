"""One lesson as nouns: what is taught, what is practised, and what is tried outside.

A lesson foretells, teaches, shows a bad and a good model, trains, plans, and sends the learner out
with a mission. Its review is asked on later days.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal, NamedTuple, NewType, TypeAlias

from coach.content.diagnostics import Loc
from coach.content.scenario import Move, ScenarioId

LessonId = NewType("LessonId", str)
ExerciseId = NewType("ExerciseId", str)
OptionId = NewType("OptionId", str)
LineId = NewType("LineId", str)
ItemId = NewType("ItemId", str)

Kind: TypeAlias = Literal[
    "choose",
    "rank",
    "best-worst",
    "spot-line",
    "finish-their-sentence",
    "order",
    "match",
    "rewrite",
    "say-aloud",
    "smaller",
    "list",
    "reflect",
    "plan",
]
Task: TypeAlias = Literal["no_ask", "ask"]
Length: TypeAlias = Literal["note", "follow-up", "reopening", "ask"]
Way: TypeAlias = Literal["in-person", "by-voice", "in-writing"]


class Span(NamedTuple):
    """A length: from `low` to `high`, both included."""

    low: int
    high: int
    unit: Literal["characters", "words"]


WAYS: tuple[Way, ...] = ("in-person", "by-voice", "in-writing")
WORST, BEST = -2, 2
WORDS_A_MINUTE = 130
FEEDBACK_SHOWN = 2
REVIEW = "review"

LENGTHS: Mapping[Length, Span] = MappingProxyType(
    {
        "note": Span(80, 200, "characters"),
        "follow-up": Span(40, 100, "words"),
        "reopening": Span(40, 110, "words"),
        "ask": Span(50, 125, "words"),
    }
)
"""How long each kind of message should be."""

PLAN = ExerciseId("plan")
PREDICT = ExerciseId("predict")
MISSION = ExerciseId("mission")
NONE_OF_THEM = "none"

WORDED = frozenset(
    {
        "title", "objective", "idea", "ask", "because", "text", "note", "situation", "stem",
        "feedback", "prompt", "given", "sample", "step", "cue", "act", "script", "expect",
    }
)  # fmt: skip
"""The fields that hold words for a learner; all others hold names, numbers or parts."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry that carries nothing but words: a step, one side of a pair, a size, a group."""

    id: ItemId
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a talk.

    Attributes:
        who: the person's name, or `you`.
        note: what a reader may notice here; None when the line speaks for itself.
    """

    id: LineId
    who: str
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer.

    Attributes:
        worth: -2 to 2; how well it works here.
        move: what kind of act it is; None when it is no act.
        feedback: what it does, the rule between asterisks, a better phrase.
    """

    id: OptionId
    text: str
    worth: int
    move: Move | None
    feedback: str


@dataclass(frozen=True, slots=True)
class _Exercise:
    """What every exercise has.

    Attributes:
        id: unique in the lesson, its review included.
        ideas: the ideas it trains; never empty but for the lesson's own plan, which has them all.
        confidence: whether to ask how sure the learner is, before anything is shown.
    """

    id: ExerciseId
    ideas: tuple[str, ...]
    confidence: bool


@dataclass(frozen=True, slots=True)
class ChooseExercise(_Exercise):
    """Choose the reply."""

    kind: ClassVar[Kind] = "choose"
    situation: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class RankExercise(_Exercise):
    """Put replies in order, the best first. All worths differ, so they are the key."""

    kind: ClassVar[Kind] = "rank"
    situation: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class BestWorstExercise(_Exercise):
    """Choose the best and the worst. One option alone is best, and one alone worst."""

    kind: ClassVar[Kind] = "best-worst"
    situation: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SpotLineExercise(_Exercise):
    """Find the line where a talk turns.

    Attributes:
        answer: the line; None when none of them turns it.
        pattern: what the line is an example of; None when no line is.
    """

    kind: ClassVar[Kind] = "spot-line"
    situation: str
    lines: tuple[Line, ...]
    answer: LineId | None
    pattern: Move | None
    feedback: str


@dataclass(frozen=True, slots=True)
class FinishTheirSentence(_Exercise):
    """Say what the other person thinks: the options end the stem."""

    kind: ClassVar[Kind] = "finish-their-sentence"
    situation: str
    stem: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class OrderExercise(_Exercise):
    """Put steps in order.

    Attributes:
        steps: in a right order.
        any: whether every order will do; then it is compared and not marked.
        feedback: said afterwards; None when the order speaks for itself.
    """

    kind: ClassVar[Kind] = "order"
    prompt: str
    steps: tuple[Item, ...]
    any: bool
    feedback: str | None


@dataclass(frozen=True, slots=True)
class MatchExercise(_Exercise):
    """Join what belongs together.

    Attributes:
        pairs: each entry on the left with its one on the right; several may share a right one.
        feedback: said afterwards; None when the pairs speak for themselves.
    """

    kind: ClassVar[Kind] = "match"
    prompt: str
    left: tuple[Item, ...]
    right: tuple[Item, ...]
    pairs: Mapping[ItemId, ItemId]
    feedback: str | None


@dataclass(frozen=True, slots=True)
class RewriteExercise(_Exercise):
    """Write a message, or write one better.

    Attributes:
        given: the message to be bettered; None when the page is empty.
        task: whether anything may be asked for.
        size: the largest request that fits, 1–4; None when nothing is asked.
        length: which range of words it should keep.
        hooks: details the other person gave, each with its synonyms.
        sample: one good message among many.
    """

    kind: ClassVar[Kind] = "rewrite"
    situation: str
    given: str | None
    task: Task
    size: int | None
    length: Length
    hooks: tuple[tuple[str, ...], ...]
    sample: str


@dataclass(frozen=True, slots=True)
class SayAloud(_Exercise):
    """Say it in so many seconds. Nothing is recorded."""

    kind: ClassVar[Kind] = "say-aloud"
    prompt: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Smaller(_Exercise):
    """Make a frightening step smaller, twice. The examples go from larger to smaller."""

    kind: ClassVar[Kind] = "smaller"
    step: str
    examples: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ListExercise(_Exercise):
    """Write a list, group by group.

    Attributes:
        suggested: how many entries in all would do; never a minimum.
    """

    kind: ClassVar[Kind] = "list"
    prompt: str
    groups: tuple[Item, ...]
    suggested: int


@dataclass(frozen=True, slots=True)
class Reflect(_Exercise):
    """One sentence, or none."""

    kind: ClassVar[Kind] = "reflect"
    prompt: str


@dataclass(frozen=True, slots=True)
class Plan(_Exercise):
    """An if-then plan: if `cue`, then I will `act`. Both are a first suggestion."""

    kind: ClassVar[Kind] = "plan"
    cue: str
    act: str


Exercise: TypeAlias = (
    ChooseExercise
    | RankExercise
    | BestWorstExercise
    | SpotLineExercise
    | FinishTheirSentence
    | OrderExercise
    | MatchExercise
    | RewriteExercise
    | SayAloud
    | Smaller
    | ListExercise
    | Reflect
    | Plan
)
Judged: TypeAlias = ChooseExercise | RankExercise | BestWorstExercise | FinishTheirSentence


@dataclass(frozen=True, slots=True)
class Predict:
    """A guess before anything is taught. `because` says why `truth` is the answer."""

    ask: str
    options: tuple[Item, ...]
    truth: ItemId
    because: str


@dataclass(frozen=True, slots=True)
class Models:
    """The same moment, once badly and once well."""

    bad: tuple[Line, ...]
    good: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WayToDoIt:
    """How a mission goes in person, by voice or in writing."""

    id: Way
    text: str


@dataclass(frozen=True, slots=True)
class Mission:
    """Something to try outside. It costs no money, no childcare and no travel.

    Attributes:
        act: what to do, in one line.
        sizes: three, the smallest first.
        ways: all three of WAYS, in the file's order.
        script: words to start from; None when the learner's own are better.
        expect: what usually happens, a bad result included.
    """

    act: str
    sizes: tuple[Item, ...]
    ways: tuple[WayToDoIt, ...]
    script: str | None
    expect: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson.

    Attributes:
        objective: what the learner can do afterwards.
        ideas: the ideas it teaches.
        after: lessons that help to have done before; advice, never a lock.
        play: the scenario it leads to; None when there is none yet.
        idea: the teaching text, one entry a paragraph.
        exercises: in the order they are met.
        plan: its id is `plan`, and it trains all ideas of the lesson.
        review: for later days; siblings of the lesson's own exercises.
        module: the first module that lists it; None when none does.
    """

    id: LessonId
    title: str
    objective: str
    ideas: tuple[str, ...]
    after: tuple[LessonId, ...]
    play: ScenarioId | None
    predict: Predict
    idea: tuple[str, ...]
    models: Models
    exercises: tuple[Exercise, ...]
    plan: Plan
    mission: Mission
    review: tuple[Exercise, ...]
    module: str | None

    def exercise(self, exercise: ExerciseId) -> Exercise:
        """The exercise of that id: one of its own, its plan, or one of its review.

        Raises:
            KeyError: there is none.
        """
        for candidate in (*self.exercises, self.plan, *self.review):
            if candidate.id == exercise:
                return candidate
        raise KeyError(exercise)


class Minutes(NamedTuple):
    """How long a lesson takes to read, in whole minutes: without its review, and with it."""

    low: int
    high: int


def minutes_of(lesson: Lesson) -> Minutes:
    """The time a lesson takes at 130 words a minute, with what is said aloud."""
    own = sum(_seconds(lesson, loc, text) for loc, text in texts_of(lesson) if loc[0] != REVIEW)
    own += sum(e.seconds for e in lesson.exercises if isinstance(e, SayAloud))
    later = sum(_seconds(lesson, loc, text) for loc, text in texts_of(lesson) if loc[0] == REVIEW)
    later += sum(e.seconds for e in lesson.review if isinstance(e, SayAloud))
    return Minutes(max(1, math.ceil(own / 60)), max(1, math.ceil((own + later) / 60)))


def _seconds(lesson: Lesson, loc: Loc, text: str) -> float:
    """How long one text is read; of the feedback on options only two pieces are shown."""
    spent = len(text.split()) * 60 / WORDS_A_MINUTE
    if "options" not in loc or loc[-1] != "feedback":
        return spent
    exercise = lesson.exercise(ExerciseId(str(loc[1])))
    assert isinstance(exercise, Judged)
    return spent * FEEDBACK_SHOWN / len(exercise.options)


def texts_of(part: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every text of a lesson, or of a part of it, with its place in the file.

    Entries of lists are named by their ids, so that an address outlives a change of order.
    """
    for field in fields(part):
        value = getattr(part, field.name)
        place = part.who if isinstance(part, Line) and field.name == "text" else field.name
        if field.name in WORDED:
            if value is not None:
                yield (*loc, place), "\n".join(value) if isinstance(value, tuple) else value
        elif isinstance(value, tuple):
            for entry in value:
                if is_dataclass(entry):
                    yield from texts_of(entry, (*loc, place, getattr(entry, "id")))  # noqa: B009
        elif is_dataclass(value) and not isinstance(value, Move):
            yield from texts_of(value, (*loc, place))
