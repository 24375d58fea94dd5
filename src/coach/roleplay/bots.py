"""Strategies that never read the conversation: what looks alone would earn.

Each bot takes the reply with the largest key, uniformly among ties; where nothing fits, all
offered replies tie. Their scores are exact, from the same states as `worth`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from coach.content.course import Words
from coach.content.scenario import METERS, Choice, Text, Turn
from coach.roleplay.explore import Graph
from coach.roleplay.reply import Feelings, effects, wording
from coach.roleplay.tables import Floats
from coach.roleplay.values import EQUAL, visits
from coach.roleplay.worth import Table

RAPPORT = METERS.index("rapport")
I_WORDS = frozenset({"i", "me", "my", "mine", "i'm", "i'd", "i'll", "i've"})
YOU_WORDS = frozenset({"you", "your", "yours", "you're", "you'd", "you'll", "you've"})


@cache
def words(text: str) -> tuple[str, ...]:
    """Runs of letters, digits and apostrophes, in small letters.

    >>> words("Don’t you, Dr. Iyer?")
    ("don't", 'you', 'dr', 'iyer')
    """
    return tuple(found.replace("’", "'").lower() for found in re.findall(r"(?:[^\W_]|['’])+", text))


def hits(spoken: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]) -> int:
    """How often any of the phrases occurs as consecutive words."""
    said = frozenset(spoken)
    return sum(
        spoken[i : i + len(phrase)] == phrase
        for phrase in phrases
        if said.issuperset(phrase)
        for i in range(len(spoken) - len(phrase) + 1)
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What a bot may look at: one reply, and the line it answers.

    Attributes:
        line: what the counterpart says, else what can be seen.
        declined: the ask is larger than the trust here.
    """

    choice: Choice
    line: str
    declined: bool


@dataclass(frozen=True, slots=True)
class _Lists:
    """The course's word lists, cut into words once."""

    polite: tuple[tuple[str, ...], ...]
    way_out: tuple[tuple[str, ...], ...]
    stop: frozenset[str]


def _share(spoken: tuple[str, ...], counted: frozenset[str]) -> float:
    return sum(word in counted for word in spoken) / len(spoken) if spoken else 0.0


def _echo(seen: Seen, lists: _Lists) -> int:
    return len((set(words(seen.choice.text)) & set(words(seen.line))) - lists.stop)


def _pleaser(seen: Seen) -> int:
    return effects(seen.choice, declined=seen.declined)[RAPPORT]


BOTS: Mapping[str, Callable[[Seen, _Lists], float]] = {
    "longest": lambda seen, _: len(words(seen.choice.text)),
    "shortest": lambda seen, _: -len(words(seen.choice.text)),
    "question": lambda seen, _: float("?" in seen.choice.text),
    "polite": lambda seen, lists: hits(words(seen.choice.text), lists.polite),
    "fewest-i": lambda seen, _: -_share(words(seen.choice.text), I_WORDS),
    "most-you": lambda seen, _: _share(words(seen.choice.text), YOU_WORDS),
    "echo": _echo,
    "way-out": lambda seen, lists: hits(words(seen.choice.text), lists.way_out),
    "pleaser": lambda seen, _: _pleaser(seen),
}
"""Every strategy by its name, as the key of which it takes the largest."""


def bot_scores(table: Table, course_words: Words) -> dict[str, float]:
    """The exact score of every bot in one start: 0 is blind tapping, 100 the best line."""
    return {name: score for name, (score, _) in bot_figures(table, course_words).items()}


def bot_figures(table: Table, course_words: Words) -> dict[str, tuple[float, dict[str, float]]]:
    """For every bot its score, and how much of it each turn pays."""
    lists = _Lists(
        tuple(words(phrase) for phrase in course_words.polite),
        tuple(words(phrase) for phrase in course_words.way_out),
        frozenset(word for entry in course_words.stop for word in words(entry)),
    )
    seen, which = _seen(table)
    return {
        name: _score(table, np.array([key(one, lists) for one in seen])[which])
        for name, key in BOTS.items()
    }


def _lines(graph: Graph) -> npt.NDArray[np.intp]:
    """For each state which wording of its turn's line is said there."""
    chosen = np.zeros(graph.size, np.intp)
    tables = graph.tables
    for index, turn_id in enumerate(tables.coding.turns):
        text = _line(graph.scenario.turns[turn_id])
        rows = np.nonzero(graph.turn == index)[0]
        if len(text) == 1 or not len(rows):
            continue
        crowd = tables.crowd(graph.codes[rows] - index * tables.coding.turn_size)
        held = np.stack([tables.test(variant.when).holds(crowd) for variant in text])
        chosen[rows] = held.argmax(axis=0)
    return chosen


def spoken_line(turn: Turn, feelings: Feelings) -> str:
    """What a reply answers: what is said, else what can be seen."""
    return wording(_line(turn), feelings)


def _line(turn: Turn) -> Text:
    text = turn.says or turn.narration
    assert text is not None
    return text


def _seen(table: Table) -> tuple[list[Seen], npt.NDArray[np.intp]]:
    """All that a bot may see, once each, and which of it every option shows."""
    graph = table.graph
    turn, line = graph.turn[graph.option_state], _lines(graph)[graph.option_state]
    kinds = np.stack([turn, graph.option_choice, line, graph.declined.astype(np.intp)])
    distinct, which = np.unique(kinds, axis=1, return_inverse=True)
    turns = [graph.scenario.turns[name] for name in graph.tables.coding.turns]
    seen = [
        Seen(turns[turn].choices[choice], _line(turns[turn])[variant].text, bool(declined))
        for turn, choice, variant, declined in distinct.T.tolist()
    ]
    return seen, which.ravel()


def _score(table: Table, keys: Floats) -> tuple[float, dict[str, float]]:
    graph, values = table.graph, table.values
    largest = np.full(graph.size, -np.inf)
    np.maximum.at(largest, graph.option_state, keys)
    taken = (keys >= largest[graph.option_state] - EQUAL).astype(np.float64)
    share = taken / np.bincount(graph.option_state, taken, graph.size)[graph.option_state]
    reach = visits(graph, values.layers, share)
    clicked = share * reach[graph.option_state]
    lost = float((clicked * values.regret).sum())
    at_stake = table.stake * table.n
    return 100 * (1 - lost / at_stake), _gains(table, clicked, reach)


def _gains(table: Table, clicked: Floats, reach: Floats) -> dict[str, float]:
    """For each turn what the bot saves there against a blind click, in points of the score."""
    graph, values = table.graph, table.values
    counts = np.bincount(graph.option_state, minlength=graph.size)
    blind = np.bincount(graph.option_state, values.regret, graph.size) / counts * reach
    mine = np.bincount(graph.option_state, clicked * values.regret, graph.size)
    saved = np.bincount(graph.turn, blind - mine, len(graph.tables.coding.turns))
    points = 100 * saved / (table.stake * table.n)
    return dict(zip(graph.tables.coding.turns, points.tolist(), strict=True))
