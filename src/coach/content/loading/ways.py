"""Where replies lead: gotos, chance, exits and outcomes."""

from coach.content.diagnostics import Loc
from coach.content.loading import forms
from coach.content.loading.lookup import Lookup
from coach.content.scenario import (
    Arm,
    Branch,
    BranchId,
    Chance,
    Channel,
    EndingId,
    Exit,
    Goto,
    Outcome,
    Target,
    ToEnding,
    ToOutcome,
    ToTurn,
    TurnId,
)

OUTCOME = "outcome"
NO_CHANNEL = Channel("none", "spoken")
_NOWHERE = ToOutcome()


class Ways(Lookup):
    """Resolves everything that leads from one place to another."""

    def goto(self, arms: list[forms.ArmForm], loc: Loc, who: str) -> Goto:
        """Where a reply leads, case by case."""
        self.last_is_open([arm.when for arm in arms], loc)
        return tuple(
            Arm(
                self.condition(arm.when, (*loc, i, "when")),
                self.leads(arm.goto, (*loc, i, "goto"), who),
            )
            for i, arm in enumerate(arms)
        )

    def leads(self, form: str | forms.ChanceForm, loc: Loc, who: str) -> Target | Chance:
        """One case: a target, or chance."""
        if isinstance(form, str):
            return self.target(form, loc, who)
        loc = (*loc, "chance")
        self.unique([b.id for b in form.chance], loc)
        return Chance(tuple(self.branch(b, (*loc, i)) for i, b in enumerate(form.chance)))

    def branch(self, form: forms.BranchForm, loc: Loc) -> Branch:
        """One way chance may fall."""
        return Branch(
            BranchId(form.id),
            form.weight,
            self.target(form.goto, (*loc, "goto"), f'branch "{form.id}"'),
            self.facts(form.learns, (*loc, "learns")),
            self.deeds(form.does, (*loc, "does")),
        )

    def target(self, name: str, loc: Loc, who: str) -> Target:
        """A turn, an ending or the outcome."""
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
        """An ending that cuts the talk short."""
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
        """Whether the talk is spoken or written."""
        return self.catalogue.channels.get(self.form.channel, NO_CHANNEL).mode

    def outcome(self) -> tuple[Outcome, ...]:
        """The endings `goto: outcome` chooses from."""
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
