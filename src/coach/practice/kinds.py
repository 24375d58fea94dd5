"""The names and versions under which the events of practice are kept."""

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
from coach.record.envelope import Kind, Raw


def _as_it_is(raw: Raw) -> Raw:
    """A newer program can read it unchanged; an older one cannot read the newer."""
    return raw


KINDS: tuple[Kind, ...] = (
    Kind("attempt-begun", 1, AttemptBegun),
    Kind("choice-made", 1, ChoiceMade),
    Kind("feeling-guessed", 1, FeelingGuessed),
    Kind("looked-around", 1, LookedAround),
    Kind("situation-chosen", 1, SituationChosen),
    Kind("work-found", 1, WorkFound),
    Kind("line-kept", 1, LineKept),
    Kind("line-dropped", 1, LineDropped),
    Kind("preferences-set", 1, PreferencesSet),
    Kind("lesson-reached", 1, LessonReached),
    Kind("answer-given", 1, AnswerGiven),
    Kind("mission-taken", 2, MissionTaken, {1: _as_it_is}),  # since 2 the way may be left open
    Kind("mission-reported", 1, MissionReported),
)
