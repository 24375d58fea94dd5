"""The first five minutes: one turn of one conversation, and nothing else."""

import re

from playwright.sync_api import Page, expect

from harness.browser import Screen, visit
from harness.fixtures import Show
from harness.serve import Server
from walks.taps import SLOW, ask, await_key, pick, reaction, said, say, tap

SMALL = Screen(360, 640)
ASKS_FOR_SOMETHING = "input:not([type=radio]), textarea, select, [role=slider], nav a, .st-key-nav"


def first_answer(page: Page, server: Server) -> str:
    """Go through the first three taps; the answer as it is read."""
    visit(page, server.address)
    ask(page, 0)
    pick(page, 0, 2)
    say(page, 0)
    return reaction(page, 0).inner_text()


def test_three_taps_and_no_typing_lead_from_the_bare_address_to_the_first_answer(
    served: Server, show: Show
) -> None:
    page = show(SMALL)
    visit(page, served.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Try one reply")
    for finger in (ask, pick, say):
        assert page.locator(ASKS_FOR_SOMETHING).count() == 0
        finger(page, 0)
    assert reaction(page, 0).inner_text().startswith("Nadia")
    answered = page.get_by_text("That is how it works here")
    name = page.get_by_label("What shall we call you?")
    assert answered.bounding_box()["y"] < name.bounding_box()["y"]  # type: ignore[index]


def test_the_name_can_be_skipped_and_the_rest_of_the_place_is_one_tap_away(
    served: Server, show: Show
) -> None:
    page = show(SMALL)
    first_answer(page, served)
    tap(page, "look-around")
    await_key(page, "nav")
    greeting = page.get_by_role("heading", level=1)
    expect(greeting).to_have_text(re.compile(r"^(Hello|Good (morning|afternoon|evening))\.$"))
    expect(page.get_by_role("heading", name="Pick up here")).to_be_visible()
    page.reload()
    expect(greeting).to_be_visible(timeout=SLOW)


def test_a_name_that_was_given_greets_and_the_scene_goes_on(served: Server, show: Show) -> None:
    page = show(SMALL)
    first_answer(page, served)
    page.get_by_label("What shall we call you?").fill("Dana <b>")
    tap(page, "finish")
    await_key(page, "could-say-1")
    assert "/talk?a=" in page.url
    page.get_by_role("link", name="‹ Stop for now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^(Hello|Good \w+), Dana <b>\.$"), timeout=SLOW
    )


def test_a_reload_after_the_first_answer_loses_nothing(served: Server, show: Show) -> None:
    page = show(SMALL)
    read = first_answer(page, served)
    mine = said(page, 0).inner_text()
    page.reload()
    expect(reaction(page, 0)).to_be_visible(timeout=SLOW)
    expect(reaction(page, 0)).to_have_text(re.compile(re.escape(read[-20:])))
    assert said(page, 0).inner_text() == mine


def test_say_it_without_a_reply_asks_for_one_kindly(served: Server, show: Show) -> None:
    page = show(SMALL)
    visit(page, served.address)
    ask(page, 0)
    tap(page, "say-0")
    expect(page.get_by_text("Tap a reply first. Then say it.")).to_be_visible(timeout=SLOW)
    assert reaction(page, 0).count() == 0
