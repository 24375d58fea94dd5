"""How sure are you: one tap before the answer, free to leave out, and one kind sentence after."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from coach.content.lesson import (
    BestWorstExercise,
    Exercise,
    Lesson,
    LessonId,
    MatchExercise,
    OrderExercise,
    RankExercise,
    SpotLineExercise,
)
from coach.content.loading import load_course
from coach.practice.events import AnswerGiven
from coach.practice.lessons import steps
from coach.ui.exercises.telling import SURE_AND_WRONG
from pages.screen import House, Window, bare

QUESTION = "How sure are you? Skip this if you like."
PLACES = {
    "best-worst": ("a-skill", "kofi-on-the-stairs"),
    "rank": ("what-i-have", "what-are-you-good-at"),
    "spot-line": ("no-ledger", "the-last-piece"),
    "match": ("two-people", "tie-or-deal"),
    "order": ("a-skill", "my-own-order"),
}
"""One exercise of each kind that is marked and has more than one thing to tap."""


@pytest.fixture
def marked(own_house: House, course: Path) -> House:
    """The course with the question on every one of them, and an order that has a right one."""
    for lesson, exercise in PLACES.values():
        file = course / "lessons" / f"{lesson}.yaml"
        lines = file.read_text(encoding="utf-8").replace("any: true", "any: false").splitlines()
        place = lines.index(f"  - id: {exercise}") + 2
        if "confidence: true" not in lines[place + 1]:
            lines.insert(place, "    confidence: true")
        file.write_text("\n".join(lines), encoding="utf-8")
    return own_house


def there(house: House, course: Path, kind: str) -> tuple[Window, Exercise]:
    """A window on the exercise of that kind, and what it asks."""
    loaded = load_course(course).course
    assert loaded is not None
    name, id_ = PLACES[kind]
    lesson: Lesson = loaded.lessons[LessonId(name)]
    exercise = next(each for each in lesson.exercises if each.id == id_)
    number = [step.exercise for step in steps(lesson)].index(exercise.id)
    for step in range(number + 1):
        house.desk().reach(lesson, step)
    return Window().open("lesson", l=lesson.id), exercise


def turned(window: Window, exercise: Exercise) -> None:
    """Tap everything the wrong way round, up to the last button."""
    match exercise:
        case BestWorstExercise(options=options):
            by_worth = sorted(options, key=lambda option: option.worth)
            set_radios(window, (by_worth[0].text, by_worth[-1].text))
        case RankExercise(options=options):
            by_worth = sorted(options, key=lambda option: option.worth)
            place(window, (option.text for option in by_worth))
        case SpotLineExercise(lines=lines, answer=answer):
            other = next(line for line in lines if line.id != answer)
            set_radios(window, (other.text,))
        case MatchExercise(left=left, right=right, pairs=pairs):
            wrong = (next(r.text for r in right if r.id != pairs[item.id]) for item in left)
            set_radios(window, wrong)
        case OrderExercise(steps=items):
            place(window, (item.text for item in reversed(items)))
        case _:
            pytest.fail(f"{exercise.kind} is not tapped here")


def set_radios(window: Window, words: Iterable[str]) -> None:
    """Tap one in each list."""
    for radio, text in zip(window.at.radio, words, strict=True):
        radio.set_value(next(option for option in radio.options if bare(text) in bare(option)))


def place(window: Window, words: Iterable[str]) -> None:
    """Tap one after another."""
    for text in words:
        window.tap(bare(text))


def last(window: Window) -> str:
    """The button that gives the answer."""
    return next(label for label in window.buttons if label.startswith("That is my "))


def answer_of(house: House) -> AnswerGiven:
    """The one answer."""
    (event,) = house.store.reader(house.desk().learner).events(kinds=(AnswerGiven,))
    assert isinstance(event.payload, AnswerGiven)
    return event.payload


@pytest.mark.parametrize("kind", PLACES)
def test_sure_and_wrong_is_met_with_one_kind_sentence(
    marked: House, course: Path, kind: str
) -> None:
    window, exercise = there(marked, course, kind)
    turned(window, exercise)
    assert window.sees(QUESTION)
    assert SURE_AND_WRONG not in window.words
    window.at.segmented_control[0].set_value("sure")
    window.tap(last(window))

    given = answer_of(marked)
    assert (given.confidence, given.mark) == ("sure", 0.0)
    assert window.words.count(SURE_AND_WRONG) == 1


@pytest.mark.parametrize("said", ["not sure", "fairly sure", None])
def test_whoever_is_not_sure_or_leaves_it_out_hears_nothing_of_it(
    marked: House, course: Path, said: str | None
) -> None:
    window, exercise = there(marked, course, "spot-line")
    turned(window, exercise)
    if said:
        window.at.segmented_control[0].set_value(said)
    window.tap(last(window))

    assert answer_of(marked).confidence == said
    assert window.sees("Another answer is better.")
    assert SURE_AND_WRONG not in window.words


def test_sure_and_right_hears_nothing_of_it_either(marked: House, course: Path) -> None:
    window, exercise = there(marked, course, "spot-line")
    assert isinstance(exercise, SpotLineExercise)
    set_radios(window, (line.text for line in exercise.lines if line.id == exercise.answer))
    window.at.segmented_control[0].set_value("sure")
    window.tap(last(window))

    assert answer_of(marked).mark == 1.0
    assert SURE_AND_WRONG not in window.words


def test_it_costs_nothing(marked: House, course: Path) -> None:
    window, exercise = there(marked, course, "best-worst")
    turned(window, exercise)
    window.at.segmented_control[0].set_value("sure")
    window.tap(last(window))
    sure = answer_of(marked)

    assert (sure.mark, sure.chance) == (0.0, 0.25)  # as without it: nothing goes below none


def test_where_any_order_will_do_nobody_is_asked(own_house: House, course: Path) -> None:
    file = course / "lessons" / "a-skill.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines.insert(lines.index("  - id: my-own-order") + 2, "    confidence: true")
    file.write_text("\n".join(lines), encoding="utf-8")
    window, exercise = there(own_house, course, "order")
    turned(window, exercise)

    assert exercise.confidence
    assert QUESTION not in window.words
    window.tap(last(window))
    assert answer_of(own_house).confidence is None


def test_no_lesson_asks_it_more_than_once() -> None:
    """One instrument at a time."""
    loaded = load_course(Path(__file__).parents[2]).course
    assert loaded is not None
    asked = {
        lesson.id: sum(exercise.confidence for exercise in (*lesson.exercises, *lesson.review))
        for lesson in loaded.lessons.values()
    }

    assert max(asked.values()) == 1
    assert sum(asked.values()) >= 3
