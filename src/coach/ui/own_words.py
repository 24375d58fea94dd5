"""Saying it in one's own words, and taking a line along."""

import re
from html import escape
from uuid import UUID

import streamlit as st

from coach.content.lesson import Lesson, LessonId
from coach.exercises.answers import Answer, Planned, Written
from coach.practice.attempt import Attempt
from coach.practice.journal import Journal
from coach.roleplay.debrief import Debrief
from coach.ui import routes, state
from coach.ui.text import prose
from coach.ui.visit import Visit, visiting

COPY = '<button type="button" class="cg-copy" data-words="{words}">{label}</button>'
LONGEST = 600
WRITE_FIRST = "Write a few words first. They can be rough."
KEPT = "Kept in My lines. Open them"


def offer(visit: Visit, attempt: Attempt, book: Journal, found: Debrief) -> None:
    """A field for the learner's own line, kept in My lines, with a button to copy it."""
    name = f"own/{attempt.id}"
    if state.view(name, "shut") == "shut":
        st.button(
            "Say it in my own words",
            key="own-words",
            width="stretch",
            on_click=state.turn_to,
            args=(name, "open"),
        )
        return
    st.text_area(
        "How would you say it?",
        key="own-line",
        max_chars=LONGEST,
        height=96,
        placeholder=found.instead.said if found.instead else found.rule.strip("*"),
    )
    st.button("Keep my line", key="keep-line", on_click=_keep, args=(attempt.id, book.seen))
    if state.view(f"{name}/told", "") == "nothing":
        st.info(WRITE_FIRST)
        state.turn_to(f"{name}/told", "")
    mine = [line for line in book.lines if line.kept.own and line.kept.scenario == attempt.scenario]
    if not mine:
        return
    st.page_link(routes.page("lines"), label=KEPT)
    if visit.visitor and visit.visitor.open:
        copyable(str(mine[-1].kept.line), mine[-1].kept.words)


def copyable(name: str, words: str, label: str = "Copy my line") -> None:
    """Words with a button that copies them as they were written, line by line."""
    with st.container(key=f"copyable-{name}", gap="xsmall"):
        st.markdown("\n\n".join(prose(line) for line in words.splitlines() if line.strip()))
        st.html(COPY.format(words=escape(words).replace("\n", "&#10;"), label=label))


def worth_keeping(answer: Answer) -> str | None:
    """What of an answer may stand in My lines: a message or a plan; None for all others."""
    match answer:
        case Written(text):
            return text or None
        case Planned(cue, act):
            if_ = _small(_without(cue, "if ", "when ")).rstrip(" .,…")
            return f"If {if_}, {_will(_without(act, 'then ')).rstrip(' .…')}."
        case _:
            return None


def _will(act: str) -> str:
    """What somebody will do, as the end of a sentence, however they began it.

    >>> _will("I say it"), _will("Say it"), _will("I can say it")
    ('I will say it', 'I will say it', 'I can say it')
    """
    bare = _without(act, "i will ", "i'll ", "i’ll ", "i am going to ", "i'm going to ")
    if bare == act and _STAYS.match(act):
        return act
    bare = _without(bare, "i ")
    return f"I will {bare[:1].lower()}{bare[1:]}"


_STAYS = re.compile(
    r"(?i)i(?:['’]\w+| (?:am|can|could|would|should|may|might|must|do not|don['’]t)\b)"
)
"""A beginning that no *will* can stand before."""
_SMALL = re.compile(r"(?:A|An|The|My|He|She|It|They|We|You|There|Some\w+|Any\w+|Nobody)\b")


def _small(words: str) -> str:
    """A moment as part of a sentence; a name keeps its large letter."""
    return words[:1].lower() + words[1:] if _SMALL.match(words) else words


def _without(words: str, *heads: str) -> str:
    """Words without what the field before them says already."""
    for head in heads:
        words = words[len(head) :] if words.casefold().startswith(head) else words
    return words


def to_keep(lesson: Lesson, words: str, book: Journal, *, own: bool, key: str) -> None:
    """A button that keeps words of a lesson in My lines; or the way there, where they are kept."""
    if book.keeps(words, lesson.id):
        st.page_link(routes.page("lines"), label=KEPT)
        return
    kept = st.button(
        "Keep it in My lines",
        key=f"keep-{key}",
        on_click=_keep_from,
        args=(lesson.id, words),
        kwargs={"own": own, "seen": book.seen},
    )
    if kept:
        _keep_from(lesson.id, words, own=own, seen=book.seen)
        st.rerun()


def _keep_from(id_: LessonId, words: str, *, own: bool, seen: int) -> None:
    lesson = state.course().lessons.get(id_)
    if lesson is not None:
        visiting().welcome().keep_line(words, own=own, seen=seen, lesson=lesson)


def _keep(id_: UUID, seen: int) -> None:
    words = (state.picked("own-line") or "").strip()
    visit = visiting()
    attempt = visit.desk.attempt(id_) if visit.desk else None
    if not words or visit.desk is None or attempt is None:
        state.turn_to(f"own/{id_}/told", "nothing")
        return
    visit.desk.keep_line(words, own=True, seen=seen, attempt=attempt)


def instead_of_these(attempt: str, key: str) -> bool:
    """Whether the learner would say something else here; then the field for it is shown."""
    if state.view(f"none/{attempt}", "") != key:
        return False
    st.text_input("What would you say?", key=f"wanted-{key}", max_chars=LONGEST, autocomplete="off")
    st.caption(
        "It goes to whoever writes this conversation. The story goes on from the reply you picked: "
        "take the one that comes nearest. It is not judged."
    )
    return True


def none_of_these(attempt: str, key: str, *, asked: bool) -> None:
    """The way to say something else, and back."""
    st.button(
        "One of these after all" if asked else "None of these",
        key=f"none-{key}",
        type="tertiary",
        on_click=state.turn_to,
        args=(f"none/{attempt}", "" if asked else key),
    )


def wanted(key: str) -> str | None:
    """What the learner would have said instead; None when a reply is their own choice."""
    return (state.picked(f"wanted-{key}") or "").strip() or None
