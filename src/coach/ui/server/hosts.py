"""Which names the server answers to.

Without this a foreign page could let its own name point at this machine and then read the course
as if it were its own (DNS rebinding).
"""

from collections.abc import Iterable
from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from coach.ui.server.pages import Page, show
from coach.ui.server.wire import LOCAL, header, host_name, refuse_socket

ANY = "*"
_REFUSAL = Page(
    title="Not this address",
    body="<p>The course does not answer to this address. If you are the host, start it with "
    "<code>--allowed-host</code> and the name from the address bar.</p>",
)


class AllowedHosts:
    """Turn away requests for names that are not ours."""

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self.app = app
        self.names = LOCAL | {name.strip().lower().rstrip(".") for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] not in {"http", "websocket"} or self._answers_to(header(scope, b"host")):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await refuse_socket(receive, send)
        else:
            await show(_REFUSAL, scope, send, status=HTTPStatus.MISDIRECTED_REQUEST)

    def _answers_to(self, host: str) -> bool:
        name = host_name(host)
        if name is None:
            return False
        return ANY in self.names or name in self.names or self._is_below(name)

    def _is_below(self, name: str) -> bool:
        above = (known[1:] for known in self.names if known.startswith("*."))
        return any(name.endswith(ending) for ending in above)
