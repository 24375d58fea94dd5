"""How an answer is given: once, from a callback, or from the body where that was lost."""

from collections.abc import Callable
from typing import TypeAlias

import streamlit as st

from coach.exercises.answers import Answer, Confidence
from coach.ui import state

Give: TypeAlias = Callable[[Answer, Confidence | None], None]
"""Called once with the answer, from a callback or from the body where that was lost."""

SURE: tuple[Confidence, ...] = ("not sure", "fairly sure", "sure")


def give_button(
    label: str,
    key: str,
    give: Callable[[], None],
    *,
    name: str = "",
    ready: bool = True,
) -> None:
    """The button that gives the answer; with several, each has a name.

    Args:
        label: what it says.
        key: what the exercise is called on this screen.
        give: gives the answer.
        name: its own name, where there are several; alone, it is as wide as the screen.
        ready: whether all that is asked is picked; until then it looks quiet.
    """
    key = f"give-{key}{name and f'-{name}'}"
    if st.button(
        label,
        key=key,
        type="primary" if ready and not name else "secondary",
        width="content" if name else "stretch",
        on_click=_heard,
        args=(key, give),
    ):
        if state.view(key, "lost") == "lost":  # a new session does not know the callback
            give()
            st.rerun()
        state.turn_to(key, "lost")


def _heard(key: str, give: Callable[[], None]) -> None:
    give()
    state.turn_to(key, "heard")


def ask_how_sure(key: str) -> None:
    """One tap before the answer, for whoever likes to."""
    st.segmented_control("How sure are you? Skip this if you like.", SURE, key=f"sure-{key}")


def how_sure(key: str) -> Confidence | None:
    """What was tapped; None when nothing was, or nothing was asked."""
    value = state.picked(f"sure-{key}")
    return next((word for word in SURE if word == value), None)
