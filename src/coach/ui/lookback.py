"""Looking back at a finished conversation: a guess first, then words, then every reply."""

from uuid import UUID

import streamlit as st

from coach.practice.attempt import Attempt
from coach.practice.journal import Journal
from coach.practice.served import Scene
from coach.roleplay import sentences
from coach.roleplay.debrief import Debrief, Feeling, Instead, Quote, debrief
from coach.roleplay.reply import wording
from coach.roleplay.review import review
from coach.roleplay.verdict import WORST_VERDICT
from coach.ui import frame, own_words, routes, stage, state
from coach.ui.again import again
from coach.ui.story import meter_chart
from coach.ui.text import prose, quoted
from coach.ui.told import now_at
from coach.ui.visit import Visit, visiting


def show(visit: Visit, attempt: Attempt, scene: Scene) -> None:
    """Draw it: the ending and the guess, then what was asked for."""
    name = scene.scenario.counterpart.address
    if attempt.guess is None:
        _ending(attempt, scene)
        _ask(attempt, name)
        return
    found = _found(attempt, scene)
    _bar()
    if state.view(f"look/{attempt.id}", "first") == "replies":
        _every_reply(visit, attempt, scene, found)
    else:
        _first_screen(visit, attempt, found, name)


def turning(attempt: Attempt, scene: Scene) -> int:
    """The number of the reply on which a finished talk turned; where practice begins again."""
    return _turned(_found(attempt, scene))


def _found(attempt: Attempt, scene: Scene) -> Debrief:
    table = scene.worth.table(attempt.begun.start)
    return debrief(table, review(table, attempt.path, _unjudged(attempt)))


def _turned(found: Debrief) -> int:
    turned = found.mattered or found.worked
    return turned.place if turned else 0


def _unjudged(attempt: Attempt) -> frozenset[int]:
    kept = len(attempt.kept)
    return frozenset(kept + i for i, reply in enumerate(attempt.replies) if not reply.judged)


def _bar() -> None:
    with st.container(key="bar", horizontal=True):
        st.page_link(routes.page("today"), label="‹ Today")
    frame.told()


def _ending(attempt: Attempt, scene: Scene) -> None:
    _bar()
    end = now_at(attempt, scene)
    assert end.ending is not None
    ending = scene.scenario.endings[end.ending]
    frame.heading(prose(ending.title))
    with st.container(key="spoken-ending", gap=None):
        st.markdown(f"{stage.LISTEN} {prose(wording(ending.text, end.feelings))}")


def _ask(attempt: Attempt, name: str) -> None:
    frame.under(f"One guess first. How does {prose(name)} feel about you now?")
    with st.container(key="guess", horizontal=True):
        for word in sentences.FEELING_WORDS:
            clicked = st.button(word, key=f"felt-{word}", on_click=_guess, args=(attempt.id, word))
            if clicked:
                _guess(attempt.id, word)
                st.rerun()
    st.caption("A guess is only a guess. Then you see what was so in this story.")


def _guess(id_: UUID, word: Feeling) -> None:
    desk = visiting().desk
    attempt = desk.attempt(id_) if desk else None
    if desk and attempt and attempt.ended:
        desk.guess(attempt, word)


def _first_screen(visit: Visit, attempt: Attempt, found: Debrief, name: str) -> None:
    assert attempt.guess is not None
    frame.heading(prose(found.title))
    st.caption(prose(sentences.beside(attempt.guess.guess, found, name)))
    with st.container(key="looks-back", gap=None):
        st.markdown(f"**{prose(name)}, looking back:**")
        with st.container(key="spoken-looks-back", gap=None):
            st.markdown(f"{stage.LISTEN} {prose(found.looks_back)}")
    opening = sentences.opening(found, name)
    if opening:
        st.markdown(prose(opening))
    if found.worked and found.rows[found.worked.place].verdict != WORST_VERDICT:
        _quote("What came nearest" if found.nearest_only else "What worked", found.worked)
    if found.mattered and found.instead:
        _quote("The moment that mattered", found.mattered, answered=name)
        _better("A line to try there", found.instead, name)
    with st.container(key="rule", gap=None):
        st.markdown(f"**Take this with you:** *{prose(found.rule)}*")
    _buttons(visit, attempt, found)


def _quote(head: str, quote: Quote, answered: str | None = None) -> None:
    frame.under(f"{head} · reply {quote.place + 1}")
    if answered:
        st.markdown(prose(sentences.spoken(quote.speaker, quote.line)))
    said = prose(quote.said) if quote.act else quoted(quote.said)
    with st.container(key=f"mine-{quote.place}-{'moment' if answered else 'worked'}", gap=None):
        st.markdown(f"**You:** {said}")
    if quote.heard:
        st.markdown(prose(quote.heard))


def _better(head: str, instead: Instead, name: str) -> None:
    frame.under(head)
    with st.container(key="better", gap=None):
        st.markdown(_line(instead))
        st.markdown(prose(sentences.may_answer(name, instead.answer)))


def _line(instead: Instead) -> str:
    return prose(instead.said) if instead.act else quoted(instead.said)


def _buttons(visit: Visit, attempt: Attempt, found: Debrief) -> None:
    place = _turned(found)
    book = _book(visit)
    count = len(book.attempts_of(attempt.scenario))
    again(attempt, place, f"Try reply {place + 1} again", count=count, look="primary")
    own_words.offer(visit, attempt, book, found)
    st.button(
        f"All {len(found.rows)} replies",
        key="all-replies",
        width="stretch",
        on_click=state.turn_to,
        args=(f"look/{attempt.id}", "replies"),
    )
    st.page_link(routes.page("today"), label="That is enough for now: back to Today")


def _book(visit: Visit) -> Journal:
    assert visit.desk is not None
    return visit.desk.journal()


def _every_reply(visit: Visit, attempt: Attempt, scene: Scene, found: Debrief) -> None:
    name, book = scene.scenario.counterpart.address, _book(visit)
    count = len(book.attempts_of(attempt.scenario))
    frame.heading(f"All {len(found.rows)} replies")
    for place, row in enumerate(found.rows):
        with st.container(key=f"row-{place}", gap="xsmall"):
            said = prose(row.said) if row.act else quoted(row.said)
            st.markdown(f"{place + 1} · {said}")
            learnt = "".join(f", and you learned: {prose(fact)}" for fact in row.learnt)
            st.markdown(f"**{sentences.judged_as(row)}**{learnt}")
            with st.expander("What it did, and what else there was"):
                st.markdown(prose(row.feedback))
                if row.instead:
                    _better_there(row.instead, name)
                again(attempt, place, f"Try reply {place + 1} again", count=count, look="secondary")
    _sums(found)
    _nearer(attempt, book)
    if found.story:
        with st.expander(f"How {found.story.meter} went"):
            meter_chart(found.story, name)
    st.button(
        "Back to the first page",
        key="first-page",
        on_click=state.turn_to,
        args=(f"look/{attempt.id}", "first"),
    )


def _better_there(instead: Instead, name: str) -> None:
    st.markdown(f"Better: {_line(instead)} {prose(sentences.may_answer(name, instead.answer))}")


def _sums(found: Debrief) -> None:
    if found.aims:
        frame.under("What you came for")
    for aim in found.aims:
        st.markdown(f"{prose(aim.text)} **{'Yes.' if aim.reached else 'Not this time.'}**")
    count = sentences.count(found)
    if count:
        st.markdown(count)
    st.markdown(sentences.luck(found))


def _nearer(attempt: Attempt, book: Journal) -> None:
    """From the second play on, and only when asked: nearer to the best line than last time?"""
    if attempt.ended is None or attempt.ended.score is None:
        return
    before = [
        other.ended.score
        for other in book.attempts_of(attempt.scenario)
        if other.begun.count < attempt.begun.count and other.ended and other.ended.score is not None
    ]
    if not before or not 0 < before[-1] < attempt.ended.score:
        return
    with st.expander("Nearer to the best line than last time?"):
        st.markdown(f"Yes: {before[-1]:.0f} → {attempt.ended.score:.0f}")
        st.caption("100 would be the best line. One play says little: moods and luck move it.")
