"""What is said about one play after it: steps, score, the moment, the way back, what worked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from .brute import BEST, FINE, HALF, SAME, Brute, Path, first_highest, heaviest, same
from .rules import METERS, Landing, NotOffered, RefereeError, Reply, State, total, weights

KINDS = {"bloom": 3, "grow": 2, "kind-no": 2, "repair": 2, "fade": 1, "shut": 0}
HIGHEST_KIND = 3
FELT = ((1, "cold"), (3, "cool"), (5, "so-so"), (7, "warm"), (10, "glad"))

Visit = tuple[str, int]  # a turn and how often it had come up before in this play


class Unfinished(RefereeError):
    """The path stops before an ending."""


class Step(NamedTuple):
    """One reply of a play, judged.

    Attributes:
        state: The state it was given in.
        turn: That state's turn.
        offered: The ids of the offered choices, in file order.
        choice: The id of the one played.
        branch: The chance branch drawn, if any.
        declined: Whether it was an ask that was declined.
        own: Its own worth; what a chance branch brings is not in it.
        brings: Worth of what the drawn branch newly brought.
        q: Its own worth and the expected best after it.
        mean_q: The mean q of all offered choices.
        regret: Best minus q.
        luck: Best after what was drawn minus the mean best; 0 where nothing is drawn.
        judged: Whether the turn is judged in this state.
        verdict: The shown verdict; None where not judged.
        e: The evidence; None where not judged.
        g: The mean evidence of all offered choices; None where not judged.
        best_choice: The first best choice in file order.
        own_loss: d, the best choice's own worth minus this one's.
        after: The state it led to.
    """

    state: State
    turn: str
    offered: tuple[str, ...]
    choice: str
    branch: str | None
    declined: bool
    own: Fraction
    brings: Fraction
    q: Fraction
    mean_q: Fraction
    regret: Fraction
    luck: Fraction
    judged: bool
    verdict: str | None
    e: Fraction | None
    g: Fraction | None
    best_choice: str
    own_loss: Fraction
    after: State


@dataclass(frozen=True)
class Worked:
    """The reply named under "what worked".

    Attributes:
        step: Its place in the path.
        nearest: True where no reply was fine or better and this only came nearest.
    """

    step: int
    nearest: bool


@dataclass(frozen=True)
class OneMeter:
    """The one meter the story turned on.

    Attributes:
        meter: Its name.
        difference: Weight times (end of the path minus end of the best line).
    """

    meter: str
    difference: Fraction


@dataclass(frozen=True)
class Change:
    """One reply of the path, changed.

    Attributes:
        step: Its place in the path.
        choice: The id of the choice played there instead.
    """

    step: int
    choice: str


@dataclass(frozen=True)
class WayBack:
    """The changed play that would have ended in a better kind.

    Attributes:
        changes: One changed reply, or two.
        path: The whole changed play.
        ending: The ending it reaches.
        worth: W at its end.
    """

    changes: tuple[Change, ...]
    path: Path
    ending: str
    worth: Fraction


def landing_on(reply: Reply, branch: str | None) -> Landing:
    """Return the landing of a reply on the branch that was drawn."""
    for landing in reply.landings:
        if landing.branch == branch:
            return landing
    message = f"choice {reply.choice!r} cannot come out as {branch!r}"
    raise NotOffered(message)


def travel(brute: Brute, path: Path) -> list[tuple[State, Reply, Landing]]:
    """Play a path from the start, without judging it."""
    state, travelled = brute.start, []
    for choice, branch in path:
        reply = brute.reply(state, choice)
        landing = landing_on(reply, branch)
        travelled.append((state, reply, landing))
        state = landing.state
    return travelled


def end_of(brute: Brute, path: Path) -> State:
    """Return the state at the end of a finished path."""
    travelled = travel(brute, path)
    end = travelled[-1][2].state if travelled else brute.start
    if end.ending is None:
        message = f"the path stops in turn {end.turn!r}"
        raise Unfinished(message)
    return end


def worth_at_end(brute: Brute, path: Path) -> Fraction:
    """Return W: the start's meters weighed, and what every reply and branch paid."""
    paid = total(reply.own + landing.brings for _, reply, landing in travel(brute, path))
    return brute.start_worth() + paid


def steps(brute: Brute, path: Path) -> tuple[Step, ...]:
    """Judge every reply of a path, finished or not."""
    return brute.once("steps", path, lambda p: tuple(judge(brute, *e) for e in travel(brute, p)))


def judge(brute: Brute, state: State, reply: Reply, landing: Landing) -> Step:
    """Judge one reply where it was given."""
    best, qs = brute.best_reply(state), brute.qs(state)
    return Step(
        state=state,
        turn=str(state.turn),
        offered=tuple(each.choice for each in brute.replies(state)),
        choice=reply.choice,
        branch=landing.branch,
        declined=reply.declined,
        own=reply.own,
        brings=landing.brings,
        q=brute.q(state, reply.choice),
        mean_q=total(qs) / len(qs),
        regret=brute.regret(state, reply.choice),
        luck=brute.luck(reply, landing),
        judged=brute.judged(state),
        verdict=brute.verdict(state, reply.choice),
        e=brute.evidence(state, reply.choice),
        g=brute.guess(state),
        best_choice=best.choice,
        own_loss=best.own - reply.own,
        after=landing.state,
    )


def score(brute: Brute, path: Path) -> Fraction:
    """Return 100 · (1 − (Σ regret / stake) / n) of a finished path: luck is out."""
    end_of(brute, path)
    regrets = total(brute.regret(s, reply.choice) for s, reply, _ in travel(brute, path))
    return 100 * (1 - regrets / brute.stake() / brute.n())


def moment(brute: Brute, path: Path) -> int | None:
    """Return the place of the reply that mattered: the largest regret, first among equals.

    At or below half the stake there is none.
    """
    regrets = [step.regret for step in steps(brute, path)]
    place = first_highest(regrets)
    return place if regrets[place] > brute.stake() * HALF + SAME else None


def won_back(brute: Brute, path: Path) -> tuple[bool, ...]:
    """Tell of each reply whether it was won back.

    That is: it lost something of its own, and its regret with all later regret is at most half
    of that loss.
    """
    played = steps(brute, path)
    return tuple(
        step.own_loss > SAME
        and total(later.regret for later in played[place:]) <= step.own_loss * HALF + SAME
        for place, step in enumerate(played)
    )


def what_worked(brute: Brute, path: Path) -> Worked | None:
    """Return the judged reply, fine or better, that stood out most against its turn's mean.

    If none was fine, the one of smallest regret, as what came nearest; first among equals.
    """
    judged = [(place, s) for place, s in enumerate(steps(brute, path)) if s.judged]
    good = [(place, s) for place, s in judged if s.verdict in {BEST, FINE}]
    if good:
        return Worked(good[first_highest([s.q - s.mean_q for _, s in good])][0], nearest=False)
    if judged:
        return Worked(judged[first_highest([-s.regret for _, s in judged])][0], nearest=True)
    return None


def one_meter(brute: Brute, path: Path) -> OneMeter | None:
    """Return the meter with the largest weighed distance from the best line's end.

    Ties go by the order rapport, trust, energy, credibility; where all are 0 there is none.
    """
    ours, bests = end_of(brute, path), end_of(brute, brute.best_line())
    weight = weights(brute.scenario)
    gaps = [weight[name] * (ours.meter(name) - bests.meter(name)) for name in METERS]
    place = first_highest([abs(gap) for gap in gaps])
    return None if same(gaps[place], Fraction(0)) else OneMeter(METERS[place], gaps[place])


def felt(brute: Brute, path: Path) -> str:
    """Return how the counterpart felt at the end, by rapport."""
    rapport = end_of(brute, path).meter("rapport")
    return next(name for top, name in FELT if rapport <= top)


def kind_order(brute: Brute, ending: str) -> int:
    """Return the order of an ending's kind: bloom over the middle three over fade over shut."""
    return KINDS[brute.scenario["endings"][ending]["kind"]]


def visits(turns: Iterable[str]) -> Iterator[Visit]:
    """Number the times a turn comes up in a play: first visit 0, second 1, and so on."""
    seen: Counter[str] = Counter()
    for turn in turns:
        yield turn, seen[turn]
        seen[turn] += 1


@dataclass(frozen=True)
class _Kept:
    """What the path says about a changed play: the replies by visit, the draws by reply."""

    visits: tuple[Visit, ...]
    replies: Mapping[Visit, str]
    draws: Mapping[tuple[str, str], tuple[str, ...]]


def kept_of(brute: Brute, path: Path) -> _Kept:
    """Note which reply was given at each visit of a turn and how its chances fell."""
    travelled = travel(brute, path)
    numbered = tuple(visits(str(state.turn) for state, _, _ in travelled))
    draws: dict[tuple[str, str], tuple[str, ...]] = {}
    for state, reply, landing in travelled:
        if landing.branch is not None:
            key = str(state.turn), reply.choice
            draws[key] = (*draws.get(key, ()), landing.branch)
    return _Kept(numbered, dict(zip(numbered, (c for c, _ in path), strict=True)), draws)


def changed_play(brute: Brute, kept: _Kept, changes: Mapping[Visit, str]) -> Path | None:
    """Play a path again with some replies changed; None where a change cannot be made.

    Every other reply is kept where its turn comes up again for the same time in the play; a
    kept choice that is not offered, and any turn the path did not meet, is played best. Chance
    met by the same choice in the same turn falls as it was drawn, else the heaviest branch.
    """
    state, path, used = brute.start, list[tuple[str, str | None]](), Counter[tuple[str, str]]()
    seen, made, given = Counter[str](), set[Visit](), {**kept.replies, **changes}
    while state.turn is not None:
        visit = state.turn, seen[state.turn]
        seen[state.turn] += 1
        reply = reply_given(brute, state, given.get(visit))
        if visit in changes and reply.choice != changes[visit]:
            return None
        made |= {visit} & changes.keys()
        key = state.turn, reply.choice
        landing = as_drawn(reply, kept.draws.get(key, ())[used[key] :])
        used[key] += landing.branch is not None
        path.append((reply.choice, landing.branch))
        state = landing.state
    return tuple(path) if made == changes.keys() else None


def reply_given(brute: Brute, state: State, wanted: str | None) -> Reply:
    """Return the wanted reply where it is offered, else the best."""
    for reply in brute.replies(state):
        if reply.choice == wanted:
            return reply
    return brute.best_reply(state)


def as_drawn(reply: Reply, draws: tuple[str, ...]) -> Landing:
    """Let chance fall as it was drawn, if it was and the branch is there; else the heaviest."""
    for landing in reply.landings:
        if draws and landing.branch == draws[0]:
            return landing
    return heaviest(reply.landings)


def other_choices(brute: Brute, visit: Visit, played: str) -> list[str]:
    """Name a turn's other choices, in file order, offered or not."""
    choices = brute.scenario["turns"][visit[0]]["choices"]
    return [choice["id"] for choice in choices if choice["id"] != played]


def change_sets(brute: Brute, path: Path, kept: _Kept, count: int) -> Iterator[tuple[Change, ...]]:
    """List every way to change so many replies of a path, the earliest replies first."""
    for places in combinations(range(len(path)), count):
        ways: list[tuple[Change, ...]] = [()]
        for at in places:
            others = other_choices(brute, kept.visits[at], path[at][0])
            ways = [(*way, Change(at, other)) for way in ways for other in others]
        yield from ways


def way_back(brute: Brute, path: Path) -> WayBack | None:
    """Return the change that wins back most among those that lift the ending's kind.

    All single changes are tried, then, if none lifts it, all pairs. The highest W wins, then the
    earliest reply. There is none after the highest kind, and none where no two changes help.
    """
    order = kind_order(brute, str(end_of(brute, path).ending))
    if order == HIGHEST_KIND:
        return None
    kept = kept_of(brute, path)
    for count in (1, 2):
        found = list(lifting(brute, path, kept, count, order))
        if found:
            return found[first_highest([way.worth for way in found])]
    return None


def lifting(brute: Brute, path: Path, kept: _Kept, count: int, order: int) -> Iterator[WayBack]:
    """List the changed plays that end in a higher kind than the played one."""
    for changes in change_sets(brute, path, kept, count):
        wanted = {kept.visits[change.step]: change.choice for change in changes}
        played = changed_play(brute, kept, wanted)
        if played is not None:
            ending = str(end_of(brute, played).ending)
            if kind_order(brute, ending) > order:
                yield WayBack(changes, played, ending, worth_at_end(brute, played))
