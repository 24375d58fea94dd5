"""lessons/course.yaml to the catalogue."""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import NamedTuple

from coach.content.course import (
    Allowance,
    Call,
    CallLine,
    Catalogue,
    Idea,
    Module,
    Situation,
    Skill,
    Words,
)
from coach.content.diagnostics import Diagnostic, Loc, suggest
from coach.content.lesson import LessonId
from coach.content.loading.complaints import Parsed
from coach.content.loading.forms import CallForm, CallLineForm, CourseForm
from coach.content.loading.tree import Source
from coach.content.scenario import Channel, Move, MoveId, ScenarioId, Weights


class _Complaint(NamedTuple):
    loc: Loc
    slug: str
    message: str
    hint: str


LISTS_WITH_IDS = ("modules", "situations", "skills", "ideas", "moves")


def catalogue(
    parsed: Parsed[CourseForm], source: Source
) -> tuple[Catalogue | None, tuple[Diagnostic, ...]]:
    """The catalogue, and every complaint about names within the file; with one it is not used."""
    form = parsed.form
    if form is None:
        return None, ()
    complaints = (
        *_duplicates(form),
        *(_unknown_skills(form) if parsed.is_whole(("skills",)) else ()),
        *_asks(form),
    )
    found = tuple(
        source.diagnose(loc, slug, message, hint, key=slug == "missing-key")
        for loc, slug, message, hint in complaints
        if not parsed.is_faulty(loc)
    )
    return _build(form), found


def _build(form: CourseForm) -> Catalogue:
    moves = (Move(MoveId(m.id), m.name, m.principle, m.kind) for m in form.moves)
    return Catalogue(
        modules=tuple(Module(m.id, m.title, tuple(map(LessonId, m.lessons))) for m in form.modules),
        situations=tuple(
            Situation(
                s.id,
                s.title,
                tuple(map(LessonId, s.lessons)),
                tuple(map(ScenarioId, s.scenarios)),
                s.leave_with,
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
        call=_call(form.call) if form.call else None,
    )


def _call(form: CallForm) -> Call:
    return Call(_line(form.opener), tuple(map(_line, form.questions)), _line(form.exit))


def _line(form: CallLineForm) -> CallLine:
    return CallLine(form.id, form.text)


def _duplicates(form: CourseForm) -> Iterator[_Complaint]:
    for name in LISTS_WITH_IDS:
        entries = enumerate(getattr(form, name))
        places = [((name, index), entry.id) for index, entry in entries]
        yield from _same_id(places, f"entry in `{name}`")
    if form.call:
        yield from _same_id(_ids_of(form.call), "line of the call")


def _ids_of(call: CallForm) -> Iterator[tuple[Loc, str]]:
    """The lines of the card are told apart by their ids, wherever on it they stand."""
    yield ("call", "opener"), call.opener.id
    for index, line in enumerate(call.questions):
        yield ("call", "questions", index), line.id
    yield ("call", "exit"), call.exit.id


def _same_id(places: Iterable[tuple[Loc, str]], what: str) -> Iterator[_Complaint]:
    seen: set[str] = set()
    for loc, id_ in places:
        if id_ in seen:
            message = f'"{id_}" is already the id of another {what}'
            yield _Complaint((*loc, "id"), "duplicate-id", message, "give this one another id")
        seen.add(id_)


def _unknown_skills(form: CourseForm) -> Iterator[_Complaint]:
    skills = {skill.id for skill in form.skills}
    for index, idea in enumerate(form.ideas):
        if idea.skill not in skills:
            message = f'idea "{idea.id}" belongs to "{idea.skill}", which is no skill here'
            hint = suggest(idea.skill, skills, "skills")
            yield _Complaint(("ideas", index, "skill"), "unknown-skill", message, hint)


def _asks(form: CourseForm) -> Iterator[_Complaint]:
    missing = [f"`{size}`" for size in ("1", "2", "3", "4") if size not in form.asks]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        message = f"{', '.join(missing)} {verb} missing in asks"
        hint = "give the trust that each size of request needs, 1 to 4"
        yield _Complaint(("asks",), "missing-key", message, hint)
