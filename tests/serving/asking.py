"""Asking a server by hand: any header, any method, nothing unpacked and nothing followed."""

import http.client
from dataclasses import dataclass
from http.cookies import SimpleCookie

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from harness.serve import HOST, Server

PATIENCE = 10.0
SWITCHED = 101


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case, values of repeated ones in order."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def header(self, name: str) -> str:
        """The one value of a header; empty when it was not sent."""
        values = self.headers.get(name, [""])
        assert len(values) == 1, f"{name} was sent {len(values)} times"
        return values[0]

    def cookies(self) -> SimpleCookie:
        """The cookies it sets."""
        return SimpleCookie("\r\n".join(self.headers.get("set-cookie", [])))


def ask(server: Server, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
    """One request; `accept_encoding="gzip"` sends that header. A Host given replaces the usual."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="host" in named, skip_accept_encoding=True)
        for name, value in named.items():
            connection.putheader(name, value)
        if body:
            connection.putheader("content-length", str(len(body)))
            connection.putheader("content-type", "application/x-www-form-urlencoded")
        connection.endheaders(body.encode() or None)
        response = connection.getresponse()
        sent: dict[str, list[str]] = {}
        for name, value in response.headers.items():
            sent.setdefault(name.lower(), []).append(value)
        return Answer(response.status, sent, response.read())
    finally:
        connection.close()


async def knock(
    server: Server, name: str = HOST, origin_of: str | None = None, **headers: str
) -> int:
    """Try to open the page's socket under a name; the status it was answered with."""
    address = f"{name}:{server.port}"
    try:
        async with connect(
            f"ws://{address}/_stcore/stream",
            host=HOST,
            port=server.port,
            subprotocols=[Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")],
            origin=Origin(origin_of or f"http://{address}"),
            additional_headers=headers,
            proxy=None,
        ):
            return SWITCHED
    except InvalidStatus as refused:
        return refused.response.status_code
