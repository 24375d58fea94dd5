"""Out in the world: what the learner took on, and how it went."""

from functools import partial

import streamlit as st

from coach.content.lesson import LessonId
from coach.content.scenario import ScenarioId
from coach.practice.events import MissionTaken, Outcome
from coach.practice.journal import Journal
from coach.practice.lessons import Progress
from coach.practice.served import Served
from coach.ui import frame, lookback, mission, own_words, routes, state
from coach.ui.again import again
from coach.ui.text import prose
from coach.ui.visit import Visit, visiting

OUTCOMES: dict[Outcome, str] = {
    "done": "I did it",
    "badly": "It went badly",
    "not this week": "Not this week",
    "let go": "Let it go",
}
TRIED: tuple[Outcome, ...] = ("done", "badly")
TOLD_NOW = "world/told"
"""The lesson whose mission was told about on this screen, until the learner has said all."""


def stands(book: Journal) -> bool:
    """Whether there is anything of it on Today."""
    return any((_told_now(book), _taken(book), _went_badly(book)))


def draw(visit: Visit, served: Served, book: Journal) -> None:
    """The mission that was taken on last, until the learner says how it went; then an answer."""
    told = _told_now(book)
    taken = _taken(book)
    if told is not None:
        _answer(visit, served, told, book)
    elif taken is not None and taken.mission is not None:
        _ask_how(served, taken.lesson, taken.mission, book.seen)
    elif (bad := _went_badly(book)) is not None:
        _answer(visit, served, bad, book)


def _told_now(book: Journal) -> Progress | None:
    return _told(book, LessonId(state.view(TOLD_NOW, "")))


def _told(book: Journal, lesson: LessonId) -> Progress | None:
    """A lesson whose last mission was tried and told about; None while one of it waits."""
    told = book.lessons.get(lesson)
    if told is None or told.mission is not None or told.reported is None:
        return None
    return told if told.reported.outcome in TRIED else None


def _taken(book: Journal) -> Progress | None:
    waiting = [progress for progress in book.lessons.values() if progress.mission]
    return max(waiting, key=lambda each: each.last_at, default=None)


def _went_badly(book: Journal) -> Progress | None:
    told = [each for each in book.lessons.values() if each.reported]
    last = max(told, key=lambda each: each.last_at, default=None)
    if last is None or last.reported is None or last.reported.outcome != "badly":
        return None
    return None if state.view(f"bad/{last.lesson}", "open") == "shut" else last


def _ask_how(served: Served, lesson: LessonId, taken: MissionTaken, seen: int) -> None:
    made_smaller = state.view(_smaller_view(lesson), "") == taken.size
    with st.container(key="world", border=True):
        frame.under("Out in the world")
        said = "Smaller now:" if made_smaller else "You wanted to try this:"
        st.markdown(f"{said} {prose(mission.chosen(taken))}")
        with st.container(horizontal=True):
            for outcome, label in OUTCOMES.items():
                report = partial(_report, lesson, outcome, seen)
                key = f"world-{outcome.replace(' ', '-')}-{lesson}"
                if st.button(label, key=key, on_click=report):
                    report()
                    st.rerun()
            whole = served.lessons.get(lesson)
            if whole is not None:
                view = _smaller_view(lesson)
                mission.less_button(whole, taken.size, seen, key="world-smaller", view=view)


def _smaller_view(lesson: LessonId) -> str:
    return f"world/{lesson}/size"


def _report(lesson: LessonId, outcome: Outcome, seen: int) -> None:
    desk = visiting().desk
    if desk:
        desk.report(lesson, outcome, seen=seen)
        state.turn_to(_smaller_view(lesson), "")
        state.turn_to(TOLD_NOW, lesson if outcome in TRIED else "")
        state.turn_to(f"bad/{lesson}", "open")


def _answer(visit: Visit, served: Served, told: Progress, book: Journal) -> None:
    """A bad result is answered with thanks, and with a place to play that moment."""
    assert told.reported is not None
    badly = told.reported.outcome == "badly"
    lesson = served.lessons.get(told.lesson)
    with st.container(key="went-badly" if badly else "went-well", border=True):
        frame.under("Thank you for trying it." if badly else "You did it.")
        _what_they_said(visit, told, book.seen)
        if badly and lesson and lesson.play and lesson.play in served.scenes:
            st.write("You can play such a moment here, with nothing at stake.")
            _nearest(book, lesson.play)
        st.button(
            "That is all",
            key=f"told-{told.lesson}",
            type="tertiary",
            on_click=_leave,
            args=(told.lesson,),
        )


def _nearest(book: Journal, scenario: ScenarioId) -> None:
    """The turn on which the learner's last talk of it turned; else the talk from its start."""
    attempts = book.attempts_of(scenario)
    last = next((attempt for attempt in reversed(attempts) if attempt.ended), None)
    scene = state.scene_for(last.begun) if last else None
    if last and scene:
        place = lookback.turning(last, scene)
        again(last, place, "Play that moment again", count=len(attempts), look="secondary")
    elif st.button("Play it here", key="play-bad"):
        routes.go("scene", s=str(scenario))


def _leave(lesson: LessonId) -> None:
    state.turn_to(TOLD_NOW, "")
    state.turn_to(f"bad/{lesson}", "shut")


def _what_they_said(visit: Visit, told: Progress, seen: int) -> None:
    """One line of the learner's own, where it would not lie open to others; never asked for."""
    if visit.visitor is None or not visit.visitor.open or told.reported is None:
        return
    if told.reported.said:
        st.markdown(f"You wrote: “{prose(told.reported.said)}” It stands in Progress.")
        return
    st.text_input(
        "What did they say? One line, if you like.",
        key=f"said-{told.lesson}",
        max_chars=own_words.LONGEST,
        autocomplete="off",
    )
    keep = partial(_keep, told.lesson, seen)
    if st.button("Keep it", key=f"keep-said-{told.lesson}", on_click=keep):
        keep()
        st.rerun()
    if state.view(f"said/{told.lesson}", "") == "nothing":
        st.info(own_words.WRITE_FIRST)
        state.turn_to(f"said/{told.lesson}", "")


def _keep(lesson: LessonId, seen: int) -> None:
    words = (state.picked(f"said-{lesson}") or "").strip()
    if not words:
        state.turn_to(f"said/{lesson}", "nothing")
        return
    visit = visiting()
    told = _told(visit.desk.journal(), lesson) if visit.desk else None
    if told and told.reported and visit.desk and visit.visitor and visit.visitor.open:
        visit.desk.report(lesson, told.reported.outcome, seen=seen, said=words)
