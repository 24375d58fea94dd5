"""One conversation, turn by turn, and what there is to see afterwards."""

from functools import partial
from typing import NamedTuple
from uuid import UUID

import streamlit as st

from coach.content.scenario import ChoiceId
from coach.practice.attempt import Attempt
from coach.practice.commands import AheadOfStory, Desk, Given, order_shown
from coach.practice.events import Preferences
from coach.practice.served import Scene
from coach.roleplay.play import Play, UnknownChoice
from coach.ui import frame, lookback, own_words, routes, stage, state
from coach.ui.again import again
from coach.ui.told import Told, told_until
from coach.ui.visit import Visit, visiting

ELSEWHERE = "This was already answered in another window. Here is how it went on."


class _Moment(NamedTuple):
    """Where a talk is, as the screen shows it.

    Attributes:
        before: every reply so far, with its answer.
        play: the conversation where the next reply is due, or at its ending.
        answered: the last answer is on the screen and has not been left yet.
        runs_on: the next line stands under it.
    """

    before: Told
    play: Play
    answered: bool
    runs_on: bool

    @property
    def over(self) -> bool:
        """It is time to look back."""
        return self.play.ending is not None and not self.answered

    @property
    def in_fold(self) -> Told:
        """What is no longer on the screen."""
        return self.before[:-1] if self.answered else self.before


def show() -> None:
    """Draw the page: what stands still during a talk, then what a tap changes."""
    visit, attempt, likes = _read()
    if visit.desk is None or attempt is None:
        _not_here()
        return
    scene = state.scene_for(attempt.begun)
    if scene is None:
        _without_words(attempt)
        return
    attempt = _said(visit.desk, attempt, scene)
    frame.sized(likes)
    moment = _moment(attempt, scene, likes)
    if moment.over:
        _look_back()
        return
    state.note_fold(attempt.id, len(moment.in_fold))
    with st.container(key="way-out"):
        st.page_link(routes.page("today"), label="‹ Stop for now")
    stage.so_far(scene.scenario, moment.in_fold)
    _stage()


@routes.alive
def _look_back() -> None:
    visit, _, attempt, scene, _ = _again()
    lookback.show(visit, attempt, scene)


@routes.alive
def _stage() -> None:
    """The line, the replies, the answer: all that a tap in a talk draws anew."""
    _, desk, attempt, scene, likes = _again()
    attempt = _said(desk, attempt, scene)
    moment = _moment(attempt, scene, likes)
    if moment.over or state.fold_is_behind(attempt.id, len(moment.in_fold)):
        st.rerun()
    frame.told()
    _draw(attempt, scene, likes, moment)


def _read() -> tuple[Visit, Attempt | None, Preferences]:
    """Who is here, the attempt in the address, and how the screens are liked."""
    id_ = routes.asked_id("a")
    with state.one_reading():
        visit = visiting()
        attempt, likes = visit.desk.at_work(id_) if visit.desk and id_ else (None, frame.USUAL)
    return visit, attempt, likes


def _again() -> tuple[Visit, Desk, Attempt, Scene, Preferences]:
    """What the whole page was drawn from, asked anew; else the whole is drawn anew."""
    visit, attempt, likes = _read()
    scene = None if attempt is None else state.scene_for(attempt.begun)
    if visit.desk is None or attempt is None or scene is None:
        st.rerun()  # somebody else is in by now
    return visit, visit.desk, attempt, scene, likes


@routes.alive
def _without_words(attempt: Attempt) -> None:
    frame.heading(attempt.begun.title)
    st.write("The words of this conversation are no longer here. Your record of it is.")
    st.page_link(routes.page("today"), label="Back to Today")


@routes.alive
def _not_here() -> None:
    frame.brand()
    frame.heading("This page is private")
    st.write(
        "This address belongs to somebody's practice, and only they can open it. "
        "If it is yours, come in first."
    )
    st.page_link(routes.page("door"), label="Come in")
    st.page_link(routes.page("today"), label="Go to the start")


def _moment(attempt: Attempt, scene: Scene, likes: Preferences) -> _Moment:
    before, play = told_until(attempt, scene, meters=likes.meters)
    read = state.gone_on(attempt.id)
    answered = len(attempt.replies) > 0 and read < attempt.step and attempt.guess is None
    quiet = stage.coaching_at(likes.coaching, scene.scenario.level) == "at the end"
    runs_on = quiet and likes.alone_first and play.ending is None
    if runs_on and state.replies_open(f"{attempt.id}/{attempt.step}"):
        answered = False  # the answer is in the fold now: line and replies need the whole screen
    return _Moment(before, play, answered, runs_on)


def _draw(attempt: Attempt, scene: Scene, likes: Preferences, moment: _Moment) -> None:
    place = _place(attempt, scene, answered=moment.answered)
    if moment.answered:
        play, taken = moment.before[-1]
        stage.answer(play, taken, str(attempt.step - 1), likes.coaching, place)
        if not moment.runs_on:
            _go_on(attempt, moment.play)
            return
        st.divider()
    _turn(attempt, moment.play, likes, None if moment.answered else place)


def _place(attempt: Attempt, scene: Scene, *, answered: bool) -> str:
    """Where in the talk this is: the heading of the page."""
    turns = round(scene.worth.table(attempt.begun.start).n)
    here = attempt.step if answered else attempt.step + 1
    return f"# Reply {here} of about {max(turns, here)}"


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


def _turn(attempt: Attempt, play: Play, likes: Preferences, place: str | None) -> None:
    key = str(attempt.step)
    stage.counterpart(play, key, place)
    stage.meanings(play.turn.explain, f"{play.narration or ''} {play.line or ''}")
    if not stage.may_answer(str(attempt.id), key, alone_first=likes.alone_first):
        return
    shown = order_shown(str(attempt.id), play)
    picked = stage.replies(shown, key)
    note = partial(_note, attempt.id, attempt.step)
    own = own_words.instead_of_these(str(attempt.id), key)
    if stage.say(key, note, picked=picked is not None) and picked is not None:
        note()
        st.rerun()
    own_words.none_of_these(str(attempt.id), key, asked=own)
    stage.listening(len(shown))
    stage.meanings_of(shown)


def _note(id_: UUID, step: int) -> None:
    picked, wanted = state.picked(f"reply-{step}"), own_words.wanted(str(step))
    state.note_to_say(state.ToSay(id_, step, picked, wanted))


def _said(desk: Desk, attempt: Attempt, scene: Scene) -> Attempt:
    """The attempt, with the reply that was to be given now: the one durable click.

    It is asked for by the callback, and by the body where that was lost. The note of it is taken
    away last, so that a drawing that is cut off leaves it to the next; giving it twice is once.
    """
    note = state.to_say(attempt.id)
    if note is None:
        return attempt
    now = _give(desk, attempt, scene, note)
    state.is_said()
    return now


def _give(desk: Desk, attempt: Attempt, scene: Scene, note: state.ToSay) -> Attempt:
    if note.choice is None:
        if note.step == attempt.step:
            state.say_once(stage.PICK_FIRST)
        return attempt
    given = Given(note.step, ChoiceId(note.choice), state.draw(), note.wanted)
    try:
        answered = desk.reply(scene, attempt, given)
    except (AheadOfStory, UnknownChoice):
        state.say_once(ELSEWHERE)
        return attempt
    if not answered.mine:
        state.say_once(ELSEWHERE)
    return answered.attempt
