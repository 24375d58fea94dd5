"""Playing a conversation through the pages, tap by tap, as a learner does."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs
from uuid import UUID

from harness.protocol import Browser, NotOnPage, Tab

WAITS = re.compile(r"(could-say|say|go-on)-(\d+)")
LINK = re.compile(r"\[([^]]*)\]\(#[a-z-]+\)")  # to listen, or to what a word means
Pick = Callable[[tuple[str, ...]], int]


async def begin(browser: Browser, scenario: str) -> Tab:
    """Open a scenario's front page and begin the talk, or again. Raises Cut, NotOnPage."""
    tab = await browser.open(f"/scene?s={scenario}")
    keys = [widget.key for widget in tab.page.widgets() if widget.key.startswith("begin-")]
    await tab.click(keys[0] if keys else "begin-0")
    return tab


def attempt_at(tab: Tab) -> UUID | None:
    """The attempt in the address bar; None where there is none."""
    named = parse_qs(tab.query).get("a")
    return UUID(named[0]) if named else None


async def come_to_reply(tab: Tab, pick: Pick) -> int | None:
    """Tap on until a reply is picked and only *Say it* is left to tap.

    Args:
        tab: on the talk page.
        pick: which of the shown replies to take.

    Returns:
        The number of the reply; None when the talk is over.

    Raises:
        Cut: the connection was lost.
        NotOnPage: the page shows neither a turn nor an end.
    """
    while not is_over(tab):
        waits, step = _waiting(tab)
        if waits == "say":
            radio = tab.widget(f"reply-{step}")
            await tab.set_radio(radio.key, pick(radio.options))
            return step
        await tab.click(f"{waits}-{step}")
    return None


def is_over(tab: Tab) -> bool:
    """Whether the page asks how the counterpart felt, as after the last reply."""
    return tab.page.has("felt-cold")


def reaction(tab: Tab, step: int) -> str | None:
    """The answer to a reply as the page shows it; None while there is none."""
    return _slip(tab, step, 1)


def said(tab: Tab, step: int) -> str | None:
    """The reply itself as the page shows it; None while there is no answer to it."""
    return _slip(tab, step, 0)


def _slip(tab: Tab, step: int, number: int) -> str | None:
    """One of the slips of an answer: what was said, what came back, what the coach says.

    The line it answers may stand above them. It can be listened to, what was said cannot.
    """
    shown = "\n\n".join(tab.page.texts(within=f"answer-{step}"))
    slips = [part for part in shown.split("\n\n") if part.startswith(">")]
    while slips and "#listen" in slips[0]:
        del slips[0]
    return LINK.sub(r"\1", slips[number]) if slips else None


def _waiting(tab: Tab) -> tuple[str, int]:
    for widget in tab.page.widgets():
        found = WAITS.fullmatch(widget.key)
        if found:
            return found[1], int(found[2])
    raise NotOnPage(f"{tab.path}?{tab.query} waits for nothing: {tab.page.texts()}")
