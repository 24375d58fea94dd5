"""Axe finds nothing on any page, in any state, light and dark, on a phone and on a desk."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Page, expect

from harness.browser import axe
from harness.serve import Server
from walks.states import STATES
from walks.world import World

Open: TypeAlias = Callable[[str], Page]
Theme: TypeAlias = Literal["light", "dark"]
PAPER = {"light": "rgb(251, 250, 247)", "dark": "rgb(22, 26, 29)"}
SIZES = ((360, 740), (1280, 900))


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(name: str, served: Server, world: World, as_person: Open) -> None:
    state = STATES[name]
    page = as_person(state.who or name)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(served.address + state.path(world))
    state.go(page)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        expect(page.locator("[data-testid='stApp'], body").last).to_have_css(
            "background-color", PAPER[theme]
        )
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            axe(page)
