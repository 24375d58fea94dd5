"""What is one's own: progress, lines, likings, the digits, the door, and leaving."""

from random import Random

import pytest

from coach.people.door import BrowserId
from coach.practice.attempt import Attempt
from coach.practice.events import Preferences
from coach.ui.screens.mine import COACHING, SIZES
from pages.screen import BROWSER, House, Window
from practising import attempt_of, scene, to_the_end

HALL, CAFE = scene("hallway"), scene("cafe")
ELSEWHERE = BrowserId("cd" * 32)
DIGITS = "0417"


def played(house: House, count: int = 0, seed: int = 1) -> Attempt:
    """A finished play."""
    desk = house.desk()
    return to_the_end(desk, HALL, desk.begin(HALL, count=count), Random(seed))


# Progress


@pytest.mark.usefixtures("house")
def test_progress_is_empty_and_kind_before_the_first_conversation() -> None:
    window = Window().open("progress")

    assert window.sees(
        "Progress", "Nothing here yet. After your first conversation you find it here"
    )
    assert "Find a conversation" in window.links


def test_progress_counts_what_was_done_in_words(house: House) -> None:
    attempt = played(house)
    window = Window().open("progress")
    assert attempt.ended is not None

    assert window.headings == ["Progress", "What you did", "My lines"]
    replies = len(attempt.replies)
    assert window.sees(f"You finished 1 conversation and gave {replies} replies.")
    assert window.sees("Lines you would like to say for real are kept here.")
    assert window.buttons == [f"{attempt.begun.title}: {attempt.ended.title}"]
    window.tap(attempt.begun.title)
    assert window.at.query_params == {"a": str(attempt.id)}


def test_progress_tells_a_scene_played_twice_in_words(house: House) -> None:
    first, latest = played(house), played(house, 1, seed=4)
    desk = house.desk()
    to_the_end(desk, HALL, desk.practise(HALL, latest, from_step=1, count=2), Random(5))
    window = Window().open("progress")

    assert window.sees("What changed in a scene you played again")
    for name, attempt in (("First", first), ("Latest", latest)):
        assert attempt.ended is not None
        assert window.sees(f"{name}: “{attempt.ended.title}”")
        assert attempt.ended.score is not None
        assert f"{attempt.ended.score:.0f}" not in window.words


def test_progress_counts_kept_lines(house: House) -> None:
    played(house)
    desk = house.desk()
    for words in ("One", "Two"):
        desk.keep_line(words, own=True, seen=desk.journal().seen)

    assert Window().open("progress").sees("You kept 2 lines to take along.")


# My lines and the digits


@pytest.mark.usefixtures("house")
def test_my_lines_are_empty_and_kind_at_first() -> None:
    window = Window().open("lines")

    assert window.sees(
        "My lines", "No line yet. After a conversation you can say it in your own words"
    )
    assert window.buttons == ["Keep it"]


def test_a_line_is_written_kept_and_taken_off(house: House) -> None:
    window = Window().open("lines")
    assert window.tap("Keep it").sees("Write a few words first.")
    window.type("new-line", "# What do you *do* first? :smile:").tap("Keep it")
    (line,) = house.desk().journal().lines

    assert line.kept.words == "# What do you *do* first? :smile:"
    assert window.sees("# What do you *do* first? :smile:", "Copy my line")
    window.tap("Take it off")
    assert window.sees("No line yet.")
    assert house.desk().journal().lines == ()


def test_a_line_says_where_it_is_from(house: House) -> None:
    attempt = played(house)
    house.desk().keep_line("Hello", own=True, seen=9, attempt=attempt)

    assert Window().open("lines").sees("Hello", HALL.scenario.title)


def test_own_words_open_with_the_digits_only(house: House) -> None:
    house.desk().keep_line("Nobody reads this", own=True, seen=0)
    house.guarded(DIGITS)
    window = Window().open("lines")

    assert window.sees("Your own words open with your four digits.")
    assert "Nobody reads this" not in window.words
    assert window.buttons == ["Open"]
    window.type("digits", "9999").tap("Open")
    assert window.sees(
        "That does not fit. You have 4 more tries, then a quarter of an hour to wait."
    )
    window.type("digits", "12").tap("Open")
    assert window.sees("Four digits, please, like 0417.")
    window.type("digits", DIGITS).tap("Open")
    assert window.sees("Nobody reads this")


def test_after_five_wrong_tries_there_is_a_wait(house: House) -> None:
    house.guarded(DIGITS)
    window = Window().open("lines")
    for _ in range(5):
        window.type("digits", "9999").tap("Open")
    window.type("digits", DIGITS).tap("Open")

    assert window.sees("That was tried a few times too often. Please wait a quarter of an hour.")


# Mine


@pytest.mark.usefixtures("house")
def test_mine_keeps_nothing_of_who_did_nothing() -> None:
    window = Window().open("mine")

    assert window.sees("Me", "Nothing of you is kept here. It begins with your first reply.")
    assert window.buttons == []


def test_mine_shows_what_is_kept(house: House) -> None:
    house.named("Dana")
    seen = 1 + len(played(house).replies)
    window = Window().open("mine")

    assert window.headings == [
        "Me",
        "Your name here",
        "Settings",
        "Coming back",
        "My data",
        "Leaving",
    ]
    assert window.sees("You are in as Dana.", f"Kept are your name and {seen} things you did here")
    assert [button.label for button in window.at.download_button] == [
        "Download to read",
        "Download as JSON",
    ]


def test_a_liking_is_kept_and_shown(house: House) -> None:
    house.desk().look_around()
    window = Window().open("mine")
    window.at.radio(key="like-coaching").set_value(COACHING["one line"]).run()
    window.at.toggle(key="like-meters").set_value(True).run()
    window.at.radio(key="like-size").set_value(SIZES[20]).run()
    likes = house.desk().journal().preferences

    assert likes == Preferences(coaching="one line", alone_first=True, meters=True, type_size=20)
    again = Window().open("mine")
    assert again.at.radio(key="like-coaching").value == "one line"
    assert again.at.toggle(key="like-meters").value is True
    assert "20px" in "".join(html.value for html in again.at.html)


def test_words_about_the_other_person_are_off_until_they_are_wanted(house: House) -> None:
    house.desk().look_around()
    window = Window().open("mine")

    assert window.at.toggle(key="like-meters").value is False
    assert window.at.toggle(key="like-alone").value is True


def test_a_name_is_taken_and_one_that_is_known_here_is_not(house: House) -> None:
    house.named("Ola")
    house.door.leave(BROWSER)
    house.desk().look_around()
    window = Window().open("mine")
    assert (
        window.type("my-name", "Dana")
        .tap("Take this name")
        .sees("Good to have you here, Dana.", "You are in as Dana.")
    )
    window.type("my-name", "ola").tap("Take this name")

    assert window.sees("Ola is somebody else in this browser. Choose another name.")
    assert window.sees("You are in as Dana.")


def test_a_return_code_is_shown_once_and_opens_another_browser(house: House) -> None:
    house.desk().look_around()
    window = Window().open("mine").tap("Show me a return code")
    (code,) = [code.value for code in window.at.code]
    there = (
        Window(ELSEWHERE).open("door").type("door-code", code.lower()).tap("Come in with the code")
    )
    here, elsewhere = (house.door.who(b, house.desk().now) for b in (BROWSER, ELSEWHERE))

    assert code not in window.again().words
    assert here is not None
    assert elsewhere is not None
    assert here.learner == elsewhere.learner
    there.is_well()


def test_digits_are_set_and_guard_from_then_on(house: House) -> None:
    house.desk().look_around()
    window = Window().open("mine")
    assert window.type("new-digits", "12").tap("Set these digits").sees("Four digits, please")
    window.type("new-digits", DIGITS).tap("Set these digits")

    assert window.sees("Set. Your own words now open with these digits only.")
    visitor = house.door.who(BROWSER, house.desk().now)
    assert visitor is not None
    assert visitor.has_digits


def test_behind_the_digits_nothing_is_changed_or_taken_away(house: House) -> None:
    house.named("Dana")
    house.guarded(DIGITS)
    window = Window().open("mine")

    assert window.sees("Your own words open with your four digits.")
    assert window.sees("The download opens with your four digits.")
    assert len(window.at.download_button) == 0
    assert not {"Take this name", "Show me a return code for another browser"} & set(window.buttons)


def test_leaving_for_now_leaves_nothing_to_see(house: House) -> None:
    house.named("Dana")
    attempt = played(house)
    window = Window().open("mine").tap("Leave for now")

    assert window.sees("You have left. Nobody who opens this browser sees what you did.")
    assert Window().open("talk", a=attempt.id).headings == ["This page is private"]
    assert Window().open().sees("Try one reply")


def test_nothing_is_erased_without_a_tick(house: House) -> None:
    attempt = played(house)
    window = Window().open("mine")

    assert next(b for b in window.at.button if b.key == "erase").disabled
    assert attempt_of(house.desk(), attempt.id) == attempt


def test_what_is_erased_is_gone(house: House) -> None:
    attempt, before = played(house), house.desk()
    window = Window().open("mine")
    window.at.checkbox(key="sure").check().run()
    window.tap("Leave no trace")

    assert window.sees("It is done. Nothing you did is kept, here or anywhere.")
    assert before.attempt(attempt.id) is None
    assert before.journal().seen == 0
    assert house.door.who(BROWSER, before.now) is None


# The door


def test_the_door_lists_nobody(house: House) -> None:
    house.named("Dana")
    house.door.leave(BROWSER)
    window = Window().open("door")

    assert window.headings == ["Coming back?", "In another browser"]
    assert "Dana" not in window.words
    assert window.buttons == ["Come in", "Come in with the code"]
    assert window.links == ["I am new here"]


def test_who_is_in_is_told_so(house: House) -> None:
    house.named("Dana")

    assert Window().open("door").sees("You are in as Dana.", "Go on to Today")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Any name will do. One letter is enough."),
        ("Somebody", "Nobody of that name has practised in this browser."),
    ],
)
@pytest.mark.usefixtures("house")
def test_a_name_that_does_not_open_is_told_why(name: str, told: str) -> None:
    window = Window().open("door").type("door-name", name)
    window.at.button(key="come-in").click().run()

    assert window.sees(told)


def test_a_name_opens_in_its_browser(house: House) -> None:
    house.named("Dana")
    played(house)
    house.door.leave(BROWSER)
    window = Window().open("door").type("door-name", " dana ")
    window.at.button(key="come-in").click().run()

    assert window.headings[0] == "Hello, Dana."


def test_a_name_with_digits_asks_for_them(house: House) -> None:
    house.named("Dana")
    played(house)
    house.guarded(DIGITS)
    house.door.leave(BROWSER)
    window = Window().open("door").type("door-name", "Dana")
    window.at.button(key="come-in").click().run()
    assert window.sees("This name has four digits. Type them too, then come in.")
    window.type("door-digits", "9999").at.button(key="come-in").click().run()
    assert window.sees("That does not fit.")
    window.type("door-digits", DIGITS).at.button(key="come-in").click().run()

    assert window.headings[0] == "Hello, Dana."


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("abc", "A return code has eight letters and digits, like ABCD-EFGH."),
        ("ABCD-EFGH", "That does not fit. You have 4 more tries"),
    ],
)
@pytest.mark.usefixtures("house")
def test_a_code_that_does_not_open_is_told_why(code: str, told: str) -> None:
    window = Window().open("door").type("door-code", code)

    assert window.tap("Come in with the code").sees(told)
