"""Fixtures for tests that need a running server or a real browser.

A conftest takes them with `from harness.fixtures import chromium_browser, served, show  # noqa`,
or all tests do with `pytest_plugins = ["harness.fixtures"]` in tests/conftest.py.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from harness.browser import Screen, launched, open_context
from harness.serve import Server, coach_serve

Show: TypeAlias = Callable[[Screen], Page]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`coach serve` on an empty store, one for all tests; every browser is somebody else there."""
    with coach_serve(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with launched() as browser:
        yield browser


@pytest.fixture
def show(chromium_browser: Browser) -> Iterator[Show]:
    """Open an empty page on a screen, each in a browser of somebody else."""
    contexts = []

    def opened(screen: Screen) -> Page:
        contexts.append(open_context(chromium_browser, screen))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()
