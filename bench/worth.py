"""How long it takes to value conversations, beside a plain numpy sort in the same run.

    python bench/worth.py [--runs N]

Prints seconds (median) and the ratio to the baseline; ratios hold when the machine's speed drifts.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import yaml

from coach.content.course import Catalogue
from coach.content.loading import load_catalogue, load_course, load_scenario
from coach.content.scenario import Scenario
from coach.roleplay.explore import explore
from coach.roleplay.values import value
from coach.roleplay.worth import worth

ROOT = Path(__file__).resolve().parents[1]
TARGET_STATES = 400_000
SORTED_NUMBERS = 4_000_000


def synthetic(catalogue: Catalogue, turns: int) -> Scenario:
    """A long conversation in which every meter is tested, much may be learned and chance falls."""
    facts, deeds = [f"fact-{n}" for n in range(5)], [f"deed-{n}" for n in range(3)]
    written = {
        "title": "Bench",
        "level": 1,
        "phase": "seed",
        "channel": "in-person",
        "setting": "A bench.",
        "you": "Somebody",
        "counterpart": {"name": "Nobody", "role": "none", "address": "Nobody"},
        "could_lose": "Time.",
        "audience": [min(catalogue.audiences)],
        "local_note": "None.",
        "start": {"rapport": 3, "trust": 2, "energy": 4, "credibility": 3},
        "facts": {fact: {"text": "A fact.", "worth": 1} for fact in facts},
        "deeds": {deed: {"text": "A deed.", "worth": 2} for deed in deeds},
        "opening": "turn-0",
        "turns": {f"turn-{n}": _turn(catalogue, n, turns) for n in range(turns)},
        "endings": {
            "end": {"kind": "grow", "title": "End", "text": "End.", "looks_back": "It ended."}
        },
    }
    content = yaml.safe_dump(written).encode()
    scenario, _, found = load_scenario(content, "scenarios/bench.yaml", catalogue)
    assert scenario is not None, "\n".join(map(str, found))
    return scenario


def _turn(catalogue: Catalogue, number: int, turns: int) -> dict[str, object]:
    choices = [_choice(catalogue, number, place, turns) for place in range(4)]
    if number == 1:
        bounds = dict.fromkeys(("rapport", "trust", "energy", "credibility"), ">= 1")
        choices[0]["when"] = bounds
    return {
        "says": f"Line {number}.",
        "skill": min(catalogue.skills),
        "ideas": [min(catalogue.ideas)],
        "choices": choices,
    }


def _choice(catalogue: Catalogue, number: int, place: int, turns: int) -> dict[str, object]:
    choice: dict[str, object] = {
        "id": f"choice-{place}",
        "say": f"Reply {place}.",
        "move": min(catalogue.moves),
        "effects": {
            "rapport": (place + number) % 4 - 1,
            "trust": (place * number) % 3 - 1,
            "energy": (place + 2 * number) % 3 - 1,
            "credibility": (number + 3 * place) % 4 - 1,
        },
        "reaction": "Yes.",
        "feedback": "It *held.*",
        "goto": f"turn-{number + 1}" if number < turns - 1 else "end",
    }
    if place == 1:
        choice["learns"] = [f"fact-{number % 5}"]
    elif place == 2:  # noqa: PLR2004  (any one of the four)
        choice["does"] = [f"deed-{number % 3}"]
    elif place == 3 and number % 3 == 0 and number < turns - 1:  # noqa: PLR2004
        choice["goto"] = {"chance": [_branch(number, name) for name in ("heard", "unheard")]}
    return choice


def _branch(number: int, name: str) -> dict[str, object]:
    heard = [f"fact-{(number + 2) % 5}"] if name == "heard" else []
    return {"id": name, "weight": 1 + len(heard), "goto": f"turn-{number + 1}", "learns": heard}


def median(runs: int, work: Callable[[], object]) -> float:
    """Median seconds after one warm-up."""
    work()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    catalogue, _, _ = load_catalogue(ROOT)
    assert catalogue is not None
    turns = 6
    while explore(big := synthetic(catalogue, turns)).size < TARGET_STATES:
        turns += 1
    size = explore(big).size
    numbers = np.random.default_rng(1).integers(0, 2**60, SORTED_NUMBERS)
    course = load_course(ROOT).course
    assert course is not None
    baseline = median(runs, lambda: np.sort(numbers))
    whole = median(runs, lambda: value(explore(big)))
    shipped = median(runs, lambda: [worth(s) for s in course.scenarios.values()])
    cold = median(runs, lambda: load_course(ROOT))
    print(f"baseline: sorting {SORTED_NUMBERS:,} numbers   {baseline:7.3f} s   ratio 1.00")
    for name, seconds in (
        (f"valuing {size:,} states", whole),
        (f"per {TARGET_STATES:,} states", whole * TARGET_STATES / size),
        (f"valuing all {len(course.scenarios)} shipped", shipped),
        (f"loading all {len(course.scenarios)} shipped", cold),
    ):
        print(f"{name:<37}{seconds:7.3f} s   ratio {seconds / baseline:.2f}")


if __name__ == "__main__":
    main()
