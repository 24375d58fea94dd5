"""A mission on the screen: chosen in a size and a way, made smaller, and told afterwards."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from coach.content.lesson import ItemId, Lesson, LessonId, Way
from coach.practice.events import MissionTaken, Outcome
from coach.practice.journal import Journal
from coach.practice.lessons import Progress, Tried, smaller
from coach.ui import frame, own_words, state
from coach.ui.text import plain, prose
from coach.ui.visit import visiting

WAYS: dict[Way, str] = {
    "in-person": "In person",
    "by-voice": "By voice",
    "in-writing": "In writing",
}
OPEN_WAY = "open"
TOLD: dict[Outcome, str] = {
    "done": "You did it.",
    "badly": "You tried it. It went badly, and you came back.",
}
"""What is said of it later; not this week and let go are said of nothing."""


def step(lesson: Lesson, progress: Progress | None, book: Journal) -> None:
    """The part of a lesson that leads outside: to choose, or what was chosen."""
    taken = progress.mission if progress else None
    shown = state.view(_view(lesson.id), "kept")
    frame.under("Out in the world")
    if taken is not None and shown != "anew":
        _taken(lesson, taken, book)
        return
    st.markdown(prose(lesson.mission.act))
    _choose(lesson, taken, book)


def still(lesson: Lesson, book: Journal) -> None:
    """What was chosen and waits, at the end of the lesson; nothing where nothing does."""
    progress = book.lessons[lesson.id]
    if progress.mission is None:
        return
    if state.view(_view(lesson.id), "kept") == "anew":
        step(lesson, progress, book)
        return
    frame.under("Out in the world")
    _card(lesson, progress.mission, book)


def in_words(tried: Tried) -> str | None:
    """How it went, in a sentence; None where nothing is to be said of it."""
    if tried.reported is None:
        return "It waits on Today, for as long as you like."
    return TOLD.get(tried.reported.outcome)


def _view(id_: LessonId) -> str:
    return f"mission/{id_}"


def _choose(lesson: Lesson, taken: MissionTaken | None, book: Journal) -> None:
    """Nothing is picked beforehand; the way may be left open."""
    mission, id_ = lesson.mission, lesson.id
    if state.view(_view(id_), "kept") == "rest":
        st.markdown("That is fine. It is off Today, and nothing is counted.")
    sizes: dict[str, str] = {item.id: item.text for item in mission.sizes}
    _radio("How big a step? The smallest is a real one.", sizes, f"mission-size-{id_}", taken)
    if mission.script:
        with st.expander("Words to start from"):
            st.markdown(prose(mission.script))
    ways: dict[str, str] = {way.id: f"{WAYS[way.id]}: {way.text}" for way in mission.ways}
    ways[OPEN_WAY] = "I will see when the moment comes."
    _radio("Which way?", ways, f"mission-way-{id_}", None)
    take = partial(_take, id_, book.seen)
    if st.button(
        "I will try it", key="take-mission", type="primary", width="stretch", on_click=take
    ):
        take()
        st.rerun()
    if state.view(f"{_view(id_)}/told", "") == "no size":
        st.info("Choose a size first. The smallest is a real one.")
        state.turn_to(f"{_view(id_)}/told", "")


def _radio(label: str, texts: Mapping[str, str], key: str, taken: MissionTaken | None) -> None:
    words = {id_: prose(plain(text)) for id_, text in texts.items()}
    ids = tuple(words)
    st.radio(
        label,
        ids,
        index=ids.index(taken.size) if taken and taken.size in ids else None,
        key=key,
        format_func=lambda id_: words[id_],
        width="stretch",
    )


def _take(id_: LessonId, seen: int) -> None:
    lesson = state.course().lessons.get(id_)
    size, way = state.picked(f"mission-size-{id_}"), state.picked(f"mission-way-{id_}")
    if lesson is None or size not in {item.id for item in lesson.mission.sizes}:
        state.turn_to(f"{_view(id_)}/told", "no size")
        return
    chosen = next((each for each in WAYS if each == way), None)
    visiting().welcome().take_mission(lesson, ItemId(str(size)), chosen, seen=seen)
    state.turn_to(_view(id_), "kept")


def _taken(lesson: Lesson, taken: MissionTaken, book: Journal) -> None:
    """What was chosen, words for it, and what may happen."""
    mission = lesson.mission
    _card(lesson, taken, book)
    if mission.script:
        st.markdown("**Words to start from**")
        own_words.copyable(f"script-{lesson.id}", mission.script, "Copy these words")
    st.markdown("**What may happen**")
    st.markdown(prose(mission.expect))


def _card(lesson: Lesson, taken: MissionTaken, book: Journal) -> None:
    """What was chosen, and the ways to change it."""
    mission = lesson.mission
    made_smaller = state.view(_view(lesson.id), "kept") == "smaller"
    with st.container(key="mission-taken", border=True):
        size = next((item.text for item in mission.sizes if item.id == taken.size), taken.act)
        st.markdown(f"{'Smaller now.' if made_smaller else 'Noted.'} {prose(mission.act)}")
        st.markdown(f"**{prose(size)}**")
        way = next((each.text for each in mission.ways if each.id == taken.way), None)
        if taken.way and way:
            st.markdown(f"{WAYS[taken.way]}: {prose(way)}")
        st.markdown("It stands on Today, for as long as you like.")
        _changes(lesson, taken, book)


def _changes(lesson: Lesson, taken: MissionTaken, book: Journal) -> None:
    if smaller(lesson, taken.size) is None:
        st.caption("This is the smallest of the three. Half of it counts, too.")
    with st.container(key="mission-changes", horizontal=True, gap="small"):
        if smaller(lesson, taken.size) is not None:
            less = partial(_make_smaller, lesson.id, taken.size, book.seen)
            if st.button("Make it smaller", key=f"mission-smaller-{taken.size}", on_click=less):
                less()
                st.rerun()
        st.button(
            "Choose another",
            key="mission-anew",
            on_click=state.turn_to,
            args=(_view(lesson.id), "anew"),
        )
        rest = partial(_rest, lesson.id, book.seen)
        if st.button("Not this week", key="mission-rest", on_click=rest):
            rest()
            st.rerun()


def _make_smaller(id_: LessonId, size: ItemId, seen: int) -> None:
    lesson, desk = state.course().lessons.get(id_), visiting().desk
    progress = desk.journal().lessons.get(id_) if desk else None
    taken = progress.mission if progress else None
    if desk and lesson and taken and taken.size == size:
        desk.make_smaller(lesson, taken, seen=seen)
        state.turn_to(_view(id_), "smaller")


def _rest(id_: LessonId, seen: int) -> None:
    desk = visiting().desk
    if desk:
        desk.report(id_, "not this week", seen=seen)
        state.turn_to(_view(id_), "rest")
