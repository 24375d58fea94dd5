"""Where the course is, and loading it with a progress bar when that takes a while."""

import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress

from coach.content.loading import (
    COURSE_FILE,
    LESSON_FOLDER,
    SCENARIO_FOLDER,
    Loaded,
    lesson_files,
    load_course,
    scenario_files,
)
from coach.content.loading.root import NoCourse
from coach.content.loading.root import course_root as find

PATIENCE = 1.0

T = TypeVar("T")


def course_root(options: Namespace, paths: Sequence[Path] = ()) -> Path:
    """The course's folder: --course, else $COACH_COURSE, else around a path, else our own.

    Raises:
        NoCourse: the folder named has no lessons/course.yaml.
    """
    around = [folder for path in paths for folder in path.resolve().parents]
    return find(options.course, around)


def chosen_files(root: Path, paths: Sequence[Path]) -> tuple[Path, ...] | None:
    """The scenario and lesson files meant by some paths; None for all.

    Raises:
        NoCourse: a path is neither a file nor a folder.
    """
    if not paths:
        return None
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files |= dict.fromkeys(_below(root, path))
        elif path.is_file():
            files |= {} if path.name == Path(COURSE_FILE).name else {path: None}
        else:
            raise NoCourse(f"{path}: there is no such file or folder.")
    return tuple(files)


def _below(root: Path, folder: Path) -> Iterable[Path]:
    if (folder / SCENARIO_FOLDER).is_dir():
        return (*scenario_files(folder), *lesson_files(folder))
    if folder.resolve() == (root / LESSON_FOLDER).resolve():
        return lesson_files(root)
    return sorted(folder.glob("*.yaml"))


def load(root: Path, files: Sequence[Path] | None) -> Loaded:
    """Load the course, or some of its files; a bar shows when it takes over a second."""
    return load_course(root, files, partial(patiently, doing="Reading"))


def patiently(things: Iterable[T], doing: str) -> Iterator[T]:
    """Pass things through; a progress bar appears after one second, on a terminal only."""
    listed = list(things)
    begun, bar, task = time.monotonic(), None, None
    try:
        for done, thing in enumerate(listed):
            if bar is None and time.monotonic() - begun > PATIENCE and sys.stderr.isatty():
                bar = Progress(console=Console(stderr=True), transient=True)
                bar.start()
                task = bar.add_task(doing, total=len(listed), completed=done)
            yield thing
            if bar is not None and task is not None:
                bar.advance(task)
    finally:
        if bar is not None:
            bar.stop()
