"""One conversation, turn by turn, and what there is to see afterwards."""

from functools import partial
from uuid import UUID

import streamlit as st

from coach.content.scenario import ChoiceId
from coach.practice.attempt import Attempt
from coach.practice.commands import AheadOfStory, Given, order_shown
from coach.practice.events import Preferences
from coach.practice.journal import preferences_in
from coach.practice.served import Scene
from coach.record.envelope import LearnerId
from coach.roleplay.play import Play, UnknownChoice
from coach.ui import frame, lookback, own_words, routes, stage, state
from coach.ui.again import again
from coach.ui.told import Told, now_at, told
from coach.ui.visit import Visit, visiting

ELSEWHERE = "This was already answered in another window. Here is how it went on."


def show() -> None:
    """Draw the page."""
    visit = visiting()
    id_ = routes.asked_id("a")
    attempt = visit.desk.attempt(id_) if visit.desk and id_ else None
    if attempt is None:
        _not_here()
        return
    scene = state.scene_for(attempt.begun)
    if scene is None:
        frame.heading(attempt.begun.title)
        st.write("The words of this conversation are no longer here. Your record of it is.")
        st.page_link(routes.page("today"), label="Back to Today")
        return
    _draw(visit, attempt, scene)


def _not_here() -> None:
    frame.brand()
    frame.heading("This page is private")
    st.write(
        "This address belongs to somebody's practice, and only they can open it. "
        "If it is yours, come in first."
    )
    st.page_link(routes.page("door"), label="Come in")
    st.page_link(routes.page("today"), label="Go to the start")


def _draw(visit: Visit, attempt: Attempt, scene: Scene) -> None:
    likes = preferences_in(state.store().reader(_learner(visit)))
    frame.sized(likes)
    before = told(attempt, scene, meters=likes.meters)
    play = now_at(attempt, scene)
    read = state.gone_on(attempt.id)
    answered = len(attempt.replies) > 0 and read < attempt.step and attempt.guess is None
    quiet = stage.coaching_at(likes.coaching, scene.scenario.level) == "at the end"
    runs_on = quiet and likes.alone_first and play.ending is None
    if runs_on and state.replies_open(f"{attempt.id}/{attempt.step}"):
        answered = False  # the answer is in the fold now: line and replies need the whole screen
    if play.ending is not None and not answered:
        lookback.show(visit, attempt, scene)
        return
    _bar(attempt, scene, answered=answered)
    stage.so_far(scene.scenario, before[:-1] if answered else before)
    if answered:
        _answered(attempt, scene, before, likes)
        if not runs_on:
            _go_on(attempt, play)
            return
        st.divider()
    _turn(attempt, play, likes)


def _learner(visit: Visit) -> LearnerId:
    assert visit.visitor is not None
    return visit.visitor.learner


def _bar(attempt: Attempt, scene: Scene, *, answered: bool) -> None:
    turns = round(scene.worth.table(attempt.begun.start).n)
    here = attempt.step if answered else attempt.step + 1
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        st.page_link(routes.page("today"), label="‹ Stop for now")
        st.markdown(f"# Reply {here} of about {max(turns, here)}", anchors=False)
    frame.told()


def _answered(attempt: Attempt, scene: Scene, before: Told, likes: Preferences) -> None:
    play, taken = before[-1]
    key = str(attempt.step - 1)
    stage.counterpart(play, key)
    stage.answer(taken, key, likes.coaching, scene.scenario.level)


def _go_on(attempt: Attempt, play: Play) -> None:
    label = "Go on" if play.ending is None else "How did it end?"
    clicked = st.button(
        label,
        key=f"go-on-{attempt.step - 1}",
        type="primary",
        width="stretch",
        on_click=state.go_on,
        args=(attempt.id, attempt.step),
    )
    if clicked and state.gone_on(attempt.id) < attempt.step:
        state.go_on(attempt.id, attempt.step)
        st.rerun()
    back = "Take this line back"
    again(attempt, attempt.step - 1, back, count=attempt.begun.count + 1, look="tertiary")


def _turn(attempt: Attempt, play: Play, likes: Preferences) -> None:
    key = str(attempt.step)
    stage.counterpart(play, key)
    stage.meanings(play.turn.explain, f"{play.narration or ''} {play.line or ''}")
    if not stage.may_answer(str(attempt.id), key, alone_first=likes.alone_first):
        return
    shown = order_shown(str(attempt.id), play)
    picked = stage.replies(shown, key)
    give = partial(_give, attempt.id, attempt.step)
    own = own_words.instead_of_these(str(attempt.id), key)
    if stage.say(key, give, picked=picked is not None) and picked is not None:
        give(picked)
        st.rerun()
    own_words.none_of_these(str(attempt.id), key, asked=own)
    stage.listening(len(shown))
    stage.meanings_of(shown)


def _give(id_: UUID, step: int, picked: ChoiceId | None = None) -> None:
    """The one durable click: called by the callback, and by the body where that was lost."""
    choice = picked or state.picked(f"reply-{step}")
    if choice is None:
        state.say_once(stage.PICK_FIRST)
        return
    visit = visiting()
    attempt = visit.desk.attempt(id_) if visit.desk else None
    scene = state.scene_for(attempt.begun) if attempt else None
    if visit.desk is None or attempt is None or scene is None:
        return
    wanted = own_words.wanted(str(step))
    try:
        given = Given(step, ChoiceId(choice), state.draw(), wanted)
        answered = visit.desk.reply(scene, attempt, given)
    except (AheadOfStory, UnknownChoice):
        state.say_once(ELSEWHERE)
        return
    if not answered.mine:
        state.say_once(ELSEWHERE)
