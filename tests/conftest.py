"""A skipped test is a failed run: what cannot be checked has not been checked."""

from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from coach.content.course import Course
from coach.content.loading import Loaded, load_course

ROOT = Path(__file__).resolve().parents[1]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if isinstance(reporter, TerminalReporter) and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """The shipped course with every complaint about it."""
    return load_course(ROOT)


@pytest.fixture(scope="session")
def course(loaded: Loaded) -> Course:
    """The shipped course."""
    assert loaded.course is not None, "\n".join(map(str, loaded.diagnostics))
    return loaded.course
