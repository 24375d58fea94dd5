"""Every event carries its judgement, and it is the referee's."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from coach.content.scenario import ChoiceId
from coach.practice.attempt import Attempt
from coach.practice.commands import Given, play_of
from coach.practice.events import ChoiceMade, Judgement
from coach.practice.served import Scene
from coach.record.store import Store
from coach.roleplay.path_worth import path_worth
from coach.roleplay.review import review, score_of
from conftest import ROOT
from practising import (
    EXAMPLES,
    FEATURES,
    SHIPPED,
    attempt_of,
    begun,
    new_desk,
    new_store,
    scene,
    to_the_end,
)
from referee import brute, debrief, rules

CLOSE = 1e-7
PLAYS = 2
STARTS = [*((name, "default") for name in SHIPPED), (FEATURES, "default"), (FEATURES, "bloom")]
QUICK = ("hallway", FEATURES)
REFEREED = [start for start in STARTS if start[0] in QUICK]  # the others take it too long


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for all plays; every play is somebody else's."""
    return new_store(tmp_path_factory.mktemp("kept"))


def read(root: Path, name: str) -> Any:
    """A file as any program would read it."""
    return yaml.load((root / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


@cache
def case_of(name: str, start: str) -> brute.Brute:
    """The referee's reading of the files."""
    root = EXAMPLES if name == FEATURES else ROOT
    course, written = read(root, "lessons/course.yaml"), read(root, f"scenarios/{name}.yaml")
    kinds = {move["id"]: move["kind"] for move in course["moves"]}
    return brute.Brute(written, rules.Catalogue(kinds=kinds, gates=course["asks"]), start)


@cache
def played(store: Store, name: str, start: str, seed: int) -> tuple[Scene, Attempt]:
    """A first play to the end."""
    shown = scene(name, EXAMPLES if name == FEATURES else ROOT)
    desk = new_desk(store)
    attempt = begun(desk, shown, start=start)
    return shown, to_the_end(desk, shown, attempt.id, Random(seed))


def plain(attempt: Attempt) -> brute.Path:
    """The path as the referee writes it."""
    return tuple((step.choice, step.branch) for step in attempt.path)


def expected(
    case: brute.Brute, scene: Scene, attempt: Attempt
) -> Iterator[tuple[dict[str, Any], dict[str, float | None]]]:
    """What each event of a play should hold, and the figures of its judgement."""
    travelled = debrief.travel(case, plain(attempt))
    for step, (state, reply, landing) in enumerate(travelled):
        turn = case.scenario["turns"][state.turn]
        choice = next(c for c in turn["choices"] if c["id"] == reply.choice)
        offered = [each.choice for each in case.replies(state)]
        after = landing.state
        yield (
            {
                "scenario": scene.scenario.id,
                "step": step,
                "turn": state.turn,
                "choice": reply.choice,
                "branch": landing.branch,
                "shown": tuple(sorted(offered, key=lambda id_: place(attempt, step, id_))),
                "move": choice["move"],
                "skill": turn["skill"],
                "ideas": tuple(turn["ideas"]),
                "declined": reply.declined,
                "learnt": tuple(sorted(after.facts - state.facts)),
                "did": tuple(sorted(after.deeds - state.deeds)),
                "meters": after.meters,
                "turn_to": after.turn,
                "judged": True,
                "wanted": None,
                "rules": scene.fingerprint.rules,
                "text": scene.fingerprint.text,
            },
            {
                "regret": float(case.regret(state, reply.choice)),
                "stake": float(case.stake()),
                "evidence": figure(case.evidence(state, reply.choice)),
                "guess": figure(case.guess(state)),
            },
        )


def place(attempt: Attempt, step: int, choice: str) -> bytes:
    """Where a reply stands on the screen: drawn from a hash, so a reload shows the same."""
    return hashlib.blake2b(f"{attempt.id}/{step}/{choice}".encode(), digest_size=8).digest()


def figure(value: Any) -> float | None:
    """A fraction as the product keeps it."""
    return None if value is None else float(value)


@pytest.mark.parametrize(("name", "start"), REFEREED)
@pytest.mark.parametrize("seed", range(PLAYS))
def test_every_field_of_an_event_is_what_the_referee_says(
    store: Store, name: str, start: str, seed: int
) -> None:
    case = case_of(name, start)
    shown, attempt = played(store, name, start, seed)
    told = list(expected(case, shown, attempt))

    assert len(told) == len(attempt.replies) > 0
    for reply, (values, figures) in zip(attempt.replies, told, strict=True):
        names = {field.name for field in fields(ChoiceMade)}
        assert {name: getattr(reply, name) for name in values} == values
        assert names - set(values) == {"ended", "judgement"}
        kept = {name: getattr(reply.judgement, name) for name in figures}
        assert kept == pytest.approx(figures, abs=CLOSE)


@pytest.mark.parametrize(("name", "start"), REFEREED)
def test_a_verdict_is_what_the_referee_calls_it(store: Store, name: str, start: str) -> None:
    case = case_of(name, start)
    met = set()
    for seed in range(PLAYS):
        _, attempt = played(store, name, start, seed)
        for reply, (state, _, _) in zip(
            attempt.replies, debrief.travel(case, plain(attempt)), strict=True
        ):
            assert reply.verdict == case.verdict(state, reply.choice)
            assert reply.good == (reply.verdict in {"best", "fine"})
            met.add(reply.verdict)

    assert len(met) > 1


@pytest.mark.parametrize(("name", "start"), REFEREED)
@pytest.mark.parametrize("seed", range(PLAYS))
def test_only_the_last_event_of_a_play_tells_the_ending_and_its_score(
    store: Store, name: str, start: str, seed: int
) -> None:
    case = case_of(name, start)
    shown, attempt = played(store, name, start, seed)
    end = debrief.end_of(case, plain(attempt))
    written = case.scenario["endings"][end.ending]
    *before, last = attempt.replies

    assert [reply.ended for reply in before] == [None] * len(before)
    assert last.ended is not None
    assert (last.ended.ending, last.ended.kind) == (end.ending, written["kind"])
    assert last.ended.title == written["title"]
    assert last.ended.score == score_of(shown.worth.table(start), attempt.path)
    assert last.ended.score == pytest.approx(float(debrief.score(case, plain(attempt))), abs=1e-6)


@pytest.mark.parametrize(("name", "start"), STARTS)
@pytest.mark.parametrize("seed", range(PLAYS))
def test_regret_summed_from_events_alone_is_what_the_path_lost(
    store: Store, name: str, start: str, seed: int
) -> None:
    shown, attempt = played(store, name, start, seed)
    table = shown.worth.table(start)
    looked_back = review(table, attempt.path)
    lost = sum(reply.judgement.regret for reply in attempt.replies)
    luck = sum(reply.luck for reply in looked_back.replies)
    won = looked_back.worth - path_worth(shown.scenario, (), start)

    assert won == pytest.approx(float(table.values.best[0]) - lost + luck, abs=CLOSE)
    assert looked_back.score == pytest.approx(
        100 * (1 - lost / attempt.replies[0].judgement.stake / table.n), abs=CLOSE
    )


def test_a_practice_and_a_play_with_none_of_these_have_no_score(store: Store) -> None:
    shown, parent = played(store, "hallway", "default", 1)
    desk = new_desk(store)
    first = begun(desk, shown, [parent.path[0].choice])
    moment = shown.worth.table().moment(play_of(first, shown).state)
    costly = max(moment.offers, key=lambda offer: offer.regret)
    given = Given(1, costly.choice.id, 0.0, wanted="I would ask about the door.")
    answered = desk.reply(shown, first, given)
    whole = to_the_end(desk, shown, first.id, Random(2))
    practice = to_the_end(desk, shown, desk.practise(shown, whole, from_step=1, count=1), Random(3))

    assert answered.stands.judgement.regret == costly.regret > 0
    assert (answered.stands.judged, answered.stands.verdict) == (False, None)
    assert answered.stands.wanted == "I would ask about the door."
    assert len(whole.judged) == len(whole.replies) - 1
    assert [play.ended and play.ended.score for play in (whole, practice)] == [None, None]
    assert not whole.whole
    assert practice.whole


def test_evidence_of_a_reply_that_was_not_an_own_choice_counts_for_nothing(store: Store) -> None:
    shown = scene("hallway")
    desk = new_desk(store)
    attempt = begun(desk, shown)
    offer = shown.worth.table().moment_at(0).offers[0]
    given = Given(0, ChoiceId(offer.choice.id), 0.0, wanted="Hello.")
    stands = desk.reply(shown, attempt, given).stands

    assert offer.evidence is not None
    assert stands.judgement == Judgement(offer.regret, shown.worth.table().stake, None, None, None)
    assert attempt_of(desk, attempt.id).good == 0
