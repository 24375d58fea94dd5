"""What a screen reader finds in a turn, an answer and a debrief; kept in golden/.

After a change that was meant, write them anew:
COACH_GOLDEN=write pytest -n0 tests/walks/test_heard.py
"""

import os
from pathlib import Path

import pytest

from harness.serve import Server
from walks.conftest import AsPerson
from walks.states import STATES
from walks.world import World

GOLDEN = Path(__file__).with_name("golden")
KEPT = {
    "turn": "turn, replies",
    "answer": "answer, level 1",
    "debrief": "debrief",
}


@pytest.mark.parametrize("file", KEPT)
def test_a_screen_reader_finds_what_it_found(
    file: str, served: Server, world: World, as_person: AsPerson
) -> None:
    state = STATES[KEPT[file]]
    page = as_person(state.who or file)
    page.goto(served.address + state.path(world))
    state.go(page)
    page.wait_for_timeout(300)  # the drawing may still lose what the screen before it had
    found = page.get_by_test_id("stMain").aria_snapshot() + "\n"
    kept = GOLDEN / f"{file}.txt"
    if os.environ.get("COACH_GOLDEN") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")
