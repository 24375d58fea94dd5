"""One small exercise of a finished lesson, on a later day. Nothing here is late, or counted."""

from functools import partial

import streamlit as st

from coach.content.lesson import (
    Exercise,
    ExerciseId,
    Lesson,
    LessonId,
    ListExercise,
    Plan,
    RewriteExercise,
    Smaller,
)
from coach.exercises.answers import Answer, Confidence
from coach.exercises.marks import NotAnAnswer
from coach.practice.events import AnswerGiven
from coach.practice.journal import Journal
from coach.practice.reviews import Review
from coach.practice.served import Served
from coach.ui import exercises, frame, routes, state
from coach.ui.shelf import first_sentence
from coach.ui.text import prose
from coach.ui.visit import Visit, visiting

THANKS = "Thank you for coming back to it."


@routes.alive
def show() -> None:
    """Draw the page."""
    visit, served = visiting(), state.course()
    if visit.desk is None:
        _nothing()
        return
    book = visit.desk.journal()
    frame.sized(book.preferences)
    reviews = book.reviews
    lessons = tuple(served.lessons.values())
    named = _named(served)
    shown = named or reviews.today(lessons, visit.now)
    given = reviews.answered(*shown) if shown else None
    due = reviews.due(lessons, visit.now)
    if shown and given:
        _answered(visit, *shown, given.given, more=due is not None)
    elif due and (named is None or named[1] == due.exercise):
        _ask(due)
    else:
        _nothing()


def _named(served: Served) -> tuple[Lesson, Exercise] | None:
    """What the address names; None where that is not asked any more."""
    lesson = served.lessons.get(LessonId(routes.asked("l") or ""))
    if lesson is None:
        return None
    wanted = routes.asked("e")
    found = next((each for each in lesson.review if each.id == wanted), None)
    return None if found is None else (lesson, found)


def _nothing() -> None:
    frame.navigation("today")
    frame.heading("Nothing to repeat today")
    st.write(
        "Now and then a question from a lesson comes back. When one does, you find it on Today, "
        "one at a time."
    )
    st.page_link(routes.page("today"), label="Back to Today")


def _head(lesson: Lesson, exercise: Exercise, back: str) -> None:
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        st.page_link(routes.page("today"), label=back)
    frame.heading(how_long(exercise))
    st.caption(f"From “{prose(lesson.title)}”")
    frame.told()


def _ask(due: Review) -> None:
    _head(due.lesson, due.exercise, "‹ Not now")
    key = f"review-{due.lesson.id}-{due.exercise.id}"
    exercises.ask(due.exercise, key, partial(_give, due.lesson.id, due.exercise.id))


def _give(id_: LessonId, exercise: ExerciseId, answer: Answer, sure: Confidence | None) -> None:
    lesson, desk = state.course().lessons.get(id_), visiting().desk
    if lesson is None or desk is None:
        return
    try:
        desk.answer(lesson, lesson.exercise(exercise), answer, count=0, confidence=sure)
    except (KeyError, NotAnAnswer):
        state.say_once("This question has changed meanwhile. Here it is as it is now.")


def _answered(
    visit: Visit, lesson: Lesson, exercise: Exercise, given: AnswerGiven, *, more: bool
) -> None:
    _head(lesson, exercise, "‹ Today")
    exercises.told(exercise, given, open_=visit.open)
    st.markdown(THANKS if more else f"{THANKS} That is all for today.")
    st.page_link(routes.page("today"), label="Back to Today")
    st.page_link(
        routes.page("lesson"), label="Look at its lesson again", query_params={"l": lesson.id}
    )


def due_now(visit: Visit, served: Served, book: Journal) -> Review | None:
    """What is offered on Today; None when nothing is."""
    return book.reviews.due(served.lessons.values(), visit.now)


def how_long(exercise: Exercise) -> str:
    """What it takes: what is written takes more than a tap."""
    written = isinstance(exercise, RewriteExercise | ListExercise | Smaller | Plan)
    return "A few minutes" if written else "One minute"


def card(due: Review, *, away: bool) -> None:
    """Offer it on Today; after days away in the smallest words."""
    with st.container(key="one-minute", border=True):
        frame.under("Or something small" if away else how_long(due.exercise))
        if away:
            st.markdown(f"One question, {how_long(due.exercise).lower()}.")
        else:
            opening = prose(first_sentence(exercises.about(due.exercise)))
            st.markdown(f"From “{prose(due.lesson.title)}”: {opening}")
        if st.button("Start small" if away else "Answer", key="review-go"):
            routes.go("review", l=due.lesson.id, e=due.exercise.id)
