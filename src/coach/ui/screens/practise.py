"""The shelf: by what is in front of you, and everything."""

import streamlit as st

from coach.practice.journal import Journal
from coach.practice.served import Served
from coach.ui import frame, routes, state
from coach.ui.screens import call
from coach.ui.shelf import card, lesson_card, lessons_of, situations_with
from coach.ui.text import prose
from coach.ui.visit import visiting

BY_SITUATION, ALL = "By what is in front of me", "The whole path"


@routes.alive
def show() -> None:
    """Draw the page."""
    visit, served = visiting(), state.course()
    book = visit.desk.journal() if visit.desk else Journal()
    frame.sized(book.preferences)
    frame.navigation("practise")
    frame.heading("Practise")
    frame.told()
    call.way_in(served)
    if not served.scenes:
        st.write("There is nothing to practise at the moment. What you did is kept.")
    else:
        _shelf(served, book)
    _for_authors(served)


def _shelf(served: Served, book: Journal) -> None:
    way = st.segmented_control(
        "How to look",
        (BY_SITUATION, ALL),
        default=BY_SITUATION,
        required=True,
        key="way",
        label_visibility="collapsed",
    )
    if way == ALL:
        _path(served, book)
        frame.under("Every conversation")
        for scene in sorted(
            served.scenes.values(), key=lambda s: (s.scenario.level, s.scenario.id)
        ):
            card(scene, book, "all")
        return
    frame.under("What is in front of you?")
    for situation, scenes in situations_with(served):
        with st.expander(prose(situation.title), expanded=situation.id == book.situation):
            st.caption(f"You leave with {prose(situation.leave_with)}.")
            for lesson in lessons_of(situation, served):
                lesson_card(lesson, book, situation.id)
            for scene in scenes:
                card(scene, book, situation.id)


def _path(served: Served, book: Journal) -> None:
    """The lessons in the order of the path, module by module."""
    for module in served.catalogue.modules if served.catalogue else ():
        lessons = [served.lessons[id_] for id_ in module.lessons if id_ in served.lessons]
        if lessons:
            frame.under(prose(module.title))
        for lesson in lessons:
            lesson_card(lesson, book, module.id)


def _for_authors(served: Served) -> None:
    if not served.diagnostics:
        return
    files = sorted({diagnostic.file for diagnostic in served.diagnostics})
    with st.expander("For whoever writes the course"):
        st.write(f"Left out, or served in the last sound form: {', '.join(files)}")
        for diagnostic in served.diagnostics:
            st.code(str(diagnostic), language=None, wrap_lines=True)
