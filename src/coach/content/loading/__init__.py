"""The one deep door: files in, a frozen course and every complaint out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from coach.content.course import Catalogue, Course
from coach.content.diagnostics import Diagnostic, quoted, suggest
from coach.content.loading.catalogue import catalogue as _catalogue
from coach.content.loading.complaints import parse
from coach.content.loading.forms import SLUG, CourseForm, ScenarioForm
from coach.content.loading.reading import read
from coach.content.loading.resolve import resolve
from coach.content.loading.tree import MOST_COMPLAINTS, Source
from coach.content.scenario import Scenario, ScenarioId

COURSE_FILE = "lessons/course.yaml"
SCENARIO_FOLDER = "scenarios"
ENDING = ".yaml"


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

    def source_of(self, scenario: Scenario) -> Source:
        """The file a loaded scenario came from."""
        names = (name for name in self.sources if name != COURSE_FILE)
        return next(self.sources[name] for name in names if Path(name).stem == scenario.id)


def scenario_files(root: Path) -> tuple[Path, ...]:
    """The conversations below a course's root, in the order of their names.

    Files with another spelling of the ending are among them, to be complained about; hidden files,
    which editors and copying leave behind, are not.
    """
    files = (root / SCENARIO_FOLDER).glob("[!.]*")
    return tuple(sorted(f for f in files if f.suffix.lower() in {ENDING, ".yml"}))


def load_course(
    root: Path,
    files: Iterable[Path] | None = None,
    each: Callable[[Iterable[Path]], Iterable[Path]] = iter,
) -> Loaded:
    """Load course.yaml and the scenarios.

    A broken file is left out and complained about; the rest is loaded.

    Args:
        root: the folder that holds lessons/ and scenarios/.
        files: the scenario files to load; None for all of them.
        each: passes the files through; may show progress.
    """
    catalogue, course_source, found = load_catalogue(root)
    sources = {COURSE_FILE: course_source}
    scenarios: dict[ScenarioId, tuple[Scenario, Source]] = {}
    for path in each(scenario_files(root) if files is None else files):
        scenario, source, complaints = _load_file(path, _name(path, root), catalogue)
        if scenario is not None and scenario.id in scenarios:
            other = scenarios[scenario.id][1].name
            message = f"{other} has the same file name, so the same id"
            complaints = (source.whole("duplicate-id", message, "rename one of them"),)
        elif scenario is not None:
            scenarios[scenario.id] = scenario, source
        sources[source.name] = source
        found = (*found, *complaints)
    if catalogue is None:
        return Loaded(None, tuple(sorted(found)), MappingProxyType(sources))
    if files is None:
        known = {Path(name).stem for name in sources if name != COURSE_FILE}
        found = (
            *found,
            *_situations_without_scenario(catalogue, course_source, known),
            *_follows_nothing(scenarios.values(), known),
        )
    course = Course(catalogue, MappingProxyType({k: s for k, (s, _) in scenarios.items()}))
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


def _load_file(
    path: Path, name: str, catalogue: Catalogue | None
) -> tuple[Scenario | None, Source, tuple[Diagnostic, ...]]:
    content = _content(path)
    if content is None:
        nothing = Source(name, (), None)
        return None, nothing, (_unreadable(nothing),)
    return load_scenario(content, name, catalogue)


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


def _situations_without_scenario(
    catalogue: Catalogue, source: Source, known: set[str]
) -> Iterator[Diagnostic]:
    """Situations that lead nowhere; a broken file still counts as existing."""
    for index, situation in enumerate(catalogue.situations):
        for place, name in enumerate(situation.scenarios):
            if name not in known:
                loc = ("situations", index, "scenarios", place)
                message = f'situation "{situation.id}" leads to "{name}", which is no scenario'
                hint = suggest(name, known, "scenarios")
                yield source.diagnose(loc, "unknown-scenario", message, hint)


def _follows_nothing(
    scenarios: Iterable[tuple[Scenario, Source]], known: set[str]
) -> Iterator[Diagnostic]:
    """Scenarios that go on from one that is not there."""
    for scenario, source in scenarios:
        if scenario.follows is not None and scenario.follows not in known - {scenario.id}:
            message = f'this follows "{scenario.follows}", which is no other scenario'
            hint = suggest(scenario.follows, known - {scenario.id}, "other scenarios")
            yield source.diagnose(("follows", "scenario"), "unknown-scenario", message, hint)
