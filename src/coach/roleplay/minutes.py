"""How long a conversation takes to read."""

import math

from coach.content.lesson import WORDS_A_MINUTE
from coach.roleplay.play import Play, begin, step_of, take
from coach.roleplay.reply import is_declined, reaction, wording
from coach.roleplay.worth import Table


def minutes(table: Table) -> tuple[int, int]:
    """Minutes for the best line at 130 words a minute: without the coaching, and with it.

    Every line, every offered reply and every answer is read. At least 1 minute.
    """
    play, talk, coaching = begin(table.graph.scenario, table.name), 0, 0
    for step in table.line():
        choice, fall = step_of(play, step)
        declined = is_declined(choice, play.feelings)
        shown = [_shown(play), *(c.text for c in play.offered)]
        talk += _count(*shown, reaction(choice, fall, declined=declined))
        coaching += _count(choice.feedback)
        play = take(play, step)
    assert play.ending is not None
    talk += _count(wording(play.scenario.endings[play.ending].text, play.feelings))
    return _minutes(talk), _minutes(talk + coaching)


def _shown(play: Play) -> str:
    return f"{play.narration or ''} {play.line or ''}"


def _count(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def _minutes(words: int) -> int:
    return max(1, math.ceil(words / WORDS_A_MINUTE))
