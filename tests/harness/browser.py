"""A real browser: Chromium, driven by Playwright."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium takes only the last list of these, so Playwright's own that matter here are in it too.
# The popups of the address bar nobody sees: each window would load both, before its first page.
UNWANTED = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
QUIET = (
    f"--disable-features={','.join(UNWANTED)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RUN_AXE = "async options => (await axe.run(options)).violations"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
FORGET = "localStorage.clear(); sessionStorage.clear()"
RUN_BEGINS_WITHIN = 155  # ms, after which Streamlit shows that a run is under way
PHONE = 600  # px; what is narrower is touched
TALL = 4000  # px; what is longer is cut off in a picture

Theme = Literal["light", "dark"]


class NoChromium(RuntimeError):
    """There is no browser on this machine; the message is the line to type."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a page is looked at on: width and height in px."""

    width: int
    height: int
    theme: Theme = "light"

    def __str__(self) -> str:
        return f"{self.width}x{self.height}-{self.theme}"


SCREENS = tuple(
    Screen(width, height, theme)
    for width, height in ((360, 640), (360, 740), (1280, 900))
    for theme in ("light", "dark")
)


def chromium() -> Path:
    """Where Chromium is: $CHROMIUM, else on the path, else freshly installed where we may.

    Raises:
        NoChromium: none was found and none could be installed.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    found = _on_path()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in ("apt-get update -q", "apt-get install -y -q chromium"):
            subprocess.run(words.split(), check=False, capture_output=True)  # noqa: S603
        found = _on_path()
    if found is None:
        raise NoChromium("type: sudo apt-get install chromium   (or set CHROMIUM to a browser)")
    return found


def _on_path() -> Path | None:
    places = filter(None, map(shutil.which, NAMES))
    return next(map(Path, places), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """One Chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        try:
            yield browser
        finally:
            browser.close()


def _launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))


def open_context(browser: Browser, screen: Screen) -> BrowserContext:
    """A browser of somebody else: its own cookies, on this screen."""
    return browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme=screen.theme,
        has_touch=screen.width < PHONE,
        reduced_motion="reduce",
        locale="en-GB",
    )


class Lent:
    """Pages that are used again: in a new window all of Streamlit is read anew, for seconds.

    Whoever is lent a page is somebody else: no cookies, nothing kept, nothing permitted. Only
    files that the server lets be kept for good are still there. Pages of a script of one's own
    (`add_init_script`) cannot be given back; use `open_context` for them.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[bool, list[Page]] = {True: [], False: []}

    def page(self, screen: Screen) -> Page:
        """A page on this screen."""
        free = self._free[screen.width < PHONE]
        page = free.pop() if free else open_context(self._browser, screen).new_page()
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        page.emulate_media(media="null", color_scheme=screen.theme, reduced_motion="reduce")
        return page

    def back(self, page: Page, screen: Screen) -> None:
        """Take back what was lent on this screen, and make it anybody's."""
        context = page.context
        try:
            page.evaluate(FORGET)
        except Error:  # it shows no page of a server, or the test has closed it
            context.close()
            return
        for other in context.pages:
            if other != page:
                other.close()
        context.clear_cookies()
        context.clear_permissions()
        page.set_extra_http_headers({})
        self._free[screen.width < PHONE].append(page)


def wait_for_run(page: Page) -> None:
    """Wait until the page is connected and its script has run, as Streamlit's own tests do."""
    app = page.locator("[data-testid='stApp']")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=20_000)
    page.wait_for_timeout(RUN_BEGINS_WITHIN)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=20_000)


def visit(page: Page, url: str) -> None:
    """Go to an address and wait until it is drawn."""
    page.goto(url)
    wait_for_run(page)


def by_key(page: Page, key: str) -> str:
    """The selector of what carries this key; it must be on the page."""
    selector = f".st-key-{key}"
    expect(page.locator(selector).first).to_be_visible()
    return selector


def axe(page: Page, but_not: tuple[str, ...] = ()) -> None:
    """Assert that axe finds nothing; a failure names each rule and where.

    Args:
        page: drawn, with nothing running.
        but_not: ids of rules that are left out; say why where you do.
    """
    rules = {rule: {"enabled": False} for rule in but_not}
    only = {"type": "tag", "values": list(RULES)}
    options = {"runOnly": only, "rules": rules, "resultTypes": ["violations"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, options)
    lines = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['target']}  {node['html'][:160]}" for node in violation["nodes"])
        for violation in found
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def screenshot(page: Page, path: Path) -> None:
    """A picture of the whole page: the part that scrolls is inside, so the window is made tall."""
    was = page.viewport_size
    assert was is not None
    inside = "[data-testid='stMain']"
    height = page.locator(inside).evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": was["width"], "height": min(TALL, max(was["height"], height))})
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    page.set_viewport_size(was)


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands in the window, in px from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


def box(page: Page, selector: str) -> Box:
    """The box of the first that matches. It must be drawn."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None, f"{selector} is not drawn at {page.url}"
    return Box(found["x"], found["y"], found["width"], found["height"])


def complaints(page: Page) -> Callable[[], list[str]]:
    """Collect what the console complains about from now on: errors, and what was refused."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    return lambda: list(heard)
