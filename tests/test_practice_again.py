"""Practising from one reply on: what came before is kept, and chance falls as it fell."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from coach.content.scenario import BranchId, ChoiceId, Scenario
from coach.practice.attempt import Attempt
from coach.practice.commands import Desk, Given
from coach.practice.fingerprint import fingerprint
from coach.practice.served import Scene, scene_of
from coach.roleplay.play import Step
from practising import attempt_of, begun, features, new_desk, new_store, say, to_the_end
from small_course import SOUND, scenario_of, written

DRAWS = (0.0, 0.2, 0.4, 0.6, 0.999)
BROTHER, NOBODY = 0.1, 0.9  # draws of pass-the-pen: one in three is the brother


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A learner with a store of their own."""
    return new_desk(new_store(tmp_path))


def parent_of(desk: Desk, draw: float) -> Attempt:
    """A finished first play in which chance fell once."""
    id_ = desk.begin(features(), count=0)
    say(desk, features(), id_, "how-did-it-start")
    say(desk, features(), id_, "pass-the-pen", draw)
    return to_the_end(desk, features(), id_, Random(5))


def test_the_replies_before_are_kept_and_the_rest_is_open(desk: Desk) -> None:
    parent = parent_of(desk, BROTHER)
    for from_step in range(len(parent.path)):
        count = 1 + from_step
        id_ = desk.practise(features(), parent, from_step=from_step, count=count)
        practice = attempt_of(desk, id_)

        assert practice.path == practice.kept == parent.path[:from_step]
        assert practice.step == from_step
        assert practice.begun.before == parent.path
        assert (practice.replies, practice.ended) == ((), None)


def test_it_is_recorded_as_practice_and_replaces_nothing(desk: Desk) -> None:
    parent = parent_of(desk, NOBODY)
    id_ = desk.practise(features(), parent, from_step=1, count=1)
    practice = to_the_end(desk, features(), id_, Random(1))
    book = desk.journal()

    assert (practice.begun.category, practice.begun.parent) == ("practice", parent.id)
    assert practice.begun.from_step == practice.replies[0].step == 1
    assert practice.ended is not None
    assert practice.ended.score is None
    assert book.attempts == (parent, practice)
    assert parent.ended is not None
    assert parent.ended.score is not None


def test_the_same_click_practises_once_and_the_next_is_another(desk: Desk) -> None:
    parent = parent_of(desk, NOBODY)
    ids = [desk.practise(features(), parent, from_step=1, count=count) for count in (1, 1, 2)]

    assert ids[0] == ids[1] != ids[2]
    assert len(desk.journal().attempts) == 1 + len(set(ids))


@pytest.mark.parametrize(("fell", "branch"), [(BROTHER, "brother-calls"), (NOBODY, "nobody-calls")])
@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize(
    "given", [["pass-the-pen"], ["how-did-it-start", "pass-the-pen"], ["kind-word", "pass-the-pen"]]
)
def test_chance_falls_as_it_fell_where_it_is_met_again(
    desk: Desk, fell: float, branch: str, draw: float, given: list[str]
) -> None:
    parent = parent_of(desk, fell)
    id_ = desk.practise(features(), parent, from_step=2 - len(given), count=1)
    for choice in given:
        say(desk, features(), id_, choice, draw)

    assert parent.path[1] == Step(ChoiceId("pass-the-pen"), BranchId(branch))
    assert attempt_of(desk, id_).path[1] == parent.path[1]


@pytest.mark.parametrize(("draw", "branch"), [(0.3, "brother-calls"), (0.34, "nobody-calls")])
def test_chance_that_was_not_met_before_is_drawn(desk: Desk, draw: float, branch: str) -> None:
    id_ = desk.begin(features(), count=0)
    for choice in ("how-did-it-start", "call-the-council", "maybe"):
        say(desk, features(), id_, choice)
    parent = attempt_of(desk, id_)
    practice = desk.practise(features(), parent, from_step=1, count=1)
    answered = say(desk, features(), practice, "pass-the-pen", draw)

    assert answered.stands.branch == branch


@pytest.mark.parametrize(("fell", "branch"), [(0.1, "yes"), (0.9, "no")])
@pytest.mark.parametrize("draw", DRAWS)
def test_chance_falls_as_it_fell_though_it_is_met_a_reply_later(
    desk: Desk, fell: float, branch: str, draw: float
) -> None:
    scene = scene_of(roundabout())
    id_ = desk.begin(scene, count=0)
    say(desk, scene, id_, "straight")
    say(desk, scene, id_, "toss", fell)
    parent = attempt_of(desk, id_)
    practice = desk.practise(scene, parent, from_step=0, count=1)
    for choice in ("round", "back", "toss"):
        say(desk, scene, practice, choice, draw)
    path = attempt_of(desk, practice).path

    assert parent.path[1] == path[2] == Step(ChoiceId("toss"), BranchId(branch))


def roundabout() -> Scenario:
    """A talk with a toss at its end, and a short and a long way there."""
    parts = yaml.safe_load(written(SOUND))
    reply = parts["turns"]["stairs"]["choices"][0]
    coin = [{"id": "yes", "weight": 1, "goto": "soup"}, {"id": "no", "weight": 1, "goto": "door"}]
    parts["turns"] = {
        "stairs": _turn(reply, straight="hall", round="garden"),
        "garden": _turn(reply, back="hall"),
        "hall": _turn(reply, toss={"chance": coin}, leave="door"),
    }
    return scenario_of(yaml.safe_dump(parts, sort_keys=False))


def _turn(reply: dict[str, Any], **ways: Any) -> dict[str, Any]:
    """A turn with a reply for each way on, the first worth most."""
    choices = [
        reply | {"id": id_, "goto": goto, "effects": {"trust": 3 - place}}
        for place, (id_, goto) in enumerate(ways.items())
    ]
    return {
        "says": "And then?",
        "skill": "curiosity",
        "ideas": ["begin-small"],
        "choices": choices,
    }


def test_a_practice_of_a_practice_keeps_the_whole_way(desk: Desk) -> None:
    parent = parent_of(desk, BROTHER)
    id_ = desk.practise(features(), parent, from_step=1, count=1)
    practice = to_the_end(desk, features(), id_, Random(2))
    again = attempt_of(desk, desk.practise(features(), practice, from_step=2, count=2))

    assert again.kept == practice.path[:2] == (*parent.path[:1], practice.replies[0].as_step)
    assert again.begun.parent == practice.id


def test_a_practice_goes_on_from_the_start_of_its_parent(desk: Desk) -> None:
    parent = begun(desk, features(), ["how-did-it-start", "pass-the-pen"], start="bloom")
    id_ = desk.practise(features(), parent, from_step=1, count=1)

    assert attempt_of(desk, id_).begun.start == "bloom"


def test_with_other_rules_an_open_attempt_is_finished_on_the_kept_copy(desk: Desk) -> None:
    older, newer = (with_bread_worth(trust) for trust in (3, 2))
    attempt = begun(desk, older)
    kept = desk.store.content(attempt.begun.rules, Scenario)
    assert kept is not None
    answered = desk.reply(scene_of(kept), attempt, Given(0, ChoiceId("bread"), 0.0))

    assert newer.fingerprint.rules != older.fingerprint.rules == fingerprint(kept).rules
    assert answered.stands.meters.trust == 3 + 3
    assert answered.stands.rules == older.fingerprint.rules


def test_with_the_same_rules_the_newest_words_are_kept(desk: Desk) -> None:
    older, newer = (scene_of(scenario_of(written(SOUND, ("Bread!", word)))) for word in ("A", "B"))
    for count, scene in enumerate((older, newer)):
        desk.begin(scene, count=count)

    assert older.fingerprint.rules == newer.fingerprint.rules
    assert desk.store.content(older.fingerprint.rules, Scenario) == newer.scenario


def with_bread_worth(trust: int) -> Scene:
    """The small talk, with so much trust for the bread."""
    return scene_of(scenario_of(written(SOUND, ("trust: +3}", f"trust: +{trust}}}"))))
