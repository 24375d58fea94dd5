"""One server for the folder, and one that shows what Streamlit was told about a visitor."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.course import course_of
from harness.fixtures import chromium_browser, lent, show
from harness.serve import ROOT, Server, coach_serve, free_port

__all__ = ["chromium_browser", "lent", "show"]

HERE = Path(__file__).parent
OPTIONS = ROOT / "src" / "coach" / "ui" / ".streamlit"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`coach serve` as it is, from a folder of its own."""
    with coach_serve(tmp_path_factory.mktemp("serving"), "--verbose") as running:
        yield running


@pytest.fixture(scope="session")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Our server around a page that says who it takes the visitor for."""
    folder = tmp_path_factory.mktemp("mirror")
    shutil.copytree(OPTIONS, folder / ".streamlit")
    course_of(folder)
    port = free_port()
    command = [sys.executable, str(HERE / "mirror.py"), str(port), str(folder)]
    with Server(command, port, folder) as running:
        yield running
