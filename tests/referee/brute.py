"""What a conversation is worth, by plain recursion over whole states of play.

A second opinion: written from the page, importing nothing of the product. States are never
merged by which meters matter; two plays share a figure only when every meter, fact and deed
agrees, and with `remember=False` not even then. All figures are exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar

from .rules import (
    NOUGHT,
    Catalogue,
    Landing,
    NotOffered,
    RefereeError,
    Reply,
    Scenario,
    State,
    meters_tested,
    offered,
    played,
    start_state,
    start_worth,
    total,
    turn_of,
)

SAME = Fraction(1, 10**9)
HALF = Fraction(1, 2)
TABLE = (
    ("fine", HALF),
    ("missed chance", Fraction(1)),
    ("misstep", Fraction(7, 4)),
)
BEST, FINE, MISSED, COSTLY = "best", "fine", "missed chance", "costly"

T = TypeVar("T")
Path = tuple[tuple[str, str | None], ...]
About = TypeVar("About", State, Path)
Value = Callable[[State], Fraction]
Key = tuple[str | None, tuple[int, ...], frozenset[str], frozenset[str]]


class Endless(RefereeError):
    """Some play meets the same state twice."""


class Stuck(RefereeError):
    """Some reachable state offers no choice."""


class NothingAtStake(RefereeError):
    """No judged turn on the best line, or clicking at random does as well as the best."""


class TooManyStates(RefereeError):
    """More states than the caller wanted to look at."""


@dataclass(frozen=True)
class Explored:
    """Everything a play can meet.

    Attributes:
        replies: Every reachable state that waits for a reply, each before all that follow it,
            with each of its offered choices played, in file order.
        endings: Every reachable ended state.
        stuck: Reachable states without an offered choice.
        endless: Whether some play meets the same state twice.
    """

    replies: dict[State, tuple[Reply, ...]]
    endings: frozenset[State]
    stuck: tuple[State, ...]
    endless: bool


@dataclass(frozen=True)
class ChoiceFigures:
    """One choice of a turn, weighed over the reachable states in which it is offered.

    Attributes:
        reach: How often uniform clicking comes to a state that offers it.
        q: Its weighed value, what is still to come included.
        regret: Its weighed regret.
    """

    reach: Fraction
    q: Fraction
    regret: Fraction


@dataclass(frozen=True)
class TurnFigures:
    """One turn, weighed over its reachable states by how often uniform clicking reaches them.

    Attributes:
        reach: How often uniform clicking comes to the turn.
        judged: How often it comes to it in a state where it is judged.
        choices: Choice id to its figures, for choices offered in some reachable state.
    """

    reach: Fraction
    judged: Fraction
    choices: dict[str, ChoiceFigures]


@dataclass
class _Walk:
    """The growing notes of one exploration."""

    done: dict[State, tuple[Reply, ...]] = field(default_factory=dict)
    endings: set[State] = field(default_factory=set)
    stuck: list[State] = field(default_factory=list)
    endless: bool = False


def merged_key(state: State, tested: tuple[str, ...]) -> Key:
    """Return what the page calls the same state: turn, tested meters, facts and deeds."""
    return state.turn, tuple(map(state.meter, tested)), state.facts, state.deeds


def all_replies(scenario: Scenario, catalogue: Catalogue, state: State) -> tuple[Reply, ...]:
    """Play each choice that is offered in a state, in file order."""
    choices = offered(scenario, state)
    return tuple(played(scenario, catalogue.gates, state, choice) for choice in choices)


def explore(
    scenario: Scenario, catalogue: Catalogue, start: str = "default", limit: int | None = None
) -> Explored:
    """Go everywhere a play can go and note dead ends and rounds.

    A round is noted when a play comes to a state whose turn, tested meters, facts and deeds it
    has met before. A state seen on another play is not gone through again, and that loses no
    round: what happens next depends on nothing but those four, so a round can be walked again
    and again until the untested meters settle too, and then one whole state returns in one play.
    """
    tested = meters_tested(scenario)
    notes = _Walk()

    def visit(state: State, met: frozenset[Key]) -> None:
        key = merged_key(state, tested)
        if key in met:
            notes.endless = True
            return
        if state in notes.done:
            return
        if limit is not None and len(notes.done) + len(met) >= limit:
            message = f"more than {limit} states"
            raise TooManyStates(message)
        replies = all_replies(scenario, catalogue, state)
        if not replies:
            notes.stuck.append(state)
        for landing in (landing for reply in replies for landing in reply.landings):
            if landing.state.turn is None:
                notes.endings.add(landing.state)
            else:
                visit(landing.state, met | {key})
        notes.done[state] = replies

    visit(start_state(scenario, start), frozenset())
    return Explored(
        replies=dict(reversed(notes.done.items())),
        endings=frozenset(notes.endings),
        stuck=tuple(notes.stuck),
        endless=notes.endless,
    )


def endless(scenario: Scenario, catalogue: Catalogue, start: str = "default") -> bool:
    """Tell whether some play meets the same turn, tested meters, facts and deeds twice."""
    return explore(scenario, catalogue, start).endless


def stuck(scenario: Scenario, catalogue: Catalogue, start: str = "default") -> tuple[State, ...]:
    """Return the reachable states that offer no choice."""
    return explore(scenario, catalogue, start).stuck


def same(one: Fraction, other: Fraction) -> bool:
    """Tell whether two figures are equal within 1e-9."""
    return abs(one - other) <= SAME


def first_highest(figures: list[Fraction]) -> int:
    """Return the place of the highest figure, the first among equals."""
    highest = max(figures)
    return next(place for place, figure in enumerate(figures) if same(figure, highest))


def heaviest(landings: tuple[Landing, ...]) -> Landing:
    """Return the likeliest way a reply comes out, the first in file order among equals."""
    return max(landings, key=lambda landing: landing.share)


class Brute:
    """Every figure of one scenario from one of its starts.

    Raises when made: `Endless`, `Stuck`. `stake` and all that divides by it raise
    `NothingAtStake` where nothing is at stake.
    """

    def __init__(
        self,
        scenario: Scenario,
        catalogue: Catalogue,
        start: str = "default",
        *,
        remember: bool = True,
        limit: int | None = None,
    ) -> None:
        """Take the plain mapping, the course's catalogue and the name of a start.

        With `remember=False` every figure is worked out anew, play by play. With a limit, more
        states than that are refused with `TooManyStates`.
        """
        self.scenario = scenario
        self.catalogue = catalogue
        self.remember = remember
        self.start = start_state(scenario, start)
        self.explored = explore(scenario, catalogue, start, limit)
        if self.explored.endless:
            message = "some play meets the same state twice"
            raise Endless(message)
        if self.explored.stuck:
            message = f"no choice is offered in {self.explored.stuck[0]}"
            raise Stuck(message)
        self._known: dict[tuple[str, State | Path], Any] = {}

    def once(self, what: str, about: About, work: Callable[[About], T]) -> T:
        """Do a piece of work on a state or a path, or recall it where remembering is allowed."""
        if not self.remember:
            return work(about)
        key = what, about
        if key not in self._known:
            self._known[key] = work(about)
        known: T = self._known[key]
        return known

    # One state -----------------------------------------------------------------------------

    def states(self) -> tuple[State, ...]:
        """Return every reachable state that waits for a reply, each before its followers."""
        return tuple(self.explored.replies)

    def replies(self, state: State) -> tuple[Reply, ...]:
        """Return each offered choice, played, in file order."""
        if self.remember:
            return self.explored.replies[state]
        return all_replies(self.scenario, self.catalogue, state)

    def reply(self, state: State, choice_id: str) -> Reply:
        """Return one offered choice, played."""
        for reply in self.replies(state):
            if reply.choice == choice_id:
                return reply
        message = f"{choice_id!r} is not offered in {state}"
        raise NotOffered(message)

    def worth_of(self, reply: Reply, value: Value) -> Fraction:
        """Return a reply's own worth and what follows: at chance, the weighted mean."""
        return reply.own + total(
            landing.share * (landing.brings + self.onward(landing, value))
            for landing in reply.landings
        )

    @staticmethod
    def onward(landing: Landing, value: Value) -> Fraction:
        """Return what is still to come after a landing; an ending carries no worth."""
        return NOUGHT if landing.state.turn is None else value(landing.state)

    def best(self, state: State) -> Fraction:
        """Return the most expected worth still attainable."""
        return self.once("best", state, lambda s: max(self.qs(s)))

    def worst(self, state: State) -> Fraction:
        """Return the least expected worth still attainable."""
        return self.once("worst", state, lambda s: min(self.worst_qs(s)))

    def chance(self, state: State) -> Fraction:
        """Return the expected worth when offered choices are clicked uniformly at random."""

        def mean_of_all(state: State) -> Fraction:
            replies = self.replies(state)
            return total(self.worth_of(r, self.chance) for r in replies) / len(replies)

        return self.once("chance", state, mean_of_all)

    def qs(self, state: State) -> list[Fraction]:
        """Return q of each offered choice: its own worth and the expected best after it."""
        return self.once("qs", state, lambda s: self._each(s, self.best))

    def worst_qs(self, state: State) -> list[Fraction]:
        """Return each offered choice's own worth and the expected worst after it."""
        return self.once("worst qs", state, lambda s: self._each(s, self.worst))

    def _each(self, state: State, value: Value) -> list[Fraction]:
        return [self.worth_of(reply, value) for reply in self.replies(state)]

    def q(self, state: State, choice_id: str) -> Fraction:
        """Return q of one choice."""
        return self.qs(state)[self.replies(state).index(self.reply(state, choice_id))]

    def regret(self, state: State, choice_id: str) -> Fraction:
        """Return what a choice gives away: best minus q, never below 0."""
        return self.best(state) - self.q(state, choice_id)

    def luck(self, reply: Reply, landing: Landing) -> Fraction:
        """Return best after what was drawn minus the mean best, each with what it brings."""

        def best(each: Landing) -> Fraction:
            return each.brings + self.onward(each, self.best)

        return best(landing) - total(each.share * best(each) for each in reply.landings)

    def judged(self, state: State) -> bool:
        """Tell whether a reply is judged here: more than one choice, not all worth the same."""

        def differs(state: State) -> bool:
            qs = self.qs(state)
            return len(qs) > 1 and not same(max(qs), min(qs))

        return self.once("judged", state, differs)

    def best_reply(self, state: State) -> Reply:
        """Return the first best choice in file order, played."""
        return self.once("best reply", state, lambda s: self.replies(s)[first_highest(self.qs(s))])

    def worst_reply(self, state: State) -> Reply:
        """Return the first worst choice in file order, played."""
        lowest = first_highest([-q for q in self.worst_qs(state)])
        return self.replies(state)[lowest]

    # The whole scenario --------------------------------------------------------------------

    def judged_ahead(self, state: State) -> Fraction:
        """Count judged turns on the best line from here, weighed over chance."""

        def count(state: State) -> Fraction:
            here = Fraction(self.judged(state))
            ways = self.best_reply(state).landings
            return here + total(w.share * self.onward(w, self.judged_ahead) for w in ways)

        return self.once("judged ahead", state, count)

    def n(self) -> Fraction:
        """Return the judged turns on the best line, weighed over chance."""
        return self.judged_ahead(self.start)

    def at_stake(self) -> Fraction:
        """Return best minus chance at the start."""
        return self.best(self.start) - self.chance(self.start)

    def stake(self) -> Fraction:
        """Return what one random reply loses: best minus chance, over the judged turns."""
        return self.once("stake", self.start, lambda _: self._stake())

    def _stake(self) -> Fraction:
        if self.n() == 0 or self.at_stake() <= SAME:
            message = "nothing at stake: no judged turn, or chance does as well as the best"
            raise NothingAtStake(message)
        return self.at_stake() / self.n()

    def start_worth(self) -> Fraction:
        """Return W before the first reply."""
        return start_worth(self.scenario, self.start)

    # The judgement of a reply --------------------------------------------------------------

    def verdict(self, state: State, choice_id: str) -> str | None:
        """Return the shown verdict, by regret over stake; None where nothing is judged.

        Best (0), fine (to a half), missed chance (to 1), misstep (to 1¾), costly (beyond). A
        trap is never shown as better than missed chance.
        """
        if not self.judged(state):
            return None
        shown = self._by_table(self.regret(state, choice_id))
        return MISSED if self.is_trap(state, choice_id) and shown in {BEST, FINE} else shown

    def _by_table(self, regret: Fraction) -> str:
        if regret <= SAME:
            return BEST
        share = regret / self.stake()
        return next((name for name, top in TABLE if share <= top + SAME), COSTLY)

    def is_trap(self, state: State, choice_id: str) -> bool:
        """Tell whether the catalogue calls the choice's move a trap."""
        choices = turn_of(self.scenario, state)["choices"]
        move = next(choice["move"] for choice in choices if choice["id"] == choice_id)
        return self.catalogue.kinds[move] == "trap"

    def evidence(self, state: State, choice_id: str) -> Fraction | None:
        """Return e, 1 for no regret and 0 from twice the stake on; None where not judged."""
        if not self.judged(state):
            return None
        return max(Fraction(0), 1 - self.regret(state, choice_id) / (2 * self.stake()))

    def guess(self, state: State) -> Fraction | None:
        """Return g, the mean of e over the offered choices; None where not judged."""

        def mean_evidence(state: State) -> Fraction | None:
            evidences = [self.evidence(state, reply.choice) for reply in self.replies(state)]
            known = [e for e in evidences if e is not None]
            return total(known) / len(known) if known else None

        return self.once("guess", state, mean_evidence)

    # Lines and turns -----------------------------------------------------------------------

    def best_line(self) -> Path:
        """Play the first best choice in every turn and let the heaviest branch fall."""
        return self.once("best line", self.start, lambda _: self._line(self.best_reply))

    def worst_line(self) -> Path:
        """Play the first worst choice in every turn and let the heaviest branch fall."""
        return self._line(self.worst_reply)

    def _line(self, pick: Callable[[State], Reply]) -> Path:
        path: list[tuple[str, str | None]] = []
        state = self.start
        while state.turn is not None:
            reply = pick(state)
            landing = heaviest(reply.landings)
            path.append((reply.choice, landing.branch))
            state = landing.state
        return tuple(path)

    def reach(self) -> dict[State, Fraction]:
        """Return how often uniform clicking comes to each reachable state."""
        return self.once("reach", self.start, lambda _: self._reach())

    def _reach(self) -> dict[State, Fraction]:
        reached = dict.fromkeys(self.states(), Fraction(0))
        reached[self.start] = Fraction(1)
        for state in self.states():
            replies = self.replies(state)
            for landing in (landing for reply in replies for landing in reply.landings):
                if landing.state.turn is not None:
                    reached[landing.state] += reached[state] * landing.share / len(replies)
        return reached

    def turn_figures(self) -> dict[str, TurnFigures]:
        """Return one set of figures a turn, for every reachable turn, in file order."""
        reach = self.reach()
        turns: dict[str, dict[State, Fraction]] = {}
        for state, often in reach.items():
            turns.setdefault(str(state.turn), {})[state] = often
        return {t: self._weighed(turns[t]) for t in self.scenario["turns"] if t in turns}

    def _weighed(self, reach: dict[State, Fraction]) -> TurnFigures:
        """Weigh a turn's states; each choice over those states that offer it."""
        sums: dict[str, list[Fraction]] = {}
        for state, often in reach.items():
            for reply in self.replies(state):
                three = sums.setdefault(reply.choice, [Fraction(0)] * 3)
                three[0] += often
                three[1] += often * self.q(state, reply.choice)
                three[2] += often * self.regret(state, reply.choice)
        return TurnFigures(
            reach=total(reach.values()),
            judged=total(often for state, often in reach.items() if self.judged(state)),
            choices={c: ChoiceFigures(w, q / w, r / w) for c, (w, q, r) in sums.items()},
        )

    def features(self) -> frozenset[str]:
        """Name which of the six things hard to get right this scenario really meets."""
        replies = [reply for state in self.states() for reply in self.replies(state)]
        landings = [landing for reply in replies for landing in reply.landings]
        turns = self.scenario["turns"].values()
        seen = {
            "chance": any(landing.branch is not None for landing in landings),
            "guard": any("when" in choice for turn in turns for choice in turn["choices"]),
            "exit": any(landing.exited for landing in landings),
            "declined": any(reply.declined for reply in replies),
            "hidden": any(self._hides(state) for state in self.states()),
            "cut": any(reply.cut for reply in replies),
        }
        return frozenset(name for name, met in seen.items() if met)

    def _hides(self, state: State) -> bool:
        return len(self.replies(state)) < len(turn_of(self.scenario, state)["choices"])
