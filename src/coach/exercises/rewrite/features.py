"""What a message does: the nine features and the penalties, with the words that show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from coach.content.lesson import LENGTHS, RewriteExercise
from coach.exercises.rewrite import patterns as look
from coach.exercises.rewrite.reading import Place, Text, read

Name: TypeAlias = Literal["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "P"]

NAMES: Final[tuple[Name, ...]] = get_args(Name)
MOST: Final[Mapping[Name, int]] = MappingProxyType(
    {"F1": 3, "F2": 2, "F3": 3, "F4": 4, "F5": 1, "F6": 2, "F7": 1, "F8": 2, "F9": 2, "P": 0}
)
LEAST_PENALTY = -11
SMALL_MINUTES = 20
MANY_QUESTIONS = 3
FOCUS = 1.5
MEDIUM, LARGE = 2, 3


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing a message does or leaves out.

    Attributes:
        points: from 0 to `most`; for the penalties from -11 to 0.
        most: what it can earn.
        spans: the learner's own words that made it fire, in order; empty where it is met or missed
            by absence.
    """

    points: int
    most: int
    spans: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """Everything that was looked for in one message.

    Attributes:
        of: each feature by its name, in the order F1 … F9, P.
        asks: whether something is asked for.
        penalties: which ones P is made of.
    """

    of: Mapping[Name, Feature]
    asks: bool
    penalties: tuple["Penalty", ...]

    def __getitem__(self, name: Name) -> Feature:
        """One feature."""
        return self.of[name]


Penalty: TypeAlias = Literal["pretext", "pressure", "papers", "mass-mail"]


class _Seen(NamedTuple):
    """What one feature found in the plain form."""

    points: int
    places: tuple[Place, ...] = ()


class _Ask(NamedTuple):
    """What is asked for.

    Attributes:
        size: 0 for nothing, 1 a question, 2 twenty minutes or a page, 3 more than that.
        small: at most twenty minutes, a question or a page.
        vague: it names no topic.
    """

    size: int
    small: bool
    vague: bool
    places: tuple[Place, ...]


def features(message: str, exercise: RewriteExercise) -> Features:
    """Look for everything in a message.

    Args:
        message: any text.
        exercise: which hooks, which task and which length.
    """
    text = read(message)
    ask = _ask(text)
    fouls = _penalties(text)
    billed = "pressure" in fouls or (exercise.task == "no_ask" and ask.size >= LARGE)
    seen: dict[Name, _Seen] = {
        "F1": _taken_up(text, exercise, billed=billed),
        "F2": _question(text),
        "F3": _given(text, billed=billed),
        "F4": _fits(text, ask, exercise),
        "F5": _way_out(text, ask, exercise),
        "F6": _thanks(text),
        "F7": _focus(text),
        "F8": _length(text, exercise),
        "F9": _plain(text),
        "P": _Seen(
            max(LEAST_PENALTY, sum(points for points, _ in fouls.values())),
            tuple(sorted(place for _, places in fouls.values() for place in places)),
        ),
    }
    if not text.words:
        seen = dict.fromkeys(NAMES, _Seen(0))
    return Features(
        MappingProxyType(
            {
                name: Feature(found.points, MOST[name], tuple(map(text.own, found.places)))
                for name, found in seen.items()
            }
        ),
        bool(ask.size),
        tuple(fouls),
    )


def total(found: Features) -> int:
    """All points together, at least 0. For tests and for order only: it is never shown."""
    return max(0, sum(feature.points for feature in found.of.values()))


def _taken_up(text: Text, exercise: RewriteExercise, *, billed: bool) -> _Seen:
    """F1: 1 in general, 2 a detail they gave, 3 also what it did; a detail as a lever counts 1."""
    hooks = text.find(look.hook_patterns(exercise.hooks))
    shared = text.find(look.SHARED)
    if not hooks or billed:
        return _Seen(int(bool(hooks or shared)), hooks or shared)
    reaction = text.near(text.find(look.REACTION), hooks)
    return _Seen(3 if reaction else 2, tuple(sorted({*hooks, *reaction})))


def _question(text: Text) -> _Seen:
    """F2: 2 an open question about them, 1 another question, 1 off for more than three."""
    asked = [text.sentences[number] for number in _questions(text)]
    if not asked:
        return _Seen(0)
    about_them = tuple(s for s in asked if _is_open(text.plain[s.start : s.end]))
    points = (2 if about_them else 1) - (len(asked) > MANY_QUESTIONS)
    return _Seen(points, tuple(_trimmed(text, s) for s in about_them or asked))


def _questions(text: Text) -> tuple[int, ...]:
    """The numbers of the sentences that ask; a question in quotes is somebody else's."""
    return tuple(
        number
        for number, place in enumerate(text.sentences)
        if text.plain[place.start : place.end].endswith("?")
    )


def _is_open(sentence: str) -> bool:
    return any(p.words.search(sentence) for p in look.OPEN) and not look.ABOUT_ME.words.search(
        sentence
    )


def _trimmed(text: Text, place: Place) -> Place:
    """A sentence without the space before it."""
    return Place(place.start + (text.plain[place.start] == " "), place.end)


def _given(text: Text, *, billed: bool) -> _Seen:
    """F3: 1 an offer without a name, 2 a thing or a finding, 3 and they are free to leave it."""
    generic = text.find(look.GENERIC_OFFER)
    given = tuple(p for p in text.find((*look.GIVES, *look.FINDING)) if _is_gift(text, p))
    if not given or billed:
        return _Seen(int(bool(generic)), generic)
    free = tuple(
        p
        for p in text.find(look.OPTIONAL)
        if any(text.sentence(p) == text.sentence(gift) for gift in given)
    )
    return _Seen(3 if free else 2, tuple(sorted({*given, *free})))


def _is_gift(text: Text, place: Place) -> bool:
    sentence = text.sentences[text.sentence(place)]
    return not look.NOT_A_GIFT.words.search(text.plain[sentence.start : sentence.end])


def _ask(text: Text) -> _Ask:
    """The largest thing that is asked for."""
    pleas = text.find(look.PLEA)
    requests = text.find(look.REQUEST)
    small = text.find(look.SMALL)
    asking = {text.sentence(place) for place in requests} | set(_questions(text))
    minutes = [
        (look.NUMBER.get(match[1]) or int(match[1]), Place(*match.span()))
        for match in look.MINUTES.finditer(text.plain)
        if text.sentence(Place(*match.span())) in asking
    ]
    time = [place for place in text.find(look.TIME) if text.sentence(place) in asking]
    brief = all(length <= SMALL_MINUTES for length, _ in minutes)
    places = tuple(sorted({*pleas, *requests, *(place for _, place in minutes)}))
    if pleas:
        size = LARGE
    elif minutes or time:
        size = MEDIUM
    else:
        size = int(bool(requests))
    return _Ask(
        size,
        small=brief and not pleas and bool(minutes or small or (requests and not time)),
        vague=text.has(look.VAGUE),
        places=places,
    )


def _fits(text: Text, ask: _Ask, exercise: RewriteExercise) -> _Seen:
    """F4: with nothing to ask, how little is asked; else stated, specific, small, and fitting."""
    if exercise.task == "no_ask":
        if ask.size >= MEDIUM:
            return _Seen(0, ask.places)
        vague = text.find(look.VAGUE_ASK)
        return _Seen(2, vague) if vague else _Seen(4)
    if not ask.size:
        return _Seen(0)
    specific = not ask.vague and (ask.size >= LARGE or text.has(look.TOPIC))
    fitting = ask.size <= (exercise.size or 0)
    return _Seen(1 + specific + ask.small + fitting, ask.places)


def _way_out(text: Text, ask: _Ask, exercise: RewriteExercise) -> _Seen:
    """F5: they may say no; with nothing asked there is nothing to say no to."""
    asked = ask.size >= (MEDIUM if exercise.task == "no_ask" else 1)
    if not asked:
        return _Seen(1)
    ways = tuple(
        p for p in text.find(look.DECLINE) if not look.NOT_FREE.search(text.plain[: p.start])
    )
    return _Seen(int(bool(ways)), ways)


def _thanks(text: Text) -> _Seen:
    """F6: 1 thanks or a kind word, 2 it names what for."""
    named = text.find(look.NAMED_THANKS)
    thanks = text.find(look.THANKS)
    return _Seen(2, named) if named else _Seen(int(bool(thanks)), thanks)


def _focus(text: Text) -> _Seen:
    """F7: the writer is named at most one and a half times as often as the reader."""
    mine, theirs = text.find((look.MINE,)), text.find((look.THEIRS,))
    return _Seen(1) if len(mine) <= FOCUS * len(theirs) else _Seen(0, mine)


def _length(text: Text, exercise: RewriteExercise) -> _Seen:
    """F8: 2 in the range, 1 at most half outside it."""
    low, high, unit = LENGTHS[exercise.length]
    size = text.words if unit == "words" else text.characters
    if low <= size <= high:
        return _Seen(2)
    return _Seen(int(low / 2 <= size <= high * 1.5))


def _plain(text: Text) -> _Seen:
    """F9: no sales word, or one."""
    words = text.find(look.SALES)
    return _Seen(max(0, 2 - len(words)), words)


def _penalties(text: Text) -> dict[Penalty, tuple[int, tuple[Place, ...]]]:
    """P: what costs trust, each once."""
    sells = text.find(look.WARES)
    pretext = text.find(look.PRETEXT) if sells else ()
    unasked = text.find(look.UNASKED)
    papers = text.near(text.find(look.ENCLOSES), unasked)
    tables: tuple[tuple[Penalty, int, tuple[Place, ...]], ...] = (
        ("pretext", -4, (*pretext, *sells) if pretext else ()),
        ("pressure", -3, text.find(look.PRESSURE)),
        ("papers", -2, tuple(sorted({*papers, *unasked})) if papers else ()),
        ("mass-mail", -2, text.find(look.MASS)),
    )
    return {name: (points, places) for name, points, places in tables if places}
