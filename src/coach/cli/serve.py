"""`coach serve`: open the course in the browser, for yourself or for a room."""

import socket
import sys
from argparse import ArgumentParser, Namespace
from errno import EADDRINUSE
from pathlib import Path
from typing import Any

from coach.cli.course import course_root
from coach.ui.server.settings import chosen_store

HOST, PORT = "127.0.0.1", 8501
EVERYWHERE = "0.0.0.0"  # noqa: S104  (--lan asks for it)
STOPPED, FAILED = 0, 1
_SEARCHED = 50


def add(commands: Any, shared: ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("serve", parents=[shared], help=__doc__)
    parser.add_argument("--host", help=f"the address to listen on (else {HOST})")
    parser.add_argument("--port", type=int, default=PORT, help=f"(else {PORT}; 0 takes a free one)")
    parser.add_argument(
        "--store", metavar="URL", help="where the record is kept (else $COACH_STORE)"
    )
    parser.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name the course answers to; may be given several times",
    )
    parser.add_argument(
        "--lan", action="store_true", help="let the room in: shows an address, a code and a picture"
    )
    parser.add_argument("--verbose", action="store_true", help="tell the options it runs with")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Serve until stopped. 1 when the port or the network is not to be had."""
    host = options.host or (EVERYWHERE if options.lan else HOST)
    if not _is_free(host, options.port):
        free = next((port for port in _after(options.port) if _is_free(host, port)), None)
        advice = f"Port {free} is free: coach serve --port {free}" if free else "Choose another."
        print(f"Port {options.port} is taken by another program. {advice}", file=sys.stderr)
        return FAILED
    from coach.record.engine import StoreUnavailable, open_store  # noqa: PLC0415  (slow to import)

    course, store = course_root(options), options.store or chosen_store()
    try:
        open_store(store).close()  # a bad store is told now, not from within the server
        _serve(options, host, course, store)
    except (OSError, StoreUnavailable) as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print()
    print("Closed. Everything is kept.")
    return STOPPED


def _serve(options: Namespace, host: str, course: Path, store: str) -> None:
    from coach.ui.server.run import Wish, serve  # noqa: PLC0415  (slower still)

    serve(
        Wish(
            course=course,
            store=store,
            host=host,
            port=options.port,
            names=tuple(options.allowed_host),
            lan=options.lan,
            verbose=options.verbose,
        )
    )


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == EADDRINUSE:
                return False
            raise
    return True


def _after(port: int) -> range:
    return range(port + 1, min(port + 1 + _SEARCHED, 65_536))
