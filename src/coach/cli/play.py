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
from coach.content.scenario import Choice, Explanation, Scenario
from coach.roleplay.debrief import rule_of
from coach.roleplay.explore import TooManyStates
from coach.roleplay.minutes import minutes
from coach.roleplay.play import ChoiceMade, Play, begin, choose, draw_of, replay, shown_order
from coach.roleplay.play import Path as PlayPath
from coach.roleplay.reply import wording
from coach.roleplay.values import NothingAtStake, Unsound
from coach.roleplay.worth import Table, worth

OPEN_COACHING, SHORT_COACHING = 2, lookback.LAST_COACHED_LEVEL
_HELP = "; ? explains words"


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
        terminal.indent(f"{scenario.counterpart.name}, {scenario.counterpart.role}.")
        terminal.indent(scenario.could_lose)
    return scenarios[terminal.number(len(scenarios)) - 1]


def _minutes(table: Table) -> str:
    low, high = minutes(table)
    return f"About {low} to {high} minutes." if low < high else f"About {high} minutes."


def _evening(terminal: Terminal, scenario: Scenario) -> int:
    try:
        table = worth(scenario).table()
    except (TooManyStates, Unsound, NothingAtStake) as error:
        print(f"{error}\n`coach check` shows where.", file=sys.stderr)
        return 1
    _introduce(terminal, scenario, table)
    play = _talk(terminal, begin(scenario))
    while True:
        again = lookback.show(terminal, table, play)
        terminal.gap()
        play = _talk(terminal, replay(scenario, play.path[:again]), play.path)


def _introduce(terminal: Terminal, scenario: Scenario, table: Table) -> None:
    person = scenario.counterpart
    terminal.gap()
    terminal.say(scenario.title, "bold")
    terminal.gap()
    terminal.say(scenario.setting)
    terminal.say(f"You are {scenario.you.rstrip('.')}. Opposite: {person.name}, {person.role}.")
    terminal.say(scenario.could_lose)
    terminal.gap()
    terminal.say("What you would like to say of it afterwards:")
    for aim in scenario.aims:
        terminal.indent(aim.text)
    terminal.gap()
    terminal.say(_minutes(table), "dim")
    terminal.say("n: where you live, this may go differently. Enter goes on, q leaves.", "dim")
    if terminal.answer("> ").lower() == "n":
        terminal.indent(scenario.local_note)


def _talk(terminal: Terminal, play: Play, before: PlayPath = ()) -> Play:
    """Play on to the ending. Chance met again in a replay falls as it fell."""
    key = secrets.token_hex(8)
    while play.ending is None:
        speaker = _scene(terminal, play)
        order = shown_order(key, len(play.path), play.offered)
        choice = _reply(terminal, play, order)
        play, made = choose(
            play, choice.id, terminal.clock(), _draw(terminal, play, choice, before)
        )
        _answered(terminal, speaker, made, play.scenario.level)
    ending = play.scenario.endings[play.ending]
    terminal.gap()
    terminal.say(ending.title, "bold")
    terminal.say(wording(ending.text, play.feelings))
    return play


def _draw(terminal: Terminal, play: Play, choice: Choice, before: PlayPath) -> float:
    """A new draw, or the middle of the branch that fell when this reply was first given."""
    place = len(play.path)
    if place < len(before) and before[place].choice == choice.id:
        fallen = draw_of(play, before[place])
        return terminal.draw() if fallen is None else fallen
    return terminal.draw()


def _scene(terminal: Terminal, play: Play) -> str:
    """Show the counterpart alone, wait, and tell who spoke."""
    speaker = play.turn.speaker or play.scenario.counterpart.address
    terminal.gap()
    if play.turn.gap:
        terminal.say(f"{play.turn.gap}", "dim")
    if play.narration:
        terminal.say(play.narration, "italic")
    if play.line:
        terminal.speak(speaker, play.line)
    explained = play.turn.explain
    prompt = "And now?" if any(choice.act for choice in play.offered) else "What could I say?"
    terminal.gap()
    terminal.say(f"{prompt} (Enter{_HELP if explained else ''})", "dim")
    while terminal.answer("> ") == "?":
        _explain(terminal, explained)
    return speaker


def _explain(terminal: Terminal, explained: Sequence[Explanation]) -> None:
    for entry in explained:
        terminal.indent(f"{entry.words}: {entry.text}")


def _reply(terminal: Terminal, play: Play, order: Sequence[Choice]) -> Choice:
    explained = [*play.turn.explain, *(entry for choice in order for entry in choice.explain)]
    for number, choice in enumerate(order, 1):
        to = f" (to {choice.to})" if choice.to else ""
        words = choice.text if choice.act else f"“{choice.text}”"
        terminal.indent(f"{number} · {words}{to}")
    while True:
        given = terminal.answer("> ")
        if given.isdecimal() and 1 <= int(given) <= len(order):
            return order[int(given) - 1]
        if given == "?" and explained:
            _explain(terminal, explained)
        else:
            terminal.say(f"Type a number from 1 to {len(order)}, or q to leave.")


def _answered(terminal: Terminal, speaker: str, made: ChoiceMade, level: int) -> None:
    """The answer in character first, then the coaching, which fades with the level."""
    terminal.gap()
    terminal.speak(speaker, made.reaction)
    if level <= OPEN_COACHING:
        terminal.indent(made.feedback, "cyan")
    elif level == SHORT_COACHING:
        terminal.indent(f"*{rule_of(made.feedback)}*", "cyan")
        if terminal.answer("why? (w, or Enter) ").lower() == "w":
            terminal.indent(made.feedback, "cyan")
