"""The pages and their addresses. An address says what is shown, never who looks."""

from collections.abc import Callable
from copy import copy
from typing import Literal, ParamSpec, TypeAlias
from uuid import UUID

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PageName: TypeAlias = Literal[
    "today",
    "practise",
    "call",
    "lesson",
    "scene",
    "talk",
    "progress",
    "lines",
    "mine",
    "door",
    "review",
]

HEARTBEAT_SECONDS = 3600
P = ParamSpec("P")

_pages: dict[PageName, StreamlitPage] = {}


def register(name: PageName, show: Callable[[], None], title: str) -> None:
    """Make a page known by its name, which is also its address; today's is the bare one.

    Args:
        name: of the page.
        show: draws it. What can be tapped in it is `alive`.
        title: in the browser's window.
    """
    if name not in _pages:
        first = name == "today"
        _pages[name] = st.Page(show, title=title, url_path=None if first else name, default=first)


def alive(show: Callable[P, None]) -> Callable[P, None]:
    """Make a page, or the part of it that taps change, one fragment with a heartbeat.

    A tap in it draws it alone, and not what leads to it. It draws itself once in an hour: a browser
    that knows of something like that draws the page anew after any lost connection.
    """
    return st.fragment(show, run_every=HEARTBEAT_SECONDS)


def pages() -> list[StreamlitPage]:
    """The pages for one drawing: each drawing marks the one it shows."""
    return [copy(page) for page in _pages.values()]


def page(name: PageName) -> StreamlitPage:
    """A page to link to."""
    return _pages[name]


def go(name: PageName, **query: str) -> None:
    """Leave for another page. Call it last: nothing after it is drawn."""
    st.switch_page(_pages[name], query_params=query)


def asked(parameter: str) -> str | None:
    """What the address asks for."""
    value = st.query_params.get(parameter)
    return value or None


def asked_id(parameter: str) -> UUID | None:
    """An id in the address; None when there is none or it is none."""
    try:
        return UUID(asked(parameter) or "")
    except ValueError:
        return None
