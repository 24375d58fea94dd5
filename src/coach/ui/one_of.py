"""One of a few, to be tapped."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from coach.ui.text import plain, prose

T = TypeVar("T", bound=str)


def one_of(label: str, texts: Mapping[T, str], key: str, chosen: str | None = None) -> T | None:
    """A list to tap one of; the id of what is tapped, None while nothing is.

    Args:
        label: what is asked.
        texts: each with its id, as the course writes it.
        key: of the list on this screen.
        chosen: what is tapped beforehand; None, or an id that is gone, for nothing.
    """
    words = {id_: prose(plain(text)) for id_, text in texts.items()}
    ids = tuple(words)
    return st.radio(
        label,
        ids,
        index=next((place for place, id_ in enumerate(ids) if id_ == chosen), None),
        key=key,
        format_func=lambda id_: words[id_],
        width="stretch",
    )
