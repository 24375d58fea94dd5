"""The four digits before anything a learner wrote is shown."""

import streamlit as st

from coach.people.door import NotFourDigits, Opened, Wait, Wrong
from coach.ui import state
from coach.ui.visit import Visit, visiting


def opened(visit: Visit) -> bool:
    """Whether what the visitor wrote may be shown; else the field for the digits is."""
    if visit.open:
        return True
    st.write("Your own words open with your four digits.")
    st.text_input("Four digits", key="digits", max_chars=4, type="password", autocomplete="off")
    st.button("Open", key="open-digits", type="primary", on_click=_open)
    return False


def _open() -> None:
    typed = state.picked("digits") or ""
    visit = visiting()
    try:
        found = state.door().open(visit.browser, typed, visit.now)
    except NotFourDigits as error:
        state.say_once(str(error))
        return
    if not isinstance(found, Opened):
        state.say_once(refusal(found))


def refusal(found: Wrong | Wait) -> str:
    """What is said to digits or a code that do not fit."""
    if isinstance(found, Wait):
        return "That was tried a few times too often. Please wait a quarter of an hour."
    tries = "one more try" if found.left == 1 else f"{found.left} more tries"
    return f"That does not fit. You have {tries}, then a quarter of an hour to wait."
