"""The course as it is served: what is sound now, and the last sound form of what has broken."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from coach.checks import check
from coach.content.course import Catalogue
from coach.content.diagnostics import Diagnostic, errors
from coach.content.lesson import Lesson, LessonId
from coach.content.loading import (
    COURSE_FILE,
    Loaded,
    lesson_files,
    load_course,
    scenario_files,
)
from coach.content.scenario import Scenario, ScenarioId
from coach.practice.fingerprint import Fingerprint, fingerprint
from coach.roleplay.minutes import minutes
from coach.roleplay.worth import Worth, worth

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
State: TypeAlias = Literal["sound", "last sound form"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One conversation that can be played.

    Attributes:
        minutes: at 130 words a minute, without the coaching and with it.
        state: `last sound form` when its file has broken since.
    """

    scenario: Scenario
    worth: Worth
    fingerprint: Fingerprint
    minutes: tuple[int, int]
    state: State = "sound"


@dataclass(frozen=True, slots=True)
class Served:
    """What learners can play, and what authors should mend.

    Attributes:
        catalogue: None while course.yaml has never been sound.
        diagnostics: every error, with its file; warnings are left to `coach check`.
        stamp: the files as they were when it was read.
        lessons: in the order of the modules; what has broken in its last sound form.
    """

    root: Path
    catalogue: Catalogue | None
    scenes: Mapping[ScenarioId, Scene]
    diagnostics: tuple[Diagnostic, ...]
    stamp: Stamp
    lessons: Mapping[LessonId, Lesson] = field(default_factory=dict)


def stamp(root: Path) -> Stamp:
    """The names, times and sizes of the course's files: another stamp, another course."""
    files = (root / COURSE_FILE, *scenario_files(root), *lesson_files(root))
    return tuple(_stamp(file) for file in files)


def serve(root: Path, before: Served | None = None) -> Served:
    """Read and check the course; what has broken stays in its last sound form.

    Args:
        root: the folder with lessons/ and scenarios/.
        before: what was served until now; unchanged scenarios are not valued again.
    """
    now = stamp(root)
    loaded = load_course(root)
    checked = check(loaded, only_errors=True)
    broken = {diagnostic.file for diagnostic in errors(checked.diagnostics)}
    known = dict(before.scenes) if before else {}
    scenes: dict[ScenarioId, Scene] = {}
    for file in scenario_files(root):
        name, id_ = file.relative_to(root).as_posix(), ScenarioId(file.stem)
        sound = loaded.course.scenarios.get(id_) if loaded.course else None
        if sound is not None and name not in broken:
            scenes[id_] = _scene(sound, known.get(id_))
        elif id_ in known:
            scenes[id_] = _as_last(known[id_])
    catalogue = loaded.course.catalogue if loaded.course else None
    if catalogue is None and before is not None:
        catalogue = before.catalogue
    return Served(
        root,
        catalogue,
        MappingProxyType(scenes),
        errors(checked.diagnostics),
        now,
        _lessons(loaded, broken, before),
    )


def _lessons(loaded: Loaded, broken: set[str], before: Served | None) -> Mapping[LessonId, Lesson]:
    found = dict(before.lessons) if before else {}
    there = {LessonId(file.stem) for file in lesson_files(before.root)} if before else set()
    found = {id_: lesson for id_, lesson in found.items() if id_ in there}
    for id_, lesson in (loaded.course.lessons if loaded.course else {}).items():
        if loaded.source_of(lesson).name not in broken:
            found[id_] = lesson
    return MappingProxyType(found)


def scene_of(scenario: Scenario) -> Scene:
    """A scenario made ready to be played."""
    valued = worth(scenario)
    return Scene(scenario, valued, fingerprint(scenario), minutes(valued.table()))


def _scene(scenario: Scenario, known: Scene | None) -> Scene:
    if known is not None and known.scenario == scenario:
        return known if known.state == "sound" else replace(known, state="sound")
    return scene_of(scenario)


def _as_last(scene: Scene) -> Scene:
    return replace(scene, state="last sound form")


def _stamp(file: Path) -> tuple[str, int, int]:
    try:
        found = file.stat()
    except OSError:
        return file.name, 0, 0
    return file.name, found.st_mtime_ns, found.st_size
