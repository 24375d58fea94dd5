"""What one server was started with. The pages read it with `current()`."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from coach.content.loading import COURSE_FILE

COURSE_VARIABLE = "COACH_COURSE"
STORE_VARIABLE = "COACH_STORE"
PACKAGED = Path(__file__).parents[2] / "course"
CHECKOUT = Path(__file__).parents[4]
REMEMBERED = timedelta(days=400)  # browsers keep no cookie longer


class NoCourse(LookupError):
    """No course was found; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one server was started with.

    Attributes:
        course: the folder with lessons/ and scenarios/.
        store: the address of the record, as SQLAlchemy writes it.
        hosts: names the server answers to beside those of this machine; "*" for any.
        passcode: what a visitor from the network must know; None when only this machine asks.
        cookie_age: how long a browser is known after its last visit.
    """

    course: Path
    store: str
    hosts: tuple[str, ...] = ()
    passcode: str | None = field(default=None, repr=False)
    cookie_age: timedelta = REMEMBERED


def from_environment() -> Settings:
    """What the environment says, else the defaults.

    Raises:
        NoCourse: there is no course where it was looked for.
    """
    return Settings(course=_course(), store=chosen_store())


def current() -> Settings:
    """What this process was started with; what the environment says when nothing serves.

    Raises:
        NoCourse: like `from_environment`.
    """
    if _process.settings is None:
        _process.settings = from_environment()
    return _process.settings


def install(settings: Settings | None) -> None:
    """Make these the settings of the process; None forgets them."""
    _process.settings = settings


def chosen_store() -> str:
    """What the environment names, else a file in the user's own data folder."""
    return os.environ.get(STORE_VARIABLE) or _default_store()


def store_file(address: str) -> Path | None:
    """The file a store's address names; None for a server, or a store in memory.

    >>> store_file("sqlite:////tmp/x.sqlite"), store_file("postgresql://host/name")
    (PosixPath('/tmp/x.sqlite'), None)
    """
    name = address.removeprefix("sqlite:///")
    return Path(name) if name not in {address, "", ":memory:"} else None


def _default_store() -> str:
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return f"sqlite:///{Path(home).absolute() / 'common-ground' / 'course.sqlite'}"


def _course() -> Path:
    named = os.environ.get(COURSE_VARIABLE)
    folders = (Path(named),) if named else (Path.cwd(), PACKAGED, CHECKOUT)
    for folder in folders:
        if (folder / COURSE_FILE).is_file():
            return folder
    where = f"{named} has no" if named else "There is no"
    raise NoCourse(f"{where} {COURSE_FILE}. Name the course's folder in ${COURSE_VARIABLE}.")


@dataclass(slots=True)
class _Process:
    settings: Settings | None = None


_process = _Process()
