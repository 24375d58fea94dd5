"""How a conversation reads: feedback, openings, idioms, sentences, reading grade."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeAlias

from coach.checks.grade import grade, sentences
from coach.checks.rule import Finding, Rule, Subject, choices
from coach.content.course import Words
from coach.content.diagnostics import Loc
from coach.content.scenario import Choice, Explanation, Scenario, Text, Turn
from coach.roleplay.bots import hits, words
from coach.roleplay.debrief import emphasised

Placed: TypeAlias = tuple[Loc, str]

FEEDBACK_WORDS = (25, 50)
SAME_OPENINGS = 2
OPENING_WORDS = 2
HIGHEST_GRADE = 8.0
SENTENCE_WORDS = 20
GIVE_AWAYS = (
    ("genuinely",), ("respectfully",), ("just",), ("simply",), ("always",), ("never",),
    ("all", "it", "takes"),
)  # fmt: skip


def feedback_rule(subject: Subject) -> Iterator[Finding]:
    """Feedback does not hold exactly one *emphasised* sentence: the rule to take away."""
    yield from without_rule(_feedback(subject.scenario))


def without_rule(feedback: Iterable[Placed]) -> Iterator[Finding]:
    """Feedback without exactly one emphasised sentence."""
    for loc, text in feedback:
        found = emphasised(text)
        hint = "put *one whole sentence* between asterisks"
        if len(found) != 1:
            count = f"{len(found)} passages" if found else "nothing"
            yield Finding(loc, f"this feedback has {count} between asterisks", hint)
        elif not _is_sentence(found[0]):
            yield Finding(loc, f'"{found[0]}" is not one whole sentence', hint)


def _is_sentence(text: str) -> bool:
    return len(sentences(text)) == 1 and text.rstrip(" \"”’'").endswith((".", "!", "?", "…"))


def feedback_length(subject: Subject) -> Iterator[Finding]:
    """Feedback lies outside 25 to 50 words: effect, rule, better phrase."""
    yield from odd_lengths(_feedback(subject.scenario))


def odd_lengths(feedback: Iterable[Placed]) -> Iterator[Finding]:
    """Feedback that is too short or too long."""
    low, high = FEEDBACK_WORDS
    for loc, text in feedback:
        count = len(words(text))
        if not low <= count <= high:
            yield Finding(loc, f"this feedback has {count} words; {low} to {high} read well")


def same_openings(subject: Subject) -> Iterator[Finding]:
    """More than two pieces of feedback begin with the same two words."""
    opened: Counter[tuple[str, ...]] = Counter()
    for loc, text in _feedback(subject.scenario):
        opening = words(text)[:OPENING_WORDS]
        opened[opening] += 1
        if opened[opening] > SAME_OPENINGS:
            count = opened[opening]
            message = f'"{" ".join(opening)} …" begins {count} pieces of feedback up to here'
            yield Finding(loc, message, f"at most {SAME_OPENINGS} in a conversation")


def loose_asterisk(subject: Subject) -> Iterator[Finding]:
    """A text has an asterisk without its partner, so the emphasis has no end."""
    yield from without_partner(_texts(subject.scenario))


def without_partner(texts: Iterable[Placed]) -> Iterator[Finding]:
    """Texts with an odd number of asterisks."""
    for loc, text in texts:
        if text.count("*") % 2:
            message = "an asterisk in this text has no partner"
            yield Finding(loc, message, "emphasis has one before and one after: *like this*")


def give_away(subject: Subject) -> Iterator[Finding]:
    """A reply uses a word that gives it away: genuinely, just, simply, always …, or two `!`."""
    for loc, _, choice in choices(subject.scenario):
        for phrase in given_away(choice.text):
            where = (*loc, "do" if choice.act else "say")
            message = f'"{phrase}" gives the reply "{choice.id}" away'
            yield Finding(where, message, "leave it out, or give it to other replies too")


def given_away(text: str) -> Iterator[str]:
    """The words of a reply that give it away."""
    spoken = words(text)
    yield from (" ".join(phrase) for phrase in GIVE_AWAYS if hits(spoken, (phrase,)))
    if "!!" in text:
        yield "!!"


def idiom(subject: Subject) -> Iterator[Finding]:
    """A phrase of the idiom list that no `explain` beside it makes plain."""
    for loc, text in _texts(subject.scenario):
        plain = _explained(subject.scenario, loc)
        for phrase in idioms_of(text, subject.words):
            if phrase not in plain:
                message = f'"{phrase.strip()}" may not be understood by everybody'
                yield Finding(loc, message, "say it plainly, or explain it in `explain`")


def idioms_of(text: str, listed: Words) -> Iterator[str]:
    """The phrases of the idiom list in a text, with a space on both sides."""
    spoken = _run(text)
    return (phrase for phrase in _runs(listed.idioms) if phrase in spoken)


@cache
def _runs(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Each phrase of a word list once, in order, with a space on both sides."""
    return tuple(sorted(set(map(_run, phrases))))


def _run(text: str) -> str:
    """The words of a text, each with a space on both sides."""
    return f" {' '.join(words(text))} "


def _explained(scenario: Scenario, loc: Loc) -> str:
    """The words explained beside a text."""
    turn = next((t for t in scenario.turns.values() if loc[0] == "turns" and t.id == loc[1]), None)
    if turn is None:
        return ""
    entries = list(turn.explain)
    for choice in turn.choices:
        if len(loc) > 3 and choice.id == loc[3]:  # noqa: PLR2004  (turns, id, choices, id)
            entries += choice.explain
    return "".join(_run(entry.words) for entry in entries)


def long_sentence(subject: Subject) -> Iterator[Finding]:
    """A sentence has more than 20 words."""
    yield from long_winded(_texts(subject.scenario))


def long_winded(texts: Iterable[Placed]) -> Iterator[Finding]:
    """Texts with a sentence that is too long."""
    for loc, text in texts:
        for sentence in sentences(text):
            count = len(words(sentence))
            if count > SENTENCE_WORDS:
                message = f'a sentence of {count} words: "{sentence[:50]} …"'
                yield Finding(loc, message, f"at most {SENTENCE_WORDS}; make two of it")


def reading_grade(subject: Subject) -> Iterator[Finding]:
    """The whole scenario reads above grade 8 (Flesch–Kincaid)."""
    found = grade(*(text for _, text in _texts(subject.scenario)))
    if found > HIGHEST_GRADE:
        message = (
            f"all texts together read at school grade {found:.1f}; at most {HIGHEST_GRADE:.0f}"
        )
        yield Finding(("turns",), message, "shorter sentences, commoner words")


def _feedback(scenario: Scenario) -> Iterator[tuple[Loc, str]]:
    for loc, _, choice in choices(scenario):
        yield (*loc, "feedback"), choice.feedback
        if choice.ask:
            yield (*loc, "declined", "feedback"), choice.ask.declined.feedback


def _texts(scenario: Scenario) -> Iterator[tuple[Loc, str]]:
    """Every text a learner reads, with its place."""
    for name in ("title", "setting", "you", "could_lose", "local_note"):
        yield (name,), getattr(scenario, name)
    for deed in scenario.deeds.values():
        yield ("deeds", deed.id, "text"), deed.text
    for fact in scenario.facts.values():
        yield ("facts", fact.id, "text"), fact.text
    for name, turn in scenario.turns.items():
        yield from _turn_texts(("turns", name), turn)
    for name, ending in scenario.endings.items():
        yield ("endings", name, "title"), ending.title
        yield from _variants(("endings", name, "text"), ending.text)
        yield from _variants(("endings", name, "looks_back"), ending.looks_back)
    for question in scenario.debrief_questions:
        yield ("debrief_questions", question.id, "text"), question.text


def _turn_texts(loc: Loc, turn: Turn) -> Iterator[tuple[Loc, str]]:
    if turn.gap:
        yield (*loc, "gap"), turn.gap
    yield from _variants((*loc, "says"), turn.says)
    yield from _variants((*loc, "narration"), turn.narration)
    yield from _plain(loc, turn.explain)
    for choice in turn.choices:
        yield from _choice_texts((*loc, "choices", choice.id), choice)


def _choice_texts(loc: Loc, choice: Choice) -> Iterator[tuple[Loc, str]]:
    yield (*loc, "do" if choice.act else "say"), choice.text
    yield from _variants((*loc, "reaction"), choice.reaction)
    yield (*loc, "feedback"), choice.feedback
    if choice.ask:
        yield from _variants((*loc, "declined", "reaction"), choice.ask.declined.reaction)
        yield (*loc, "declined", "feedback"), choice.ask.declined.feedback
    yield from _plain(loc, choice.explain)


def _plain(loc: Loc, entries: tuple[Explanation, ...]) -> Iterator[tuple[Loc, str]]:
    for entry in entries:
        yield (*loc, "explain", entry.id, "text"), entry.text


def _variants(loc: Loc, text: Text | None) -> Iterator[tuple[Loc, str]]:
    for variant in text or ():
        yield (*loc, variant.id), variant.text


RULES = (
    Rule("error", feedback_rule),
    Rule("error", loose_asterisk),
    Rule("warning", feedback_length),
    Rule("warning", same_openings),
    Rule("warning", give_away),
    Rule("warning", idiom),
    Rule("warning", long_sentence),
    Rule("warning", reading_grade),
)
