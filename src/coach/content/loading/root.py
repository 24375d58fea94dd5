"""Where the course is: named, else around what is asked about, else our own."""

import os
from collections.abc import Iterable
from pathlib import Path

from coach.content.loading import COURSE_FILE

COURSE_VARIABLE = "COACH_COURSE"
PACKAGED = Path(__file__).parents[2] / "course"
CHECKOUT = Path(__file__).parents[4]


class NoCourse(LookupError):
    """No course was found, or a path is no file of it; the message says what to do."""


def course_root(named: Path | None = None, around: Iterable[Path] = ()) -> Path:
    """The course's folder.

    Args:
        named: by whoever asks; None takes $COACH_COURSE when it is set.
        around: folders to look in before the current one.

    Raises:
        NoCourse: the folder named, or every place, has no lessons/course.yaml.
    """
    variable = os.environ.get(COURSE_VARIABLE)
    wanted = named or (Path(variable) if variable else None)
    folders = (wanted,) if wanted else (*around, Path.cwd(), PACKAGED, CHECKOUT)
    for folder in folders:
        if (folder / COURSE_FILE).is_file():
            return folder
    where = f"{wanted} has no" if wanted else "There is no"
    how = f"Name the course's folder with --course DIR or ${COURSE_VARIABLE}."
    raise NoCourse(f"{where} {COURSE_FILE}{'' if wanted else ' here'}. {how}")
