"""A house for each test: its own store, a course, and nothing remembered from before."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from coach.practice.served import Served, serve, stamp
from coach.record.engine import open_store
from coach.ui import state, trouble
from coach.ui.server.settings import Settings, install
from conftest import ROOT
from pages.screen import House


@pytest.fixture(autouse=True)
def _errors_as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AppTest handle a script's error as the server does; by itself it knows no App."""
    plain = LocalScriptRunner.__init__

    def with_handler(self: LocalScriptRunner, *args: object, **kwargs: object) -> None:
        plain(self, *args, **kwargs)  # type: ignore[arg-type]
        self._on_script_error = trouble.tell

    monkeypatch.setattr(LocalScriptRunner, "__init__", with_handler)


@pytest.fixture(autouse=True)
def _each_course_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a first look at files that were served before be quick; later looks are as served."""

    def quick(root: Path, before: Served | None = None) -> Served:
        if before is not None:
            return serve(root, before)
        words = sha256()
        for file in sorted([*root.glob("lessons/**/*.yaml"), *root.glob("scenarios/**/*.yaml")]):
            words.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes() + b"\0")
        if words.digest() not in _served:
            _served[words.digest()] = serve(root)
        return replace(_served[words.digest()], root=root, stamp=stamp(root))

    monkeypatch.setattr(state, "serve", quick)


@pytest.fixture
def store_file(tmp_path: Path) -> Path:
    """Where the record is."""
    return tmp_path / "course.sqlite"


@pytest.fixture
def house(store_file: Path) -> Iterator[House]:
    """The shipped course; it is read once for all tests."""
    yield from _house(ROOT, store_file)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the shipped course, to be changed."""
    for folder in ("lessons", "scenarios"):
        shutil.copytree(ROOT / folder, tmp_path / "course" / folder)
    return tmp_path / "course"


@pytest.fixture
def own_house(course: Path, store_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house that serves the copy and looks at its files each time."""
    monkeypatch.setattr(state, "LOOK_AGAIN", 0.0)
    yield from _house(course, store_file)
    st.cache_resource.clear()


def _house(course: Path, store_file: Path) -> Iterator[House]:
    for remembered in (state.store, state.door, state._database, state._kept):  # noqa: SLF001
        remembered.clear()
    if _read.get("course") != course:
        st.cache_resource.clear()
    _read["course"] = course
    install(Settings(course=course, store=f"sqlite:///{store_file}"))
    database = open_store(f"sqlite:///{store_file}")
    yield House(database)
    database.close()
    install(None)


_read: dict[str, Path] = {}
_served: dict[bytes, Served] = {}
