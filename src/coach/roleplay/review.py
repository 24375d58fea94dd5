"""A finished path, looked back at: what each reply cost, where it turned, the way back.

Sources of every figure: docs/scoring-vectors/README.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coach.content.scenario import METERS, Ending, Scenario
from coach.roleplay.path_worth import new_worth, path_worth
from coach.roleplay.play import Path, Play, Step, begin, replay, step_of, take
from coach.roleplay.reply import Fall
from coach.roleplay.values import EQUAL
from coach.roleplay.verdict import FINE, GOOD
from coach.roleplay.way_back import WayBack, way_back
from coach.roleplay.worth import Moment, Offer, Table


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
        return self.moment.best_offer


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
        unjudged: the places of replies that were not the learner's own choice.
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
    unjudged: frozenset[int] = frozenset()

    @property
    def ending(self) -> Ending:
        """How it ended."""
        assert self.end.ending is not None
        return self.scenario.endings[self.end.ending]


def review(table: Table, path: Path, unjudged: frozenset[int] = frozenset()) -> Review:
    """Look back at a finished path.

    Args:
        table: the worth of the start it began from.
        path: every reply.
        unjudged: the places of replies that were not the learner's own choice: they are neither
            praised nor what mattered.

    Raises:
        UnknownChoice: the path cannot be played.
        ValueError: the path has not ended.
    """
    scenario = table.graph.scenario
    end = replay(scenario, path, table.name)
    if end.ending is None:
        raise ValueError(f"{scenario.id}: this path has not ended")
    replies = _won_back(tuple(_replies(table, path)))
    worked, nearest_only = _worked(replies, unjudged)
    return Review(
        scenario,
        table.name,
        replies,
        end,
        path_worth(scenario, path, table.name),
        score(table, replies),
        _mattered(table, replies, unjudged),
        worked,
        nearest_only,
        _meter(table, end),
        way_back(table, path, end),
        unjudged,
    )


def _replies(table: Table, path: Path) -> Iterator[Reply]:
    play = begin(table.graph.scenario, table.name)
    for step in path:
        moment = table.moment(play.state)
        _, fall = step_of(play, step)
        offer = moment.offer(step.choice)
        own_loss = moment.best_offer.own - offer.own
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


def score(table: Table, replies: tuple[Reply, ...]) -> float:
    """100 · (1 − (Σ regret / stake) / n), uncut."""
    lost = sum(reply.offer.regret for reply in replies)
    return 100 * (1 - lost / table.stake / table.n)


def score_of(table: Table, path: Path) -> float:
    """The score of a finished path."""
    return score(table, tuple(_replies(table, path)))


def _mattered(table: Table, replies: tuple[Reply, ...], unjudged: frozenset[int]) -> int | None:
    regrets = {i: r.offer.regret for i, r in enumerate(replies) if i not in unjudged}
    largest = max(regrets.values(), default=0.0)
    if largest <= FINE * table.stake + EQUAL:
        return None
    return next(i for i, regret in regrets.items() if regret >= largest - EQUAL)


def _worked(replies: tuple[Reply, ...], unjudged: frozenset[int]) -> tuple[int | None, bool]:
    """The judged reply that did most of those not worse than fine, else the nearest to it."""
    own = [(i, r) for i, r in enumerate(replies) if i not in unjudged]
    fine = [i for i, r in own if r.offer.verdict in GOOD]
    if fine:
        gains = {i: _gain(replies[i]) for i in fine}
        return next(i for i in fine if gains[i] >= max(gains.values()) - EQUAL), False
    regrets = {i: r.offer.regret for i, r in own if r.moment.judged}
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
