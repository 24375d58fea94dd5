"""`coach check`: what is wrong with the content, if anything."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from coach.checks import Checked, check
from coach.checks.blind import DESCRIPTIONS, JUDGED_FROM, Bands, bands
from coach.checks.joins import Join, joins
from coach.cli.course import chosen_files, course_root, load, patiently
from coach.content.diagnostics import errors
from coach.content.loading import Loaded
from coach.roleplay.explore import TooManyStates


def add(commands: Any, shared: ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("check", parents=[shared], help=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="files or folders; all when left out")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    parser.add_argument(
        "--joins", action="store_true", help="print every join of two replies, to be read"
    )
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Check, print, and say by the exit code whether anything is an error."""
    root = course_root(options, options.paths)
    loaded = load(root, chosen_files(root, options.paths))
    if options.joins:
        _print_joins(loaded)
        return 0 if loaded.course and not errors(loaded.diagnostics) else 1
    checked = check(loaded, partial(patiently, doing="Checking"))
    course_bands = bands(checked.judged) if checked.judged else None
    if options.json:
        print(json.dumps(_as_json(loaded, checked, course_bands), indent=2, ensure_ascii=False))
    else:
        _print(loaded, checked, course_bands)
    return 0 if checked.sound else 1


def _print(loaded: Loaded, checked: Checked, course_bands: Bands | None) -> None:
    for diagnostic in checked.diagnostics:
        print(f"{diagnostic}\n")
    wrong = len(errors(checked.diagnostics))
    doubtful = len(checked.diagnostics) - wrong
    files = len(loaded.sources)
    print(f"{_count(files, 'file')} read, {_count(wrong, 'error')}, {_count(doubtful, 'warning')}.")
    if course_bands:
        _print_bands(course_bands)


def _print_bands(course_bands: Bands) -> None:
    print(f"\nPicked by looks alone, over {_count(course_bands.scenarios, 'conversation')}")
    print("(0 is blind tapping, 100 the best line):")
    for name, mean in course_bands.means.items():
        print(f"  {mean:+6.1f}  {DESCRIPTIONS[name]}")
    print(f"  {course_bands.best_longest:6.0%}  of the turns: the best reply is the longest")
    if not course_bands.judged:
        print(f"Judged from {JUDGED_FROM} conversations on.")
    for found in course_bands.outside:
        print(f"warning[course-blind]: {found}")


def _print_joins(loaded: Loaded) -> None:
    scenarios = loaded.course.scenarios.values() if loaded.course else ()
    for scenario in scenarios:
        print(f"{scenario.title} ({scenario.id})\n")
        try:
            found = tuple(joins(scenario))
        except TooManyStates as error:
            print(f"  {error}\n")
            continue
        for join in found:
            _print_join(scenario.counterpart.address, join)


def _print_join(name: str, join: Join) -> None:
    print(f"  → {join.turn}")
    for incoming in join.incoming:
        print(f"    {incoming.choice}\n      {name}: {incoming.reaction}")
        if incoming.narration:
            print(f"      ({incoming.narration})")
        print(f"      {name}: {incoming.line}" if incoming.line else "      (silence)")
    print()


def _as_json(loaded: Loaded, checked: Checked, course_bands: Bands | None) -> dict[str, Any]:
    return {
        "files": len(loaded.sources),
        "errors": len(errors(checked.diagnostics)),
        "diagnostics": [asdict(diagnostic) for diagnostic in checked.diagnostics],
        "blind": asdict(course_bands) if course_bands else None,
    }


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
