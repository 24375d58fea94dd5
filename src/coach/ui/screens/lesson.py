"""One lesson, one thing at a time; it is found again wherever it was left."""

from functools import partial

import streamlit as st

from coach.content.lesson import (
    PLAN,
    PREDICT,
    Exercise,
    ExerciseId,
    ItemId,
    Lesson,
    LessonId,
)
from coach.exercises.answers import Answer, Chosen, Confidence
from coach.exercises.marks import NotAnAnswer
from coach.practice.journal import Journal
from coach.practice.lessons import Progress, Step, steps
from coach.ui import exercises, frame, mission, own_words, routes, state, take_along
from coach.ui.again import Look
from coach.ui.one_of import one_of
from coach.ui.shelf import minutes_in
from coach.ui.text import plain, prose
from coach.ui.visit import Visit, visiting

AGAIN: dict[str, str] = {
    "say-aloud": "Say it once more",
    **dict.fromkeys(("rewrite", "smaller", "list", "reflect", "plan"), "Change it"),
}
"""What a kind of exercise offers once it is answered; the others are answered once more."""


@routes.alive
def show() -> None:
    """Draw the page."""
    visit, served = visiting(), state.course()
    book = visit.desk.journal() if visit.desk else Journal()
    frame.sized(book.preferences)
    asked = routes.asked("l")
    lesson = served.lessons.get(LessonId(asked)) if asked else None
    if lesson is None:
        frame.navigation("practise")
        frame.heading("No such lesson")
        st.write("The address may be old. Everything there is stands under Practise.")
        st.page_link(routes.page("practise"), label="See everything")
        return
    _draw(visit, lesson, book)


def _draw(visit: Visit, lesson: Lesson, book: Journal) -> None:
    parts = steps(lesson)
    progress = book.lessons.get(lesson.id)
    reached = min(progress.reached if progress else 0, len(parts))
    here = min(int(state.view(f"lesson/{lesson.id}", str(reached))), reached)
    done = here >= len(parts)
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        st.page_link(routes.page("today"), label="‹ Today" if done else "‹ Stop for now")
        if not done:
            st.markdown(f"{here + 1} of {len(parts)}")
    place = "later" if 0 < here < len(parts) else "first"
    with st.container(key=f"step-{place}-{lesson.id}-{here}"):
        frame.heading(prose(lesson.title))
        if done:
            _done(visit, lesson, book)
            return
        _part(visit, lesson, progress, parts[here], book)
        frame.told()  # under the part: that is where the finger is
        _ways(lesson, progress, parts, here)


def _part(
    visit: Visit, lesson: Lesson, progress: Progress | None, step: Step, book: Journal
) -> None:
    if step.part == "predict":
        _predict(lesson, progress)
    elif step.part == "idea":
        for paragraph in lesson.idea:
            st.markdown(prose(paragraph))
    elif step.part == "bad":
        frame.under("How it can go wrong")
        exercises.dialogue(lesson.models.bad, "bad")
    elif step.part == "good":
        frame.under("The same moment, another way")
        exercises.dialogue(lesson.models.good, "good")
    elif step.part == "mission":
        mission.step(lesson, progress, book)
    elif step.part == "play":
        _play(lesson)
    else:
        wanted = step.exercise or lesson.plan.id
        _exercise(visit, lesson, progress, lesson.exercise(wanted), book)


def _predict(lesson: Lesson, progress: Progress | None) -> None:
    st.caption(f"You will be able to: {prose(lesson.objective)}")
    for paragraph in lesson.predict.ask.split("\n\n"):
        st.markdown(prose(paragraph))
    given = progress.answers.get(PREDICT) if progress else None
    texts = {option.id: option.text for option in lesson.predict.options}
    if given is None:
        picked = one_of("What is your guess?", texts, f"reply-predict-{lesson.id}")
        guess = partial(_guess, lesson.id)
        look: Look = "primary" if picked else "secondary"
        if st.button(
            "That is my guess", key="guess-it", type=look, width="stretch", on_click=guess
        ):
            guess(picked)
            st.rerun()
        return
    assert isinstance(given.answer, Chosen)
    st.markdown(f"You guessed: {prose(plain(texts[ItemId(given.answer.option)]))}")
    with st.container(key="coaching-predict", gap="xsmall"):
        truth = prose(plain(texts[lesson.predict.truth]))
        st.markdown(f"**{truth}** {prose(lesson.predict.because)}")


def _guess(id_: LessonId, picked: ItemId | None = None) -> None:
    choice = picked or state.picked(f"reply-predict-{id_}")
    lesson = state.course().lessons.get(id_)
    if choice is None or lesson is None:
        state.say_once("Tap one first.")
        return
    desk = visiting().welcome()
    desk.reach(lesson, 0)
    desk.predict(lesson, ItemId(choice))


def _exercise(
    visit: Visit, lesson: Lesson, progress: Progress | None, exercise: Exercise, book: Journal
) -> None:
    given = progress.answers.get(exercise.id) if progress else None
    count = given.count + 1 if given else 0
    key = f"{lesson.id}-{exercise.id}-{count}"
    if given is None or state.view(f"anew/{key}", "no") == "yes":
        exercises.ask(exercise, key, partial(_give, lesson.id, exercise.id, count))
        return
    exercises.told(exercise, given, open_=visit.open)
    words = own_words.worth_keeping(given.answer)
    if visit.open and words:
        own_words.to_keep(lesson, words, book, own=True, key=str(exercise.id))
    st.button(
        AGAIN.get(given.kind, "Answer it once more"),
        key=f"anew-{key}",
        type="tertiary",
        on_click=state.turn_to,
        args=(f"anew/{key}", "yes"),
    )


def _give(
    id_: LessonId, exercise: ExerciseId, count: int, answer: Answer, sure: Confidence | None
) -> None:
    lesson = state.course().lessons.get(id_)
    if lesson is None:
        return
    try:
        asked = lesson.exercise(exercise)
        visiting().welcome().answer(lesson, asked, answer, count=count, confidence=sure)
    except (KeyError, NotAnAnswer):
        state.say_once("This exercise has changed meanwhile. Here it is as it is now.")


def _play(lesson: Lesson) -> None:
    scene = state.course().scenes.get(lesson.play) if lesson.play else None
    frame.under("Now in a conversation")
    if scene is None:
        st.write("Its conversation is being mended. Everything else is done.")
        return
    st.markdown(f"**{prose(scene.scenario.title)}**")
    st.markdown(prose(scene.scenario.setting))
    if st.button(
        f"Play it · {minutes_in(scene)}", key="play-lesson", type="primary", width="stretch"
    ):
        visiting().welcome().reach(lesson, len(steps(lesson)))
        routes.go("scene", s=scene.scenario.id)


def _ways(lesson: Lesson, progress: Progress | None, parts: tuple[Step, ...], here: int) -> None:
    """Back and on. An exercise can always be passed by."""
    answered = parts[here].exercise in (progress.answers if progress else {})
    waits = parts[here].part in {"predict", "exercise", "plan", "mission"} and not (
        answered or _answered(parts[here], progress)
    )
    last = here + 1 == len(parts)
    skip = "Not this week" if parts[here].part == "mission" else "Skip"
    if not waits and not last:
        _on(lesson, here, "Go on", primary=True)
    with st.container(key="lesson-ways", horizontal=True, horizontal_alignment="distribute"):
        if here:
            st.button(
                "‹ Back",
                key=f"lesson-back-{here}",
                type="tertiary",
                on_click=state.turn_to,
                args=(f"lesson/{lesson.id}", str(here - 1)),
            )
        if waits or last:
            _on(lesson, here, skip if waits else "Finish the lesson", primary=False)


def _on(lesson: Lesson, here: int, label: str, *, primary: bool) -> None:
    go_on = partial(_go_on, lesson.id, here + 1)
    if st.button(
        label,
        key=f"lesson-on-{here}",
        type="primary" if primary else "tertiary",
        width="stretch" if primary else "content",
        on_click=go_on,
    ):
        go_on()
        st.rerun()


def _answered(step: Step, progress: Progress | None) -> bool:
    if progress is None:
        return False
    if step.part == "mission":
        return bool(progress.tried)
    ids = {"predict": PREDICT, "plan": PLAN}
    return ids.get(step.part) in progress.answers


def _go_on(id_: LessonId, step: int) -> None:
    lesson = state.course().lessons.get(id_)
    if lesson is not None:
        visiting().welcome().reach(lesson, step)
        state.turn_to(f"lesson/{id_}", str(step))


def _done(visit: Visit, lesson: Lesson, book: Journal) -> None:
    st.markdown("That is the lesson. You have come to its end.")
    take_along.draw(lesson, book, open_=visit.open)
    scene = state.course().scenes.get(lesson.play) if lesson.play else None
    if scene is not None:
        frame.under("Now in a conversation")
        st.markdown(f"**{prose(scene.scenario.title)}**")
        played = any(attempt.scenario == lesson.play for attempt in book.finished)
        label = f"{'Play it again' if played else 'Play it'} · {minutes_in(scene)}"
        if st.button(label, key="play-after", type="primary", width="stretch"):
            routes.go("scene", s=scene.scenario.id)
    mission.still(lesson, book)
    st.button(
        "Read the lesson again",
        key="lesson-again",
        type="tertiary",
        on_click=state.turn_to,
        args=(f"lesson/{lesson.id}", "0"),
    )
    st.page_link(routes.page("today"), label="Back to Today")
