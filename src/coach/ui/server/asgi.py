"""The app: Streamlit's pages behind our own door."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypedDict

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp
from streamlit import config, file_util
from streamlit.starlette import App

from coach.ui import trouble
from coach.ui.server import goodbye, health
from coach.ui.server.assets import PREFIX, Assets, read_assets
from coach.ui.server.gate import Gate
from coach.ui.server.headers import SecurityHeaders
from coach.ui.server.health import store_answers
from coach.ui.server.hosts import AllowedHosts
from coach.ui.server.identity import Identity
from coach.ui.server.index import rewrite
from coach.ui.server.lifespan import lifespan
from coach.ui.server.pages import SORRY
from coach.ui.server.settings import Settings, install
from coach.ui.server.static import FirstPage, SmallFiles

SCRIPT = Path(__file__).parents[1] / "main.py"
WILDCARDS = frozenset({None, "0.0.0.0", "::"})  # noqa: S104  (names nobody types)
Reachable = Callable[[], bool]


class Parts(TypedDict):
    """What Streamlit's App is made of."""

    script_path: Path
    lifespan: Callable[[App], AbstractAsyncContextManager[None]]
    routes: list[BaseRoute]
    middleware: list[Middleware]
    on_script_error: Callable[[Exception], bool]
    exception_handlers: dict[type[Exception], Callable[[Request, Exception], Response]]
    secrets: dict[str, Any]


def build_app(settings: Settings, reachable: Reachable | None = None) -> App:
    """The app for these settings, which become those of the process.

    Args:
        settings: what to serve and to whom.
        reachable: whether the record can be read now; asked by /health.
    """
    return App(**parts(settings, reachable))


def parts(settings: Settings, reachable: Reachable | None = None) -> Parts:
    """Like `build_app`, for `app.py`: `streamlit run` must see the word App there."""
    install(settings)
    assets = read_assets()
    check = reachable or partial(store_answers, settings.store)
    return Parts(
        script_path=SCRIPT,
        lifespan=lifespan,
        routes=[
            Mount(PREFIX.rstrip("/"), app=assets),
            Route(health.PATH, endpoint=health.Health(check)),
            Route(goodbye.PATH, endpoint=goodbye.Goodbye()),
        ],
        middleware=_layers(settings, assets),
        on_script_error=trouble.tell,
        exception_handlers={Exception: _sorry},
        secrets={"auth": {}},  # none: else two files are looked for whenever somebody is asked for
    )


def _layers(settings: Settings, assets: Assets) -> list[Middleware]:
    folder = Path(file_util.get_static_dir())
    page = rewrite((folder / "index.html").read_text(encoding="utf-8"), assets)
    gate = [Middleware(Gate, passcode=settings.passcode)] if settings.passcode else []
    return [
        Middleware(SecurityHeaders),
        Middleware(_our_names, also=settings.hosts),
        *gate,
        Middleware(Identity, age=settings.cookie_age),
        Middleware(SmallFiles, folder=folder),
        Middleware(FirstPage, page=page, ours=[goodbye.PATH]),
    ]


def _our_names(app: ASGIApp, also: tuple[str, ...]) -> AllowedHosts:
    """Asked when the first request comes: only then are Streamlit's options settled."""
    address = config.get_option("server.address")
    bound = () if address in WILDCARDS else (address,)
    return AllowedHosts(app, (*also, *bound, *config.get_option("server.allowedHosts")))


def _sorry(_: Request, __: Exception) -> Response:
    return SORRY.response(HTTPStatus.INTERNAL_SERVER_ERROR)
