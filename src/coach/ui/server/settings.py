"""What one server was started with. The pages read it with `current()`."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from coach.content.loading.root import course_root

STORE_VARIABLE = "COACH_STORE"
REMEMBERED = timedelta(days=400)  # browsers keep no cookie longer


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
    return Settings(course=course_root(), store=chosen_store())


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


@dataclass(slots=True)
class _Process:
    settings: Settings | None = None


_process = _Process()
