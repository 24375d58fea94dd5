"""Every state of every page, with the way there."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page, expect

from walks.people import Person
from walks.taps import (
    ask,
    await_key,
    begun,
    go_on,
    pick,
    say,
    tap,
    wait_for_heading,
)
from walks.world import BIG_ASK, CAFE, HALLWAY, SAMOSAS, World

Go = Callable[[Page], None]


class State(NamedTuple):
    """One thing that can be on the screen.

    Attributes:
        who: whose browser it is; None for somebody new.
        path: the address, without the server.
        go: what is done there until the state is reached.
    """

    who: str | None
    path: Callable[[World], str]
    go: Go

    def person(self, world: World) -> Person | None:
        """Whose browser it is."""
        return None if self.who is None else getattr(world, self.who)


def _at(path: str) -> Callable[[World], str]:
    return lambda _: path


def _talk(id_: str) -> Callable[[World], str]:
    return lambda world: f"/talk?a={world.talks[id_]}"


def _key(key: str) -> Go:
    return lambda page: expect(await_key(page, key)).to_be_visible()


def _heading(words: str) -> Go:
    return lambda page: wait_for_heading(page, words)


def _hook_replies(page: Page) -> None:
    ask(page, 0)


def _first_answer(page: Page) -> None:
    ask(page, 0)
    pick(page, 0)
    say(page, 0)


def _alone(page: Page) -> None:
    go_on(page, 1)
    await_key(page, "could-say-2")


def _replies(page: Page) -> None:
    _alone(page)
    ask(page, 2)


def _picked(page: Page) -> None:
    _replies(page)
    pick(page, 2)


def _none_of_these(page: Page) -> None:
    _replies(page)
    tap(page, "none-2")
    await_key(page, "wanted-2")


def _meaning(page: Page) -> None:
    _replies(page)
    begun(page, "meanings-").locator("button").click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


def _so_far(page: Page) -> None:
    page.get_by_text("So far").click()
    expect(page.get_by_test_id("stExpanderDetails").first).to_be_visible()


def _guess(page: Page) -> None:
    begun(page, "go-on-").locator("button").click()
    await_key(page, "guess")


def _own_words(page: Page) -> None:
    tap(page, "own-words")
    await_key(page, "keep-line")


def _all_replies(page: Page) -> None:
    tap(page, "all-replies")
    await_key(page, "first-page")
    for name in ("What it did, and what else there was", "How "):
        page.locator("summary").filter(has_text=name).first.click()
    expect(page.locator(".st-key-meter .main-svg").first).to_be_visible(timeout=20_000)


def _every_conversation(page: Page) -> None:
    wait_for_heading(page, "Practise")
    page.get_by_text("The whole path", exact=True).click()
    await_key(page, "card-all-cafe")


def _one_situation(page: Page) -> None:
    wait_for_heading(page, "Practise")
    page.locator("summary").filter(has_text="I run or sell").click()
    await_key(page, "card-my-own-business-hallway")


def _lesson(part: int, *taps: str) -> Go:
    """Pass by the parts before one, then tap."""

    def go(page: Page) -> None:
        for step in range(part):
            tap(page, f"lesson-on-{step}")
        await_key(page, f"lesson-on-{part}")
        for words in taps:
            page.get_by_text(words).first.click()

    return go


def _looked_back(page: Page) -> None:
    wait_for_heading(page, "Progress")
    page.get_by_text("Look back at one").click()
    expect(begun(page, "look-").locator("button")).to_be_visible()


def _found_work(page: Page) -> None:
    tap(page, "found-work")
    await_key(page, "thank-you")


def _unknown_name(page: Page) -> None:
    page.get_by_label("Your name, in this browser").fill("Nobody")
    tap(page, "come-in")
    expect(page.get_by_text("Nobody of that name")).to_be_visible()


STATES: dict[str, State] = {
    "hook": State(None, _at("/"), _key("could-say-0")),
    "hook, replies": State(None, _at("/"), _hook_replies),
    "first answer": State(None, _at("/"), _first_answer),
    "turn, alone": State("ann", _talk(SAMOSAS), _alone),
    "turn, replies": State("ann", _talk(SAMOSAS), _replies),
    "turn, picked": State("ann", _talk(CAFE), _picked),
    "turn, none of these": State("ann", _talk(SAMOSAS), _none_of_these),
    "turn, what a word means": State("ann", _talk(SAMOSAS), _meaning),
    "turn, what was said before": State("ann", _talk(SAMOSAS), _so_far),
    "answer, level 1": State("ann", _talk(SAMOSAS), _key("answer-1")),
    "answer, level 3": State("ann", _talk(HALLWAY), _key("answer-1")),
    "answer and turn, level 4": State("ann", _talk(BIG_ASK), _key("could-say-2")),
    "ending and guess": State("ann", _talk("unguessed"), _guess),
    "debrief": State("ann", _talk("debriefed"), _key("rule")),
    "debrief, own words": State("ann", _talk("debriefed"), _own_words),
    "debrief, all replies": State("ann", _talk("debriefed"), _all_replies),
    "today": State("ann", _at("/"), _key("pick-up")),
    "today, what is in front": State("bea", _at("/"), _key("situation-asking")),
    "today, away": State("cleo", _at("/"), _key("still")),
    "today, found work": State("cleo", _at("/"), _found_work),
    "practise, one situation": State("ann", _at("/practise"), _one_situation),
    "practise, everything": State("ann", _at("/practise"), _every_conversation),
    "call": State(None, _at("/call"), _key("call")),
    "scene": State("bea", _at("/scene?s=hallway"), _key("begin-0")),
    "scene, begun before": State("ann", _at("/scene?s=cafe"), _key("go-on-with-it")),
    "no such scene": State("ann", _at("/scene?s=nothing"), _heading("No such conversation")),
    "lesson, guess": State(None, _at("/lesson?l=lost-my-job"), _key("guess-it")),
    "lesson, the talk": State(None, _at("/lesson?l=lost-my-job"), _lesson(2)),
    "lesson, choose": State(None, _at("/lesson?l=lost-my-job"), _lesson(4)),
    "lesson, spot the line": State(None, _at("/lesson?l=spot-the-line"), _lesson(4)),
    "lesson, in order": State(None, _at("/lesson?l=a-skill"), _lesson(6)),
    "lesson, message": State(None, _at("/lesson?l=lost-my-job"), _lesson(8, "Look at it with me")),
    "lesson, mission": State(None, _at("/lesson?l=lost-my-job"), _lesson(10, "I will try it")),
    "progress": State("ann", _at("/progress"), _looked_back),
    "progress, empty": State(None, _at("/progress"), _heading("Progress")),
    "lines": State("ann", _at("/lines"), _key("keep-new-line")),
    "lines, empty": State("bea", _at("/lines"), _key("keep-new-line")),
    "lines, behind digits": State("dora", _at("/lines"), _key("open-digits")),
    "mine": State("ann", _at("/mine"), _key("erase")),
    "mine, behind digits": State("dora", _at("/mine"), _key("erase")),
    "mine, empty": State(None, _at("/mine"), _heading("Me")),
    "door": State(None, _at("/door"), _key("come-in")),
    "door, in already": State("ann", _at("/door"), _heading("Coming back")),
    "door, unknown": State(None, _at("/door"), _unknown_name),
    "somebody else's": State("bea", _talk("debriefed"), _heading("This page is private")),
    "goodbye": State(None, _at("/goodbye"), _heading("Nothing of you is left in this browser.")),
}
