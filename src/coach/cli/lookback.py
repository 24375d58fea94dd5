"""The debrief in the terminal: first a guess, then words, then the replies one by one."""

from typing import TypeAlias

from coach.cli.terminal import Terminal
from coach.roleplay.debrief import FEELINGS, Debrief, Feeling, Instead, Quote, Row, debrief
from coach.roleplay.play import Play, Step, falls
from coach.roleplay.review import review
from coach.roleplay.worth import Table

LAST_COACHED_LEVEL = 3
WORDS: tuple[Feeling, ...] = tuple(word for _, word in FEELINGS)


def draw_of(play: Play, step: Step) -> float | None:
    """A draw that makes chance fall as it did; None where it cannot."""
    choice = next(choice for choice in play.offered if choice.id == step.choice)
    low = 0.0
    for fall in falls(play.scenario, play.state, choice):
        if (fall.branch.id if fall.branch else None) == step.branch:
            return low + fall.probability / 2
        low += fall.probability
    return None


def show(terminal: Terminal, table: Table, play: Play) -> int:
    """Look back; the place of the reply to try again from."""
    found = debrief(table, review(table, play.path))
    name = play.scenario.counterpart.address
    guess = _guess(terminal, name)
    terminal.say(_beside(guess, found.felt, name))
    for paragraph in first_screen(found, name):
        terminal.gap()
        for text, style in paragraph:
            terminal.say(text, style)
    turned = found.mattered or found.worked
    place = turned.place if turned else 0
    while True:
        terminal.gap()
        terminal.say(
            f"t: try reply {place + 1} again · w: say it in my own words · "
            f"a: all {len(found.rows)} replies · q: leave",
            "dim",
        )
        given = terminal.answer("> ").lower()
        if given == "t":
            return place
        if given == "w":
            _own_words(terminal)
        elif given == "a" and (chosen := _all_replies(terminal, found, play)) is not None:
            return chosen


def _guess(terminal: Terminal, name: str) -> Feeling:
    terminal.gap()
    terminal.say(f"One guess first. How does {name} feel about you now?", "bold")
    terminal.say(" · ".join(f"{n} {word}" for n, word in enumerate(WORDS, 1)))
    while True:
        given = terminal.answer("> ").lower()
        if given in WORDS:
            return given
        if given.isdecimal() and 1 <= int(given) <= len(WORDS):
            return WORDS[int(given) - 1]
        terminal.say("Type 1 to 5, or the word.")


def _beside(guess: Feeling, felt: Feeling, name: str) -> str:
    if guess == felt:
        return f"You guessed {guess}, and so it was."
    after = (
        " After a first talk, people often guess too low."
        if WORDS.index(guess) < WORDS.index(felt)
        else ""
    )
    return f"You guessed {guess}. In this story {name} left {felt}.{after}"


Paragraph: TypeAlias = list[tuple[str, str]]
"""Lines with their styles."""


def first_screen(found: Debrief, name: str) -> list[Paragraph]:
    """The first screen: words of this path only, no figure, no table."""
    paragraphs = [
        [(found.title, "bold"), (f"{name}, looking back:", "bold"), (found.looks_back, "")]
    ]
    paragraphs += [[(opening, "")] for opening in _opening(found, name)]
    if found.worked:
        head = "What came nearest" if found.nearest_only else "What worked"
        paragraphs.append([_head(head, found.worked), *_quoted(found.worked)])
    if found.mattered and found.instead:
        line = (f"{name}: “{found.mattered.line}”", "")
        head = "The moment that mattered"
        paragraphs.append([_head(head, found.mattered), line, *_quoted(found.mattered)])
        paragraphs.append([("A line to try there", "bold"), *_better(found.instead, name)])
    return [*paragraphs, [(f"Take this with you: *{found.rule}*", "bold")]]


def _opening(found: Debrief, name: str) -> list[str]:
    """The sentence before the rest, where one fits."""
    if found.tone == "nothing lost":
        return ["Nothing you said cost you anything. The reply that did most was this one."]
    if found.tone == "kind no":
        return [f"{name} said no and would be glad to see you again. That is a good ending."]
    if found.tone == "closed":
        return [f"This one closed, and it can be opened again. {_last_place(found, name)}".strip()]
    return []


def _last_place(found: Debrief, name: str) -> str:
    if found.reopens is None:
        return ""
    place, line = found.reopens
    said = line.said if line.act else f"“{line.said}”"
    return (
        f"The last place where a different line kept {name} talking was reply {place + 1}: {said}"
    )


def _head(head: str, quote: Quote) -> tuple[str, str]:
    return f"{head} · reply {quote.place + 1}", "bold"


def _quoted(quote: Quote) -> Paragraph:
    said = f"You: {quote.said}" if quote.act else f"You said: “{quote.said}”"
    return [(said, ""), (quote.heard, "cyan")]


def _better(instead: Instead, name: str) -> Paragraph:
    said = instead.said if instead.act else f"“{instead.said}”"
    return [(said, ""), (f"{name} may answer: {instead.answer}", "")]


def _own_words(terminal: Terminal) -> None:
    terminal.say("How would you say it? Nothing is kept.")
    mine = terminal.answer("> ")
    if mine:
        terminal.say(f"Yours: “{mine}”", "bold")


def _all_replies(terminal: Terminal, found: Debrief, play: Play) -> int | None:
    """The second screen; the place to try again from, None to go back.

    Coaching that was not shown during the scene is shown here.
    """
    name, fading = play.scenario.counterpart.address, play.scenario.level > LAST_COACHED_LEVEL
    terminal.gap()
    for number, row in enumerate(found.rows, 1):
        terminal.gap()
        terminal.say(f"{number} · {_short(row)} · {_judged(row)}")
        if fading:
            terminal.indent(row.feedback, "cyan")
        if row.instead:
            said = row.instead.said if row.instead.act else f"“{row.instead.said}”"
            terminal.indent(f"Better: {said} {name} may answer: {row.instead.answer}", "dim")
    terminal.gap()
    terminal.say(f"{found.good} of {found.judged} replies were best or fine. {_luck(found)}")
    terminal.say("A number tries that reply again; Enter goes back.", "dim")
    given = terminal.answer("> ")
    if given.isdecimal() and 1 <= int(given) <= len(found.rows):
        return int(given) - 1
    return None


def _short(row: Row) -> str:
    return row.said if row.act else f"“{row.said}”"


def _judged(row: Row) -> str:
    words: str = row.verdict or "not judged"
    words += ", and you won most of it back" if row.won_back else ""
    return words + "".join(f". You learned: {fact}" for fact in row.learnt)


def _luck(found: Debrief) -> str:
    if not found.luck:
        return "Nothing in this scene was down to luck."
    places = ", ".join(str(fortune.place + 1) for fortune in found.luck)
    total = sum(fortune.luck for fortune in found.luck)
    way = "well" if total > 0 else "badly" if total < 0 else "neither well nor badly"
    return f"After reply {places} something was down to luck, and it fell {way}."
