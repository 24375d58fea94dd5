"""The files as authors write them: the border where YAML becomes typed values.

Short forms (`says: Hello.`, `goto: nights`) are spelt out before they are checked. The JSON
Schemas under docs/schema/ are made from these models.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)
from pydantic_core import PydanticCustomError

from coach.content.scenario import HIGHEST, LOWEST, EndingKind, Mode, MoveKind, Phase

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MOVE_SLUG = r"^[a-z0-9_]+$"
IDEA_REF = r"^I[0-9]{2}$"
BOUND = r"^(>=|<=) ?([0-9]|10)$"
LARGEST_EFFECT = 5
MOST_WEIGHT = 1000
MOST_BRANCHES = 40
QUESTIONS = 2

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
MoveSlug = Annotated[str, StringConstraints(pattern=MOVE_SLUG, max_length=60)]
IdeaRef = Annotated[str, StringConstraints(pattern=IDEA_REF)]


def _spoken(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty-text", "there are no words here")
    return text.strip()


Prose = Annotated[str, AfterValidator(_spoken)]
Level = Annotated[int, Field(ge=LOWEST, le=HIGHEST)]
Effect = Annotated[int, Field(ge=-LARGEST_EFFECT, le=LARGEST_EFFECT)]
Worth = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Weight = Annotated[int, Field(ge=1, le=MOST_WEIGHT)]
BoundText = Annotated[str, StringConstraints(pattern=BOUND), Field(examples=[">= 3", "<= 0"])]


class Form(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ConditionForm(Form):
    """All parts must hold."""

    rapport: BoundText | None = None
    trust: BoundText | None = None
    energy: BoundText | None = None
    credibility: BoundText | None = None
    knows: list[Slug] = []
    lacks: list[Slug] = []
    did: list[Slug] = []
    not_did: list[Slug] = []


class VariantForm(Form):
    """One wording and when it is used; the last of a list has no `when`."""

    id: Slug
    when: ConditionForm | None = None
    text: Prose


class BranchForm(Form):
    """One way chance may fall."""

    id: Slug
    weight: Weight
    goto: Slug
    learns: list[Slug] = []
    does: list[Slug] = []


class ChanceForm(Form):
    """Drawn when the reply has been given."""

    chance: Annotated[list[BranchForm], Field(min_length=2, max_length=MOST_BRANCHES)]


def _kind_of_target(written: Any) -> str:
    return "[chance]" if isinstance(written, dict) else "[id]"


Target = Annotated[
    Annotated[Slug, Tag("[id]")] | Annotated[ChanceForm, Tag("[chance]")],
    Discriminator(_kind_of_target),
]


class ArmForm(Form):
    """Where the talk goes on when the condition holds; the last of a list has no `when`."""

    when: ConditionForm | None = None
    goto: Target


def _arms(written: Any) -> Any:
    """The long form of a goto; cases that are no list are left for the complaint."""
    cases = isinstance(written, dict) and not written.keys().isdisjoint({"when", "goto"})
    return written if cases or isinstance(written, list) else [{"goto": written}]


def _variants(written: Any) -> Any:
    """The long form of a text; a wording that is no list is left for the complaint."""
    return written if isinstance(written, list | dict) else [{"id": "plain", "text": written}]


Goto = Annotated[
    list[ArmForm],
    Field(min_length=1),
    BeforeValidator(_arms, json_schema_input_type=Slug | ChanceForm | list[ArmForm]),
]
Text = Annotated[
    list[VariantForm],
    Field(min_length=1),
    BeforeValidator(_variants, json_schema_input_type=str | list[VariantForm]),
]


class ExplainForm(Form):
    """Plain words for an expression of the line."""

    id: Slug
    words: Prose
    text: Prose


class EffectsForm(Form):
    """Changes to what the counterpart feels; typically one step, two when strong."""

    rapport: Effect = 0
    trust: Effect = 0
    energy: Effect = 0
    credibility: Effect = 0


class DeclinedForm(Form):
    """What happens when the trust is too low for the ask."""

    reaction: Text
    feedback: Prose
    goto: Goto
    learns: list[Slug] = []
    does: list[Slug] = []


class ChoiceForm(Form):
    """One reply: `say` a line or `do` an act."""

    id: Slug
    say: Prose | None = None
    do: Prose | None = None
    to: Prose | None = None
    move: MoveSlug
    when: ConditionForm | None = None
    ask: Annotated[int, Field(ge=1, le=4)] | None = None
    declined: DeclinedForm | None = None
    effects: EffectsForm = EffectsForm()
    learns: list[Slug] = []
    does: list[Slug] = []
    reaction: Text
    feedback: Prose
    goto: Goto
    explain: list[ExplainForm] = []


class TurnForm(Form):
    """The counterpart has spoken, or something was seen, and a reply is due."""

    says: Text | None = None
    narration: Text | None = None
    speaker: Prose | None = None
    gap: Prose | None = None
    skill: Slug
    ideas: Annotated[list[Slug], Field(min_length=1)]
    choices: Annotated[list[ChoiceForm], Field(min_length=1, max_length=6)]
    explain: list[ExplainForm] = []


class CounterpartForm(Form):
    """The person across the table."""

    name: Prose
    role: Prose
    address: Prose


class FactForm(Form):
    """Something true about the counterpart."""

    text: Prose
    worth: Worth = 0.0


class DeedForm(Form):
    """Something the learner did; with worth it is an aim."""

    text: Prose
    worth: Worth = 0.0


class MetersForm(Form):
    """What the counterpart feels at the start."""

    rapport: Level
    trust: Level
    energy: Level
    credibility: Level


class WeightsForm(Form):
    """What one step of each meter is worth; what is left out is as in course.yaml."""

    rapport: Worth | None = None
    trust: Worth | None = None
    energy: Worth | None = None
    credibility: Worth | None = None


class FollowStartForm(Form):
    """What differs from `start` after an ending of this kind."""

    rapport: Level | None = None
    trust: Level | None = None
    energy: Level | None = None
    credibility: Level | None = None
    knows: list[Slug] = []
    did: list[Slug] = []


class FollowsForm(Form):
    """The same person again."""

    scenario: Slug
    start: dict[EndingKind, FollowStartForm]


class LeadForm(Form):
    """An ending and when it is taken."""

    when: ConditionForm | None = None
    ending: Slug


class ExitForm(Form):
    """An ending that cuts the talk short."""

    when: ConditionForm
    goto: Slug


class EndingForm(Form):
    """How it ends; the kind is never shown."""

    kind: EndingKind
    title: Prose
    text: Text
    looks_back: Text


class QuestionForm(Form):
    """Something a facilitator may ask afterwards."""

    id: Slug
    text: Prose


class ScenarioForm(Form):
    """One file under scenarios/."""

    title: Prose
    level: Annotated[int, Field(ge=1, le=5)]
    phase: Phase
    channel: Slug
    setting: Prose
    you: Prose
    counterpart: CounterpartForm
    could_lose: Prose
    audience: Annotated[list[Slug], Field(min_length=1)]
    local_note: Prose
    follows: FollowsForm | None = None
    start: MetersForm
    worth: WeightsForm = WeightsForm()
    facts: dict[Slug, FactForm] = {}
    deeds: dict[Slug, DeedForm] = {}
    opening: Slug
    exits: list[ExitForm] = []
    turns: Annotated[dict[Slug, TurnForm], Field(min_length=1, max_length=100)]
    outcome: list[LeadForm] = []
    endings: Annotated[dict[Slug, EndingForm], Field(min_length=1)]
    debrief_questions: list[QuestionForm] = []


class ModuleForm(Form):
    """A stretch of the path."""

    id: Slug
    title: Prose
    lessons: list[Slug] = []


class SituationForm(Form):
    """What may be in front of a learner."""

    id: Slug
    title: Prose
    lessons: list[Slug] = []
    scenarios: list[Slug] = []
    leave_with: Prose


class SkillForm(Form):
    """One of the things practised."""

    id: Slug
    name: Prose


class IdeaForm(Form):
    """One teachable rule."""

    id: Slug
    ref: IdeaRef
    skill: Slug
    text: Prose


class MoveForm(Form):
    """What kind of act a choice is."""

    id: MoveSlug
    name: Prose
    principle: Prose
    kind: MoveKind


class DefaultWeightsForm(Form):
    """What one step of each meter is worth unless a scenario says otherwise."""

    rapport: Worth
    trust: Worth
    energy: Worth
    credibility: Worth


class WordsForm(Form):
    """Lists the wording rules and the strategy bots read."""

    polite: list[Prose]
    way_out: list[Prose]
    stop: list[Prose]
    idioms: list[Prose]


class CallLineForm(Form):
    """Something to say on a call."""

    id: Slug
    text: Prose


class CallForm(Form):
    """The card for a call in ten minutes: how to begin, what to ask, how to end."""

    opener: CallLineForm
    questions: Annotated[list[CallLineForm], Field(min_length=QUESTIONS, max_length=QUESTIONS)]
    exit: CallLineForm


class AllowanceForm(Form):
    """One finding the authors accept, with their reason."""

    check: Slug
    file: Prose
    at: Prose
    because: Prose


class CourseForm(Form):
    """lessons/course.yaml."""

    modules: list[ModuleForm]
    situations: list[SituationForm]
    skills: Annotated[list[SkillForm], Field(min_length=1)]
    ideas: Annotated[list[IdeaForm], Field(min_length=1)]
    moves: Annotated[list[MoveForm], Field(min_length=1)]
    meters: DefaultWeightsForm
    asks: dict[Literal["1", "2", "3", "4"], Level]
    words: WordsForm
    channels: dict[Slug, Mode]
    audiences: list[Slug]
    call: CallForm | None = None
    allow: list[AllowanceForm] = []
