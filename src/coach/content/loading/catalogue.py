"""lessons/course.yaml to the catalogue."""

from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType

from coach.content.course import Allowance, Catalogue, Idea, Module, Situation, Skill, Words
from coach.content.diagnostics import Diagnostic, suggest
from coach.content.loading.forms import CourseForm
from coach.content.loading.tree import Source
from coach.content.scenario import Channel, Move, MoveId, ScenarioId, Weights

LISTS_WITH_IDS = ("modules", "situations", "skills", "ideas", "moves")


def catalogue(form: CourseForm, source: Source) -> tuple[Catalogue | None, tuple[Diagnostic, ...]]:
    """The catalogue, or every complaint about names within the file."""
    found = (*_duplicates(form, source), *_unknown_skills(form, source), *_asks(form, source))
    if found:
        return None, found
    return _build(form), ()


def _build(form: CourseForm) -> Catalogue:
    moves = (Move(MoveId(m.id), m.name, m.principle, m.kind) for m in form.moves)
    return Catalogue(
        modules=tuple(Module(m.id, m.title, tuple(m.lessons)) for m in form.modules),
        situations=tuple(
            Situation(
                s.id, s.title, tuple(s.lessons), tuple(map(ScenarioId, s.scenarios)), s.leave_with
            )
            for s in form.situations
        ),
        skills=MappingProxyType({s.id: Skill(s.id, s.name) for s in form.skills}),
        ideas=MappingProxyType({i.id: Idea(i.id, i.ref, i.skill, i.text) for i in form.ideas}),
        moves=MappingProxyType({move.id: move for move in moves}),
        weights=Weights(**form.meters.model_dump()),
        asks=MappingProxyType({int(size): trust for size, trust in form.asks.items()}),
        words=Words(
            **{k: tuple(v.lower() for v in vs) for k, vs in form.words.model_dump().items()}
        ),
        channels=MappingProxyType({k: Channel(k, mode) for k, mode in form.channels.items()}),
        audiences=frozenset(form.audiences),
        allow=tuple(Allowance(a.check, a.file, a.at, a.because) for a in form.allow),
    )


def _duplicates(form: CourseForm, source: Source) -> Iterator[Diagnostic]:
    for name in LISTS_WITH_IDS:
        ids = [entry.id for entry in getattr(form, name)]
        for repeated in (one for one, count in Counter(ids).items() if count > 1):
            second = [i for i, other in enumerate(ids) if other == repeated][1]
            message = f'"{repeated}" is already the id of another entry in {name}'
            yield source.diagnose((name, second, "id"), "duplicate-id", message)


def _unknown_skills(form: CourseForm, source: Source) -> Iterator[Diagnostic]:
    skills = {skill.id for skill in form.skills}
    for index, idea in enumerate(form.ideas):
        if idea.skill not in skills:
            message = f'idea "{idea.id}" belongs to "{idea.skill}", which is no skill here'
            hint = suggest(idea.skill, skills, "skills")
            yield source.diagnose(("ideas", index, "skill"), "unknown-skill", message, hint)


def _asks(form: CourseForm, source: Source) -> Iterator[Diagnostic]:
    missing = [size for size in ("1", "2", "3", "4") if size not in form.asks]
    if missing:
        message = f"asks lacks the size {', '.join(missing)}"
        hint = "give the trust that each size of request needs, 1 to 4"
        yield source.diagnose(("asks",), "missing-key", message, hint, key=True)
