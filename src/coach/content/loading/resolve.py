"""Forms to nouns: every name is looked up, every rule that one file can break is held."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from coach.content.course import Catalogue
from coach.content.diagnostics import Diagnostic, Loc
from coach.content.loading import forms
from coach.content.loading.complaints import Parsed
from coach.content.loading.tree import Source
from coach.content.loading.ways import NO_CHANNEL, OUTCOME, Ways
from coach.content.scenario import (
    DEFAULT_START,
    METERS,
    Ask,
    Channel,
    Choice,
    ChoiceId,
    Counterpart,
    Declined,
    Deed,
    DeedId,
    Ending,
    EndingId,
    Fact,
    FactId,
    Meters,
    Move,
    MoveId,
    Question,
    Scenario,
    ScenarioId,
    Start,
    Turn,
    TurnId,
    Weights,
)

MOST_FACTS_AND_DEEDS = 36
_NO_MOVE = Move(MoveId("none"), "", "", "fair")

K = TypeVar("K")
V = TypeVar("V")


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


class _Resolver(Ways):
    """Walks one form and collects complaints; what it returns after one is not used."""

    def scenario(self, scenario_id: ScenarioId) -> Scenario:
        form = self.form
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
        return channels.get(self.form.channel, NO_CHANNEL)

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
