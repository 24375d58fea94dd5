"""The fewest other replies with which a path would have come to a better kind of ending."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.content.scenario import Choice, ChoiceId, EndingId, EndingKind, TurnId
from coach.roleplay.path_worth import path_worth
from coach.roleplay.play import Path, Play, Step, begin, states, take
from coach.roleplay.reply import falls
from coach.roleplay.values import EQUAL
from coach.roleplay.worth import Table, heaviest

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
    for count in range(1, MOST_CHANGED + 1):
        found = _highest(table, path, reached, count)
        if found is not None:
            return found
    return None


def order_of(play: Play) -> int:
    """How good a finished play's kind of ending is, 0 to 3."""
    assert play.ending is not None
    return KIND_ORDER[play.scenario.endings[play.ending].kind]


def _highest(table: Table, path: Path, reached: int, count: int) -> WayBack | None:
    scenario, best = table.graph.scenario, None
    for changes in _changes(table, path, count):
        play = _replayed(table, path, changes)
        if play is None or order_of(play) <= reached:
            continue
        assert play.ending is not None
        gained = path_worth(scenario, play.path, table.name)
        if best is None or gained > best[0] + EQUAL:
            best = gained, WayBack(changes, play.path, play.ending)
    return best[1] if best else None


def _changes(table: Table, path: Path, count: int) -> Iterator[tuple[tuple[int, ChoiceId], ...]]:
    """Every way to say something else in so many places, earlier places first."""
    turns = [state.turn for state in states(table.graph.scenario, path, table.name)]
    for places in itertools.combinations(range(len(path)), count):
        others = [
            [c.id for c in table.graph.scenario.turns[turns[i]].choices if c.id != path[i].choice]
            for i in places
        ]
        for choices in itertools.product(*others):
            yield tuple(zip(places, choices, strict=True))


def _replayed(table: Table, path: Path, changes: tuple[tuple[int, ChoiceId], ...]) -> Play | None:
    """The path with these changes; None when one of them never comes up.

    Elsewhere the same turn keeps its reply, and what is new is played best. Chance met by the
    same choice in the same turn falls as it fell, else on the heaviest branch.
    """
    kept = _Kept(table, path, dict(changes))
    play = begin(table.graph.scenario, table.name)
    while play.ending is None:
        choice = kept.reply(play)
        if choice is None:
            return None
        play = take(play, kept.drawn(play, choice))
    return None if kept.wanted else play


def play_best(table: Table, play: Play) -> Play:
    """The play brought to its end with the first best reply each time, the heaviest branch."""
    while play.ending is None:
        play = take(play, heaviest(play, _best(table, play)))
    return play


def _best(table: Table, play: Play) -> Choice:
    return table.moment(play.state).best_offer.choice


class _Kept:
    """What a replay of a path with changes still has to keep; used up as it is played."""

    def __init__(self, table: Table, path: Path, wanted: dict[int, ChoiceId]) -> None:
        self.table = table
        self.path = path
        self.wanted = wanted
        self.places: dict[TurnId, list[int]] = {}
        self.draws: dict[tuple[TurnId, ChoiceId], list[Step]] = {}
        steps = zip(path, states(table.graph.scenario, path, table.name), strict=True)
        for place, (step, state) in enumerate(steps):
            self.places.setdefault(state.turn, []).append(place)
            if step.branch is not None:
                self.draws.setdefault((state.turn, step.choice), []).append(step)

    def reply(self, play: Play) -> Choice | None:
        """The reply to give; None when a wanted one is not offered here."""
        offered = {choice.id: choice for choice in play.offered}
        waiting = self.places.get(play.turn.id)
        place = waiting.pop(0) if waiting else None
        if place in self.wanted:
            return offered.get(self.wanted.pop(place))
        if place is not None and self.path[place].choice in offered:
            return offered[self.path[place].choice]
        return _best(self.table, play)

    def drawn(self, play: Play, choice: Choice) -> Step:
        """The step, with chance as it fell when this choice was last met in this turn."""
        ways = falls(play.scenario, play.state, choice)
        fallen = self.draws.get((play.turn.id, choice.id))
        if ways[0].branch is None or not fallen:
            return heaviest(play, choice)
        step = fallen.pop(0)
        known = {way.branch.id for way in ways if way.branch}
        return step if step.branch in known else heaviest(play, choice)
