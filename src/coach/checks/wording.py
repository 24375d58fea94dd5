"""How a conversation reads: lengths, feedback, openings, idioms, reading grade."""

import re
from collections import Counter
from collections.abc import Iterator

from coach.checks.grade import grade, sentences
from coach.checks.rule import Finding, Rule, Subject, shown_by
from coach.content.diagnostics import Loc
from coach.content.scenario import Choice, Scenario, Text, Turn
from coach.roleplay.bots import hits, words
from coach.roleplay.explore import Graph
from coach.roleplay.play import State, offered, wording

MOST_WORDS = {"spoken": 26, "written": 40}
SPOKEN_WORDS = (8, 22)
MOST_IN_TURN = 95
SPREAD = 0.2
FEEDBACK_WORDS = (25, 50)
SAME_OPENINGS = 2
OPENING_WORDS = 2
HIGHEST_GRADE = 8.0
SENTENCE_WORDS = 20
GIVE_AWAYS = (
    ("genuinely",), ("respectfully",), ("just",), ("simply",), ("always",), ("never",),
    ("all", "it", "takes"),
)  # fmt: skip
_EMPHASIS = re.compile(r"\*([^*]+)\*")


def reply_too_long(subject: Subject) -> Iterator[Finding]:
    """A spoken reply has more than 26 words, a written one more than 40."""
    most = MOST_WORDS[subject.scenario.channel.mode]
    for loc, _, choice in _choices(subject.scenario):
        count = len(words(choice.text))
        if count > most and not choice.act:
            message = f'the reply "{choice.id}" has {count} words; at most {most}'
            yield Finding((*loc, "say"), message)


def reply_length(subject: Subject) -> Iterator[Finding]:
    """A spoken reply lies outside 8 to 22 words; acts and one short reply a turn are free."""
    if subject.scenario.channel.mode != "spoken":
        return
    low, high = SPOKEN_WORDS
    for loc, turn, choice in _choices(subject.scenario):
        count = len(words(choice.text))
        if not low <= count <= high and not choice.act and choice is not _says_less(turn):
            message = f'the reply "{choice.id}" has {count} words; {low} to {high} read well'
            yield Finding((*loc, "say"), message)


def uneven_lengths(subject: Subject) -> Iterator[Finding]:
    """A reply differs by more than a fifth from its turn's mean length; one short one is free."""
    for loc, turn, choice in _choices(subject.scenario):
        counted = [len(words(c.text)) for c in turn.choices if c is not _says_less(turn)]
        mean = sum(counted) / len(counted)
        count = len(words(choice.text))
        if choice is not _says_less(turn) and abs(count - mean) > SPREAD * mean + 1:
            message = f'the reply "{choice.id}" has {count} words, the others {mean:.0f} on average'
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
    told: set[str] = set()
    for graph in subject.graphs[:1]:
        for index in _kinds_of_turns(graph):
            state = _state(graph, index)
            count = _shown_words(subject.scenario, state)
            if count > MOST_IN_TURN and state.turn not in told:
                told.add(state.turn)
                message = f'"{state.turn}" shows {count} words at once; at most {MOST_IN_TURN}'
                yield Finding(("turns", state.turn), message, shown_by(graph, index))


def _kinds_of_turns(graph: Graph) -> list[int]:
    """One state for every set of replies and wording that may be on the screen together."""
    found: dict[object, int] = {}
    for index in range(graph.size):
        state = _state(graph, index)
        turn = graph.scenario.turns[state.turn]
        ids = tuple(choice.id for choice in offered(turn, state.feelings))
        found.setdefault((state.turn, ids, _line(turn, state)), index)
    return list(found.values())


def _state(graph: Graph, index: int) -> State:
    start = graph.scenario.start(graph.start).meters
    return graph.tables.coding.state(int(graph.codes[index]), start)


def _line(turn: Turn, state: State) -> str:
    texts = (text for text in (turn.narration, turn.says) if text)
    return " ".join(wording(text, state.feelings) for text in texts)


def _shown_words(scenario: Scenario, state: State) -> int:
    turn = scenario.turns[state.turn]
    replies = " ".join(choice.text for choice in offered(turn, state.feelings))
    return len(words(f"{_line(turn, state)} {replies}"))


def feedback_rule(subject: Subject) -> Iterator[Finding]:
    """Feedback does not hold exactly one *emphasised* sentence: the rule to take away."""
    for loc, text in _feedback(subject.scenario):
        count = len(_EMPHASIS.findall(text))
        if count != 1:
            message = f"this feedback names {count or 'no'} rules between asterisks; exactly one"
            yield Finding(loc, message, "put *one sentence* between asterisks")


def feedback_length(subject: Subject) -> Iterator[Finding]:
    """Feedback lies outside 25 to 50 words: effect, rule, better phrase."""
    low, high = FEEDBACK_WORDS
    for loc, text in _feedback(subject.scenario):
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
            yield Finding(loc, f'"{" ".join(opening)} …" begins a third piece of feedback')


def loose_asterisk(subject: Subject) -> Iterator[Finding]:
    """A text has an asterisk without its partner, so the emphasis has no end."""
    for loc, text in _texts(subject.scenario):
        if text.count("*") % 2:
            yield Finding(loc, "an asterisk here has no partner")


def give_away(subject: Subject) -> Iterator[Finding]:
    """A reply uses a word that tells on it: genuinely, just, simply, always and the like."""
    for loc, _, choice in _choices(subject.scenario):
        spoken = words(choice.text)
        for phrase in GIVE_AWAYS:
            if hits(spoken, (phrase,)):
                where = (*loc, "do" if choice.act else "say")
                yield Finding(where, f'"{" ".join(phrase)}" tells on the reply "{choice.id}"')


def idiom(subject: Subject) -> Iterator[Finding]:
    """A phrase of the idiom list that no `explain` beside it makes plain."""
    listed = sorted({_run(phrase) for phrase in subject.words.idioms})
    for loc, text in _texts(subject.scenario):
        spoken, plain = _run(text), _explained(subject.scenario, loc)
        for phrase in listed:
            if phrase in spoken and phrase not in plain:
                message = f'"{phrase.strip()}" may not be understood by everybody'
                yield Finding(loc, message, "say it plainly, or add it to `explain`")


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
    for loc, text in _texts(subject.scenario):
        for sentence in sentences(text):
            count = len(words(sentence))
            if count > SENTENCE_WORDS:
                yield Finding(loc, f'a sentence of {count} words: "{sentence[:50]} …"')


def reading_grade(subject: Subject) -> Iterator[Finding]:
    """The whole scenario reads above grade 8 (Flesch–Kincaid)."""
    found = grade(" ".join(text for _, text in _texts(subject.scenario)))
    if found > HIGHEST_GRADE:
        message = f"the reading grade is {found:.1f}; at most {HIGHEST_GRADE:.0f}"
        yield Finding((), message, "shorter sentences, commoner words")


def _choices(scenario: Scenario) -> Iterator[tuple[Loc, Turn, Choice]]:
    for name, turn in scenario.turns.items():
        for choice in turn.choices:
            yield ("turns", name, "choices", choice.id), turn, choice


def _feedback(scenario: Scenario) -> Iterator[tuple[Loc, str]]:
    for loc, _, choice in _choices(scenario):
        yield (*loc, "feedback"), choice.feedback
        if choice.ask:
            yield (*loc, "declined", "feedback"), choice.ask.declined.feedback


def _texts(scenario: Scenario) -> Iterator[tuple[Loc, str]]:
    """Every text a learner reads, with its place."""
    for name in ("setting", "you", "could_lose", "local_note"):
        yield (name,), getattr(scenario, name)
    for deed in scenario.deeds.values():
        yield ("deeds", deed.id, "text"), deed.text
    for fact in scenario.facts.values():
        yield ("facts", fact.id, "text"), fact.text
    for name, turn in scenario.turns.items():
        yield from _variants(("turns", name, "says"), turn.says)
        yield from _variants(("turns", name, "narration"), turn.narration)
    for loc, _, choice in _choices(scenario):
        yield (*loc, "do" if choice.act else "say"), choice.text
        yield from _variants((*loc, "reaction"), choice.reaction)
        if choice.ask:
            yield from _variants((*loc, "declined", "reaction"), choice.ask.declined.reaction)
    yield from _feedback(scenario)
    for name, ending in scenario.endings.items():
        yield ("endings", name, "title"), ending.title
        yield from _variants(("endings", name, "text"), ending.text)
        yield from _variants(("endings", name, "looks_back"), ending.looks_back)


def _variants(loc: Loc, text: Text | None) -> Iterator[tuple[Loc, str]]:
    for variant in text or ():
        yield (*loc, variant.id), variant.text


RULES = (
    Rule("error", reply_too_long),
    Rule("error", turn_too_long),
    Rule("error", feedback_rule),
    Rule("error", loose_asterisk),
    Rule("warning", reply_length),
    Rule("warning", uneven_lengths),
    Rule("warning", feedback_length),
    Rule("warning", same_openings),
    Rule("warning", give_away),
    Rule("warning", idiom),
    Rule("warning", long_sentence),
    Rule("warning", reading_grade),
)
