"""Progress in sentences: what you did, what changed since, and what happened in life."""

from collections.abc import Sequence

import streamlit as st

from coach.content.lesson import LessonId
from coach.practice.attempt import Attempt
from coach.practice.journal import Journal
from coach.practice.lessons import Progress, Tried
from coach.ui import frame, mission, routes, state
from coach.ui.text import prose
from coach.ui.visit import visiting

OPENLY, SHOWN = 3, 30


@routes.alive
def show() -> None:
    """Draw the page."""
    visit = visiting()
    book = visit.desk.journal() if visit.desk else Journal()
    frame.sized(book.preferences)
    frame.navigation("progress")
    frame.heading("Progress")
    frame.told()
    if not book.lessons and not any(attempt.replies for attempt in book.attempts):
        st.write(
            "Nothing here yet. After your first conversation you find it here, to look back at "
            "whenever you like."
        )
        st.page_link(routes.page("practise"), label="Find a conversation")
        return
    frame.under("What you did")
    _talked(book)
    _learnt(book)
    _changed(book)
    _lived(book, open_=visit.open)
    _lines(book)


def _talked(book: Journal) -> None:
    replies = sum(len(attempt.replies) for attempt in book.attempts)
    if not replies:
        return
    told = _many(replies, "reply", "replies")
    if not book.finished:
        st.markdown(f"You gave {told} in a conversation that is still open.")
        return
    talks = _many(len(book.finished), "conversation", "conversations")
    st.markdown(f"You finished {talks} and gave {told}.")
    st.markdown("Look back at one:")
    latest = tuple(reversed(book.finished))
    _look_back(latest[:OPENLY])
    if latest[OPENLY:]:
        with st.expander("Earlier ones"):
            _look_back(latest[OPENLY:SHOWN])


def _look_back(attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        assert attempt.ended is not None
        title = f"{attempt.begun.title}: {attempt.ended.title}"
        if st.button(prose(title), key=f"look-{attempt.id}", type="tertiary"):
            routes.go("talk", a=str(attempt.id))


def _learnt(book: Journal) -> None:
    """The lessons, each one tap from where it was left; what is open stands first."""
    if not book.lessons:
        return
    latest = sorted(book.lessons.values(), key=lambda each: each.last_at, reverse=True)
    open_ = [each for each in latest if not each.finished]
    done = [each for each in latest if each.finished]
    st.markdown(_lessons_in_words(len(done), len(open_)))
    ordered = (*open_, *done)
    _open_again(ordered[:OPENLY])
    if ordered[OPENLY:]:
        with st.expander("More lessons"):
            _open_again(ordered[OPENLY:])


def _lessons_in_words(done: int, open_: int) -> str:
    if not done:
        return f"You began {_many(open_, 'lesson', 'lessons')}."
    more = f" and began {open_} more" if open_ else ""
    return f"You finished {_many(done, 'lesson', 'lessons')}{more}."


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _open_again(lessons: Sequence[Progress]) -> None:
    for progress in lessons:
        title = prose(_title(progress))
        if progress.lesson not in state.course().lessons:
            st.caption(f"{title} (not offered now; what you did is kept)")
            continue
        head = "Look at it again" if progress.finished else "Go on"
        if st.button(f"{head}: {title}", key=f"look-lesson-{progress.lesson}", type="tertiary"):
            routes.go("lesson", l=progress.lesson)


def _title(progress: Progress) -> str:
    served = state.course().lessons.get(progress.lesson)
    return served.title if served else progress.title


def _changed(book: Journal) -> None:
    """First and latest play of the same scene, in words."""
    pairs = _first_and_latest(book)
    if not pairs:
        return
    frame.under("What changed in a scene you played again")
    for first, latest in pairs:
        st.markdown(f"**{prose(first.begun.title)}**")
        st.markdown(f"First: {_in_words(first)}")
        st.markdown(f"Latest: {_in_words(latest)}")
    st.caption("One play says little. What is the same over several evenings says more.")


def _first_and_latest(book: Journal) -> list[tuple[Attempt, Attempt]]:
    whole = [a for a in book.finished if a.begun.category != "practice"]
    first: dict[str, Attempt] = {}
    latest: dict[str, Attempt] = {}
    for attempt in whole:
        first.setdefault(attempt.scenario, attempt)
        latest[attempt.scenario] = attempt
    return [(first[id_], latest[id_]) for id_ in first if latest[id_] is not first[id_]]


def _in_words(attempt: Attempt) -> str:
    assert attempt.ended is not None
    told = f"“{prose(attempt.ended.title)}”"
    judged = len(attempt.judged)
    if 2 * attempt.good < judged or not judged:
        return told
    return f"{told}, {attempt.good} of {judged} replies best or fine"


def _lived(book: Journal, *, open_: bool) -> None:
    """What was tried outside, and what waits; the latest first, and a bad result is no worse."""
    tried = [(each, progress) for progress in book.lessons.values() for each in progress.tried]
    told = [(mission.in_words(each), each, progress) for each, progress in tried]
    shown = sorted(
        ((words, each, progress) for words, each, progress in told if words),
        key=lambda one: one[1].at,
        reverse=True,
    )
    if not shown:
        return
    frame.under("What happened in life")
    for words, each, progress in shown[:SHOWN]:
        _told(words, each, progress, open_=open_)


def _told(words: str, tried: Tried, progress: Progress, *, open_: bool) -> None:
    st.markdown(f"**{prose(mission.chosen(tried.taken))}** {words}")
    if tried.reported is None:
        return
    if tried.reported.said and open_:
        st.markdown(f"You wrote: “{prose(tried.reported.said)}”")
    play = _play_of(progress.lesson)
    if tried.reported.outcome == "badly" and play:
        st.page_link(
            routes.page("scene"), label="Play such a moment here", query_params={"s": play}
        )


def _play_of(lesson: LessonId) -> str | None:
    course = state.course()
    served = course.lessons.get(lesson)
    return served.play if served and served.play in course.scenes else None


def _lines(book: Journal) -> None:
    frame.under("My lines")
    if book.lines:
        st.markdown(f"You kept {_many(len(book.lines), 'line', 'lines')} to take along.")
    else:
        st.markdown("Lines you would like to say for real are kept here.")
    st.page_link(routes.page("lines"), label="Open My lines")
