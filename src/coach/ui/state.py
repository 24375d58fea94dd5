"""What a page may remember: caches of the process, and drafts of a session.

Nothing durable and nobody's identity lives here: the page is a function of the store.
"""

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

import streamlit as st

from coach.content.scenario import Scenario
from coach.people.store import Door
from coach.practice.events import AttemptBegun, Preferences
from coach.practice.kinds import KINDS
from coach.practice.served import Scene, Served, scene_of, serve, stamp
from coach.record.engine import Database, open_store
from coach.record.envelope import Kinds
from coach.record.store import Store
from coach.roleplay.play import digest
from coach.ui.server.settings import current

LOOK_AGAIN = 2.0
"""Seconds between two looks at the course's files."""


@dataclass(slots=True)
class _Shelf:
    """The served course, read anew when a file has changed."""

    served: Served
    looked: float = field(default_factory=monotonic)
    lock: Lock = field(default_factory=Lock)

    def fresh(self) -> Served:
        if monotonic() - self.looked < LOOK_AGAIN or not self.lock.acquire(blocking=False):
            return self.served
        try:
            if stamp(self.served.root) != self.served.stamp:
                self.served = serve(self.served.root, self.served)
            self.looked = monotonic()
        finally:
            self.lock.release()
        return self.served


@st.cache_resource(show_spinner=False)
def _shelf() -> _Shelf:
    return _Shelf(serve(current().course))


@st.cache_resource(show_spinner=False)
def _database() -> Database:
    return open_store(current().store)


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """Where events are kept."""
    return Store(_database(), Kinds(KINDS))


@st.cache_resource(show_spinner=False)
def door() -> Door:
    """Where names and browsers are kept."""
    return Door(_database())


@st.cache_resource(show_spinner=False, max_entries=64)
def _kept(rules: str) -> Scene | None:
    scenario = store().content(rules, Scenario)
    return None if scenario is None else scene_of(scenario)


def one_reading() -> AbstractContextManager[None]:
    """Who is here and what they did are asked on one connection; nothing is written meanwhile."""
    return _database().one_reading()


def course() -> Served:
    """The course as it is served now."""
    return _shelf().fresh()


def scene_for(begun: AttemptBegun) -> Scene | None:
    """What an attempt is played on: the served words while the rules are the same, else the copy.

    None when the store has lost the copy.
    """
    served = course().scenes.get(begun.scenario)
    if served is not None and served.fingerprint.rules == begun.rules:
        return served
    return _kept(begun.rules)


def warm() -> None:
    """Open the store and value the course before the first visitor comes."""
    store()
    door()
    course()


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def draw() -> float:
    """A draw in [0, 1), for chance in a story."""
    return secrets.randbelow(2**32) / 2**32


# Drafts of this session. They may be lost; nothing that counts is among them.


def gone_on(attempt: UUID) -> int:
    """How many answers of the attempt have been read on this screen."""
    return int(st.session_state.get(f"gone-on/{attempt}", 0))


def go_on(attempt: UUID, step: int) -> None:
    """Remember that the answers before this step have been read."""
    st.session_state[f"gone-on/{attempt}"] = step


def note_fold(attempt: UUID, told: int) -> None:
    """Remember how many replies stood in the fold when the page was drawn whole."""
    st.session_state[f"fold/{attempt}"] = told


def fold_is_behind(attempt: UUID, told: int) -> bool:
    """Whether somebody would miss something in the fold: it is open, or it was not there yet."""
    drawn = st.session_state.get(f"fold/{attempt}", 0)
    return bool(drawn != told and (drawn == 0 or ticked("so-far")))


def replies_open(key: str) -> bool:
    """Whether the replies of this turn are on the screen."""
    return st.session_state.get("replies-open") == key


def open_replies(key: str) -> None:
    """Put the replies of this turn on the screen."""
    st.session_state["replies-open"] = key


class ToSay(NamedTuple):
    """A reply that is to be given: a draft until the drawing that follows gives it."""

    attempt: UUID
    step: int
    choice: str | None
    wanted: str | None


def note_to_say(note: ToSay) -> None:
    """Note what is to be said."""
    st.session_state["to-say"] = note


def to_say(attempt: UUID) -> ToSay | None:
    """What is to be said in this attempt; None when nothing is."""
    note = st.session_state.get("to-say")
    return note if isinstance(note, ToSay) and note.attempt == attempt else None


def is_said() -> None:
    """Take the note away: the reply is kept."""
    st.session_state.pop("to-say", None)


def view(name: str, default: str) -> str:
    """Which part of a screen is open."""
    return str(st.session_state.get(f"view/{name}", default))


def turn_to(name: str, part: str) -> None:
    """Open a part of a screen."""
    st.session_state[f"view/{name}"] = part


def picked(key: str) -> str | None:
    """What is picked in a list of replies or typed into a field, as the browser has it now."""
    value = st.session_state.get(key)
    return None if value is None else str(value)


def say_once(message: str) -> None:
    """Leave a message for the next drawing of the page."""
    st.session_state["message"] = message


def message() -> str | None:
    """The message left for this drawing, once."""
    left = st.session_state.pop("message", None)
    return None if left is None else str(left)


def empty(key: str) -> None:
    """Take away what was typed into a field."""
    st.session_state[key] = ""


def likes() -> Preferences:
    """How the settings stand in the browser now."""
    return Preferences(
        coaching=st.session_state["like-coaching"],
        alone_first=ticked("like-alone"),
        meters=ticked("like-meters"),
        type_size=int(st.session_state["like-size"]),
    )


def ticked(key: str) -> bool:
    """Whether a box is ticked, as the browser has it now."""
    return bool(st.session_state.get(key))


def placed(key: str) -> tuple[str, ...]:
    """What has been put in order so far."""
    return tuple(st.session_state.get(f"placed/{key}", ()))


def place(key: str, id_: str) -> None:
    """Put one more in order."""
    if id_ not in placed(key):
        st.session_state[f"placed/{key}"] = (*placed(key), id_)


def unplace(key: str) -> None:
    """Take the last one back."""
    st.session_state[f"placed/{key}"] = placed(key)[:-1]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def shuffled(key: str, entries: Sequence[N]) -> tuple[N, ...]:
    """An order drawn from a hash of the key: the same after a reload."""
    return tuple(sorted(entries, key=lambda entry: digest(f"{key}/{entry.id}")))
