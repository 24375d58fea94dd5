"""Before a conversation: who, where, what you came for, what could be lost."""

from functools import partial

import streamlit as st

from coach.content.scenario import DEFAULT_START, ScenarioId
from coach.practice.journal import Journal
from coach.practice.served import Scene
from coach.ui import frame, routes, state
from coach.ui.screens import practise
from coach.ui.shelf import minutes_in
from coach.ui.text import prose
from coach.ui.visit import visiting


@routes.alive
def show() -> None:
    """Draw the page; the shelf where the address names no conversation, as on the way back."""
    asked = routes.asked("s")
    if asked is None:
        practise.show()
        return
    visit, served = visiting(), state.course()
    book = visit.desk.journal() if visit.desk else Journal()
    frame.sized(book.preferences)
    scene = served.scenes.get(ScenarioId(asked))
    frame.navigation("practise")
    if scene is None:
        _not_here(asked, {d.file for d in served.diagnostics})
        return
    _front(scene, book)


def _not_here(asked: str, broken: set[str]) -> None:
    if f"scenarios/{asked}.yaml" in broken:
        frame.heading("Being mended")
        st.write("This conversation cannot be played at the moment. What you did in it is kept.")
    else:
        frame.heading("No such conversation")
        st.write("The address may be old. Everything there is stands under Practise.")
    st.page_link(routes.page("practise"), label="See every conversation")


def _front(scene: Scene, book: Journal) -> None:
    scenario = scene.scenario
    frame.heading(prose(scenario.title))
    frame.told()
    with st.container(key="spoken-setting", gap="xsmall"):
        st.markdown(prose(scenario.setting))
        st.markdown(f"You are {prose(scenario.you.rstrip('.'))}\\.")
        person = scenario.counterpart
        st.markdown(f"Opposite you: **{prose(person.name)}**, {prose(person.role)}\\.")
    if scenario.aims:
        st.markdown("What you would like to say of it afterwards:")
        st.markdown("\n".join(f"- {prose(aim.text)}" for aim in scenario.aims))
    st.markdown(f"**What you could lose:** {prose(scenario.could_lose)}")
    _ways_in(scene, book)
    with st.expander("Where you live, this may go differently"):
        st.markdown(prose(scenario.local_note))


def _ways_in(scene: Scene, book: Journal) -> None:
    attempts = book.attempts_of(scene.scenario.id)
    last = attempts[-1] if attempts else None
    waiting = last if last and last.ended is None else None
    if waiting and st.button("Go on", key="go-on-with-it", type="primary", width="stretch"):
        routes.go("talk", a=str(waiting.id))
    count = len(attempts)
    label = "Start it again" if attempts else "Begin"
    begin = partial(_begin, scene.scenario.id, count, _start(scene, book))
    clicked = st.button(
        f"{label} · {minutes_in(scene)}",
        key=f"begin-{count}",
        type="secondary" if waiting else "primary",
        width="stretch",
        on_click=begin,
    )
    if clicked:
        begin()


def _begin(id_: ScenarioId, count: int, start: str) -> None:
    """Begin the attempt of that number: a second click begins the same one."""
    scene = state.course().scenes.get(id_)
    if scene is not None:
        begun = visiting().welcome().begin(scene, count=count, start=start)
        routes.go("talk", a=str(begun))


def _start(scene: Scene, book: Journal) -> str:
    """How the conversation before this one ended for the learner, where there is one."""
    follows = scene.scenario.follows
    ended = [a.ended for a in book.attempts_of(follows) if a.ended] if follows else []
    return ended[-1].kind if ended else DEFAULT_START
