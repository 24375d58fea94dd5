"""The one meter a story turned on: a frame, a figure of the same data, and a sentence."""

import pandas as pd
import pytest

from coach.insight.story import BEST, MINE, story_figure, story_frame, story_words
from coach.roleplay.debrief import Story

LONGER = Story("trust", here=(3, 4, 2, 2, 0), best_line=(3, 5, 6))
SHORTER = Story("energy", here=(5, 0), best_line=(5, 6, 8, 10))
EVEN = Story("rapport", here=(4, 4), best_line=(4, 6))


@pytest.mark.parametrize("story", [LONGER, SHORTER, EVEN], ids=["longer", "shorter", "even"])
def test_the_frame_holds_both_lines_and_is_empty_where_one_had_ended(story: Story) -> None:
    frame = story_frame(story)
    longest = max(len(story.here), len(story.best_line))

    assert list(frame.columns) == [MINE, BEST] == ["Your replies", "The best line"]
    assert list(frame.index) == ["start", *(str(reply) for reply in range(1, longest))]
    assert frame.index.name == "After reply"
    assert tuple(frame[MINE].dropna()) == story.here
    assert tuple(frame[BEST].dropna()) == story.best_line
    assert {str(kind) for kind in frame.dtypes} == {"Int64"}
    assert frame[MINE].isna().tolist() == [n >= len(story.here) for n in range(longest)]


@pytest.mark.parametrize("story", [LONGER, SHORTER, EVEN], ids=["longer", "shorter", "even"])
def test_the_figure_draws_what_the_frame_holds(story: Story) -> None:
    frame = story_frame(story)
    lines = story_figure(frame, "Trust").data

    assert [line.name for line in lines] == list(frame.columns)
    for line in lines:
        drawn = pd.Series(line.y, index=list(line.x))
        assert drawn.to_dict() == frame[line.name].dropna().to_dict()


def test_the_two_lines_are_told_apart_without_colour() -> None:
    lines = story_figure(story_frame(LONGER), "Trust").data

    assert [line.line.dash for line in lines] == ["solid", "dot"]
    assert [line.marker.symbol for line in lines] == ["circle", "diamond"]
    assert {line.mode for line in lines} == {"lines+markers"}


def test_the_whole_scale_is_shown_whatever_was_met() -> None:
    layout = story_figure(story_frame(EVEN), "Rapport").layout

    assert layout.yaxis.range == pytest.approx((-0.4, 10.4))
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("After reply", "Rapport")
    assert layout.xaxis.type == "category"


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (LONGER, "Trust began at 3 and ended at 0 with your replies, at 6 on the best line."),
        (SHORTER, "Energy began at 5 and ended at 0 with your replies, at 10 on the best line."),
    ],
)
def test_the_picture_is_told_in_a_sentence(story: Story, words: str) -> None:
    assert story_words(story_frame(story), story.meter.capitalize()) == words
