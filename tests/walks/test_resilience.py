"""A server that is killed, a course that breaks while it is played, and one that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.browser import Screen, axe, visit
from harness.course import course_of
from harness.fixtures import Show
from harness.forked import forked_serve
from harness.serve import Server
from walks.taps import SLOW, ask, await_key, go_on, pick, reaction, say, tap, wait_for_heading
from walks.world import CAFE, HALLWAY

PHONE = Screen(360, 740)
HEALS_WITHIN = 30_000  # ms


@pytest.fixture(scope="module")
def own_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One conversation as a course, to be broken by the last who needs it."""
    return course_of(tmp_path_factory.mktemp("own"), CAFE)


@pytest.fixture(scope="module")
def own(own_course: Path) -> Iterator[Server]:
    """A server of that course, to be killed."""
    with forked_serve(own_course.with_name("served"), "--course", str(own_course)) as server:
        yield server


def two_replies_in(page: Page, server: Server) -> str:
    """Begin the café and give two replies; the next line, as it is read."""
    visit(page, f"{server.address}/scene?s=cafe")
    tap(page, "begin-0")
    for step in range(2):
        ask(page, step)
        pick(page, step)
        say(page, step)
        go_on(page, step)
    return await_key(page, "line-2").inner_text()


def test_after_the_server_was_killed_the_same_scene_waits_with_the_same_line(
    own: Server, show: Show
) -> None:
    page = show(PHONE)
    line = two_replies_in(page, own)
    page.goto("about:blank")
    own.kill()
    own.start()
    visit(page, own.address)
    tap(page, "pick-up-go")
    go_on(page, 1)
    assert await_key(page, "line-2").inner_text() == line


def test_a_page_left_open_heals_by_itself_after_a_restart(own: Server, show: Show) -> None:
    page = show(PHONE)
    two_replies_in(page, own)
    answer = reaction(page, 1)
    assert answer.count() == 0
    own.kill()
    app = page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED", timeout=SLOW)
    own.start()
    # A new session knows only the record: the answer that was read last is shown once more.
    expect(answer).to_be_visible(timeout=HEALS_WITHIN)
    go_on(page, 1)
    ask(page, 2)
    pick(page, 2)
    say(page, 2)


def test_an_open_play_goes_on_when_its_file_breaks_and_authors_are_told(
    own: Server, own_course: Path, show: Show
) -> None:
    page = show(PHONE)
    line = two_replies_in(page, own)
    file = own_course / "scenarios" / "cafe.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\nturns: [\n", encoding="utf-8")
    page.wait_for_timeout(2_200)  # the files are looked at every two seconds
    ask(page, 2)
    assert await_key(page, "line-2").inner_text() == line
    pick(page, 2)
    say(page, 2)
    visit(page, f"{own.address}/practise")
    page.get_by_text("For whoever writes the course").click()
    told = page.get_by_text(re.compile(r"scenarios/cafe\.yaml:\d+:\d+: error\["))
    expect(told).to_be_visible()
    axe(page)
    page.get_by_text("The whole path", exact=True).click()
    card = await_key(page, "card-all-cafe")
    expect(card.get_by_text("This is the last sound form")).to_be_visible()


def test_a_course_without_conversations_says_so_kindly(tmp_path: Path, show: Show) -> None:
    course = course_of(tmp_path)
    with forked_serve(tmp_path / "served", "--course", str(course)) as server:
        page = show(PHONE)
        visit(page, server.address)
        wait_for_heading(page, "Nothing to practise yet")
        axe(page)
        visit(page, f"{server.address}/practise")
        expect(page.get_by_text("There is nothing to practise at the moment.")).to_be_visible()
        visit(page, f"{server.address}/scene?s=cafe")
        wait_for_heading(page, "No such conversation")


def test_one_broken_conversation_is_left_out_and_the_others_are_served(
    tmp_path: Path, show: Show
) -> None:
    course = course_of(tmp_path, CAFE, HALLWAY)
    (course / "scenarios" / "hallway.yaml").write_text("title: [", encoding="utf-8")
    with forked_serve(tmp_path / "served", "--course", str(course)) as server:
        page = show(PHONE)
        visit(page, f"{server.address}/scene?s=hallway")
        wait_for_heading(page, "Being mended")
        visit(page, f"{server.address}/scene?s=cafe")
        await_key(page, "begin-0")
