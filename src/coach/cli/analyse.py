"""`coach analyse FILE`: what every reply of a conversation is worth."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from coach.checks.blind import DESCRIPTIONS
from coach.cli.course import course_root, load
from coach.content.course import Course
from coach.content.diagnostics import errors
from coach.content.loading.root import NoCourse
from coach.content.scenario import Scenario
from coach.roleplay.analysis import Analysis, LineReport, StartReport, analyse
from coach.roleplay.explore import TooManyStates
from coach.roleplay.values import NothingAtStake, Unsound
from coach.roleplay.worth import worth

REPORT = TypeAdapter(Analysis)
LOOK: dict[str, Any] = {
    "title_justify": "left",
    "caption_justify": "left",
    "box": SIMPLE_HEAD,
    "pad_edge": False,
}


def add(commands: Any, shared: ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("analyse", parents=[shared], help=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="a file under scenarios/")
    parser.add_argument("--json", action="store_true", help="as docs/schema/analysis.json says")
    parser.add_argument("--states", action="store_true", help="every state, not only turns")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Analyse one file; 1 when it is broken or has no value."""
    course, scenario = one_scenario(options)
    if course is None or scenario is None:
        return 1
    try:
        valued = worth(scenario)
    except (TooManyStates, Unsound, NothingAtStake) as error:
        print(f"{error}\n`coach check {options.file}` shows where.", file=sys.stderr)
        return 1
    report = analyse(valued, course.catalogue.words, every_state=options.states)
    if options.json:
        print(REPORT.dump_json(report, indent=2, ensure_ascii=False).decode())
    else:
        _print(report)
    return 0


def one_scenario(options: Namespace) -> tuple[Course | None, Scenario | None]:
    """The course and the one scenario of a file; its complaints are printed."""
    if not options.file.is_file():
        raise NoCourse(f"{options.file}: there is no such file.")
    loaded = load(course_root(options, [options.file]), [options.file])
    for diagnostic in errors(loaded.diagnostics):
        print(f"{diagnostic}\n", file=sys.stderr)
    if loaded.course is None:
        return None, None
    return loaded.course, next(iter(loaded.course.scenarios.values()), None)


def _print(report: Analysis) -> None:
    console = Console(highlight=False)
    console.print(Text(f"{report.title} ({report.scenario})", style="bold"))
    for start in report.starts:
        _print_start(console, start)


def _print_start(console: Console, start: StartReport) -> None:
    console.print(Text(f"\nStart: {start.name}", style="bold"))
    console.print(
        f"{start.states} states. Still to come at the start: best {start.best:g}, "
        f"blind tapping {start.chance:.2f}, worst {start.worst:g}.\n"
        f"{start.n:g} judged turns on the best line; one random reply loses {start.stake:.2f} "
        "(one stake)."
    )
    console.print(_turns(start))
    _print_line(console, "Best line", start.best_line)
    _print_line(console, "Worst line", start.worst_line)
    console.print(_bots(start))
    if start.all_states is not None:
        console.print(_states(start))


def _turns(start: StartReport) -> Grid:
    grid = Grid(title="Every reply, over the states blind tapping meets", **LOOK)
    grid.add_column("turn, and its replies", overflow="fold")
    grid.add_column("move", overflow="fold")
    for name in ("offered", "q", "stakes"):
        grid.add_column(name, justify="right", no_wrap=True)
    grid.add_column("verdict", no_wrap=True)
    for turn in start.turns:
        grid.add_row(Text(f"{turn.id} ({turn.visits:.2f})", style="bold"))
        for choice in turn.choices:
            trap = " †" if choice.kind == "trap" else ""
            numbers = (f"{choice.q:.2f}", f"{choice.regret / start.stake:.2f}")
            offered = f"{choice.offered:.0%}"
            grid.add_row(f"  {choice.id}", choice.move + trap, offered, *numbers, choice.verdict)
    grid.caption = (
        "(visits in one play) † a trap. stakes: the weighed regret, and its verdict; "
        "--states shows each state."
    )
    return grid


def _print_line(console: Console, name: str, line: LineReport) -> None:
    steps = " → ".join(
        f"{step.turn}: {step.choice}" + (f" ({step.branch})" if step.branch else "")
        for step in line.steps
    )
    console.print(
        Text(f"\n{name}", style="bold"), f"(worth {line.worth:g}, score {line.score:.0f})"
    )
    console.print(f"{steps} → {line.ending}")


def _bots(start: StartReport) -> Grid:
    grid = Grid(title="\nPicked by looks alone", **LOOK)
    grid.add_column("always taking")
    grid.add_column("score", justify="right")
    for name, score in start.bots.items():
        grid.add_row(DESCRIPTIONS[name], f"{score:.0f}")
    return grid


def _states(start: StartReport) -> Grid:
    grid = Grid(title="\nEvery state", **LOOK)
    for name in ("turn", "state", "reach", "best", "reply", "q", "regret", "verdict"):
        grid.add_column(name, overflow="fold")
    for state in start.all_states or ():
        known = [f"{name} {level}" for name, level in state.meters.items()]
        known += [*state.facts, *state.deeds]
        for place, offer in enumerate(state.offers):
            head = (state.turn, ", ".join(known), f"{state.reach:.3f}", f"{state.best:.2f}")
            numbers = (f"{offer.q:.2f}", f"{offer.regret:.2f}", offer.verdict or "not judged")
            grid.add_row(*(head if place == 0 else ("", "", "", "")), offer.id, *numbers)
        grid.add_section()
    return grid
