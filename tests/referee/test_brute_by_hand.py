"""The referee's own figures, held against scenarios small enough to work out by hand.

The sums stand in the comments. Weights are the usual ones (rapport 1, trust 1, energy ½,
credibility 1) unless a scenario says otherwise. A scenario opens in turn "a".
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from .bots import bot_score, hits, picks, words
from .brute import (
    Brute,
    Endless,
    NothingAtStake,
    Path,
    Stuck,
    endless,
    stuck,
)
from .debrief import (
    Change,
    OneMeter,
    Unfinished,
    WayBack,
    Worked,
    felt,
    moment,
    one_meter,
    score,
    steps,
    way_back,
    what_worked,
    won_back,
    worth_at_end,
)
from .rules import (
    BrokenScenario,
    Catalogue,
    NotOffered,
    State,
    bound_holds,
    holds,
    meters_tested,
    start_state,
)

CATALOGUE = Catalogue(
    kinds={"talk": "good", "lure": "trap"},
    polite=("please", "thank you", "thanks"),
    way_out=("no pressure",),
    stop=("the", "a"),
)
HALF = Fraction(1, 2)


def scene(turns: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a scenario with all meters at 5 and endings of each order."""
    return {
        "start": {"rapport": 5, "trust": 5, "energy": 5, "credibility": 5},
        "opening": "a",
        "turns": {name: {"choices": choices} for name, choices in turns.items()},
        "endings": {
            "good": {"kind": "bloom"},
            "fair": {"kind": "grow"},
            "weak": {"kind": "fade"},
            "bad": {"kind": "shut"},
        },
        **more,
    }


def pick(name: str, goto: Any, effects: dict[str, int] | None = None, **more: Any) -> Any:
    """Return a choice."""
    written = {"id": name, "say": name, "move": "talk", "goto": goto, "effects": effects}
    return {**written, **more}


def brute(turns: dict[str, Any], **more: Any) -> Brute:
    """Return the figures of such a scenario."""
    return Brute(scene(turns, **more), CATALOGUE)


def plain(*choices: str) -> Path:
    """Return a path on which no chance is drawn."""
    return tuple((choice, None) for choice in choices)


def meters(state: State) -> dict[str, int]:
    """Name the meters of a state."""
    return dict(zip(("rapport", "trust", "energy", "credibility"), state.meters, strict=True))


def start(**changes: int) -> dict[str, int]:
    """Return start meters of 5, some changed."""
    return {"rapport": 5, "trust": 5, "energy": 5, "credibility": 5, **changes}


# One reply, in this order -------------------------------------------------------------------


def big_ask(trust: int) -> Brute:
    """Return one turn with an ask of size 3 (gate 6) that itself brings trust."""
    ask = pick(
        "ask",
        "good",
        {"rapport": -2, "trust": +3, "energy": -1},
        ask=3,
        learns=["name"],
        does=["asked"],
        declined={"goto": "weak", "does": ["heard-no"]},
    )
    return brute(
        {"a": [ask, pick("wait", "fair")]},
        start=start(trust=trust),
        facts={"name": {"worth": 4}},
        deeds={"asked": {"worth": 5}, "heard-no": {"worth": 1}},
    )


def test_the_gate_is_looked_at_before_the_effects() -> None:
    case = big_ask(trust=5)  # 5 < 6, although +3 would reach 8

    reply = case.reply(case.start, "ask")

    assert reply.declined
    assert reply.landings[0].state.ending == "weak"


def test_a_declined_ask_keeps_its_losses_and_its_own_deed_and_nothing_else() -> None:
    case = big_ask(trust=5)

    reply = case.reply(case.start, "ask")

    after = reply.landings[0].state
    assert reply.own == -2 - HALF + 1  # rapport −2, energy −1 at ½, heard-no 1
    assert meters(after) == start(rapport=3, trust=5, energy=4)
    assert not after.facts
    assert after.deeds == {"heard-no"}


def test_an_ask_at_its_gate_is_granted_whole() -> None:
    case = big_ask(trust=6)

    reply = case.reply(case.start, "ask")

    after = reply.landings[0].state
    assert not reply.declined
    assert reply.own == -2 + 3 - HALF + 4 + 5
    assert meters(after) == start(rapport=3, trust=9, energy=4)
    assert after.ending == "good"
    assert after.facts | after.deeds == {"name", "asked"}


def test_cutting_a_meter_does_not_change_the_worth() -> None:
    case = brute(
        {
            "a": [pick("up", "b", {"rapport": +3}), pick("down", "b", {"energy": -6})],
            "b": [pick("end", "good")],
        },
        start=start(rapport=9),
    )

    up, down = case.replies(case.start)

    assert [up.own, down.own] == [3, -3]
    assert [up.cut, down.cut] == [True, True]
    assert up.landings[0].state.meter("rapport") == 10
    assert down.landings[0].state.meter("energy") == 0


def test_touching_a_bound_exactly_cuts_nothing() -> None:
    case = brute({"a": [pick("up", "good", {"rapport": +5}), pick("no", "good")]})

    assert not case.reply(case.start, "up").cut


def test_goto_is_resolved_on_the_new_state() -> None:
    by_trust = [
        {"when": {"trust": ">= 7", "did": ["told"]}, "goto": "good"},
        {"when": {"trust": ">= 7"}, "goto": "fair"},
        {"goto": "weak"},
    ]
    case = brute(
        {
            "a": [
                pick("both", by_trust, {"trust": 2}, does=["told"]),
                pick("trust", by_trust, {"trust": 2}),
                pick("short", by_trust, {"trust": 1}, does=["told"]),
            ]
        },
        deeds={"told": {"text": "You told them."}},
    )

    led = [reply.landings[0].state.ending for reply in case.replies(case.start)]

    assert led == ["good", "fair", "weak"]


TIRED = [{"when": {"energy": "<= 0"}, "goto": "weak"}]


def test_an_exit_beats_a_goto_to_a_turn_but_never_an_ending() -> None:
    case = brute(
        {
            "a": [pick("on", "b")],
            "b": [
                pick("to-turn", "c", {"energy": -5}),
                pick("to-ending", "good", {"energy": -5}),
                pick("to-outcome", "outcome", {"energy": -5}),
                pick("stay-awake", "c", {"energy": -4}),
            ],
            "c": [pick("end", "good")],
        },
        exits=TIRED,
        outcome=[{"when": {"energy": ">= 1"}, "ending": "bad"}, {"ending": "fair"}],
    )
    (second,) = (state for state in case.states() if state.turn == "b")

    landings = [reply.landings[0] for reply in case.replies(second)]

    assert [landing.state.ending for landing in landings] == ["weak", "good", "fair", None]
    assert [landing.exited for landing in landings] == [True, False, False, False]


def test_no_exit_is_looked_at_after_a_reply_in_the_opening_turn() -> None:
    case = brute(
        {
            "a": [pick("tire", "b", {"energy": -5})],
            "b": [pick("on", "c"), pick("back", "a", does=["back"], when={"not_did": ["back"]})],
            "c": [pick("end", "good")],
        },
        exits=TIRED,
        deeds={"back": {"text": "You went back."}},
    )

    first, second = case.states()  # from b every reply leaves: c and the way back are not reached

    assert (first.turn, second.turn, second.meter("energy")) == ("a", "b", 0)
    assert all(reply.landings[0].state.ending == "weak" for reply in case.replies(second))


def test_the_opening_turn_met_again_is_still_free_of_exits() -> None:
    case = brute(
        {
            "a": [
                pick("round", "b", when={"not_did": ["back"]}),
                pick("tire", "c", {"energy": -5}, when={"did": ["back"]}),
            ],
            "b": [pick("back", "a", does=["back"])],
            "c": [pick("end", "good")],
        },
        exits=TIRED,
        deeds={"back": {"text": "You went back."}},
    )

    last = case.states()[-1]

    assert (last.turn, last.meter("energy")) == ("c", 0)


def test_the_first_exit_that_holds_is_taken() -> None:
    case = brute(
        {"a": [pick("on", "b")], "b": [pick("tire", "a", {"energy": -5})]},
        exits=[{"when": {"trust": "<= 0"}, "goto": "bad"}, *TIRED, {"goto": "fair"}],
    )

    assert case.explored.endings == {
        State(None, (5, 5, 0, 5), frozenset(), frozenset(), ending="weak")
    }


def test_a_fact_is_paid_once() -> None:
    case = brute(
        {
            "a": [pick("hear", "b", learns=["secret"]), pick("skip", "b")],
            "b": [pick("hear", "good", learns=["secret"]), pick("skip", "good")],
        },
        facts={"secret": {"worth": 2}},
    )

    twice = steps(case, plain("hear", "hear"))

    assert [step.own for step in twice] == [2, 0]
    assert worth_at_end(case, plain("hear", "hear")) == 5 + 5 + 2 * HALF + HALF * 3 + 5 + 2
    assert case.best(case.start) == 2


def test_what_is_known_at_the_start_pays_nothing() -> None:
    follows = {"scenario": "earlier", "start": {"bloom": {"trust": 8, "knows": ["secret"]}}}
    written = scene(
        {"a": [pick("hear", "good", learns=["secret"]), pick("smile", "good", {"rapport": 1})]},
        facts={"secret": {"worth": 2}},
        follows=follows,
    )

    again, first = Brute(written, CATALOGUE, "bloom"), Brute(written, CATALOGUE)

    assert again.start == State("a", (5, 8, 5, 5), frozenset(["secret"]), frozenset())
    assert first.qs(first.start) == [2, 1]
    assert again.qs(again.start) == [0, 1]
    assert again.start_worth() == 5 + 8 + Fraction(5, 2) + 5


def test_only_some_weights_written_leaves_the_others_usual() -> None:
    case = brute(
        {"a": [pick("all", "good", dict.fromkeys(start(), 1)), pick("none", "good")]},
        worth={"trust": 0.1},
    )

    assert case.q(case.start, "all") == 1 + Fraction(1, 10) + HALF + 1


# Chance -------------------------------------------------------------------------------------


def gamble() -> Brute:
    """Return a draw of 1 : 3 where the light branch brings a fact, beside a sure reply."""
    draw = {
        "chance": [
            {"id": "tells", "weight": 1, "goto": "b", "learns": ["secret"]},
            {"id": "silent", "weight": 3, "goto": "good"},
        ]
    }
    return brute(
        {
            "a": [pick("risk", draw, {"rapport": 1}), pick("sure", "good", {"rapport": 1})],
            "b": [pick("use", "good", {"trust": 3}), pick("drop", "good", {"trust": -1})],
        },
        facts={"secret": {"worth": 4}},
    )


def test_chance_counts_by_weight_and_pays_what_a_branch_brings() -> None:
    case = gamble()

    # risk: 1 + ¼·(4 + best(b)) ; best(b) = 3, worst(b) = −1, chance(b) = 1
    assert case.q(case.start, "risk") == 1 + Fraction(7, 4)
    assert case.regret(case.start, "sure") == Fraction(7, 4)
    assert case.worst(case.start) == 1  # sure; risk at worst is 1 + ¼·3
    assert case.chance(case.start) == HALF * (1 + Fraction(5, 4)) + HALF * 1


def test_luck_is_measured_against_the_mean_of_the_draw() -> None:
    case = gamble()

    told = steps(case, (("risk", "tells"), ("use", None)))
    silent = steps(case, (("risk", "silent"),))

    assert told[0].luck == 7 - Fraction(7, 4)
    assert silent[0].luck == -Fraction(7, 4)
    assert [told[0].regret, told[0].brings, told[1].luck] == [0, 4, 0]


def test_judged_turns_are_weighed_over_chance_and_the_line_takes_the_heaviest_branch() -> None:
    case = gamble()

    assert case.n() == 1 + Fraction(1, 4)
    assert case.stake() == (Fraction(11, 4) - Fraction(13, 8)) / Fraction(5, 4)
    assert case.best_line() == (("risk", "silent"),)
    assert case.worst_line() == (("sure", None),)


def test_a_branch_is_heard_before_outcome_and_exits_are_looked_at() -> None:
    draw = {
        "chance": [
            {"id": "x", "weight": 1, "goto": "outcome", "learns": ["secret"]},
            {"id": "y", "weight": 1, "goto": "c", "does": ["hurt"]},
        ]
    }
    case = brute(
        {"a": [pick("on", "b")], "b": [pick("risk", draw)], "c": [pick("end", "fair")]},
        outcome=[{"when": {"knows": ["secret"]}, "ending": "good"}, {"ending": "weak"}],
        exits=[{"when": {"did": ["hurt"]}, "goto": "bad"}],
        facts={"secret": {"text": "It is so."}},
        deeds={"hurt": {"text": "It hurt."}},
    )

    assert {state.ending for state in case.explored.endings} == {"good", "bad"}


def test_a_branch_does_not_pay_for_what_its_choice_has_just_brought() -> None:
    draw = {"chance": [{"id": "x", "weight": 1, "goto": "good", "learns": ["secret"]}]}
    case = brute(
        {"a": [pick("risk", draw, learns=["secret"]), pick("no", "good")]},
        facts={"secret": {"worth": 4}},
    )

    reply = case.reply(case.start, "risk")

    assert [reply.own, reply.landings[0].brings] == [4, 0]


# Offered, judged, verdict, score ------------------------------------------------------------


def test_a_hidden_choice_counts_neither_in_best_nor_in_chance() -> None:
    case = brute(
        {
            "a": [
                pick("hidden", "good", {"rapport": 9}, when={"knows": ["secret"]}),
                pick("two", "good", {"rapport": 2}, when={"lacks": ["secret"], "trust": "<= 5"}),
                pick("none", "good"),
            ]
        },
        facts={"secret": {"text": "It is so."}},
    )

    assert [case.best(case.start), case.chance(case.start)] == [2, 1]
    assert steps(case, plain("two"))[0].offered == ("two", "none")
    with pytest.raises(NotOffered):
        steps(case, plain("hidden"))


def unjudged() -> Brute:
    """Return a turn with one choice, one where all are alike, and one that matters."""
    return brute(
        {
            "a": [pick("only", "b", {"rapport": 1})],
            "b": [pick("left", "c", {"trust": 1}), pick("right", "c", {"rapport": 1})],
            "c": [pick("yes", "good", {"rapport": 1}), pick("no", "good", {"rapport": -1})],
        }
    )


def test_one_choice_or_all_alike_is_not_judged() -> None:
    case = unjudged()

    played = steps(case, plain("only", "right", "no"))

    assert [step.judged for step in played] == [False, False, True]
    assert [step.verdict for step in played] == [None, None, "costly"]  # best 3, chance 2, n 1: r 2
    assert [step.e for step in played] == [None, None, 0]
    assert [step.g for step in played] == [None, None, HALF]


def test_verdicts_stand_at_their_limits() -> None:
    # worth 4 3 2 1 0: best 4, chance 2, one judged turn, stake 2; r/stake 0, ½, 1, 1½, 2
    case = brute({"a": [pick(f"w{w}", "good", {"rapport": w}) for w in (4, 3, 2, 1, 0)]})

    shown = [case.verdict(case.start, f"w{w}") for w in (4, 3, 2, 1, 0)]

    assert case.stake() == 2
    assert shown == ["best", "fine", "missed chance", "misstep", "costly"]


def test_evidence_falls_to_nothing_at_twice_the_stake() -> None:
    case = brute({"a": [pick(f"w{w}", "good", {"rapport": w}) for w in (4, 3, 2, 1, 0)]})

    evidence = [case.evidence(case.start, f"w{w}") for w in (4, 3, 2, 1, 0)]

    assert evidence == [1, Fraction(3, 4), HALF, Fraction(1, 4), 0]
    assert case.guess(case.start) == HALF


def test_the_score_is_a_hundred_for_the_best_line_and_may_fall_below_nothing() -> None:
    case = brute({"a": [pick(f"w{w}", "good", {"rapport": w}) for w in (4, 3, 2, 1, 0)]})

    scores = [score(case, plain(f"w{w}")) for w in (4, 3, 2, 1, 0)]

    assert scores == [100, 50, 0, -50, -100]
    with pytest.raises(Unfinished):
        score(unjudged(), plain("only"))


def test_a_verdict_of_1_75_stakes_is_still_a_misstep() -> None:
    # at a quarter a point the worths are 2, ¼, 0 and 1¾: best 2, chance 1, n 1, so stake 1
    # and the regrets 0, 1¾, 2 and ¼ are shares of the stake as they stand
    case = brute(
        {"a": [pick(f"w{w}", "good", {"rapport": w}) for w in (8, 1, 0, 7)]},
        worth={"rapport": 0.25},
    )

    assert case.stake() == 1
    assert case.verdict(case.start, "w1") == "misstep"
    assert case.verdict(case.start, "w0") == "costly"
    assert case.verdict(case.start, "w7") == "fine"


def test_a_trap_is_never_shown_as_better_than_a_missed_chance() -> None:
    case = brute(
        {
            "a": [
                pick("bait", "good", {"rapport": 4}, move="lure"),
                pick("near-bait", "good", {"rapport": 3}, move="lure"),
                pick("two", "good", {"rapport": 2}),
                pick("one", "good", {"rapport": 1}),
                pick("bad-bait", "good", move="lure"),
            ]
        }
    )

    shown = [case.verdict(case.start, c) for c in ("bait", "near-bait", "bad-bait")]

    assert shown == ["missed chance", "missed chance", "costly"]
    assert case.evidence(case.start, "bait") == 1


def test_without_a_judged_turn_nothing_is_at_stake() -> None:
    case = brute({"a": [pick("left", "good", {"trust": 1}), pick("right", "bad", {"rapport": 1})]})

    with pytest.raises(NothingAtStake):
        case.stake()


def test_ties_go_by_file_order() -> None:
    case = brute(
        {
            "a": [
                pick("low", "good", {"rapport": -1}),
                pick("high", "good", {"rapport": 1}),
                pick("high-too", "fair", {"trust": 1}),
                pick("low-too", "fair", {"trust": -1}),
            ]
        }
    )

    assert (case.best_line(), case.worst_line()) == (plain("high"), plain("low"))


# A whole play --------------------------------------------------------------------------------


def test_no_moment_mattered_at_half_the_stake() -> None:
    case = brute({"a": [pick(f"w{w}", "good", {"rapport": w}) for w in (4, 3, 2, 1, 0)]})

    assert [moment(case, plain(f"w{w}")) for w in (4, 3, 2)] == [None, None, 0]


def two_turns(**more: Any) -> Brute:
    """Return two turns, each worth ±2, that end by rapport."""
    return brute(
        {
            "a": [pick("warm", "b", {"rapport": 2}), pick("cold", "b", {"rapport": -2})],
            "b": [
                pick("kind", "outcome", {"rapport": 2}),
                pick("curt", "outcome", {"rapport": -2}),
            ],
        },
        **more,
    )


def by_rapport(bar: int) -> list[dict[str, Any]]:
    """Return an outcome that blooms from some rapport on."""
    return [{"when": {"rapport": f">= {bar}"}, "ending": "good"}, {"ending": "weak"}]


def test_the_moment_is_the_first_of_the_largest_regrets() -> None:
    case = two_turns(outcome=by_rapport(7))

    # best 4, chance 0, n 2: stake 2; each slip costs 4
    assert case.stake() == 2
    assert moment(case, plain("cold", "curt")) == 0
    assert moment(case, plain("warm", "curt")) == 1


def test_the_way_back_is_one_reply_the_rest_kept() -> None:
    case = two_turns(outcome=by_rapport(5))

    # cold, curt ends at 1. Either change alone gives 5: equal W, so the earlier reply.
    assert way_back(case, plain("cold", "curt")) == WayBack(
        changes=(Change(0, "warm"),),
        path=plain("warm", "curt"),
        ending="good",
        worth=5 + 5 + Fraction(5, 2) + 5,
    )


def test_the_way_back_is_a_pair_where_no_single_change_lifts_the_ending() -> None:
    case = two_turns(outcome=by_rapport(9))

    found = way_back(case, plain("cold", "curt"))

    assert found is not None
    assert found.changes == (Change(0, "warm"), Change(1, "kind"))
    assert (found.ending, found.worth) == ("good", 17 + HALF + 4)


def test_there_is_no_way_back_after_the_highest_kind_or_where_none_leads() -> None:
    assert way_back(two_turns(outcome=by_rapport(0)), plain("cold", "curt")) is None
    assert way_back(two_turns(outcome=by_rapport(10)), plain("cold", "curt")) is None


def test_the_way_back_with_the_highest_worth_wins_over_an_earlier_one() -> None:
    case = brute(
        {
            "a": [pick("warm", "b", {"rapport": 1}), pick("cold", "b")],
            "b": [pick("kind", "outcome", {"rapport": 2}), pick("curt", "outcome")],
        },
        outcome=by_rapport(6),
    )

    found = way_back(case, plain("cold", "curt"))

    assert found is not None
    assert found.changes == (Change(1, "kind"),)


def test_equal_kinds_in_the_middle_do_not_lift() -> None:
    turns = {"a": [pick("one", "fair"), pick("two", "calm", {"rapport": 3})]}
    endings = {"fair": {"kind": "grow"}, "calm": {"kind": "kind-no"}}

    assert way_back(brute(turns, endings=endings), plain("one")) is None


def test_on_the_way_back_a_kept_choice_that_is_hidden_gives_way_to_the_best() -> None:
    case = brute(
        {
            "a": [pick("warm", "b", {"rapport": 2}), pick("cold", "b")],
            "b": [
                pick("moan", "c", {"rapport": -1}, when={"rapport": "<= 5"}),
                pick("nod", "c"),
                pick("laugh", "c", {"rapport": 1}),
            ],
            "c": [pick("end", "outcome")],
        },
        outcome=by_rapport(8),
    )

    found = way_back(case, plain("cold", "moan", "end"))

    # warm hides moan: the best there is laugh, 5 + 2 + 1 = 8
    assert found is not None
    assert found.path == plain("warm", "laugh", "end")


def test_on_the_way_back_a_turn_not_met_before_is_played_best() -> None:
    case = brute(
        {
            "a": [pick("leave", "bad", {"rapport": -1}), pick("stay", "b")],
            "b": [pick("curt", "weak"), pick("kind", "good", {"rapport": 1})],
        }
    )

    found = way_back(case, plain("leave"))

    assert found is not None
    assert (found.changes, found.path) == ((Change(0, "stay"),), plain("stay", "kind"))


def test_on_the_way_back_chance_falls_as_drawn_else_on_the_heaviest_branch() -> None:
    draw = {
        "chance": [
            {"id": "rain", "weight": 1, "goto": "c"},
            {"id": "sun", "weight": 2, "goto": "d"},
            {"id": "fog", "weight": 2, "goto": "good"},
        ]
    }
    case = brute(
        {
            "a": [pick("slow", "b", {"rapport": -1}), pick("quick", "b", {"rapport": 1})],
            "b": [pick("walk", draw), pick("drive", draw)],
            "c": [pick("soaked", [{"when": {"rapport": ">= 6"}, "goto": "fair"}, {"goto": "bad"}])],
            "d": [pick("dry", "good")],
        }
    )

    found = way_back(case, (("slow", None), ("walk", "rain"), ("soaked", None)))

    # quick keeps the rain: fair, W +1. drive meets sun, first of the heaviest: good, W −1.
    assert found is not None
    assert found.changes == (Change(0, "quick"),)
    assert found.path == (("quick", None), ("walk", "rain"), ("soaked", None))
    assert found.ending == "fair"
    # after quick, only the draw stands between fair and bloom: the changed walk is not rained on
    later = way_back(case, found.path)
    assert later is not None
    assert later.path == (("quick", None), ("drive", "sun"), ("dry", None))


def hub() -> Brute:
    """Return a turn that comes up again and again until one leaves."""
    return brute(
        {
            "a": [
                pick("ask", "a", {"rapport": 1}, learns=["x"], when={"lacks": ["x"]}),
                pick("tell", "a", {"rapport": -1}, learns=["y"], when={"lacks": ["y"]}),
                pick("go", "outcome"),
            ]
        },
        outcome=by_rapport(6),
        facts={"x": {"text": "One."}, "y": {"text": "Two."}},
    )


def test_on_the_way_back_replies_are_kept_visit_by_visit() -> None:
    case = hub()

    found = way_back(case, plain("tell", "go"))

    # tell, go ends at 4. First visit changed to ask: the second keeps go, 6, which lifts. Changed
    # to go: 5. Second visit changed to ask: 5, and the third, not met before, can only go.
    assert found is not None
    assert (found.changes, found.path) == ((Change(0, "ask"),), plain("ask", "go"))


def test_on_the_way_back_draws_of_one_choice_fall_in_the_order_they_fell() -> None:
    roll = {
        "chance": [
            {"id": "lose", "weight": 1, "goto": "b"},
            {"id": "win", "weight": 1, "goto": "b", "does": ["won"]},
        ]
    }
    case = brute(
        {
            "a": [pick("warm", "b", {"trust": 1}), pick("cold", "b")],
            "b": [
                pick("roll", roll, {"energy": -1}, when={"energy": ">= 4"}),
                pick("leave", "outcome"),
            ],
        },
        deeds={"won": {"text": "You won."}},
        outcome=[{"when": {"did": ["won"], "trust": ">= 6"}, "ending": "good"}, {"ending": "bad"}],
    )
    fell = ("roll", "lose"), ("roll", "win"), ("leave", None)

    found = way_back(case, (("cold", None), *fell))

    assert found is not None
    assert found.path == (("warm", None), *fell)


def repair() -> Brute:
    """Return a first slip that a later reply can mend by most of it."""
    return brute(
        {
            "a": [
                pick("good", "end", {"trust": 2}),
                pick("slip", "mend", {"trust": -2}),
                pick("lazy", "end", {"trust": 1}),
            ],
            "mend": [
                pick("sorry", "fair", {"trust": 3}),
                pick("mumble", "fair", {"trust": 2}),
                pick("shrug", "fair"),
            ],
            "end": [pick("bye", "good")],
        }
    )


def test_a_reply_is_won_back_when_all_regret_from_it_on_is_at_most_half_its_own_loss() -> None:
    case = repair()

    # best 2; slip: own loss 4, q = −2 + 3, regret 1. sorry: later 0, total 1 ≤ 2, won back.
    # mumble: total 2 ≤ 2, won back; shrug: total 4, not. The second reply's own loss:
    # sorry 0 (nothing lost), mumble 1 with regret 1 > ½.
    assert won_back(case, plain("slip", "sorry")) == (True, False)
    assert won_back(case, plain("slip", "mumble")) == (True, False)
    assert won_back(case, plain("slip", "shrug")) == (False, False)
    assert won_back(case, plain("lazy", "bye")) == (False, False)


def test_what_worked_is_the_fine_reply_furthest_above_its_turn() -> None:
    case = repair()

    # a: q 2, 1, 1 -> mean 4/3; mend: q 3, 2, 0 -> mean 5/3. n = 1;
    # chance = (2 + (−2 + 5/3) + 1) / 3 = 8/9, stake = 10/9, half of it 5/9.
    assert case.stake() == Fraction(10, 9)
    assert what_worked(case, plain("good", "bye")) == Worked(0, nearest=False)
    assert what_worked(case, plain("slip", "sorry")) == Worked(1, nearest=False)
    assert what_worked(case, plain("slip", "shrug")) == Worked(0, nearest=True)
    assert what_worked(case, plain("lazy", "bye")) == Worked(0, nearest=True)


def test_what_worked_is_measured_against_the_turn_and_a_fine_reply_counts() -> None:
    case = brute(
        {
            "a": [
                pick("high", "b", {"rapport": 9}),
                pick("fine", "b", {"rapport": 8}),
                pick("low", "b", {"rapport": 7}),
            ],
            "b": [
                pick("top", "good", {"rapport": 6}),
                pick("fine", "good", {"rapport": 5}),
                pick("none", "good"),
                pick("none-too", "good"),
            ],
        }
    )

    # a: q 15 14 13, mean 14. b: q 6 5 0 0, mean 2¾. Stake (15 − 10¾) / 2 = 2⅛, half of it 1 1/16.
    # Both "fine" have regret 1; the second stands 2¼ above its turn, "high" only 1 above its own.
    assert what_worked(case, plain("high", "fine")) == Worked(1, nearest=False)
    assert what_worked(case, plain("fine", "none")) == Worked(0, nearest=False)


def test_a_trap_never_counts_as_what_worked() -> None:
    case = brute(
        {
            "a": [pick("bait", "b", {"rapport": 9}, move="lure"), pick("no", "b")],
            "b": [pick("fine", "good", {"rapport": 9}), pick("poor", "good")],
        }
    )

    # best 18, chance 9, n 2: stake 4½, so a slip of 9 is costly in either turn
    assert what_worked(case, plain("bait", "fine")) == Worked(1, nearest=False)
    assert what_worked(case, plain("bait", "poor")) == Worked(0, nearest=True)


def test_the_one_meter_is_weighed_and_cut_and_measured_from_the_best_line() -> None:
    case = brute(
        {
            "a": [
                pick("best", "good", {"rapport": 9, "trust": 1}),
                pick("tired", "good", {"energy": -5}),
                pick("odd", "good", {"rapport": 5}),
            ]
        },
        worth={"energy": 3},
        start=start(rapport=9),
    )

    # best ends at rapport 10, trust 6. tired: rapport −1, trust −1, energy 3·(−5).
    # odd: rapport 10 too, cut; trust −1.
    assert one_meter(case, plain("tired")) == OneMeter("energy", Fraction(-15))
    assert one_meter(case, plain("odd")) == OneMeter("trust", Fraction(-1))
    assert one_meter(case, plain("best")) is None


def test_equal_distances_go_to_the_first_meter() -> None:
    case = brute(
        {"a": [pick("b", "good", {"trust": 3}), pick("c", "good", {"trust": 1, "credibility": 2})]}
    )

    # worth 3 each; best is b, the first. c ends with trust −2 and credibility +2 beside it.
    assert one_meter(case, plain("c")) == OneMeter("trust", Fraction(-2))


@pytest.mark.parametrize(
    ("rapport", "name"),
    [
        (0, "cold"),
        (1, "cold"),
        (2, "cool"),
        (3, "cool"),
        (4, "so-so"),
        (5, "so-so"),
        (6, "warm"),
        (7, "warm"),
        (8, "glad"),
        (10, "glad"),
    ],
)
def test_how_they_felt_follows_the_final_rapport(rapport: int, name: str) -> None:
    case = brute({"a": [pick("end", "good")]}, start=start(rapport=rapport))

    assert felt(case, plain("end")) == name


# Turns, weighed -----------------------------------------------------------------------------


def test_a_turn_is_weighed_by_how_often_uniform_clicking_reaches_its_states() -> None:
    draw = {
        "chance": [
            {"id": "x", "weight": 1, "goto": "b", "learns": ["secret"]},
            {"id": "y", "weight": 2, "goto": "b"},
        ]
    }
    case = brute(
        {
            "a": [pick("risk", draw), pick("leave", "weak")],
            "b": [
                pick("use", "good", {"trust": 4}, when={"knows": ["secret"]}),
                pick("nod", "good", {"trust": 1}),
                pick("sigh", "good"),
            ],
        },
        facts={"secret": {"text": "It is so."}},
    )

    turn = case.turn_figures()["b"]

    # b is reached by ½·⅓ with the secret and ½·⅔ without
    assert (turn.reach, turn.judged) == (HALF, HALF)
    assert turn.choices["use"].reach == Fraction(1, 6)
    assert turn.choices["use"].regret == 0
    assert turn.choices["nod"].q == 1
    assert turn.choices["nod"].regret == Fraction(1, 3) * 3 + Fraction(2, 3) * 0
    assert turn.choices["sigh"].regret == Fraction(1, 3) * 4 + Fraction(2, 3) * 1


# The simple ways to click ------------------------------------------------------------------


def pleaser_case(trust: int) -> Brute:
    """Return an ask that pleases most as written, and least once it is declined."""
    declined = {"goto": "weak"}
    return brute(
        {
            "a": [
                pick("ask", "good", {"rapport": 3, "trust": -1}, ask=4, declined=declined),
                pick("smile", "fair", {"rapport": 1}),
                pick("shrug", "bad", {"rapport": 0}),
            ]
        },
        start=start(trust=trust),
    )


def test_the_pleaser_counts_a_declined_ask_as_declined() -> None:
    case = pleaser_case(trust=7)  # gate 8

    # declined: −1. smile 1, shrug 0: chance 0, best 1.
    assert [reply.choice for reply in picks(case, case.start, "pleaser")] == ["smile"]
    assert bot_score(case, "pleaser") == 100


def test_the_pleaser_takes_the_ask_that_would_be_granted() -> None:
    case = pleaser_case(trust=8)

    assert [reply.choice for reply in picks(case, case.start, "pleaser")] == ["ask"]


def test_the_pleaser_counts_a_declined_asks_loss_of_rapport() -> None:
    declined = {"goto": "weak"}
    case = brute(
        {
            "a": [
                pick("ask", "good", {"rapport": -1}, ask=4, declined=declined),
                pick("frown", "fair", {"rapport": -1}),
                pick("snap", "bad", {"rapport": -2}),
            ]
        }
    )

    assert [r.choice for r in picks(case, case.start, "pleaser")] == ["ask", "frown"]


def said(*texts: str, **turn: Any) -> Brute:
    """Return one turn of replies worth 0, 1, 2 … in their order."""
    choices = [pick(f"c{at}", "good", {"rapport": at}, say=text) for at, text in enumerate(texts)]
    written = scene({"a": choices})
    written["turns"]["a"] |= turn
    return Brute(written, CATALOGUE)


def picked(case: Brute, bot: str) -> list[str]:
    """Name the choices a bot picks from in the opening."""
    return [reply.choice for reply in picks(case, case.start, bot)]


def test_words_are_runs_of_letters_digits_and_apostrophes() -> None:
    assert words("Well-known: I’ve *9* Ärzte!") == ("well", "known", "i've", "9", "ärzte")


def test_a_list_entry_hits_each_time_its_words_stand_in_a_row() -> None:
    assert hits("Thank you. No, thank  you! Thanks.", ("thank you", "thanks", "you no")) == 4


def test_each_bot_picks_by_its_words() -> None:
    case = said(
        "I see my roof and I'm sad, please.",
        "You say your clinic is old? No pressure, truly, and thank you.",
        "The clinic?",
        says="The old clinic has a roof.",
    )

    assert picked(case, "longest") == ["c1"]  # 8, 12 and 2 words
    assert picked(case, "shortest") == ["c2"]
    assert picked(case, "question") == ["c1", "c2"]
    assert picked(case, "polite") == ["c0", "c1"]  # please; thank you
    assert picked(case, "fewest-i") == ["c1", "c2"]  # I, my, I'm in the first
    assert picked(case, "most-you") == ["c1"]
    assert picked(case, "echo") == ["c1"]  # roof · old, clinic · clinic ("the" is a stop word)
    assert picked(case, "way-out") == ["c1"]


def test_a_bot_scores_between_its_ties() -> None:
    case = said("Why?", "No.", "How?")

    # worth 0, 1, 2: chance 1, best 2. The question bot earns (0 + 2) / 2 = 1, the chance itself.
    assert bot_score(case, "question") == 0
    assert bot_score(case, "shortest") == 0  # all three tie
    assert bot_score(said("Why?", "No.", "Or how?"), "longest") == 100


def test_a_bot_that_finds_nothing_picks_from_all_that_are_offered() -> None:
    case = said("Yes.", "No.")

    assert picked(case, "question") == picked(case, "polite") == ["c0", "c1"]


def test_the_echo_hears_the_line_as_it_reads_in_this_state_or_else_what_is_seen() -> None:
    variants = [
        {"id": "rich", "when": {"trust": ">= 6"}, "text": "The boat!"},
        {"id": "plain", "text": "The train!"},
    ]

    assert picked(said("A boat.", "A train.", says=variants), "echo") == ["c1"]
    assert picked(said("A boat.", "A train.", narration="A boat."), "echo") == ["c0"]
    assert picked(said("A boat.", "A train.", says="A boat.", narration="A train."), "echo") == [
        "c0"
    ]


# Sound or not --------------------------------------------------------------------------------


def test_a_round_is_endless_even_while_an_untested_meter_still_grows() -> None:
    written = scene({"a": [pick("again", "a", {"rapport": 1}), pick("go", "good")]})

    assert endless(written, CATALOGUE)
    with pytest.raises(Endless):
        Brute(written, CATALOGUE)


def test_a_round_that_a_tested_meter_closes_in_time_still_meets_its_ceiling() -> None:
    tested = {"trust": "<= 9"}
    closed = scene({"a": [pick("more", "a", {"trust": 1}, when=tested), pick("go", "good")]})
    left_open = scene({"a": [pick("more", "a", {"trust": 1}), pick("go", "good", when=tested)]})

    assert not endless(closed, CATALOGUE)
    assert endless(left_open, CATALOGUE)  # at trust 10 it goes round for ever


def test_a_state_that_offers_nothing_is_stuck() -> None:
    written = scene(
        {
            "a": [pick("on", "b", {"trust": -1}), pick("go", "b")],
            "b": [pick("end", "good", when={"trust": ">= 5"})],
        }
    )

    (found,) = stuck(written, CATALOGUE)

    assert (found.turn, found.meter("trust")) == ("b", 4)
    with pytest.raises(Stuck):
        Brute(written, CATALOGUE)


def test_tested_meters_are_those_of_any_condition_and_trust_where_anything_asks() -> None:
    looks_back = [
        {"id": "x", "when": {"credibility": ">= 3"}, "text": "…"},
        {"id": "y", "text": "…"},
    ]
    endings = {"good": {"kind": "bloom", "looks_back": looks_back}, "weak": {"kind": "fade"}}
    plainly = scene({"a": [pick("end", "good")]}, endings=endings)
    asking = scene({"a": [pick("end", "good", ask=1, declined={"goto": "weak"})]}, exits=TIRED)

    assert meters_tested(plainly) == ("credibility",)
    assert meters_tested(asking) == ("trust", "energy")


def test_every_name_of_a_list_must_hold() -> None:
    knows_one = State("a", (5, 5, 5, 5), frozenset(["x"]), frozenset(["d"]))

    assert not holds({"knows": ["x", "y"]}, knows_one)
    assert not holds({"lacks": ["x", "y"]}, knows_one)
    assert not holds({"did": ["d", "e"]}, knows_one)
    assert not holds({"not_did": ["d", "e"]}, knows_one)
    assert holds({"knows": ["x"], "lacks": ["y"], "did": ["d"], "not_did": ["e"]}, knows_one)
    assert not holds({"knows": ["x"], "trust": ">= 6"}, knows_one)
    assert holds(None, knows_one)


def test_a_bound_other_than_at_least_or_at_most_is_refused() -> None:
    assert bound_holds(">= 3", 3)
    assert not bound_holds("<= 0", 1)
    with pytest.raises(BrokenScenario):
        bound_holds("> 3", 4)


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(BrokenScenario):
        brute({"a": [pick("end", "nowhere")]})


def test_deeds_given_at_the_start_are_done() -> None:
    written = scene({}, follows={"scenario": "x", "start": {"shut": {"did": ["d"], "energy": 1}}})

    assert start_state(written, "shut") == State("a", (5, 5, 1, 5), frozenset(), frozenset(["d"]))
