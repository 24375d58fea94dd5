"""What a finger does on the pages, and waiting until the page has followed."""

from playwright.sync_api import Locator, Page, expect

SLOW = 15_000  # ms, on a machine with much else to do


def keyed(page: Page, key: str) -> Locator:
    """What carries this key."""
    return page.locator(f".st-key-{key}").first


def begun(page: Page, part: str) -> Locator:
    """What carries a key that begins so."""
    return page.locator(f'[class*="st-key-{part}"]').first


def await_key(page: Page, key: str) -> Locator:
    """Wait until something with this key can be seen."""
    found = keyed(page, key)
    expect(found).to_be_visible(timeout=SLOW)
    return found


def tap(page: Page, key: str) -> None:
    """Tap the button with this key."""
    await_key(page, key).locator("button").click()


def ask(page: Page, step: int) -> None:
    """Ask for the replies of a turn."""
    tap(page, f"could-say-{step}")
    await_key(page, f"none-{step}" if "/talk" in page.url else f"say-{step}")
    expect(page.get_by_test_id("stRadioOption").first).to_be_visible(timeout=SLOW)


def pick(page: Page, step: int, number: int = 1) -> None:
    """Pick a reply by its number on the screen, from 1."""
    reply = await_key(page, f"reply-{step}").get_by_test_id("stRadioOption").nth(number - 1)
    reply.click()
    expect(reply.locator("input")).to_be_checked(timeout=SLOW)


def say(page: Page, step: int) -> None:
    """Give the picked reply, and wait for the answer."""
    tap(page, f"say-{step}")
    expect(reaction(page, step)).to_be_visible(timeout=SLOW)


MINE = 'blockquote:not(:has(a[href="#listen"]))'


def said(page: Page, step: int) -> Locator:
    """What was said in a turn, as it stands above the answer."""
    return _slip(page, step, f"{MINE}:has(+ blockquote)")


def reaction(page: Page, step: int) -> Locator:
    """The answer to it."""
    return _slip(page, step, f"{MINE} + blockquote")


def coaching(page: Page, step: int) -> Locator:
    """What the coach says to it."""
    return _slip(page, step, f"{MINE}:last-child")


def _slip(page: Page, step: int, kind: str) -> Locator:
    return page.locator(f".st-key-answer-{step} {kind}")


def go_on(page: Page, step: int) -> None:
    """Leave the answer to a reply for what comes after it."""
    tap(page, f"go-on-{step}")
    expect(page.locator(f".st-key-go-on-{step}")).to_have_count(0, timeout=SLOW)


def wait_for_heading(page: Page, words: str) -> None:
    """Wait until the page has this heading."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible(timeout=SLOW)
