"""My lines: what the learner wants to say for real, ready to be copied."""

from uuid import UUID

import streamlit as st

from coach.practice.events import LineKept
from coach.practice.journal import Journal
from coach.ui import digits, frame, own_words, routes, state
from coach.ui.text import prose
from coach.ui.visit import visiting

THANKS = (
    "To somebody who helped: what they did, what came of it, and that nothing is asked for. "
    "Three sentences are plenty."
)

PRINT = '<button type="button" class="cg-print">Print</button>'


@routes.alive
def show() -> None:
    """Draw the page."""
    visit = visiting()
    frame.navigation("progress")
    frame.heading("My lines")
    frame.told()
    if not digits.opened(visit):
        return
    book = visit.desk.journal() if visit.desk else Journal()
    frame.sized(book.preferences)
    st.caption("A line is a sentence you want ready for a real talk, such as a first hello.")
    _write(book)
    if not book.lines:
        st.write(
            "No line yet. After a conversation you can say it in your own words and keep it here. "
            "What you write in a lesson can be kept here, too: tap “Keep it in My lines” there."
        )
    else:
        st.html(PRINT)
    for line in reversed(book.lines):
        with st.container(key=f"line-of-mine-{line.kept.line}", border=True, gap="xsmall"):
            own_words.copyable(str(line.kept.line), line.kept.words)
            _from(line.kept)
            st.button(
                "Take it off",
                key=f"drop-{line.kept.line}",
                type="tertiary",
                on_click=_drop,
                args=(line.kept.line, book.seen),
            )


def _from(kept: LineKept) -> None:
    """Where a line is from, where it is from anywhere."""
    if kept.lesson and kept.lesson in state.course().lessons:
        st.page_link(
            routes.page("lesson"),
            label=f"From the lesson {prose(kept.title)}",
            query_params={"l": kept.lesson},
        )
    elif kept.title:
        st.caption(prose(kept.title))


def _write(book: Journal) -> None:
    thanks = routes.asked("write") == "thanks"
    st.text_area(
        "Your thank-you" if thanks else "A line of your own",
        key="new-line",
        max_chars=own_words.LONGEST,
        height=110,
        help=None,
        placeholder=THANKS if thanks else "",
    )
    st.button("Keep it", key="keep-new-line", on_click=_keep, args=(book.seen,))


def _keep(seen: int) -> None:
    words = (state.picked("new-line") or "").strip()
    if not words:
        state.say_once(own_words.WRITE_FIRST)
        return
    visiting().welcome().keep_line(words, own=True, seen=seen)
    state.empty("new-line")


def _drop(line: UUID, seen: int) -> None:
    visit = visiting()
    if visit.desk and visit.visitor and visit.visitor.open:
        visit.desk.drop_line(line, seen=seen)
