"""The door: coming back. It lists nobody."""

from collections.abc import Callable

import streamlit as st

from coach.people.door import (
    AskDigits,
    CameIn,
    NotACode,
    NotAName,
    NotFourDigits,
    NotKnown,
    Wait,
    Wrong,
)
from coach.ui import digits, frame, routes, state
from coach.ui.text import prose
from coach.ui.visit import Visit, visiting

Found = CameIn | AskDigits | NotKnown | Wrong | Wait


@routes.alive
def show() -> None:
    """Draw the page."""
    visit = visiting()
    frame.brand()
    frame.heading("Coming back?")
    frame.told()
    if visit.visitor and visit.visitor.name:
        st.markdown(f"You are in as **{prose(visit.visitor.name)}**\\.")
        st.page_link(routes.page("today"), label="Go on to Today")
        with st.expander("I am somebody else"):
            _ways(visit)
        return
    _ways(visit)
    st.page_link(routes.page("today"), label="I am new here")


def _ways(visit: Visit) -> None:
    st.text_input("Your name, in this browser", key="door-name", max_chars=40, autocomplete="off")
    st.text_input(
        "Your four digits, if you set some",
        key="door-digits",
        max_chars=4,
        type="password",
        autocomplete="off",
    )
    if st.button("Come in", key="come-in", type="primary"):
        _come(lambda: state.door().come_in(visit.browser, _name(), _digits(), visit.now))
    frame.under("In another browser")
    st.write("With your return code you find everything here too.")
    st.text_input("Return code", key="door-code", max_chars=20, autocomplete="off")
    if st.button("Come in with the code", key="come-back"):
        _come(lambda: state.door().come_back(visit.browser, _code(), _digits(), visit.now))


def _name() -> str:
    return state.picked("door-name") or ""


def _code() -> str:
    return state.picked("door-code") or ""


def _digits() -> str | None:
    return state.picked("door-digits") or None


def _come(try_: Callable[[], Found]) -> None:
    try:
        found = try_()
    except (NotAName, NotACode, NotFourDigits) as error:
        st.info(str(error))
        return
    if isinstance(found, CameIn):
        routes.go("today")
    elif isinstance(found, AskDigits):
        st.info("This name has four digits. Type them too, then come in.")
    elif isinstance(found, NotKnown):
        st.info(
            "Nobody of that name has practised in this browser. In another browser, the return "
            "code brings you back; without one, begin anew: it takes two minutes."
        )
    else:
        st.info(digits.refusal(found))
