"""Out in the world: what the learner took on, and how it went."""

import streamlit as st

from coach.content.lesson import LessonId
from coach.practice.events import Outcome
from coach.practice.journal import Journal
from coach.practice.lessons import Progress
from coach.practice.served import Served
from coach.ui import frame, routes, state
from coach.ui.text import prose
from coach.ui.visit import visiting

OUTCOMES: dict[Outcome, str] = {
    "done": "I did it",
    "badly": "It went badly",
    "not this week": "Not this week",
    "let go": "Let it go",
}


def stands(book: Journal) -> bool:
    """Whether there is anything of it on Today."""
    return _taken(book) is not None or _went_badly(book) is not None


def draw(served: Served, book: Journal) -> None:
    """The mission that was taken on last, until the learner says how it went."""
    taken, bad = _taken(book), _went_badly(book)
    if taken is not None:
        _ask_how(served, taken, book.seen)
    elif bad is not None:
        _after_a_bad_one(served, bad)


def _taken(book: Journal) -> Progress | None:
    waiting = [progress for progress in book.lessons.values() if progress.mission]
    return max(waiting, key=lambda each: each.last_at, default=None)


def _went_badly(book: Journal) -> Progress | None:
    told = [each for each in book.lessons.values() if each.reported]
    last = max(told, key=lambda each: each.last_at, default=None)
    if last is None or last.reported is None or last.reported.outcome != "badly":
        return None
    return None if state.view(f"bad/{last.lesson}", "open") == "shut" else last


def _ask_how(served: Served, progress: Progress, seen: int) -> None:
    assert progress.mission is not None
    with st.container(key="world", border=True):
        frame.under("Out in the world")
        st.markdown(f"You wanted to try: {prose(progress.mission.act)}")
        with st.container(horizontal=True):
            for outcome, label in OUTCOMES.items():
                st.button(
                    label,
                    key=f"world-{outcome.replace(' ', '-')}",
                    on_click=_report,
                    args=(progress.lesson, outcome, seen),
                )
        if progress.lesson in served.lessons:
            st.page_link(
                routes.page("lesson"), label="Make it smaller", query_params={"l": progress.lesson}
            )


def _after_a_bad_one(served: Served, last: Progress) -> None:
    """A bad result is answered with thanks, and with a place to play that moment."""
    lesson = served.lessons.get(last.lesson)
    with st.container(key="went-badly", border=True):
        frame.under("Thank you for trying it.")
        st.write("What did they say? You can play such a moment here, with nothing at stake.")
        if lesson and lesson.play in served.scenes and st.button("Play it here", key="play-bad"):
            routes.go("scene", s=str(lesson.play))
        st.button(
            "Enough of it",
            key="bad-shut",
            type="tertiary",
            on_click=state.turn_to,
            args=(f"bad/{last.lesson}", "shut"),
        )


def _report(lesson: LessonId, outcome: Outcome, seen: int) -> None:
    desk = visiting().desk
    if desk:
        desk.report(lesson, outcome, seen=seen)
