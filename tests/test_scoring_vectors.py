"""The published vectors under docs/scoring-vectors/ hold: engine, referee and page agree."""

import ast
import json
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import yaml

from coach.cli import main
from coach.content.course import Course
from coach.content.loading import load_course
from coach.content.scenario import HIGHEST, LOWEST, BranchId, ChoiceId, ScenarioId
from coach.roleplay import play
from coach.roleplay.analysis import StartReport, analyse
from coach.roleplay.path_worth import path_worth
from coach.roleplay.review import review
from coach.roleplay.values import EQUAL
from coach.roleplay.verdict import FINE, MOST_FOR_EVIDENCE, VERDICTS
from coach.roleplay.way_back import KIND_ORDER, MOST_CHANGED
from coach.roleplay.worth import Table, Worth, worth
from conftest import ROOT
from referee import bots, brute, debrief, rules

HOME = ROOT / "docs" / "scoring-vectors"
NAMES = sorted(path.stem for path in (HOME / "expected").glob("*.json"))
README = (HOME / "README.md").read_text(encoding="utf-8")
CLOSE = Fraction(1, 10**9)

Json = dict[str, Any]
each_vector = pytest.mark.parametrize("name", NAMES)


@cache
def expected(name: str) -> Json:
    found: Json = json.loads((HOME / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def vectors() -> Course:
    course = load_course(HOME).course
    assert course is not None
    return course


def differences(wanted: Any, found: Any, at: str) -> Iterator[str]:
    """Every place where two reports differ; a figure is written as a string."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        if wanted.keys() != found.keys():
            yield f"{at}: {sorted(wanted.keys() ^ found.keys())} are on one side only"
        for key in wanted.keys() & found.keys():
            yield from differences(wanted[key], found[key], f"{at}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list | tuple):
        if len(wanted) != len(found):
            yield f"{at}: {len(found)} entries, not {len(wanted)}"
        for place, (one, other) in enumerate(zip(wanted, found, strict=False)):
            yield from differences(one, other, f"{at}[{place}]")
    elif isinstance(found, float | Fraction):
        if not isinstance(wanted, str) or abs(Fraction(wanted) - Fraction(found)) > CLOSE:
            yield f"{at}: {found}, not {wanted}"
    elif wanted != found:
        yield f"{at}: {found!r}, not {wanted!r}"


def label(state: Json) -> str:
    """A state as the page writes it: `hall with cat`, `request with trust 4`."""
    known = [f"{name} {level}" for name, level in state["meters"].items()]
    known += [*state["facts"], *state["deeds"]]
    return f"{state['turn']} with {', '.join(known)}" if known else str(state["turn"])


def in_order(report: Json) -> Json:
    """The same report with its states in the order of their labels."""
    starts = [s | {"all_states": sorted(s["all_states"], key=label)} for s in report["starts"]]
    return report | {"starts": starts}


def steps_of(path: Json) -> Iterator[tuple[str, str | None]]:
    yield from ((step["choice"], step["branch"]) for step in path["steps"])


# What the engine says ----------------------------------------------------------------------


def by_engine(name: str) -> Json:
    valued = worth(vectors().scenarios[ScenarioId(name)])
    report = analyse(valued, vectors().catalogue.words, every_state=True)
    pairs = zip(report.starts, expected(name)["starts"], strict=True)
    return {"scenario": report.scenario, "starts": [engine_start(valued, *pair) for pair in pairs]}


def engine_start(valued: Worth, start: StartReport, wanted: Json) -> Json:
    table = valued.table(start.name)
    found = asdict(start) | {
        "worth": path_worth(valued.scenario, (), start.name),
        "paths": {
            name: engine_path(table, engine_steps(path)) for name, path in wanted["paths"].items()
        },
    }
    return {key: found[key] for key in found if key != "turns"}


def engine_steps(path: Json) -> play.Path:
    return tuple(
        play.Step(ChoiceId(choice), None if branch is None else BranchId(branch))
        for choice, branch in steps_of(path)
    )


def engine_path(table: Table, path: play.Path) -> Json:
    found, back = review(table, path), None
    if found.way_back:
        back = {
            "changed": [{"step": place, "choice": c} for place, c in found.way_back.changed],
            "steps": engine_plain(table, found.way_back.path),
            "ending": found.way_back.ending,
            "worth": path_worth(found.scenario, found.way_back.path, table.name),
        }
    judged = [
        {
            "regret": reply.offer.regret,
            "luck": reply.luck,
            "verdict": reply.offer.verdict,
            "won_back": reply.won_back,
            "after": reply.fall.after.meters._asdict(),
        }
        for reply in found.replies
    ]
    plain = engine_plain(table, path)
    return {
        "steps": [one | other for one, other in zip(plain, judged, strict=True)],
        "ending": found.ending.id,
        "worth": found.worth,
        "score": found.score,
        "mattered": found.mattered,
        "way_back": back,
    }


def engine_plain(table: Table, path: play.Path) -> list[Json]:
    met = play.states(table.graph.scenario, path, table.name)
    return [
        {"turn": state.turn, "choice": step.choice, "branch": step.branch}
        for state, step in zip(met, path, strict=True)
    ]


# What the referee says ---------------------------------------------------------------------


def by_referee(name: str) -> Json:
    course = yaml.safe_load((HOME / "lessons/course.yaml").read_text(encoding="utf-8"))
    lent = rules.Catalogue(
        {move["id"]: move["kind"] for move in course["moves"]},
        course["asks"],
        *(tuple(course["words"][words]) for words in ("polite", "way_out", "stop")),
    )
    written = yaml.safe_load((HOME / f"scenarios/{name}.yaml").read_text(encoding="utf-8"))
    starts = [
        referee_start(brute.Brute(written, lent, start), start, wanted)
        for start, wanted in zip(rules.starts(written), expected(name)["starts"], strict=True)
    ]
    return {"scenario": name, "starts": starts}


def referee_start(case: brute.Brute, start: str, wanted: Json) -> Json:
    states = referee_states(case)
    return {
        "name": start,
        "worth": case.start_worth(),
        "best": case.best(case.start),
        "worst": case.worst(case.start),
        "chance": case.chance(case.start),
        "n": case.n(),
        "stake": case.stake(),
        "states": len(states),
        "all_states": states,
        "best_line": referee_line(case, case.best_line()),
        "worst_line": referee_line(case, case.worst_line()),
        "bots": bots.bot_scores(case),
        "paths": {
            name: referee_path(case, tuple(steps_of(path)))
            for name, path in wanted["paths"].items()
        },
    }


def referee_states(case: brute.Brute) -> list[Json]:
    """States that differ in nothing that is ever tested are one; how often they are met adds up."""
    tested, merged = rules.meters_tested(case.scenario), dict[brute.Key, Json]()
    for state, often in case.reach().items():
        key, found = brute.merged_key(state, tested), referee_state(case, state, tested)
        known = merged.setdefault(key, found | {"reach": Fraction(0)})
        assert known | {"reach": None} == found | {"reach": None}
        known["reach"] += often
    return list(merged.values())


def referee_state(case: brute.Brute, state: rules.State, tested: tuple[str, ...]) -> Json:
    return {
        "turn": state.turn,
        "meters": {meter: state.meter(meter) for meter in tested},
        "facts": sorted(state.facts),
        "deeds": sorted(state.deeds),
        "best": case.best(state),
        "worst": case.worst(state),
        "chance": case.chance(state),
        "n": case.judged_ahead(state),
        "judged": case.judged(state),
        "guess": case.guess(state),
        "offers": [
            {
                "id": reply.choice,
                "declined": reply.declined,
                "own": reply.own,
                "q": case.q(state, reply.choice),
                "regret": case.regret(state, reply.choice),
                "verdict": case.verdict(state, reply.choice),
                "evidence": case.evidence(state, reply.choice),
            }
            for reply in case.replies(state)
        ],
    }


def referee_line(case: brute.Brute, path: brute.Path) -> Json:
    return {
        "steps": [
            {"turn": step.turn, "choice": step.choice, "branch": step.branch}
            for step in debrief.steps(case, path)
        ],
        "ending": debrief.end_of(case, path).ending,
        "worth": debrief.worth_at_end(case, path),
        "score": debrief.score(case, path),
    }


def referee_path(case: brute.Brute, path: brute.Path) -> Json:
    way, line = debrief.way_back(case, path), referee_line(case, path)
    back = None
    if way:
        back = {key: referee_line(case, way.path)[key] for key in ("steps", "ending", "worth")}
        back["changed"] = [asdict(change) for change in way.changes]
    judged = [
        {
            "regret": step.regret,
            "luck": step.luck,
            "verdict": step.verdict,
            "won_back": won,
            "after": dict(zip(rules.METERS, step.after.meters, strict=True)),
        }
        for step, won in zip(debrief.steps(case, path), debrief.won_back(case, path), strict=True)
    ]
    both = zip(line["steps"], judged, strict=True)
    steps = {"steps": [one | other for one, other in both]}
    return line | steps | {"mattered": debrief.moment(case, path), "way_back": back}


# What the page says ------------------------------------------------------------------------

WORKINGS = re.findall(r"```working ([\w-]+)\n(.*?)```", README, re.DOTALL)
OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def tables() -> Iterator[list[dict[str, str]]]:
    """Every table of the page, row by row, backticks left out."""
    for block in re.findall(r"(?:^\|.*\n)+", README, re.MULTILINE):
        cells = [
            [cell.strip(" `") for cell in line.strip("|").split("|")] for line in block.splitlines()
        ]
        yield [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


ROWS = [row for table in tables() for row in table if "vector" in row]


def start_of(vector: str, name: str = "default") -> Json:
    found: Json = next(start for start in expected(vector)["starts"] if start["name"] == name)
    return found


def key_of(name: str) -> str:
    """The key of a figure in the expected files; the page calls three of them otherwise."""
    return {"W at start": "worth", "W at end": "worth", "random": "chance"}.get(name, name)


def lookup(start: Json, figure: str) -> Any:
    """A figure by its name on the page: `stake`, `best(hall with cat)`, `q(hall: talk-on)`."""
    parts = re.fullmatch(r"([\w ]+)(?:\(([^:)]+)(?:: ([^)]+))?\))?", figure)
    assert parts is not None, figure
    name, where, part = parts.groups()
    if where is None:
        return start[key_of(name)]
    if name == "bot":
        return start["bots"][where]
    if name in {"W at end", "score", "mattered", "luck", "r"}:
        return of_path(start["paths"][where.removeprefix("way back of ")], figure, name, part)
    state = state_of(start, where)
    if part is None:
        return state[key_of(name)]
    return lost_at_once(state, part) if name == "d" else offer_of(state, part)[name]


def offer_of(state: Json, choice: str) -> Json:
    found: Json = next(offer for offer in state["offers"] if offer["id"] == choice)
    return found


def lost_at_once(state: Json, choice: str) -> Fraction:
    """The page's d: own worth of the first best choice, less that of the reply."""
    best = next(offer for offer in state["offers"] if offer["regret"] == "0")
    return Fraction(best["own"]) - Fraction(offer_of(state, choice)["own"])


def lost_from(path: Json, place: int) -> Fraction:
    """The page's r: the regrets from a reply to the end, this one included."""
    return sum((Fraction(step["regret"]) for step in path["steps"][place:]), Fraction(0))


def state_of(start: Json, name: str) -> Json:
    """The state of that label; where a turn has one state only, its name is enough."""
    labelled = [state for state in start["all_states"] if label(state) == name]
    [found] = labelled or [state for state in start["all_states"] if state["turn"] == name]
    known: Json = found
    return known


def of_path(path: Json, figure: str, name: str, step: str | None) -> Any:
    if name == "luck":
        return path["steps"][int(step or 0)]["luck"]
    if name == "r":
        return lost_from(path, int(step or 0))
    if "way back of" in figure:
        return path["way_back"]["worth"]
    return path[key_of(name)]


def value(written: str) -> Fraction:
    """What a sum on the page comes to."""
    return worked_out(ast.parse(written.strip(), mode="eval").body)


def worked_out(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int() | float() as number):
            return Fraction(str(number))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -worked_out(inner)
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATIONS[type(op)](worked_out(left), worked_out(right))
        case ast.Call(func=ast.Name(id="max" | "min" as name), args=args):
            return {"max": max, "min": min}[name](worked_out(arg) for arg in args)
    raise ValueError(ast.dump(node))


def known_of(row: dict[str, str]) -> Json:
    """What the expected file holds about the thing a row speaks of."""
    start = start_of(row["vector"], row.get("start", "default"))
    if "path" in row:
        path: Json = start["paths"][row["path"]]
        sums = {"sum of regrets": "regret", "sum of luck": "luck"}
        return path | {name: total(path, figure) for name, figure in sums.items()}
    if "choice" in row:
        return {
            figure: lookup(start, f"{figure}({row['state']}: {row['choice']})")
            for figure in ("own", "q", "regret", "verdict", "evidence")
        }
    return start


def total(path: Json, figure: str) -> str:
    return str(sum(Fraction(step[figure]) for step in path["steps"]))


def as_figure(text: str) -> Fraction | str:
    return Fraction(text) if re.fullmatch(r"-?[\d./]+", text) else text


# A player with each of three flaws ---------------------------------------------------------


def points(start: Json, path: str) -> list[tuple[Fraction, Fraction]]:
    """What each reply of a path pays at once, and the most its turn could have paid at once."""
    owns = {
        s["turn"]: {o["id"]: Fraction(o["own"]) for o in s["offers"]} for s in start["all_states"]
    }
    steps = start["paths"][path]["steps"]
    return [(owns[s["turn"]][s["choice"]], max(owns[s["turn"]].values())) for s in steps]


def share(paid: list[tuple[Fraction, Fraction]]) -> Fraction:
    return sum((own for own, _ in paid), Fraction(0)) / sum(most for _, most in paid)


# Tests -------------------------------------------------------------------------------------


@each_vector
def test_the_engine_finds_every_expected_value(name: str) -> None:
    assert list(differences(in_order(expected(name)), in_order(by_engine(name)), name)) == []


@each_vector
def test_the_referee_finds_every_expected_value(name: str) -> None:
    assert list(differences(in_order(expected(name)), in_order(by_referee(name)), name)) == []


@each_vector
def test_what_was_won_is_what_was_best_less_regret_plus_luck(name: str) -> None:
    for start in expected(name)["starts"]:
        for path in start["paths"].values():
            won = Fraction(path["worth"]) - Fraction(start["worth"])
            regret, luck = Fraction(total(path, "regret")), Fraction(total(path, "luck"))
            assert won == Fraction(start["best"]) - regret + luck


def test_every_scenario_has_expected_values_and_a_row_on_the_page() -> None:
    assert [path.stem for path in sorted((HOME / "scenarios").glob("*.yaml"))] == NAMES
    assert sorted({row["vector"] for row in ROWS if "what it shows" in row}) == NAMES
    assert [expected(name)["scenario"] for name in NAMES] == NAMES


def test_the_vectors_load_without_a_complaint() -> None:
    assert load_course(HOME).diagnostics == ()


def test_the_vectors_use_the_constants_of_the_shipped_course(course: Course) -> None:
    assert vectors().catalogue.asks == course.catalogue.asks
    assert vectors().catalogue.weights == course.catalogue.weights


def test_the_constants_on_the_page_are_those_of_the_code() -> None:
    page = {row["constant"]: row["value"] for table in tables() for row in table if "value" in row}
    signs = {0.0: "0", 0.5: "½", 1.0: "1", 1.75: "1¾", 2.0: "2"}
    weights, asks = vectors().catalogue.weights, vectors().catalogue.asks
    kinds = ", ".join(f"{kind} {order}" for kind, order in KIND_ORDER.items())

    assert page == {
        "worth of one step of rapport, trust, credibility": signs[weights.trust],
        "worth of one step of energy": signs[weights.energy],
        "lowest and highest meter": f"{LOWEST}, {HIGHEST}",
        "trust that an ask of size 1, 2, 3, 4 needs": ", ".join(map(str, asks.values())),
        "limits of the verdicts, in stakes": ", ".join(signs[most] for most, _ in VERDICTS),
        "the mildest verdict of a trap": "missed chance",
        "regret at which evidence is 0, in stakes": signs[MOST_FOR_EVIDENCE],
        "regret above which a moment mattered, in stakes": signs[FINE],
        "part of a loss that must be mended to be won back": "½",
        "replies changed on a way back, at most": str(MOST_CHANGED),
        "order of the kinds of endings": kinds,
        "difference below which figures are equal": f"{EQUAL:.9f}",
    }


def test_every_sum_on_the_page_is_right_and_is_the_expected_value() -> None:
    lines = [(name, line) for name, block in WORKINGS for line in block.splitlines()]
    for name, line in lines:
        figure, *sums = line.split("#")[0].split(" = ")
        wanted = Fraction(lookup(start_of(name), figure))
        assert {value(written) for written in sums} == {wanted}, f"{name}: {line}"
    assert len(lines) > 70


def test_at_least_four_vectors_are_worked_to_a_score_on_the_page() -> None:
    worked = {name for name, block in WORKINGS if "stake = " in block}
    scored = {name for name, block in WORKINGS if "score(" in block}
    assert len(worked & scored) >= 4


def test_the_traps_on_the_page_are_those_of_the_catalogue() -> None:
    course = yaml.safe_load((HOME / "lessons/course.yaml").read_text(encoding="utf-8"))
    (listed,) = re.findall(r"Here they are([^.]+)\.", README)

    traps = {move["id"] for move in course["moves"] if move["kind"] == "trap"}
    assert set(re.findall(r"`(\w+)`", listed)) == traps


def test_a_reply_is_won_back_by_the_two_sums_of_the_page() -> None:
    start = start_of("won-back")
    found = {
        (name, place): d > 0 and lost_from(path, place) <= d / 2
        for name, path in start["paths"].items()
        for place, step in enumerate(path["steps"])
        for d in [lost_at_once(state_of(start, step["turn"]), step["choice"])]
    }

    assert found == {
        (name, place): step["won_back"]
        for name, path in start["paths"].items()
        for place, step in enumerate(path["steps"])
    }
    assert True in found.values()


def test_every_figure_in_a_table_of_the_page_is_the_expected_value() -> None:
    compared = 0
    for row in ROWS:
        known = known_of(row)
        for column, text in row.items():
            key = key_of(column)
            if key in known:
                assert as_figure(text) == as_figure(known[key]), row
                compared += 1
    assert compared > 200


def test_a_player_that_divides_by_the_path_taken_gives_a_short_cut_everything() -> None:
    start = start_of("short-cut")
    assert share(points(start, "short-cut")) == 1
    assert share(points(start, "whole-way-one-slip")) < 1
    assert start["paths"]["short-cut"]["score"] == "50/3"
    assert start["paths"]["whole-way-one-slip"]["score"] == "200/3"


def test_a_player_that_drops_the_last_choice_cannot_tell_a_spoilt_scene_from_the_best() -> None:
    start = start_of("last-decision")
    assert points(start, "spoilt-at-the-end")[:-1] == points(start, "best")[:-1]
    assert start["paths"]["best"]["score"] == "100"
    assert start["paths"]["spoilt-at-the-end"]["score"] == "-50"


def test_a_player_that_clips_negative_points_cannot_tell_one_slip_from_two() -> None:
    start = start_of("negative-points")
    once, twice = (sum(own for own, _ in points(start, f"rude-{n}")) for n in ("once", "twice"))
    assert max(0, once) == max(0, twice) == 0
    assert start["paths"]["rude-once"]["worth"] == "8"
    assert start["paths"]["rude-twice"]["worth"] == "3"


@each_vector
def test_the_command_on_the_page_prints_the_expected_start(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = HOME / "scenarios" / f"{name}.yaml"
    assert main(["analyse", "--course", str(HOME), str(file), "--states", "--json"]) == 0

    printed, wanted = json.loads(capsys.readouterr().out), expected(name)
    for mine, theirs in zip(printed["starts"], wanted["starts"], strict=True):
        assert theirs.keys() - mine.keys() == {"worth", "paths"}
        assert mine["all_states"][0].keys() == theirs["all_states"][0].keys()
        assert mine["best"] == float(Fraction(theirs["best"]))
