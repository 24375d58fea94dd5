"""What can happen to a learner's practice; past tense, never changed afterwards.

An event carries its judgement, so nothing that is read later needs the content it was about.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from coach.content.lesson import ExerciseId, ItemId, LessonId, Way
from coach.content.scenario import (
    BranchId,
    ChoiceId,
    DeedId,
    EndingId,
    EndingKind,
    FactId,
    Meters,
    MoveId,
    ScenarioId,
    TurnId,
)
from coach.exercises.answers import Answer, Confidence
from coach.roleplay.debrief import Feeling
from coach.roleplay.play import Path, Step
from coach.roleplay.verdict import GOOD, Verdict

Category: TypeAlias = Literal["first", "again", "practice"]
Outcome: TypeAlias = Literal["done", "badly", "not this week", "let go"]
Coaching: TypeAlias = Literal["by level", "each reply", "one line", "at the end"]


@dataclass(frozen=True, slots=True)
class AttemptBegun:
    """A conversation was begun.

    Attributes:
        category: `first` when this learner had begun no other attempt of the scenario, `again`
            from the start, `practice` from a reply of a parent attempt.
        count: how many attempts of the scenario came before.
        start: the name of the start; the learner's last ending may choose it.
        parent: the attempt practised from; None otherwise.
        from_step: how many of the parent's replies are kept; 0 unless `practice`.
        before: the parent's whole path; chance met again falls as it fell.
        rules, text: the hashes of the content it began with.
        minutes: how long it takes to read, with coaching.
    """

    scenario: ScenarioId
    title: str
    counterpart: str
    category: Category
    count: int
    start: str
    parent: UUID | None
    from_step: int
    before: Path
    rules: str
    text: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reply was worth when it was given.

    Attributes:
        regret, stake: in worth; a random reply loses one stake.
        verdict, evidence, guess: None where the turn was not judged, or the reply was not the
            learner's own choice. `guess` is the evidence a random reply would have earned.
    """

    regret: float
    stake: float
    verdict: Verdict | None
    evidence: float | None
    guess: float | None


@dataclass(frozen=True, slots=True)
class Ended:
    """How the conversation ended with this reply.

    Attributes:
        score: 100 for the best line, 0 for random tapping, uncut; None of a practice, and where
            some reply was not the learner's own choice.
    """

    ending: EndingId
    kind: EndingKind
    title: str
    score: float | None


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """A reply was given and judged.

    Attributes:
        step: 0 for the first reply of the path, the parent's replies counted.
        shown: the ids offered, as they stood on the screen.
        turn_to: the turn it led to; None when it ended the conversation.
        ended: None while the conversation goes on.
        learnt, did: what was new with this reply.
        meters: how the counterpart felt afterwards.
        judged: False when the words were not the learner's own choice (None of these).
        wanted: what the learner would have said instead; None otherwise.
        rules, text: the hashes of the content it was given on.
    """

    scenario: ScenarioId
    step: int
    turn: TurnId
    choice: ChoiceId
    branch: BranchId | None
    shown: tuple[ChoiceId, ...]
    move: MoveId
    skill: str
    ideas: tuple[str, ...]
    declined: bool
    learnt: tuple[FactId, ...]
    did: tuple[DeedId, ...]
    meters: Meters
    turn_to: TurnId | None
    ended: Ended | None
    judged: bool
    judgement: Judgement
    wanted: str | None
    rules: str
    text: str

    @property
    def as_step(self) -> Step:
        """The reply as a step of a path."""
        return Step(self.choice, self.branch)

    @property
    def verdict(self) -> Verdict | None:
        """What it is called; None where it counts for nothing."""
        return self.judgement.verdict if self.judged else None

    @property
    def good(self) -> bool:
        """Whether it was best or fine."""
        return self.verdict in GOOD


@dataclass(frozen=True, slots=True)
class FeelingGuessed:
    """The learner guessed how the counterpart felt, before anything was shown."""

    scenario: ScenarioId
    guess: Feeling
    felt: Feeling


@dataclass(frozen=True, slots=True)
class LookedAround:
    """The first visit is over: the learner chose to see what else is here."""


@dataclass(frozen=True, slots=True)
class SituationChosen:
    """What is in front of the learner; None when it no longer is."""

    situation: str | None


@dataclass(frozen=True, slots=True)
class WorkFound:
    """The learner found work."""


@dataclass(frozen=True, slots=True)
class LineKept:
    """A line was kept in My lines.

    Attributes:
        line: the id of the line.
        own: in the learner's own words, not a reply of the story.
        scenario, lesson: where it is from; None where it is not from one.
        title: what that is called; empty where it is from neither.
    """

    line: UUID
    words: str
    own: bool
    scenario: ScenarioId | None
    title: str
    lesson: LessonId | None = None


@dataclass(frozen=True, slots=True)
class LineDropped:
    """A line was taken off My lines."""

    line: UUID


@dataclass(frozen=True, slots=True)
class LessonReached:
    """A lesson was begun, or gone on with: `step` is the number of the part that is open now."""

    lesson: LessonId
    title: str
    step: int
    of: int


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An exercise of a lesson was answered.

    Attributes:
        kind: of the exercise; `predict` for the guess before the lesson.
        count: how many answers to it came before.
        confidence: None where it was not asked for, or skipped.
        mark, chance: None where nothing is marked; the evidence, and what a random answer earns.
    """

    lesson: LessonId
    exercise: ExerciseId
    kind: str
    ideas: tuple[str, ...]
    count: int
    answer: Answer
    confidence: Confidence | None
    mark: float | None
    chance: float | None


@dataclass(frozen=True, slots=True)
class MissionTaken:
    """Something will be tried outside, in a size and a way of the learner's choosing.

    Attributes:
        act: what will be tried, in words that need no lesson beside them.
        way: None where the learner will see when the moment comes.
    """

    lesson: LessonId
    title: str
    act: str
    size: ItemId
    way: Way | None


@dataclass(frozen=True, slots=True)
class MissionReported:
    """How it went. A bad result is a first-class answer; so is not this week.

    Attributes:
        said: what they said, or what happened, in the learner's words; None when skipped.
        felt: how it felt, 0–10; None when skipped.
    """

    lesson: LessonId
    outcome: Outcome
    said: str | None
    felt: int | None


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a learner likes the screens.

    Attributes:
        coaching: when it is shown; by level it fades as conversations get harder.
        alone_first: the counterpart stands alone until What could I say? is tapped.
        meters: words about the person after each reply.
        type_size: in pixels, 16–24.
    """

    coaching: Coaching = "by level"
    alone_first: bool = True
    meters: bool = False
    type_size: int = 16


@dataclass(frozen=True, slots=True)
class PreferencesSet:
    """The learner set the screens to their liking."""

    preferences: Preferences
