"""Twenty learners play while the server is killed under them: what they do, and what must hold."""

import asyncio
import json
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from coach.content.course import Course
from coach.content.loading import load_course
from coach.practice.attempt import Attempt, fold
from coach.practice.kinds import KINDS
from coach.record.engine import open_store
from coach.record.envelope import Kinds, LearnerId
from coach.record.store import Store
from coach.roleplay.play import plays
from coach.ui.text import prose, quoted
from coach.ui.told import taken
from harness.protocol import Browser, Cut, NotOnPage, Tab
from harness.serve import Server
from harness.talk import attempt_at, begin, come_to_reply, reaction, said

SCENARIOS = ("samosas", "big-ask")
DOUBLE_CLICK = (0.02, 0.05)  # seconds between the two clicks
QUIET = 0.08  # seconds without a word, after which two runs asked for at once are over
LIVES = (0.4, 1.8)  # seconds from one start of the server to the kill
STANDS_STILL = 4.0  # seconds after which a page that does not move is loaded anew
AWAY = (0.1, 0.5)  # seconds without a network
LAST_REPLIES = 3  # that everybody still gives after the last kill
LOST_PATIENCE = 3  # how often a page may wait for nothing before the talk is given up


class Reply(NamedTuple):
    """One place in one attempt. `step` counts from 0."""

    attempt: UUID
    step: int


@dataclass(slots=True)
class Told:
    """What the learners saw.

    Attributes:
        answers: for each acknowledged reply the texts it was shown with, its own words first.
        done: how often each kind of thing happened.
        broken: what pages showed where something went wrong in the script.
    """

    answers: dict[Reply, set[tuple[str, ...]]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def see(self, tab: Tab, step: int) -> None:
        """Take note of what a page shows after a reply."""
        self.broken += tab.page.errors()
        attempt, words, answer = attempt_at(tab), said(tab, step), reaction(tab, step)
        if attempt and words and answer:
            shown = (words, answer)
            self.answers.setdefault(Reply(attempt, step), set()).add(shown)


@dataclass(slots=True)
class Storm:
    """One storm over one server.

    Attributes:
        learners: how many play at once.
        kills: how often the server is killed and started again, at moments drawn from `seed`.
        over: the kills are done; everybody gives a few more replies and leaves.
    """

    server: Server
    learners: int
    kills: int
    seed: int = 1
    told: Told = field(default_factory=Told)
    over: bool = False

    async def rage(self) -> Told:
        """Let everybody play until the kills are done; without kills, one talk each."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._kill())
            for number in range(self.learners):
                group.create_task(self._live(random.Random(f"{self.seed}/{number}")))
        return self.told

    async def _kill(self) -> None:
        chance = random.Random(self.seed)
        for _ in range(self.kills):
            await asyncio.sleep(chance.uniform(*LIVES))
            self.server.kill()
            self.told.done["kill"] += 1
            await asyncio.to_thread(self.server.start)
        self.over = True

    async def _live(self, chance: random.Random) -> None:
        while True:
            async with Browser(self.server.address, STANDS_STILL) as browser:
                await self._talk(browser, chance)
            if self.over:
                return

    async def _talk(self, browser: Browser, chance: random.Random) -> None:
        tab = await _begun(browser, chance.choice(SCENARIOS))
        lost, left = 0, LAST_REPLIES
        while lost < LOST_PATIENCE and left:
            try:
                step = await come_to_reply(tab, lambda options: chance.randrange(len(options)))
                if step is None:
                    self.told.done["talk to its end"] += 1
                    return
                left -= self.over and self.kills > 0
                await self._reply(tab, step, chance)
            except Cut:
                await self._back(tab)
            except TimeoutError:
                await self._reload(tab)
            except NotOnPage:  # a second tab went on, or the page is broken
                self.told.broken += tab.page.errors()
                lost += 1
                await self._reload(tab)
            else:
                lost = 0
        self.told.done["talk given up"] += left > 0

    async def _back(self, tab: Tab) -> None:
        """Reconnect until it lasts for a whole run."""
        try:
            await tab.reconnect()
        except Cut:
            await self._back(tab)
        except TimeoutError:
            await self._reload(tab)

    async def _reload(self, tab: Tab) -> None:
        """What a person does with a page that stands still."""
        self.told.done["reload"] += 1
        try:
            await tab.load()
        except (Cut, TimeoutError):
            await asyncio.sleep(0.2)
            await self._reload(tab)

    async def _reply(self, tab: Tab, step: int, chance: random.Random) -> None:
        way = chance.choice((_click, _click, _double_click, _double_click, _in_two_tabs, _cut_off))
        self.told.done[way.__name__.strip("_")] += 1
        for shown in await way(tab, step, chance):
            self.told.see(shown, step)


async def _begun(browser: Browser, scenario: str) -> Tab:
    while True:
        try:
            return await begin(browser, scenario)
        except (Cut, TimeoutError):
            await asyncio.sleep(0.1)


async def _click(tab: Tab, step: int, _: random.Random) -> list[Tab]:
    await tab.click(f"say-{step}")
    return [tab]


async def _double_click(tab: Tab, step: int, chance: random.Random) -> list[Tab]:
    say = tab.widget(f"say-{step}")
    await tab.press_as(say)
    await asyncio.sleep(chance.uniform(*DOUBLE_CLICK))
    await tab.press_as(say)
    await tab.settle(quiet=QUIET)
    return [tab]


async def _in_two_tabs(tab: Tab, step: int, chance: random.Random) -> list[Tab]:
    """Another tab of the same browser gives another reply at the same moment."""
    other = await tab.browser.open(f"{tab.path}?{tab.query}")
    try:
        there = await come_to_reply(other, lambda options: chance.randrange(len(options)))
        if there == step:
            both = [shown.click(f"say-{step}") for shown in (tab, other)]
            for outcome in await asyncio.gather(*both, return_exceptions=True):
                if outcome is not None:
                    raise outcome
        return [tab, other]
    finally:
        await other.close()


async def _cut_off(tab: Tab, step: int, chance: random.Random) -> list[Tab]:
    """The connection goes while the reply is on its way."""
    await tab.press(f"say-{step}")
    await asyncio.sleep(chance.uniform(0, 0.02))
    tab.cut()
    await asyncio.sleep(chance.uniform(*AWAY))
    await tab.reconnect()
    return [tab]


def faults(store: Path, course: Path, told: Told) -> Iterator[str]:
    """Everything about a store that must not be, after what the learners saw in a course."""
    yield from told.broken
    with closing(sqlite3.connect(store)) as kept:
        rows = kept.execute("select learner, seq, kind, about, payload from event").fetchall()
    replies = Counter(
        Reply(UUID(about), json.loads(payload)["step"])
        for _, _, kind, about, payload in rows
        if kind == "choice-made"
    )
    yield from (f"{reply} is kept {count} times" for reply, count in replies.items() if count > 1)
    yield from (f"{reply} was acknowledged and is lost" for reply in told.answers.keys() - replies)
    seqs: dict[str, list[int]] = {}
    for learner, seq, *_ in rows:
        seqs.setdefault(learner, []).append(seq)
    for learner, own in seqs.items():
        if sorted(own) != list(range(1, len(own) + 1)):
            yield f"{learner} has holes: {sorted(own)}"
    served = load_course(course).course
    assert served is not None
    kept_store = Store(open_store(f"sqlite:///{store}"), Kinds(KINDS))
    for learner in seqs:
        for attempt in fold(kept_store.reader(LearnerId(UUID(learner))).events()):
            yield from _misremembered(served, attempt, told)


def _misremembered(course: Course, attempt: Attempt, told: Told) -> Iterator[str]:
    """Where an attempt does not replay, or its replies are not those the learner was shown."""
    try:
        answers = list(_answers(course, attempt))
    except LookupError as error:
        yield f"{attempt.id} does not replay: {error}"
        return
    for step, answer in enumerate(answers):
        for shown in told.answers.get(Reply(attempt.id, step), ()):
            if not all(any(part in text for text in shown) for part in answer):
                yield f"{attempt.id}, {step}: {shown} was shown, the store says {answer}"


def _answers(course: Course, attempt: Attempt) -> Iterator[set[str]]:
    """Each reply of an attempt and the answer it gets, as the page writes them."""
    before = plays(course.scenarios[attempt.scenario], attempt.path, attempt.begun.start)
    for play, step in zip(before, attempt.path, strict=False):
        reply = taken(play, step, meters=False)
        said = prose(reply.said) if reply.act else quoted(reply.said)
        yield {said, quoted(reply.reaction)}
