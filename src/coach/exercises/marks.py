"""A mark, and the formulas of the kinds that have one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coach.content.lesson import ItemId, LineId, Option, OptionId
from coach.exercises.answers import BestAndWorst


class NotAnAnswer(ValueError):
    """The answer names what the exercise has not, or leaves something out."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer earned.

    Attributes:
        mark: 0 to 1; it is the evidence e of the exercise's skill.
        chance: the mean mark of uniform answers; it is g.
    """

    mark: float
    chance: float


def of_choice(options: Sequence[Option], chosen: OptionId) -> Mark:
    """(worth − least) / (greatest − least)."""
    worths = {option.id: option.worth for option in options}
    _all_known((chosen,), worths)
    least, greatest = min(worths.values()), max(worths.values())
    marks = {id_: (worth - least) / (greatest - least) for id_, worth in worths.items()}
    return Mark(marks[chosen], sum(marks.values()) / len(marks))


def of_best_and_worst(options: Sequence[Option], answer: BestAndWorst) -> Mark:
    """½ for the best and ½ for the worst; uniform answers hit each once in n."""
    worths = {option.id: option.worth for option in options}
    _all_known((answer.best, answer.worst), worths)
    if answer.best == answer.worst:
        raise NotAnAnswer("the best and the worst are one option")
    best = worths[answer.best] == max(worths.values())
    worst = worths[answer.worst] == min(worths.values())
    return Mark((best + worst) / 2, 1 / len(options))


def of_ranking(options: Sequence[Option], ranked: Sequence[OptionId]) -> Mark:
    """1 − Σ|place − key| / its maximum.

    The maximum is ⌊n²/2⌋ and the mean over all orders (n² − 1)/3 (Spearman's footrule: Diaconis
    and Graham 1977).
    """
    worths = {option.id: option.worth for option in options}
    _each_once(ranked, worths)
    key = sorted(worths, key=lambda id_: -worths[id_])
    n = len(key)
    apart = sum(abs(place - key.index(id_)) for place, id_ in enumerate(ranked))
    furthest = n * n // 2
    return Mark(1 - apart / furthest, 1 - (n * n - 1) / 3 / furthest)


def of_order(right: Sequence[ItemId], ordered: Sequence[ItemId]) -> Mark:
    """The share of pairs in the right order; uniform answers have half of them right."""
    _each_once(ordered, right)
    places = [right.index(id_) for id_ in ordered]
    n = len(places)
    kept = sum(places[i] < places[j] for i in range(n) for j in range(i + 1, n))
    return Mark(kept / (n * (n - 1) / 2), 0.5)


def of_match(
    pairs: Mapping[ItemId, ItemId],
    right: Sequence[ItemId],
    matched: Sequence[tuple[ItemId, ItemId]],
) -> Mark:
    """The share of pairs; uniform answers take each right entry alike."""
    _each_once([left for left, _ in matched], pairs)
    _all_known([to for _, to in matched], right)
    hit = sum(pairs[left] == to for left, to in matched)
    return Mark(hit / len(pairs), 1 / len(right))


def of_spotting(lines: Sequence[LineId], answer: LineId | None, spotted: LineId | None) -> Mark:
    """1 for a hit; the answers are the lines and none of them."""
    if spotted is not None:
        _all_known((spotted,), lines)
    return Mark(float(spotted == answer), 1 / (len(lines) + 1))


def _all_known(given: Sequence[str], known: Collection[str]) -> None:
    strange = [id_ for id_ in given if id_ not in known]
    if strange:
        raise NotAnAnswer(f"there is no {', '.join(strange)} here")


def _each_once(given: Sequence[str], known: Collection[str]) -> None:
    _all_known(given, known)
    if len(given) != len(known) or len(set(given)) != len(known):
        raise NotAnAnswer("each entry is due once")
