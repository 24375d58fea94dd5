"""Everything a learner did, folded from events alone."""

from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest

from coach.content.scenario import ChoiceId, Meters, MoveId, ScenarioId, TurnId
from coach.practice.commands import Desk, Given
from coach.practice.events import (
    AttemptBegun,
    ChoiceMade,
    Ended,
    Judgement,
    LineDropped,
    LineKept,
    Preferences,
    PreferencesSet,
)
from coach.practice.journal import Journal, journal, preferences_among
from coach.record.envelope import Envelope, LearnerId, Unread
from practising import NOON, attempt_of, begun, new_desk, new_store, scene, to_the_end

NOWHERE = ScenarioId("a-scenario-that-was-deleted-years-ago")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A learner with a store of their own."""
    return new_desk(new_store(tmp_path))


def later(desk: Desk, hours: int) -> Desk:
    """The same learner, some hours after noon."""
    return Desk(desk.store, desk.learner, NOON + timedelta(hours=hours))


def test_nothing_done_is_an_empty_journal(desk: Desk) -> None:
    assert desk.journal() == Journal()
    assert preferences_among(desk.store.reader(desk.learner).events()) == Preferences()


def test_attempts_are_told_in_their_order_with_their_categories(desk: Desk) -> None:
    hall, cafe = scene("hallway"), scene("cafe")
    first = to_the_end(desk, hall, desk.begin(hall, count=0), Random(1))
    other = to_the_end(later(desk, 1), cafe, later(desk, 1).begin(cafe, count=0), Random(1))
    later(desk, 2).practise(hall, first, from_step=1, count=1)
    later(desk, 3).begin(hall, count=2)
    book = desk.journal()

    assert [(a.scenario, a.begun.category) for a in book.attempts] == [
        ("hallway", "first"),
        ("cafe", "first"),
        ("hallway", "practice"),
        ("hallway", "again"),
    ]
    assert book.finished == (first, other)
    assert [a.begun.category for a in book.attempts_of(ScenarioId("hallway"))] == [
        "first",
        "practice",
        "again",
    ]
    assert book.seen == len(desk.store.reader(desk.learner).events())
    assert book.last_at == NOON + timedelta(hours=3)


def test_the_attempt_to_go_on_with_is_the_one_last_touched(desk: Desk) -> None:
    hall, cafe = scene("hallway"), scene("cafe")
    in_hall = desk.begin(hall, count=0)
    in_cafe = later(desk, 1).begin(cafe, count=0)
    touched_last = desk.journal().open
    to_the_end(later(desk, 2), cafe, in_cafe, Random(1))
    left = desk.journal().open

    assert touched_last is not None
    assert left is not None
    assert (touched_last.id, left.id) == (in_cafe, in_hall)


def test_a_reply_touches_an_attempt_and_beginning_again_lets_go_of_it(desk: Desk) -> None:
    hall, cafe = scene("hallway"), scene("cafe")
    in_hall = desk.begin(hall, count=0)
    later(desk, 1).begin(cafe, count=0)
    moment = hall.worth.table().moment_at(0)
    attempt = attempt_of(desk, in_hall)

    later(desk, 2).reply(hall, attempt, Given(0, moment.offers[0].choice.id, 0.0))
    touched = desk.journal().open
    again = later(desk, 3).begin(hall, count=1)
    gone_on = desk.journal().open
    to_the_end(later(desk, 4), hall, again, Random(1))
    left = desk.journal().open

    assert touched is not None
    assert gone_on is not None
    assert left is not None
    assert (touched.id, gone_on.id, left.scenario) == (in_hall, again, "cafe")
    assert touched.last_at == NOON + timedelta(hours=2)


def test_a_finished_practice_leaves_nothing_to_go_on_with(desk: Desk) -> None:
    hall = scene("hallway")
    parent = to_the_end(desk, hall, desk.begin(hall, count=0), Random(1))
    to_the_end(desk, hall, desk.practise(hall, parent, from_step=1, count=1), Random(2))

    assert desk.journal().open is None


def test_lines_are_kept_once_and_dropped(desk: Desk) -> None:
    attempt = begun(desk, scene("hallway"))
    one = desk.keep_line("What have you tried?", own=True, seen=1, attempt=attempt)
    again = desk.keep_line("What have you tried?", own=True, seen=2, attempt=attempt)
    alone = desk.keep_line("What have you tried?", own=True, seen=3)
    kept = desk.journal().lines
    desk.drop_line(one, seen=4)
    left = desk.journal().lines
    desk.keep_line("What have you tried?", own=True, seen=5, attempt=attempt)

    assert one == again != alone
    assert [(line.kept.line, line.kept.title) for line in kept] == [
        (one, attempt.begun.title),
        (alone, ""),
    ]
    assert [line.kept.line for line in left] == [alone]
    assert [line.kept.line for line in desk.journal().lines] == [alone, one]


def test_the_last_liking_and_the_last_situation_hold(desk: Desk) -> None:
    desk.prefer(Preferences(type_size=24), seen=0)
    desk.choose_situation("asking", seen=1)
    desk.prefer(Preferences(coaching="at the end", meters=True), seen=2)
    desk.choose_situation(None, seen=3)
    before = desk.journal()
    desk.choose_situation("asking", seen=4)
    after = desk.journal()

    assert before.preferences == Preferences(coaching="at the end", meters=True)
    assert preferences_among(desk.store.reader(desk.learner).events()) == before.preferences
    assert (before.situation, after.situation) == (None, "asking")


def test_looking_around_and_finding_work_are_remembered(desk: Desk) -> None:
    desk.look_around()
    desk.look_around()
    later(desk, 5).find_work(seen=1)
    book = desk.journal()

    assert (book.looked_around, book.seen) == (True, 2)
    assert book.work_found_at == NOON + timedelta(hours=5)


def test_the_guess_and_how_they_felt_belong_to_the_attempt(desk: Desk) -> None:
    hall = scene("hallway")
    ended = to_the_end(desk, hall, desk.begin(hall, count=0), Random(1))
    desk.guess(ended, "cool")
    guess = desk.journal().attempts[0].guess

    assert guess is not None
    assert guess.guess == "cool"
    rapport = ended.replies[-1].meters.rapport
    words = ("cold",) * 2 + ("cool",) * 2 + ("so-so",) * 2 + ("warm",) * 2 + ("glad",) * 3
    assert guess.felt == words[rapport]


def enveloped(*payloads: tuple[UUID | None, object]) -> tuple[Envelope, ...]:
    """Events as the store hands them out, an hour apart."""
    learner = LearnerId(uuid4())
    return tuple(
        Envelope(uuid4(), learner, n + 1, NOON + timedelta(hours=n), "", 1, about, payload)
        for n, (about, payload) in enumerate(payloads)
    )


def told(step: int, ended: Ended | None = None, *, judged: bool = True) -> ChoiceMade:
    """A reply in a conversation of which nothing else is left."""
    return ChoiceMade(
        scenario=NOWHERE,
        step=step,
        turn=TurnId(f"turn-{step}"),
        choice=ChoiceId(f"choice-{step}"),
        branch=None,
        shown=(ChoiceId(f"choice-{step}"),),
        move=MoveId("gone"),
        skill="gone",
        ideas=(),
        declined=False,
        learnt=(),
        did=(),
        meters=Meters(5, 5, 5, 5),
        turn_to=None if ended else TurnId("next"),
        ended=ended,
        judged=judged,
        judgement=Judgement(0.5, 1.0, "fine", 0.75, 0.5),
        wanted=None,
        rules="none",
        text="none",
    )


BEGUN = AttemptBegun(NOWHERE, "Long ago", "Ola", "first", 0, "default", None, 0, (), "r", "t", 3)


def test_folding_needs_no_content() -> None:
    attempt, ending = uuid4(), Ended("gone", "bloom", "It went well", 71.5)  # type: ignore[arg-type]
    book = journal(
        enveloped(
            (attempt, BEGUN),
            (attempt, told(0)),
            (None, Unread("something-newer", 7, "{}")),
            (attempt, told(1, judged=False)),
            (attempt, told(2, ending)),
        )
    )
    (found,) = book.attempts

    assert found.ended == ending
    assert (found.step, found.good, len(found.judged), found.whole) == (3, 2, 2, False)
    assert [step.choice for step in found.path] == ["choice-0", "choice-1", "choice-2"]
    assert (found.begun_at, found.last_at) == (NOON, NOON + timedelta(hours=4))
    assert (book.open, book.finished, book.seen) == (None, (found,), 5)


def test_events_of_an_attempt_that_never_began_are_passed_over() -> None:
    assert journal(enveloped((uuid4(), told(0)))).attempts == ()


def test_dropping_a_line_that_is_not_there_changes_nothing() -> None:
    line = LineKept(uuid4(), "Hello", own=False, scenario=None, title="")
    book = journal(
        enveloped((None, LineDropped(uuid4())), (None, line), (None, PreferencesSet(Preferences())))
    )

    assert [(each.kept, each.at) for each in book.lines] == [(line, NOON + timedelta(hours=1))]
