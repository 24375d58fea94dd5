"""The one door for words of the course and of people onto a page.

`*emphasis*` is kept; everything else is shown as it is written: `# of seats`, `- Yes`, `:smile:`
and `![x](http://…)` are dialogue, not Markdown.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from coach.roleplay.sentences import is_seen

REMEMBERED = 4096

_MARKUP = re.compile(r"([\\`_\[\]{}()#+\-.!|~<>$&:@=^/])")
_EMPHASIS = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*")
_SHORTCODE = re.compile(r":(?=[\w+-]+:)")
_LINK = re.compile(r"(?i)(https?:)(?=//)|(www)(?=\.)|(?<=\w)(@)(?=\w)")
_JOINER = "\u2060"
"""Takes no room and keeps what stands on both sides from being read as one mark."""


def prose(text: str) -> str:
    r"""Words as Markdown that shows them as written, with `*emphasis*`.

    >>> prose("# of seats")
    '\\# of seats'
    >>> prose("That is *yours* to say. 2 * 3")
    'That is *yours* to say\\. 2 \\* 3'
    """
    parts, end = [], 0
    joined = " ".join(text.split())
    for found in _EMPHASIS.finditer(joined):
        parts += [_plain(joined[end : found.start()]), f"*{_plain(found.group(1))}*"]
        end = found.end()
    return "".join((*parts, _plain(joined[end:])))


@lru_cache(maxsize=REMEMBERED)
def printed(text: str) -> str:
    """`prose` for the course's words: they come again with every drawing, so they are remembered.

    What a person wrote is not for here; nothing of theirs stays behind in the process.
    """
    return prose(text)


def underlined(words: str, explained: Iterable[str]) -> str:
    r"""Prose in which the first of each explained expression can be tapped.

    It is a link that leads nowhere: the script opens the meaning that stands below.

    >>> underlined(prose("Two wards. The wards rang."), ["wards"])
    'Two [wards](#meaning)\\. The wards rang\\.'
    """
    wanted = sorted((printed(each) for each in explained), key=len, reverse=True)
    if not wanted:
        return words
    met: set[str] = set()

    def link(found: re.Match[str]) -> str:
        expression = found.group(0)
        is_new = expression.casefold() not in met
        met.add(expression.casefold())
        return f"[{expression}](#meaning)" if is_new else expression

    pattern = "|".join(map(re.escape, wanted))
    return re.sub(rf"(?i)(?<!\w)(?:{pattern})(?!\w)", link, words)


def plain(text: str) -> str:
    """Words without the marks of emphasis, for places that show no Markdown."""
    return _EMPHASIS.sub(r"\1", " ".join(text.split()))


def opened(text: str) -> str:
    """Words with a large first letter; names further on keep theirs.

    >>> opened("the next Thursday")
    'The next Thursday'
    """
    return text[:1].upper() + text[1:]


def quoted(text: str) -> str:
    """What somebody in a scene says, between quotation marks; an act between asterisks stays."""
    whole = " ".join(text.split())
    return printed(whole) if is_seen(whole) else f"“{printed(whole)}”"


def _plain(text: str) -> str:
    kept_apart = _LINK.sub(lambda found: f"{found.group(0)}{_JOINER}", text)
    kept_apart = _SHORTCODE.sub(f":{_JOINER}", kept_apart)
    return _MARKUP.sub(r"\\\1", kept_apart).replace("*", r"\*")
