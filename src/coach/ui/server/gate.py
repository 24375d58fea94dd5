"""The gate of an open server: nothing is shown to the network without the passcode."""

import hmac
import html
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, quote, urlencode

from starlette.types import ASGIApp, Receive, Scope, Send

from coach.ui.server.pages import Page, show
from coach.ui.server.wire import (
    LOCAL,
    Header,
    answer,
    cookies,
    header,
    host_name,
    refuse_socket,
    set_cookie,
)

PASSED = "cg_pass"
FORM = "cg_form"
FIELD = "pass"
TRIES, WINDOW = 5, 60.0
_DAY = 12 * 60 * 60
_LONGEST_FORM = 4096
_WRONG = "That is not the code. Look at the screen once more."
_STALE = "Please type the code once more."
_WAIT = "Too many tries from this place. Wait a minute, then try again."


@dataclass(slots=True)
class Tries:
    """Wrong codes of the last minute, by the address they came from."""

    clock: Callable[[], float] = time.monotonic
    seen: dict[str, deque[float]] = field(default_factory=dict)

    def exhausted(self, place: str) -> bool:
        """No more tries for now."""
        return len(self._recent(place)) >= TRIES

    def note(self, place: str) -> None:
        """One more wrong code."""
        for other in list(self.seen):
            if not self._recent(other):
                del self.seen[other]
        self.seen.setdefault(place, deque()).append(self.clock())

    def _recent(self, place: str) -> deque[float]:
        times = self.seen.get(place, deque())
        while times and times[0] <= self.clock() - WINDOW:
            times.popleft()
        return times


class Gate:
    """Ask everybody from outside for the passcode, once a browser.

    The machine itself may pass: it is the host's. A tunnel or proxy on it may not, for it brings
    another name along.
    """

    def __init__(self, app: ASGIApp, passcode: str) -> None:
        self.app = app
        self.passcode = passcode
        self.pass_token = secrets.token_urlsafe(32)
        self.tries = Tries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and (code := _code_in_address(scope)):
            if self._passed(scope):
                await _go_in(scope, send)
            else:
                await self._try(scope, send, code)
        elif self._passed(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await refuse_socket(receive, send)
        elif scope["method"] == "POST":
            await self._try_form(scope, receive, send)
        else:
            await _ask(scope, send)

    def _passed(self, scope: Scope) -> bool:
        local = _place(scope) in LOCAL and host_name(header(scope, b"host")) in LOCAL
        return local or any(_same(self.pass_token, value) for value in cookies(scope, PASSED))

    async def _try_form(self, scope: Scope, receive: Receive, send: Send) -> None:
        form = await _form(receive)
        if not any(_same(value, form.get("form", "")) for value in cookies(scope, FORM)):
            await _ask(scope, send, _STALE)
        else:
            await self._try(scope, send, form.get(FIELD, ""))

    async def _try(self, scope: Scope, send: Send, code: str) -> None:
        place = _place(scope)
        if self.tries.exhausted(place):
            await _ask(scope, send, _WAIT, HTTPStatus.TOO_MANY_REQUESTS)
        elif _same(self.passcode, code.strip().upper()):
            await _go_in(scope, send, set_cookie(scope, PASSED, self.pass_token, _DAY))
        else:
            self.tries.note(place)
            await _ask(scope, send, _WRONG)


async def _go_in(scope: Scope, send: Send, *more: Header) -> None:
    there: Header = (b"location", _without_code(scope).encode("ascii"))
    kept: Header = (b"cache-control", b"no-store")
    await answer(scope, send, b"", [there, kept, *more], HTTPStatus.SEE_OTHER)


async def _ask(
    scope: Scope, send: Send, complaint: str = "", status: int = HTTPStatus.FORBIDDEN
) -> None:
    form = secrets.token_urlsafe(32)
    headers = [set_cookie(scope, FORM, form, _DAY)]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        headers.append((b"retry-after", b"60"))
    await show(_page(form, complaint), scope, send, status=status, headers=headers)


def _page(form: str, complaint: str) -> Page:
    said = f'<p class="wrong" id="said" role="alert">{html.escape(complaint)}</p>'
    described = ' aria-describedby="said" aria-invalid="true"' if complaint else ""
    return Page(
        title="What is the code?",
        body=f"""<p>It is shown on the screen in the room, six letters and digits.</p>
{said if complaint else ""}
<form method="post">
<input type="hidden" name="form" value="{form}">
<label for="code">Code</label>
<input id="code" name="{FIELD}" autocomplete="off" autocapitalize="characters" spellcheck="false"
 required maxlength="12"{described}>
<button>Come in</button>
</form>""",
    )


async def _form(receive: Receive) -> dict[str, str]:
    body = b""
    while len(body) <= _LONGEST_FORM:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return dict(parse_qsl(body.decode("latin-1")))
    return {}


def _place(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _code_in_address(scope: Scope) -> str | None:
    return dict(_query(scope)).get(FIELD) if scope["method"] == "GET" else None


def _without_code(scope: Scope) -> str:
    path = "/" + quote(scope["path"].lstrip("/"))  # one slash: two would name another host
    rest = urlencode([pair for pair in _query(scope) if pair[0] != FIELD])
    return f"{path}?{rest}" if rest else path


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
