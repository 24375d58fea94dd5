"""Today: the first five minutes, half-way, after days away, and when work was found."""

from random import Random

import pytest

from coach.content.lesson import Lesson, LessonId
from coach.content.loading import load_course
from coach.practice.commands import Desk, play_of
from coach.practice.lessons import steps
from coach.practice.served import Scene
from coach.record.envelope import Envelope
from coach.roleplay.reply import wording
from coach.ui.screens.today import minutes_left
from conftest import ROOT
from pages.screen import BROWSER, House, Window, bare
from practising import attempt_of, begun, say, scene, to_the_end

STRAIGHT = "no course can promise you a job"


def seen(desk: Desk) -> int:
    """How many events there are."""
    return len(events(desk))


def events(desk: Desk) -> tuple[Envelope, ...]:
    """Everything kept."""
    return desk.store.reader(desk.learner).events()


def first_reply(shown: Scene) -> str:
    """The words of the best first reply."""
    return shown.worth.table().moment_at(0).best_offer.choice.text


def test_the_first_visit_is_one_turn_and_nothing_else(house: House) -> None:
    window = Window().open()

    assert window.sees("Try one reply", "Practice only. Two minutes. Nothing to sign up for.")
    assert window.buttons == ["What could I say?"]
    assert window.links == ["Coming back?"]
    assert house.door.who(BROWSER, house.desk().now) is not None  # made by this line, not before


def test_looking_at_the_first_turn_keeps_nothing(house: House) -> None:
    Window().open().tap("What could I say?")

    assert events(house.desk()) == ()


def test_the_first_reply_is_answered_and_a_name_may_be_given(house: House) -> None:
    cafe = scene("cafe")
    window = Window().open().tap("What could I say?")
    assert sorted(window.replies) == sorted(
        c.text for c in cafe.scenario.turns[cafe.scenario.opening].choices
    )
    window.pick(first_reply(cafe)).tap("Say it")

    assert window.sees("Your first reply", "That is how it works here", "What shall we call you?")
    assert window.buttons[0].startswith("Finish the scene · ")
    assert [event.kind for event in events(house.desk())] == ["attempt-begun", "choice-made"]


def test_nothing_is_given_before_a_reply_is_picked(house: House) -> None:
    window = Window().open().tap("What could I say?").tap("Say it")

    assert window.sees("Tap a reply first. Then say it.")
    assert events(house.desk()) == ()


def test_finishing_the_scene_goes_on_with_the_name_that_was_typed(house: House) -> None:
    window = Window().open().tap("What could I say?").pick(first_reply(scene("cafe"))).tap("Say it")
    window.type("name", "Dana").tap("Finish the scene")
    visitor = house.door.who(BROWSER, house.desk().now)

    assert window.sees("‹ Stop for now", "So far")
    assert visitor is not None
    assert visitor.name == "Dana"


def test_a_name_that_is_known_here_is_not_taken_over(house: House) -> None:
    house.named("Dana")
    house.door.leave(BROWSER)
    window = Window().open().tap("What could I say?").pick(first_reply(scene("cafe"))).tap("Say it")
    window.type("name", "dana").tap("Finish the scene")
    visitor = house.door.who(BROWSER, house.desk().now)

    assert window.sees(
        "Somebody called Dana has practised in this browser before. If that is you, take "
        "“Coming back?” at the start. Else choose another name for today."
    )
    assert visitor is not None
    assert visitor.name is None


def test_a_name_that_is_none_is_refused_in_its_own_words(house: House) -> None:
    window = Window().open().tap("What could I say?").pick(first_reply(scene("cafe"))).tap("Say it")
    window.type("name", "D\u202eana").tap("Finish the scene")

    assert window.sees("There is a sign in it that cannot be shown.")
    assert seen(house.desk()) == 2


def test_not_now_ends_the_first_visit_and_shows_what_is_in_front(house: House) -> None:
    window = Window().open().tap("What could I say?").pick(first_reply(scene("cafe"))).tap("Say it")
    window.type("name", "Dana").tap("Not now")

    assert window.headings[0] == "Hello, Dana."
    assert window.sees("What is in front of you?", "Pick up here")
    assert events(house.desk())[-1].kind == "looked-around"


def test_on_the_first_day_the_situations_stand_there_with_a_straight_answer(house: House) -> None:
    house.named("Dana")
    desk = house.desk()
    to_the_end(desk, scene("cafe"), desk.begin(scene("cafe"), count=0), Random(1))
    window = Window().open()

    assert window.headings == ["Hello, Dana.", "What is in front of you?"]
    assert "A room full of people I don't know" in window.buttons
    assert "No answer, or a no" not in window.buttons  # nothing is written for it yet
    assert window.sees(STRAIGHT)


def test_the_greeting_knows_the_hour_where_the_learner_is(house: House) -> None:
    desk = house.desk()
    to_the_end(desk, scene("cafe"), desk.begin(scene("cafe"), count=0), Random(1))
    window = Window()
    window.at.context = {"timezone": "Nowhere/At-all"}
    assert window.open().headings[0] == "Hello."
    window.at.context = {"timezone": "Asia/Tokyo"}

    assert window.open().headings[0] in {"Good morning.", "Good afternoon.", "Good evening."}


def test_half_way_the_last_line_stands_there_with_the_minutes_left(house: House) -> None:
    house.named("Dana")
    desk, hall = house.desk(), scene("hallway")
    reply = hall.worth.table().moment_at(0).best_offer.choice
    attempt = begun(desk, hall, [reply.id])
    last = bare(wording(reply.reaction, play_of(attempt, hall).feelings)).strip("*")
    window = Window().open()

    assert window.sees("Pick up here", hall.scenario.title, last, "It is your turn.")
    assert window.sees("One of these is plenty for today.")
    assert STRAIGHT not in window.words
    assert f"Go on · {minutes_left(attempt, hall)} min" in window.buttons
    assert 1 <= minutes_left(attempt, hall) < hall.minutes[1]
    assert window.tap("Go on · ").sees("‹ Stop for now", bare(reply.text))


def test_a_conversation_that_was_only_begun_says_so(house: House) -> None:
    begun(house.desk(), scene("hallway"))

    assert Window().open().sees("Pick up here", "You have just come in. It is your turn.")


def test_a_chosen_situation_offers_its_next_conversation(house: House) -> None:
    house.named("Dana")
    desk = house.desk()
    to_the_end(desk, scene("hallway"), desk.begin(scene("hallway"), count=0), Random(1))
    window = Window().open().tap("A room full of people I don't know")

    assert window.headings[1] == "A room full of people I don't know"
    assert window.sees(scene("cafe").scenario.title)
    assert window.buttons[0].startswith("Play it · ")
    window.tap("Something else is in front of me")
    assert window.headings[1] == "What is in front of you?"


def test_after_days_away_nothing_has_piled_up(house: House) -> None:
    house.named("Dana")
    desk = house.desk(days_ago=9)
    attempt = begun(desk, scene("cafe"))
    say(
        desk,
        scene("cafe"),
        attempt.id,
        scene("cafe").worth.table().moment_at(0).best_offer.choice.id,
    )
    desk.choose_situation("room-of-strangers", seen=2)
    window = Window().open()

    assert window.headings == [
        "Good to see you, Dana.",
        "Pick up here",
        "Is this still what is in front of you?",
    ]
    assert window.sees("Everything is where you left it, and nothing has piled up.")
    assert window.sees("“A room full of people I don't know”")
    assert window.buttons[1:] == ["Start that scene again", "Yes", "Something else", "I found work"]
    assert "9" not in window.words.replace(scene("cafe").scenario.title, "")


@pytest.mark.parametrize("days", [0, 6.9])
def test_a_few_days_are_not_away(house: House, days: float) -> None:
    begun(house.desk(days_ago=days), scene("cafe"))

    assert "Good to see you" not in Window().open().words


def test_starting_that_scene_again_begins_another_attempt(house: House) -> None:
    attempt = begun(house.desk(days_ago=9), scene("cafe"))
    window = Window().open().tap("Start that scene again")
    attempts = house.desk().journal().attempts

    assert window.sees("‹ Stop for now")
    assert [each.begun.category for each in attempts] == ["first", "again"]
    assert attempt_of(house.desk(), attempt.id).ended is None


@pytest.mark.parametrize(
    ("answer", "heading"),
    [("Yes", "A room full of people I don't know"), ("Something else", "What is in front of you?")],
)
def test_what_is_in_front_is_asked_once_after_days_away(
    house: House, answer: str, heading: str
) -> None:
    desk = house.desk(days_ago=9)
    to_the_end(desk, scene("hallway"), desk.begin(scene("hallway"), count=0), Random(1))
    desk.choose_situation("room-of-strangers", seen=seen(desk))
    window = Window().open().tap(answer)

    assert window.headings == ["Hello.", heading]


def test_a_situation_that_is_gone_leaves_no_empty_page(house: House) -> None:
    desk = house.desk(days_ago=9)
    to_the_end(desk, scene("hallway"), desk.begin(scene("hallway"), count=0), Random(1))
    desk.choose_situation("of-an-older-course", seen=seen(desk))

    assert Window().open().headings == ["Good to see you.", "What is in front of you?"]


def test_found_work_is_good_news_with_a_thank_you(house: House) -> None:
    desk = house.desk(days_ago=9)
    to_the_end(desk, scene("hallway"), desk.begin(scene("hallway"), count=0), Random(1))
    desk.choose_situation("room-of-strangers", seen=seen(desk))
    window = Window().open().tap("I found work")

    assert window.sees("Good news.", "tell the people who helped", "in three months")
    assert window.buttons == ["Write the thank-you · 6 min", "Later"]
    assert events(house.desk())[-1].kind == "work-found"
    window.tap("Write the thank-you")
    assert window.headings == ["My lines"]
    assert [field.label for field in window.at.text_area] == ["Your thank-you"]


def test_later_brings_today_back(house: House) -> None:
    desk = house.desk(days_ago=9)
    to_the_end(desk, scene("hallway"), desk.begin(scene("hallway"), count=0), Random(1))
    desk.choose_situation("room-of-strangers", seen=seen(desk))

    assert Window().open().tap("I found work").tap("Later").headings[0] == "Hello."


def lesson_done(house: House, days_ago: float) -> Lesson:
    """A lesson, finished so many days ago, with its mission taken on."""
    course = load_course(ROOT).course
    assert course is not None
    lesson, desk = course.lessons[LessonId("two-people")], house.desk(days_ago)
    for step in range(len(steps(lesson)) + 1):
        desk.reach(lesson, step)
    desk.take_mission(lesson, lesson.mission.sizes[0].id, "in-person", seen=seen(desk))
    return lesson


def test_today_holds_at_most_three_things(house: House) -> None:
    house.named("Dana")
    lesson_done(house, days_ago=3)
    house.desk().choose_situation("room-of-strangers", seen=seen(house.desk()))
    assert Window().open().headings[1:] == [
        "One minute",
        "Out in the world",
        "A room full of people I don't know",
    ]

    begun(house.desk(), scene("hallway"))
    window = Window().open()
    assert window.headings == ["Hello, Dana.", "Pick up here", "One minute", "Out in the world"]
    assert window.sees("One of these is plenty for today.")


def test_after_days_away_the_small_thing_stands_before_the_question(house: House) -> None:
    lesson_done(house, days_ago=12)
    begun(house.desk(days_ago=10), scene("cafe"))
    desk = house.desk(days_ago=9)
    desk.choose_situation("room-of-strangers", seen=seen(desk))

    assert Window().open().headings == [
        "Good to see you.",
        "Pick up here",
        "Or something small",
        "Out in the world",
        "Is this still what is in front of you?",
    ]
