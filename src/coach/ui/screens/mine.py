"""Mine: how the screens are, how to come back, what is kept, and taking it away."""

import os
from typing import get_args

import streamlit as st

from coach.people.door import KnownHere, NotAName, NotFourDigits, Shut
from coach.practice.events import Coaching
from coach.practice.journal import Journal
from coach.ui import digits, frame, routes, state
from coach.ui.text import prose
from coach.ui.visit import Visit, visiting

COACHING = {
    "by level": "Less as conversations get harder",
    "each reply": "After every reply",
    "one line": "One line, with why?",
    "at the end": "At the end only",
}
SIZES = {16: "Usual", 18: "Large", 20: "Larger", 24: "Largest"}


@routes.alive
def show() -> None:
    """Draw the page."""
    visit = visiting()
    frame.navigation("mine")
    frame.heading("Me")
    frame.told()
    if state.view("erased", "no") == "yes":
        _erased()
        return
    if visit.desk is None:
        st.write("Nothing of you is kept here. It begins with your first reply.")
        st.page_link(routes.page("door"), label="Coming back?")
        return
    book = visit.desk.journal()
    frame.sized(book.preferences)
    _name(visit)
    _screens(book)
    _coming_back(visit)
    _data(visit, book)
    _leave(visit)


def _name(visit: Visit) -> None:
    assert visit.visitor is not None
    frame.under("Your name here")
    if visit.visitor.name:
        st.markdown(f"You are in as **{prose(visit.visitor.name)}**\\.")
    if not digits.opened(visit):
        return
    st.text_input("Any name will do", key="my-name", max_chars=40, autocomplete="off")
    st.button("Take this name", key="take-name", on_click=_take_name)


def _take_name() -> None:
    visit = visiting()
    try:
        taken = state.door().take_name(visit.browser, state.picked("my-name") or "", visit.now)
    except (NotAName, Shut) as error:
        state.say_once(str(error))
        return
    if isinstance(taken, KnownHere):
        state.say_once(f"{taken.name} is somebody else in this browser. Choose another name.")
    else:
        state.say_once(f"Good to have you here, {taken.name}.")


def _screens(book: Journal) -> None:
    frame.under("Settings")
    likes = book.preferences
    ways: tuple[Coaching, ...] = get_args(Coaching)
    st.radio(
        "When the coach speaks",
        ways,
        index=ways.index(likes.coaching),
        key="like-coaching",
        format_func=lambda way: COACHING[way],
        on_change=_like,
        args=(book.seen,),
    )
    st.toggle(
        "Let me think first: the other person stands alone until I ask for replies",
        value=likes.alone_first,
        key="like-alone",
        on_change=_like,
        args=(book.seen,),
    )
    st.toggle(
        "After each reply, say in words how the other person feels",
        value=likes.meters,
        key="like-meters",
        on_change=_like,
        args=(book.seen,),
    )
    st.radio(
        "Size of the type",
        tuple(SIZES),
        index=tuple(SIZES).index(likes.type_size),
        key="like-size",
        horizontal=True,
        format_func=lambda size: SIZES[size],
        on_change=_like,
        args=(book.seen,),
    )


def _like(seen: int) -> None:
    desk = visiting().desk
    if desk:
        desk.prefer(state.likes(), seen=seen)


def _coming_back(visit: Visit) -> None:
    assert visit.visitor is not None
    frame.under("Coming back")
    st.write("In this browser you are known by a random number, nothing else.")
    if not visit.visitor.open:
        st.caption("Open with your four digits above to change this.")
        return
    if st.button("Show me a return code for another browser", key="return-code"):
        code = state.door().return_code(visit.browser, os.urandom, visit.now)
        st.markdown("Your return code, shown this once. An older one no longer works:")
        st.code(code, language=None)
    st.text_input(
        "Four digits that guard what you write",
        key="new-digits",
        max_chars=4,
        type="password",
        autocomplete="off",
    )
    st.button(
        "Change my digits" if visit.visitor.has_digits else "Set these digits",
        key="set-digits",
        on_click=_set_digits,
    )


def _set_digits() -> None:
    visit = visiting()
    try:
        typed = state.picked("new-digits") or ""
        state.door().set_digits(visit.browser, typed, os.urandom, visit.now)
    except (NotFourDigits, Shut) as error:
        state.say_once(str(error))
    else:
        state.say_once("Set. Your own words now open with these digits only.")


def _data(visit: Visit, book: Journal) -> None:
    assert visit.visitor is not None
    frame.under("My data")
    name = "your name and " if visit.visitor.name else ""
    st.markdown(
        f"Kept are {name}{book.seen} things you did here, and nothing else: no address, no e-mail, "
        "nothing from outside."
    )
    if not visit.visitor.open:
        st.caption("The download opens with your four digits.")
        return
    from coach.exchange.mine import as_json, as_page  # noqa: PLC0415

    events = state.store().reader(visit.visitor.learner).events()
    with st.container(horizontal=True):
        st.download_button(
            "Download to read",
            lambda: as_page(visit.visitor.name if visit.visitor else None, events, visit.now),
            file_name="my-practice.html",
            mime="text/html",
            key="download-page",
        )
        st.download_button(
            "Download as JSON",
            lambda: as_json(visit.visitor.name if visit.visitor else None, events, visit.now),
            file_name="my-practice.json",
            mime="application/json",
            key="download-json",
        )


def _leave(visit: Visit) -> None:
    assert visit.visitor is not None
    frame.under("Leaving")
    if visit.visitor.name:
        st.write(
            "Leave this browser: your practice stays, and your name brings you back here. If "
            "others use this machine too, set four digits first."
        )
        st.button("Leave for now", key="leave", on_click=_go_out)
    st.write("Leave no trace on this machine: everything you did here is erased at once, for good.")
    st.checkbox("Yes, erase everything", key="sure")
    sure = state.ticked("sure")
    st.button("Leave no trace", key="erase", on_click=_erase, disabled=not sure)


def _go_out() -> None:
    state.door().leave(visiting().browser)
    state.say_once("You have left. Nobody who opens this browser sees what you did.")


def _erase() -> None:
    if not state.ticked("sure"):
        state.say_once("Tick the box first: what is erased cannot be brought back.")
        return
    visit = visiting()
    if visit.visitor is not None:
        state.store().erase(visit.visitor.learner, visit.now)
    state.turn_to("erased", "yes")


def _erased() -> None:
    st.write("It is done. Nothing you did is kept, here or anywhere.")
    st.markdown(
        "One thing is left: a random number in this browser. [Take that away too](/goodbye)"
    )
