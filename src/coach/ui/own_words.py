"""Saying it in one's own words, and taking a line along."""

from uuid import UUID

import streamlit as st

from coach.practice.attempt import Attempt
from coach.practice.journal import Journal
from coach.roleplay.debrief import Debrief
from coach.ui import state
from coach.ui.text import prose
from coach.ui.visit import Visit, visiting

COPY = '<button type="button" class="cg-copy" data-copy="{name}">{label}</button>'
LONGEST = 600


def offer(visit: Visit, attempt: Attempt, book: Journal, found: Debrief) -> None:
    """A field for the learner's own line, kept in My lines, with a button to copy it."""
    name = f"own/{attempt.id}"
    if state.view(name, "shut") == "shut":
        st.button(
            "Say it in my own words",
            key="own-words",
            width="stretch",
            on_click=state.turn_to,
            args=(name, "open"),
        )
        return
    st.text_area(
        "How would you say it?",
        key="own-line",
        max_chars=LONGEST,
        height=96,
        placeholder=found.instead.said if found.instead else found.rule.strip("*"),
    )
    st.button("Keep my line", key="keep-line", on_click=_keep, args=(attempt.id, book.seen))
    mine = [line for line in book.lines if line.kept.own and line.kept.scenario == attempt.scenario]
    if mine and visit.visitor and visit.visitor.open:
        copyable(str(mine[-1].kept.line), mine[-1].kept.words)


def copyable(name: str, words: str, label: str = "Copy my line") -> None:
    """A line with a button that copies it."""
    with st.container(key=f"copyable-{name}", gap="xsmall"):
        st.markdown(prose(words))
        st.html(COPY.format(name=name, label=label))


def _keep(id_: UUID, seen: int) -> None:
    words = (state.picked("own-line") or "").strip()
    visit = visiting()
    attempt = visit.desk.attempt(id_) if visit.desk else None
    if not words or visit.desk is None or attempt is None:
        state.say_once("Write a few words first. They can be rough.")
        return
    visit.desk.keep_line(words, own=True, seen=seen, attempt=attempt)
    state.say_once("Kept in My lines.")


def instead_of_these(attempt: str, key: str) -> bool:
    """Whether the learner would say something else here; then the field for it is shown."""
    if state.view(f"none/{attempt}", "") != key:
        return False
    st.text_input("What would you say?", key=f"wanted-{key}", max_chars=LONGEST, autocomplete="off")
    st.caption(
        "It goes to whoever writes this conversation. The story goes on from the reply you picked: "
        "take the one that comes nearest. It is not judged."
    )
    return True


def none_of_these(attempt: str, key: str, *, asked: bool) -> None:
    """The way to say something else, and back."""
    st.button(
        "One of these after all" if asked else "None of these",
        key=f"none-{key}",
        type="tertiary",
        on_click=state.turn_to,
        args=(f"none/{attempt}", "" if asked else key),
    )


def wanted(key: str) -> str | None:
    """What the learner would have said instead; None when a reply is their own choice."""
    return (state.picked(f"wanted-{key}") or "").strip() or None
