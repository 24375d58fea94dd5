"""Who is here, asked anew on every drawing of a page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import streamlit as st

from coach.people.door import BrowserId, Visitor
from coach.practice.commands import Desk
from coach.record.envelope import LearnerId
from coach.ui import state


@dataclass(frozen=True, slots=True)
class Visit:
    """One drawing of a page for one browser.

    Attributes:
        visitor: None while nothing of this browser is kept.
        desk: where the visitor's commands are carried out; None without a visitor.
        now: the moment of the drawing, UTC.
    """

    browser: BrowserId
    visitor: Visitor | None
    desk: Desk | None
    now: datetime

    @property
    def open(self) -> bool:
        """Whether own words may be shown here: nobody is in, or their digits are not due."""
        return self.visitor is None or self.visitor.open

    def welcome(self) -> Desk:
        """The desk of whoever is here; somebody new gets a place of their own."""
        visitor = state.door().welcome(self.browser, LearnerId(uuid4()), self.now)
        return _desk(visitor, self.now)


def visiting() -> Visit:
    """Who is here now. Stops the page with a kind word when the browser keeps no cookie."""
    browser = st.user.get("browser")
    if not isinstance(browser, str) or not browser:
        _nobody()
    at = state.now()
    known = BrowserId(str(browser))
    visitor = state.door().who(known, at)
    desk = None if visitor is None else _desk(visitor, at)
    return Visit(known, visitor, desk, at)


def _desk(visitor: Visitor, now: datetime) -> Desk:
    return Desk(state.store(), visitor.learner, now)


def _nobody() -> None:
    st.title("One small thing first", anchor=False)
    st.write(
        "This browser keeps no cookies for this address, so nothing you do could be found again. "
        "Allow them here, then load the page once more. It is one cookie, with a random number "
        "and nothing else."
    )
    st.stop()
