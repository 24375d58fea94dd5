"""What is sent when a page is drawn: the whole of it once, and after a tap what it is a page of."""

import pytest

from coach.content.scenario import ScenarioId
from coach.ui.routes import HEARTBEAT_SECONDS
from harness.protocol import Browser, Tab, drive
from harness.serve import Server
from harness.talk import begin, come_to_reply, reaction

SAMOSAS = ScenarioId("samosas")
MOST_MESSAGES = 11
"""After *Say it*: the beginning and the end of a run are five of them."""
ADDRESSES = ["/", "/practise", "/call", "/lesson", "/scene?s=samosas", "/talk", "/progress"]
ADDRESSES += ["/lines", "/mine", "/door", "/review"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_draws_itself_anew_after_a_lost_connection(address: str, server: Server) -> None:
    async def timers() -> list[float]:
        async with Browser(server.address) as browser:
            tab = await browser.open(address)
            assert not tab.page.errors()
            return list(tab.timers.values())

    assert drive(timers()) == [HEARTBEAT_SECONDS]


def test_a_tap_draws_the_page_and_nothing_that_leads_to_it(server: Server) -> None:
    async def said() -> tuple[Tab, int]:
        async with Browser(server.address) as browser:
            tab = await begin(browser, SAMOSAS)
            step = await come_to_reply(tab, lambda _: 0)
            assert step == 0
            tab.kinds.clear()
            await tab.click("say-0")
            return tab, step

    tab, step = drive(said())
    assert reaction(tab, step)
    assert "navigation" not in tab.kinds
    assert len(tab.kinds) <= MOST_MESSAGES
