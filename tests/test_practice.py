"""Commands of practice: whatever is clicked twice, late or in two windows happens once."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as some

from coach.content.scenario import ChoiceId
from coach.practice.attempt import Attempt
from coach.practice.commands import AheadOfStory, Desk, Given, attempt_id, play_of
from coach.practice.events import ChoiceMade, Preferences
from coach.practice.served import Scene
from coach.record.store import Store
from coach.roleplay.play import UnknownChoice, replay
from practising import (
    attempt_of,
    begun,
    features,
    new_desk,
    new_store,
    say,
    scene,
    to_the_end,
)

CLICKS = some.lists(
    some.tuples(some.sampled_from(("draw", "click", "double click")), some.integers(0, 1)),
    max_size=40,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store; every test has a learner of its own."""
    return new_store(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def hall() -> Scene:
    """A shipped conversation without chance."""
    return scene("hallway")


def test_a_conversation_begun_twice_is_one(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    once, twice = desk.begin(hall, count=0), desk.begin(hall, count=0)

    assert once == twice
    assert len(store.reader(desk.learner).events()) == 1


def test_the_next_beginning_is_another_attempt(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    ids = [desk.begin(hall, count=count) for count in (0, 1, 2)]
    categories = [attempt.begun.category for attempt in desk.journal().attempts]

    assert len(set(ids)) == len(ids)
    assert categories == ["first", "again", "again"]


def test_a_reply_given_twice_is_one(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    attempt = begun(desk, hall)
    choice = play_of(attempt, hall).offered[0].id
    answers = [desk.reply(hall, attempt, Given(0, choice, 0.0)) for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0].mine
    assert len(attempt_of(desk, attempt.id).replies) == 1


def test_of_two_replies_to_one_step_the_first_stands(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    attempt = begun(desk, hall)
    one, other, *_ = play_of(attempt, hall).offered
    desk.reply(hall, attempt, Given(0, one.id, 0.0))
    late = desk.reply(hall, attempt, Given(0, other.id, 0.0))

    assert (late.stands.choice, late.mine) == (one.id, False)
    assert [step.choice for step in attempt_of(desk, attempt.id).path] == [one.id]


def test_a_reply_to_an_older_step_gets_what_stands_there(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    drawn_long_ago = begun(desk, hall)
    ended = to_the_end(desk, hall, drawn_long_ago.id, Random(1))
    other = next(
        choice
        for choice in play_of(drawn_long_ago, hall).offered
        if choice.id != ended.path[0].choice
    )
    for attempt in (drawn_long_ago, ended):
        answered = desk.reply(hall, attempt, Given(0, other.id, 0.0))
        assert (answered.stands, answered.mine) == (ended.replies[0], False)

    assert attempt_of(desk, ended.id) == ended


def test_a_reply_ahead_of_the_story_is_refused(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    attempt = begun(desk, hall)
    choice = play_of(attempt, hall).offered[0].id
    with pytest.raises(AheadOfStory, match="has come to 0, not 1"):
        desk.reply(hall, attempt, Given(1, choice, 0.0))

    assert attempt_of(desk, attempt.id).replies == ()


def test_a_reply_after_the_ending_is_refused(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    ended = to_the_end(desk, hall, desk.begin(hall, count=0), Random(1))
    with pytest.raises(AheadOfStory):
        desk.reply(hall, ended, Given(ended.step, ended.path[-1].choice, 0.0))

    assert attempt_of(desk, ended.id) == ended


def test_a_reply_that_is_not_offered_is_refused(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    attempt = begun(desk, hall)
    with pytest.raises(UnknownChoice, match="not-there is not offered"):
        desk.reply(hall, attempt, Given(0, ChoiceId("not-there"), 0.0))

    assert attempt_of(desk, attempt.id).replies == ()


def test_two_learners_never_share_an_id(store: Store, hall: Scene) -> None:
    ada, ben = new_desk(store), new_desk(store)
    for desk in (ada, ben):
        attempt = to_the_end(desk, hall, desk.begin(hall, count=0), Random(3))
        desk.guess(attempt, "warm")
        desk.keep_line("The same words", own=True, seen=9, attempt=attempt)
        desk.look_around()
    hers, his = ({e.id for e in store.reader(desk.learner).events()} for desk in (ada, ben))

    assert len(hers) == len(his) > len({"begun", "guess", "line", "around"})
    assert hers.isdisjoint(his)
    assert attempt_id(ada.learner, hall.scenario.id, 0) != attempt_id(
        ben.learner, hall.scenario.id, 0
    )


def test_an_attempt_of_somebody_else_is_nobodys(store: Store, hall: Scene) -> None:
    ada, ben = new_desk(store), new_desk(store)

    assert ben.attempt(ada.begin(hall, count=0)) is None


def test_the_first_guess_stands(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    ended = to_the_end(desk, hall, desk.begin(hall, count=0), Random(1))
    desk.guess(ended, "cool")
    desk.guess(ended, "glad")
    kept = attempt_of(desk, ended.id).guess

    assert kept is not None
    assert kept.guess == "cool"


def test_two_likings_set_before_the_page_was_drawn_again_are_both_kept(store: Store) -> None:
    desk = new_desk(store)
    desk.prefer(Preferences(meters=True), seen=0)
    desk.prefer(Preferences(meters=True, type_size=20), seen=0)

    assert desk.journal().preferences == Preferences(meters=True, type_size=20)


@dataclass
class Window:
    """A window with the page it was drawn with, perhaps long ago."""

    drawn: Attempt
    answers: list[tuple[int, ChoiceMade]] = field(default_factory=list)


def click(desk: Desk, shown: Scene, window: Window, rng: Random, times: int) -> None:
    """Give any reply of the page as it was drawn, and note what is said to stand there."""
    play = play_of(window.drawn, shown)
    if play.ending is not None:
        return
    given = Given(window.drawn.step, rng.choice(play.offered).id, rng.random())
    for _ in range(times):
        answered = desk.reply(shown, window.drawn, given)
        assert answered.mine == (answered.stands.choice == given.choice)
        window.answers.append((given.step, answered.stands))


@settings(max_examples=20, deadline=None, derandomize=True, database=None)
@for_all(clicks=CLICKS, rng=some.randoms(use_true_random=False), story=some.sampled_from((0, 1)))
def test_however_two_windows_are_clicked_each_step_has_one_event_and_the_path_replays(
    store: Store, clicks: list[tuple[str, int]], rng: Random, story: int
) -> None:
    shown = (scene("hallway"), features())[story]
    desk = new_desk(store)
    windows = [Window(begun(desk, shown)) for _ in range(2)]
    for what, which in clicks:
        window = windows[which]
        if what == "draw":
            window.drawn = attempt_of(desk, window.drawn.id)
        else:
            click(desk, shown, window, rng, times=1 + (what == "double click"))
    attempt = attempt_of(desk, windows[0].drawn.id)
    events = store.reader(desk.learner).events(kinds=[ChoiceMade])

    assert [event.payload for event in events] == list(attempt.replies)
    assert [reply.step for reply in attempt.replies] == list(range(len(attempt.replies)))
    end = replay(shown.scenario, attempt.path, attempt.begun.start)
    assert (end.ending is None) == (attempt.ended is None)
    for window in windows:
        for step, stands in window.answers:
            assert attempt.replies[step] == stands


def test_what_was_kept_of_a_parent_cannot_be_answered_again(store: Store, hall: Scene) -> None:
    desk = new_desk(store)
    parent = to_the_end(desk, hall, desk.begin(hall, count=0), Random(1))
    practice = attempt_of(desk, desk.practise(hall, parent, from_step=2, count=1))
    with pytest.raises(AheadOfStory):
        desk.reply(hall, practice, Given(1, parent.path[1].choice, 0.0))

    assert attempt_of(desk, practice.id).path == parent.path[:2]


def test_a_reopened_store_still_has_everything(tmp_path: Path, hall: Scene) -> None:
    desk = new_desk(new_store(tmp_path))
    attempt = begun(desk, hall)
    say(desk, hall, attempt.id, play_of(attempt, hall).offered[0].id)
    again = new_store(tmp_path).reader(desk.learner).events()

    assert again == desk.store.reader(desk.learner).events()
