"""The one deep door: files in, a frozen course and every complaint out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from coach.content.course import Catalogue, Course
from coach.content.diagnostics import Diagnostic, suggest
from coach.content.loading import tree
from coach.content.loading.catalogue import catalogue as _catalogue
from coach.content.loading.complaints import parse
from coach.content.loading.forms import SLUG, CourseForm, ScenarioForm
from coach.content.loading.resolve import resolve
from coach.content.loading.tree import Source
from coach.content.scenario import Scenario, ScenarioId

COURSE_FILE = "lessons/course.yaml"
SCENARIO_FOLDER = "scenarios"


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


def scenario_files(root: Path) -> tuple[Path, ...]:
    """The conversations below a course's root, in the order of their names."""
    return tuple(sorted((root / SCENARIO_FOLDER).glob("*.yaml")))


def load_course(root: Path, files: Iterable[Path] | None = None) -> Loaded:
    """Load course.yaml and the scenarios.

    A broken file is left out and complained about; the rest is loaded.

    Args:
        root: the folder that holds lessons/ and scenarios/.
        files: the scenario files to load; None for all of them. An iterator may show progress.
    """
    catalogue, course_source, found = load_catalogue(root)
    sources = {COURSE_FILE: course_source}
    scenarios: dict[ScenarioId, Scenario] = {}
    for path in scenario_files(root) if files is None else files:
        scenario, source, complaints = load_scenario(
            path.read_bytes(), _name(path, root), catalogue
        )
        sources[source.name] = source
        found = (*found, *complaints)
        if scenario is not None:
            scenarios[scenario.id] = scenario
    if catalogue is None:
        return Loaded(None, tuple(sorted(found)), MappingProxyType(sources))
    whole = files is None
    found = (*found, *_unknown_scenarios(catalogue, scenarios, sources, whole=whole))
    course = Course(catalogue, MappingProxyType(scenarios))
    return Loaded(course, tuple(sorted(found)), MappingProxyType(sources))


def load_catalogue(root: Path) -> tuple[Catalogue | None, Source, tuple[Diagnostic, ...]]:
    """Load lessons/course.yaml alone."""
    path = root / COURSE_FILE
    if not path.is_file():
        hint = "name the course's folder with --course"
        lost = Diagnostic(
            COURSE_FILE, 0, 0, "error", "no-course", "there is no such file", "", hint
        )
        return None, Source(COURSE_FILE, (), None), (lost,)
    source, found = tree.read(COURSE_FILE, path.read_bytes())
    form, complaints = parse(CourseForm, source)
    found = (*found, *complaints)
    if form is None or found:
        return None, source, found
    catalogue, complaints = _catalogue(form, source)
    return catalogue, source, complaints


def load_scenario(
    content: bytes, name: str, catalogue: Catalogue | None
) -> tuple[Scenario | None, Source, tuple[Diagnostic, ...]]:
    """Load one scenario from its bytes.

    Args:
        content: the file as it is on disk.
        name: its path below the root; the file name without its ending is the id.
        catalogue: None when course.yaml is broken; then only the file's own shape is looked at.
    """
    source, found = tree.read(name, content)
    form, complaints = parse(ScenarioForm, source)
    found = (*found, *complaints, *_bad_name(name))
    if form is None or catalogue is None or found:
        return None, source, found
    scenario, complaints = resolve(ScenarioId(Path(name).stem), form, source, catalogue)
    return scenario, source, complaints


def _bad_name(name: str) -> Iterator[Diagnostic]:
    if not re.fullmatch(SLUG, Path(name).stem):
        message = f'the file name "{Path(name).stem}" is no id'
        hint = "small letters, digits and hyphens, such as big-ask.yaml"
        yield Diagnostic(name, 0, 0, "error", "bad-id", message, "", hint)


def _name(path: Path, root: Path) -> str:
    inside = path.resolve().is_relative_to(root.resolve())
    return path.resolve().relative_to(root.resolve()).as_posix() if inside else path.as_posix()


def _unknown_scenarios(
    catalogue: Catalogue,
    scenarios: Mapping[ScenarioId, Scenario],
    sources: Mapping[str, Source],
    *,
    whole: bool,
) -> Iterator[Diagnostic]:
    """Names of other scenarios that lead nowhere; a broken file still counts as existing."""
    if not whole:
        return
    known = {Path(name).stem for name in sources if name != COURSE_FILE}
    for index, situation in enumerate(catalogue.situations):
        for place, name in enumerate(situation.scenarios):
            if name not in known:
                loc = ("situations", index, "scenarios", place)
                message = f'situation "{situation.id}" leads to "{name}", which is no scenario'
                hint = suggest(name, known, "scenarios")
                yield sources[COURSE_FILE].diagnose(loc, "unknown-scenario", message, hint)
    for scenario in scenarios.values():
        if scenario.follows is not None and scenario.follows not in known:
            source = sources[f"{SCENARIO_FOLDER}/{scenario.id}.yaml"]
            message = f'this follows "{scenario.follows}", which is no scenario'
            hint = suggest(scenario.follows, known, "scenarios")
            yield source.diagnose(("follows", "scenario"), "unknown-scenario", message, hint)
