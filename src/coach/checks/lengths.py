"""How long replies and turns are, in words."""

from collections.abc import Iterator

import numpy as np

from coach.checks.rule import Finding, Rule, Subject, choices, shown_by
from coach.content.scenario import Choice, Turn, TurnId
from coach.roleplay.bots import words
from coach.roleplay.reply import Feelings, offered, wording
from coach.roleplay.values import EQUAL

MOST_WORDS = {"spoken": 26, "written": 40}
SPOKEN_WORDS = (8, 22)
MOST_IN_TURN = 95
SPREAD = 0.2


def reply_too_long(subject: Subject) -> Iterator[Finding]:
    """A spoken reply has more than 26 words, a written one more than 40."""
    most = MOST_WORDS[subject.scenario.channel.mode]
    for loc, _, choice in choices(subject.scenario):
        count = len(words(choice.text))
        if count > most and not choice.act:
            message = f'the reply "{choice.id}" has {count} words; at most {most}'
            yield Finding((*loc, "say"), message)


def reply_length(subject: Subject) -> Iterator[Finding]:
    """A spoken reply lies outside 8 to 22 words; acts and one short reply a turn are free."""
    if subject.scenario.channel.mode != "spoken":
        return
    low, high = SPOKEN_WORDS
    for loc, turn, choice in choices(subject.scenario):
        count = len(words(choice.text))
        if not low <= count <= high and not choice.act and choice is not _says_less(turn):
            message = f'the reply "{choice.id}" has {count} words; {low} to {high} read well'
            yield Finding((*loc, "say"), message)


def uneven_lengths(subject: Subject) -> Iterator[Finding]:
    """A reply is over a fifth longer or shorter than its turn's mean; one short one is free."""
    for loc, turn, choice in choices(subject.scenario):
        counted = [len(words(c.text)) for c in turn.choices if c is not _says_less(turn)]
        mean = sum(counted) / len(counted)
        count = len(words(choice.text))
        if choice is not _says_less(turn) and abs(count - mean) > SPREAD * mean + EQUAL:
            message = (
                f'the reply "{choice.id}" has {count} words, the replies here {mean:.1f} on average'
            )
            yield Finding((*loc, "do" if choice.act else "say"), message)


def _says_less(turn: Turn) -> Choice | None:
    """The one reply of a turn that may be shorter than the rest."""
    if len(turn.choices) == 1:
        return None
    shortest = min(turn.choices, key=lambda choice: len(words(choice.text)))
    rest = [len(words(c.text)) for c in turn.choices if c is not shortest]
    short = len(words(shortest.text)) < (1 - SPREAD) * sum(rest) / len(rest)
    return shortest if short else None


def turn_too_long(subject: Subject) -> Iterator[Finding]:
    """A line and the replies offered with it have more than 95 words together."""
    told: set[TurnId] = set()
    for graph in subject.graphs:
        doubtful = [t for t in subject.scenario.turns.values() if _most_words(t) > MOST_IN_TURN]
        places = [graph.tables.turn_index[turn.id] for turn in doubtful]
        for index in np.nonzero(np.isin(graph.turn, places))[0].tolist():
            state = graph.state_at(index)
            count = _shown_words(subject.scenario.turns[state.turn], state.feelings)
            if count > MOST_IN_TURN and state.turn not in told:
                told.add(state.turn)
                message = f'"{state.turn}" shows {count} words at once; at most {MOST_IN_TURN}'
                yield Finding(("turns", state.turn), message, shown_by(graph, index))


def _most_words(turn: Turn) -> int:
    """What would be on the screen if everything were offered in its longest wording."""
    texts = [text for text in (turn.narration, turn.says) if text]
    said = sum(max(len(words(variant.text)) for variant in text) for text in texts)
    return said + sum(len(words(choice.text)) for choice in turn.choices)


def _shown_words(turn: Turn, feelings: Feelings) -> int:
    texts = [wording(text, feelings) for text in (turn.narration, turn.says) if text]
    texts += [choice.text for choice in offered(turn, feelings)]
    return sum(len(words(text)) for text in texts)


RULES = (
    Rule("error", reply_too_long),
    Rule("error", turn_too_long),
    Rule("warning", reply_length),
    Rule("warning", uneven_lengths),
)
