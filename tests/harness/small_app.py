"""A small app for the harness to be tried on."""

import streamlit as st


@st.fragment(run_every=3600)
def heartbeat() -> None:
    """Makes the frontend run the page again after a lost connection."""


@st.fragment
def corner() -> None:
    """A part of the page that runs by itself."""
    if st.button("Knock", key="knock"):
        st.text("Come in")


def bump() -> None:
    """One more click."""
    st.session_state.clicks = st.session_state.get("clicks", 0) + 1


def front() -> None:
    """The front page."""
    heartbeat()
    st.title("Front")
    with st.container(key="told"):
        st.text(f"{st.session_state.get('clicks', 0)} clicks")
    st.button("Add", key="add", on_click=bump)
    chosen = st.radio("Reply", ["Yes", "No"], index=None, key="reply-0")
    name = st.text_input("Name", key="name")
    st.text(f"{name} says {chosen}")
    corner()
    if st.button("Go on", key="go-on"):
        st.switch_page(back_page, query_params={"a": "7"})


def back() -> None:
    """The other page."""
    heartbeat()
    st.title("Back")
    st.text(f"a is {st.query_params.get('a')}")
    if st.button("Break", key="break"):
        raise ValueError("broken on purpose")


back_page = st.Page(back, title="Back", url_path="back")
st.navigation([st.Page(front, title="Front", default=True), back_page], position="hidden").run()
