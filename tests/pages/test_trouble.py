"""When something is wrong: kind words on the screen, the error in the log, never a trace of it."""

import re
from pathlib import Path

import pytest

from coach.ui import state, trouble
from coach.ui.screens import progress
from coach.ui.server.asgi import parts
from coach.ui.server.settings import Settings, install
from conftest import ROOT
from pages.screen import House, Window
from practising import attempt_of, begun, scene

KIND = "It is the server, not you. What you answered so far is kept."
PAGES = (
    "",
    "practise",
    "lesson",
    "scene",
    "talk",
    "progress",
    "lines",
    "mine",
    "review",
    "call",
    "door",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("house")
def test_without_a_cookie_every_page_says_what_to_do(page: str) -> None:
    window = Window(browser=None).open(page)

    assert window.headings == ["One small thing first"]
    assert window.sees(
        "This browser keeps no cookies for this address, so nothing you do could be found again.",
        "It is one cookie, with a random number and nothing else.",
    )
    assert window.buttons == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("house")
def test_a_store_that_cannot_be_opened_is_told_with_its_remedy(tmp_path: Path, page: str) -> None:
    (tmp_path / "no-folder").write_text("a file", encoding="utf-8")
    use(f"sqlite:///{tmp_path}/no-folder/course.sqlite")
    window = Window().open(page)

    assert "The record is away for a moment" in window.headings
    assert window.sees(KIND, "cannot be written", "Choose a folder that this user may write to.")
    assert "Traceback" not in window.words


@pytest.mark.usefixtures("house")
def test_a_store_that_is_no_store_is_told_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("not a database " * 99, encoding="utf-8")
    use(f"sqlite:///{tmp_path}/other.txt")

    assert Window().open().sees(KIND, "Move that file away, or choose another name.")


def test_a_store_that_goes_away_in_a_tap_is_told_and_comes_back(
    house: House,
) -> None:
    hall = scene("hallway")
    attempt = begun(house.desk(), hall)
    window = Window().open("talk", a=attempt.id).tap("What could I say?")
    words = hall.scenario.turns[hall.scenario.opening].choices[0].text
    window.pick(words)
    with house.hidden("event"):
        window.tap("Say it")
        assert window.headings == ["The record is away for a moment"]
        assert window.sees("Your last tap may not be: give it again once the page is back.")
    window.open("talk", a=attempt.id)

    assert [reply.step for reply in attempt_of(house.desk(), attempt.id).replies] == [0]
    assert window.sees("‹ Stop for now", "Go on")


def test_an_error_of_a_page_is_kind_on_the_screen_and_whole_in_the_log(
    house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def break_down(_: object) -> None:
        raise ZeroDivisionError("the secret reason")

    monkeypatch.setattr(progress, "_talked", break_down)
    begun(house.desk(), scene("hallway"), [scene("hallway").worth.table().line()[0].choice])
    window = Window().open("progress")
    log = re.sub(r"\x1b\[[0-9;]*m", "", "".join(capfd.readouterr()))

    assert "Something went wrong here" in window.headings
    assert window.sees(KIND)
    assert "secret" not in window.words
    assert "ZeroDivisionError: the secret reason" in log
    assert "break_down" in log


def test_the_server_hands_its_errors_to_this_page(tmp_path: Path) -> None:
    made = parts(Settings(course=ROOT, store=f"sqlite:///{tmp_path}/x.sqlite"))
    install(None)

    assert made["on_script_error"] is trouble.tell


def use(address: str) -> None:
    """Let the pages use another store."""
    for remembered in (state.store, state.door, state._database):  # noqa: SLF001
        remembered.clear()
    install(Settings(course=ROOT, store=address))
