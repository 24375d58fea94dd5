"""What happens once, before the first visitor: the slow imports, and a heap that stands still."""

import gc
import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from streamlit import config
from streamlit.starlette import App

from coach.ui import screens, state

# What a first page would otherwise wait for.
_SLOW = (
    "pandas",
    "plotly.graph_objects",
    "streamlit.dataframe_util",
    "streamlit.elements.plotly_chart",  # makes figures take the theme's colours from now on
    "streamlit.runtime.scriptrunner.script_runner",
)
TUNED = (
    "runner.magicEnabled",
    "runner.postScriptGC",
    "server.disconnectedSessionTTL",
    "server.enableWebsocketCompression",
    "server.fileWatcherType",
    "server.maxMessageSize",
    "server.maxUploadSize",
    "server.trustedUserHeaders",
    "browser.gatherUsageStats",
    "client.showErrorDetails",
    "client.toolbarMode",
)


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Warm up, then live."""
    for name in (*_SLOW, *_pages()):
        importlib.import_module(name)
    state.warm()
    gc.collect()
    gc.freeze()  # what is here now stays; collections no longer walk through it
    yield


def tuned() -> dict[str, object]:
    """The options this process runs with, as Streamlit sees them now, and the frozen heap."""
    options: dict[str, object] = {name: config.get_option(name) for name in TUNED}
    return options | {"gc.frozen": gc.get_freeze_count()}


def _pages() -> Iterator[str]:
    return (
        module.name for module in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}.")
    )
