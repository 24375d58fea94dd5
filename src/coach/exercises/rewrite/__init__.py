"""What a message does, found by its words and without understanding it.

`found` is what is shown; `features` and `total` are for tests and for order.
"""

from coach.exercises.rewrite.features import Feature, Features, Name, features, total
from coach.exercises.rewrite.reading import Place
from coach.exercises.rewrite.shown import (
    Findings,
    SelfTick,
    Tick,
    TryAdding,
    checklist,
    found,
)

__all__ = [
    "Feature",
    "Features",
    "Findings",
    "Name",
    "Place",
    "SelfTick",
    "Tick",
    "TryAdding",
    "checklist",
    "features",
    "found",
    "total",
]
