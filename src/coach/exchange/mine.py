"""Everything kept of one learner, to read and for machines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from functools import singledispatch
from html import escape

from coach.exercises.answers import Answer
from coach.practice.events import (
    AnswerGiven,
    AttemptBegun,
    ChoiceMade,
    FeelingGuessed,
    LessonReached,
    LineDropped,
    LineKept,
    LookedAround,
    MissionReported,
    MissionTaken,
    PreferencesSet,
    SituationChosen,
    WorkFound,
)
from coach.record.codec import canonical
from coach.record.envelope import Envelope

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>My practice</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;
color-scheme:light dark}}table{{border-collapse:collapse}}td,th{{text-align:left;vertical-align:top;
padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884}}</style></head><body>
<h1>{title}</h1><p>Everything Common Ground keeps of you, as of {at}. {count} things happened.</p>
<table><thead><tr><th scope="col">When (UTC)</th><th scope="col">What happened</th></tr></thead>
<tbody>
{rows}
</tbody></table></body></html>
"""


def as_json(name: str | None, events: Iterable[Envelope], at: datetime) -> str:
    """Every event as it is kept, without the learner's random id."""
    told = [
        {
            "at": event.at.isoformat(),
            "kind": event.kind,
            "version": event.version,
            "about": None if event.about is None else str(event.about),
            "payload": json.loads(canonical(event.payload)),
        }
        for event in events
    ]
    whole = {"name": name, "as_of": at.isoformat(), "events": told}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_page(name: str | None, events: Iterable[Envelope], at: datetime) -> str:
    """A page that needs nothing but a browser."""
    told = tuple(events)
    rows = "\n".join(
        f"<tr><td>{event.at:%Y-%m-%d %H:%M}</td><td>{escape(sentence(event.payload))}</td></tr>"
        for event in told
    )
    title = escape(f"{name}’s practice" if name else "My practice")
    return _PAGE.format(title=title, at=f"{at:%Y-%m-%d %H:%M} UTC", count=len(told), rows=rows)


@singledispatch
def sentence(payload: object) -> str:
    """One event in a sentence."""
    return _ALIKE.get(type(payload), "Something a newer version of the program wrote.")


_ALIKE: dict[type, str] = {
    LookedAround: "You looked around.",
    WorkFound: "You said that you found work.",
    LineDropped: "You took a line off My lines.",
    PreferencesSet: "You set the screens to your liking.",
}


@sentence.register
def _(payload: AttemptBegun) -> str:
    return f"You began “{payload.title}” with {payload.counterpart} ({payload.category})."


@sentence.register
def _(payload: LessonReached) -> str:
    return f"You came to part {payload.step + 1} of {payload.of} in “{payload.title}”."


@sentence.register
def _(payload: AnswerGiven) -> str:
    told = ", ".join(_words(part) for part in _parts(payload.answer))
    return f"You answered {payload.exercise} in the lesson {payload.lesson}: {told}."


@sentence.register
def _(payload: MissionTaken) -> str:
    way = f" ({payload.way.replace('-', ' ')})" if payload.way else ""
    return f"You took something on{way}: “{payload.act}”"


@sentence.register
def _(payload: MissionReported) -> str:
    words = f"You said how it went: {payload.outcome}."
    return f"{words} “{payload.said}”" if payload.said else words


def _parts(answer: Answer) -> Iterator[object]:
    for field in fields(answer):
        value = getattr(answer, field.name)
        yield from value if isinstance(value, tuple) else (value,)


def _words(part: object) -> str:
    if part is None:
        return "nothing"
    return " → ".join(str(each) for each in part) if isinstance(part, tuple) else str(part)


@sentence.register
def _(payload: FeelingGuessed) -> str:
    return f"You guessed they felt {payload.guess}; in the story they felt {payload.felt}."


@sentence.register
def _(payload: SituationChosen) -> str:
    return f"What is in front of you: {payload.situation or 'nothing chosen'}."


@sentence.register
def _(payload: LineKept) -> str:
    place = f" from the lesson “{payload.title}”" if payload.lesson else ""
    return f"You kept a line{place}: “{payload.words}”"


@sentence.register
def _(made: ChoiceMade) -> str:
    words = f"Reply {made.step + 1} in {made.scenario}: {made.choice.replace('-', ' ')}"
    words += f" ({made.verdict})." if made.verdict else "."
    if made.wanted:
        words += f" You would have said: “{made.wanted}”"
    if made.ended:
        words += f" It ended with “{made.ended.title}”."
    return words
