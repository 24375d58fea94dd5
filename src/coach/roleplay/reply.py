"""One reply: what is offered, and what it does, in one fixed order."""

from dataclasses import dataclass
from typing import NamedTuple

from coach.content.scenario import (
    HIGHEST,
    LOWEST,
    TRUST,
    Arm,
    Branch,
    BranchId,
    Chance,
    Choice,
    Condition,
    DeedId,
    FactId,
    Goto,
    Meters,
    Scenario,
    Target,
    Text,
    ToEnding,
    ToTurn,
    Turn,
    TurnId,
)


class Feelings(NamedTuple):
    """Everything a condition may ask about: how they feel, what is known, what was done."""

    meters: Meters
    facts: frozenset[FactId]
    deeds: frozenset[DeedId]


class State(NamedTuple):
    """A turn and the feelings it is met with."""

    turn: TurnId
    feelings: Feelings


@dataclass(frozen=True, slots=True)
class Fall:
    """One way a reply may turn out.

    Attributes:
        branch: None where nothing is left to chance.
        probability: in (0, 1]; the falls of one reply sum to 1.
        before: the feelings after the reply, before chance brought anything new.
        after: the feelings chance left.
        goes_to: a turn, or the ending.
        cut_short: an exit replaced the turn the reply would have led to.
    """

    branch: Branch | None
    probability: float
    before: Feelings
    after: Feelings
    goes_to: ToTurn | ToEnding
    cut_short: bool

    @property
    def branch_id(self) -> BranchId | None:
        """The branch's id; None where nothing is left to chance."""
        return None if self.branch is None else self.branch.id


def holds(condition: Condition, feelings: Feelings) -> bool:
    """Whether all parts of a condition hold."""
    meters, facts, deeds = feelings
    for bound in condition.bounds:
        level = meters[bound.meter]
        if level < bound.n if bound.at_least else level > bound.n:
            return False
    return (
        condition.knows <= facts
        and condition.lacks.isdisjoint(facts)
        and condition.did <= deeds
        and condition.not_did.isdisjoint(deeds)
    )


def wording(text: Text, feelings: Feelings) -> str:
    """The first wording that holds."""
    return next(variant.text for variant in text if holds(variant.when, feelings))


def offered(turn: Turn, feelings: Feelings) -> tuple[Choice, ...]:
    """The choices whose condition holds, in file order."""
    return tuple(choice for choice in turn.choices if holds(choice.when, feelings))


def is_declined(choice: Choice, feelings: Feelings) -> bool:
    """Whether the ask is larger than the trust there is before the reply."""
    return choice.ask is not None and feelings.meters[TRUST] < choice.ask.trust


def effects(choice: Choice, *, declined: bool) -> Meters:
    """What counts of the written effects: of a declined ask the losses only."""
    return Meters(*(min(0, e) for e in choice.effects)) if declined else choice.effects


def answer(choice: Choice, *, declined: bool) -> tuple[frozenset[FactId], frozenset[DeedId], Goto]:
    """What a reply learns, does and leads to, as it is taken."""
    if declined and choice.ask is not None:
        refusal = choice.ask.declined
        return refusal.learns, refusal.does, refusal.goto
    return choice.learns, choice.does, choice.goto


def falls(scenario: Scenario, state: State, choice: Choice) -> tuple[Fall, ...]:
    """Every way one reply may turn out, in file order; one where nothing is left to chance.

    The order is fixed: the ask is looked at before any effect, effects are cut to 0–10, then
    facts and deeds, then the goto on the new feelings, then chance, then the exits.
    """
    declined = is_declined(choice, state.feelings)
    learns, does, goto = answer(choice, declined=declined)
    meters = _moved(state.feelings.meters, effects(choice, declined=declined))
    feelings = Feelings(meters, state.feelings.facts | learns, state.feelings.deeds | does)
    arm = _arm(goto, feelings)
    if not isinstance(arm.to, Chance):
        goes_to, cut = _landing(scenario, state.turn, arm.to, feelings)
        return (Fall(None, 1.0, feelings, feelings, goes_to, cut),)
    return tuple(
        _fall(scenario, state.turn, feelings, arm.to, branch) for branch in arm.to.branches
    )


def _fall(
    scenario: Scenario, turn: TurnId, before: Feelings, chance: Chance, branch: Branch
) -> Fall:
    after = before._replace(facts=before.facts | branch.learns, deeds=before.deeds | branch.does)
    goes_to, cut = _landing(scenario, turn, branch.goto, after)
    return Fall(branch, branch.weight / chance.total, before, after, goes_to, cut)


def _moved(meters: Meters, change: Meters) -> Meters:
    moved = (max(LOWEST, min(HIGHEST, m + c)) for m, c in zip(meters, change, strict=True))
    return Meters(*moved)


def _arm(goto: Goto, feelings: Feelings) -> Arm:
    return next(arm for arm in goto if holds(arm.when, feelings))


def _landing(
    scenario: Scenario, turn: TurnId, target: Target, feelings: Feelings
) -> tuple[ToTurn | ToEnding, bool]:
    """Where a target leads on these feelings, and whether an exit took its place."""
    if isinstance(target, ToTurn):
        if turn != scenario.opening:
            for way_out in scenario.exits:
                if holds(way_out.when, feelings):
                    return ToEnding(way_out.ending), True
        return target, False
    if isinstance(target, ToEnding):
        return target, False
    taken = next(case for case in scenario.outcome if holds(case.when, feelings))
    return ToEnding(taken.ending), False


def reaction(choice: Choice, fall: Fall, *, declined: bool) -> str:
    """What the counterpart answers at once, before chance is revealed."""
    taken = choice.ask.declined.reaction if declined and choice.ask else choice.reaction
    return wording(taken, fall.before)
