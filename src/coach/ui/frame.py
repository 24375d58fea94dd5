"""What stands around a page: the way to the other pages, its heading, a message."""

import streamlit as st

from coach.practice.events import Preferences
from coach.ui import routes, state

USUAL = Preferences()


LINKS: tuple[tuple[routes.PageName, str], ...] = (
    ("today", "Today"),
    ("practise", "Practise"),
    ("progress", "Progress"),
    ("mine", "Me"),
)


def navigation(here: routes.PageName) -> None:
    """The links at the top of every page but the conversation itself."""
    with st.container(key="nav", horizontal=True, gap="small"):
        for name, label in LINKS:
            with st.container(key=f"nav-{name}{'-here' if name == here else ''}", width="content"):
                st.page_link(routes.page(name), label=label)


OPENING = "**Common Ground**\n\n# Try one reply"
"""The name of the place over the heading that everybody sees first, in Markdown."""


def brand() -> None:
    """The name of the place, where no links stand at the top."""
    st.html('<p class="cg-brand">Common Ground</p>')


def told() -> None:
    """Show the message that a command left, once."""
    message = state.message()
    if message:
        st.info(message)


def heading(text: str) -> None:
    """The one heading of a page."""
    st.title(text, anchor=False)


def unseen_heading(text: str) -> None:
    """The one heading of a page that shows none, for whoever goes from heading to heading."""
    st.html(f'<h1 class="cg-unseen">{text}</h1>')


def under(text: str) -> None:
    """A heading below it."""
    st.header(text, anchor=False)


def sized(preferences: Preferences) -> None:
    """The size of the type, where the learner wants it larger than usual."""
    if preferences.type_size != USUAL.type_size:
        st.html(f"<style>:root {{ font-size: {preferences.type_size}px !important }}</style>")
