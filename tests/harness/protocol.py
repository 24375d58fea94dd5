"""A browser without a screen: it speaks Streamlit's own protocol to a running server.

It does what Streamlit's frontend does and nothing more: it asks for a run, keeps the tree of
elements that comes back, sends widget values with the next run, and after a lost connection offers
its old session id and runs the whole page again when the page has a timer (the heartbeat).

    async with Browser("http://127.0.0.1:8501") as browser:
        tab = await browser.open("/talk?a=1")
        await tab.set_radio("reply-0", 0)
        await tab.click("say-0")
        assert tab.page.texts(within="reaction-0")

One tab is driven by one task at a time. Seconds everywhere.
"""

import asyncio
import http.client
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin, Subprotocol

from harness.page import Page, Run, Widget, set_by_server

T = TypeVar("T")

PATIENCE = 30.0  # for one run, in seconds
RETRY_AFTER = 0.1  # between two looks at a server that is away, in seconds
NO_XSRF_COOKIE = "PLACEHOLDER_AUTH_TOKEN"  # what the frontend sends in its place
CACHE_AGE = 2  # runs a message may go unused before it is forgotten, as Streamlit's default


class Cut(ConnectionError):
    """The connection was lost, or nobody answered; what was sent may or may not have arrived."""


class NotOnPage(LookupError):
    """No such widget is on the page; the message says what is there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered to a plain HTTP request. Header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """One person's browser: the cookies, and the tabs that share them.

    Attributes:
        address: of the server, like `http://127.0.0.1:8501`.
        patience: seconds after which a run that does not end is given up.
        cookies: name to value, as the server set them.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self.address = address
        self.patience = patience
        self.cookies: dict[str, str] = {}
        self.tabs: list[Tab] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for tab in self.tabs:
            await tab.close()

    async def open(self, url: str = "/") -> "Tab":
        """Open an address in a new tab and wait until it is drawn. Raises Cut."""
        tab = self.tab(url)
        await tab.load()
        return tab

    def tab(self, url: str = "/") -> "Tab":
        """A new tab that has loaded nothing yet."""
        tab = Tab(self, url)
        self.tabs.append(tab)
        return tab

    async def get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        """Fetch an address with this browser's cookies, and keep those it sets. Raises Cut."""
        return await asyncio.to_thread(self._get, url, headers or {})

    def _get(self, url: str, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        try:
            connection.request("GET", url, headers=self.cookie_header() | headers)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise Cut(f"GET {url}: {error!r}") from error
        finally:
            connection.close()
        for line in response.headers.get_all("set-cookie", []):
            self._keep(line)
        named = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, named, body)

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value

    def cookie_header(self) -> dict[str, str]:
        """The Cookie header to send; empty without cookies."""
        together = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": together} if together else {}


@dataclass(slots=True)
class _Cached:
    message: ForwardMsg
    age: int = 0


class Tab:
    """One tab: a socket, a session, and the page as it was last drawn.

    Attributes:
        path: the page in the address bar, like `/talk`; follows the app's own navigation.
        query: what stands after the `?`, without it.
        session: the id of the session on the server; empty before the first run.
        not_found: the app has no page of this name.
        page: as it was last drawn.
        timers: fragment to the seconds after which the browser runs it again.
        kinds: of all messages that came, in their order.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        split = urlsplit(url)
        self.browser = browser
        self.path = split.path or "/"
        self.query = split.query
        self.session = ""
        self.not_found = False
        self.page = Page()
        self.timers: dict[str, float] = {}
        self.kinds: list[str] = []
        self._socket: ClientConnection | None = None
        self._page_hash = ""
        self._values: dict[str, WidgetState] = {}
        self._cached: dict[str, _Cached] = {}
        self._run = Run()
        self._is_over, self._is_awaited = True, False

    # The connection.

    async def load(self) -> None:
        """Load the page as a reload does: a new session, and no values. Raises Cut."""
        await self.close()
        self.session, self._page_hash, self.not_found = "", "", False
        self.page, self._values, self.timers, self._cached = Page(), {}, {}, {}
        await self.browser.get(self.path + (f"?{self.query}" if self.query else ""))
        await self._connect()
        await self.rerun()

    async def close(self) -> None:
        """Close the tab in good order."""
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    def cut(self) -> None:
        """Lose the connection without a word, as in a tunnel."""
        if self._socket is not None:
            self._socket.transport.abort()
            self._socket = None

    async def reconnect(self, patience: float = PATIENCE) -> None:
        """Come back as the frontend does after a lost connection.

        The old session id is offered. The page is run again when a run was under way or when it
        has a timer, and never otherwise.

        Raises:
            Cut: the server did not come back in `patience` seconds, or went again.
        """
        self.cut()
        latest = time.monotonic() + patience
        while True:
            try:
                await self._connect()
            except Cut:
                if time.monotonic() > latest:
                    raise
                await asyncio.sleep(RETRY_AFTER)
            else:
                break
        if self.timers or self._is_awaited or not self._is_over:
            await self.rerun()

    async def _connect(self) -> None:
        health = await self.browser.get("/_stcore/health")
        if health.status != http.HTTPStatus.OK:
            raise Cut(f"the server is not well: {health.status}")
        token = self.browser.cookies.get("_streamlit_xsrf", NO_XSRF_COOKIE)
        offered = ["streamlit", token, *([self.session] if self.session else [])]
        try:
            self._socket = await connect(
                self.browser.address.replace("http", "ws", 1) + "/_stcore/stream",
                subprotocols=[Subprotocol(name) for name in offered],
                origin=Origin(self.browser.address),
                additional_headers=self.browser.cookie_header(),
                compression=None,
                max_size=None,
                max_queue=None,
                proxy=None,
            )
        except (OSError, InvalidHandshake, ConnectionClosed, TimeoutError) as error:
            raise Cut(f"no socket: {error!r}") from error

    # Runs.

    async def rerun(self) -> None:
        """Ask for a run of the whole page and wait until it is drawn. Raises Cut."""
        await self._ask()
        await self.settle()

    async def poll(self) -> None:
        """Let every timer of the page go off once, as after its interval. Raises Cut."""
        for fragment in list(self.timers):
            await self._ask(fragment=fragment, auto=True)
            await self.settle()

    async def settle(self, quiet: float = 0.0) -> None:
        """Read until the run last asked for is over.

        Args:
            quiet: and until nothing more has come for so long; for when several runs were asked
                for at once, and nobody can say which one a message belongs to.
            patience: the longest time to wait.

        Raises:
            Cut: the connection was lost.
            TimeoutError: the run took longer than the browser's patience. Streamlit can lose
                what it sends to a session that comes back while older messages leave.
        """
        async with asyncio.timeout(self.browser.patience):
            while self._is_awaited or not self._is_over:
                self._take(await self._receive())
        if quiet:
            with suppress(TimeoutError):
                while True:
                    async with asyncio.timeout(quiet):
                        message = await self._receive()
                    self._take(message)
            if not self._is_over:
                await self.settle(quiet)

    async def _ask(self, *triggers: str, fragment: str = "", auto: bool = False) -> None:
        with suppress(TimeoutError):
            while True:  # what came in the meantime belongs to an earlier run
                async with asyncio.timeout(0):
                    message = await self._receive()
                self._take(message)
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.query
        state.page_script_hash = self._page_hash
        state.page_name = "" if self._page_hash else self.path.strip("/")
        state.fragment_id = fragment
        state.is_auto_rerun = auto
        state.cached_message_hashes.extend(self._cached)
        state.widget_states.widgets.extend(self._values.values())
        for trigger in triggers:
            state.widget_states.widgets.add(id=trigger, trigger_value=True)
        state.context_info.locale = "en-GB"
        state.context_info.timezone = "UTC"
        state.context_info.url = f"{self.browser.address}{self.path}"
        self._is_awaited = True
        try:
            await self._open_socket().send(asked.SerializeToString())
        except ConnectionClosed as error:
            raise Cut(f"while asking: {error}") from error

    async def _receive(self) -> ForwardMsg:
        try:
            content = await self._open_socket().recv(decode=False)
        except ConnectionClosed as error:
            raise Cut(f"while reading: {error}") from error
        message: ForwardMsg = ForwardMsg.FromString(content)
        return message

    def _open_socket(self) -> ClientConnection:
        if self._socket is None:
            raise Cut("the tab is not connected")
        return self._socket

    # What the server says.

    def _take(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "ref_hash":
            message = self._remembered(message)
        elif message.metadata.cacheable:
            self._cached[message.hash] = _Cached(message)
        self.kinds.append(message.WhichOneof("type") or "")
        take: Mapping[str | None, Callable[[ForwardMsg], None]] = {
            "new_session": self._begun,
            "delta": self._draw,
            "script_finished": self._finished,
            "auto_rerun": self._timed,
            "stop_auto_rerun": self._untimed,
            "navigation": self._navigated,
            "page_info_changed": self._addressed,
            "page_not_found": self._missed,
        }
        take.get(message.WhichOneof("type"), _pass_over)(message)

    def _remembered(self, message: ForwardMsg) -> ForwardMsg:
        cached = self._cached[message.ref_hash]
        cached.age = 0
        whole = ForwardMsg()
        whole.CopyFrom(cached.message)
        whole.metadata.CopyFrom(message.metadata)
        return whole

    def _begun(self, message: ForwardMsg) -> None:
        identity = message.metadata.run
        self._run = Run(identity.script_run_id, tuple(identity.fragment_ids))
        self._is_over, self._is_awaited = False, False
        self.session = message.new_session.initialize.session_id
        if not self._run.fragments:
            self.timers = {}

    def _draw(self, message: ForwardMsg) -> None:
        self.page.draw(tuple(message.metadata.delta_path), message.delta, self._run)
        value = set_by_server(message.delta)
        if value is not None:
            self._values[value.id] = value

    def _finished(self, message: ForwardMsg) -> None:
        early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        if early or message.metadata.run.script_run_id != self._run.id:
            return
        self._is_over = True
        self.page.forget(self._run)
        here = {widget.id for widget in self.page.widgets()}
        self._values = {name: value for name, value in self._values.items() if name in here}
        for cached in self._cached.values():
            cached.age += 1
        fresh = {name: cached for name, cached in self._cached.items() if cached.age <= CACHE_AGE}
        self._cached = fresh

    def _timed(self, message: ForwardMsg) -> None:
        self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval

    def _untimed(self, message: ForwardMsg) -> None:
        for fragment in message.stop_auto_rerun.fragment_ids:
            self.timers.pop(fragment, None)

    def _navigated(self, message: ForwardMsg) -> None:
        self._page_hash = message.navigation.page_script_hash
        for page in message.navigation.app_pages:
            if page.page_script_hash == self._page_hash:
                self.path = "/" if page.is_default else f"/{page.url_pathname}"

    def _addressed(self, message: ForwardMsg) -> None:
        self.query = message.page_info_changed.query_string

    def _missed(self, _: ForwardMsg) -> None:
        self.not_found = True

    # What a person does.

    def widget(self, name: str) -> Widget:
        """The widget with this key, else the first with this label. Raises NotOnPage."""
        widget = self.page.find(name)
        if widget is None:
            there = [w.label if w.key == "None" else w.key for w in self.page.widgets()]
            seen = f"there: {', '.join(there)}" if there else f"there: {self.page.texts()}"
            raise NotOnPage(f"{name} is not at {self.path}?{self.query}; {seen}")
        return widget

    async def click(self, name: str) -> None:
        """Click a button, by key or label, and wait for the page. Raises NotOnPage, Cut."""
        await self.press(name)
        await self.settle()

    async def press(self, name: str) -> None:
        """Click without waiting: for double clicks. Raises NotOnPage, Cut."""
        await self.press_as(self.widget(name))

    async def press_as(self, widget: Widget) -> None:
        """Click a button as it was once on the page, though it may be gone. Raises Cut."""
        await self._ask(widget.id, fragment=widget.fragment)

    async def set_radio(self, name: str, option: int | str) -> None:
        """Choose one option by place or text, and wait for the page. Raises NotOnPage, Cut."""
        widget = self.widget(name)
        text = option if isinstance(option, str) else widget.options[option]
        if text not in widget.options:
            raise NotOnPage(f"{name} has no option {text!r}; it has {widget.options}")
        await self._set(widget, WidgetState(id=widget.id, string_value=text))

    async def set_text(self, name: str, text: str) -> None:
        """Fill a text field, and wait for the page. Raises NotOnPage, Cut."""
        widget = self.widget(name)
        await self._set(widget, WidgetState(id=widget.id, string_value=text))

    async def tick(self, name: str, *, on: bool = True) -> None:
        """Set a checkbox or toggle, and wait for the page. Raises NotOnPage, Cut."""
        widget = self.widget(name)
        await self._set(widget, WidgetState(id=widget.id, bool_value=on))

    async def _set(self, widget: Widget, value: WidgetState) -> None:
        self._values[widget.id] = value
        if not widget.form:  # a form sends its fields with its button
            await self._ask(fragment=widget.fragment)
            await self.settle()


def drive(work: Coroutine[Any, Any, T]) -> T:
    """Do asynchronous work in a test: in a thread, for Playwright may own this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _pass_over(_: ForwardMsg) -> None:
    """A message that changes nothing a client without a screen keeps."""
