"""What one reply does, read from the page alone: the rules of play and nothing of the product.

Everything works on the plain mapping that a scenario file gives. All figures are exact
fractions, written decimals taken as decimals (0.1 is a tenth), so no rounding can hide a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

METERS = ("rapport", "trust", "energy", "credibility")
LOWEST, HIGHEST = 0, 10
USUAL_WORTH: Mapping[str, float] = {"rapport": 1, "trust": 1, "energy": 0.5, "credibility": 1}
USUAL_GATES: Mapping[int, int] = {1: 3, 2: 4, 3: 6, 4: 8}
NOTHING: Mapping[str, Any] = {}
NOUGHT, ONE = Fraction(0), Fraction(1)

Scenario = dict[str, Any]
Choice = dict[str, Any]
Meters = tuple[int, int, int, int]


class RefereeError(Exception):
    """The referee cannot give a figure."""


class BrokenScenario(RefereeError):
    """The mapping says something the grammar does not allow."""


class NotOffered(RefereeError):
    """A path names a choice that is hidden or absent in that state, or a branch not there."""


@dataclass(frozen=True)
class Catalogue:
    """What the course lends to every scenario.

    Attributes:
        kinds: Move id to "good", "fair" or "trap".
        gates: Size of an ask to the trust it needs.
        polite: Words and phrases that count as polite.
        way_out: Words and phrases that leave the other person a way out.
        stop: Words that do not count as an echo.
    """

    kinds: Mapping[str, str]
    gates: Mapping[int, int] = field(default_factory=lambda: dict(USUAL_GATES))
    polite: tuple[str, ...] = ()
    way_out: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()


class State(NamedTuple):
    """A whole moment of play, nothing merged: where, all four meters, all facts and deeds.

    Attributes:
        turn: The turn that waits for a reply; None once the play has ended.
        meters: Rapport, trust, energy and credibility.
        facts: What has been brought to light.
        deeds: What has been done.
        ending: The ending reached; None while the play goes on.
    """

    turn: str | None
    meters: Meters
    facts: frozenset[str]
    deeds: frozenset[str]
    ending: str | None = None

    def meter(self, name: str) -> int:
        """Return one meter by its name."""
        return self.meters[METERS.index(name)]


class Landing(NamedTuple):
    """One way a reply can come out.

    Attributes:
        branch: The chance branch drawn; None where nothing is drawn.
        share: How likely this way is, all ways of a reply together 1.
        brings: Worth of the facts and deeds that the branch newly brings.
        state: The state it leads to.
        exited: Whether an exit replaced the turn it would have led to.
    """

    branch: str | None
    share: Fraction
    brings: Fraction
    state: State
    exited: bool


class Reply(NamedTuple):
    """One choice played in one state.

    Attributes:
        choice: Its id.
        declined: Whether it was an ask that the counterpart declined.
        own: Its own worth: effects as written and what it newly learns and does.
        landings: Its ways to come out, in file order.
        cut: Whether a meter was really cut at 0 or 10.
    """

    choice: str
    declined: bool
    own: Fraction
    landings: tuple[Landing, ...]
    cut: bool


@cache
def exact(number: float | str) -> Fraction:
    """Take a number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


def total(numbers: Iterable[Fraction]) -> Fraction:
    """Add up fractions, nothing at all being zero."""
    found = [*numbers]
    return sum(found[1:], start=found[0]) if found else NOUGHT


def turn_of(scenario: Scenario, state: State) -> dict[str, Any]:
    """Return the mapping of the turn that waits in this state."""
    if state.turn is None:
        message = "the play has ended: no turn waits for a reply"
        raise RefereeError(message)
    found: dict[str, Any] = scenario["turns"][state.turn]
    return found


@cache
def bound_parts(bound: str) -> tuple[str, int]:
    """Cut a bound into its sign and its number; only ">= n" and "<= n" can be written."""
    parts = re.fullmatch(r"\s*(>=|<=)\s*(-?\d+)\s*", bound)
    if parts is None:
        message = f"not a bound: {bound!r}"
        raise BrokenScenario(message)
    return parts[1], int(parts[2])


def bound_holds(bound: str, value: int) -> bool:
    """Tell whether a meter meets a bound."""
    sign, limit = bound_parts(bound)
    return value >= limit if sign == ">=" else value <= limit


def part_holds(name: str, wanted: Any, state: State) -> bool:
    """Tell whether one line of a condition holds: a meter's bound or a list of names."""
    if name == "knows":
        return state.facts.issuperset(wanted)
    if name == "lacks":
        return state.facts.isdisjoint(wanted)
    if name == "did":
        return state.deeds.issuperset(wanted)
    if name == "not_did":
        return state.deeds.isdisjoint(wanted)
    return bound_holds(wanted, state.meter(name))


def holds(when: Mapping[str, Any] | None, state: State) -> bool:
    """Tell whether a condition holds: all of its lines must; without one it always does."""
    return all(part_holds(name, wanted, state) for name, wanted in (when or NOTHING).items())


def first_that_holds(entries: Iterable[dict[str, Any]], state: State) -> dict[str, Any]:
    """Return the first entry of a list whose `when` holds; the last one should have none."""
    for entry in entries:
        if holds(entry.get("when"), state):
            return entry
    message = f"none of the entries holds in {state}"
    raise BrokenScenario(message)


def resolved_text(text: str | list[dict[str, Any]] | None, state: State) -> str:
    """Return the words for this state: the text itself, or the first variant that holds."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return str(first_that_holds(text, state)["text"])


def starts(scenario: Scenario) -> tuple[str, ...]:
    """Name every start: the plain one, and one for each ending kind that `follows` tells of."""
    return ("default", *(scenario.get("follows") or NOTHING).get("start", NOTHING))


def start_state(scenario: Scenario, start: str = "default") -> State:
    """Return the first state: `start`, with what the earlier meeting's ending left laid over it."""
    laid = dict(scenario["start"])
    if start != "default":
        laid |= scenario["follows"]["start"][start]
    return State(
        turn=scenario["opening"],
        meters=as_meters(laid[name] for name in METERS),
        facts=frozenset(laid.get("knows", ())),
        deeds=frozenset(laid.get("did", ())),
    )


def as_meters(values: Iterable[int]) -> Meters:
    """Pack four whole numbers as meters."""
    rapport, trust, energy, credibility = values
    return rapport, trust, energy, credibility


def weights(scenario: Scenario) -> dict[str, Fraction]:
    """Return what one point of each meter is worth."""
    return {name: weight(scenario, name) for name in METERS}


def weight(scenario: Scenario, name: str) -> Fraction:
    """Return what one point of a meter is worth: the usual weight unless written otherwise."""
    written = scenario.get("worth") or NOTHING
    return exact(written.get(name, USUAL_WORTH[name]))


def start_worth(scenario: Scenario, state: State) -> Fraction:
    """Return W at the start: the weighed meters; facts and deeds given at the start pay nothing."""
    return total(weights(scenario)[name] * state.meter(name) for name in METERS)


def news_worth(scenario: Scenario, before: State, after: State) -> Fraction:
    """Return the worth of the facts and deeds that are new: each is paid once in a play."""
    facts = [scenario["facts"][fact] for fact in after.facts - before.facts]
    deeds = [scenario["deeds"][deed] for deed in after.deeds - before.deeds]
    return total(exact(each.get("worth", 0)) for each in facts + deeds)


def offered(scenario: Scenario, state: State) -> tuple[Choice, ...]:
    """Return the choices whose `when` holds in the state before the reply, in file order."""
    choices: list[Choice] = turn_of(scenario, state)["choices"]
    return tuple(choice for choice in choices if holds(choice.get("when"), state))


def is_declined(choice: Choice, state: State, gates: Mapping[int, int]) -> bool:
    """Tell whether the counterpart says no: trust before any effect is below the ask's gate."""
    return "ask" in choice and state.meter("trust") < gates[choice["ask"]]


def effects_of(choice: Choice, *, declined: bool) -> dict[str, int]:
    """Return the effects that count: all of them, or a declined ask's losses only."""
    written: dict[str, int] = choice.get("effects") or {}
    return {name: n for name, n in written.items() if n < 0} if declined else written


def with_effects(state: State, effects: Mapping[str, int]) -> State:
    """Add effects to the meters and cut each at 0 and 10."""
    sums = [level + effects.get(name, 0) for name, level in zip(METERS, state.meters, strict=True)]
    meters = as_meters(min(HIGHEST, max(LOWEST, value)) for value in sums)
    return State(state.turn, meters, state.facts, state.deeds)


def with_news(state: State, source: Mapping[str, Any]) -> State:
    """Add what a choice, a declined ask or a chance branch `learns` and `does`."""
    facts = state.facts.union(source.get("learns") or ())
    deeds = state.deeds.union(source.get("does") or ())
    return State(state.turn, state.meters, facts, deeds)


def arrive(scenario: Scenario, place: str, state: State) -> tuple[State, bool]:
    """Go to a named place: an ending stands; a turn gives way to the first exit that holds.

    `outcome` takes its first line that holds, on this state, and so gives an ending. Exits are
    not looked at after a reply that was given in the opening turn.
    """
    if place == "outcome":
        return ended(scenario, first_that_holds(scenario["outcome"], state)["ending"], state), False
    if place not in scenario["turns"]:
        return ended(scenario, place, state), False
    if state.turn != scenario["opening"]:
        for way_out in scenario.get("exits") or ():
            if holds(way_out.get("when"), state):
                return ended(scenario, way_out["goto"], state), True
    return State(place, state.meters, state.facts, state.deeds), False


def ended(scenario: Scenario, ending: str, state: State) -> State:
    """Return the state at an ending, everything else as it stands."""
    if ending not in scenario["endings"]:
        message = f"no turn or ending is called {ending!r}"
        raise BrokenScenario(message)
    return State(None, state.meters, state.facts, state.deeds, ending)


def draw_branches(
    scenario: Scenario, branches: list[dict[str, Any]], state: State
) -> tuple[Landing, ...]:
    """List the ways chance can fall: a branch's news count before exits are looked at."""
    all_weights = total(exact(branch["weight"]) for branch in branches)
    landings = []
    for branch in branches:
        if not isinstance(branch["goto"], str):
            message = f"chance branch {branch['id']!r} leads to more than one place"
            raise BrokenScenario(message)
        told = with_news(state, branch)
        share, brings = exact(branch["weight"]) / all_weights, news_worth(scenario, state, told)
        there, exited = arrive(scenario, branch["goto"], told)
        landings.append(Landing(branch["id"], share, brings, there, exited))
    return tuple(landings)


def follow(
    scenario: Scenario, goto: str | list[dict[str, Any]] | dict[str, Any], state: State
) -> tuple[Landing, ...]:
    """Resolve a `goto` on the new state: a name, the first branch that holds, or a draw."""
    if isinstance(goto, list):
        return follow(scenario, first_that_holds(goto, state)["goto"], state)
    if isinstance(goto, dict):
        return draw_branches(scenario, goto["chance"], state)
    there, exited = arrive(scenario, goto, state)
    return (Landing(None, ONE, NOUGHT, there, exited),)


def choice_named(scenario: Scenario, state: State, choice_id: str) -> Choice:
    """Return an offered choice by its id."""
    for choice in offered(scenario, state):
        if choice["id"] == choice_id:
            return choice
    message = f"{choice_id!r} is not offered in {state}"
    raise NotOffered(message)


def play_reply(scenario: Scenario, gates: Mapping[int, int], state: State, choice_id: str) -> Reply:
    """Play one reply that is named, as `played` says."""
    return played(scenario, gates, state, choice_named(scenario, state, choice_id))


def played(scenario: Scenario, gates: Mapping[int, int], state: State, choice: Choice) -> Reply:
    """Play one offered choice, in the page's order.

    Offered on the state before; the ask looks at trust before any effect; effects are added and
    cut; news are taken in; `goto` is resolved on the new state and chance drawn; exits come last.
    Declined means: only the losses of the choice, then the news and the `goto` of `declined`.
    Worth counts effects as written, so a cut changes the meters and not the worth.
    """
    declined = is_declined(choice, state, gates)
    source = choice["declined"] if declined else choice
    effects = effects_of(choice, declined=declined)
    moved = with_effects(state, effects)
    told = with_news(moved, source)
    paid = total(weight(scenario, name) * points for name, points in effects.items())
    return Reply(
        choice=choice["id"],
        declined=declined,
        own=paid + news_worth(scenario, moved, told),
        landings=follow(scenario, source["goto"], told),
        cut=any(moved.meter(name) != state.meter(name) + n for name, n in effects.items()),
    )


def conditions(part: Any) -> list[Mapping[str, Any]]:
    """Collect every `when` that stands anywhere inside a part of the scenario."""
    if isinstance(part, list):
        return [found for entry in part for found in conditions(entry)]
    if not isinstance(part, dict):
        return []
    own = [part["when"]] if isinstance(part.get("when"), dict) else []
    return own + [found for entry in part.values() for found in conditions(entry)]


def meters_tested(scenario: Scenario) -> tuple[str, ...]:
    """Name the meters that can decide anything: those in a `when`, and trust if anything asks."""
    named = {name for when in conditions(scenario) for name in when}
    choices = [choice for turn in scenario["turns"].values() for choice in turn["choices"]]
    if any("ask" in choice for choice in choices):
        named.add("trust")
    return tuple(name for name in METERS if name in named)
