"""A lesson on the screen: one thing at a time, found again where it was left."""

from pathlib import Path

import pytest

from coach.content.lesson import (
    BestWorstExercise,
    ChooseExercise,
    FinishTheirSentence,
    Lesson,
    LessonId,
    RewriteExercise,
)
from coach.content.loading import load_course
from coach.practice.events import AnswerGiven, MissionReported
from coach.practice.lessons import steps
from conftest import ROOT
from pages.screen import House, Window, bare

LOADED = load_course(ROOT).course
assert LOADED is not None
LESSONS = LOADED.lessons
LOST = LESSONS[LessonId("lost-my-job")]


def answers(house: House) -> list[AnswerGiven]:
    """What was answered, in its order."""
    reader = house.store.reader(house.desk().learner)
    events = reader.events(kinds=(AnswerGiven,))
    return [event.payload for event in events if isinstance(event.payload, AnswerGiven)]


def reach(house: House, lesson: Lesson, part: str, exercise: str | None = None) -> Window:
    """A window on one part of a lesson."""
    wanted = [
        n for n, s in enumerate(steps(lesson)) if s.part == part and exercise in {None, s.exercise}
    ]
    for step in range(wanted[0] + 1):
        house.desk().reach(lesson, step)
    return Window().open("lesson", l=lesson.id)


def size(window: Window, place: int) -> Window:
    """Pick a size of a mission, the smallest first."""
    window.at.radio[0].set_value(window.at.radio[0].options[place])
    return window


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: str(lesson.id))
def test_every_lesson_can_be_gone_through_to_its_conversation(house: House, lesson: Lesson) -> None:
    window = Window().open("lesson", l=lesson.id)
    for number, _ in enumerate(steps(lesson), 1):
        assert window.sees(bare(lesson.title), f"{number} of {len(steps(lesson))}")
        on = next(b for b in window.at.button if (b.key or "").startswith("lesson-on-"))
        on.click().run()

    assert window.sees("That is the lesson.", "One real line to take along")
    assert "‹ Stop for now" not in window.links
    assert [label[:7] for label in window.buttons].count("Play it") == 1
    assert house.desk().journal().lessons[lesson.id].finished


@pytest.mark.usefixtures("house")
def test_the_guess_comes_before_the_answer() -> None:
    window = Window().open("lesson", l=LOST.id)
    truth = next(o for o in LOST.predict.options if o.id == LOST.predict.truth)
    assert bare(LOST.predict.because) not in window.words

    window.pick(bare(truth.text)).tap("That is my guess")

    assert window.sees(f"You guessed: {bare(truth.text)}", bare(LOST.predict.because))


def test_a_lesson_goes_on_where_it_was_left(house: House) -> None:
    reach(house, LOST, "good")

    assert Window().open("lesson", l=LOST.id).sees("The same moment, another way")
    house.desk().choose_situation("lost-my-job", seen=99)
    assert Window().open().sees("Go on with the lesson")


def test_an_answer_is_marked_beside_its_chance_and_told_with_its_rule(house: House) -> None:
    exercise = LOST.exercises[0]
    window = reach(house, LOST, "exercise", exercise.id)
    best = max(exercise.options, key=lambda option: option.worth)  # type: ignore[union-attr]
    window.pick(bare(best.text)).tap("That is my answer")

    (given,) = answers(house)
    assert given.mark == 1.0
    assert given.chance == pytest.approx(0.5, abs=0.2)
    assert window.sees("You chose: the best one here", bare(best.feedback))
    assert "The best one here" not in window.words


@pytest.mark.parametrize(("place", "verdict"), [(1, "a fine one"), (3, "another one is better")])
def test_a_verdict_stands_in_words_beside_the_choice(
    house: House, place: int, verdict: str
) -> None:
    exercise = LOST.exercises[0]
    assert isinstance(exercise, ChooseExercise)
    window = reach(house, LOST, "exercise", exercise.id)
    mine = sorted(exercise.options, key=lambda option: -option.worth)[place]
    window.pick(bare(mine.text)).tap("That is my answer")

    assert window.sees(f"You chose: {verdict}", "The best one here", "What the other answers do")


def test_what_somebody_else_thinks_stands_under_their_name(house: House) -> None:
    exercise = next(e for e in LOST.exercises if isinstance(e, FinishTheirSentence))
    window = reach(house, LOST, "exercise", exercise.id)
    window.pick(bare(exercise.options[0].text)).tap("That is my answer")

    assert window.sees("You chose: the likeliest one")
    assert window.words.count("Hana thinks …") == len(exercise.options)


def test_best_and_worst_show_what_was_chosen(house: House) -> None:
    skill = LESSONS[LessonId("a-skill")]
    exercise = next(e for e in skill.exercises if isinstance(e, BestWorstExercise))
    window = reach(house, skill, "exercise", exercise.id)
    in_order = [bare(o.text) for o in sorted(exercise.options, key=lambda o: -o.worth)]
    for radio, text in zip(window.at.radio, (in_order[1], in_order[-1]), strict=True):
        radio.set_value(next(option for option in radio.options if text in bare(option)))
    window.tap("That is my answer")

    assert window.sees("Fits best here", f"You chose: “{in_order[1]}”")
    assert window.sees("Fits least here. You chose it, too.")


def test_the_button_is_strong_once_one_is_picked(house: House) -> None:
    window = reach(house, LOST, "exercise", LOST.exercises[0].id)
    assert look_of(window, "That is my answer") == "secondary"
    window.at.radio[0].set_value(window.at.radio[0].options[0])

    assert look_of(window.again(), "That is my answer") == "primary"


def look_of(window: Window, label: str) -> str:
    """How much a button asks to be tapped."""
    (button,) = [button for button in window.at.button if bare(button.label) == label]
    return str(button.proto.type)


def test_the_same_tap_twice_is_one_answer(house: House) -> None:
    exercise = LOST.exercises[0]
    first, second = (reach(house, LOST, "exercise", exercise.id) for _ in range(2))
    for window, place in ((first, 0), (second, 1)):
        window.at.radio[0].set_value(window.at.radio[0].options[place])
        window.tap("That is my answer")

    assert len(answers(house)) == 1
    assert second.sees("You chose")


def test_a_message_is_read_without_a_total(house: House) -> None:
    exercise = next(e for e in LOST.exercises if isinstance(e, RewriteExercise))
    window = reach(house, LOST, "exercise", exercise.id)
    window.at.text_area[0].input(exercise.sample)
    window.tap("Look at it with me")

    assert window.sees("We found", "Is each part there?", "One good message among many")
    assert not any(word in window.words for word in ("of 20", "points", "skilled", "developing"))


def test_an_empty_message_is_met_with_an_encouraging_word(house: House) -> None:
    exercise = next(e for e in LOST.exercises if isinstance(e, RewriteExercise))
    window = reach(house, LOST, "exercise", exercise.id)
    window.tap("Look at it with me")

    assert "We found" not in window.words
    window.is_well()


def test_a_mission_stands_on_today_until_it_is_told_how_it_went(house: House) -> None:
    window = reach(house, LOST, "mission")
    size(window, 0).tap("I will try it")
    assert Window().open().sees("Out in the world", bare(LOST.mission.sizes[0].text))

    today = Window().open().tap("It went badly")

    reader = house.store.reader(house.desk().learner)
    (told,) = reader.events(kinds=(MissionReported,))
    assert isinstance(told.payload, MissionReported)
    assert told.payload.outcome == "badly"
    assert today.sees("Thank you for trying it.", "Play it here")


@pytest.mark.usefixtures("house")
def test_what_was_forgotten_is_said_under_the_button() -> None:
    window = Window().open("lesson", l=LOST.id).tap("That is my guess")

    assert window.words.index("Tap one first.") > window.words.index(bare(LOST.predict.ask)[:30])


def test_nothing_of_a_mission_is_picked_beforehand(house: House) -> None:
    window = reach(house, LOST, "mission")

    assert [radio.value for radio in window.at.radio] == [None]
    assert bare(LOST.mission.expect) not in window.words
    window.tap("I will try it")
    assert window.sees("Pick a step first. The smallest counts, too.")
    assert house.desk().journal().lessons[LOST.id].mission is None


def test_what_was_taken_on_is_answered_in_its_place_with_what_may_happen(house: House) -> None:
    window = size(reach(house, LOST, "mission"), 1).tap("I will try it")

    assert window.sees(
        "You would like to try this:", bare(LOST.mission.sizes[1].text), bare(LOST.mission.expect)
    )
    assert {"Make it smaller", "Choose another", "Not this week", "Go on"} <= set(window.buttons)
    taken = house.desk().journal().lessons[LOST.id].mission
    assert taken is not None
    assert (taken.size, taken.way) == (LOST.mission.sizes[1].id, None)


def test_the_way_is_told_where_one_was_picked(house: House) -> None:
    window = size(reach(house, LOST, "mission"), 1).again()
    window.at.radio[1].set_value(window.at.radio[1].options[2])
    window.tap("I will try it")

    assert window.sees(f"In writing: {bare(LOST.mission.ways[2].text)}")


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: str(lesson.id))
def test_the_smallest_step_asks_for_no_way(house: House, lesson: Lesson) -> None:
    window = size(reach(house, lesson, "mission"), 1).again()
    assert [len(radio.options) for radio in window.at.radio] == [3, 4]
    window.at.radio[1].set_value(window.at.radio[1].options[1])
    size(window, 0).again()

    assert [len(radio.options) for radio in window.at.radio] == [3]
    window.tap("I will try it")
    taken = house.desk().journal().lessons[lesson.id].mission
    assert taken is not None
    assert taken.way is None
    assert "By voice" not in window.words


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: str(lesson.id))
def test_a_step_is_named_by_its_own_sentence_alone(house: House, lesson: Lesson) -> None:
    step = bare(lesson.mission.sizes[0].text)
    window = size(reach(house, lesson, "mission"), 0).tap("I will try it")

    for shown in (window, Window().open(), Window().open("progress")):
        assert shown.sees(step)
        assert f"{bare(lesson.mission.act)} {step}" not in shown.words


def test_a_way_is_not_told_beside_the_smallest_step(house: House) -> None:
    window = size(reach(house, LOST, "mission"), 1).again()
    window.at.radio[1].set_value(window.at.radio[1].options[1])
    window.tap("I will try it")
    assert window.sees("By voice:")
    window.tap("Make it smaller")

    assert "By voice:" not in window.words


def test_a_mission_is_made_smaller_one_size_a_tap(house: House) -> None:
    window = size(reach(house, LOST, "mission"), 2).tap("I will try it").tap("Make it smaller")
    assert window.sees("Smaller now:", bare(LOST.mission.sizes[1].text))
    window.tap("Make it smaller")

    assert window.sees(bare(LOST.mission.sizes[0].text))
    assert "Make it smaller" not in window.buttons
    (tried,) = house.desk().journal().lessons[LOST.id].tried
    assert tried.taken.size == LOST.mission.sizes[0].id


def test_not_this_week_is_taken_at_its_word(house: House) -> None:
    window = size(reach(house, LOST, "mission"), 0).tap("I will try it").tap("Not this week")

    assert window.sees("That is fine. It is off Today, and nothing is counted.")
    assert house.desk().journal().lessons[LOST.id].mission is None


def test_another_size_can_be_chosen_afterwards(house: House) -> None:
    window = size(reach(house, LOST, "mission"), 0).tap("I will try it").tap("Choose another")
    assert window.at.radio[0].value == LOST.mission.sizes[0].id
    size(window, 2).tap("I will try it")

    (tried,) = house.desk().journal().lessons[LOST.id].tried
    assert tried.taken.size == LOST.mission.sizes[2].id


def test_own_words_open_with_the_digits_only(house: House) -> None:
    exercise = next(e for e in LOST.exercises if isinstance(e, RewriteExercise))
    window = reach(house, LOST, "exercise", exercise.id)
    window.at.text_area[0].input("Hello Minji, these words are nobody's business.")
    window.tap("Look at it with me")
    house.guarded("1234")

    assert "nobody's business" not in Window().open("lesson", l=LOST.id).words


@pytest.mark.usefixtures("house")
def test_an_old_address_is_answered_kindly() -> None:
    assert Window().open("lesson", l="no-such").sees("No such lesson", "See everything")


def test_a_broken_lesson_stays_in_its_last_sound_form(own_house: House, course: Path) -> None:
    own_house.desk().reach(LOST, 0)
    window = Window().open("lesson", l=LOST.id)
    (course / "lessons" / "lost-my-job.yaml").write_text("title: [", encoding="utf-8")

    assert window.open("lesson", l=LOST.id).sees(bare(LOST.title))
    assert Window().open("practise").sees("For whoever writes the course", "lost-my-job.yaml")
