"""Every state of every page, looked at in each light, on each screen and in large type."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from harness.browser import Lent, Screen, axe, wait_for_run
from harness.serve import Server
from walks.states import STATES
from walks.taps import SLOW
from walks.world import World

PAPER = {"light": "rgb(251, 250, 247)", "dark": "rgb(22, 26, 29)"}
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=640)
# Words that need more room than they are given, and may not be scrolled to.
CUT = """() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push("the page");
  const words = ":is(p, h1, h2, a, button, input, label)";
  const unseen = ".cg-unseen, [data-testid=stTable]"; // a table scrolls within itself
  for (const box of document.querySelectorAll(`[data-testid=stMain] ${words}`)) {
    const place = box.getBoundingClientRect();
    if (!place.width || box.closest(unseen) || /radio|checkbox/.test(box.type)) continue;
    const name = box.innerText || box.value;
    if (!name) continue;
    if (place.right > innerWidth + 1 || place.left < -1) found.push(`beyond the edge: ${name}`);
    const hides = getComputedStyle(box).overflowX === "hidden";
    if (hides && box.scrollWidth > box.clientWidth + 1) found.push(`cut off: ${name}`);
  }
  return [...new Set(found)];
}"""
LARGE = "document.documentElement.style.setProperty('font-size', '{size}px', 'important')"


class Shown(NamedTuple):
    """A page in a state, and everything there was to read when it was reached."""

    page: Page
    words: str

    def still_there(self) -> None:
        """Assert that it was this state that was looked at."""
        body = self.page.locator("body")
        expect(body).to_have_text(self.words, use_inner_text=True, timeout=SLOW)


@pytest.fixture(scope="module", params=STATES)
def shown(
    request: pytest.FixtureRequest, served: Server, world: World, lent: Lent
) -> Iterator[Shown]:
    """A page in one state; all that is looked for there is looked for before the next."""
    screen = Screen(NARROW["width"], NARROW["height"])
    state, page = STATES[request.param], lent.page(screen)
    person = state.person(world)
    if person is not None:
        person.come(page, served.address)
    page.goto(served.address + state.path(world))
    state.go(page)
    if page.get_by_test_id("stApp").count():
        wait_for_run(page)
    yield Shown(page, page.locator("body").inner_text())
    lent.back(page, screen)


def test_in_large_type_on_a_narrow_screen_nothing_is_cut_off(shown: Shown) -> None:
    page = shown.page
    found = {size: cut(page, size) for size in (16, 24, 32)}
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    assert found == {16: [], 24: [], 32: []}
    shown.still_there()


def cut(page: Page, size: int) -> list[str]:
    """What is cut off when the type is this large, in px."""
    page.evaluate(LARGE.format(size=size))
    page.wait_for_timeout(60)
    found: list[str] = page.evaluate(CUT)
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone_and_on_a_desk(shown: Shown, theme: str) -> None:
    page = shown.page
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    paper = page.locator("[data-testid='stApp'], body").last
    expect(paper).to_have_css("background-color", PAPER[theme])
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        axe(page)
    page.set_viewport_size(NARROW)
    shown.still_there()
