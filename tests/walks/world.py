"""Everybody who is met on the walks, with what they did before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from coach.content.scenario import ScenarioId
from coach.practice.served import Scene
from coach.roleplay.play import Path
from walks.people import Person, Record

CAFE, HALLWAY = ScenarioId("cafe"), ScenarioId("hallway")
BIG_ASK, SAMOSAS = ScenarioId("big-ask"), ScenarioId("samosas")
SITUATION = "room-of-strangers"
DIGITS = "0417"


@dataclass(frozen=True, slots=True)
class World:
    """People by what they did.

    Attributes:
        ann: nearly everything; her talks are below.
        bea: one conversation, and said nothing yet about what is in front of her.
        cleo: away for nine days, in the middle of a conversation.
        dora: keeps a line behind DIGITS, which are due.
        talks: Ann's, two replies each, by their scenario; `unguessed`, which has ended and waits
            for the guess; and `debriefed`, the worst line, with the guess.
    """

    ann: Person
    bea: Person
    cleo: Person
    dora: Person
    talks: Mapping[str, UUID]


def world_in(record: Record) -> World:
    """Put everybody into the record."""
    now = datetime.now(UTC)
    scenes = record.scenes
    ann = record.person("Ann", number=1)
    debriefed = ann.finish(scenes[CAFE], worst(scenes[CAFE]), "so-so")
    ann.finish(scenes[CAFE], best(scenes[CAFE]), "warm")
    unguessed = ann.finish(scenes[SAMOSAS], best(scenes[SAMOSAS]), None)
    talks: dict[str, UUID] = {"unguessed": unguessed, "debriefed": debriefed}
    for id_ in (HALLWAY, BIG_ASK, SAMOSAS, CAFE):
        talks[id_] = ann.play(scenes[id_], best(scenes[id_])[:2])
    for words in ("What are you working on this week?", "Thank you. It was the second page."):
        ann.desk.keep_line(words, own=True, seen=0, attempt=ann.attempt(debriefed))
    ann.desk.choose_situation(SITUATION, seen=0)
    bea = record.person("Bea")
    bea.finish(scenes[CAFE], best(scenes[CAFE]), "glad")
    cleo = record.person("Cleo", at=now - timedelta(days=9))
    cleo.play(scenes[SAMOSAS], best(scenes[SAMOSAS])[:2])
    cleo.desk.choose_situation(SITUATION, seen=0)
    dora = record.person("Dora", at=now - timedelta(hours=2))
    dora.finish(scenes[CAFE], best(scenes[CAFE]), "warm")
    dora.desk.keep_line("Between us: I was let go.", own=True, seen=0)
    record.door.set_digits(dora.browser, DIGITS, bytes, dora.desk.now)
    return World(ann, bea, cleo, dora, talks)


def best(scene: Scene) -> Path:
    """The best line from the first turn."""
    return scene.worth.table().line()


def worst(scene: Scene) -> Path:
    """The worst line from the first turn."""
    return scene.worth.table().line(worst=True)
