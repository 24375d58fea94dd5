"""Lesson files as authors write them; what they share with other files stands in `forms`."""

from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import ConfigDict, Discriminator, Field, Tag
from pydantic.json_schema import SkipJsonSchema

from coach.content.lesson import BEST, WORST, Kind, Length, Task, Way
from coach.content.loading.forms import Form, MoveSlug, Prose, Slug

LONGEST_ALOUD = 120
MOST_SUGGESTED = 20
SIZES = 3
NO_KIND = "[no kind]"

Ideas = Annotated[list[Slug], Field(min_length=1)]
OptionWorth = Annotated[int, Field(ge=WORST, le=BEST)]


class ItemForm(Form):
    """An entry that carries nothing but words."""

    id: Slug
    text: Prose


Items = Annotated[list[ItemForm], Field(min_length=2, max_length=12)]


class LineForm(Form):
    """One line of a talk: who speaks is the key, what is said its value."""

    model_config = ConfigDict(
        extra="allow", json_schema_extra={"minProperties": 2, "maxProperties": 3}
    )
    __pydantic_extra__: dict[str, Prose]

    id: Slug
    note: Prose | None = None

    @property
    def spoken(self) -> tuple[tuple[str, str], ...]:
        """Who speaks and what is said; one entry in a sound line."""
        return tuple(self.__pydantic_extra__.items())


class OptionForm(Form):
    """One possible answer; its worth is -2 to 2."""

    id: Slug
    text: Prose
    worth: OptionWorth
    move: MoveSlug | None = None
    feedback: Prose


Options = Annotated[list[OptionForm], Field(min_length=2, max_length=6)]
Ranked = Annotated[list[OptionForm], Field(min_length=3, max_length=5)]


class ExerciseForm(Form):
    """What every exercise has."""

    id: Slug
    ideas: Ideas
    confidence: bool = False


class ChooseForm(ExerciseForm):
    """Choose the reply."""

    kind: Literal["choose"]
    situation: Prose
    options: Options


class RankForm(ExerciseForm):
    """Put replies in order, the best first."""

    kind: Literal["rank"]
    situation: Prose
    options: Ranked


class BestWorstForm(ExerciseForm):
    """Choose the best and the worst."""

    kind: Literal["best-worst"]
    situation: Prose
    options: Annotated[list[OptionForm], Field(min_length=3, max_length=6)]


class SpotLineForm(ExerciseForm):
    """Find the line where a talk turns; `answer: none` when there is none."""

    kind: Literal["spot-line"]
    situation: Prose
    lines: Annotated[list[LineForm], Field(min_length=2, max_length=12)]
    answer: Slug
    pattern: MoveSlug | None = None
    feedback: Prose


class FinishForm(ExerciseForm):
    """Say what the other person thinks."""

    kind: Literal["finish-their-sentence"]
    situation: Prose
    stem: Prose
    options: Options


class OrderForm(ExerciseForm):
    """Put steps in order; they are written in a right one."""

    kind: Literal["order"]
    prompt: Prose
    steps: Annotated[list[ItemForm], Field(min_length=3, max_length=8)]
    any: bool = False
    feedback: Prose | None = None


class MatchForm(ExerciseForm):
    """Join each entry on the left with one on the right."""

    kind: Literal["match"]
    prompt: Prose
    left: Items
    right: Items
    pairs: dict[Slug, Slug]
    feedback: Prose | None = None


class RewriteForm(ExerciseForm):
    """Write a message, or write one better."""

    kind: Literal["rewrite"]
    situation: Prose
    given: Prose | None = None
    task: Task
    size: Annotated[int, Field(ge=1, le=4)] | None = None
    length: Length
    hooks: Annotated[list[Annotated[list[Prose], Field(min_length=1)]], Field(min_length=1)]
    sample: Prose


class SayAloudForm(ExerciseForm):
    """Say it in so many seconds; nothing is recorded."""

    kind: Literal["say-aloud"]
    prompt: Prose
    seconds: Annotated[int, Field(ge=1, le=LONGEST_ALOUD)]


class SmallerForm(ExerciseForm):
    """Make a frightening step smaller, twice."""

    kind: Literal["smaller"]
    step: Prose
    examples: Annotated[list[ItemForm], Field(min_length=2, max_length=6)]


class ListForm(ExerciseForm):
    """Write a list, group by group; `suggested` is never a minimum."""

    kind: Literal["list"]
    prompt: Prose
    groups: Annotated[list[ItemForm], Field(min_length=1, max_length=8)]
    suggested: Annotated[int, Field(ge=1, le=MOST_SUGGESTED)]


class ReflectForm(ExerciseForm):
    """One sentence, or none."""

    kind: Literal["reflect"]
    prompt: Prose


class PlanForm(ExerciseForm):
    """An if-then plan: if `cue`, then I will `act`."""

    kind: Literal["plan"]
    cue: Prose
    act: Prose


class NoKindForm(Form):
    """An exercise whose kind is missing or unknown; nothing else can be said about it."""

    model_config = ConfigDict(extra="allow")

    kind: Kind


AnyExerciseForm: TypeAlias = (
    ChooseForm
    | RankForm
    | BestWorstForm
    | SpotLineForm
    | FinishForm
    | OrderForm
    | MatchForm
    | RewriteForm
    | SayAloudForm
    | SmallerForm
    | ListForm
    | ReflectForm
    | PlanForm
    | NoKindForm
)
JudgedForm: TypeAlias = ChooseForm | RankForm | BestWorstForm | FinishForm
KINDS: frozenset[str] = frozenset(get_args(Kind))


def _kind_of(written: Any) -> str:
    """The tag of the form that fits what is written, or what an earlier round made of it."""
    kind = written.get("kind") if isinstance(written, dict) else None
    return f"[{kind}]" if isinstance(kind, str) and kind in KINDS else NO_KIND


Exercise = Annotated[
    Annotated[ChooseForm, Tag("[choose]")]
    | Annotated[RankForm, Tag("[rank]")]
    | Annotated[BestWorstForm, Tag("[best-worst]")]
    | Annotated[SpotLineForm, Tag("[spot-line]")]
    | Annotated[FinishForm, Tag("[finish-their-sentence]")]
    | Annotated[OrderForm, Tag("[order]")]
    | Annotated[MatchForm, Tag("[match]")]
    | Annotated[RewriteForm, Tag("[rewrite]")]
    | Annotated[SayAloudForm, Tag("[say-aloud]")]
    | Annotated[SmallerForm, Tag("[smaller]")]
    | Annotated[ListForm, Tag("[list]")]
    | Annotated[ReflectForm, Tag("[reflect]")]
    | Annotated[PlanForm, Tag("[plan]")]
    | Annotated[SkipJsonSchema[NoKindForm], Tag(NO_KIND)],
    Discriminator(_kind_of),
]


class PredictForm(Form):
    """A guess before anything is taught."""

    ask: Prose
    options: Annotated[list[ItemForm], Field(min_length=2, max_length=6)]
    truth: Slug
    because: Prose


class ModelsForm(Form):
    """The same moment, once badly and once well."""

    bad: Annotated[list[LineForm], Field(min_length=1)]
    good: Annotated[list[LineForm], Field(min_length=1)]


class LessonPlanForm(Form):
    """The if-then plan a lesson ends with."""

    cue: Prose
    act: Prose


class WayForm(Form):
    """How a mission goes in person, by voice or in writing."""

    id: Way
    text: Prose


class MissionForm(Form):
    """Something to try outside, in three sizes and three ways."""

    act: Prose
    sizes: Annotated[list[ItemForm], Field(min_length=SIZES, max_length=SIZES)]
    ways: Annotated[list[WayForm], Field(min_length=3, max_length=3)]
    script: Prose | None = None
    expect: Prose


class LessonForm(Form):
    """One file under lessons/, other than course.yaml."""

    title: Prose
    objective: Prose
    ideas: Ideas
    after: list[Slug] = Field(default_factory=list)
    play: Slug | None = None
    predict: PredictForm
    idea: Prose
    models: ModelsForm
    exercises: Annotated[list[Exercise], Field(min_length=1, max_length=16)]
    plan: LessonPlanForm
    mission: MissionForm
    review: Annotated[list[Exercise], Field(min_length=1, max_length=16)]
