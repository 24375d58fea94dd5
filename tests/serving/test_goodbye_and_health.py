"""A browser can be forgotten, and whoever watches over the server hears when its store is away."""

import json
from pathlib import Path

import pytest

from coach.ui.server.health import store_answers
from harness.browser import Screen, axe
from harness.fixtures import Show
from harness.serve import Server, free_port
from serving.asking import ask

MINE = f"cg_browser={'k' * 43}; _streamlit_xsrf=2; theirs=3; bad name=4"


def test_goodbye_forgets_our_cookies_and_nobody_elses(server: Server) -> None:
    answer = ask(server, "/goodbye", cookie=MINE, sec_fetch_site="none")
    forgotten = answer.cookies()
    assert set(forgotten) == {"cg_browser", "_streamlit_xsrf"}
    assert {(cookie.value, cookie["max-age"]) for cookie in forgotten.values()} == {("", "0")}
    assert answer.header("clear-site-data") == '"storage"'
    assert b"Nothing of you is left in this browser." in answer.body
    assert b'<a href="/">' in answer.body
    assert b"<script" not in answer.body


def test_another_site_cannot_make_a_browser_forget(server: Server) -> None:
    answer = ask(server, "/goodbye", cookie=MINE, sec_fetch_site="cross-site")
    assert "clear-site-data" not in answer.headers
    assert "0" not in {cookie["max-age"] for cookie in answer.cookies().values()}
    assert b"Nothing has been forgotten yet." in answer.body


def test_a_forgotten_browser_comes_back_as_somebody_else(server: Server, show: Show) -> None:
    page = show(Screen(360, 640))
    page.goto(server.address)
    before = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    page.goto(f"{server.address}/goodbye")
    assert page.context.cookies() == []
    page.get_by_role("link", name="Begin again as somebody new").click()
    after = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert after["cg_browser"] != before["cg_browser"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_goodbye_page_can_be_read_by_everybody(server: Server, show: Show, theme: str) -> None:
    page = show(Screen(360, 640, "dark" if theme == "dark" else "light"))
    page.goto(f"{server.address}/goodbye")
    axe(page)


def test_health_tells_that_all_is_well_and_nothing_else(server: Server) -> None:
    answer = ask(server, "/health")
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok", "store": "ok"})
    assert answer.header("cache-control") == "no-store"
    assert answer.header("content-type") == "application/json"


def test_health_fails_while_the_store_is_away_and_recovers_with_it(mirror: Server) -> None:
    store, away = mirror.folder / "course.sqlite", mirror.folder / "away"
    assert ask(mirror, "/health").status == 200
    store.rename(away)
    gone = ask(mirror, "/health")
    assert (gone.status, json.loads(gone.body)) == (503, {"status": "failing", "store": "away"})
    assert not store.exists()
    away.replace(store)
    assert ask(mirror, "/health").status == 200


def test_a_store_that_cannot_be_read_does_not_answer(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, " * 500, encoding="utf-8")
    assert not store_answers(f"sqlite:///{letter}")
    assert not store_answers(f"sqlite:///{tmp_path}")
    assert not store_answers(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
