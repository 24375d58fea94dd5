"""Lessons: what the nouns hold, what an author is told, and what is left out."""

import json
import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from coach.content.diagnostics import errors
from coach.content.lesson import (
    WAYS,
    Exercise,
    ExerciseId,
    ItemId,
    Kind,
    Lesson,
    LessonId,
    LineId,
    MatchExercise,
    Minutes,
    Models,
    OrderExercise,
    Plan,
    RewriteExercise,
    SayAloud,
    SpotLineExercise,
    minutes_of,
    texts_of,
)
from coach.content.loading import COURSE_FILE, lesson_forms, load_course, load_lesson
from coach.content.loading.reading import read
from coach.content.loading.tree import Node, Scalar, plain, scalars, walk
from conftest import ROOT
from small_course import catalogue_of, changed
from small_lessons import COURSE, FILE, SOUND, lesson_of

EXAMPLES = ROOT / "docs" / "examples"
EVERY_KIND = (EXAMPLES / "lessons" / "every-kind.yaml").read_text(encoding="utf-8")
SCHEMA = ROOT / "docs" / "schema" / "lesson.json"
HELLO = LessonId("hello")
TEA = (ROOT / "tests" / "broken" / "content" / "bad-condition.yaml").read_text(encoding="utf-8")


def example() -> Lesson:
    course = load_course(EXAMPLES).course
    assert course is not None
    return course.lessons[LessonId("every-kind")]


def tree(text: str) -> Node:
    source, found = read(FILE, text.encode())
    assert found == ()
    assert source.tree is not None
    return source.tree


def complaints(*pairs: tuple[str, str]) -> list[tuple[int, str]]:
    """Line and slug of every complaint about the small lesson with some words replaced."""
    text = changed(SOUND, *pairs)
    lesson, _, found = load_lesson(text.encode(), FILE, catalogue_of(COURSE)[0])
    assert lesson is None
    return [(diagnostic.line, diagnostic.slug) for diagnostic in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course's folder with one sound lesson and no scenario."""
    (tmp_path / "lessons").mkdir()
    (tmp_path / "scenarios").mkdir()
    (tmp_path / COURSE_FILE).write_text(COURSE, encoding="utf-8")
    (tmp_path / FILE).write_text(SOUND, encoding="utf-8")
    return tmp_path


def exercise(lesson: Lesson, name: str) -> Exercise:
    return lesson.exercise(ExerciseId(name))


# What the nouns hold.


def test_the_example_has_one_exercise_of_every_kind() -> None:
    kinds = [exercise.kind for exercise in example().exercises]

    assert kinds == list(get_args(Kind))


def test_the_example_has_every_key_of_the_grammar() -> None:
    models = (getattr(lesson_forms, n) for n in dir(lesson_forms) if n.endswith("Form"))
    wanted = {key for model in models for key in getattr(model, "model_fields", {})}
    # `after` stands in a remark, as there is no other lesson; `any` would take the marks away.
    keys = {word for line in EVERY_KIND.split("\n") for word in line.replace("{", " ").split()}

    assert {key for key in wanted if f"{key}:" not in keys} == {"any"}


def test_the_example_follows_the_schema_and_an_unknown_kind_does_not() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    written: Any = plain(tree(EVERY_KIND))

    jsonschema.validate(written, schema)
    written["exercises"][0]["kind"] = "chose"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema)


def test_an_exercise_holds_what_its_file_says() -> None:
    lesson = lesson_of(SOUND)
    turn, match, note = lesson.exercises[2], lesson.exercises[1], lesson.exercises[3]

    assert isinstance(turn, SpotLineExercise)
    assert (turn.answer, turn.lines[0].who) == (LineId("second"), "Ada")
    assert turn.pattern is not None
    assert turn.pattern.kind == "trap"
    assert isinstance(match, MatchExercise)
    assert dict(match.pairs) == {"lift": "floor", "cup": "tea"}
    assert isinstance(note, RewriteExercise)
    assert (note.task, note.size, note.hooks) == ("no_ask", None, (("lift", "stairs"),))


def test_no_line_may_be_the_answer() -> None:
    text = changed(SOUND, ("answer: second\n    pattern: early_pitch", "answer: none"))
    turn = exercise(lesson_of(text), "the-turn")

    assert isinstance(turn, SpotLineExercise)
    assert (turn.answer, turn.pattern) == (None, None)


def test_an_order_without_a_right_one_says_so() -> None:
    text = changed(EVERY_KIND, ("    kind: order\n", "    kind: order\n    any: true\n"))
    course = (EXAMPLES / "lessons" / "course.yaml").read_text(encoding="utf-8")
    lesson, _, _ = load_lesson(text.encode(), FILE, catalogue_of(course)[0])
    assert lesson is not None
    order = exercise(lesson, "a-clear-ask")

    assert isinstance(order, OrderExercise)
    assert order.any


def test_an_empty_line_begins_a_paragraph() -> None:
    assert [paragraph.split()[0] for paragraph in example().idea] == ["The", "You", "If"]


def test_the_plan_of_a_lesson_is_an_exercise_on_all_its_ideas() -> None:
    lesson = lesson_of(SOUND)

    assert lesson.plan == exercise(lesson, "plan")
    assert lesson.plan == Plan(
        ExerciseId("plan"),
        ("not-me-first",),
        confidence=False,
        cue="I stand beside somebody",
        act="ask about what we both see",
    )


def test_an_exercise_that_is_not_there_is_not_found() -> None:
    with pytest.raises(KeyError):
        lesson_of(SOUND).exercise(ExerciseId("tea"))


def test_a_mission_has_three_sizes_and_all_three_ways() -> None:
    mission = lesson_of(SOUND).mission

    assert [size.id for size in mission.sizes] == ["one", "two", "three"]
    assert tuple(way.id for way in mission.ways) == WAYS


def test_a_lesson_is_frozen() -> None:
    lesson = lesson_of(SOUND)
    field = "title"

    with pytest.raises(FrozenInstanceError):
        setattr(lesson, field, "Other")
    match = exercise(lesson, "words-and-questions")
    assert isinstance(match, MatchExercise)
    with pytest.raises(TypeError):
        match.pairs[ItemId("lift")] = ItemId("tea")  # type: ignore[index]


def test_a_lesson_knows_the_module_that_lists_it() -> None:
    assert lesson_of(SOUND).module == "seed"
    assert lesson_of(SOUND, changed(COURSE, ("lessons: [hello]", "lessons: []"))).module is None


# Its texts and its time.


def test_every_text_is_found_at_its_address() -> None:
    root = tree(EVERY_KIND)
    for loc, text in texts_of(example()):
        *_, (_, _, last) = walk(root, loc)
        assert len(list(walk(root, loc))) == len(loc), loc
        assert isinstance(last, Scalar), loc
        assert "".join(str(last.value).split()) == "".join(text.split()), loc


def test_no_words_for_a_learner_are_left_out() -> None:
    texts = {"".join(text.split()) for _, text in texts_of(example())}
    words = {"".join(str(s.value).split()) for _, s in scalars(tree(EVERY_KIND))}
    prose = {word for word in words if word.endswith((".", "?", "!", "”", '"'))}

    assert prose - texts == set()


def test_a_lesson_takes_a_minute_for_130_words() -> None:
    before = minutes_of(lesson_of(SOUND))
    longer = changed(SOUND, ("idea: Look", f"idea: {'tea ' * 130 * 3}Look"))

    assert before == Minutes(3, 4)
    assert minutes_of(lesson_of(longer)) == Minutes(6, 7)


def test_words_said_aloud_take_their_seconds() -> None:
    aloud = "- {id: aloud, kind: say-aloud, ideas: [not-me-first], prompt: Say it., seconds: 120}"
    lesson = lesson_of(changed(SOUND, ("plan: {cue", f"  {aloud}\nplan: {{cue")))

    assert isinstance(lesson.exercises[-1], SayAloud)
    assert minutes_of(lesson) == Minutes(5, 6)


# What an author is told.


def test_all_faults_of_a_lesson_are_told_in_one_run() -> None:
    found = complaints(
        ("title: A first hello", "titel: A first hello"),
        ("truth: nobody", "truth: nobdy"),
        ("move: early_pitch\n        feedback", "move: early_pich\n        feedback"),
        ("pairs: {lift: floor", "pairs: {lit: flor"),
        ("kind: spot-line", "kind: spotline"),
        ("length: note", "length: notes"),
        ("id: three", "id: two"),
        ("        worth: -1", "        worth: -3"),
    )

    assert found == [
        (1, "unknown-key"),
        (9, "unknown-entry"),
        (33, "unknown-move"),
        (53, "unknown-entry"),
        (53, "unknown-entry"),
        (55, "unknown-value"),
        (72, "unknown-value"),
        (81, "duplicate-id"),
        (107, "out-of-range"),
    ]


def test_the_entries_of_an_exercise_without_a_kind_bring_no_second_complaint() -> None:
    assert complaints(("    kind: match\n", "")) == [(43, "missing-key")]


@pytest.mark.parametrize(
    ("right", "wrong", "hint"),
    [
        ("    pairs:", "    pair:", "pairs"),
        ("    answer:", "    anser:", "answer"),
        ("    hooks:", "    hoks:", "hooks"),
        ("mission:", "misson:", "mission"),
        ("    prompt:", "    promt:", "prompt"),
    ],
)
def test_a_misspelt_key_of_a_lesson_is_one_complaint(right: str, wrong: str, hint: str) -> None:
    text = changed(SOUND, (right, wrong))
    _, _, found = load_lesson(text.encode(), FILE, catalogue_of(COURSE)[0])

    assert [(d.slug, d.hint) for d in found] == [("unknown-key", f'did you mean "{hint}"?')]


def test_a_key_of_another_kind_is_not_suggested() -> None:
    text = changed(SOUND, ("    prompt: Which question goes", "    stem: Which question goes"))
    _, _, found = load_lesson(text.encode(), FILE, catalogue_of(COURSE)[0])

    assert [d.slug for d in found] == ["missing-key", "unknown-key"]
    assert "situation" not in found[1].hint


@pytest.mark.parametrize(
    ("pairs", "slug"),
    [
        ((("{id: floor, text", "{id: tea, text"), ("lift: floor", "lift: tea")), "duplicate-id"),
        ((("- {id: first, Ada", "- {id: none, Ada"),), "reserved-id"),
        ((("task: no_ask", "task: no_ask\n    size: 2"),), "ask-size"),
        ((("- {id: big, you: I sell lifts. Here is my card.}", "- {id: big}"),), "one-speaker"),
        ((("kind: choose\n    ideas", "kind: rank\n    ideas"), ("-2", "0")), "same-worth"),
        ((("kind: choose\n    ideas", "kind: best-worst\n    ideas"), ("-2", "0")), "same-worth"),
        ((("id: in-person", "id: by-voice"),), "duplicate-id"),
    ],
)
def test_what_does_not_fit_together_is_told(pairs: tuple[tuple[str, str], ...], slug: str) -> None:
    assert {found for _, found in complaints(*pairs)} == {slug}


@pytest.mark.parametrize("first", range(0, 330, 66))
def test_a_lesson_without_one_of_its_lines_is_a_lesson_or_has_errors(first: int) -> None:
    lines = EVERY_KIND.split("\n")
    course = (EXAMPLES / "lessons" / "course.yaml").read_text(encoding="utf-8")
    catalogue, _ = catalogue_of(course)
    for number in range(first, min(first + 66, len(lines)), 2):
        text = "\n".join([*lines[:number], *lines[number + 1 :]])
        lesson, _, found = load_lesson(text.encode(), FILE, catalogue)

        assert (lesson is None) == bool(errors(found)), lines[number]


# The course.


def test_a_broken_lesson_is_left_out_and_the_rest_is_loaded(folder: Path) -> None:
    (folder / "lessons" / "other.yaml").write_text("title: Tea\n", encoding="utf-8")
    loaded = load_course(folder)
    assert loaded.course is not None

    assert set(loaded.course.lessons) == {"hello"}
    assert {diagnostic.file for diagnostic in loaded.diagnostics} == {"lessons/other.yaml"}
    assert isinstance(loaded.course.lessons[HELLO].models, Models)


def test_a_module_may_list_a_broken_lesson(folder: Path) -> None:
    (folder / FILE).write_text("title: Tea\n", encoding="utf-8")

    assert {diagnostic.slug for diagnostic in load_course(folder).diagnostics} == {"missing-key"}


def test_a_situation_that_leads_to_no_lesson_is_told(folder: Path) -> None:
    text = changed(COURSE, ("    scenarios: []\n", "    scenarios: []\n    lessons: [helo]\n"))
    (folder / COURSE_FILE).write_text(text, encoding="utf-8")
    (found,) = load_course(folder).diagnostics

    assert (found.slug, found.hint) == ("unknown-lesson", 'did you mean "hello"?')


def test_a_lesson_and_a_conversation_may_share_a_name(folder: Path) -> None:
    shutil.copy(EXAMPLES / "scenarios" / "smallest.yaml", folder / "scenarios" / "hello.yaml")
    (folder / FILE).write_text(changed(SOUND, ("predict:", "play: hello\npredict:")), "utf-8")
    loaded = load_course(folder)
    assert loaded.course is not None

    assert loaded.source_of(loaded.course.lessons[HELLO]).name == FILE


def test_a_lesson_read_alone_knows_what_stands_beside_it(folder: Path) -> None:
    (folder / "scenarios" / "tea.yaml").write_text(TEA, encoding="utf-8")
    (folder / FILE).write_text(changed(SOUND, ("predict:", "play: tea\npredict:")), "utf-8")
    loaded = load_course(folder, [folder / FILE])
    assert loaded.course is not None

    assert loaded.diagnostics == ()
    assert (len(loaded.course.lessons), len(loaded.course.scenarios)) == (1, 0)


def test_a_lesson_does_not_come_after_itself(folder: Path) -> None:
    (folder / FILE).write_text(changed(SOUND, ("predict:", "after: [hello]\npredict:")), "utf-8")

    assert [d.slug for d in load_course(folder).diagnostics] == ["unknown-lesson"]
