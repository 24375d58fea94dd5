"""`coach play [FILE]`: play a conversation in the terminal and look back at it."""

import secrets
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from coach.cli import lookback
from coach.cli.analyse import one_scenario
from coach.cli.course import course_root, load
from coach.cli.terminal import Stopped, Terminal
from coach.content.scenario import Choice, Scenario
from coach.roleplay.debrief import rule_of
from coach.roleplay.explore import TooManyStates
from coach.roleplay.play import ChoiceMade, Play, begin, choose, replay, shown_order, wording
from coach.roleplay.play import Path as PlayPath
from coach.roleplay.values import NothingAtStake, Unsound
from coach.roleplay.worth import worth

OPEN_COACHING, SHORT_COACHING = 2, lookback.LAST_COACHED_LEVEL
WORDS_A_MINUTE = 130


def add(commands: Any, shared: ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("play", parents=[shared], help=__doc__)
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="else you may choose")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Play until the player leaves."""
    terminal = Terminal(
        Console(highlight=False, width=min(88, Console().width)),
        input,
        lambda: secrets.randbelow(2**32) / 2**32,
        lambda: datetime.now(UTC),
    )
    try:
        scenario = _chosen(options, terminal)
        if scenario is None:
            return 1
        return _evening(terminal, scenario)
    except Stopped:
        terminal.gap()
        terminal.say("Until next time.")
        return 0


def _chosen(options: Namespace, terminal: Terminal) -> Scenario | None:
    if options.file:
        return one_scenario(options)[1]
    loaded = load(course_root(options), None)
    scenarios = tuple(loaded.course.scenarios.values()) if loaded.course else ()
    for diagnostic in loaded.diagnostics:
        print(f"{diagnostic}\n", file=sys.stderr)
    if not scenarios:
        return None
    terminal.say("What would you like to practise?", "bold")
    for number, scenario in enumerate(scenarios, 1):
        terminal.gap()
        terminal.say(f"{number} · {scenario.title}", "bold")
        terminal.indent(
            f"{scenario.counterpart.name}, {scenario.counterpart.role}. {minutes(scenario)}"
        )
        terminal.indent(scenario.could_lose)
    return scenarios[terminal.number(len(scenarios)) - 1]


def minutes(scenario: Scenario) -> str:
    """How long it takes to read, as a range: two thirds to all of the words of a fair path."""
    turns = scenario.turns.values()
    words = [len(c.text.split()) + len(c.feedback.split()) + 25 for t in turns for c in t.choices]
    path = 6 * 4 * sum(words) / len(words) / WORDS_A_MINUTE
    return f"About {max(1, round(path / 2))} to {max(2, round(path))} minutes."


def _evening(terminal: Terminal, scenario: Scenario) -> int:
    try:
        table = worth(scenario).table()
    except (TooManyStates, Unsound, NothingAtStake) as error:
        print(f"{error}\n`coach check` shows where.", file=sys.stderr)
        return 1
    _introduce(terminal, scenario)
    play = _talk(terminal, begin(scenario))
    while True:
        again = lookback.show(terminal, table, play)
        terminal.gap()
        play = _talk(terminal, replay(scenario, play.path[:again]), play.path)


def _introduce(terminal: Terminal, scenario: Scenario) -> None:
    person = scenario.counterpart
    terminal.gap()
    terminal.say(scenario.title, "bold")
    terminal.gap()
    terminal.say(scenario.setting)
    terminal.say(f"You are {scenario.you}. Opposite: {person.name}, {person.role}.")
    for aim in scenario.aims:
        terminal.say(f"What you came for: {aim.text}")
    terminal.say(scenario.could_lose)
    terminal.gap()
    terminal.say("Enter goes on, q leaves. n: where you live, this may go differently.", "dim")
    if terminal.answer("> ").lower() == "n":
        terminal.indent(scenario.local_note)


def _talk(terminal: Terminal, play: Play, before: PlayPath = ()) -> Play:
    """Play on to the ending. Chance met again in a replay falls as it fell."""
    key = secrets.token_hex(8)
    while play.ending is None:
        _scene(terminal, play)
        order = shown_order(key, len(play.path), play.offered)
        choice = _reply(terminal, order)
        play, made = choose(
            play, choice.id, terminal.clock(), _draw(terminal, play, choice, before)
        )
        _answered(terminal, play, made)
    ending = play.scenario.endings[play.ending]
    terminal.gap()
    terminal.say(ending.title, "bold")
    terminal.say(wording(ending.text, play.feelings))
    return play


def _draw(terminal: Terminal, play: Play, choice: Choice, before: PlayPath) -> float:
    """A new draw, or the middle of the branch that fell when this reply was first given."""
    place = len(play.path)
    if place < len(before) and before[place].choice == choice.id:
        fallen = lookback.draw_of(play, before[place])
        return terminal.draw() if fallen is None else fallen
    return terminal.draw()


def _scene(terminal: Terminal, play: Play) -> None:
    terminal.gap()
    if play.turn.gap:
        terminal.say(f"{play.turn.gap}", "dim")
    if play.narration:
        terminal.say(play.narration, "italic")
    if play.line:
        speaker = play.turn.speaker or play.scenario.counterpart.address
        terminal.say(f"{speaker}: “{play.line}”", "bold")
    explained = play.turn.explain
    prompt = (
        "What could I say? (Enter)" if not any(c.act for c in play.offered) else "And now? (Enter)"
    )
    while True:
        hint = " ? explains words." if explained else ""
        terminal.gap()
        terminal.say(f"{prompt}{hint}", "dim")
        if terminal.answer("> ") != "?":
            return
        for entry in explained:
            terminal.indent(f"{entry.words}: {entry.text}")


def _reply(terminal: Terminal, order: Sequence[Choice]) -> Choice:
    for number, choice in enumerate(order, 1):
        to = f" (to {choice.to})" if choice.to else ""
        words = choice.text if choice.act else f"“{choice.text}”"
        terminal.indent(f"{number} · {words}{to}")
    return order[terminal.number(len(order)) - 1]


def _answered(terminal: Terminal, play: Play, made: ChoiceMade) -> None:
    """The answer in character first, then the coaching, which fades with the level."""
    terminal.gap()
    terminal.say(made.reaction, "bold")
    level = play.scenario.level
    if level <= OPEN_COACHING:
        terminal.indent(made.feedback, "cyan")
    elif level == SHORT_COACHING:
        terminal.indent(f"*{rule_of(made.feedback)}*", "cyan")
        if terminal.answer("why? (w, or Enter) ").lower() == "w":
            terminal.indent(made.feedback, "cyan")
