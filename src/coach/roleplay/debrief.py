"""What is said after a conversation: words from this path, in the order they are read.

The words come from the scenario; headings and buttons belong to the screen that shows them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from coach.content.scenario import METERS
from coach.roleplay.bots import spoken_line
from coach.roleplay.play import Play, plays, step_of
from coach.roleplay.reply import reaction, wording
from coach.roleplay.review import Review
from coach.roleplay.verdict import GOOD, Verdict
from coach.roleplay.way_back import order_of, play_best
from coach.roleplay.worth import Offer, Table, heaviest

Feeling: TypeAlias = Literal["cold", "cool", "so-so", "warm", "glad"]
Tone: TypeAlias = Literal["nothing lost", "kind no", "closed", "mixed"]

FEELINGS: tuple[tuple[int, Feeling], ...] = (
    (1, "cold"),
    (3, "cool"),
    (5, "so-so"),
    (7, "warm"),
    (10, "glad"),
)
"""The highest rapport for each word."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_EMPHASIS = re.compile(r"\*([^*]+)\*")


def feeling(rapport: int) -> Feeling:
    """How somebody feels about the learner, in a word.

    >>> feeling(0), feeling(3), feeling(8)
    ('cold', 'cool', 'glad')
    """
    return next(word for highest, word in FEELINGS if rapport <= highest)


def emphasised(text: str) -> list[str]:
    """The passages between asterisks."""
    return _EMPHASIS.findall(text)


def rule_of(feedback: str) -> str:
    """The one emphasised sentence of a piece of feedback.

    >>> rule_of("She felt sold to. *Be useful before you offer to sell.* Try: a question.")
    'Be useful before you offer to sell.'
    """
    return next((passage.strip() for passage in emphasised(feedback)), "")


def heard(feedback: str) -> str:
    """What comes before the rule: how the line was heard.

    >>> heard("She felt sold to. *Be useful before you offer to sell.* Try: a question.")
    'She felt sold to.'
    """
    return feedback.split("*", maxsplit=1)[0].strip()


@dataclass(frozen=True, slots=True)
class Quote:
    """One reply of the path, quoted.

    Attributes:
        place: from 0.
        speaker: who spoke the line it answered; None where something was only seen.
        line: what it answered.
        said: what the learner said or did.
        act: it was an act, not a line.
        heard: how it was heard, in the words of its feedback before the rule; of praise for a
            reply that was not the best only its first sentence, and nothing where it only came
            nearest.
        rule: the feedback's one emphasised sentence.
    """

    place: int
    speaker: str | None
    line: str
    said: str
    act: bool
    heard: str
    rule: str


@dataclass(frozen=True, slots=True)
class Instead:
    """A better line at the moment that mattered, and the likely answer."""

    said: str
    act: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Row:
    """One reply of the second screen.

    Attributes:
        verdict: None where the turn was not judged.
        feedback: the whole coaching for it.
        learnt: the texts of facts it brought to light.
        instead: the best line there; None where this one was as good.
    """

    said: str
    act: bool
    verdict: Verdict | None
    won_back: bool
    feedback: str
    learnt: tuple[str, ...]
    instead: Instead | None


@dataclass(frozen=True, slots=True)
class Aim:
    """Something the learner came for."""

    text: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Fortune:
    """One moment that chance decided. `luck` is positive when it fell well."""

    place: int
    luck: float


@dataclass(frozen=True, slots=True)
class Story:
    """The meter the story turned on, start to end, beside the best line. Levels are 0–10."""

    meter: str
    here: tuple[int, ...]
    best_line: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """A finished conversation, looked back at with words.

    Attributes:
        tone: which opening sentence fits.
        first_talk: the two did not know each other.
        felt: how the counterpart felt at the end.
        looks_back: what they say about it later.
        worked: the reply that did most, or with `nearest_only` the one that came nearest; None
            when no turn was judged.
        mattered: the moment that mattered; None when no reply was worse than fine.
        instead: the better line there; None without such a moment.
        rule: the one to take away.
        good, judged: how many replies were best or fine, of how many that were judged.
        luck: where chance fell; empty when nothing was down to luck.
        reopens: the last reply at which another line would still have led to a better kind of
            ending; None when nothing would.
    """

    title: str
    ending: str
    tone: Tone
    first_talk: bool
    felt: Feeling
    looks_back: str
    worked: Quote | None
    nearest_only: bool
    mattered: Quote | None
    instead: Instead | None
    rule: str
    rows: tuple[Row, ...]
    aims: tuple[Aim, ...]
    good: int
    judged: int
    luck: tuple[Fortune, ...]
    story: Story | None
    reopens: Quote | None


def debrief(table: Table, review: Review) -> Debrief:
    """Find the words for a reviewed path."""
    path = tuple(reply.step for reply in review.replies)
    told = tuple(plays(review.scenario, path, review.start))
    worked = None if review.worked is None else _praise(told, review, review.worked)
    mattered = None if review.mattered is None else _quote(told, review, review.mattered)
    end = review.end
    verdicts = [_verdict(review, i) for i, r in enumerate(review.replies) if r.moment.judged]
    verdicts = [verdict for verdict in verdicts if verdict is not None]
    return Debrief(
        title=review.scenario.title,
        ending=wording(review.ending.text, end.feelings),
        tone=_tone(review),
        first_talk=review.scenario.phase == "seed" and review.scenario.follows is None,
        felt=feeling(end.feelings.meters.rapport),
        looks_back=wording(review.ending.looks_back, end.feelings),
        worked=worked,
        nearest_only=review.nearest_only,
        mattered=mattered,
        instead=None if review.mattered is None else _instead(told, review, review.mattered),
        rule=_rule(told, review),
        rows=tuple(_row(told, review, place) for place in range(len(review.replies))),
        aims=tuple(Aim(d.text, d.id in end.feelings.deeds) for d in review.scenario.aims),
        good=sum(verdict in GOOD for verdict in verdicts),
        judged=len(verdicts),
        luck=tuple(
            Fortune(place, reply.luck)
            for place, reply in enumerate(review.replies)
            if reply.fall.branch is not None
        ),
        story=_story(table, review, told),
        reopens=_reopens(table, review, told),
    )


def _rule(told: tuple[Play, ...], review: Review) -> str:
    """The rule to take away: of the moment that mattered, else of what worked."""
    places = (review.mattered, review.worked, 0)
    place = next(place for place in places if place is not None)
    return _quote(told, review, place).rule


def _tone(review: Review) -> Tone:
    if review.mattered is None:
        return "nothing lost"
    if review.ending.kind == "kind-no":
        return "kind no"
    return "closed" if review.ending.kind in {"shut", "fade"} else "mixed"


def _quote(told: tuple[Play, ...], review: Review, place: int) -> Quote:
    offer, play = review.replies[place].offer, told[place]
    feedback = feedback_of(offer)
    line = spoken_line(play.turn, play.feelings)
    choice, spoken = offer.choice, play.turn.says is not None
    speaker = (play.turn.speaker or play.scenario.counterpart.address) if spoken else None
    return Quote(place, speaker, line, choice.text, choice.act, heard(feedback), rule_of(feedback))


def _praise(told: tuple[Play, ...], review: Review, place: int) -> Quote:
    """A reply quoted for what was good in it: the second sentence of coaching tells the rest."""
    quote = _quote(told, review, place)
    if review.nearest_only:
        return replace(quote, heard="")
    if review.replies[place].offer.verdict == "best":
        return quote
    return replace(quote, heard=_SENTENCE.split(quote.heard, maxsplit=1)[0])


def feedback_of(offer: Offer) -> str:
    """The coaching that fits: of a declined ask its own."""
    ask = offer.choice.ask
    return ask.declined.feedback if offer.declined and ask else offer.choice.feedback


def _instead(told: tuple[Play, ...], review: Review, place: int) -> Instead:
    better = review.replies[place].better
    after = heaviest_fall(told[place], better)
    return Instead(better.choice.text, better.choice.act, after)


def _reopens(table: Table, review: Review, told: tuple[Play, ...]) -> Quote | None:
    """The last reply with which the best line there, and all played best after, ends better."""
    reached = order_of(review.end)
    for place in reversed(range(len(review.replies))):
        better = play_best(table, told[place])
        if order_of(better) > reached:
            return _quote(told, review, place)
    return None


def heaviest_fall(play: Play, offer: Offer) -> str:
    """The likely answer to a reply."""
    choice, fall = step_of(play, heaviest(play, offer.choice))
    return reaction(choice, fall, declined=offer.declined)


def _row(told: tuple[Play, ...], review: Review, place: int) -> Row:
    reply = review.replies[place]
    facts = reply.fall.after.facts - reply.moment.state.feelings.facts
    return Row(
        reply.offer.choice.text,
        reply.offer.choice.act,
        _verdict(review, place),
        reply.won_back,
        feedback_of(reply.offer),
        tuple(review.scenario.facts[fact].text for fact in sorted(facts)),
        _instead(told, review, place) if reply.offer.regret > 0 else None,
    )


def _verdict(review: Review, place: int) -> Verdict | None:
    return None if place in review.unjudged else review.replies[place].offer.verdict


def _story(table: Table, review: Review, told: tuple[Play, ...]) -> Story | None:
    if review.meter is None:
        return None
    index = METERS.index(review.meter)
    best = plays(review.scenario, table.line(), review.start)
    return Story(review.meter, _levels(told, index), _levels(best, index))


def _levels(told: Iterable[Play], index: int) -> tuple[int, ...]:
    return tuple(play.feelings.meters[index] for play in told)
