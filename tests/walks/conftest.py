"""One server, its record opened beside it, everybody in it, and one Chromium."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from harness.browser import Screen, open_context
from harness.fixtures import chromium_browser, served, show
from harness.serve import Server
from walks.people import Person, Record, record_of
from walks.world import World, world_in

__all__ = ["chromium_browser", "served", "show"]

PHONE = Screen(360, 740)
AsPerson: TypeAlias = Callable[[str], Page]


@pytest.fixture(scope="session")
def record(served: Server) -> Iterator[Record]:
    """What the server keeps."""
    with record_of(served) as opened:
        yield opened


@pytest.fixture(scope="session")
def world(record: Record) -> World:
    """Everybody, with what they did before."""
    return world_in(record)


@pytest.fixture(scope="module")
def as_person(chromium_browser: Browser, served: Server, world: World) -> Iterator[AsPerson]:
    """A page in somebody's browser; a name that is nobody's is a new browser each."""
    pages: dict[str, Page] = {}

    def opened(name: str) -> Page:
        if name not in pages:
            page = open_context(chromium_browser, PHONE).new_page()
            person = getattr(world, name, None)
            pages[name] = person.come(page, served.address) if isinstance(person, Person) else page
        return pages[name]

    yield opened
    for page in pages.values():
        page.context.close()
