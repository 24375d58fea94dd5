"""What there is to practise, and the page before a conversation."""

from pathlib import Path
from random import Random

import pytest

from coach.practice.served import Scene
from coach.ui.shelf import first_sentence, minutes_in
from pages.screen import House, Window, bare
from practising import SHIPPED, begun, features, scene, to_the_end

HALL = scene("hallway")


def has_all(window: Window, shown: Scene) -> bool:
    """The card of a conversation stands there."""
    scenario = shown.scenario
    return window.sees(
        bare(scenario.title),
        scenario.counterpart.name,
        bare(first_sentence(scenario.setting)),
        bare(scenario.could_lose),
    )


def broken(course: Path, name: str = "hallway") -> None:
    """Break a file."""
    (course / "scenarios" / f"{name}.yaml").write_text("title: [", encoding="utf-8")


@pytest.mark.usefixtures("house")
def test_every_conversation_can_be_found() -> None:
    window = Window().open("practise")

    assert window.sees("Practise", "What is in front of you?")
    for name in SHIPPED:
        assert has_all(window, scene(name))
    assert "For whoever writes the course" not in window.words
    assert "Last time" not in window.words


@pytest.mark.usefixtures("house")
def test_all_stand_in_one_list_the_easy_ones_first() -> None:
    window = Window().open("practise")
    window.at.segmented_control[0].set_value("The whole path").run()

    assert "What is in front of you?" not in window.words
    places = [window.words.index(bare(scene(name).scenario.title)) for name in SHIPPED]
    levels = [scene(name).scenario.level for name in SHIPPED]
    assert [level for _, level in sorted(zip(places, levels, strict=True))] == sorted(levels)


def test_a_conversation_that_was_played_says_how_it_ended(house: House) -> None:
    desk = house.desk()
    ended = to_the_end(desk, HALL, desk.begin(HALL, count=0), Random(1)).ended

    assert ended is not None
    assert Window().open("practise").sees(f"Last time: {ended.title}")


@pytest.mark.usefixtures("own_house")
def test_a_broken_file_is_told_to_whoever_writes_the_course(course: Path) -> None:
    broken(course)
    window = Window().open("practise")

    assert HALL.scenario.title not in window.words
    assert window.sees("For whoever writes the course", "scenarios/hallway.yaml:1:")
    assert has_all(window, scene("samosas"))


@pytest.mark.usefixtures("own_house")
def test_a_file_that_breaks_while_served_stays_in_its_last_sound_form(course: Path) -> None:
    window = Window().open("practise")
    broken(course)
    window.again()

    assert has_all(window, HALL)
    assert window.sees("This is the last sound form; its file is being worked on.")
    assert window.sees("Left out, or served in the last sound form: scenarios/hallway.yaml")


@pytest.mark.usefixtures("own_house")
def test_with_no_sound_file_the_shelf_and_today_say_so_kindly(course: Path) -> None:
    for file in (course / "scenarios").glob("*.yaml"):
        broken(course, file.stem)

    assert Window().open("practise").sees("There is nothing to practise at the moment.")
    today = Window().open()
    assert today.headings == ["Nothing to practise yet"]
    assert today.sees("What you did is kept.", "scenarios/hallway.yaml:1:")


@pytest.mark.usefixtures("own_house")
def test_with_no_file_at_all_today_says_so(course: Path) -> None:
    for file in (course / "scenarios").glob("*.yaml"):
        file.unlink()
    today = Window().open()

    assert today.headings == ["Nothing to practise yet"]


@pytest.mark.usefixtures("own_house")
def test_a_broken_course_file_takes_nothing_from_who_is_here(course: Path) -> None:
    window = Window().open("practise")
    (course / "lessons" / "course.yaml").write_text("modules: [", encoding="utf-8")
    window.again()

    assert has_all(window, HALL)
    assert window.sees("lessons/course.yaml:1:")


@pytest.mark.usefixtures("house")
def test_the_page_before_a_conversation_tells_what_it_is() -> None:
    scenario = HALL.scenario
    window = Window().open("scene", s="hallway")

    assert window.headings == [bare(scenario.title)]
    assert window.sees(
        bare(scenario.setting), "You are ", "Opposite you: ", scenario.counterpart.role
    )
    assert window.sees(
        f"What you could lose: {bare(scenario.could_lose)}", bare(scenario.local_note)
    )
    assert all(window.sees(bare(aim.text)) for aim in scenario.aims)
    assert window.buttons == [f"Begin · {minutes_in(HALL)}"]


def test_begin_begins_and_goes_there(house: House) -> None:
    window = Window().open("scene", s="hallway").tap("Begin")
    (attempt,) = house.desk().journal().attempts

    assert attempt.begun.category == "first"
    assert window.sees("‹ Stop for now")
    assert window.at.query_params == {"a": str(attempt.id)}


def test_begun_in_two_windows_it_is_one(house: House) -> None:
    here, there = (Window().open("scene", s="hallway") for _ in range(2))
    for window in (here, there):
        window.tap("Begin")

    assert len(house.desk().journal().attempts) == 1


def test_one_that_waits_can_be_gone_on_with_or_begun_again(house: House) -> None:
    attempt = begun(house.desk(), HALL)
    window = Window().open("scene", s="hallway")

    assert window.buttons == ["Go on", f"Start it again · {minutes_in(HALL)}"]
    window.tap("Go on")
    assert window.at.query_params == {"a": str(attempt.id)}
    Window().open("scene", s="hallway").tap("Start it again")
    assert [a.begun.category for a in house.desk().journal().attempts] == ["first", "again"]


@pytest.mark.parametrize("query", [{"s": "nothing-of-the-kind"}, {"s": "../course"}])
@pytest.mark.usefixtures("house")
def test_an_address_of_nothing_says_so(query: dict[str, str]) -> None:
    window = Window().open("scene", **query)

    assert window.headings == ["No such conversation"]
    assert "See every conversation" in window.links


@pytest.mark.usefixtures("own_house")
def test_a_broken_conversation_is_being_mended(course: Path) -> None:
    broken(course)
    window = Window().open("scene", s="hallway")

    assert window.headings == ["Being mended"]
    assert window.sees("What you did in it is kept.")
    assert window.buttons == []


def test_the_first_sentence_and_the_minutes_are_told_alike_everywhere() -> None:
    assert first_sentence("One. Two. Three.") == "One."
    assert first_sentence("Only one") == "Only one"
    assert minutes_in(features()).endswith(" min")
