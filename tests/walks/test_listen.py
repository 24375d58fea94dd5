"""Listening: the browser's own voice reads the line and each reply."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.browser import Screen, open_context, visit
from harness.serve import Server
from walks.people import Record
from walks.taps import MINE, SLOW, ask, await_key, pick, say, tap
from walks.world import SAMOSAS

PHONE = Screen(360, 740)
# The voice is the browser's: here one that says nothing and remembers what it was given.
A_VOICE = """
window.spoken = [];
class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
Object.defineProperty(window, "SpeechSynthesisUtterance", {value: Utterance});
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{lang: "en-GB", name: "A voice"}],
  speak: words => { window.spoken.push(words.text); words.onend?.(); },
  cancel: () => {}, speaking: false, addEventListener: () => {},
}});
"""
NO_VOICE = A_VOICE.replace('[{lang: "en-GB", name: "A voice"}]', "[]")
MOST_TABS = 30
THUMB = 44  # px


@pytest.fixture
def fresh(chromium_browser: Browser) -> Iterator[Page]:
    """A page that may be given a script of its own."""
    context = open_context(chromium_browser, PHONE)
    yield context.new_page()
    context.close()


def words_of(page: Page, within: str) -> str:
    """What stands in a box, as it is read."""
    parts = page.locator(f"{within} p").all_inner_texts()
    return " ".join(" ".join(parts).replace("Listen", "").split())


def listen(page: Page, name: str, within: str) -> str:
    """Reach a button with Tab, press it, and say what was spoken."""
    button = page.locator(within).get_by_role("button", name=name, exact=True)
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= THUMB
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            page.keyboard.press("Enter")
            spoken: str = page.evaluate("window.spoken.at(-1)")
            return spoken
    raise AssertionError(f"{name} cannot be reached with Tab")


def test_a_scene_is_played_with_what_is_heard_alone(
    served: Server, record: Record, fresh: Page
) -> None:
    page = record.person("Lee").come(fresh, served.address)
    page.add_init_script(A_VOICE)
    visit(page, f"{served.address}/scene?s={SAMOSAS}")
    tap(page, "begin-0")
    step = 0
    while not page.locator(".st-key-guess").count():
        ask(page, step)
        line = f".st-key-line-{step} blockquote"
        if page.locator(line).count():
            assert listen(page, "Listen", line) == words_of(page, line)
        replies = page.get_by_test_id("stRadioOption")
        numbers = range(1, replies.count() + 1)
        heard = [listen(page, str(number), ".cg-listening") for number in numbers]
        assert heard == [" ".join(words.split()) for words in replies.all_inner_texts()]
        pick(page, step, heard.index(min(heard, key=len)) + 1)
        say(page, step)
        answer = f".st-key-answer-{step} {MINE} + blockquote"
        assert listen(page, "Listen", answer) == words_of(page, answer)
        tap(page, f"go-on-{step}")
        step += 1
        after = page.locator(f".st-key-could-say-{step}, .st-key-guess").first
        expect(after).to_be_visible(timeout=SLOW)
    assert step >= 3
    ending = ".st-key-spoken-ending"
    assert listen(page, "Listen", ending) == words_of(page, ending)


def test_without_a_voice_there_is_nothing_to_listen_to(
    served: Server, record: Record, fresh: Page
) -> None:
    page = record.person("Lee").come(fresh, served.address)
    page.add_init_script(NO_VOICE)
    visit(page, f"{served.address}/scene?s={SAMOSAS}")
    tap(page, "begin-0")
    ask(page, 0)
    await_key(page, "none-0")
    assert page.locator(".cg-listen:visible").count() == 0
    assert not re.search("Listen", page.get_by_test_id("stMain").inner_text())
