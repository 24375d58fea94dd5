"""The one meter a story turned on, as a frame and as a figure."""

import pandas as pd
import plotly.graph_objects as go

from coach.content.scenario import HIGHEST, LOWEST
from coach.roleplay.debrief import Story

MINE, BEST = "Your replies", "The best line"


def story_frame(story: Story) -> pd.DataFrame:
    """The level before the first reply and after each, 0–10; empty where a line had ended."""
    lines = {MINE: story.here, BEST: story.best_line}
    longest = max(len(levels) for levels in lines.values())
    columns = {
        name: pd.array([*levels, *[None] * (longest - len(levels))], dtype="Int64")
        for name, levels in lines.items()
    }
    index = pd.Index(["start", *(str(n) for n in range(1, longest))], name="After reply")
    return pd.DataFrame(columns, index=index)


def story_figure(frame: pd.DataFrame, meter: str) -> go.Figure:
    """The two lines, told apart by colour, dash and mark; the table says the same."""
    figure = go.Figure()
    for name, dash, mark in ((MINE, "solid", "circle"), (BEST, "dot", "diamond")):
        levels = frame[name].dropna()
        figure.add_scatter(
            x=list(levels.index),
            y=[int(level) for level in levels],
            name=name,
            mode="lines+markers",
            line={"dash": dash, "width": 3},
            marker={"symbol": mark, "size": 9},
        )
    figure.update_layout(
        height=280,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.25},
        xaxis={"title": "After reply", "type": "category"},
        yaxis={"title": meter, "range": [LOWEST - 0.4, HIGHEST + 0.4], "dtick": 2},
    )
    return figure


def story_words(frame: pd.DataFrame, meter: str) -> str:
    """The picture in a sentence, for whoever does not see it."""
    mine, best = (frame[name].dropna() for name in (MINE, BEST))
    return (
        f"{meter} began at {mine.iloc[0]} and ended at {mine.iloc[-1]} with your replies, "
        f"at {best.iloc[-1]} on the best line."
    )
