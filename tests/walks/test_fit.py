"""A whole turn stands on a small phone without scrolling: line, replies, and *Say it*."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from coach.content.loading import scenario_files
from coach.content.scenario import ScenarioId
from coach.ui.server.settings import from_environment
from harness.browser import Screen, visit
from harness.fixtures import Show
from harness.serve import Server
from walks.paths import Place, places
from walks.people import Record
from walks.taps import SLOW, ask, begun, go_on

SMALL = Screen(360, 640)
SCENARIOS = [ScenarioId(file.stem) for file in scenario_files(from_environment().course)]
WITH_A_VOICE = "document.documentElement.classList.add('cg-has-voice')"
# Like following a link inside the app: the page is drawn anew without being loaded anew.
GO = """where => {
  history.pushState({}, "", where);
  dispatchEvent(new PopStateEvent("popstate", {state: {}}));
}"""
EDGES = """step => {
  const box = part => document.querySelector(`.st-key-${part}-${step}`).getBoundingClientRect();
  const cut = [...document.querySelectorAll("[data-testid=stRadioOption] p")]
    .some(words => words.scrollWidth > words.clientWidth + 1);
  return {top: box("line").top, bottom: box("say").bottom, right: box("reply").right, cut};
}"""


def widest(record: Record, scenario: ScenarioId) -> Iterator[Place]:
    """Every turn once, in the form with most to read."""
    longest = {
        place.turn: place
        for place in sorted(places(record.scenes[scenario].scenario), key=lambda place: place.signs)
    }
    yield from longest.values()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_line_replies_and_say_it_of_every_turn_are_seen_at_once(
    scenario: ScenarioId, served: Server, record: Record, show: Show
) -> None:
    scene, person = record.scenes[scenario], record.person("Ann")
    page = person.come(show(SMALL), served.address)
    visit(page, f"{served.address}/practise")
    page.evaluate(WITH_A_VOICE)
    too_low = []
    for place in widest(record, scenario):
        talk = person.play(scene, place.path)
        page.evaluate(GO, f"/talk?a={talk}")
        edges = _edges(page, len(place.path), runs_on=scene.scenario.level > 3)
        assert edges["top"] >= 0, place.turn
        assert edges["right"] <= SMALL.width, place.turn
        assert not edges["cut"], place.turn
        if edges["bottom"] > SMALL.height:
            too_low.append(f"{place.turn}: {edges['bottom'] - SMALL.height:.0f} px")
    assert not too_low


def _edges(page: Page, step: int, *, runs_on: bool) -> dict[str, float]:
    expect(page.locator('[class*="st-key-reply-"]')).to_have_count(0, timeout=SLOW)
    if step and not runs_on:
        go_on(page, step - 1)
    ask(page, step)
    expect(begun(page, "line-")).to_have_class(re.compile(rf"st-key-line-{step}\b"))
    expect(page.get_by_test_id("stMain")).to_have_js_property("scrollTop", 0)
    found: dict[str, float] = page.evaluate(EDGES, step)
    return found
