"""A mission on the screen: chosen in a size and a way, made smaller, and told afterwards.

A size is a whole sentence, so it stands alone wherever a mission is named. The smallest has no way
to choose: it is meant to be taken as it is, with nobody else or somebody who is there anyway.
"""

from functools import partial

import streamlit as st

from coach.content.lesson import ItemId, Lesson, LessonId, Way
from coach.practice.events import MissionTaken, Outcome
from coach.practice.journal import Journal
from coach.practice.lessons import Progress, Tried, smaller
from coach.ui import frame, own_words, state
from coach.ui.again import Look
from coach.ui.one_of import one_of
from coach.ui.text import prose
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
        return "You would like to try it. It waits on Today, for as long as you like."
    return TOLD.get(tried.reported.outcome)


def chosen(taken: MissionTaken) -> str:
    """What will be tried, in the one sentence of its size; as it was noted where that is gone."""
    lesson = state.course().lessons.get(taken.lesson)
    sizes = lesson.mission.sizes if lesson else ()
    return next((item.text for item in sizes if item.id == taken.size), taken.act)


def _view(id_: LessonId) -> str:
    return f"mission/{id_}"


def _less(id_: LessonId) -> str:
    return f"mission/{id_}/less"


def _choose(lesson: Lesson, taken: MissionTaken | None, book: Journal) -> None:
    """Nothing is picked beforehand; the way may be left open."""
    mission, id_ = lesson.mission, lesson.id
    if state.view(_view(id_), "kept") == "rest":
        st.markdown("That is fine. It is off Today, and nothing is counted.")
    sizes: dict[str, str] = {item.id: item.text for item in mission.sizes}
    size = one_of(
        "Pick a step that you could take. The smallest counts, too.",
        sizes,
        f"mission-size-{id_}",
        taken.size if taken else None,
    )
    if size is not None and _has_ways(lesson, size):
        ways: dict[str, str] = {way.id: f"{WAYS[way.id]}: {way.text}" for way in mission.ways}
        ways[OPEN_WAY] = "I will see when the moment comes."
        one_of("Which way? You may leave this open.", ways, f"mission-way-{id_}")
    if mission.script:
        with st.expander("Words to start from"):
            st.markdown(prose(mission.script))
    take = partial(_take, id_, book.seen)
    look: Look = "primary" if size else "secondary"
    if st.button("I will try it", key="take-mission", type=look, width="stretch", on_click=take):
        take()
        st.rerun()
    if state.view(f"{_view(id_)}/told", "") == "no size":
        st.info("Pick a step first. The smallest counts, too.")
        state.turn_to(f"{_view(id_)}/told", "")


def _has_ways(lesson: Lesson, size: str) -> bool:
    return size != lesson.mission.sizes[0].id


def _take(id_: LessonId, seen: int) -> None:
    lesson = state.course().lessons.get(id_)
    size, way = state.picked(f"mission-size-{id_}"), state.picked(f"mission-way-{id_}")
    if lesson is None or size not in {item.id for item in lesson.mission.sizes}:
        state.turn_to(f"{_view(id_)}/told", "no size")
        return
    wanted = way if _has_ways(lesson, str(size)) else None
    picked = next((each for each in WAYS if each == wanted), None)
    visiting().welcome().take_mission(lesson, ItemId(str(size)), picked, seen=seen)
    state.turn_to(_view(id_), "kept")
    state.turn_to(_less(id_), "")


def _taken(lesson: Lesson, taken: MissionTaken, book: Journal) -> None:
    """What was chosen, words for it, and what may happen."""
    mission = lesson.mission
    _card(lesson, taken, book)
    if mission.script:
        st.markdown("**Words to start from**")
        own_words.copyable(f"script-{lesson.id}", mission.script, "Copy these words")
    with st.expander("What may happen"):
        st.markdown(prose(mission.expect))


def _card(lesson: Lesson, taken: MissionTaken, book: Journal) -> None:
    """What was chosen, and the ways to change it."""
    mission = lesson.mission
    made_smaller = state.view(_less(lesson.id), "") == taken.size
    with st.container(key="mission-taken", border=True):
        st.markdown("Smaller now:" if made_smaller else "You would like to try this:")
        st.markdown(f"**{prose(chosen(taken))}**")
        way = next((each.text for each in mission.ways if each.id == taken.way), None)
        if taken.way and way and _has_ways(lesson, taken.size):
            st.markdown(f"{WAYS[taken.way]}: {prose(way)}")
        st.markdown("You find it on Today, for as long as you like.")
        _changes(lesson, taken, book)


def _changes(lesson: Lesson, taken: MissionTaken, book: Journal) -> None:
    with st.container(key="mission-changes", horizontal=True, gap="small"):
        less_button(lesson, taken.size, book.seen, key="mission-smaller", view=_less(lesson.id))
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


def less_button(lesson: Lesson, size: ItemId, seen: int, *, key: str, view: str) -> None:
    """A button for the next smaller size; the smallest has none.

    Args:
        lesson: whose mission it is.
        size: the one that waits.
        seen: how many events the page was drawn from.
        key: what the button's key begins with; a second click finds another size there.
        view: what is told the new size, so that the page can say so.
    """
    if smaller(lesson, size) is None:
        return
    less = partial(_make_smaller, lesson.id, size, seen, view)
    if st.button("Make it smaller", key=f"{key}-{size}", on_click=less):
        less()
        st.rerun()


def _make_smaller(id_: LessonId, size: ItemId, seen: int, view: str) -> None:
    lesson, desk = state.course().lessons.get(id_), visiting().desk
    progress = desk.journal().lessons.get(id_) if desk else None
    taken = progress.mission if progress else None
    less = smaller(lesson, size) if lesson else None
    if desk and lesson and less and taken and taken.size == size:
        desk.make_smaller(lesson, taken, seen=seen)
        state.turn_to(view, less.id)


def _rest(id_: LessonId, seen: int) -> None:
    desk = visiting().desk
    if desk:
        desk.report(id_, "not this week", seen=seen)
        state.turn_to(_view(id_), "rest")
