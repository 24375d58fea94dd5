"""Small pages of our own that need no Streamlit: no scripts, one style, light and dark."""

import base64
import hashlib
import html
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Scope, Send

from coach.ui.server.headers import ALWAYS
from coach.ui.server.wire import Header, answer

_STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1f2421; --deep: #0f5f58;
  --soft: #f1eee7; --line: #6d6a62; --wrong: #9c2f1b; }
@media (prefers-color-scheme: dark) { :root { --paper: #161a1d; --ink: #f2efe9; --deep: #7fd1c4;
  --soft: #20262a; --line: #8b959b; --wrong: #ffb4a3; } }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 'Atkinson Hyperlegible Next', system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 12vh 1.25rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
a { color: var(--deep); }
label { display: block; font-weight: 600; margin-bottom: .4rem; }
input, button { font: inherit; border-radius: .5rem; padding: .7rem .9rem; min-height: 3rem;
  box-sizing: border-box; width: 100%; }
input { border: 1px solid var(--line); background: var(--soft); color: inherit;
  letter-spacing: .2em; text-transform: uppercase; }
button { margin-top: .8rem; border: 0; background: var(--deep); color: var(--paper);
  font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--deep); outline-offset: 2px; }
.wrong { color: var(--wrong); font-weight: 600; }
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: tuple[Header, ...] = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", _POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One small page.

    Attributes:
        title: its heading, as plain text.
        body: what stands below, as HTML; everything foreign in it is escaped already.
    """

    title: str
    body: str

    @property
    def html(self) -> bytes:
        """The whole page."""
        title = html.escape(self.title)
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title} · Common Ground</title>\n"
            '<link rel="icon" href="data:,">\n'  # one request less before the gate
            f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
            f"<h1>{title}</h1>\n{self.body}\n</main>\n</body>\n</html>\n"
        ).encode()

    def response(self, status: int) -> Response:
        """The page as an answer that stands outside every layer, with all its headers."""
        headers = {name.decode(): value.decode() for name, value in (*_HEADERS, *ALWAYS)}
        return Response(self.html, status, headers | {"content-security-policy": _POLICY})


SORRY = Page(
    title="Something went wrong here.",
    body="<p>It is the server, not you. What you answered so far is kept. "
    '<a href="/">Load the course again</a>.</p>',
)


async def show(
    page: Page,
    scope: Scope,
    send: Send,
    *,
    status: int = HTTPStatus.OK,
    headers: Iterable[Header] = (),
) -> None:
    """Send a small page."""
    await answer(scope, send, page.html, (*_HEADERS, *headers), status)
