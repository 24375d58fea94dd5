"""The harness itself, on an app too small to hide anything."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.browser import Screen, axe, box, by_key, screenshot, visit, wait_for_run
from harness.fixtures import Show
from harness.protocol import Browser, Cut, NotOnPage, drive
from harness.serve import NotServed, Server, free_port

APP = Path(__file__).with_name("small_app.py")
PHONE = Screen(360, 640)


def small_server(folder: Path) -> Server:
    port = free_port()
    options = [
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
        f"--server.port={port}",
    ]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *options]
    return Server(command, port, folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with small_server(tmp_path_factory.mktemp("small")) as server:
        yield server


def test_clicks_choices_and_words_reach_the_script_and_its_answers_come_back(small: Server) -> None:
    async def use() -> None:
        async with Browser(small.address) as browser:
            tab = await browser.open("/")
            assert tab.page.texts(within="told") == ["0 clicks"]
            await tab.click("add")
            await tab.set_radio("reply-0", 1)
            await tab.set_text("Name", "Ann")
            assert "Ann says No" in tab.page.texts()
            await tab.click("Knock")
            assert "Come in" in tab.page.texts()
            await tab.click("add")
            assert tab.page.texts(within="told") == ["2 clicks"]
            assert "Come in" not in tab.page.texts()
            await tab.click("go-on")
            assert (tab.path, tab.query, tab.page.texts()[:2]) == (
                "/back",
                "a=7",
                ["Back", "a is 7"],
            )
            with pytest.raises(NotOnPage, match="add is not at /back"):
                await tab.click("add")
            await tab.click("break")
            assert tab.page.errors() == ["ValueError: broken on purpose"]
            assert (await browser.open("/back?a=3")).page.texts()[1] == "a is 3"

    drive(use())


def test_a_double_click_is_two_clicks(small: Server) -> None:
    async def use() -> None:
        async with Browser(small.address) as browser:
            tab = await browser.open("/")
            await tab.press("add")
            await asyncio.sleep(0.05)
            await tab.press("add")
            await tab.settle(quiet=0.3)
            assert tab.page.texts(within="told") == ["2 clicks"]

    drive(use())


def test_after_a_cut_the_session_goes_on_and_after_a_kill_the_heartbeat_draws_anew(
    tmp_path: Path,
) -> None:
    async def use(server: Server) -> None:
        async with Browser(server.address) as browser:
            tab = await browser.open("/")
            await tab.click("add")
            session = tab.session
            tab.cut()
            await tab.reconnect()
            assert (tab.session, tab.page.texts(within="told")) == (session, ["1 clicks"])
            server.kill()
            with pytest.raises(Cut):
                await tab.click("add")
            server.start()
            await tab.reconnect()
            assert tab.page.texts(within="told") == ["0 clicks"]
            assert tab.session != session

    with small_server(tmp_path) as server:
        drive(use(server))
        assert server.stop() == 0


def test_a_server_that_does_not_come_up_is_told_with_its_log(tmp_path: Path) -> None:
    server = Server([sys.executable, "-c", "raise SystemExit('no luck')"], free_port(), tmp_path)
    with pytest.raises(NotServed, match="no luck"):
        server.start()


def test_a_real_browser_draws_clicks_and_is_looked_at(
    small: Server, show: Show, tmp_path: Path
) -> None:
    page = show(PHONE)
    visit(page, small.address)
    page.get_by_role("button", name="Add").click()
    wait_for_run(page)
    page.get_by_text("1 clicks").wait_for()
    add = box(page, by_key(page, "add"))
    assert add.right <= PHONE.width
    screenshot(page, tmp_path / "front.png")
    assert (tmp_path / "front.png").stat().st_size > 5000
    assert page.viewport_size == {"width": PHONE.width, "height": PHONE.height}


def test_axe_names_the_rule_and_the_place(small: Server, show: Show) -> None:
    page = show(PHONE)
    visit(page, small.address)
    page.evaluate("document.querySelector('h1').outerHTML = '<img src=data:,>'")
    with pytest.raises(AssertionError, match=r"image-alt \(critical\)"):
        axe(page)
