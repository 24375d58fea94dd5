"""What there is to practise, told the same way wherever it is offered."""

import streamlit as st

from coach.content.course import Situation
from coach.content.lesson import Lesson, minutes_of
from coach.practice.journal import Journal
from coach.practice.served import Scene, Served
from coach.ui import routes
from coach.ui.text import prose


def situations_with(served: Served) -> list[tuple[Situation, list[Scene]]]:
    """The situations that have something to practise, with it; one with neither is left off."""
    if served.catalogue is None:
        return []
    found = []
    for situation in served.catalogue.situations:
        scenes = [served.scenes[id_] for id_ in situation.scenarios if id_ in served.scenes]
        if scenes or lessons_of(situation, served):
            found.append((situation, scenes))
    return found


def lessons_of(situation: Situation, served: Served) -> list[Lesson]:
    """The lessons for a situation that can be taken."""
    return [served.lessons[id_] for id_ in situation.lessons if id_ in served.lessons]


def lesson_card(lesson: Lesson, book: Journal, place: str) -> None:
    """What it teaches, how long it takes, and how far the learner has come."""
    progress = book.lessons.get(lesson.id)
    with st.container(key=f"card-{place}-lesson-{lesson.id}", border=True, gap="xsmall"):
        st.markdown(f"**{prose(lesson.title)}**")
        st.markdown(prose(lesson.objective))
        minutes = minutes_of(lesson).low
        label = f"Take the lesson · {minutes} min"
        if progress and progress.finished:
            label = "Look at it again"
        elif progress:
            st.caption(f"Part {progress.reached + 1} of {progress.of}")
            label = "Go on with the lesson"
        if st.button(label, key=f"lesson-{place}-{lesson.id}"):
            routes.go("lesson", l=lesson.id)


def minutes_in(scene: Scene) -> str:
    """How long it takes to read, as a range."""
    low, high = scene.minutes
    return f"{low} to {high} min" if low < high else f"{high} min"


def card(scene: Scene, book: Journal, place: str) -> None:
    """Who, where, how long, and what could be lost."""
    scenario = scene.scenario
    with st.container(key=f"card-{place}-{scenario.id}", border=True, gap="xsmall"):
        st.markdown(f"**{prose(scenario.title)}**")
        who = f"{prose(scenario.counterpart.name)}, {prose(scenario.counterpart.role)}"
        st.markdown(f"{who} · {prose(first_sentence(scenario.setting))}")
        st.markdown(prose(scenario.could_lose))
        ended = [a.ended for a in book.attempts_of(scenario.id) if a.ended]
        if ended:
            st.caption(f"Last time: {prose(ended[-1].title)}")
        if scene.state != "sound":
            st.caption("This is the last sound form; its file is being worked on.")
        if st.button(f"Play · {minutes_in(scene)}", key=f"play-{place}-{scenario.id}"):
            routes.go("scene", s=scenario.id)


def first_sentence(text: str) -> str:
    """Where it is: the first sentence of the setting."""
    head, stop, _ = " ".join(text.split()).partition(". ")
    return head + (stop.strip() or "")
