"""Looking names up while a form is walked, and the complaints that come of it."""

from collections.abc import Collection
from typing import Any, NamedTuple

from coach.content.course import Catalogue
from coach.content.diagnostics import Diagnostic, Loc, suggest
from coach.content.loading import forms
from coach.content.loading.complaints import Parsed
from coach.content.loading.tree import MOST_COMPLAINTS, Source
from coach.content.scenario import (
    ALWAYS,
    METERS,
    Bound,
    Condition,
    DeedId,
    Explanation,
    FactId,
    Text,
    Variant,
)

_GROUPS = {
    "turn": ("turns",),
    "ending": ("endings",),
    "turn or ending": ("turns", "endings"),
    "fact": ("facts",),
    "deed": ("deeds",),
}
_PLURALS = {"turn or ending": "turns and endings", "entry": "entries"}
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
    "scenario": "unknown-scenario",
    "other lesson": "unknown-lesson",
    "option": "unknown-entry",
    "line": "unknown-entry",
    "entry": "unknown-entry",
}


class _Names(NamedTuple):
    """What may be named in one scenario."""

    turns: frozenset[str]
    endings: frozenset[str]
    facts: frozenset[str]
    deeds: frozenset[str]


class Namings:
    """What every file needs: names to look up, and a place to complain."""

    def __init__(self, parsed: Parsed[Any], source: Source, catalogue: Catalogue) -> None:
        self.parsed = parsed
        self.source = source
        self.catalogue = catalogue
        self.found: list[Diagnostic] = []

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

    def known(  # noqa: PLR0913  (every part of a complaint, in reading order)
        self,
        name: str,
        names: Collection[str],
        loc: Loc,
        what: str,
        said: str = "this names",
        *,
        key: bool = False,
    ) -> None:
        """Complain unless the name exists. `what` says what it should be the name of."""
        if name in names or len(self.found) > MOST_COMPLAINTS:
            return
        if not any((group,) in self.parsed.faulty for group in _GROUPS.get(what, ())):
            message = f'{said} "{name}", which is no {what} here'
            hint = suggest(name, names, _PLURALS.get(what, f"{what}s"))
            self.complain(loc, _UNKNOWN[what], message, hint, key=key)

    def unique(self, ids: list[str], loc: Loc) -> None:
        """Complain of an id that stands twice in one list."""
        seen: set[str] = set()
        for index, name in enumerate(ids):
            if name in seen:
                message = f'"{name}" is already the id of another entry in this list'
                hint = "give this one another id"
                self.complain((*loc, index, "id"), "duplicate-id", message, hint)
            seen.add(name)


class Lookup(Namings):
    """What every part of a scenario needs besides: conditions and texts."""

    def __init__(
        self,
        form: forms.ScenarioForm,
        parsed: Parsed[forms.ScenarioForm],
        source: Source,
        catalogue: Catalogue,
    ) -> None:
        super().__init__(parsed, source, catalogue)
        self.form = form
        self.names = _Names(
            frozenset(form.turns),
            frozenset(form.endings),
            frozenset(form.facts),
            frozenset(form.deeds),
        )

    def facts(self, names: list[str], loc: Loc) -> frozenset[FactId]:
        """Facts by their names."""
        for index, name in enumerate(names):
            self.known(name, self.names.facts, (*loc, index), "fact")
        return frozenset(map(FactId, names))

    def deeds(self, names: list[str], loc: Loc) -> frozenset[DeedId]:
        """Deeds by their names."""
        for index, name in enumerate(names):
            self.known(name, self.names.deeds, (*loc, index), "deed")
        return frozenset(map(DeedId, names))

    def condition(self, form: forms.ConditionForm | None, loc: Loc) -> Condition:
        """A `when`; left out, it always holds."""
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

    def text(self, variants: list[forms.VariantForm] | None, loc: Loc) -> Text | None:
        """A text that may be left out."""
        return None if variants is None else self.wording(variants, loc)

    def wording(self, variants: list[forms.VariantForm], loc: Loc) -> Text:
        """A text: its wordings, the last without a condition."""
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

    def explain(self, entries: list[forms.ExplainForm], loc: Loc) -> tuple[Explanation, ...]:
        """Plain words for expressions."""
        self.unique([e.id for e in entries], loc)
        return tuple(Explanation(e.id, e.words, e.text) for e in entries)
