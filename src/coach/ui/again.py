"""Practising again from one reply: what came before it is kept, the first try stays on record."""

from typing import Literal, TypeAlias
from uuid import UUID

import streamlit as st

from coach.practice.attempt import Attempt
from coach.ui import routes, state
from coach.ui.visit import visiting

Look: TypeAlias = Literal["primary", "secondary", "tertiary"]


def again(attempt: Attempt, place: int, label: str, *, count: int, look: Look) -> None:
    """A button that practises from one reply.

    Args:
        attempt: what is practised from.
        place: the reply that is given anew.
        label: what the button says.
        count: how many attempts of the scenario there were when the page was drawn.
        look: how much it asks to be tapped.
    """
    clicked = st.button(
        label,
        key=f"again-{place}-{count}",
        type=look,
        width="stretch" if look == "primary" else "content",
        on_click=_practise,
        args=(attempt.id, place, count),
    )
    if clicked:
        _practise(attempt.id, place, count)


def _practise(id_: UUID, place: int, count: int) -> None:
    desk = visiting().desk
    parent = desk.attempt(id_) if desk else None
    scene = state.scene_for(parent.begun) if parent else None
    if desk and parent and scene:
        begun = desk.practise(scene, parent, from_step=place, count=count)
        state.go_on(begun, place)
        routes.go("talk", a=str(begun))
