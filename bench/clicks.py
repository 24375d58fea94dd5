"""What a click costs: a reply in a shipped conversation beside a one-button app.

    PYTHONPATH=tests python bench/clicks.py [--sessions 1 20 100 300] [--events N] [--clicks N]

Three servers run side by side and take turns, so that their ratios hold when the machine's speed
drifts: `coach serve` on a store full of other people's events, a one-button app on the very same
server, and the one-button app under plain `streamlit run`. Clicks are paced: one at a time, going
round all sessions. The client speaks Streamlit's protocol and shares the processors.
"""

import argparse
import asyncio
import random
import shutil
import statistics
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from coach.content.scenario import ScenarioId
from coach.practice.commands import Desk, Given
from coach.practice.kinds import KINDS
from coach.practice.served import Scene, serve
from coach.record.engine import open_store
from coach.record.envelope import Envelope, Kinds, LearnerId
from coach.record.store import Draft, Store
from coach.roleplay.play import begin as begin_play
from coach.roleplay.play import choose
from harness.protocol import Browser, Tab
from harness.serve import ROOT, Server, coach_serve, free_port
from harness.talk import begin, come_to_reply, reaction

SCENARIO = ScenarioId("samosas")
BENCH = ROOT / "bench"
BATCH = 20  # clicks between two looks at the processor's clock
TAIL = 0.1  # seconds after a batch: what a server still does after its last answer counts too
FIRST_PAGES = 5  # first visits in each round, so that they meet the same weather as the clicks
PROMISED_AT = 100  # sessions
FIRST_PAGE = 1.3  # times the one button's, at most
PATTERNS = 40  # different learners among those who fill the store


@dataclass(slots=True)
class Figures:
    """What was measured of one server at one step of the ladder.

    Attributes:
        replies: seconds from each click to the end of its run.
        first_pages: seconds from an empty browser to the end of the first run.
        cpu: processor seconds of the server in all clicks together.
        memory: its resident memory after them, in KiB.
        opened: how many sessions it has seen by then; it keeps those that were closed for a while.
    """

    replies: list[float] = field(default_factory=list)
    first_pages: list[float] = field(default_factory=list)
    cpu: float = 0.0
    memory: int = 0
    opened: int = 0

    @property
    def cpu_ms(self) -> float:
        """Processor time a click, in ms."""
        return 1000 * self.cpu / len(self.replies)


class Subject(ABC):
    """One server with its sessions, and what a click is there."""

    def __init__(self, name: str, server: Server) -> None:
        self.name = name
        self.server = server
        self.browsers: list[Browser] = []
        self.tabs: list[Tab] = []
        self.figures: dict[int, Figures] = {}
        self.opened = 0

    async def grow(self, sessions: int) -> None:
        """Open browsers until there are so many sessions."""
        self.figures.setdefault(sessions, Figures())
        while len(self.tabs) < sessions:
            browser = Browser(self.server.address)
            self.browsers.append(browser)
            self.tabs.append(await self.enter(browser))

    async def pass_by(self, sessions: int) -> None:
        """A few first visits, from an empty browser each."""
        for _ in range(FIRST_PAGES):
            async with Browser(self.server.address) as passer_by:
                self.figures[sessions].first_pages.append(await _timed_visit(passer_by))
                self.opened += 1

    async def click_all(self, sessions: int, places: Sequence[int]) -> None:
        """One click in each of these sessions, one after the other."""
        figures = self.figures[sessions]
        for place in places:
            self.tabs[place] = await self.prepare(self.tabs[place])
        await asyncio.sleep(TAIL)
        before = self.server.cpu_seconds()
        for place in places:
            begun = time.perf_counter()
            await self.click(self.tabs[place])
            figures.replies.append(time.perf_counter() - begun)
        await asyncio.sleep(TAIL)
        figures.cpu += self.server.cpu_seconds() - before
        figures.memory, figures.opened = self.server.memory_kib(), self.opened
        for place in places:
            self.check(self.tabs[place])

    async def leave(self) -> None:
        """Close every tab."""
        for tab in self.tabs:
            await tab.close()

    @abstractmethod
    async def enter(self, browser: Browser) -> Tab:
        """Open a session."""

    @abstractmethod
    async def prepare(self, tab: Tab) -> Tab:
        """Bring a session to where one click is left to do."""

    @abstractmethod
    async def click(self, tab: Tab) -> None:
        """The click that is measured."""

    @abstractmethod
    def check(self, tab: Tab) -> None:
        """See that the click did what it should."""


class Button(Subject):
    """The one-button app."""

    async def enter(self, browser: Browser) -> Tab:
        """Open it."""
        self.opened += 1
        return await browser.open("/")

    async def prepare(self, tab: Tab) -> Tab:
        """Nothing is to be done."""
        return tab

    async def click(self, tab: Tab) -> None:
        """Click the button."""
        await tab.click("more")

    def check(self, tab: Tab) -> None:
        """It is still there."""
        assert not tab.page.errors()
        assert tab.page.has("more")


class Talk(Subject):
    """The shipped conversation; the click is *Say it*."""

    def __init__(self, name: str, server: Server) -> None:
        super().__init__(name, server)
        self.chance = random.Random(1)  # noqa: S311  (nothing here is secret)
        self.steps: dict[Tab, int] = {}

    async def enter(self, browser: Browser) -> Tab:
        """Begin the conversation."""
        self.opened += 1
        return await begin(browser, SCENARIO)

    async def prepare(self, tab: Tab) -> Tab:
        """Pick a reply; begin anew after an ending."""
        step = await come_to_reply(tab, lambda options: self.chance.randrange(len(options)))
        if step is None:
            await tab.close()
            return await self.prepare(await self.enter(tab.browser))
        self.steps[tab] = step
        return tab

    async def click(self, tab: Tab) -> None:
        """Say it."""
        await tab.click(f"say-{self.steps[tab]}")

    def check(self, tab: Tab) -> None:
        """The counterpart has answered."""
        assert not tab.page.errors()
        assert reaction(tab, self.steps[tab])


async def _timed_visit(browser: Browser) -> float:
    begun = time.perf_counter()
    tab = await browser.open("/")
    taken = time.perf_counter() - begun
    assert not tab.page.errors()
    return taken


def fill(address: str, events: int, progress: Progress) -> None:
    """Put so many events of other learners into a new store, copied from a few random ones."""
    scene = serve(ROOT).scenes[SCENARIO]
    store = Store(open_store(address), Kinds(KINDS))
    chance = random.Random(2)  # noqa: S311  (nothing here is secret)
    with tempfile.TemporaryDirectory() as folder:
        drawn = Store(open_store(f"sqlite:///{folder}/drawn.sqlite"), Kinds(KINDS))
        lives = [_life(drawn, scene, chance) for _ in range(PATTERNS)]
    print_ = scene.fingerprint
    store.keep_content(print_.rules, print_.text, scene.scenario)
    task = progress.add_task(f"filling a store with {events:,} events", total=events)
    written = 0
    while written < events:
        life = chance.choice(lives)[: events - written]
        drafts = list(_retold(life, chance))
        store.append_all(LearnerId(_new_id(chance)), drafts)
        written += len(drafts)
        progress.update(task, completed=written)
    progress.remove_task(task)


def _life(store: Store, scene: Scene, chance: random.Random) -> tuple[Envelope, ...]:
    """What one learner did who played the scenario a few times, clicking at random."""
    learner = LearnerId(_new_id(chance))
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(5000))
    for count in range(chance.randint(1, 4)):
        desk = Desk(store, learner, now + timedelta(days=count))
        id_ = desk.begin(scene, count=count)
        play = begin_play(scene.scenario)
        while play.ending is None:
            attempt = desk.attempt(id_)
            assert attempt is not None
            choice, draw = chance.choice(play.offered).id, chance.random()
            desk.reply(scene, attempt, Given(len(play.path), choice, draw))
            play, _ = choose(play, choice, desk.now, draw)
    return store.reader(learner).events()


def _retold(life: Sequence[Envelope], chance: random.Random) -> Iterator[Draft]:
    """The same events as somebody else's."""
    renamed: dict[UUID, UUID] = {}
    for event in life:
        about = event.about and renamed.setdefault(event.about, _new_id(chance))
        yield Draft(event.payload, _new_id(chance), event.at, about)


def _new_id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def subjects(folder: Path, events: int, progress: Progress) -> tuple[Subject, Subject, Subject]:
    """The three servers, not yet started."""
    store = f"sqlite:///{folder / 'course.sqlite'}"
    fill(store, events, progress)
    script = folder / "tuned" / "serving_button.py"
    script.parent.mkdir()
    shutil.copy(BENCH / script.name, script)
    shutil.copytree(ROOT / "src/coach/ui/.streamlit", script.parent / ".streamlit")
    tuned, plain = free_port(), free_port()
    python = sys.executable
    tuned_words = [python, str(BENCH / "serving_tuned.py"), str(script), str(tuned)]
    plain_words = [python, "-m", "streamlit", "run", str(BENCH / script.name)]
    plain_words += [f"--server.port={plain}", "--server.headless=true"]
    plain_words += ["--browser.gatherUsageStats=false"]
    return (
        Talk("Say it", coach_serve(folder / "talk", store=store)),
        Button("button", Server(tuned_words, tuned, script.parent)),
        Button("button, plain", Server(plain_words, plain, folder / "plain")),
    )


async def measure(
    shown: Sequence[Subject], ladder: Sequence[int], clicks: int, progress: Progress
) -> None:
    """Climb the ladder with all servers in turn."""
    for sessions in ladder:
        batch = min(sessions, BATCH)
        rounds = -(-clicks // batch)
        task = progress.add_task(f"{sessions} sessions", total=(rounds + 1) * len(shown))
        for subject in shown:
            await subject.grow(sessions)
            progress.advance(task)
        for turn in range(rounds):
            places = [(turn * batch + place) % sessions for place in range(batch)]
            for subject in shown:
                await subject.pass_by(sessions)
                await subject.click_all(sessions, places)
                progress.advance(task)
        progress.remove_task(task)
    for subject in shown:
        await subject.leave()


def table(shown: Sequence[Subject], ladder: Sequence[int], events: int) -> Table:
    """The figures, with ratios to the one-button app on the same server."""
    drawn = Table(title=f"{SCENARIO} on a store with {events:,} events", title_justify="left")
    drawn.caption = (
        "p50, p95: from the click to the end of its run. CPU: of the server, a click. page: a first"
        " visit. ×: beside the one button on the same server. KiB: a session. plain: streamlit run."
    )
    drawn.caption_justify = "left"
    drawn.add_column("sessions", justify="right", no_wrap=True)
    drawn.add_column("click", no_wrap=True)
    for heading in ("p50 ms", "p95 ms", "CPU ms", "×", "page ms", "× ", "KiB"):
        drawn.add_column(heading, justify="right", no_wrap=True)
    for sessions in ladder:
        base = shown[1].figures[sessions]
        for subject in shown:
            now = subject.figures[sessions]
            first = statistics.median(now.first_pages)
            more = sessions > ladder[0]
            drawn.add_row(
                str(sessions),
                subject.name,
                f"{1000 * statistics.median(now.replies):.1f}",
                f"{1000 * _p95(now.replies):.1f}",
                f"{now.cpu_ms:.2f}",
                f"{now.cpu_ms / base.cpu_ms:.2f}",
                f"{1000 * first:.0f}",
                f"{first / statistics.median(base.first_pages):.2f}",
                f"{_kib_a_session(subject, ladder[0], sessions):.0f}" if more else "–",
            )
        drawn.add_section()
    return drawn


def verdicts(shown: Sequence[Subject], ladder: Sequence[int]) -> Iterator[str]:
    """Each promise with what was measured at 100 sessions, or at the last step below."""
    sessions = max((step for step in ladder if step <= PROMISED_AT), default=ladder[0])
    talk, tuned, plain = (subject.figures[sessions] for subject in shown)
    first = statistics.median(talk.first_pages) / statistics.median(tuned.first_pages)
    measured = [
        ("p95 of a reply, ms", 1000 * _p95(talk.replies), 25.0),
        ("CPU × one button, same server", talk.cpu_ms / tuned.cpu_ms, 3.3),
        ("CPU × one button, streamlit run", talk.cpu_ms / plain.cpu_ms, 1 / 8),
        ("first page × one button", first, FIRST_PAGE),
    ]
    if sessions > ladder[0]:
        measured.append(("KiB a session", _kib_a_session(shown[0], ladder[0], sessions), 120.0))
    for what, value, most in measured:
        yield verdict(what, value, most)


def verdict(what: str, value: float, most: float) -> str:
    """A promise with what was measured."""
    return f"{'held  ' if value <= most else 'BROKEN'} {what}: {value:.3g} (at most {most:.3g})"


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _kib_a_session(subject: Subject, least: int, sessions: int) -> float:
    """What each session opened since the first step of the ladder has added, after its clicks."""
    before, now = subject.figures[least], subject.figures[sessions]
    return (now.memory - before.memory) / (now.opened - before.opened)


@contextmanager
def running(console: Console, events: int) -> Iterator[tuple[Sequence[Subject], Progress]]:
    """The three servers, started, on a store with so many events; and how far things are."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Progress(console=console, transient=True) as progress,
        ExitStack() as servers,
    ):
        shown = subjects(Path(folder), events, progress)
        for subject in shown:
            servers.enter_context(subject.server)
        yield shown, progress


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 20, 100, 300])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--clicks", type=int, default=200, help="of each server, at each step")
    options = parser.parse_args()
    ladder = sorted(set(options.sessions))
    console = Console()
    with running(console, options.events) as (shown, progress):
        asyncio.run(measure(shown, ladder, options.clicks, progress))
    console.print(table(shown, ladder, options.events))
    for line in verdicts(shown, ladder):
        console.print(line, highlight=False)


if __name__ == "__main__":
    main()
