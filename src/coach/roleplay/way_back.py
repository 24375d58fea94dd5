"""The fewest other replies with which a path would have come to a better kind of ending."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.content.scenario import Choice, ChoiceId, EndingId, EndingKind, Scenario, TurnId
from coach.roleplay.path_worth import path_worth
from coach.roleplay.play import Path, Play, Step, begin, go_on, states
from coach.roleplay.reply import Fall, State, falls
from coach.roleplay.values import EQUAL
from coach.roleplay.worth import Table, heaviest_of

KIND_ORDER: Mapping[EndingKind, int] = {
    "bloom": 3,
    "grow": 2,
    "kind-no": 2,
    "repair": 2,
    "fade": 1,
    "shut": 0,
}
MOST_CHANGED = 2


@dataclass(frozen=True, slots=True)
class WayBack:
    """The fewest changed replies that lift the kind of the ending.

    Attributes:
        changed: for each changed reply its place in the path (from 0) and the better choice.
        path: the whole path with them.
    """

    changed: tuple[tuple[int, ChoiceId], ...]
    path: Path
    ending: EndingId


def way_back(table: Table, path: Path, end: Play) -> WayBack | None:
    """The one reply whose change wins back most; two, when no one change lifts the ending."""
    reached = order_of(end)
    if reached == max(KIND_ORDER.values()):
        return None
    ways = _Ways(table)
    for count in range(1, MOST_CHANGED + 1):
        found = _highest(ways, path, reached, count)
        if found is not None:
            return found
    return None


def order_of(play: Play) -> int:
    """How good a finished play's kind of ending is, 0 to 3."""
    assert play.ending is not None
    return KIND_ORDER[play.scenario.endings[play.ending].kind]


def _highest(ways: "_Ways", path: Path, reached: int, count: int) -> WayBack | None:
    table = ways.table
    scenario, best = table.graph.scenario, None
    turns = tuple(state.turn for state in states(scenario, path, table.name))
    for changes in _changes(scenario, path, turns, count):
        play = _replayed(table, _Kept(ways, path, turns, dict(changes)))
        if play is None or order_of(play) <= reached:
            continue
        assert play.ending is not None
        gained = path_worth(scenario, play.path, table.name)
        if best is None or gained > best[0] + EQUAL:
            best = gained, WayBack(changes, play.path, play.ending)
    return best[1] if best else None


def _changes(
    scenario: Scenario, path: Path, turns: tuple[TurnId, ...], count: int
) -> Iterator[tuple[tuple[int, ChoiceId], ...]]:
    """Every way to say something else in so many places, earlier places first."""
    for places in itertools.combinations(range(len(path)), count):
        others = [
            [c.id for c in scenario.turns[turns[i]].choices if c.id != path[i].choice]
            for i in places
        ]
        for choices in itertools.product(*others):
            yield tuple(zip(places, choices, strict=True))


def _replayed(table: Table, kept: "_Kept") -> Play | None:
    """The path with some changes; None when one of them never comes up.

    Elsewhere the same turn keeps its reply, and what is new is played best. Chance met by the
    same choice in the same turn falls as it fell, else on the heaviest branch.
    """
    play = begin(table.graph.scenario, table.name)
    while play.ending is None:
        choice = kept.reply(play)
        if choice is None:
            return None
        play = go_on(play, choice, kept.fall(play, choice))
    return None if kept.wanted else play


def play_best(table: Table, play: Play) -> Play:
    """The play brought to its end with the first best reply each time, the heaviest branch."""
    while play.ending is None:
        choice = table.best_choice(play.state)
        play = go_on(play, choice, heaviest_of(falls(play.scenario, play.state, choice)))
    return play


class _Ways:
    """What may be said in a state and how it may fall: replays meet the same states again."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._offered: dict[State, dict[ChoiceId, Choice]] = {}
        self._falls: dict[tuple[State, ChoiceId], tuple[Fall, ...]] = {}

    def offered(self, play: Play) -> Mapping[ChoiceId, Choice]:
        """The replies that can be given now."""
        state = play.state
        if state not in self._offered:
            self._offered[state] = {choice.id: choice for choice in play.offered}
        return self._offered[state]

    def falls(self, play: Play, choice: Choice) -> tuple[Fall, ...]:
        """Every way one of them may turn out."""
        met = play.state, choice.id
        if met not in self._falls:
            self._falls[met] = falls(play.scenario, play.state, choice)
        return self._falls[met]


class _Kept:
    """What a replay of a path with changes still has to keep; used up as it is played.

    Attributes:
        wanted: the places that are changed, and what is said there.
    """

    def __init__(
        self, ways: _Ways, path: Path, turns: tuple[TurnId, ...], wanted: dict[int, ChoiceId]
    ) -> None:
        self.ways = ways
        self.path = path
        self.wanted = wanted
        self.places: dict[TurnId, list[int]] = {}
        self.draws: dict[tuple[TurnId, ChoiceId], list[Step]] = {}
        for place, (step, turn) in enumerate(zip(path, turns, strict=True)):
            self.places.setdefault(turn, []).append(place)
            if step.branch is not None:
                self.draws.setdefault((turn, step.choice), []).append(step)

    def reply(self, play: Play) -> Choice | None:
        """The reply to give; None when a wanted one is not offered here."""
        offered = self.ways.offered(play)
        waiting = self.places.get(play.turn.id)
        place = waiting.pop(0) if waiting else None
        if place in self.wanted:
            return offered.get(self.wanted.pop(place))
        if place is not None and self.path[place].choice in offered:
            return offered[self.path[place].choice]
        return self.ways.table.best_choice(play.state)

    def fall(self, play: Play, choice: Choice) -> Fall:
        """How it falls: as it fell when this choice was last met in this turn, where it can."""
        ways = self.ways.falls(play, choice)
        fallen = self.draws.get((play.turn.id, choice.id))
        if ways[0].branch is None or not fallen:
            return heaviest_of(ways)
        branch = fallen.pop(0).branch
        return next((way for way in ways if way.branch_id == branch), heaviest_of(ways))
