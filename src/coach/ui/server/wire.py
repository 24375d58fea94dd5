"""Small pieces every layer of the server needs: headers, cookies, whole answers."""

import gzip
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.types import Receive, Scope, Send

Header = tuple[bytes, bytes]
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def header(scope: Scope, name: bytes) -> str:
    """One header of a request, names in lower case; empty when it was not sent."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""


def cookies(scope: Scope, name: str) -> list[str]:
    """Every value sent for a cookie's name; a browser may hold several for several paths."""
    return [value for called, value in _pairs(scope) if called == name]


def cookie_names(scope: Scope) -> set[str]:
    """The names of all cookies sent that are fit to be sent back."""
    return {name for name, _ in _pairs(scope) if _NAME.fullmatch(name)}


def _pairs(scope: Scope) -> Iterator[tuple[str, str]]:
    for key, value in scope["headers"]:
        if key == b"cookie":
            for part in value.decode("latin-1").split(";"):
                name, _, text = part.strip().partition("=")
                yield name, text


def host_name(text: str) -> str | None:
    """The name in a Host header, without its port; None when it is no name at all.

    >>> host_name("LocalHost.:8501"), host_name("[::1]:80"), host_name("a@b"), host_name("a:b")
    ('localhost', '::1', None, None)
    """
    try:
        parts = urlsplit(f"//{text}")
        _ = parts.port  # refuses what is no number
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return parts.hostname.rstrip(".") if parts.hostname else None


def is_secure(scope: Scope) -> bool:
    """The visitor's side of the line is encrypted."""
    return scope.get("scheme") in {"https", "wss"}


def is_trusted(scope: Scope) -> bool:
    """The browser trusts the line: it is encrypted, or does not leave the machine."""
    return is_secure(scope) or host_name(header(scope, b"host")) in LOCAL


def set_cookie(scope: Scope, name: str, value: str, seconds: int) -> Header:
    """A cookie no script can read and no other site can make use of; 0 seconds forgets it."""
    text = f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
    return b"set-cookie", (text + "; Secure" if is_secure(scope) else text).encode("ascii")


def takes_gzip(scope: Scope) -> bool:
    """The browser can unpack gzip."""
    offers = header(scope, b"accept-encoding").lower().split(",")
    return any(
        name.strip() == "gzip" and weight.replace(" ", "") not in {"q=0", "q=0.0"}
        for name, _, weight in (offer.partition(";") for offer in offers)
    )


def squeezed(body: bytes) -> bytes:
    """The same bytes in gzip, as small as it gets, the same every time."""
    return gzip.compress(body, compresslevel=9, mtime=0)


async def answer(
    scope: Scope,
    send: Send,
    body: bytes,
    headers: Iterable[Header],
    status: int = HTTPStatus.OK,
) -> None:
    """Send one whole answer; the words are left out when only the head was asked for."""
    length = (b"content-length", str(len(body)).encode())
    start = {"type": "http.response.start", "status": status, "headers": [*headers, length]}
    await send(start)
    asked = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": asked})


async def refuse_socket(receive: Receive, send: Send) -> None:
    """Turn a websocket away before it is open."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})
