"""One turn: the other person first, then the replies, then the answer, then the coach."""

import pytest
from playwright.sync_api import Locator, Page, expect

from coach.content.scenario import ScenarioId
from harness.browser import Screen, box, visit
from harness.fixtures import Show
from harness.serve import Server
from walks.people import Record
from walks.taps import SLOW, ask, await_key, begun, coaching, go_on, pick, reaction, say, tap
from walks.world import BIG_ASK, CAFE, HALLWAY, SAMOSAS, best

SMALL = Screen(360, 640)
OF_THE_ANSWER = ("reply-", "answer-", "say-")


def shown_before(first: Locator, second: Locator) -> bool:
    """Whether the first stands before the second in the page, and above it."""
    handle = second.element_handle()
    before = "(one, other) => Boolean(one.compareDocumentPosition(other) & 4)"
    return bool(first.evaluate(before, handle)) and _top(first) < _top(second)


def _top(found: Locator) -> float:
    drawn = found.bounding_box()
    assert drawn is not None
    return drawn["y"]


def alone(page: Page, step: int) -> None:
    """Assert that nobody but the counterpart is on the screen."""
    await_key(page, f"could-say-{step}")
    await_key(page, f"line-{step}")
    for part in OF_THE_ANSWER:
        assert begun(page, part).count() == 0, part


@pytest.mark.parametrize("scenario", [CAFE, SAMOSAS, HALLWAY])
def test_the_counterpart_stands_alone_before_every_reply(
    scenario: ScenarioId, served: Server, record: Record, show: Show
) -> None:
    page = record.person("Ann").come(show(SMALL), served.address)
    visit(page, f"{served.address}/scene?s={scenario}")
    tap(page, "begin-0")
    for step in range(3):
        alone(page, step)
        ask(page, step)
        pick(page, step)
        say(page, step)
        assert shown_before(reaction(page, step), coaching(page, step))
        go_on(page, step)


def test_with_no_coaching_between_the_next_line_stands_under_the_answer_without_replies(
    served: Server, record: Record, show: Show
) -> None:
    page = record.person("Ann").come(show(SMALL), served.address)
    visit(page, f"{served.address}/scene?s={BIG_ASK}")
    tap(page, "begin-0")
    alone(page, 0)
    ask(page, 0)
    pick(page, 0)
    say(page, 0)
    await_key(page, "could-say-1")
    assert coaching(page, 0).count() == begun(page, "reply-").count() == 0
    assert shown_before(reaction(page, 0), page.locator(".st-key-line-1"))
    ask(page, 1)
    expect(reaction(page, 0)).to_have_count(0)


@pytest.mark.parametrize("scenario", [CAFE, HALLWAY])
def test_another_talk_begins_alone_though_the_replies_of_the_one_before_were_open(
    scenario: ScenarioId, served: Server, record: Record, show: Show
) -> None:
    page = record.person("Ann").come(show(SMALL), served.address)
    visit(page, f"{served.address}/scene?s={SAMOSAS}")
    tap(page, "begin-0")
    ask(page, 0)
    page.get_by_role("link", name="‹ Stop for now").click()
    page.get_by_role("link", name="Practise").click()
    page.get_by_text("The whole path", exact=True).click()
    tap(page, f"play-all-{scenario}")
    tap(page, "begin-0")
    alone(page, 0)


@pytest.mark.parametrize("scenario", [CAFE, SAMOSAS, HALLWAY])
def test_coaching_is_open_at_levels_one_and_two_and_one_line_at_three(
    scenario: ScenarioId, served: Server, record: Record, show: Show
) -> None:
    scene, person = record.scenes[scenario], record.person("Ann")
    page = person.come(show(SMALL), served.address)
    path = best(scene)[:1]
    visit(page, f"{served.address}/talk?a={person.play(scene, path)}")
    coach = coaching(page, 0)
    expect(coach).to_be_visible(timeout=SLOW)
    choice = scene.scenario.choice(scene.scenario.opening, path[0].choice)
    whole = " ".join(choice.feedback.replace("*", "").split())
    fold = page.get_by_text("Why?")
    if scene.scenario.level < 3:
        assert whole in " ".join(coach.inner_text().split())
        assert fold.count() == 0
        return
    assert len(coach.inner_text()) < len(whole)
    fold.click()
    expect(page.get_by_text(whole[:40])).to_be_visible()


@pytest.mark.parametrize("number", [1, 3])
def test_a_tap_on_a_reply_moves_nothing_and_the_line_stays_when_it_is_said(
    number: int, served: Server, record: Record, show: Show
) -> None:
    person, scene = record.person("Ann"), record.scenes[SAMOSAS]
    page = person.come(show(SMALL), served.address)
    visit(page, f"{served.address}/talk?a={person.play(scene, best(scene)[:1])}")
    go_on(page, 0)
    ask(page, 1)
    line = box(page, ".st-key-line-1 blockquote")
    replies = [r.bounding_box() for r in page.get_by_test_id("stRadioOption").all()]
    pick(page, 1, number)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    assert box(page, ".st-key-line-1 blockquote") == line
    assert [r.bounding_box() for r in page.get_by_test_id("stRadioOption").all()] == replies
    say(page, 1)
    assert box(page, ".st-key-answer-1 blockquote >> nth=0") == line


def test_the_fold_comes_with_the_first_answer_and_open_it_takes_in_what_was_said_since(
    served: Server, record: Record, show: Show
) -> None:
    person, scene = record.person("Ann"), record.scenes[SAMOSAS]
    page = person.come(show(SMALL), served.address)
    visit(page, f"{served.address}/talk?a={person.play(scene, best(scene)[:1])}")
    first = reaction(page, 0).locator("p").last.inner_text()
    fold = page.locator("[data-testid=stExpander]")
    assert fold.count() == 0
    go_on(page, 0)
    fold.get_by_text("So far").click()
    expect(fold).to_contain_text(first, timeout=SLOW)
    ask(page, 1)
    pick(page, 1)
    say(page, 1)
    second = reaction(page, 1).locator("p").last.inner_text()
    go_on(page, 1)
    for words in (first, second):
        expect(fold).to_contain_text(words, timeout=SLOW)


def test_an_underlined_expression_opens_its_meaning_with_a_tap_or_the_space_bar(
    served: Server, record: Record, show: Show
) -> None:
    person, scene = record.person("Ann"), record.scenes[SAMOSAS]
    (explained,) = scene.scenario.turns[scene.scenario.opening].explain
    page = person.come(show(SMALL), served.address)
    visit(page, f"{served.address}/talk?a={person.play(scene, ())}")
    line = await_key(page, "line-0")
    word = line.get_by_role("button", name=explained.words, exact=True)
    meaning = page.get_by_test_id("stPopoverBody").get_by_text(explained.text)
    word.click()
    expect(meaning).to_be_visible(timeout=SLOW)
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    word.focus()
    page.keyboard.press(" ")
    expect(meaning).to_be_visible(timeout=SLOW)


def test_the_answer_is_announced_once_and_the_line_before_it_is_not(
    served: Server, record: Record, show: Show
) -> None:
    page = record.person("Ann").come(show(SMALL), served.address)
    visit(page, f"{served.address}/scene?s={CAFE}")
    tap(page, "begin-0")
    ask(page, 0)
    live = page.locator("[aria-live=polite].cg-unseen")
    expect(live).to_have_text("")
    pick(page, 0)
    say(page, 0)
    words = reaction(page, 0).locator("p").all_inner_texts()
    expect(live).to_have_text(" ".join(" ".join(words).split()), timeout=SLOW)
    assert words[0] == "Nadia"
