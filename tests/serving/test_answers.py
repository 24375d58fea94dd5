"""What every answer carries, which names are answered to, and what the first page says."""

from html.parser import HTMLParser

import pytest
from playwright.sync_api import expect
from starlette.responses import HTMLResponse
from starlette.types import Message, Receive, Scope, Send

from coach.ui.server.assets import read_assets
from coach.ui.server.index import UnknownIndex, rewrite
from coach.ui.server.static import FirstPage
from harness.browser import Screen, axe, complaints, visit
from harness.fixtures import Show
from harness.protocol import drive
from harness.serve import Server
from serving.asking import SWITCHED, ask, knock

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
DARK = "rgb(22, 26, 29)"
PAGE_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy(text: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in text.split(";") if part.strip())


class Links(HTMLParser):
    """Everything a page would fetch, and every script written into it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [given[name] or "" for name in ("src", "href") if name in given]
        self.inline += [name for name in given if name.startswith("on")]
        if tag == "script" and "src" not in given:
            self.inline.append(tag)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/practise", 200),
        ("/practise/", 301),
        ("/health", 200),
        ("/goodbye", 200),
        ("/_stcore/health", 200),
        ("/own/coach.css", 200),
        ("/own/none.css", 404),
        ("/static/js/none.js", 200),
        ("/_stcore/agent/interact", 405),
    ],
)
def test_every_answer_carries_the_headers(server: Server, path: str, status: int) -> None:
    answer = ask(server, path)
    assert answer.status == status
    assert {name: answer.header(name) for name in EVERYWHERE} == EVERYWHERE
    given = policy(answer.header("content-security-policy"))
    assert given == PAGE_POLICY or given["default-src"] == "'none'"
    assert answer.header("server") == ""
    assert answer.header("cross-origin-opener-policy") == "same-origin"


def test_even_a_crash_carries_the_headers_and_says_it_kindly(mirror: Server) -> None:
    answer = ask(mirror, "/broken")
    assert answer.status == 500
    assert {name: answer.header(name) for name in EVERYWHERE} == EVERYWHERE
    assert policy(answer.header("content-security-policy"))["default-src"] == "'none'"
    assert b"What you answered so far is kept." in answer.body
    assert b"ValueError" not in answer.body


def test_the_first_page_is_ours_on_every_address(server: Server) -> None:
    page = ask(server, "/").body.decode()
    assert page == ask(server, "/talk?a=1").body.decode()
    for words in (
        '<html lang="en">',
        "<title>Common Ground</title>",
        '<meta name="description" content="Practise the conversations careers are made of',
        "Common Ground is opening…",
        "needs JavaScript, which is turned off",
    ):
        assert page.count(words) == 1, words
    assert page.count('name="theme-color"') == 2
    assert "Streamlit</title>" not in page
    assert "agent" not in page


def test_the_first_page_fetches_nothing_from_elsewhere_and_holds_no_script(server: Server) -> None:
    links = Links(ask(server, "/").body.decode())
    assert len(links.addresses) > 50
    ours = ("./static/", "/own/")
    assert [there for there in links.addresses if not there.startswith(ours)] == []
    assert links.inline == []


def test_the_first_page_is_asked_for_anew_and_everything_it_names_is_kept(server: Server) -> None:
    first = ask(server, "/")
    assert first.header("cache-control") == "private, no-cache"
    for there in Links(first.body.decode()).addresses:
        answer = ask(server, there.removeprefix("."))
        assert answer.status == 200, there
        assert "immutable" in answer.header("cache-control"), there
        assert not answer.header("content-type").startswith("text/html"), there


def test_only_pages_are_replaced_by_the_first_page() -> None:
    async def theirs(scope: Scope, receive: Receive, send: Send) -> None:
        await HTMLResponse("theirs")(scope, receive, send)

    async def fetched(path: str) -> bytes:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "headers": []}
        await FirstPage(theirs, "ours", ours=["/goodbye"])(scope, receive, send)
        return b"".join(message.get("body", b"") for message in sent)

    for path in ("/media/notes.html", "/component/x/index.html", "/own/x.html", "/goodbye"):
        assert drive(fetched(path)) == b"theirs", path
    for path in ("/", "/talk", "/static/js/gone.js", "/goodbyes"):
        assert drive(fetched(path)) == b"ours", path


def test_a_streamlit_that_has_changed_its_page_is_noticed() -> None:
    with pytest.raises(UnknownIndex, match="0 of"):
        rewrite("<html><head></head><body></body></html>", read_assets())


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "localhost."])
def test_this_machine_is_answered_under_each_of_its_names(server: Server, name: str) -> None:
    assert ask(server, "/", host=f"{name}:{server.port}").status == 200


@pytest.mark.parametrize(
    "name", ["evil.example", "localhost.evil.example", "evil@localhost", "localhost:1:2", ""]
)
def test_a_foreign_name_is_turned_away(server: Server, name: str) -> None:
    answer = ask(server, "/", host=name)
    assert answer.status == 421
    assert b"stApp" not in answer.body
    assert "cg_browser" not in answer.cookies()


def test_a_foreign_name_gets_no_socket(server: Server) -> None:
    assert drive(knock(server, "evil.example")) == 403
    assert drive(knock(server)) == SWITCHED


def test_a_page_of_another_site_gets_no_socket(server: Server) -> None:
    assert drive(knock(server, origin_of="http://evil.example")) == 403


def test_the_browser_refuses_nothing_and_every_letter_can_be_read(
    mirror: Server, show: Show
) -> None:
    page = show(Screen(1280, 900))
    heard = complaints(page)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    visit(page, f"{mirror.address}/?show=1")
    page.locator(".js-plotly-plot .bars").first.wait_for()
    page.locator("[data-testid='stDataFrame'] canvas").first.wait_for()
    assert heard() == []
    ours = (mirror.address, "data:", "blob:")
    assert [there for there in fetched if not there.startswith(ours)] == []
    assert [there for there in fetched if "SourceSans" in there] == []
    assert [there for there in fetched if "/own/fonts/atkinson-latin-normal" in there]
    axe(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("[data-testid='stApp']")).to_have_css("background-color", DARK)
    axe(page)
    assert heard() == []
