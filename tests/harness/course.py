"""A part of the shipped course as a course of its own, which is quickly served."""

import re
import shutil
from pathlib import Path

from harness.serve import ROOT


def course_of(folder: Path, *scenarios: str) -> Path:
    """Write a course with these of the shipped scenarios and no lessons; where it is."""
    course = folder / "course"
    for name in ("lessons", "scenarios"):
        (course / name).mkdir(parents=True)
    for scenario in scenarios:
        shutil.copy(ROOT / f"scenarios/{scenario}.yaml", course / "scenarios")
    catalogue = (ROOT / "lessons/course.yaml").read_text(encoding="utf-8")
    named = re.sub(r"(?<=lessons: )\[.*\]", "[]", catalogue)
    listed = re.sub(r"(?<=scenarios: )\[.*\]", lambda found: _only(found[0], scenarios), named)
    (course / "lessons/course.yaml").write_text(listed, encoding="utf-8")
    return course


def _only(listed: str, scenarios: tuple[str, ...]) -> str:
    """The names of a list that are among these.

    >>> _only("[cafe, samosas]", ("samosas", "hallway"))
    '[samosas]'
    """
    return f"[{', '.join(name for name in re.findall(r'[a-z-]+', listed) if name in scenarios)}]"
