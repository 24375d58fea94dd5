"""What is shown of a message: what was found, and one thing to try. Never a total, never a mark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from coach.content.lesson import LENGTHS, RewriteExercise
from coach.exercises.rewrite.features import MANY_QUESTIONS, Features, Name, features
from coach.exercises.rewrite.patterns import hook_patterns
from coach.exercises.rewrite.reading import Place, Text, read

ENOUGH_WORDS = 15
SPECIFIC = 2
GREETING = re.compile(r"^(?:hi|hello|hey|dear)\b[^,.!?]{0,30}, ", re.IGNORECASE)
EMPTY = "Begin with one thing they told you. One line is enough to start."
SHORT = "A good start. What did they say that stayed with you?"


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that was found.

    Attributes:
        words: what is said about it.
        spans: the learner's own words that show it, in order; never empty.
    """

    feature: Name
    words: str
    spans: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class TryAdding:
    """The one change worth most.

    Attributes:
        words: what to try, kindly; it begins with “Try” or “Leave out”.
        phrase: words that would do it; None where something is only to be left out.
        spans: the learner's own words it speaks of; empty when something is missing.
    """

    feature: Name
    words: str
    phrase: str | None = None
    spans: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What a learner is shown.

    Attributes:
        ticks: what was found, in the order F1 to F6.
        try_adding: the one change worth most; None when there is a prompt, or nothing to change.
        prompt: said instead when there is little or nothing to look at; else None.
    """

    ticks: tuple[Tick, ...]
    try_adding: TryAdding | None
    prompt: str | None = None


class SelfTick(NamedTuple):
    """One line of the list for those who write in another language: they tick it themselves."""

    feature: Name
    words: str


class _Line(NamedTuple):
    """How a feature is spoken of: when it is found, and as a line to tick oneself."""

    feature: Name
    least: int
    found: str
    own: str


LINES: Final = (
    _Line("F1", 2, "you took up what they told you", "I took up something they told me or did."),
    _Line("F2", 2, "you asked an open question about them", "I asked one open question."),
    _Line("F3", 2, "you gave them something they can use", "I gave something they can use."),
    _Line("F4", 4, "what you ask is small and clear", "What I ask is small and clear."),
    _Line("F5", 1, "you made it easy to say no", "I made it easy to say no."),
    _Line("F6", 1, "you said thanks, or a kind word", "I said thanks, or a kind word."),
)
"""What can be ticked. F4 and F5 only where something may be asked for."""

ASKING: Final = frozenset({"F4", "F5"})
WANTED: Final = frozenset({"F3", "F6", "F7"})
"""What is only asked for where the exercise's sample does it."""

ORDER: Final[tuple[Name, ...]] = ("P", "F4", "F1", "F3", "F2", "F6", "F5", "F9", "F8", "F7")
"""Which of two changes worth the same comes first."""

Step: TypeAlias = Literal[
    "nothing", "in general", "no reaction", "no question", "closed", "many", "no gift", "not free",
    "large", "no ask", "unclear", "no way out", "no thanks", "unnamed", "focus", "sales", "short",
    "long", "pretext", "pressure", "papers", "mass-mail",
]  # fmt: skip

ADVICE: Final[dict[Step, tuple[str, str | None]]] = {
    "nothing": ("Try adding one thing they told you.", "What you said stayed with me."),
    "in general": ("Try adding one detail that only they told you.", None),
    "no reaction": (
        "Try adding what it made you think or do.",
        "It stayed with me all week.",
    ),
    "no question": ("Try adding one open question about them.", "How is it going for you now?"),
    "closed": (
        "Try adding a question about them that begins with what or how.",
        "How is it going for you now?",
    ),
    "many": ("Try keeping the one question you most want to ask.", None),
    "no gift": (
        "Try adding one small thing they can use, if you have one.",
        "I can send you the page I made, if you'd like it.",
    ),
    "not free": ("Try adding a word that leaves them free to take it or not.", "If it's of use."),
    "large": (
        "Leave out the request this time. There will be a better moment for it.",
        "I'd like to stay in touch.",
    ),
    "no ask": ("Try adding one small ask.", "May I ask you one question about how you began?"),
    "unclear": (
        "Try adding what you would like to ask about, and make it small.",
        "May I ask you two questions about how you began?",
    ),
    "no way out": ("Try adding a way to say no.", "If it's a bad month, just say so."),
    "no thanks": ("Try adding what you are glad of.", "Thank you for telling me about it."),
    "unnamed": ("Try adding what your thanks are for.", "Thank you for telling me about it."),
    "focus": ("Try adding one more line about them.", None),
    "sales": ("Leave out the sales words; plain ones sound more like you.", None),
    "short": ("Try adding one more line.", None),
    "long": ("Leave out what can wait for the next message.", None),
    "pretext": ("Leave out the praise, or the offer. Together they sound like selling.", None),
    "pressure": (
        "Leave out the words that press. People help more gladly when they are free.",
        "Whenever it suits you.",
    ),
    "papers": ("Leave out the papers for now. They can ask for them.", None),
    "mass-mail": ("Leave out what could go to anyone. Begin with their name.", None),
}
"""What is said for each step, and words for it where the exercise's sample has none."""


def found(message: str, exercise: RewriteExercise) -> Findings:
    """What is shown of a message.

    Args:
        message: any text; nothing in it is followed, and it is to be escaped where it is drawn.
        exercise: what it answers.
    """
    words = read(message).words
    if words < ENOUGH_WORDS:
        return Findings((), None, SHORT if words else EMPTY)
    seen = features(message, exercise)
    return Findings(tuple(_ticks(seen, exercise)), _change(message, seen, exercise))


def checklist(exercise: RewriteExercise) -> tuple[SelfTick, ...]:
    """The same list, to be ticked by those who write in another language."""
    return tuple(SelfTick(line.feature, line.own) for line in _lines(exercise))


def _lines(exercise: RewriteExercise) -> Iterator[_Line]:
    for line in LINES:
        if exercise.task == "ask" or line.feature not in ASKING:
            yield line


def _ticks(seen: Features, exercise: RewriteExercise) -> Iterator[Tick]:
    for line in _lines(exercise):
        feature = seen[line.feature]
        if feature.points >= line.least and feature.spans:
            yield Tick(line.feature, f"We found: {line.found}", feature.spans)


def _change(message: str, seen: Features, exercise: RewriteExercise) -> TryAdding | None:
    """The change worth most points; among equals the first of ORDER.

    Nobody is told to add what the exercise's own sample does without.
    """
    model = features(exercise.sample, exercise)
    lost = {name: _within_reach(name, model) - seen[name].points for name in ORDER}
    name = max(ORDER, key=lambda name: lost[name])
    if lost[name] <= 0:
        return None
    step = _step(name, read(message), seen, exercise)
    words, phrase = ADVICE[step]
    missing = words.startswith("Try adding")
    return TryAdding(
        name,
        words,
        (_from_sample(name, exercise) or _with_hook(step, message, exercise) or phrase)
        if missing
        else phrase,
        () if missing else seen[name].spans,
    )


def _within_reach(name: Name, model: Features) -> int:
    """What a message for this exercise can be asked to earn: as much as its sample, mostly."""
    feature = model[name]
    if name == "F1" or (name == "F4" and model.asks):
        return max(SPECIFIC, feature.points)
    if name == "F2":
        return feature.points if feature.points == feature.most else 0
    return feature.points if name in WANTED else feature.most


def _step(name: Name, text: Text, seen: Features, exercise: RewriteExercise) -> Step:
    """What of a feature is missing or broken."""
    points = seen[name].points
    many = text.plain.count("?") > MANY_QUESTIONS
    general: Step = "in general" if points else "nothing"
    unclear: Step = "unclear" if points else "no ask"
    question: Step = "closed" if points else "no question"
    steps: dict[Name, Step] = {
        "P": seen.penalties[0] if seen.penalties else "pressure",
        "F1": "no reaction" if points == SPECIFIC else general,
        "F2": "many" if many else question,
        "F3": "not free" if points == SPECIFIC else "no gift",
        "F4": "large" if exercise.task == "no_ask" else unclear,
        "F5": "no way out",
        "F6": "unnamed" if points else "no thanks",
        "F7": "focus",
        "F8": "short" if _is_short(text, exercise) else "long",
        "F9": "sales",
    }
    return steps[name]


def _is_short(text: Text, exercise: RewriteExercise) -> bool:
    low, _, unit = LENGTHS[exercise.length]
    return (text.words if unit == "words" else text.characters) < low


def _from_sample(name: Name, exercise: RewriteExercise) -> str | None:
    """The sentence of the sample that does it, without its greeting; None where none does."""
    feature = features(exercise.sample, exercise)[name]
    if not feature.spans or not feature.points:
        return None
    text = read(exercise.sample)
    for sentence in text.sentences:
        own = text.own(sentence)
        if own.start <= feature.spans[0].start < own.end:
            said = GREETING.sub("", exercise.sample[own.start : own.end].strip())
            return said[:1].upper() + said[1:]
    return None


def _with_hook(step: Step, message: str, exercise: RewriteExercise) -> str | None:
    """Words with a detail the message has not used yet; None where a detail is no help."""
    if step not in ("nothing", "in general"):
        return None
    plain = read(message)
    for hook, pattern in zip(exercise.hooks, hook_patterns(exercise.hooks), strict=False):
        if not plain.has((pattern,)):
            return f"“{hook[0]}”: your words about it stayed with me."
    return None
