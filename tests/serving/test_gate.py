"""An open server shows nothing without its code, and its code cannot be guessed."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import segno

from coach.ui.server.gate import Tries
from coach.ui.server.lan import ALPHABET, LENGTH, lan_address, new_passcode, picture
from harness.browser import Screen, axe, wait_for_run
from harness.course import course_of
from harness.fixtures import Show
from harness.protocol import drive
from harness.serve import HOST, Server, coach_serve
from serving.asking import SWITCHED, Answer, ask, knock

ROOM = "room.example"
ASKED = b"What is the code?"


@pytest.fixture(scope="module")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server open to a room. Under the name of the room even this machine is a stranger."""
    folder = tmp_path_factory.mktemp("gated")
    open_to = ("--lan", "--host", HOST, "--allowed-host", ROOM)
    with coach_serve(folder, "--course", str(course_of(folder)), *open_to) as server:
        yield server


@pytest.fixture(scope="module")
def code(gated: Server) -> str:
    found = re.search(r"with the code ([A-Z2-9]{6})$", gated.log, re.MULTILINE)
    assert found, gated.log
    return found[1]


def stranger(server: Server, path: str = "/", **headers: str) -> Answer:
    return ask(server, path, host=ROOM, **headers)


def send(server: Server, answer: Answer, code: str) -> Answer:
    """Fill in the form of an answer and send it."""
    form = re.search(rb'name="form" value="([^"]+)"', answer.body)
    assert form
    cookie = f"cg_form={answer.cookies()['cg_form'].value}"
    body = f"form={form[1].decode()}&pass={code}"
    return ask(server, "/talk?a=1", "POST", body, host=ROOM, cookie=cookie)


def test_a_stranger_is_shown_nothing_but_the_question(gated: Server) -> None:
    for path in ("/", "/talk?a=1", "/health", "/_stcore/health", "/own/coach.css", "/goodbye"):
        for method in ("GET", "POST", "PUT"):
            answer = ask(gated, path, method, host=ROOM)
            assert (answer.status, ASKED in answer.body) == (403, True), (method, path)
            assert "cg_browser" not in answer.cookies()
            assert answer.header("cache-control") == "no-store"
            assert "cross-origin-opener-policy" not in answer.headers  # needs a trusted line


def test_a_stranger_gets_no_socket(gated: Server) -> None:
    assert drive(knock(gated, ROOM)) == 403
    assert drive(knock(gated, ROOM, cookie="cg_pass=guess")) == 403


def test_the_picture_s_address_lets_in_at_once_and_takes_the_code_away(
    gated: Server, code: str
) -> None:
    answer = stranger(gated, f"/talk?a=1&pass={code}")
    assert (answer.status, answer.header("location")) == (303, "/talk?a=1")
    cookie = answer.cookies()["cg_pass"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert code not in cookie.value
    inside = stranger(gated, "/", cookie=f"cg_pass={cookie.value}")
    assert inside.status == 200
    assert "cg_browser" in inside.cookies()
    socket = drive(knock(gated, ROOM, cookie=f"cg_pass={cookie.value}"))
    assert socket == SWITCHED


def test_who_is_inside_already_stays_inside_with_an_old_picture(gated: Server, code: str) -> None:
    inside = stranger(gated, f"/?pass={code}").cookies()["cg_pass"].value
    answer = stranger(gated, "/talk?pass=WRONG2&a=1", cookie=f"cg_pass={inside}")
    assert (answer.status, answer.header("location")) == (303, "/talk?a=1")


def test_the_code_cannot_be_used_to_send_somebody_elsewhere(gated: Server, code: str) -> None:
    for path in ("//evil.example/", "/\\evil.example/", "///evil.example"):
        answer = stranger(gated, f"{path}?pass={code}")
        assert answer.status == 303
        assert re.match(r"/[^/\\]", answer.header("location")), answer.header("location")


def test_the_form_lets_in_with_the_code_in_any_letters(gated: Server, code: str) -> None:
    answer = send(gated, stranger(gated), f"+{code.lower()}+")
    assert (answer.status, answer.header("location")) == (303, "/talk?a=1")
    assert "cg_pass" in answer.cookies()


def test_a_form_of_another_site_is_not_taken(gated: Server, code: str) -> None:
    body = f"form=made-up&pass={code}"
    for cookie in ("", f"cg_form={stranger(gated).cookies()['cg_form'].value}"):
        answer = ask(gated, "/", "POST", body, host=ROOM, cookie=cookie)
        assert answer.status == 403
        assert b"Please type the code once more." in answer.body
        assert "cg_pass" not in answer.cookies()


def test_this_machine_itself_may_pass(gated: Server) -> None:
    assert ask(gated, "/").status == 200
    assert drive(knock(gated)) == SWITCHED


def test_after_five_wrong_codes_a_place_waits_even_with_the_right_one(
    gated: Server, code: str
) -> None:
    place = {"x_forwarded_for": "203.0.113.9"}
    for wrong in ("ABCDEF", "ABCDEG", "", "%C3%A4", "ABCDEH", "ABCDEJ"):
        answer = stranger(gated, f"/?pass={wrong or '%20'}", **place)
        told = b"That is not the code." in answer.body
        assert (answer.status, told) == (403, True) or wrong == "ABCDEJ"
    late = stranger(gated, f"/?pass={code}", **place)
    assert (late.status, late.header("retry-after")) == (429, "60")
    assert "cg_pass" not in late.cookies()
    assert stranger(gated, f"/?pass={code}", x_forwarded_for="203.0.113.10").status == 303


def test_wrong_codes_are_forgotten_after_a_minute() -> None:
    now = SimpleNamespace(seconds=0.0)
    tries = Tries(clock=lambda: now.seconds)
    for _ in range(5):
        assert not tries.exhausted("here")
        tries.note("here")
    assert tries.exhausted("here")
    assert not tries.exhausted("there")
    now.seconds = 59.9
    assert tries.exhausted("here")
    now.seconds = 60.0
    assert not tries.exhausted("here")
    tries.note("there")
    assert set(tries.seen) == {"there"}


def test_a_name_that_was_allowed_is_answered_to_and_no_other(gated: Server) -> None:
    assert b"What is the code?" in ask(gated, "/", host="Room.Example:80").body
    assert ask(gated, "/", host="other.example").status == 421


def test_the_picture_holds_the_address_with_the_code(gated: Server, code: str) -> None:
    address = f"http://{HOST}:{gated.port}/?pass={code}"
    assert f"For the room: {address}" in gated.log
    assert picture(address) in gated.log
    dark = [[bool(cell) for cell in row] for row in segno.make(address, micro=False).matrix]
    assert modules(picture(address)) == dark


def modules(drawn: str) -> list[list[bool]]:
    """The dark cells of a picture in a terminal, without its frame: light is drawn, dark is not."""
    light = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}
    lines = drawn.strip("\n").split("\n")
    rows = [[not light[cell][half] for cell in line] for line in lines for half in (0, 1)]
    used = [number for number, row in enumerate(rows[:-1]) if any(row)]
    left, right = min(row.index(True) for row in (rows[n] for n in used)), len(used)
    return [row[left : left + right] for row in rows[used[0] : used[-1] + 1]]


def test_a_code_is_six_letters_that_nobody_misreads() -> None:
    codes = {new_passcode() for _ in range(200)}
    assert len(codes) == 200
    assert {len(one) for one in codes} == {LENGTH}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ILO01")


def test_the_address_in_the_network_is_one_of_this_machine() -> None:
    address = lan_address()
    assert address is None or re.fullmatch(r"\d+(\.\d+){3}", address)
    assert address is None or not address.startswith("127.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_question_can_be_read_and_answered_by_everybody(
    gated: Server, code: str, show: Show, theme: str
) -> None:
    page = show(Screen(360, 640, "dark" if theme == "dark" else "light"))
    page.set_extra_http_headers({"x-forwarded-for": f"203.0.113.{20 + len(theme)}"})
    page.goto(gated.address)
    axe(page)
    page.get_by_label("Code").fill("nonono")
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").inner_text().startswith("That is not the code.")
    axe(page)
    page.get_by_label("Code").fill(code.lower())
    page.get_by_role("button", name="Come in").click()
    wait_for_run(page)
    assert "pass" not in page.url
