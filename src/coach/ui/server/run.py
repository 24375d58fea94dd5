"""Running the server: uvicorn, tuned, and what it says when it is ready."""

import json
import socket
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from sqlalchemy import make_url

from coach.ui.server.asgi import WILDCARDS, build_app
from coach.ui.server.lan import door, lan_address, new_passcode, picture
from coach.ui.server.lifespan import tuned
from coach.ui.server.settings import Settings, store_file

_LONGEST_MESSAGE = 4 * 1024 * 1024  # bytes a browser may send at once
_PATIENCE = 1  # seconds an open answer may still take after the server was told to stop


class NoNetwork(OSError):
    """The room was to be let in, and this machine is in no network."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the host asked for.

    Attributes:
        port: 0 for any free one.
        names: further names the server answers to.
        lan: let the network in, with a passcode.
        verbose: tell the options it runs with.
    """

    course: Path
    store: str
    host: str
    port: int
    names: tuple[str, ...] = ()
    lan: bool = False
    verbose: bool = False


class Server(uvicorn.Server):
    """Says where it is once it can be reached."""

    def __init__(self, settings: Settings, wish: Wish, address: str) -> None:
        self.settings, self.wish, self.address = settings, wish, address
        super().__init__(_tuning(settings, wish))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            print(self._greeting(port), flush=True)  # noqa: T201  (this is the terminal's)

    def _greeting(self, port: int) -> str:
        kept = told_store(self.settings.store)
        lines = []
        if self.settings.passcode:
            way_in = door(self.address, port, self.settings.passcode)
            lines += [picture(way_in), f"For the room: {way_in}"]
            lines += [f"Or http://{self.address}:{port} with the code {self.settings.passcode}"]
        if self.wish.verbose:
            lines.append(f"tuned: {json.dumps(tuned())}")
        shown = f"[{self.address}]" if ":" in self.address else self.address
        here = "localhost" if self.wish.host in WILDCARDS else shown
        lines.append(
            f"Common Ground is open at http://{here}:{port} (kept in {kept}; Ctrl+C closes it)"
        )
        return "\n".join(lines)


def serve(wish: Wish) -> None:
    """Serve until told to stop.

    Raises:
        NoNetwork: the room cannot come in.
    """
    address = "127.0.0.1" if wish.host in WILDCARDS else wish.host
    if wish.lan and wish.host in WILDCARDS:
        address = _lan_address()
    names = (*wish.names, address, *(_machine_names() if wish.lan else ()))
    settings = Settings(
        course=wish.course,
        store=wish.store,
        hosts=names,
        passcode=new_passcode() if wish.lan else None,
    )
    Server(settings, wish, address).run()


def _tuning(settings: Settings, wish: Wish) -> uvicorn.Config:
    return uvicorn.Config(
        build_app(settings),
        host=wish.host,  # not a socket of our own: uvicorn then sends small answers at once
        port=wish.port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=_LONGEST_MESSAGE,
        ws_ping_interval=30,
        ws_ping_timeout=30,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
    )


def _lan_address() -> str:
    address = lan_address()
    if address is None:
        raise NoNetwork("This machine is in no network, so nobody could come in.")
    return address


def _machine_names() -> tuple[str, str]:
    name = socket.gethostname().lower()
    return name, f"{name}.local"


def told_store(store: str) -> str:
    """How a store's address is shown: its file, or the address without the password."""
    return str(store_file(store) or make_url(store).render_as_string(hide_password=True))
