"""Who is asking: a random cookie of the browser, and nothing else about it.

The cookie itself never leaves the server's door: what is written into the record is its digest,
so that nobody who reads the record can pose as a learner.
"""

import hashlib
import re
import secrets
from datetime import timedelta
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coach.ui.server.wire import cookies, set_cookie

COOKIE = "cg_browser"
HEADER = b"x-cg-browser"
_SETS = f"{COOKIE}=".encode()
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def browser_id(token: str) -> str:
    """What a browser is called inside, from its cookie.

    >>> browser_id("a" * 43)[:16]
    '66d34fba71f8f450'
    """
    return hashlib.sha256(token.encode("ascii")).hexdigest()


class Identity:
    """Give every browser a cookie with its first page, and tell Streamlit whose request it is.

    Streamlit reads the header named by `server.trustedUserHeaders`, so a header that comes from
    outside is dropped first.
    """

    def __init__(self, app: ASGIApp, age: timedelta) -> None:
        self.app = app
        self.seconds = int(age.total_seconds())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        token = next(filter(_TOKEN.fullmatch, cookies(scope, COOKIE)), None)
        headers = [pair for pair in scope["headers"] if pair[0] != HEADER]
        if token:
            headers.append((HEADER, browser_id(token).encode("ascii")))

        async def send_with_cookie(message: Message) -> None:
            if _is_page(scope, message):
                value = token or secrets.token_urlsafe(32)
                cookie = set_cookie(scope, COOKIE, value, self.seconds)
                message["headers"] = [*message["headers"], cookie]
            await send(message)

        told: Scope = {**scope, "headers": headers}
        is_socket = scope["type"] == "websocket"  # a thousand messages, and no page among them
        await self.app(told, receive, send if is_socket else send_with_cookie)


def _is_page(scope: Scope, message: Message) -> bool:
    if message["type"] != "http.response.start" or scope["method"] != "GET":
        return False
    headers = message["headers"]
    if any(name == b"set-cookie" and value.startswith(_SETS) for name, value in headers):
        return False  # it is being forgotten
    kind = next((value for name, value in headers if name == b"content-type"), b"")
    return bool(message["status"] == HTTPStatus.OK and kind.startswith(b"text/html"))
