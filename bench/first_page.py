"""How long somebody waits for the first page, in a real browser, beside a one-button app.

    PYTHONPATH=tests python bench/first_page.py [--visits N]

The three servers of `clicks.py` take turns. A visit goes from the address to the first button that
can be tapped: first in a browser that has never been there, then in the same one again.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing

from playwright.sync_api import Page
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from clicks import FIRST_PAGE, Subject, running, verdict
from harness.browser import Screen, launched, open_context

PHONE = Screen(360, 740)
BUTTON = "[data-testid^='stBaseButton']"
EVENTS = 2_000
Waits = dict[str, tuple[list[float], list[float]]]


def wait(page: Page, address: str) -> float:
    """Seconds from the address to the first button."""
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(BUTTON)
    return time.perf_counter() - begun


def measure(shown: Sequence[Subject], visits: int, progress: Progress) -> Waits:
    """By the name of each server: the first visits, and the second ones."""
    waits: Waits = defaultdict(lambda: ([], []))
    task = progress.add_task("opening browsers", total=visits * len(shown))
    with launched() as browser:
        for _ in range(visits):
            for subject in shown:
                with closing(open_context(browser, PHONE)) as context:
                    page = context.new_page()
                    for kept in waits[subject.name]:
                        kept.append(wait(page, subject.server.address))
                progress.advance(task)
    progress.remove_task(task)
    return waits


def table(waits: Waits) -> Table:
    """The medians, with ratios to the one-button app on the same server."""
    drawn = Table(title="From the address to the first button, in Chromium", title_justify="left")
    for heading in ("page", "first ms", "×", "again ms", "× "):
        drawn.add_column(heading, justify="left" if heading == "page" else "right")
    base = [statistics.median(each) for each in waits["button"]]
    for name, both in waits.items():
        cells = [name]
        for each, one in zip(both, base, strict=True):
            found = statistics.median(each)
            cells += [f"{1000 * found:.0f}", f"{found / one:.2f}"]
        drawn.add_row(*cells)
    return drawn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=15, help="of each server")
    options = parser.parse_args()
    console = Console()
    with running(console, EVENTS) as (shown, progress):
        waits = measure(shown, options.visits, progress)
    console.print(table(waits))
    for when, place in (("first", 0), ("again", 1)):
        ours, one = (statistics.median(waits[name][place]) for name in ("Say it", "button"))
        what = f"first page × one button, {when}"
        console.print(verdict(what, ours / one, FIRST_PAGE), highlight=False)


if __name__ == "__main__":
    main()
