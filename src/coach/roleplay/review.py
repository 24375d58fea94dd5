"""A finished path, looked back at: what each reply cost, where it turned, the way back.

Sources of every figure: docs/scoring-vectors/README.md.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coach.content.scenario import (
    METERS,
    Choice,
    ChoiceId,
    Ending,
    EndingId,
    EndingKind,
    Meters,
    Scenario,
    TurnId,
)
from coach.roleplay.play import (
    Fall,
    Feelings,
    Path,
    Play,
    Step,
    begin,
    effects,
    falls,
    is_declined,
    replay,
    states,
    step_of,
    take,
)
from coach.roleplay.values import EQUAL
from coach.roleplay.verdict import FINE, GOOD
from coach.roleplay.worth import Moment, Offer, Table, heaviest

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
class Reply:
    """One reply of a path with its worth.

    Attributes:
        luck: what chance gave beyond its mean; 0 where nothing was left to it.
        own_loss: own worth of the turn's best reply minus this one's.
        won_back: it lost something at once, and at least half of that was mended later.
    """

    step: Step
    moment: Moment
    offer: Offer
    fall: Fall
    luck: float
    own_loss: float
    won_back: bool = False

    @property
    def better(self) -> Offer:
        """The best reply of this state, the first in file order."""
        return next(offer for offer in self.moment.offers if offer.regret == 0)


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


@dataclass(frozen=True, slots=True)
class Review:
    """A finished path.

    Attributes:
        worth: of the whole path, the start included.
        score: 100 is the best line, 0 what random tapping earns; uncut.
        mattered: the place of the reply with the largest regret; None when no reply is worse
            than fine.
        worked: the place of the reply to praise; None when no turn of the path was judged.
        nearest_only: no judged reply was fine, and this one only came nearest.
        meter: the meter the story turned on, against the best line; None when they end alike.
        way_back: None after the best kind of ending, or when two changes do not lift it.
    """

    scenario: Scenario
    start: str
    replies: tuple[Reply, ...]
    end: Play
    worth: float
    score: float
    mattered: int | None
    worked: int | None
    nearest_only: bool
    meter: str | None
    way_back: WayBack | None

    @property
    def ending(self) -> Ending:
        """How it ended."""
        assert self.end.ending is not None
        return self.scenario.endings[self.end.ending]


def review(table: Table, path: Path) -> Review:
    """Look back at a finished path.

    Raises:
        UnknownChoice: the path cannot be played.
        ValueError: the path has not ended.
    """
    scenario = table.graph.scenario
    end = replay(scenario, path, table.name)
    if end.ending is None:
        raise ValueError(f"{scenario.id}: this path has not ended")
    replies = _won_back(tuple(_replies(table, path)))
    worked, nearest_only = _worked(replies)
    return Review(
        scenario,
        table.name,
        replies,
        end,
        path_worth(scenario, path, table.name),
        score(table, replies),
        _mattered(table, replies),
        worked,
        nearest_only,
        _meter(table, end),
        way_back(table, path, end),
    )


def _replies(table: Table, path: Path) -> Iterator[Reply]:
    play = begin(table.graph.scenario, table.name)
    for step in path:
        moment = table.moment(play.state)
        _, fall = step_of(play, step)
        offer = moment.offer(step.choice)
        best = next(other for other in moment.offers if other.regret == 0)
        own_loss = best.own - offer.own
        yield Reply(step, moment, offer, fall, luck(table, play, offer, fall), own_loss)
        play = take(play, step)


def luck(table: Table, play: Play, offer: Offer, fall: Fall) -> float:
    """What this fall of chance is worth beyond the mean of all falls."""
    if fall.branch is None:
        return 0.0
    paid = new_worth(play.scenario, fall.before, fall.after)
    step = Step(offer.choice.id, fall.branch.id)
    after = take(play, step)
    best = 0.0 if after.ending else table.moment(after.state).best
    return paid + best - (offer.q - offer.own)


def _won_back(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Mark the losses of which at least half came back: all regret from there on is small."""
    marked, later = [], 0.0
    for reply in reversed(replies):
        later += reply.offer.regret
        back = reply.own_loss > EQUAL and later <= reply.own_loss / 2 + EQUAL
        marked.append(replace(reply, won_back=back))
    return tuple(reversed(marked))


def path_worth(scenario: Scenario, path: Path, start: str) -> float:
    """W: the start's meters, effects as written, and what was newly learned and done."""
    play = begin(scenario, start)
    total = _weighed(scenario, play.feelings.meters)
    for step in path:
        choice, fall = step_of(play, step)
        declined = is_declined(choice, play.feelings)
        total += _weighed(scenario, effects(choice, declined=declined))
        total += new_worth(scenario, play.feelings, fall.after)
        play = take(play, step)
    return total


def new_worth(scenario: Scenario, before: Feelings, after: Feelings) -> float:
    """What the facts and deeds are worth that were not there before."""
    facts = sum(scenario.facts[fact].worth for fact in after.facts - before.facts)
    return facts + sum(scenario.deeds[deed].worth for deed in after.deeds - before.deeds)


def _weighed(scenario: Scenario, meters: Meters) -> float:
    return sum(weight * level for weight, level in zip(scenario.weights, meters, strict=True))


def score(table: Table, replies: tuple[Reply, ...]) -> float:
    """100 · (1 − (Σ regret / stake) / n), uncut."""
    lost = sum(reply.offer.regret for reply in replies)
    return 100 * (1 - lost / table.stake / table.n)


def score_of(table: Table, path: Path) -> float:
    """The score of a finished path."""
    return score(table, tuple(_replies(table, path)))


def _mattered(table: Table, replies: tuple[Reply, ...]) -> int | None:
    largest = max(reply.offer.regret for reply in replies)
    if largest <= FINE * table.stake + EQUAL:
        return None
    return next(i for i, r in enumerate(replies) if r.offer.regret >= largest - EQUAL)


def _worked(replies: tuple[Reply, ...]) -> tuple[int | None, bool]:
    """The judged reply that did most of those not worse than fine, else the nearest to it."""
    fine = [i for i, r in enumerate(replies) if r.offer.verdict in GOOD]
    if fine:
        gains = {i: _gain(replies[i]) for i in fine}
        return next(i for i in fine if gains[i] >= max(gains.values()) - EQUAL), False
    regrets = {i: r.offer.regret for i, r in enumerate(replies) if r.moment.judged}
    if not regrets:
        return None, False
    least = min(regrets.values())
    return next(i for i, regret in regrets.items() if regret <= least + EQUAL), True


def _gain(reply: Reply) -> float:
    offers = reply.moment.offers
    return reply.offer.q - sum(offer.q for offer in offers) / len(offers)


def _meter(table: Table, end: Play) -> str | None:
    best = replay(end.scenario, table.line(), table.name)
    pairs = zip(end.scenario.weights, end.feelings.meters, best.feelings.meters, strict=True)
    apart = [abs(weight * (mine - theirs)) for weight, mine, theirs in pairs]
    largest = max(apart)
    return METERS[apart.index(largest)] if largest > 0 else None


def way_back(table: Table, path: Path, end: Play) -> WayBack | None:
    """The one reply whose change wins back most; two, when no one change lifts the ending."""
    reached = _order(end)
    if reached == max(KIND_ORDER.values()):
        return None
    for count in range(1, MOST_CHANGED + 1):
        found = _highest(table, path, reached, count)
        if found is not None:
            return found
    return None


def _order(play: Play) -> int:
    assert play.ending is not None
    return KIND_ORDER[play.scenario.endings[play.ending].kind]


def _highest(table: Table, path: Path, reached: int, count: int) -> WayBack | None:
    scenario, best = table.graph.scenario, None
    for changes in _changes(table, path, count):
        play = _replayed(table, path, changes)
        if play is None or _order(play) <= reached:
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
        best = (o.choice for o in self.table.moment(play.state).offers if o.regret == 0)
        return next(best)

    def drawn(self, play: Play, choice: Choice) -> Step:
        """The step, with chance as it fell when this choice was last met in this turn."""
        ways = falls(play.scenario, play.state, choice)
        fallen = self.draws.get((play.turn.id, choice.id))
        if ways[0].branch is None or not fallen:
            return heaviest(play, choice)
        step = fallen.pop(0)
        known = {way.branch.id for way in ways if way.branch}
        return step if step.branch in known else heaviest(play, choice)
