"""Progress in sentences: what you did, what changed in a scene you played twice."""

from collections.abc import Sequence

import streamlit as st

from coach.practice.attempt import Attempt
from coach.practice.journal import Journal
from coach.ui import frame, routes
from coach.ui.text import prose
from coach.ui.visit import visiting

OPENLY, SHOWN = 3, 30


def show() -> None:
    """Draw the page."""
    visit = visiting()
    book = visit.desk.journal() if visit.desk else Journal()
    frame.sized(book.preferences)
    frame.navigation("progress")
    frame.heading("Progress")
    frame.told()
    if not any(attempt.replies for attempt in book.attempts):
        st.write(
            "Nothing here yet. After your first conversation you find it here, to look back at "
            "whenever you like."
        )
        st.page_link(routes.page("practise"), label="Find a conversation")
        return
    _did(book)
    _changed(book)
    _lines(book)


def _did(book: Journal) -> None:
    frame.under("What you did")
    finished = len(book.finished)
    replies = sum(len(attempt.replies) for attempt in book.attempts)
    talks = f"{finished} {'conversation' if finished == 1 else 'conversations'}"
    st.markdown(
        f"You finished {talks} and gave {replies} {'reply' if replies == 1 else 'replies'}."
    )
    if not book.finished:
        return
    st.markdown("Look back at one:")
    latest = tuple(reversed(book.finished))
    _look_back(latest[:OPENLY])
    if latest[OPENLY:]:
        with st.expander("Earlier ones"):
            _look_back(latest[OPENLY:SHOWN])


def _look_back(attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        assert attempt.ended is not None
        title = f"{attempt.begun.title}: {attempt.ended.title}"
        if st.button(prose(title), key=f"look-{attempt.id}", type="tertiary"):
            routes.go("talk", a=str(attempt.id))


def _changed(book: Journal) -> None:
    """First and latest play of the same scene, in words."""
    pairs = _first_and_latest(book)
    if not pairs:
        return
    frame.under("What changed in a scene you played again")
    for first, latest in pairs:
        st.markdown(f"**{prose(first.begun.title)}**")
        st.markdown(f"First: {_in_words(first)}")
        st.markdown(f"Latest: {_in_words(latest)}")
    st.caption("One play says little. What is the same over several evenings says more.")


def _first_and_latest(book: Journal) -> list[tuple[Attempt, Attempt]]:
    whole = [a for a in book.finished if a.begun.category != "practice"]
    first: dict[str, Attempt] = {}
    latest: dict[str, Attempt] = {}
    for attempt in whole:
        first.setdefault(attempt.scenario, attempt)
        latest[attempt.scenario] = attempt
    return [(first[id_], latest[id_]) for id_ in first if latest[id_] is not first[id_]]


def _in_words(attempt: Attempt) -> str:
    assert attempt.ended is not None
    told = f"“{prose(attempt.ended.title)}”"
    judged = len(attempt.judged)
    if 2 * attempt.good < judged or not judged:
        return told
    return f"{told}, {attempt.good} of {judged} replies best or fine"


def _lines(book: Journal) -> None:
    frame.under("My lines")
    if book.lines:
        count = len(book.lines)
        st.markdown(f"You kept {count} {'line' if count == 1 else 'lines'} to take along.")
    else:
        st.markdown("Lines you would like to say for real are kept here.")
    st.page_link(routes.page("lines"), label="Open My lines")
