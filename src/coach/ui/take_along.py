"""The end of a lesson: one real line to take along, and below it what was written there."""

from typing import NamedTuple

import streamlit as st

from coach.content.lesson import Lesson
from coach.exercises.answers import Written
from coach.practice.journal import Journal
from coach.ui import frame, own_words


class _Line(NamedTuple):
    """A line to take along. `own` is whether the learner wrote it."""

    words: str
    key: str
    own: bool
    label: str


def draw(lesson: Lesson, book: Journal, *, open_: bool) -> None:
    """Draw it.

    Args:
        lesson: one that is finished.
        book: everything the learner did.
        open_: whether the learner's own words may be shown.
    """
    messages, plans = _written(lesson, book) if open_ else ([], [])
    first = next(iter((*_script(lesson), *reversed(messages), *plans)), None)
    if first is None:
        return
    frame.under("One real line to take along")
    if not first.own:
        st.caption("Put your own words where the dots are.")
    _line(lesson, first, book)
    rest = [line for line in (*messages, *plans) if line is not first]
    if rest:
        with st.expander("What you wrote here"):
            for line in rest:
                _line(lesson, line, book)


def _written(lesson: Lesson, book: Journal) -> tuple[list[_Line], list[_Line]]:
    """The learner's messages, and their plan."""
    answers = book.lessons[lesson.id].answers
    messages: list[_Line] = []
    plans: list[_Line] = []
    for exercise in (*lesson.exercises, lesson.plan):
        given = answers.get(exercise.id)
        words = own_words.worth_keeping(given.answer) if given else None
        if given is None or words is None:
            continue
        if isinstance(given.answer, Written):
            messages.append(_Line(words, exercise.id, own=True, label="Copy my message"))
        else:
            plans.append(_Line(words, exercise.id, own=True, label="Copy my plan"))
    return messages, plans


def _script(lesson: Lesson) -> list[_Line]:
    """The few words that this lesson is about; a message is for one person and often long."""
    words = lesson.mission.script
    return [_Line(words, "script", own=False, label="Copy these words")] if words else []


def _line(lesson: Lesson, line: _Line, book: Journal) -> None:
    with st.container(key=f"take-{line.key}", border=True, gap="xsmall"):
        own_words.copyable(f"{lesson.id}-{line.key}", line.words, line.label)
        own_words.to_keep(lesson, line.words, book, own=line.own, key=line.key)
