"""Measure how far the marks are from those given by hand: `python measure.py FILE`.

FILE is a list of `{"id", "task", "text", "marks": {"F1": 0, …, "P": 0}}`; the tasks stand in
tasks.json beside this file. Prints the mean absolute error of each feature and of the total.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coach.content.lesson import ExerciseId, RewriteExercise
from coach.exercises.rewrite import Features, features, total

HERE = Path(__file__).parent


def tasks() -> dict[str, RewriteExercise]:
    """The four tasks as exercises, by their letter."""
    raw = json.loads((HERE / "tasks.json").read_text(encoding="utf-8"))
    return {
        letter: RewriteExercise(
            id=ExerciseId(f"task-{letter.lower()}"),
            ideas=(),
            confidence=False,
            given=None,
            **{**task, "hooks": tuple(map(tuple, task["hooks"]))},
        )
        for letter, task in raw.items()
    }


def messages(path: Path) -> list[dict[str, Any]]:
    """The messages of a file, marked by hand."""
    loaded: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def marks(seen: Features) -> dict[str, int]:
    """The points of each feature."""
    return {name: feature.points for name, feature in seen.of.items()}


def errors(marked: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The mean absolute error of each feature, and of the total as `all`."""
    exercises = tasks()
    apart: dict[str, list[int]] = {}
    for message in marked:
        seen = features(message["text"], exercises[message["task"]])
        by_hand = message["marks"]
        for name, points in marks(seen).items():
            apart.setdefault(name, []).append(abs(points - by_hand[name]))
        apart.setdefault("all", []).append(abs(total(seen) - max(0, sum(by_hand.values()))))
    return {name: sum(values) / len(values) for name, values in apart.items()}


def main(path: Path) -> None:
    """Print the errors over a file, and every message whose marks differ."""
    marked = messages(path)
    for message in marked:
        seen = marks(features(message["text"], tasks()[message["task"]]))
        differ = [f"{n} {seen[n]} for {m}" for n, m in message["marks"].items() if seen[n] != m]
        print(f"{message['id']:<14} {', '.join(differ)}")  # noqa: T201
    print(f"{len(marked)} messages")  # noqa: T201
    for name, error in errors(marked).items():
        print(f"{name:<4} {error:.2f}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
