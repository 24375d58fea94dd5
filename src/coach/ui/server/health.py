"""/health: whether the server can do its work, for whoever watches over it."""

import json
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from anyio import to_thread
from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from starlette.types import Receive, Scope, Send

from coach.record.engine import POSTGRES
from coach.ui.server.wire import answer

PATH = "/health"
_HEADERS = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"))


class Health:
    """Answer 200 when the store can be read, 503 when not. Nothing else is told."""

    def __init__(self, reachable: Callable[[], bool]) -> None:
        self.reachable = reachable

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        del receive
        well = await to_thread.run_sync(self.reachable)
        told = {"status": "ok", "store": "ok"} if well else {"status": "failing", "store": "away"}
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        await answer(scope, send, json.dumps(told).encode(), _HEADERS, status)


def store_answers(address: str) -> bool:
    """The store at this address can be opened anew and its tables listed."""
    url = make_url(address)
    if url.drivername in POSTGRES:
        url = url.set(drivername="postgresql+psycopg")
    elif not Path(url.database or "").is_file():
        return False  # opening it would make an empty one
    engine = create_engine(url, poolclass=NullPool)
    try:
        inspect(engine).get_table_names()
    except SQLAlchemyError:
        return False
    return True
