"""Addresses and the Back button."""

import re

from playwright.sync_api import Browser, expect

from harness.browser import Screen, complaints, open_context, visit
from harness.fixtures import Show
from harness.serve import Server
from walks.people import Record
from walks.taps import SLOW, ask, await_key, pick, say, tap, wait_for_heading
from walks.world import CAFE, best

PHONE = Screen(360, 740)
FRESH = 6
BENIGN = re.compile("404")  # a deep link asks for /<page>/_stcore/health first


def test_at_most_two_presses_lead_from_the_talk_back_to_the_shelf(
    served: Server, record: Record, show: Show
) -> None:
    page = record.person("Ann").come(show(PHONE), served.address)
    visit(page, f"{served.address}/practise")
    page.get_by_text("The whole path", exact=True).click()
    tap(page, "play-all-cafe")
    tap(page, "begin-0")
    ask(page, 0)
    pick(page, 0)
    say(page, 0)
    presses = 0
    while "/scene" not in page.url and "/practise" not in page.url:
        page.go_back()
        page.wait_for_timeout(300)
        presses += 1
        assert presses <= 2, page.url
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Practise|The same time, the same coffee"), timeout=SLOW
    )


def test_back_and_forward_come_to_the_same_line(served: Server, record: Record, show: Show) -> None:
    person, scene = record.person("Ann"), record.scenes[CAFE]
    page = person.come(show(PHONE), served.address)
    talk = f"/talk?a={person.play(scene, best(scene)[:2])}"
    visit(page, served.address + talk)
    read = await_key(page, "answer-1").inner_text()
    page.get_by_role("link", name="‹ Stop for now").click()
    await_key(page, "pick-up")
    page.go_back()
    assert await_key(page, "answer-1").inner_text() == read


def test_every_deep_link_opens_in_a_fresh_browser(
    served: Server, chromium_browser: Browser
) -> None:
    for number in range(FRESH):
        context = open_context(chromium_browser, PHONE)
        page = context.new_page()
        heard = complaints(page)
        where = ("/scene?s=hallway", "/practise", "/door")[number % 3]
        page.goto(served.address + where)
        wait_for_heading(page, ("The hallway", "Practise", "Coming back?")[number % 3])
        assert [line for line in heard() if not BENIGN.search(line)] == []
        context.close()
