"""The `coach` command: check, analyse and play conversations in the terminal."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from coach.cli import analyse, check, docs, play, serve
from coach.content.loading.root import COURSE_VARIABLE, NoCourse

FAILED, MISUSED = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when all is well, 1 when something is wrong with the content, 2 for a wrong call.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except NoCourse as error:
        print(error, file=sys.stderr)
        return MISUSED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  (for exit)
        return FAILED
    except KeyboardInterrupt:
        print("\nStopped. Nothing is lost: come back any time.", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coach", description="Common Ground: practise the conversations careers are made of."
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help=f"the folder with lessons/ and scenarios/ (else ${COURSE_VARIABLE}, else found)",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (serve, play, check, analyse, docs):
        module.add(commands, shared)
    return parser
