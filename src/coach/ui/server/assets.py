"""Our own files: style, script, fonts, the mark. Read once, served from memory under /own/."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.types import Receive, Scope, Send

from coach.ui.server.wire import Header, answer, header, squeezed, takes_gzip

PREFIX = "/own/"
FOLDER = Path(__file__).parents[1] / "assets"
FONT = "font/woff2"  # asked for by name in a style sheet, so a new font gets a new name
KINDS: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": FONT,
}
_FOREVER = b"public, max-age=31536000, immutable"
_ASK_AGAIN = b"no-cache"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file.

    Attributes:
        kind: its media type.
        mark: a few letters that change with its content.
        small: its bytes in gzip; None for a font, which is packed already.
    """

    body: bytes
    kind: str
    mark: str
    small: bytes | None


@dataclass(frozen=True, slots=True)
class Assets:
    """Every file of ours, by its path below the folder."""

    files: Mapping[str, Asset]

    def address(self, name: str) -> str:
        """Where a file is; the address changes with the content. Raises KeyError."""
        return f"{PREFIX}{name}?v={self.files[name].mark}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file; a path that is no file of ours is not found."""
        del receive
        asset = self.files.get(scope["path"].removeprefix(PREFIX))
        if asset is None:
            text: Header = (b"content-type", b"text/plain; charset=utf-8")
            await answer(scope, send, b"There is no such file.\n", [text], HTTPStatus.NOT_FOUND)
            return
        fixed = scope["query_string"] == f"v={asset.mark}".encode() or asset.kind == FONT
        headers = _headers(asset, fixed=fixed)
        if f'"{asset.mark}"' in header(scope, b"if-none-match"):
            await answer(scope, send, b"", headers, HTTPStatus.NOT_MODIFIED)
        elif asset.small is not None and takes_gzip(scope):
            await answer(scope, send, asset.small, [*headers, (b"content-encoding", b"gzip")])
        else:
            await answer(scope, send, asset.body, headers)


def read_assets(folder: Path = FOLDER) -> Assets:
    """Read every file of a known kind."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in KINDS)
    return Assets({path.relative_to(folder).as_posix(): _asset(path) for path in paths})


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    kind = KINDS[path.suffix]
    mark = hashlib.sha256(body).hexdigest()[:12]
    return Asset(body, kind, mark, None if kind == FONT else squeezed(body))


def _headers(asset: Asset, *, fixed: bool) -> list[Header]:
    return [
        (b"content-type", asset.kind.encode()),
        (b"etag", f'"{asset.mark}"'.encode()),
        (b"vary", b"accept-encoding"),
        (b"cache-control", _FOREVER if fixed else _ASK_AGAIN),
    ]
