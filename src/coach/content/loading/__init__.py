"""The one deep door: files in, a frozen course and every complaint out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from coach.content.course import Catalogue, Course
from coach.content.diagnostics import Diagnostic, Loc, quoted, suggest
from coach.content.lesson import Lesson, LessonId
from coach.content.loading.catalogue import catalogue as _catalogue
from coach.content.loading.complaints import parse
from coach.content.loading.forms import SLUG, CourseForm, ScenarioForm
from coach.content.loading.lesson_forms import LessonForm
from coach.content.loading.lessons import Known, resolve_lesson
from coach.content.loading.reading import read
from coach.content.loading.resolve import resolve
from coach.content.loading.tree import MOST_COMPLAINTS, Source
from coach.content.scenario import Scenario, ScenarioId

COURSE_FILE = "lessons/course.yaml"
LESSON_FOLDER = "lessons"
SCENARIO_FOLDER = "scenarios"
ENDING = ".yaml"

P = TypeVar("P", Scenario, Lesson)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading.

    Attributes:
        course: everything that is sound; None when course.yaml itself is broken.
        diagnostics: every complaint, in the order of files and lines.
        sources: each file by its name, so that later checks can point into it.
    """

    course: Course | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]

    def source_of(self, part: Scenario | Lesson) -> Source:
        """The file a loaded scenario or lesson came from."""
        lessons = isinstance(part, Lesson)
        names = (name for name in self.sources if name != COURSE_FILE)
        return next(
            self.sources[name]
            for name in names
            if Path(name).stem == part.id and is_lesson(Path(name)) == lessons
        )


def scenario_files(root: Path) -> tuple[Path, ...]:
    """The conversations below a course's root, in the order of their names.

    Files with another spelling of the ending are among them, to be complained about; hidden files,
    which editors and copying leave behind, are not.
    """
    return _files(root / SCENARIO_FOLDER)


def lesson_files(root: Path) -> tuple[Path, ...]:
    """The lessons below a course's root, as `scenario_files` has the conversations."""
    return tuple(file for file in _files(root / LESSON_FOLDER) if file != root / COURSE_FILE)


def _files(folder: Path) -> tuple[Path, ...]:
    files = folder.glob("[!.]*")
    return tuple(sorted(f for f in files if f.suffix.lower() in {ENDING, ".yml"}))


def is_lesson(path: Path) -> bool:
    """Whether a file is a lesson: it stands in a folder of that name."""
    return path.parent.name == LESSON_FOLDER


def load_course(
    root: Path,
    files: Iterable[Path] | None = None,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Loaded:
    """Load course.yaml, the scenarios and the lessons.

    A broken file is left out and complained about; the rest is loaded.

    Args:
        root: the folder that holds lessons/ and scenarios/.
        files: the scenario and lesson files to load; None for all of them.
        each: passes the files through; may show progress.
    """
    catalogue, course_source, found = load_catalogue(root)
    sources = {COURSE_FILE: course_source}
    scenarios: dict[str, tuple[Scenario, Source]] = {}
    lessons: dict[str, tuple[Lesson, Source]] = {}
    chosen = (*scenario_files(root), *lesson_files(root)) if files is None else tuple(files)
    known = _known(root, chosen)
    of_lesson = partial(load_lesson, known=known)
    for path in each(chosen):
        name = _name(path, root)
        if is_lesson(Path(name)):
            source, complaints = _load_into(lessons, of_lesson, path, name, catalogue)
        else:
            source, complaints = _load_into(scenarios, load_scenario, path, name, catalogue)
        sources[source.name] = source
        found = (*found, *complaints)
    if catalogue is None:
        return Loaded(None, tuple(sorted(found)), MappingProxyType(sources))
    if files is None:
        found = (
            *found,
            *_unwritten(catalogue, course_source, known),
            *_follows_nothing(scenarios.values(), known.scenarios),
        )
    course = Course(
        catalogue,
        MappingProxyType({s.id: s for s, _ in scenarios.values()}),
        MappingProxyType({lesson.id: lesson for lesson, _ in lessons.values()}),
    )
    return Loaded(course, tuple(sorted(found)), MappingProxyType(sources))


def load_catalogue(root: Path) -> tuple[Catalogue | None, Source, tuple[Diagnostic, ...]]:
    """Load lessons/course.yaml alone."""
    path, nothing = root / COURSE_FILE, Source(COURSE_FILE, (), None)
    if not path.is_file():
        hint = "name the course's folder with --course"
        return None, nothing, (nothing.whole("no-course", "there is no such file", hint),)
    content = _content(path)
    if content is None:
        return None, nothing, (_unreadable(nothing),)
    source, found = read(COURSE_FILE, content)
    parsed = parse(CourseForm, source)
    catalogue, complaints = _catalogue(parsed, source)
    found = (*found, *parsed.found, *complaints)
    return (None if found else catalogue), source, _most(source, found)


def load_scenario(
    content: bytes, name: str, catalogue: Catalogue | None
) -> tuple[Scenario | None, Source, tuple[Diagnostic, ...]]:
    """Load one scenario from its bytes.

    Args:
        content: the file as it is on disk.
        name: its path below the root; the file name without its ending is the id.
        catalogue: None when course.yaml is broken; then only the file's own shape is looked at.
    """
    source, found = read(name, content)
    parsed = parse(ScenarioForm, source)
    found = (*_bad_name(source), *found, *parsed.found)
    if catalogue is None:
        return None, source, _most(source, found)
    scenario, complaints = resolve(ScenarioId(Path(name).stem), parsed, source, catalogue)
    found = (*found, *complaints)
    return (None if found else scenario), source, _most(source, found)


def load_lesson(
    content: bytes, name: str, catalogue: Catalogue | None, known: Known | None = None
) -> tuple[Lesson | None, Source, tuple[Diagnostic, ...]]:
    """Load one lesson from its bytes, as `load_scenario` loads a scenario.

    Args:
        content: the file as it is on disk.
        name: its path below the root; the file name without its ending is the id.
        catalogue: None when course.yaml is broken; then only the file's own shape is looked at.
        known: the other files it may lead to; None to look at the file alone.
    """
    source, found = read(name, content)
    parsed = parse(LessonForm, source)
    found = (*_bad_name(source), *found, *parsed.found)
    if catalogue is None:
        return None, source, _most(source, found)
    id_ = LessonId(Path(name).stem)
    lesson, complaints = resolve_lesson(id_, parsed, source, catalogue, known)
    found = (*found, *complaints)
    return (None if found else lesson), source, _most(source, found)


def _load_into(
    loaded: dict[str, tuple[P, Source]],
    load: Callable[[bytes, str, Catalogue | None], tuple[P | None, Source, tuple[Diagnostic, ...]]],
    path: Path,
    name: str,
    catalogue: Catalogue | None,
) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Load one file and put what came of it beside the others, unless its id is taken."""
    content = _content(path)
    if content is None:
        nothing = Source(name, (), None)
        return nothing, (_unreadable(nothing),)
    part, source, complaints = load(content, name, catalogue)
    if part is not None and part.id in loaded:
        other = loaded[part.id][1].name
        message = f"{other} has the same file name, so the same id"
        return source, (source.whole("duplicate-id", message, "rename one of them"),)
    if part is not None:
        loaded[part.id] = part, source
    return source, complaints


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _unreadable(source: Source) -> Diagnostic:
    hint = "see whether it is a folder, has moved or is closed to you"
    return source.whole("unreadable", "this file cannot be opened", hint)


def _most(source: Source, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The complaints in the order of the file, as many as anybody will read."""
    if len(found) <= MOST_COMPLAINTS:
        return tuple(sorted(found))
    message = f"there are more complaints than these {MOST_COMPLAINTS}"
    more = source.whole("too-many", message, "mend these, then look again")
    return (more, *sorted(found)[:MOST_COMPLAINTS])


def _bad_name(source: Source) -> Iterator[Diagnostic]:
    path = Path(source.name)
    if not re.fullmatch(SLUG, path.stem):
        message = f"the file name {quoted(path.stem)} is not an id"
        yield source.whole("bad-id", message, "small letters, digits and hyphens, such as big-ask")
    if path.suffix != ENDING:
        message = f"the file name ends in {quoted(path.suffix)}"
        yield source.whole("bad-id", message, f"let it end in {ENDING}")


def _name(path: Path, root: Path) -> str:
    for file, folder in ((path, root), (path.resolve(), root.resolve())):
        if file.is_relative_to(folder):
            return file.relative_to(folder).as_posix()
    return path.as_posix()


def _known(root: Path, chosen: Iterable[Path]) -> Known:
    """What there is, read or not; a broken file still counts as existing."""
    read = [Path(_name(path, root)) for path in chosen]
    return Known(
        frozenset(p.stem for p in (*scenario_files(root), *read) if not is_lesson(p)),
        frozenset(p.stem for p in (*lesson_files(root), *read) if is_lesson(p)),
    )


def _unwritten(catalogue: Catalogue, source: Source, known: Known) -> Iterator[Diagnostic]:
    """Modules and situations that lead nowhere."""
    for index, module in enumerate(catalogue.modules):
        loc, who = ("modules", index), f'module "{module.id}"'
        yield from _missing_lessons(module.lessons, known, source, loc, who)
    for index, situation in enumerate(catalogue.situations):
        loc, who = ("situations", index), f'situation "{situation.id}"'
        yield from _missing_lessons(situation.lessons, known, source, loc, who)
        for place, name in enumerate(situation.scenarios):
            if name not in known.scenarios:
                message = f'{who} leads to "{name}", which is no scenario'
                hint = suggest(name, known.scenarios, "scenarios")
                where = (*loc, "scenarios", place)
                yield source.diagnose(where, "unknown-scenario", message, hint)


def _missing_lessons(
    lessons: Iterable[LessonId], known: Known, source: Source, loc: Loc, who: str
) -> Iterator[Diagnostic]:
    for place, name in enumerate(lessons):
        if name not in known.lessons:
            message = f'{who} leads to "{name}", which is no lesson'
            hint = suggest(name, known.lessons, "lessons")
            yield source.diagnose((*loc, "lessons", place), "unknown-lesson", message, hint)


def _follows_nothing(
    scenarios: Iterable[tuple[Scenario, Source]], known: frozenset[str]
) -> Iterator[Diagnostic]:
    """Scenarios that go on from one that is not there."""
    for scenario, source in scenarios:
        if scenario.follows is not None and scenario.follows not in known - {scenario.id}:
            message = f'this follows "{scenario.follows}", which is no other scenario'
            hint = suggest(scenario.follows, known - {scenario.id}, "other scenarios")
            yield source.diagnose(("follows", "scenario"), "unknown-scenario", message, hint)
