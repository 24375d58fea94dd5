"""What a scenario is worth, state by state, for every way it may start."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from coach.content.scenario import DEFAULT_START, Choice, ChoiceId, Scenario
from coach.roleplay.explore import Graph, explore
from coach.roleplay.play import Path, Play, Step, begin, take
from coach.roleplay.reply import Fall, State, falls
from coach.roleplay.values import Values, value
from coach.roleplay.verdict import Verdict, evidence, verdict


@dataclass(frozen=True, slots=True)
class Offer:
    """A reply offered in one state.

    Attributes:
        declined: its ask is larger than the trust.
        own: what it pays at once, chance left out.
        q: what it pays and the best that can follow.
        regret: best minus q; at least 0.
        verdict: None where the turn is not judged.
        evidence: 1 for the best, 0 from two stakes of regret on; None where not judged.
    """

    choice: Choice
    declined: bool
    own: float
    q: float
    regret: float
    verdict: Verdict | None
    evidence: float | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One state and what it is worth; all values are still to come.

    Attributes:
        judged: more than one reply is offered and they differ in worth.
        n: judged turns on the best line from here, weighed over chance.
        reach: how often uniform clicking meets the state.
        guess: the mean evidence of a uniform click; None where not judged.
    """

    state: State
    best: float
    worst: float
    chance: float
    n: float
    judged: bool
    reach: float
    offers: tuple[Offer, ...]
    guess: float | None

    @property
    def best_offer(self) -> Offer:
        """The best reply, the first in file order."""
        return next(offer for offer in self.offers if offer.regret == 0)

    def offer(self, choice: ChoiceId) -> Offer:
        """The offered reply of that id. Raises KeyError when it is not offered."""
        for offer in self.offers:
            if offer.choice.id == choice:
                return offer
        raise KeyError(choice)


@dataclass(frozen=True)
class Table:
    """The worth of one start.

    Attributes:
        name: the start's name.
        stake: what one random reply loses.
        n: judged turns on the best line, weighed over chance.
    """

    values: Values
    name: str

    @property
    def graph(self) -> Graph:
        """The states behind the values."""
        return self.values.graph

    @property
    def stake(self) -> float:
        """What one random reply loses."""
        return self.values.stake

    @property
    def n(self) -> float:
        """Judged turns on the best line, weighed over chance."""
        return float(self.values.n[0])

    @cached_property
    def _order(self) -> np.ndarray:
        return np.argsort(self.graph.codes, kind="stable")

    @cached_property
    def _first_option(self) -> np.ndarray:
        counts = np.bincount(self.graph.option_state, minlength=self.graph.size)
        return np.concatenate([[0], np.cumsum(counts)])

    def index(self, state: State) -> int:
        """The number of a state. Raises KeyError when this start cannot reach it."""
        code = self.graph.tables.coding.code(state)
        place = int(np.searchsorted(self.graph.codes, code, sorter=self._order))
        if place < self.graph.size and self.graph.codes[self._order[place]] == code:
            return int(self._order[place])
        raise KeyError(state)

    def moment(self, state: State) -> Moment:
        """What a state is worth. Raises KeyError when this start cannot reach it."""
        return self.moment_at(self.index(state))

    def moment_at(self, index: int) -> Moment:
        """What the state of that number is worth."""
        values = self.values
        judged = bool(values.judged[index])
        offers = tuple(
            self._offer(option, judged=judged)
            for option in range(self._first_option[index], self._first_option[index + 1])
        )
        told = [offer.evidence for offer in offers if offer.evidence is not None]
        return Moment(
            self.graph.state_at(index),
            float(values.best[index]),
            float(values.worst[index]),
            float(values.chance[index]),
            float(values.n[index]),
            judged,
            float(values.reach[index]),
            offers,
            sum(told) / len(told) if told else None,
        )

    def _offer(self, option: int, *, judged: bool) -> Offer:
        choice, regret = self.graph.choice_at(option), float(self.values.regret[option])
        return Offer(
            choice,
            bool(self.graph.declined[option]),
            float(self.graph.own[option]),
            float(self.values.q[option]),
            regret,
            verdict(regret, self.stake, choice.move.kind) if judged else None,
            evidence(regret, self.stake) if judged else None,
        )

    def best_choice(self, state: State) -> Choice:
        """The best reply of a state, the first in file order. Raises KeyError like `moment`."""
        return self.graph.choice_at(int(self.values.first_best[self.index(state)]))

    def line(self, *, worst: bool = False) -> Path:
        """The best (worst) line: the first best choice in file order, the heaviest branch."""
        chosen = self.values.first_worst if worst else self.values.first_best
        play = begin(self.graph.scenario, self.name)
        while play.ending is None:
            choice = self.graph.choice_at(int(chosen[self.index(play.state)]))
            play = take(play, heaviest(play, choice))
        return play.path


def heaviest(play: Play, choice: Choice) -> Step:
    """The step in which chance falls on the heaviest branch, the first among equals."""
    fall = heaviest_of(falls(play.scenario, play.state, choice))
    return Step(choice.id, fall.branch_id)


def heaviest_of(ways: tuple[Fall, ...]) -> Fall:
    """The likeliest way a reply may turn out, the first among equals."""
    return max(ways, key=lambda way: way.probability)


@dataclass(frozen=True)
class Worth:
    """What a scenario is worth: one table a start, the default first."""

    scenario: Scenario
    tables: Mapping[str, Table]

    def table(self, start: str = DEFAULT_START) -> Table:
        """The table of a start; an ending without a start of its own has the default's."""
        return self.tables.get(start, self.tables[DEFAULT_START])


def worth(scenario: Scenario) -> Worth:
    """Value a scenario.

    Raises:
        TooManyStates: above 2,000,000.
        Unsound: it may never end, or a state offers no reply.
        NothingAtStake: no reply changes what it is worth.
    """
    tables = {
        start.name: Table(value(explore(scenario, start.name)), start.name)
        for start in scenario.starts
    }
    return Worth(scenario, MappingProxyType(tables))
