"""The picture of a story, with its table."""

import streamlit as st

from coach.roleplay.debrief import Story
from coach.ui.text import prose


def meter_chart(story: Story, name: str) -> None:
    """The one meter the story turned on, against the best line."""
    from coach.insight.story import (  # noqa: PLC0415  (plotly loads only where it is looked at)
        story_figure,
        story_frame,
        story_words,
    )

    frame, meter = story_frame(story), story.meter.capitalize()
    words = story_words(frame, meter)
    st.caption(f"How {prose(name)} felt, from 0 to 10.")
    st.plotly_chart(
        story_figure(frame, meter),
        key="meter",
        alt=words,
        config={"displayModeBar": False, "staticPlot": True},
    )
    st.markdown(words)
    st.table(frame.astype("string").fillna("–"))
