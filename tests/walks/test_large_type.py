"""Type at twice its size on a narrow screen: nothing is cut off, nothing scrolls sideways."""

import pytest
from playwright.sync_api import Page, ViewportSize

from harness.serve import Server
from walks.conftest import AsPerson
from walks.states import STATES
from walks.world import World

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


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_cut_off(name: str, served: Server, world: World, as_person: AsPerson) -> None:
    state = STATES[name]
    page = as_person(state.who or name)
    page.set_viewport_size(NARROW)
    page.goto(served.address + state.path(world))
    state.go(page)
    found = {size: cut(page, size) for size in (16, 24, 32)}
    assert found == {16: [], 24: [], 32: []}


def cut(page: Page, size: int) -> list[str]:
    """What is cut off when the type is this large, in px."""
    page.evaluate(LARGE.format(size=size))
    page.wait_for_timeout(60)
    found: list[str] = page.evaluate(CUT)
    return found
