"""Practice on real scenes and in a real store, for the tests of it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from coach.content.course import Course
from coach.content.loading import load_course
from coach.content.scenario import DEFAULT_START, ChoiceId, ScenarioId
from coach.practice.attempt import Attempt
from coach.practice.commands import Answered, Desk, Given, play_of
from coach.practice.kinds import KINDS
from coach.practice.served import Scene, scene_of
from coach.record.engine import open_store
from coach.record.envelope import Kinds, LearnerId
from coach.record.store import Store
from conftest import ROOT

EXAMPLES = ROOT / "docs" / "examples"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SHIPPED = ("big-ask", "cafe", "hallway", "samosas")
FEATURES = "every-feature"
STORE = "course.sqlite"


@cache
def course_at(root: Path) -> Course:
    """A course, read once."""
    course = load_course(root).course
    assert course is not None
    return course


@cache
def scene(name: str, root: Path = ROOT) -> Scene:
    """A scenario of a course, ready to be played."""
    return scene_of(course_at(root).scenarios[ScenarioId(name)])


def features() -> Scene:
    """The example in which everything occurs: chance, asks, exits, starts."""
    return scene(FEATURES, EXAMPLES)


@cache
def empty_store() -> bytes:
    """A store in which nothing is kept yet."""
    with TemporaryDirectory() as folder:
        open_store(f"sqlite:///{folder}/{STORE}").close()
        return (Path(folder) / STORE).read_bytes()


def new_store(folder: Path) -> Store:
    """An empty store in one file."""
    if not (folder / STORE).exists():
        (folder / STORE).write_bytes(empty_store())
    return Store(open_store(f"sqlite:///{folder}/{STORE}"), Kinds(KINDS))


def new_desk(store: Store, at: datetime = NOON) -> Desk:
    """The desk of somebody who was never here."""
    return Desk(store, LearnerId(uuid4()), at)


def attempt_of(desk: Desk, id_: UUID) -> Attempt:
    """An attempt that is known to be the learner's."""
    attempt = desk.attempt(id_)
    assert attempt is not None
    return attempt


def say(desk: Desk, scene: Scene, id_: UUID, choice: str, draw: float = 0.0) -> Answered:
    """Give the reply that is due."""
    attempt = attempt_of(desk, id_)
    return desk.reply(scene, attempt, Given(attempt.step, ChoiceId(choice), draw))


def begun(
    desk: Desk, scene: Scene, choices: Iterable[str] = (), start: str = DEFAULT_START
) -> Attempt:
    """A first attempt with some replies given; chance falls on its first branch."""
    id_ = desk.begin(scene, count=0, start=start)
    for choice in choices:
        say(desk, scene, id_, choice)
    return attempt_of(desk, id_)


def to_the_end(desk: Desk, scene: Scene, id_: UUID, rng: Random) -> Attempt:
    """Any way to an ending."""
    attempt = attempt_of(desk, id_)
    while attempt.ended is None:
        offered = play_of(attempt, scene).offered
        say(desk, scene, id_, rng.choice(offered).id, rng.random())
        attempt = attempt_of(desk, id_)
    return attempt
