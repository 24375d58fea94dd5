"""Whether a reply can be picked by its looks: the strategy bots, scene by scene and over all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.checks.rule import Figures, Finding, Rule, Subject, after, along
from coach.content.course import Words
from coach.content.diagnostics import Loc
from coach.roleplay.bots import BOTS, spoken_line, words
from coach.roleplay.values import EQUAL
from coach.roleplay.worth import Moment, Table

MOST = 50.0
WORRYING = 25.0
PAYING_TURNS = 3
MEAN_BAND = 15.0
LONGEST_BAND = (0.15, 0.35)
JUDGED_FROM = 10
PLAIN_ONE_IN = 5
DESCRIPTIONS: Mapping[str, str] = {
    "longest": "the longest reply",
    "shortest": "the shortest reply",
    "question": "any reply with a question mark",
    "polite": "the most polite reply",
    "fewest-i": "the reply with the fewest I-words",
    "most-you": "the reply with the most you-words",
    "echo": "the reply that repeats most of the last line",
    "way-out": "the reply that offers a way out",
    "pleaser": "the reply that pleases most at once",
}


def blind_wins(subject: Subject) -> Iterator[Finding]:
    """Some strategy that never reads the conversation scores above 50."""
    yield from _blind(subject, MOST, float("inf"))


def blind_helps(subject: Subject) -> Iterator[Finding]:
    """Some strategy that never reads the conversation scores above 25, up to 50."""
    yield from _blind(subject, WORRYING, MOST)


def _blind(subject: Subject, above: float, most: float) -> Iterator[Finding]:
    for table, figures in zip(subject.tables, subject.bots, strict=True):
        for name, (score, gains) in figures.items():
            if above + EQUAL < score <= most + EQUAL:
                loc, hint = _paying(gains)
                told = f"{DESCRIPTIONS[name]} scores {score:.1f} of 100{after(table.name)}"
                yield Finding(loc, f"always taking {told}; at most {above:.0f}", hint)


def _paying(gains: Mapping[str, float]) -> tuple[Loc, str]:
    """The turn that pays most, and the turns that pay in words."""
    paying = sorted((turn for turn in gains if gains[turn] > 0), key=lambda turn: -gains[turn])
    if not paying:
        return ("turns",), "it pays in no one turn: it keeps clear of those that cost most"
    where = ", ".join(f"{turn} {gains[turn]:+.0f}" for turn in paying[:PAYING_TURNS])
    return ("turns", paying[0]), f"it pays most in: {where}"


def always_asks(subject: Subject) -> Iterator[Finding]:
    """In more than four of five judged turns of the best line the best reply asks or echoes."""
    for table in subject.tables:
        moments = [moment for _, moment in along(table, table.line()) if moment.judged]
        plain = [m for m in moments if not _asks_or_echoes(table, m, subject.words)]
        if len(plain) * PLAIN_ONE_IN < len(moments):
            message = (
                f"the best reply asks or echoes in {len(moments) - len(plain)} of {len(moments)}"
                f" judged turns of the best line{after(table.name)}; at most four in five"
            )
            yield Finding(("turns",), message, "make one a statement, an act or a pause")
            return


def _asks_or_echoes(table: Table, moment: Moment, lists: Words) -> bool:
    text = _best(moment)
    stop = {word for entry in lists.stop for word in words(entry)}
    line = spoken_line(table.graph.scenario.turns[moment.state.turn], moment.state.feelings)
    return "?" in text or bool((set(words(text)) & set(words(line))) - stop)


def _best(moment: Moment) -> str:
    return moment.best_offer.choice.text


@dataclass(frozen=True, slots=True)
class Bands:
    """Over all served scenarios: how far looks alone carry.

    Attributes:
        scenarios: how many there are; the bands are judged from ten on.
        means: every bot's mean score over the scenarios' default starts.
        best_longest: in how many of the judged turns the best reply is the longest, 0–1; within
            a turn its states are weighed by how often uniform clicking comes to them.
    """

    scenarios: int
    means: Mapping[str, float]
    best_longest: float

    @property
    def judged(self) -> bool:
        """Whether there are enough scenarios for a verdict."""
        return self.scenarios >= JUDGED_FROM

    @property
    def outside(self) -> tuple[str, ...]:
        """What lies outside its band, in words; empty when all is well or nothing is judged."""
        if not self.judged:
            return ()
        found = [
            f"always taking {DESCRIPTIONS[name]} earns {mean:+.0f} on average"
            for name, mean in self.means.items()
            if abs(mean) > MEAN_BAND
        ]
        low, high = LONGEST_BAND
        if not low <= self.best_longest <= high:
            found.append(f"the best reply is the longest in {self.best_longest:.0%} of the turns")
        return tuple(found)


def bands(judged: Sequence[tuple[Table, Figures]]) -> Bands:
    """Course-wide figures over the default starts of all served scenarios."""
    means = {name: _mean(figures[name][0] for _, figures in judged) for name in BOTS}
    shares = [share for table, _ in judged for share in _longest_shares(table)]
    return Bands(len(judged), means, _mean(shares))


def _longest_shares(table: Table) -> Iterator[float]:
    """For each judged turn how often its best reply is the longest, by uniform clicking."""
    met: dict[str, list[tuple[float, bool]]] = {}
    for index in range(table.graph.size):
        moment = table.moment_at(index)
        if moment.judged:
            lengths = {o.choice.id: len(words(o.choice.text)) for o in moment.offers}
            best = len(words(_best(moment)))
            longest = best == max(lengths.values())
            met.setdefault(moment.state.turn, []).append((moment.reach, longest))
    for seen in met.values():
        weight = sum(reach for reach, _ in seen)
        yield sum(reach for reach, longest in seen if longest) / weight


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


RULES = (
    Rule("error", blind_wins),
    Rule("warning", blind_helps),
    Rule("warning", always_asks),
)
