"""The nine simple ways to click, as policies: what each would score, exactly.

Their picks look at the words only. V is a policy's expected worth over chance and its ties.
By the identity, a policy's expected regrets add up to best − V; put into the score's formula
with stake = (best − chance) / n, that leaves 100 · (V − chance) / (best − chance).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from itertools import groupby

from .brute import Brute
from .rules import Choice, Reply, State, choice_named, effects_of, resolved_text, total, turn_of

I_WORDS = frozenset(["i", "me", "my", "mine", "i'm", "i'd", "i'll", "i've"])
YOU_WORDS = frozenset(["you", "your", "yours", "you're", "you'd", "you'll", "you've"])

Measure = Callable[[Brute, State, Reply], int | Fraction]


@cache
def words(text: str) -> tuple[str, ...]:
    """Cut a text into words: longest runs of letters, digits and apostrophes, lower-cased."""
    runs = groupby(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), key=belongs_to_a_word)
    return tuple("".join(run).lower() for inside, run in runs if inside)


def belongs_to_a_word(sign: str) -> bool:
    """Tell letters, digits and the apostrophe from all other signs."""
    return sign.isalpha() or sign.isdigit() or sign == "'"


def hits(text: str, entries: Iterable[str]) -> int:
    """Count how often the entries of a word list occur, each as words in a row."""
    said = words(text)
    wanted = [words(entry) for entry in entries]
    return sum(said[at : at + len(w)] == w for w in wanted if w for at in range(len(said)))


def written(choice: Choice) -> str:
    """Return the words of a reply: its `say`, or the act it is."""
    return str(choice.get("say") or choice.get("do") or "")


def text_of(brute: Brute, state: State, reply: Reply) -> str:
    """Return the words of a played reply."""
    return written(choice_named(brute.scenario, state, reply.choice))


def last_line(brute: Brute, state: State) -> str:
    """Return what was just said, as it reads in this state; else what can be seen."""
    turn = turn_of(brute.scenario, state)
    return resolved_text(turn.get("says") or turn.get("narration"), state)


def length(brute: Brute, state: State, reply: Reply) -> int:
    """Count the words of a reply."""
    return len(words(text_of(brute, state, reply)))


def question(brute: Brute, state: State, reply: Reply) -> int:
    """Return 1 for a reply with a question mark."""
    return int("?" in text_of(brute, state, reply))


def politeness(brute: Brute, state: State, reply: Reply) -> int:
    """Count hits in the course's list of polite words."""
    return hits(text_of(brute, state, reply), brute.catalogue.polite)


def share(said: tuple[str, ...], counted: frozenset[str]) -> Fraction:
    """Return which part of the words are of a kind."""
    return Fraction(sum(word in counted for word in said), max(1, len(said)))


def self_words(brute: Brute, state: State, reply: Reply) -> Fraction:
    """Return which part of the words are for oneself."""
    return share(words(text_of(brute, state, reply)), I_WORDS)


def you_words(brute: Brute, state: State, reply: Reply) -> Fraction:
    """Return which part of the words are for the other person."""
    return share(words(text_of(brute, state, reply)), YOU_WORDS)


def echo(brute: Brute, state: State, reply: Reply) -> int:
    """Count distinct words shared with the last line, those of the stop list left out."""
    stop = {word for entry in brute.catalogue.stop for word in words(entry)}
    shared = set(words(text_of(brute, state, reply))) & set(words(last_line(brute, state)))
    return len(shared - stop)


def way_out(brute: Brute, state: State, reply: Reply) -> int:
    """Count hits in the course's list of ways out."""
    return hits(text_of(brute, state, reply), brute.catalogue.way_out)


def pleasing(brute: Brute, state: State, reply: Reply) -> int:
    """Return the rise of rapport as written; of a declined ask, its loss only."""
    choice = choice_named(brute.scenario, state, reply.choice)
    return effects_of(choice, declined=reply.declined).get("rapport", 0)


BOTS: dict[str, tuple[Measure, int]] = {
    "longest": (length, 1),
    "shortest": (length, -1),
    "question": (question, 1),
    "polite": (politeness, 1),
    "fewest-i": (self_words, -1),
    "most-you": (you_words, 1),
    "echo": (echo, 1),
    "way-out": (way_out, 1),
    "pleaser": (pleasing, 1),
}


def picks(brute: Brute, state: State, bot: str) -> tuple[Reply, ...]:
    """Return the replies a bot chooses among, uniformly: all that tie for the most.

    Where nothing fits (no question mark, no hit) all tie at nought and so all are picked.
    """
    measure, sign = BOTS[bot]
    replies = brute.replies(state)
    figures = [sign * measure(brute, state, reply) for reply in replies]
    return tuple(r for r, f in zip(replies, figures, strict=True) if f == max(figures))


def policy_value(brute: Brute, bot: str, state: State) -> Fraction:
    """Return a bot's expected worth still to come, over chance and its ties."""

    def mean_of_picks(state: State) -> Fraction:
        picked = picks(brute, state, bot)
        return total(brute.worth_of(reply, value) for reply in picked) / len(picked)

    def value(state: State) -> Fraction:
        return brute.once(f"bot {bot}", state, mean_of_picks)

    return value(state)


def bot_score(brute: Brute, bot: str) -> Fraction:
    """Return a bot's exact expected score: 100 for the best line, 0 for uniform clicking."""
    brute.stake()
    gained = policy_value(brute, bot, brute.start) - brute.chance(brute.start)
    return 100 * gained / brute.at_stake()


def bot_scores(brute: Brute) -> dict[str, Fraction]:
    """Return the exact score of each of the nine bots."""
    return {bot: bot_score(brute, bot) for bot in BOTS}
