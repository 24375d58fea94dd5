"""One server, its record opened beside it, everybody in it, and one Chromium."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import Page

from harness.browser import Screen
from harness.fixtures import Show, chromium_browser, lent, served, show
from harness.serve import Server
from walks.people import Person, Record, record_of
from walks.world import World, world_in

__all__ = ["chromium_browser", "lent", "served", "show"]

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


@pytest.fixture
def as_person(show: Show, served: Server, world: World) -> AsPerson:
    """A page in somebody's browser; a name that is nobody's is a new browser each."""

    def opened(name: str) -> Page:
        page = show(PHONE)
        person = getattr(world, name, None)
        return person.come(page, served.address) if isinstance(person, Person) else page

    return opened
