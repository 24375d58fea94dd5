"""Whether a reply can be picked by its looks: the strategy bots, scene by scene and over all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.checks.rule import Figures, Finding, Rule, Subject
from coach.content.course import Words
from coach.content.scenario import DEFAULT_START
from coach.roleplay.bots import BOTS, spoken_line, words
from coach.roleplay.play import begin, take
from coach.roleplay.worth import Moment, Table

MOST = 50.0
WORRYING = 25.0
PAYING_TURNS = 3
MEAN_BAND = 15.0
LONGEST_BAND = (0.15, 0.35)
JUDGED_FROM = 10
PLAIN_TURNS = 1 / 5
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
            if above < score <= most:
                paying = sorted(gains, key=lambda turn: -gains[turn])[:PAYING_TURNS]
                where = ", ".join(f"{turn} {gains[turn]:+.0f}" for turn in paying)
                message = f"always taking {DESCRIPTIONS[name]} scores {score:.0f}"
                after = "" if table.name == DEFAULT_START else f" after {table.name}"
                yield Finding(("turns",), message + after, f"it pays most in: {where}")


def always_asks(subject: Subject) -> Iterator[Finding]:
    """In more than four of five judged turns of the best line the best reply asks or echoes."""
    for table in subject.tables[:1]:
        moments = [moment for moment in best_line(table) if moment.judged]
        plain = [m for m in moments if not _asks_or_echoes(table, m, subject.words)]
        if len(plain) < PLAIN_TURNS * len(moments):
            message = (
                f"in {len(plain)} of {len(moments)} turns the best reply neither asks nor echoes"
            )
            yield Finding(
                ("turns",), message, "let it be one in five: a statement, an act, a pause"
            )


def _asks_or_echoes(table: Table, moment: Moment, lists: Words) -> bool:
    text = _best(moment)
    stop = {word for entry in lists.stop for word in words(entry)}
    line = spoken_line(table.graph.scenario.turns[moment.state.turn], moment.state.feelings)
    return "?" in text or bool((set(words(text)) & set(words(line))) - stop)


def _best(moment: Moment) -> str:
    return next(offer.choice.text for offer in moment.offers if offer.regret == 0)


def best_line(table: Table) -> Iterator[Moment]:
    """The moments of the best line."""
    play = begin(table.graph.scenario, table.name)
    for step in table.line():
        yield table.moment(play.state)
        play = take(play, step)


@dataclass(frozen=True, slots=True)
class Bands:
    """Over all served scenarios: how far looks alone carry.

    Attributes:
        scenarios: how many there are; the bands are judged from ten on.
        means: every bot's mean score over the scenarios' default starts.
        best_longest: in how many of the judged turns the best reply is the longest, 0–1; turns
            are weighed by how often uniform clicking comes to them.
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
