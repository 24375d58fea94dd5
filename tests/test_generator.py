"""The random scenarios that figures are compared on are sound, small and rich enough."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import yaml

from referee.bots import bot_scores
from referee.brute import Brute
from referee.debrief import steps
from referee.generator import FEATURES, KINDS, MOST_STATES, course, scenario
from referee.rules import METERS, starts

SEEDS = range(120)
FEW = {1, 2, 3, 4}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FRAME = {"title", "level", "phase", "channel", "setting", "you", "counterpart", "could_lose"}
AROUND = {"audience", "local_note", "debrief_questions"}
PLAYED = {"start", "facts", "deeds", "opening", "turns", "endings"}
OPTIONAL = {"follows", "worth", "exits", "outcome"}
ALWAYS_ON_A_CHOICE = {"id", "move", "reaction", "feedback", "goto"}
ON_A_CHOICE = {"say", "do", "when", "ask", "declined", "effects", "learns", "does"}


@cache
def drawn(seed: int) -> dict[str, Any]:
    """Return one random scenario."""
    return scenario(Random(seed))


@cache
def figures(seed: int) -> Brute:
    """Return its figures from the plain start."""
    return Brute(drawn(seed), course())


def everything(part: Any) -> Iterator[Any]:
    """List a part of a scenario and all the parts inside it."""
    yield part
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for entry in part:
            yield from everything(entry)


def all_parts() -> Iterator[dict[str, Any]]:
    """List every mapping in every scenario."""
    for seed in SEEDS:
        yield from (part for part in everything(drawn(seed)) if isinstance(part, dict))


def choices_of(written: dict[str, Any]) -> list[dict[str, Any]]:
    """List every choice of a scenario."""
    return [choice for turn in written["turns"].values() for choice in turn["choices"]]


def all_choices() -> list[dict[str, Any]]:
    """List every choice of every scenario."""
    return [choice for seed in SEEDS for choice in choices_of(drawn(seed))]


def gotos(part: Any) -> Iterator[Any]:
    """List everything that stands behind a `goto` or an outcome's `ending`."""
    for inner in everything(part):
        if isinstance(inner, dict):
            yield from (inner[key] for key in ("goto", "ending") if key in inner)


def test_the_same_seed_gives_the_same_scenario() -> None:
    assert [scenario(Random(seed)) for seed in range(10)] == [drawn(seed) for seed in range(10)]


def test_every_scenario_ends_offers_a_choice_and_has_something_at_stake() -> None:
    for seed in SEEDS:
        others = starts(drawn(seed))[1:]
        for case in (figures(seed), *(Brute(drawn(seed), course(), start) for start in others)):
            assert not case.explored.endless
            assert not case.explored.stuck
            assert case.stake() > 0


def test_every_scenario_is_small() -> None:
    assert max(len(figures(seed).states()) for seed in SEEDS) <= MOST_STATES
    assert {len(drawn(seed)["turns"]) for seed in SEEDS} == {2, 3, 4, 5, 6}
    assert {len(turn["choices"]) for s in SEEDS for turn in drawn(s)["turns"].values()} == FEW


def test_at_least_a_third_meet_all_six_hard_things() -> None:
    rich = [seed for seed in SEEDS if figures(seed).features() == FEATURES]

    assert len(rich) >= len(SEEDS) / 3


def test_each_hard_thing_is_also_missing_somewhere() -> None:
    missing = {name for seed in SEEDS for name in FEATURES - figures(seed).features()}

    assert missing == FEATURES


def test_some_turns_come_up_again_in_one_play() -> None:
    lines = [steps(figures(seed), figures(seed).best_line()) for seed in SEEDS]

    assert any(len({step.turn for step in line}) < len(line) for line in lines)


def test_the_bots_differ() -> None:
    scores = [bot_scores(figures(seed)) for seed in range(60)]

    assert all(len(set(each)) > 20 for each in zip(*(s.values() for s in scores), strict=True))
    assert sum(len(set(score.values())) >= 4 for score in scores) > 30


def test_a_scenario_has_the_fields_of_the_grammar_and_no_other() -> None:
    for written in map(drawn, SEEDS):
        assert set(written) - OPTIONAL == FRAME | AROUND | PLAYED
        assert set(written["counterpart"]) == {"name", "role", "address"}
        assert set(written["start"]) == set(METERS)
        for turn in written["turns"].values():
            assert {"skill", "ideas", "choices"} <= set(turn)
            assert set(turn) & {"says", "narration"}


def test_a_choice_has_the_fields_of_the_grammar_and_no_other() -> None:
    for choice in all_choices():
        assert set(choice) - ON_A_CHOICE == ALWAYS_ON_A_CHOICE
        assert len({"say", "do"} & set(choice)) == 1
        assert ("ask" in choice) == ("declined" in choice)
        assert choice["move"] in KINDS
        assert all(
            -3 <= points <= 3 and points != 0 for points in choice.get("effects", {}).values()
        )


def test_ids_are_slugs_and_choices_are_told_apart() -> None:
    for part in all_parts():
        assert SLUG.fullmatch(part.get("id", "x"))
    for written in map(drawn, SEEDS):
        named = [*written["turns"], *written["endings"], *written["facts"], *written["deeds"]]
        ids = [choice["id"] for choice in choices_of(written)]
        assert all(SLUG.fullmatch(name) for name in named)
        assert len(set(ids)) == len(ids)
        assert not set(written["turns"]) & {*written["endings"], "outcome"}


def test_every_list_entry_that_carries_text_has_an_id() -> None:
    lists = (part for seed in SEEDS for part in everything(drawn(seed)) if isinstance(part, list))
    entries = [entry for part in lists for entry in part if isinstance(entry, dict)]

    assert all("id" in entry for entry in entries if {"text", "say", "do"} & set(entry))


def test_chance_branches_of_a_choice_are_told_apart_and_never_nested() -> None:
    for choice in all_choices():
        draws = [p["chance"] for p in everything(choice) if isinstance(p, dict) and "chance" in p]
        branches = [branch for draw in draws for branch in draw]
        assert all(isinstance(branch["goto"], str) for branch in branches)
        assert all(branch["weight"] >= 1 for branch in branches)
        assert len({branch["id"] for branch in branches}) == len(branches)


def test_everything_named_is_there() -> None:
    for written in map(drawn, SEEDS):
        outcome = {"outcome"} if "outcome" in written else set()
        places = {place for place in gotos(written) if isinstance(place, str)}
        assert places <= {*written["turns"], *written["endings"]} | outcome
        for part in (part for part in everything(written) if isinstance(part, dict)):
            for key in {"knows", "lacks", "learns"} & set(part):
                assert set(part[key]) <= set(written["facts"])
            for key in {"did", "not_did", "does"} & set(part):
                assert set(part[key]) <= set(written["deeds"])


def test_the_last_of_a_list_to_look_through_holds_always() -> None:
    for written in map(drawn, SEEDS):
        lists = [part for part in everything(written["turns"]) if isinstance(part, list)]
        tests = [part for part in lists if isinstance(part[0], dict) and "id" not in part[0]]
        for each in [*tests, written.get("outcome", [{}])]:
            assert "when" not in each[-1]


def test_messages_never_end_by_energy() -> None:
    scenes = [drawn(seed) for seed in SEEDS if drawn(seed)["channel"] == "messages"]

    assert scenes
    assert not any("energy" in out["when"] for scene in scenes for out in scene.get("exits", ()))


def test_feedback_holds_exactly_one_emphasised_sentence() -> None:
    feedback = [part["feedback"] for part in all_parts() if "feedback" in part]

    assert all(
        len(re.findall(r"\*[^*]+[.]\*", text)) == text.count("*") / 2 == 1 for text in feedback
    )


def test_a_turn_is_short_enough_to_read() -> None:
    for seed in SEEDS:
        for turn in drawn(seed)["turns"].values():
            replies = [str(c.get("say", c.get("do"))) for c in turn["choices"]]
            assert len(set(replies)) == len(replies)
            assert max(len(reply.split()) for reply in replies) <= 26
            assert sum(len(reply.split()) for reply in replies) <= 75


def test_the_rarer_parts_of_the_grammar_are_met() -> None:
    met: Counter[str] = Counter()
    for choice in all_choices():
        losses = any(points < 0 for points in choice.get("effects", {}).values())
        goto = choice["goto"]
        lines = goto if isinstance(goto, list) else []
        met["ask with losses"] += "ask" in choice and losses
        met["ask without losses"] += "ask" in choice and not losses
        met["chance in a list"] += any(isinstance(line["goto"], dict) for line in lines)
        met["chance when declined"] += "chance" in str(choice.get("declined", {}).get("goto"))
        met["no effects"] += "effects" not in choice
        met["act"] += "do" in choice
    for written in map(drawn, SEEDS):
        says = [turn.get("says") for turn in written["turns"].values()]
        met["follows"] += "follows" in written
        met["own weights"] += "worth" in written
        met["variants"] += any(isinstance(text, list) for text in says)
        met["narration alone"] += None in says
        met["turns out of order"] += next(iter(written["turns"])) != written["opening"]

    assert all(met.values()), met
    assert min(met.values()) >= 5, met


def test_a_scenario_survives_being_written_as_yaml() -> None:
    for seed in range(10):
        text = yaml.dump(drawn(seed), Dumper=yaml.CSafeDumper, allow_unicode=True)
        assert yaml.load(text, yaml.CSafeLoader) == drawn(seed)
