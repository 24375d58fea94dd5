"""The debrief in the terminal: first a guess, then words, then the replies one by one."""

from typing import TypeAlias

from coach.cli.terminal import Terminal
from coach.roleplay import sentences
from coach.roleplay.debrief import Debrief, Feeling, Instead, Quote, Row, debrief
from coach.roleplay.play import Play
from coach.roleplay.review import review
from coach.roleplay.sentences import FEELING_WORDS
from coach.roleplay.verdict import WORST_VERDICT
from coach.roleplay.worth import Table

LAST_COACHED_LEVEL = 3


def show(terminal: Terminal, table: Table, play: Play) -> int:
    """Look back; the place of the reply to try again from."""
    found = debrief(table, review(table, play.path))
    name = play.scenario.counterpart.address
    guess = _guess(terminal, name)
    terminal.say(sentences.beside(guess, found, name))
    for paragraph in first_screen(found, name):
        terminal.gap()
        for text, style in paragraph:
            terminal.say(text, style)
    turned = found.mattered or found.worked
    return _menu(terminal, found, play, turned.place if turned else 0)


def _menu(terminal: Terminal, found: Debrief, play: Play, place: int) -> int:
    while True:
        terminal.gap()
        most = len(found.rows)
        terminal.say(
            f"t: try reply {place + 1} again · 1 to {most}: try that reply again · "
            f"w: say it in my own words · a: all {most} replies · q: leave",
            "dim",
        )
        given = terminal.answer("> ").lower()
        if given == "t":
            return place
        if given.isdecimal() and 1 <= int(given) <= most:
            return int(given) - 1
        if given == "w":
            _own_words(terminal, found)
        elif given == "a":
            _all_replies(terminal, found, play)


def _guess(terminal: Terminal, name: str) -> Feeling:
    terminal.gap()
    terminal.say(f"One guess first. How does {name} feel about you now?", "bold")
    terminal.say(" · ".join(f"{n} {word}" for n, word in enumerate(FEELING_WORDS, 1)))
    while True:
        given = terminal.answer("> ").lower()
        if given in FEELING_WORDS:
            return given
        if given.isdecimal() and 1 <= int(given) <= len(FEELING_WORDS):
            return FEELING_WORDS[int(given) - 1]
        terminal.say("Type 1 to 5, or the word.")


Paragraph: TypeAlias = list[tuple[str, str]]
"""Lines with their styles."""


def first_screen(found: Debrief, name: str) -> list[Paragraph]:
    """The first screen: words of this path only, no figure, no table."""
    paragraphs = [
        [(found.title, "bold"), (f"{name}, looking back:", "bold"), (found.looks_back, "")]
    ]
    opening = sentences.opening(found, name)
    paragraphs += [[(opening, "")]] if opening else []
    if found.worked and found.rows[found.worked.place].verdict != WORST_VERDICT:
        head = "What came nearest" if found.nearest_only else "What worked"
        paragraphs.append([_head(head, found.worked), *_quoted(found.worked)])
    if found.mattered and found.instead:
        line = (sentences.spoken(found.mattered.speaker, found.mattered.line), "")
        head = "The moment that mattered"
        paragraphs.append([_head(head, found.mattered), line, *_quoted(found.mattered)])
        paragraphs.append([("A line to try there", "bold"), *_better(found.instead, name)])
    return [*paragraphs, [(f"Take this with you: *{found.rule}*", "bold")]]


def _head(head: str, quote: Quote) -> tuple[str, str]:
    return f"{head} · reply {quote.place + 1}", "bold"


def _quoted(quote: Quote) -> Paragraph:
    said = f"You: {quote.said}" if quote.act else f"You said: “{quote.said}”"
    return [(said, ""), (quote.heard, "cyan")] if quote.heard else [(said, "")]


def _better(instead: Instead, name: str) -> Paragraph:
    return [(_line(instead), ""), (sentences.may_answer(name, instead.answer), "")]


def _line(instead: Instead) -> str:
    return instead.said if instead.act else f"“{instead.said}”"


def _own_words(terminal: Terminal, found: Debrief) -> None:
    terminal.say("How would you say it? Nothing is kept.")
    mine = terminal.answer("> ")
    if mine and found.instead:
        terminal.say(f"The scene's: {_line(found.instead)}")
    if mine:
        terminal.say(f"Yours: “{mine}”", "bold")


def _all_replies(terminal: Terminal, found: Debrief, play: Play) -> None:
    """The second screen. Coaching that was not shown during the scene is shown here."""
    name, fading = play.scenario.counterpart.address, play.scenario.level > LAST_COACHED_LEVEL
    for number, row in enumerate(found.rows, 1):
        terminal.gap()
        terminal.say(f"{number} · {_short(row)}")
        terminal.indent(sentences.judged_as(row), "bold")
        for fact in row.learnt:
            terminal.indent(f"You learned: {fact}")
        if fading:
            terminal.indent(row.feedback, "cyan")
        if row.instead:
            answer = sentences.may_answer(name, row.instead.answer)
            terminal.indent(f"Better: {_line(row.instead)} {answer}", "dim")
    terminal.gap()
    for aim in found.aims:
        terminal.say(f"{aim.text} {'Yes.' if aim.reached else 'Not this time.'}")
    count = sentences.count(found)
    if count:
        terminal.say(count)
    terminal.say(sentences.luck(found))


def _short(row: Row) -> str:
    return row.said if row.act else f"“{row.said}”"
