"""A whole conversation and its debrief without a mouse."""

from playwright.sync_api import Page, expect

from harness.browser import Screen, visit
from harness.fixtures import Show
from harness.serve import Server
from walks.people import Record
from walks.taps import SLOW, await_key, reaction
from walks.world import CAFE

DESK = Screen(1280, 900)
FOCUS = """() => {
  const on = document.activeElement;
  const card = on.matches("input[type=radio]") ? on.closest("[data-testid=stRadioOption]") : on;
  const look = getComputedStyle(card);
  return {
    words: (card.innerText || card.ariaLabel || "").replace(/\\s+/g, " ").trim(),
    outline: look.outlineStyle === "none" ? 0 : parseFloat(look.outlineWidth),
  };
}"""
MOST_TABS = 40
ICON = "keyboard_arrow_right"  # how a fold names its arrow


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what begins with these words; it is seen on the way."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["words"].removeprefix(ICON).strip().startswith(words):
            assert focus["outline"] >= 2, words
            return
    raise AssertionError(f"{words} cannot be reached with Tab at {page.url}")


def replies_by_enter(page: Page, step: int) -> None:
    """Bring the replies of a turn with Enter alone."""
    await_key(page, f"could-say-{step}")
    page.keyboard.press("Enter")
    await_key(page, f"say-{step}")
    expect(page.get_by_test_id("stRadioOption").first).to_be_visible(timeout=SLOW)


def test_a_whole_scene_and_its_debrief_are_walked_with_keys(
    served: Server, record: Record, show: Show
) -> None:
    page = record.person("Kay").come(show(DESK), served.address)
    visit(page, f"{served.address}/scene?s={CAFE}")
    await_key(page, "begin-0")
    tab_to(page, "Begin")
    page.keyboard.press("Enter")
    assert replies_given(page) >= 3
    tab_to(page, "warm")
    page.keyboard.press("Space")
    await_key(page, "rule")
    tab_to(page, "All ")
    page.keyboard.press("Enter")
    await_key(page, "first-page")
    tab_to(page, "What it did")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stExpanderDetails").first).to_be_visible(timeout=SLOW)
    tab_to(page, "Back to the first page")
    page.keyboard.press("Enter")
    await_key(page, "rule")
    tab_to(page, "Say it in my own words")


def replies_given(page: Page) -> int:
    """Play to the guess with keys alone, each reply in another way; how many there were."""
    step, ways = 0, ("digit twice", "digit and Enter", "Tab and Space")
    while not page.locator(".st-key-guess").count():
        replies_by_enter(page, step)
        _say(page, ways[step % len(ways)])
        expect(reaction(page, step)).to_be_visible(timeout=SLOW)
        await_key(page, f"go-on-{step}")  # a person reads before the next press
        expect(page.locator(f".st-key-say-{step}")).to_have_count(0, timeout=SLOW)
        page.keyboard.press("Enter")
        step += 1
        after = page.locator(f".st-key-could-say-{step}, .st-key-guess").first
        expect(after).to_be_visible(timeout=SLOW)
    return step


def _say(page: Page, way: str) -> None:
    inputs = page.locator('[class*="st-key-reply-"] input')
    if way == "Tab and Space":
        tab_to(page, page.get_by_test_id("stRadioOption").first.inner_text()[:20])
        page.keyboard.press("Space")
        expect(inputs.first).to_be_checked(timeout=SLOW)
        tab_to(page, "Say it")
        page.keyboard.press("Enter")
        return
    page.keyboard.press("2")
    expect(inputs.nth(1)).to_be_checked(timeout=SLOW)
    page.wait_for_timeout(250)  # a person looks before the second press
    page.keyboard.press("2" if way == "digit twice" else "Enter")


def test_another_digit_before_saying_it_changes_the_choice(
    served: Server, record: Record, show: Show
) -> None:
    page = record.person("Kay").come(show(DESK), served.address)
    visit(page, f"{served.address}/scene?s={CAFE}")
    page.get_by_role("button", name="Begin").click()
    await_key(page, "line-0")
    replies_by_enter(page, 0)
    inputs = page.locator(".st-key-reply-0 input")
    for digit in (1, 3, 2):
        page.keyboard.press(str(digit))
        expect(inputs.nth(digit - 1)).to_be_checked(timeout=SLOW)
    assert reaction(page, 0).count() == 0
