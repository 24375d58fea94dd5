"""A skipped test is a failed run: what cannot be checked has not been checked."""

import gc
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from coach.content.course import Course
from coach.content.loading import Loaded, load_course

ROOT = Path(__file__).resolve().parents[1]
LONG = frozenset({"test_agreement", "test_loading_fuzz", "test_cli"})


class ByArea(LoadScopeScheduling):  # type: ignore[misc]  # it ships no types
    """Sends the tests of one area to one worker, where they share what is dear to work out.

    The area is the first word of a file's name: `checks` of test_checks_proofs.py. Long files
    whose tests share nothing go test by test, after all others, so that nobody waits at the end.
    """

    def _split_scope(self, nodeid: str) -> str:
        stem = Path(nodeid.partition("::")[0]).stem
        return nodeid if stem in LONG else stem.removeprefix("test_").partition("_")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByArea | None:
    """With `--dist loadscope` tests go out by area."""
    return ByArea(config, log) if config.getvalue("dist") == "loadscope" else None


class OnlyExamples:
    """A module of the program without an example in its words has nothing to run."""

    @staticmethod
    def pytest_ignore_collect(collection_path: Path) -> bool | None:
        ours = collection_path.suffix == ".py" and ROOT / "src" in collection_path.parents
        return True if ours and ">>>" not in collection_path.read_text(encoding="utf-8") else None


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(OnlyExamples())


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if isinstance(reporter, TerminalReporter) and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported stays to the end; looking through it for waste again and again is dear."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    gc.unfreeze()


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """The shipped course with every complaint about it."""
    return load_course(ROOT)


@pytest.fixture(scope="session")
def course(loaded: Loaded) -> Course:
    """The shipped course."""
    assert loaded.course is not None, "\n".join(map(str, loaded.diagnostics))
    return loaded.course
