"""Today: pick up, begin, or rest. At most three things, each with a verb and its minutes."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from coach.content.lesson import Lesson, minutes_of
from coach.content.scenario import ScenarioId
from coach.practice.attempt import Attempt
from coach.practice.journal import Journal
from coach.practice.served import Scene, Served
from coach.roleplay.sentences import is_seen
from coach.ui import first_visit, frame, out_there, routes, state
from coach.ui.screens import call, review
from coach.ui.shelf import lessons_of, minutes_in, situations_with
from coach.ui.text import prose, quoted
from coach.ui.told import told
from coach.ui.visit import Visit, visiting

AWAY = timedelta(days=7)
MORNING, AFTERNOON, EVENING = 5, 12, 18


@routes.alive
def show() -> None:
    """Draw the page: the first visit, or Today."""
    visit, served = visiting(), state.course()
    book = visit.desk.journal() if visit.desk else Journal()
    frame.sized(book.preferences)
    scene = first_visit.first_scene(served)
    if scene is None:
        _nothing_served(served)
    elif not book.attempts and not book.lessons:
        first_visit.hook(visit, scene)
    elif _just_answered(visit, book):
        _first_answer(visit, book)
    else:
        _today(visit, served, book)


def _nothing_served(served: Served) -> None:
    frame.heading("Nothing to practise yet")
    st.write("No conversation here can be played at the moment. What you did is kept.")
    with st.expander("For whoever writes the course"):
        for diagnostic in served.diagnostics:
            st.code(str(diagnostic), language=None, wrap_lines=True)
        if not served.diagnostics:
            st.write("There is no file under scenarios/ yet.")


def _just_answered(visit: Visit, book: Journal) -> bool:
    if len(book.attempts) != 1 or book.lessons:
        return False
    only = book.attempts[0]
    nameless = visit.visitor is not None and visit.visitor.name is None
    first = only.step == 1 and only.ended is None
    return nameless and first and not book.looked_around and state.gone_on(only.id) == 0


def _first_answer(visit: Visit, book: Journal) -> None:
    attempt = book.attempts[0]
    scene = state.scene_for(attempt.begun)
    if scene is None:
        _today(visit, state.course(), book)
        return
    first_visit.answered(visit, scene, attempt)


def _today(visit: Visit, served: Served, book: Journal) -> None:
    frame.navigation("today")
    away = book.last_at is not None and visit.now - book.last_at >= AWAY
    _greet(visit, away=away)
    frame.told()
    if state.view("work", "shut") == "open":
        _found_work()
        return
    _things(visit, served, book, away=away)
    if book.open is not None or book.situation is not None:
        st.caption("One of these is plenty for today.")
    call.way_in(served)


def _things(visit: Visit, served: Served, book: Journal, *, away: bool) -> None:
    """At most three things to do; days away add the question what is in front now."""
    open_attempt, due = book.open, review.due_now(visit, served, book)
    if open_attempt is not None:
        _pick_up(open_attempt, book, away=away)
    if due is not None:
        review.card(due, away=away)
    out_there.draw(visit, served, book)
    enough = open_attempt is not None and due is not None and out_there.stands(book)
    if away and book.situation is not None:
        _still(served, book)
    elif book.situation is None and not enough:
        _what_is_in_front(served, book, first=open_attempt is None)
    elif not enough:
        _next(served, book)


def _greet(visit: Visit, *, away: bool) -> None:
    name = visit.visitor.name if visit.visitor else None
    called = f", {prose(name)}" if name else ""
    if away:
        frame.heading(f"Good to see you{called}.")
        st.write("Everything is where you left it, and nothing has piled up.")
        return
    frame.heading(f"{_time_of_day(visit.now)}{called}.")


def _time_of_day(now: datetime) -> str:
    zone = st.context.timezone
    try:
        hour = now.astimezone(ZoneInfo(zone)).hour if zone else None
    except ZoneInfoNotFoundError:
        hour = None
    if hour is None:
        return "Hello"
    if MORNING <= hour < AFTERNOON:
        return "Good morning"
    return "Good afternoon" if AFTERNOON <= hour < EVENING else "Good evening"


def _pick_up(attempt: Attempt, book: Journal, *, away: bool) -> None:
    scene = state.scene_for(attempt.begun)
    if scene is None:
        return
    with st.container(key="pick-up", border=True):
        frame.under("Pick up here")
        st.markdown(f"{prose(attempt.begun.title)}. {_last_said(attempt, scene)}")
        if st.button(
            f"Go on · {minutes_left(attempt, scene)} min", key="pick-up-go", type="primary"
        ):
            routes.go("talk", a=str(attempt.id))
        count = len(book.attempts_of(attempt.scenario))
        if away and attempt.scenario in state.course().scenes:
            again = partial(_again, attempt.scenario, count, attempt.begun.start)
            if st.button("Start that scene again", key=f"start-again-{count}", on_click=again):
                again()


def _again(id_: ScenarioId, count: int, start: str) -> None:
    scene, desk = state.course().scenes.get(id_), visiting().desk
    if scene and desk:
        routes.go("talk", a=str(desk.begin(scene, count=count, start=start)))


def _last_said(attempt: Attempt, scene: Scene) -> str:
    before = told(attempt, scene, meters=False)
    if not before:
        return "You have just come in. It is your turn."
    reaction = before[-1][1].reaction
    speaker = prose(before[-1][1].speaker)
    if is_seen(reaction):
        return f"{quoted(reaction)} It is your turn."
    return f"{speaker} has just said: {quoted(reaction)} It is your turn."


def minutes_left(attempt: Attempt, scene: Scene) -> int:
    """Minutes to the end, coaching read; at least one."""
    turns = max(1.0, scene.worth.table(attempt.begun.start).n)
    share = max(0.0, 1 - attempt.step / turns)
    return max(1, round(scene.minutes[1] * share))


def _what_is_in_front(served: Served, book: Journal, *, first: bool) -> None:
    frame.under("What is in front of you?")
    st.caption("Choose one. You get something short to practise it with.")
    for situation, _ in situations_with(served):
        st.button(
            prose(situation.title),
            key=f"situation-{situation.id}",
            width="stretch",
            on_click=_choose,
            args=(situation.id, book.seen),
        )
    if first:
        st.caption(
            "A straight answer first: no course can promise you a job. This one can make the next "
            "message easier to send, this week. Some of it pays back in weeks, much of it in years."
        )


def _choose(situation: str | None, seen: int) -> None:
    desk = visiting().desk
    if desk:
        desk.choose_situation(situation, seen=seen)


def _next(served: Served, book: Journal) -> None:
    situation = next((s for s, _ in situations_with(served) if s.id == book.situation), None)
    if situation is None:
        st.page_link(routes.page("practise"), label="See every conversation")
        return
    scenes = [served.scenes[id_] for id_ in situation.scenarios if id_ in served.scenes]
    done = {attempt.scenario for attempt in book.finished}
    fresh = [scene for scene in scenes if scene.scenario.id not in done]
    scene = next(iter(fresh or scenes), None)
    lesson = next((each for each in lessons_of(situation, served) if _due(each, book)), None)
    with st.container(key="next", border=True):
        frame.under(prose(situation.title))
        if lesson is not None:
            _next_lesson(lesson, book)
        elif scene is not None:
            _next_scene(scene, again=scene.scenario.id in done)
        st.button(
            "Something else is in front of me",
            key="other-situation",
            type="tertiary",
            on_click=_choose,
            args=(None, book.seen),
        )


def _due(lesson: Lesson, book: Journal) -> bool:
    progress = book.lessons.get(lesson.id)
    return progress is None or not progress.finished


def _next_lesson(lesson: Lesson, book: Journal) -> None:
    st.markdown(f"{prose(lesson.title)}. {prose(lesson.objective)}")
    begun = lesson.id in book.lessons
    minutes = minutes_of(lesson).low
    label = "Go on with the lesson" if begun else f"Take the lesson · {minutes} min"
    if st.button(label, key="next-lesson", type="primary"):
        routes.go("lesson", l=lesson.id)


def _next_scene(scene: Scene, *, again: bool) -> None:
    st.markdown(prose(scene.scenario.title) + ". " + prose(scene.scenario.could_lose))
    label = "Play it again" if again else "Play it"
    if st.button(f"{label} · {minutes_in(scene)}", key="next-go"):
        routes.go("scene", s=scene.scenario.id)


def _still(served: Served, book: Journal) -> None:
    title = next((s.title for s, _ in situations_with(served) if s.id == book.situation), None)
    if title is None:
        _what_is_in_front(served, book, first=False)
        return
    with st.container(key="still", border=True):
        frame.under("Is this still what is in front of you?")
        st.markdown(f"“{prose(title)}”")
        with st.container(horizontal=True):
            st.button("Yes", key="still-yes", on_click=_choose, args=(book.situation, book.seen))
            st.button("Something else", key="still-no", on_click=_choose, args=(None, book.seen))
            st.button("I found work", key="found-work", on_click=_work, args=(book.seen,))


def _work(seen: int) -> None:
    desk = visiting().desk
    if desk:
        desk.find_work(seen=seen)
    state.turn_to("work", "open")


def _found_work() -> None:
    with st.container(key="work", border=True):
        frame.under("Good news.")
        st.write(
            "Two things keep what you built: tell the people who helped, and write to one of them "
            "again in three months."
        )
        with st.container(horizontal=True):
            if st.button("Write the thank-you · 6 min", key="thank-you", type="primary"):
                state.turn_to("work", "shut")
                routes.go("lines", write="thanks")
            st.button("Later", key="work-later", on_click=state.turn_to, args=("work", "shut"))
