"""A window on the app: what stands on its screen, and what is tapped there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from coach.people.door import BrowserId
from coach.people.store import Door
from coach.practice.commands import Desk
from coach.practice.kinds import KINDS
from coach.record.engine import Database
from coach.record.envelope import Kinds, LearnerId
from coach.record.store import Store
from coach.ui.server.asgi import SCRIPT

BROWSER = BrowserId("ab" * 32)
TODAY = ""
SILENT = {"checkbox", "toggle", "radio", "text_input", "text_area", "button", "button_group"}
"""Elements whose value is an answer, not words."""


class House:
    """What a test finds out and prepares behind the pages' backs."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.door = Door(database)
        self.store = Store(database, Kinds(KINDS))

    def desk(self, days_ago: float = 0, browser: BrowserId = BROWSER) -> Desk:
        """The desk of whoever is in on a browser, so many days ago."""
        at = datetime.now(UTC) - timedelta(days=days_ago)
        visitor = self.door.welcome(browser, LearnerId(uuid4()), at)
        return Desk(self.store, visitor.learner, at)

    def named(self, name: str, browser: BrowserId = BROWSER) -> None:
        """Give whoever is in a name."""
        self.desk(browser=browser)
        self.door.take_name(browser, name, datetime.now(UTC))

    def guarded(self, digits: str) -> None:
        """Set digits, and let the hour pass in which they are open."""
        long_ago = datetime.now(UTC) - timedelta(hours=2)
        self.desk()
        self.door.set_digits(BROWSER, digits, lambda size: b"s" * size, long_ago)

    @contextmanager
    def hidden(self, table: str) -> Iterator[None]:
        """Put a table out of reach for a while, as a failing disk would."""
        self._rename(table, f"{table}_away")
        try:
            yield
        finally:
            self._rename(f"{table}_away", table)

    def _rename(self, old: str, new: str) -> None:
        with self.database.writing() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


class Window:
    """One window of one browser."""

    def __init__(self, browser: str | None = BROWSER) -> None:
        self.at = AppTest.from_file(SCRIPT, default_timeout=30)
        self.at._bidi_component_manager = _components()  # noqa: SLF001  (see there)
        self.at.user.clear()
        if browser is not None:
            self.at.user["browser"] = browser

    def open(self, page: str = TODAY, **query: str | UUID) -> "Window":
        """Type an address."""
        self.at.query_params.clear()
        self.at.query_params.update({name: str(value) for name, value in query.items()})
        self.at._page_hash = calc_hash(page)  # noqa: SLF001  (pages that are functions have no file to switch to)
        self.at.run()
        self.at._page_hash = ""  # noqa: SLF001
        return self

    def again(self) -> "Window":
        """Let the page be drawn anew."""
        self.at.run()
        return self

    def tap(self, label: str) -> "Window":
        """Tap the one button whose label begins so."""
        found = [button for button in self.at.button if bare(button.label).startswith(label)]
        assert len(found) == 1, (label, self.buttons)
        found[0].click().run()
        return self

    def pick(self, words: str) -> "Window":
        """Pick the reply that has these words."""
        (radio,) = self.at.radio
        (option,) = [option for option in radio.options if words in bare(option)]
        radio.set_value(option)
        return self

    def type(self, key: str, words: str) -> "Window":
        """Write into a field."""
        fields = [*self.at.text_input, *self.at.text_area]
        next(field for field in fields if field.key == key).input(words)
        return self

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons, in their order."""
        return [bare(button.label) for button in self.at.button]

    @property
    def headings(self) -> list[str]:
        """The heading of the page, and those below it."""
        return [bare(heading.value) for heading in (*self.at.title, *self.at.header)]

    @property
    def links(self) -> list[str]:
        """Where one can go from here."""
        return [bare(link.value) for link in self.at.page_link]

    @property
    def words(self) -> str:
        """Everything on the screen and in its folds, from top to bottom."""
        return "\n".join(filter(None, map(bare, _words(self.at.main))))

    @property
    def replies(self) -> list[str]:
        """What can be said here."""
        return [bare(option) for radio in self.at.radio for option in radio.options]

    def sees(self, *words: str) -> bool:
        """All of these stand on the screen, and no error does."""
        self.is_well()
        missing = [each for each in words if each not in self.words]
        assert not missing, f"{missing} not in:\n{self.words}"
        return True

    def is_well(self) -> None:
        """Streamlit shows no error."""
        assert [error.message for error in self.at.exception] == []


@cache
def _components() -> BidiComponentManager:
    """What Streamlit finds in the installed packages; each window would read all of them anew."""
    found = BidiComponentManager()
    found.discover_and_register_components(start_file_watching=False)
    return found


def bare(markdown: str) -> str:
    """Words without the marks around them."""
    words = re.sub(r"<[^>]+>", " ", re.sub(r"\[([^\]]*)\]\(#\w+\)", r"\1", markdown))
    words = re.sub(r"\\(?=[^\w\s])", "", words).replace("\u2060", "")
    return unescape(words).replace("**", "").strip()


def _words(node: Any) -> Iterator[str]:
    """The words of an element, or of everything in a block."""
    if node.type in {"expander", "status"}:
        yield node.label
    if hasattr(node, "children"):
        for child in node.children.values():
            yield from _words(child)
        return
    label = getattr(node, "label", None)
    if isinstance(label, str):
        yield label
    yield from map(str, getattr(node, "options", ()))
    if node.type not in SILENT and isinstance(getattr(node, "value", None), str):
        yield node.value
