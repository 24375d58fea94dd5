"""Looking back: a guess, then words from this very path, and nothing to count."""

import re

from playwright.sync_api import expect

from coach.roleplay.play import plays
from harness.browser import Screen, visit
from harness.fixtures import Show
from harness.serve import Server
from walks.people import Record
from walks.taps import SLOW, await_key, begun, tap
from walks.world import CAFE, SAMOSAS, best, worst

SMALL = Screen(360, 740)
PLACES = re.compile(r"(?i)\b(try )?reply \d+( again)?\b|\ball \d+ replies\b")


def test_the_first_screen_quotes_both_and_counts_nothing(
    served: Server, record: Record, show: Show
) -> None:
    scene, person = record.scenes[CAFE], record.person("Ann")
    page = person.come(show(SMALL), served.address)
    path = worst(scene)
    visit(page, f"{served.address}/talk?a={person.finish(scene, path, None)}")
    tap(page, f"go-on-{len(path) - 1}")
    expect(page.get_by_text("One guess first.")).to_be_visible(timeout=SLOW)
    assert begun(page, "rule").count() == 0
    tap(page, "felt-so-so")
    await_key(page, "rule")
    words = page.get_by_test_id("stMain").inner_text()
    assert not re.search(r"\d", PLACES.sub("", words)), words
    assert page.locator("table, svg.main-svg, canvas, [data-testid=stMetric]").count() == 0
    before = list(plays(scene.scenario, path))
    said = [p.scenario.choice(p.turn.id, s.choice).text for p, s in zip(before, path, strict=False)]
    flat = " ".join(words.split())
    assert any(line.replace("*", "") in flat for line in said)
    assert any(play.line and play.line.replace("*", "") in flat for play in before)
    assert page.get_by_role("heading", level=1).count() == 1


def test_a_finished_talk_opens_on_its_debrief_and_not_on_the_last_answer(
    served: Server, record: Record, show: Show
) -> None:
    scene, person = record.scenes[SAMOSAS], record.person("Ann")
    page = person.come(show(SMALL), served.address)
    visit(page, f"{served.address}/talk?a={person.finish(scene, best(scene), 'warm')}")
    await_key(page, "rule")
    assert begun(page, "answer-").count() == 0


def test_trying_a_reply_again_keeps_what_came_before_and_begins_alone(
    served: Server, record: Record, show: Show
) -> None:
    scene, person = record.scenes[CAFE], record.person("Ann")
    page = person.come(show(SMALL), served.address)
    id_ = person.finish(scene, worst(scene), "cool")
    visit(page, f"{served.address}/talk?a={id_}")
    await_key(page, "rule")
    again = page.get_by_role("button", name=re.compile(r"Try reply \d again"))
    place = int(re.findall(r"\d", again.inner_text())[0]) - 1
    again.click()
    await_key(page, f"could-say-{place}")
    assert begun(page, "reply-").count() == 0
    assert page.get_by_text("So far").count() == (1 if place else 0)
    assert f"a={id_}" not in page.url
