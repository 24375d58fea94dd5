"""The first five minutes: one turn of one conversation, and nothing else."""

import streamlit as st

from coach.content.scenario import ChoiceId
from coach.people.door import KnownHere, NotAName
from coach.practice.attempt import Attempt
from coach.practice.commands import Given, attempt_id, order_shown
from coach.practice.served import Scene, Served
from coach.roleplay.play import begin
from coach.ui import frame, routes, stage, state
from coach.ui.again import again
from coach.ui.text import printed
from coach.ui.told import told
from coach.ui.visit import Visit, visiting

BEGINNING = "from-the-beginning"
KEY = "0"


def first_scene(served: Served) -> Scene | None:
    """The conversation that everybody begins with; None while none is sound."""
    situations = served.catalogue.situations if served.catalogue else ()
    named = [id_ for s in situations if s.id == BEGINNING for id_ in s.scenarios]
    for id_ in (*named, *served.scenes):
        if id_ in served.scenes:
            return served.scenes[id_]
    return None


def hook(visit: Visit, scene: Scene) -> None:
    """The bare address, seen for the first time: one turn, playable at once."""
    play = begin(scene.scenario)
    stage.counterpart(play, KEY, f"{frame.OPENING}\n\n{printed(scene.scenario.setting)}")
    stage.meanings(play.turn.explain, play.line or "")
    if not stage.may_answer("first visit", KEY, alone_first=True, nudge=False):
        st.caption("Practice only. Two minutes. Nothing to sign up for.")
        st.page_link(routes.page("door"), label="Coming back?")
        return
    shown = order_shown(visit.browser, play)
    picked = stage.replies(shown, KEY)
    frame.told()
    if stage.say(KEY, _give, picked=picked is not None) and picked is not None:
        _give(picked)
        st.rerun()
    stage.listening(len(shown))
    stage.meanings_of(shown)


def _give(picked: ChoiceId | None = None) -> None:
    choice = picked or state.picked(f"reply-{KEY}")
    scene = first_scene(state.course())
    if choice is None or scene is None:
        state.say_once(stage.PICK_FIRST)
        return
    visit = visiting()
    desk = visit.welcome()
    id_ = attempt_id(desk.learner, scene.scenario.id, 0)
    if desk.attempt(id_) is None:
        desk.begin(scene, count=0)
    attempt = desk.attempt(id_)
    assert attempt is not None
    given = Given(0, ChoiceId(choice), state.draw(), order_key=visit.browser)
    desk.reply(scene, attempt, given)


def answered(visit: Visit, scene: Scene, attempt: Attempt) -> None:
    """The first reaction, and what this place is."""
    play, taken = told(attempt, scene, meters=False)[0]
    frame.unseen_heading("Your first reply")
    stage.answer(play, taken, KEY, "each reply", None)
    st.markdown(
        "That is how it works here: you say something, the person answers, and you see what "
        "your line did. You can take any line back."
    )
    scenario = scene.scenario
    st.markdown(f"In this scene you are {printed(scenario.you.rstrip('.'))}\\.")
    st.text_input(
        "What shall we call you? Any name will do.", key="name", max_chars=40, autocomplete="off"
    )
    frame.told()
    left = max(1, scene.minutes[1] - 1)
    if st.button(f"Finish the scene · {left} min", key="finish", type="primary", width="stretch"):
        if _named():
            state.go_on(attempt.id, attempt.step)
            routes.go("talk", a=str(attempt.id))
        st.rerun()
    back = "Take this line back"
    again(attempt, 0, back, count=attempt.begun.count + 1, look="tertiary")
    if st.button("Not now, show me what else is here", key="look-around", type="tertiary"):
        if _named() and visit.desk:
            visit.desk.look_around()
        st.rerun()


def _named() -> bool:
    """Whether the name, if one was typed, is taken now."""
    typed = (state.picked("name") or "").strip()
    if not typed:
        return True
    visit = visiting()
    try:
        taken = state.door().take_name(visit.browser, typed, visit.now)
    except NotAName as error:
        state.say_once(str(error))
        return False
    if isinstance(taken, KnownHere):
        state.say_once(
            f"Somebody called {taken.name} has practised in this browser before. If that is you, "
            "take “Coming back?” at the start. Else choose another name for today."
        )
        return False
    return True
