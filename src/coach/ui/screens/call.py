"""A call in ten minutes: how to begin, two questions, how to end, each with one tap to copy."""

import streamlit as st

from coach.content.course import Call
from coach.practice.journal import Journal
from coach.practice.served import Served
from coach.ui import frame, own_words, routes, state
from coach.ui.visit import visiting

TITLE = "I have a call in ten minutes"
COPY = "Copy this line"


@routes.alive
def show() -> None:
    """Draw the page; it needs no name and keeps nothing."""
    visit, served = visiting(), state.course()
    book = visit.desk.journal() if visit.desk else Journal()
    frame.sized(book.preferences)
    frame.navigation("practise")
    frame.heading("A call in ten minutes")
    call = _call(served)
    if call is None:
        st.write("This course has no card for a call. There is much else to practise.")
        st.page_link(routes.page("practise"), label="Back to Practise")
        return
    st.write("Read the first line aloud once. Put your own words where the dots are.")
    with st.container(key="call", border=True, gap="xsmall"):
        _card(call)
    st.write("Two questions are plenty. Stay with what they say.")


def way_in(served: Served) -> None:
    """A link to the card, where the course has one."""
    if _call(served) is not None:
        st.page_link(routes.page("call"), label=TITLE)


def _call(served: Served) -> Call | None:
    return served.catalogue.call if served.catalogue else None


def _card(call: Call) -> None:
    frame.under("To begin")
    own_words.copyable(f"call-{call.opener.id}", call.opener.text, COPY)
    frame.under("To ask")
    for question in call.questions:
        own_words.copyable(f"call-{question.id}", question.text, COPY)
    frame.under("To end")
    own_words.copyable(f"call-{call.exit.id}", call.exit.text, COPY)
