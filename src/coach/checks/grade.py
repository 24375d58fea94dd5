"""Reading grade, offline: Flesch–Kincaid over syllables from local hyphenation patterns."""

import re
from functools import cache

import pyphen

from coach.roleplay.bots import words

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’*)]*\s+")


def sentences(text: str) -> list[str]:
    """The sentences of a text.

    >>> sentences('You asked. "And then?" She told you.')
    ['You asked.', '"And then?', 'She told you.']
    """
    return [part.strip() for part in _SENTENCE_END.split(text) if words(part)]


@cache
def _patterns() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


@cache
def syllables(word: str) -> int:
    """How many syllables a word has, by its hyphenation; at least one.

    >>> syllables("system"), syllables("four")
    (2, 1)
    """
    return len(_patterns().positions(word)) + 1


def grade(*texts: str) -> float:
    """The school grade that reads some texts with ease; noise on single lines.

    0.39 · words/sentences + 11.8 · syllables/words − 15.59, after Kincaid, Fishburne, Rogers and
    Chissom (1975), Derivation of New Readability Formulas. A sentence ends where its text ends.
    """
    spoken = [word for text in texts for word in words(text)]
    if not spoken:
        return 0.0
    per_sentence = len(spoken) / sum(len(sentences(text)) for text in texts)
    per_word = sum(syllables(word) for word in spoken) / len(spoken)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59
