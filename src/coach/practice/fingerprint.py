"""Two hashes of a scenario: of its rules and of all its words.

Attempts that are open when a file changes go on with the newer words while the rules are the
same; with other rules they are finished on the copy the store keeps.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coach.content.scenario import Chance, Choice, Condition, Goto, Scenario, Turn
from coach.record.codec import canonical


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hex digests. Equal `rules`: every reply does and is worth the same. Equal `text`: all is."""

    rules: str
    text: str


def fingerprint(scenario: Scenario) -> Fingerprint:
    """The hashes of a resolved scenario."""
    return Fingerprint(_digest(canonical(_rules(scenario))), _digest(canonical(scenario)))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _rules(scenario: Scenario) -> dict[str, Any]:
    """Everything that `begin`, `choose` and `worth` read, and no words."""
    return {
        "id": scenario.id,
        "weights": scenario.weights,
        "starts": scenario.starts,
        "facts": [(fact.id, fact.worth) for fact in scenario.facts.values()],
        "deeds": [(deed.id, deed.worth) for deed in scenario.deeds.values()],
        "opening": scenario.opening,
        "exits": scenario.exits,
        "outcome": scenario.outcome,
        "endings": [(ending.id, ending.kind) for ending in scenario.endings.values()],
        "turns": [_turn(turn) for turn in scenario.turns.values()],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    choices = [_choice(choice) for choice in turn.choices]
    return {"id": turn.id, "skill": turn.skill, "ideas": turn.ideas, "choices": choices}


def _choice(choice: Choice) -> dict[str, Any]:
    ask = choice.ask
    return {
        "id": choice.id,
        "move": (choice.move.id, choice.move.kind),
        "when": choice.when,
        "effects": choice.effects,
        "learns": choice.learns,
        "does": choice.does,
        "goto": _goto(choice.goto),
        "ask": ask
        and {
            "size": ask.size,
            "trust": ask.trust,
            "learns": ask.declined.learns,
            "does": ask.declined.does,
            "goto": _goto(ask.declined.goto),
        },
    }


def _goto(goto: Goto) -> list[tuple[Condition, str, Any]]:
    return [(arm.when, type(arm.to).__name__, _target(arm.to)) for arm in goto]


def _target(to: object) -> Any:
    if not isinstance(to, Chance):
        return to
    return list(_branches(to))


def _branches(chance: Chance) -> Iterable[Any]:
    for branch in chance.branches:
        yield (
            branch.id,
            branch.weight,
            type(branch.goto).__name__,
            branch.goto,
            branch.learns,
            branch.does,
        )
