"""What a reply is called, and what it tells about a skill."""

from typing import Literal, TypeAlias

from coach.content.scenario import MoveKind
from coach.roleplay.values import EQUAL

Verdict: TypeAlias = Literal["best", "fine", "missed chance", "misstep", "costly"]

VERDICTS: tuple[tuple[float, Verdict], ...] = (
    (0.0, "best"),
    (0.5, "fine"),
    (1.0, "missed chance"),
    (1.75, "misstep"),
)
"""The most regret, in stakes, a reply may have for each verdict."""

WORST_VERDICT: Verdict = "costly"
FINE = 0.5
GOOD: frozenset[Verdict] = frozenset({"best", "fine"})
MOST_FOR_EVIDENCE = 2.0


def verdict(regret: float, stake: float, kind: MoveKind) -> Verdict:
    """The verdict for a regret; a trap is never shown as better than a missed chance.

    >>> verdict(0.0, 2.0, "good"), verdict(1.0, 2.0, "fair"), verdict(0.0, 2.0, "trap")
    ('best', 'fine', 'missed chance')
    >>> verdict(3.5, 2.0, "trap"), verdict(3.6, 2.0, "trap")
    ('misstep', 'costly')
    """
    if kind == "trap" and regret <= stake + EQUAL:
        return "missed chance"
    reached = (name for most, name in VERDICTS if regret <= most * stake + EQUAL)
    return next(reached, WORST_VERDICT)


def evidence(regret: float, stake: float) -> float:
    """What a reply tells about the turn's skill, from 1 for the best to 0 at two stakes.

    >>> evidence(0.0, 2.0), evidence(1.0, 2.0), evidence(9.0, 2.0)
    (1.0, 0.75, 0.0)
    """
    return max(0.0, 1.0 - regret / (MOST_FOR_EVIDENCE * stake))
