"""Forms to nouns: every name is looked up, every rule that one file can break is held."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from coach.content.course import Catalogue
from coach.content.diagnostics import Diagnostic, Loc, suggest
from coach.content.loading import forms
from coach.content.loading.complaints import Parsed
from coach.content.loading.tree import MOST_COMPLAINTS, Source
from coach.content.scenario import (
    ALWAYS,
    DEFAULT_START,
    METERS,
    Arm,
    Ask,
    Bound,
    Branch,
    BranchId,
    Chance,
    Channel,
    Choice,
    ChoiceId,
    Condition,
    Counterpart,
    Declined,
    Deed,
    DeedId,
    Ending,
    EndingId,
    Exit,
    Explanation,
    Fact,
    FactId,
    Goto,
    Meters,
    Move,
    MoveId,
    Outcome,
    Question,
    Scenario,
    ScenarioId,
    Start,
    Target,
    Text,
    ToEnding,
    ToOutcome,
    ToTurn,
    Turn,
    TurnId,
    Variant,
    Weights,
)

OUTCOME = "outcome"
MOST_FACTS_AND_DEEDS = 36
_NOWHERE = ToOutcome()
_NO_MOVE = Move(MoveId("none"), "", "", "fair")
_NO_CHANNEL = Channel("none", "spoken")

K = TypeVar("K")
V = TypeVar("V")


_GROUPS = {
    "turn": ("turns",),
    "ending": ("endings",),
    "turn or ending": ("turns", "endings"),
    "fact": ("facts",),
    "deed": ("deeds",),
}
_PLURALS = {"turn or ending": "turns and endings"}
_UNKNOWN = {
    "turn": "unknown-target",
    "ending": "unknown-target",
    "turn or ending": "unknown-target",
    "fact": "unknown-fact",
    "deed": "unknown-deed",
    "move": "unknown-move",
    "skill": "unknown-skill",
    "idea": "unknown-idea",
    "channel": "unknown-channel",
    "audience": "unknown-audience",
}


class _Names(NamedTuple):
    """What may be named in one scenario."""

    turns: frozenset[str]
    endings: frozenset[str]
    facts: frozenset[str]
    deeds: frozenset[str]


def resolve(
    scenario_id: ScenarioId,
    parsed: Parsed[forms.ScenarioForm],
    source: Source,
    catalogue: Catalogue,
) -> tuple[Scenario | None, tuple[Diagnostic, ...]]:
    """The scenario with the course's settings written in, and every name that leads nowhere.

    With a complaint, here or about its shape, the scenario is not used.
    """
    if parsed.form is None:
        return None, ()
    resolver = _Resolver(parsed.form, parsed, source, catalogue)
    scenario = resolver.scenario(scenario_id)
    return scenario, tuple(resolver.found)


class _Resolver:
    """Walks one form and collects complaints; what it returns after one is not used."""

    def __init__(
        self,
        form: forms.ScenarioForm,
        parsed: Parsed[forms.ScenarioForm],
        source: Source,
        catalogue: Catalogue,
    ) -> None:
        self.form = form
        self.parsed = parsed
        self.source = source
        self.catalogue = catalogue
        self.found: list[Diagnostic] = []
        self.names = _Names(
            frozenset(form.turns),
            frozenset(form.endings),
            frozenset(form.facts),
            frozenset(form.deeds),
        )

    def complain(
        self, loc: Loc, slug: str, message: str, hint: str = "", *, key: bool = False
    ) -> None:
        """Note a complaint, unless the place is faulty already."""
        if len(self.found) <= MOST_COMPLAINTS and not self.parsed.is_faulty(loc):
            self.found.append(self.source.diagnose(loc, slug, message, hint, key=key))

    def lacks(self, loc: Loc, slug: str, message: str, hint: str) -> None:
        """Complain that something is left out, unless it may only be misspelt."""
        if loc not in self.parsed.crowded:
            self.complain(loc, slug, message, hint, key=True)

    def known(
        self, name: str, names: Collection[str], loc: Loc, what: str, said: str = "this names"
    ) -> None:
        """Complain unless the name exists. `what` says what it should be the name of."""
        if name in names or len(self.found) > MOST_COMPLAINTS:
            return
        if not any((group,) in self.parsed.faulty for group in _GROUPS.get(what, ())):
            message = f'{said} "{name}", which is no {what} here'
            hint = suggest(name, names, _PLURALS.get(what, f"{what}s"))
            self.complain(loc, _UNKNOWN[what], message, hint)

    def scenario(self, scenario_id: ScenarioId) -> Scenario:
        form = self.form
        self.known(form.opening, self.names.turns, ("opening",), "turn", "it opens with")
        for index, audience in enumerate(form.audience):
            self.known(
                audience,
                self.catalogue.audiences,
                ("audience", index),
                "audience",
                "the audience is",
            )
        self._names_are_sound()
        self.unique([q.id for q in form.debrief_questions], ("debrief_questions",))
        return Scenario(
            id=scenario_id,
            title=form.title,
            level=form.level,
            phase=form.phase,
            channel=self.channel(),
            setting=form.setting,
            you=form.you,
            counterpart=Counterpart(**form.counterpart.model_dump()),
            could_lose=form.could_lose,
            audience=tuple(form.audience),
            local_note=form.local_note,
            follows=ScenarioId(form.follows.scenario) if form.follows else None,
            starts=self.starts(),
            weights=self.weights(),
            facts=_frozen(
                {FactId(k): Fact(FactId(k), f.text, f.worth) for k, f in form.facts.items()}
            ),
            deeds=_frozen(
                {DeedId(k): Deed(DeedId(k), d.text, d.worth) for k, d in form.deeds.items()}
            ),
            opening=TurnId(form.opening),
            exits=tuple(self.exit(i, e) for i, e in enumerate(form.exits)),
            turns=_frozen({TurnId(k): self.turn(k, t) for k, t in form.turns.items()}),
            outcome=self.outcome(),
            endings=_frozen({EndingId(k): self.ending(k, e) for k, e in form.endings.items()}),
            debrief_questions=tuple(Question(q.id, q.text) for q in form.debrief_questions),
        )

    def _names_are_sound(self) -> None:
        for name in sorted(self.names.turns & self.names.endings):
            self.complain(
                ("endings", name),
                "same-id",
                f'"{name}" is a turn and an ending',
                "give one of them another id",
                key=True,
            )
        for group in ("turns", "endings"):
            if OUTCOME in getattr(self.names, group):
                self.complain(
                    (group, OUTCOME),
                    "same-id",
                    f'"{OUTCOME}" has a meaning of its own',
                    "choose another id",
                    key=True,
                )
        facts, deeds = len(self.names.facts), len(self.names.deeds)
        if facts + deeds > MOST_FACTS_AND_DEEDS:
            self.complain(
                ("facts",) if facts > deeds else ("deeds",),
                "wrong-count",
                f"there are {facts + deeds} facts and deeds, and {MOST_FACTS_AND_DEEDS} at most",
                "leave out those that no condition asks for and that have no worth",
                key=True,
            )

    def channel(self) -> Channel:
        channels = self.catalogue.channels
        self.known(self.form.channel, channels, ("channel",), "channel", "the channel is")
        return channels.get(self.form.channel, _NO_CHANNEL)

    def weights(self) -> Weights:
        written = self.form.worth.model_dump(exclude_none=True)
        return self.catalogue.weights._replace(**written)

    def starts(self) -> tuple[Start, ...]:
        base = Meters(**self.form.start.model_dump())
        starts = [Start(DEFAULT_START, base)]
        for kind, given in (self.form.follows.start if self.form.follows else {}).items():
            loc: Loc = ("follows", "start", kind)
            meters = {m: v for m in METERS if (v := getattr(given, m)) is not None}
            starts.append(
                Start(
                    kind,
                    base._replace(**meters),
                    self.facts(given.knows, (*loc, "knows")),
                    self.deeds(given.did, (*loc, "did")),
                )
            )
        return tuple(starts)

    def facts(self, names: list[str], loc: Loc) -> frozenset[FactId]:
        for index, name in enumerate(names):
            self.known(name, self.names.facts, (*loc, index), "fact")
        return frozenset(map(FactId, names))

    def deeds(self, names: list[str], loc: Loc) -> frozenset[DeedId]:
        for index, name in enumerate(names):
            self.known(name, self.names.deeds, (*loc, index), "deed")
        return frozenset(map(DeedId, names))

    def condition(self, form: forms.ConditionForm | None, loc: Loc) -> Condition:
        if form is None:
            return ALWAYS
        bounds = [
            Bound(index, text.startswith(">="), int(text[2:]))
            for index, meter in enumerate(METERS)
            if (text := getattr(form, meter)) is not None
        ]
        condition = Condition(
            tuple(bounds),
            self.facts(form.knows, (*loc, "knows")),
            self.facts(form.lacks, (*loc, "lacks")),
            self.deeds(form.did, (*loc, "did")),
            self.deeds(form.not_did, (*loc, "not_did")),
        )
        if condition == ALWAYS:
            hint = "name a meter, or knows, lacks, did, not_did"
            self.lacks(loc, "empty-condition", "this condition asks for nothing", hint)
        return condition

    def unique(self, ids: list[str], loc: Loc) -> None:
        seen: set[str] = set()
        for index, name in enumerate(ids):
            if name in seen:
                message = f'"{name}" is already the id of another entry in this list'
                hint = "give this one another id"
                self.complain((*loc, index, "id"), "duplicate-id", message, hint)
            seen.add(name)

    def text(self, variants: list[forms.VariantForm] | None, loc: Loc) -> Text | None:
        return None if variants is None else self.wording(variants, loc)

    def wording(self, variants: list[forms.VariantForm], loc: Loc) -> Text:
        self.unique([v.id for v in variants], loc)
        self.last_is_open([v.when for v in variants], loc)
        return tuple(
            Variant(v.id, self.condition(v.when, (*loc, i, "when")), v.text)
            for i, v in enumerate(variants)
        )

    def last_is_open(self, whens: list[forms.ConditionForm | None], loc: Loc) -> None:
        """Exactly the last entry of a list of cases has no condition."""
        if whens and whens[-1] is not None:
            self.complain(
                (*loc, len(whens) - 1),
                "no-last-case",
                "the last entry has a `when`, so some cases are left open",
                "add an entry without `when` below it, for all other cases",
            )
        for index, when in enumerate(whens[:-1]):
            if when is None:
                self.lacks(
                    (*loc, index),
                    "hidden-case",
                    "this entry has no `when`, so those below it are not reached",
                    "give it a `when`, or move it to the end",
                )

    def goto(self, arms: list[forms.ArmForm], loc: Loc, who: str) -> Goto:
        self.last_is_open([arm.when for arm in arms], loc)
        return tuple(
            Arm(
                self.condition(arm.when, (*loc, i, "when")),
                self.leads(arm.goto, (*loc, i, "goto"), who),
            )
            for i, arm in enumerate(arms)
        )

    def leads(self, form: str | forms.ChanceForm, loc: Loc, who: str) -> Target | Chance:
        if isinstance(form, str):
            return self.target(form, loc, who)
        loc = (*loc, "chance")
        self.unique([b.id for b in form.chance], loc)
        return Chance(tuple(self.branch(b, (*loc, i)) for i, b in enumerate(form.chance)))

    def branch(self, form: forms.BranchForm, loc: Loc) -> Branch:
        return Branch(
            BranchId(form.id),
            form.weight,
            self.target(form.goto, (*loc, "goto"), f'branch "{form.id}"'),
            self.facts(form.learns, (*loc, "learns")),
            self.deeds(form.does, (*loc, "does")),
        )

    def target(self, name: str, loc: Loc, who: str) -> Target:
        if name in self.names.turns:
            return ToTurn(TurnId(name))
        if name in self.names.endings:
            return ToEnding(EndingId(name))
        if name == OUTCOME and self.form.outcome:
            return ToOutcome()
        if name == OUTCOME:
            message = f"{who} goes to outcome, but there is no `outcome`"
            if () not in self.parsed.crowded:
                self.complain(loc, "no-outcome", message, "add a list `outcome` beside `endings`")
            return _NOWHERE
        known = self.names.turns | self.names.endings | ({OUTCOME} if self.form.outcome else set())
        self.known(name, known, loc, "turn or ending", f"{who} goes to")
        return _NOWHERE

    def exit(self, index: int, form: forms.ExitForm) -> Exit:
        loc: Loc = ("exits", index)
        if form.goto in self.names.turns:
            self.complain(
                (*loc, "goto"),
                "exit-to-turn",
                f'an exit goes to the turn "{form.goto}"',
                "exits lead to endings only",
            )
        else:
            self.known(form.goto, self.names.endings, (*loc, "goto"), "ending", "an exit goes to")
        if form.when.energy is not None and self.channel_mode() == "written":
            self.complain(
                (*loc, "when", "energy"),
                "energy-exit",
                "a written conversation does not end for want of energy",
                "leave this exit out, or ask for another meter",
                key=True,
            )
        return Exit(self.condition(form.when, (*loc, "when")), EndingId(form.goto))

    def channel_mode(self) -> str:
        return self.catalogue.channels.get(self.form.channel, _NO_CHANNEL).mode

    def outcome(self) -> tuple[Outcome, ...]:
        self.last_is_open([lead.when for lead in self.form.outcome], ("outcome",))
        for index, lead in enumerate(self.form.outcome):
            self.known(
                lead.ending,
                self.names.endings,
                ("outcome", index, "ending"),
                "ending",
                "the outcome is",
            )
        return tuple(
            Outcome(self.condition(lead.when, ("outcome", i, "when")), EndingId(lead.ending))
            for i, lead in enumerate(self.form.outcome)
        )

    def ending(self, name: str, form: forms.EndingForm) -> Ending:
        loc: Loc = ("endings", name)
        return Ending(
            EndingId(name),
            form.kind,
            form.title,
            self.wording(form.text, (*loc, "text")),
            self.wording(form.looks_back, (*loc, "looks_back")),
        )

    def turn(self, name: str, form: forms.TurnForm) -> Turn:
        loc: Loc = ("turns", name)
        self.known(form.skill, self.catalogue.skills, (*loc, "skill"), "skill", "the skill is")
        for index, idea in enumerate(form.ideas):
            self.known(idea, self.catalogue.ideas, (*loc, "ideas", index), "idea")
        self.unique([c.id for c in form.choices], (*loc, "choices"))
        if form.says is None and form.narration is None:
            message = "in this turn nobody speaks and nothing is to be seen"
            self.lacks(loc, "silent-turn", message, "write `says` or `narration`")
        return Turn(
            TurnId(name),
            self.text(form.says, (*loc, "says")),
            self.text(form.narration, (*loc, "narration")),
            form.speaker,
            form.gap,
            form.skill,
            tuple(form.ideas),
            tuple(self.choice(c, (*loc, "choices", i)) for i, c in enumerate(form.choices)),
            self.explain(form.explain, (*loc, "explain")),
        )

    def explain(self, entries: list[forms.ExplainForm], loc: Loc) -> tuple[Explanation, ...]:
        self.unique([e.id for e in entries], loc)
        return tuple(Explanation(e.id, e.words, e.text) for e in entries)

    def choice(self, form: forms.ChoiceForm, loc: Loc) -> Choice:
        moves = self.catalogue.moves
        self.known(form.move, moves, (*loc, "move"), "move", "the move is")
        self.say_or_do(form, loc)
        return Choice(
            id=ChoiceId(form.id),
            text=form.say or form.do or "",
            act=form.do is not None,
            to=form.to,
            move=moves.get(MoveId(form.move), _NO_MOVE),
            when=self.condition(form.when, (*loc, "when")),
            ask=self.ask(form, loc),
            effects=Meters(**form.effects.model_dump()),
            learns=self.facts(form.learns, (*loc, "learns")),
            does=self.deeds(form.does, (*loc, "does")),
            reaction=self.wording(form.reaction, (*loc, "reaction")),
            feedback=form.feedback,
            goto=self.goto(form.goto, (*loc, "goto"), f'choice "{form.id}"'),
            explain=self.explain(form.explain, (*loc, "explain")),
        )

    def say_or_do(self, form: forms.ChoiceForm, loc: Loc) -> None:
        if form.say is None and form.do is None:
            message = "this choice has neither `say` nor `do`"
            self.lacks(loc, "say-or-do", message, "`say` is for a line, `do` for an act")
        elif form.say is not None and form.do is not None:
            message = "this choice has both `say` and `do`"
            self.complain((*loc, "do"), "say-or-do", message, "keep one of them", key=True)

    def ask(self, form: forms.ChoiceForm, loc: Loc) -> Ask | None:
        if form.ask is not None and form.declined is None:
            hint = "add `declined`: what happens when the trust is too low"
            self.ask_declined((*loc, "ask"), "this choice has `ask` without `declined`", hint)
        if form.ask is None and form.declined is not None:
            hint = "add `ask`, the size of the request, 1 to 4"
            self.ask_declined((*loc, "declined"), "this choice has `declined` without `ask`", hint)
        if form.ask is None or form.declined is None:
            return None
        loc = (*loc, "declined")
        declined = Declined(
            self.wording(form.declined.reaction, (*loc, "reaction")),
            form.declined.feedback,
            self.goto(form.declined.goto, (*loc, "goto"), f'choice "{form.id}", declined,'),
            self.facts(form.declined.learns, (*loc, "learns")),
            self.deeds(form.declined.does, (*loc, "does")),
        )
        return Ask(form.ask, self.catalogue.asks[form.ask], declined)

    def ask_declined(self, loc: Loc, message: str, hint: str) -> None:
        if loc[:-1] not in self.parsed.crowded:
            self.complain(loc, "ask-declined", message, hint, key=True)


def _frozen(entries: Mapping[K, V]) -> Mapping[K, V]:
    return MappingProxyType(dict(entries))
