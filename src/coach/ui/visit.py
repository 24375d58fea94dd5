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
        now: the moment of the drawing, UTC.
    """

    browser: BrowserId
    visitor: Visitor | None
    now: datetime

    @property
    def desk(self) -> Desk | None:
        """Where the visitor's commands are carried out; None without a visitor."""
        return None if self.visitor is None else self.desk_of(self.visitor.learner)

    def desk_of(self, learner: LearnerId) -> Desk:
        """Where this learner's commands are carried out."""
        return Desk(state.store(), learner, self.now)

    def welcome(self) -> Desk:
        """The desk of whoever is here; somebody new gets a place of their own."""
        visitor = state.door().welcome(self.browser, LearnerId(uuid4()), self.now)
        return self.desk_of(visitor.learner)


def visiting() -> Visit:
    """Who is here now. Stops the page with a kind word when the browser keeps no cookie."""
    browser = st.user.get("browser")
    if not isinstance(browser, str) or not browser:
        _nobody()
    at = state.now()
    known = BrowserId(str(browser))
    return Visit(known, state.door().who(known, at), at)


def _nobody() -> None:
    st.title("One small thing first", anchor=False)
    st.write(
        "This browser keeps no cookies for this address, so nothing you do could be found again. "
        "Allow them here, then load the page once more. It is one cookie, with a random number "
        "and nothing else."
    )
    st.stop()
