"""A browser is known by a cookie that only the server can read, and by nothing it says itself."""

import hashlib
import re

from harness.protocol import Browser, drive
from harness.serve import Server
from serving.asking import ask

DAYS_400 = 400 * 24 * 60 * 60


def test_a_first_page_brings_a_cookie_no_script_and_no_other_site_can_use(server: Server) -> None:
    cookie = ask(server, "/").cookies()["cg_browser"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", cookie.value)
    assert cookie["max-age"] == str(DAYS_400)
    assert (cookie["path"], cookie["samesite"]) == ("/", "Lax")
    assert cookie["httponly"] is True
    assert cookie["secure"] == ""


def test_every_new_browser_is_given_another_cookie(server: Server) -> None:
    given = {ask(server, "/").cookies()["cg_browser"].value for _ in range(20)}
    assert len(given) == 20


def test_behind_a_trusted_proxy_that_speaks_https_the_cookie_stays_on_https(server: Server) -> None:
    answer = ask(server, "/", x_forwarded_proto="https")
    assert answer.cookies()["cg_browser"]["secure"] is True
    assert answer.header("strict-transport-security") == "max-age=31536000"
    assert ask(server, "/").header("strict-transport-security") == ""


def test_a_known_browser_keeps_its_cookie_and_its_days_begin_anew(server: Server) -> None:
    token = "k" * 43
    again = ask(server, "/practise", cookie=f"other=1; cg_browser={token}").cookies()["cg_browser"]
    assert (again.value, again["max-age"]) == (token, str(DAYS_400))


def test_a_cookie_that_is_none_of_ours_is_replaced(server: Server) -> None:
    for bad in ("", "short", "k" * 44, "k" * 42 + "!", "k" * 43 + " HttpOnly"):
        given = ask(server, "/", cookie=f"cg_browser={bad}").cookies()["cg_browser"].value
        assert given != bad
        assert len(given) == 43


def test_only_pages_bring_the_cookie(server: Server) -> None:
    for path in ("/health", "/own/coach.css", "/_stcore/health", "/_stcore/host-config"):
        assert "cg_browser" not in ask(server, path).cookies(), path
    assert "cg_browser" not in ask(server, "/", "HEAD").cookies()


def test_the_page_knows_a_browser_by_the_digest_of_its_cookie(mirror: Server) -> None:
    async def use() -> None:
        async with Browser(mirror.address) as ann:
            tab = await ann.open("/")
            digest = hashlib.sha256(ann.cookies["cg_browser"].encode()).hexdigest()
            assert tab.page.texts(within="who") == [digest]

    drive(use())


def test_what_a_browser_claims_about_itself_is_not_believed(mirror: Server) -> None:
    class Liar(Browser):
        def cookie_header(self) -> dict[str, str]:
            return super().cookie_header() | {"X-CG-Browser": "f" * 64}

    async def use() -> None:
        async with Liar(mirror.address) as liar:
            tab = await liar.open("/")
            digest = hashlib.sha256(liar.cookies["cg_browser"].encode()).hexdigest()
            assert tab.page.texts(within="who") == [digest]
            liar.cookies.clear()
            await tab.reconnect()
            await tab.rerun()
            assert tab.page.texts(within="who") == ["None"]

    drive(use())


def test_nobody_can_take_up_the_session_of_another_browser(mirror: Server) -> None:
    async def use() -> None:
        async with Browser(mirror.address) as ann, Browser(mirror.address) as bob:
            hers = await ann.open("/")
            session = hers.session
            await hers.rerun()
            hers.cut()

            his = await bob.open("/")
            his.session = session
            await his.reconnect()
            await his.rerun()
            assert his.session != session
            assert his.page.texts(within="visits") == ["1"]

            bob.cookies.clear()
            his.session = session
            await his.reconnect()
            await his.rerun()
            assert his.session != session
            assert his.page.texts(within="visits") == ["1"]

            await hers.reconnect()
            await hers.rerun()
            assert hers.session == session
            assert hers.page.texts(within="visits") == ["3"]

    drive(use())
