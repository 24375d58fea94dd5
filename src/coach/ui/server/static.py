"""Streamlit's files, made small once and kept; and the first page in place of Streamlit's."""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coach.ui.server.assets import KINDS
from coach.ui.server.wire import Header, answer, header, squeezed, takes_gzip

PREFIX = "/static/"
# Below these stands what was asked for, even where it is HTML.
_FILES = ("/own/", "/media/", "/component/", "/_stcore/", "/app/static/")
_WORTH_IT = frozenset({".css", ".js", ".json", ".svg"})
_INDEX: tuple[Header, ...] = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"accept-encoding"),
)
_GZIP: Header = (b"content-encoding", b"gzip")


@dataclass(frozen=True, slots=True)
class Small:
    """One file in gzip, with its headers."""

    body: bytes
    headers: tuple[Header, ...]
    mark: str


class SmallFiles:
    """Serve Streamlit's scripts and styles in gzip.

    Streamlit leaves this to a proxy in front of it; a workshop laptop has none, and 2.7 megabytes
    are long on thirty phones. Each file is packed once a process, when it is first asked for.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.folder = folder.resolve()
        self._packed: dict[str, asyncio.Task[Small]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        file = self._file(scope) if scope["type"] == "http" else None
        if file is None:
            await self.app(scope, receive, send)
            return
        small = await asyncio.shield(self._small(file))
        if small.mark in header(scope, b"if-none-match"):
            await answer(scope, send, b"", small.headers, HTTPStatus.NOT_MODIFIED)
        else:
            await answer(scope, send, small.body, small.headers)

    def _small(self, file: Path) -> asyncio.Task[Small]:
        key = str(file)
        if key not in self._packed:
            self._packed[key] = asyncio.ensure_future(to_thread.run_sync(_pack, file))
        return self._packed[key]

    def _file(self, scope: Scope) -> Path | None:
        path = scope["path"]
        asked = scope["method"] in {"GET", "HEAD"} and path.startswith(PREFIX)
        if not asked or not takes_gzip(scope) or header(scope, b"range") or "\0" in path:
            return None
        file = (self.folder / path.lstrip("/")).resolve()
        ours = file.is_relative_to(self.folder) and file.suffix in _WORTH_IT and file.is_file()
        return file if ours else None


class FirstPage:
    """Put our first page in place of Streamlit's wherever Streamlit would send its own."""

    def __init__(self, app: ASGIApp, page: str, ours: Iterable[str]) -> None:
        self.app = app
        self.plain = page.encode()
        self.small = squeezed(self.plain)
        self.ours = frozenset(ours)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] != "http" or self._is_other(scope["path"]):
            await self.app(scope, receive, send)
            return
        replaced = False

        async def send_ours(message: Message) -> None:
            nonlocal replaced
            if _is_page(message):
                replaced = True
                await self._send(scope, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, send_ours)

    def _is_other(self, path: str) -> bool:
        return path in self.ours or path.startswith(_FILES)

    async def _send(self, scope: Scope, send: Send) -> None:
        if takes_gzip(scope):
            await answer(scope, send, self.small, (*_INDEX, _GZIP))
        else:
            await answer(scope, send, self.plain, _INDEX)


def _pack(file: Path) -> Small:
    body = squeezed(file.read_bytes())
    mark = hashlib.sha256(body).hexdigest()[:16]
    headers = (
        (b"content-type", KINDS[file.suffix].encode()),
        (b"cache-control", b"public, immutable, max-age=31536000"),
        (b"etag", f'"{mark}"'.encode()),
        (b"vary", b"accept-encoding"),
    )
    return Small(body, (*headers, _GZIP), mark)


def _is_page(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != HTTPStatus.OK:
        return False
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in message["headers"]
    )
