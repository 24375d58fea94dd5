"""People who were here before: what they did is in the store, and their cookie in the browser."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from playwright.sync_api import Page

from coach.content.loading import load_course
from coach.content.scenario import ScenarioId
from coach.people.door import BrowserId
from coach.people.store import Door
from coach.practice.attempt import Attempt
from coach.practice.commands import Desk, Given
from coach.practice.kinds import KINDS
from coach.practice.served import Scene, scene_of
from coach.record.engine import open_store
from coach.record.envelope import Kinds, LearnerId
from coach.record.store import Store
from coach.roleplay.debrief import Feeling
from coach.roleplay.play import Path, plays
from coach.roleplay.play import draw_of as drawn
from coach.ui.server.identity import COOKIE, browser_id
from coach.ui.server.settings import from_environment
from harness.serve import Server


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a browser.

    Attributes:
        token: the cookie by which the browser is known.
        desk: where their commands are carried out, beside the server.
    """

    token: str
    desk: Desk

    @property
    def browser(self) -> BrowserId:
        """What the browser is called inside."""
        return BrowserId(browser_id(self.token))

    def come(self, page: Page, address: str) -> Page:
        """Make the page's browser theirs."""
        page.context.add_cookies([{"name": COOKIE, "value": self.token, "url": address}])
        return page

    def attempt(self, id_: UUID) -> Attempt:
        """One of their attempts."""
        found = self.desk.attempt(id_)
        assert found is not None
        return found

    def play(self, scene: Scene, path: Path) -> UUID:
        """Begin a conversation and give these replies; chance falls as the path says."""
        begun = len(self.desk.journal().attempts_of(scene.scenario.id))
        id_ = self.desk.begin(scene, count=begun)
        before = plays(scene.scenario, path)
        for number, (play, step) in enumerate(zip(before, path, strict=False)):
            draw = drawn(play, step)
            assert draw is not None, step
            self.desk.reply(scene, self.attempt(id_), Given(number, step.choice, draw))
        return id_

    def finish(self, scene: Scene, path: Path, guess: Feeling | None) -> UUID:
        """Play a whole path; with a guess the debrief is open."""
        id_ = self.play(scene, path)
        assert self.attempt(id_).ended is not None
        if guess is not None:
            self.desk.guess(self.attempt(id_), guess)
        return id_


@dataclass(frozen=True, slots=True)
class Record:
    """The store of a running server, opened a second time."""

    store: Store
    door: Door
    scenes: Mapping[ScenarioId, Scene]

    def person(
        self, name: str | None = None, at: datetime | None = None, number: int | None = None
    ) -> Person:
        """Somebody new, who has done nothing yet.

        Args:
            name: None for somebody who has given none.
            at: when they come; else now.
            number: makes them the same in every store, and so the order of their replies.
        """
        token, now = secrets.token_urlsafe(32), at or datetime.now(UTC)
        browser = BrowserId(browser_id(token))
        visitor = self.door.welcome(
            browser, LearnerId(UUID(int=number) if number else uuid4()), now
        )
        if name is not None:
            self.door.take_name(browser, name, now)
        return Person(token, Desk(self.store, visitor.learner, now))


@contextmanager
def record_of(server: Server) -> Iterator[Record]:
    """The record that a server keeps in its folder."""
    database = open_store(f"sqlite:///{server.folder / 'course.sqlite'}")
    course = load_course(from_environment().course).course
    assert course is not None
    scenes = {id_: scene_of(scenario) for id_, scenario in course.scenarios.items()}
    try:
        yield Record(Store(database, Kinds(KINDS)), Door(database), scenes)
    finally:
        database.close()
