"""Fixtures for tests that need a running server or a real browser.

A conftest takes them with `from harness.fixtures import chromium_browser, served, show  # noqa`,
or all tests do with `pytest_plugins = ["harness.fixtures"]` in tests/conftest.py.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from harness.browser import Lent, Screen, launched
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


@pytest.fixture(scope="session")
def lent(chromium_browser: Browser) -> Lent:
    """Pages that are used again."""
    return Lent(chromium_browser)


@pytest.fixture
def show(lent: Lent) -> Iterator[Show]:
    """Show an empty page on a screen, each in a browser of somebody else."""
    pages = []

    def opened(screen: Screen) -> Page:
        pages.append((lent.page(screen), screen))
        return pages[-1][0]

    yield opened
    for page, screen in pages:
        lent.back(page, screen)
