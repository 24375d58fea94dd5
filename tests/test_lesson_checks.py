"""The checks on lessons: what each rule says, and where its limit lies."""

import shutil
from pathlib import Path

import pytest

from coach.checks import LESSON_RULES, check
from coach.cli import main
from coach.content.diagnostics import errors
from coach.content.loading import load_course
from conftest import ROOT
from near_lessons import BREAKS, NEAR_MISSES
from small_course import changed
from small_lessons import BROKEN, COURSE, told, written

LESSON = "lessons/every-kind.yaml"
SLUGS = {rule.slug for rule in LESSON_RULES}
UNLISTED = changed(COURSE, ("lessons: [hello]", "lessons: []"))
ALLOWED = """
allow:
  - {check: belittling, file: lessons/hello.yaml, at: idea, because: It is a quotation.}
"""


def test_the_sound_lesson_breaks_no_rule() -> None:
    assert told(written()) == ()


def test_every_rule_has_a_broken_lesson_and_a_near_miss() -> None:
    assert set(BREAKS) == set(NEAR_MISSES) == SLUGS
    assert {file.stem for file in BROKEN.glob("*.txt")} == SLUGS


@pytest.mark.parametrize("slug", BREAKS)
def test_a_broken_lesson_is_explained_word_for_word(slug: str) -> None:
    found = told(written(*BREAKS[slug]), UNLISTED if slug == "no-module" else COURSE)
    said = "".join(f"{diagnostic}\n" for diagnostic in found if diagnostic.slug == slug)

    assert said == (BROKEN / f"{slug}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", NEAR_MISSES)
def test_a_lesson_just_inside_the_limit_is_let_pass(slug: str) -> None:
    found = told(written(*NEAR_MISSES[slug]))

    assert [diagnostic for diagnostic in found if diagnostic.slug == slug] == []


@pytest.mark.parametrize("rule", LESSON_RULES, ids=lambda rule: rule.slug)
def test_a_rule_on_lessons_is_defined_in_a_sentence(rule: object) -> None:
    definition = getattr(rule, "definition")  # noqa: B009

    assert definition[0].isupper()
    assert definition.endswith(".")


def test_two_best_options_are_one_too_many() -> None:
    pairs = (
        (
            "        worth: 0\n        feedback: >-\n          That",
            "        worth: 2\n        feedback: >-\n          That",
        ),
    )
    found = told(written(*pairs))

    assert "2 options are best, with 2" in [d.message for d in found if d.slug == "few-levels"]


def test_a_finding_in_a_lesson_can_be_allowed_once() -> None:
    text = written(*BREAKS["belittling"])

    assert [d.slug for d in told(text)] == ["belittling"]
    assert told(text, COURSE + ALLOWED) == ()
    assert [d.slug for d in told(written(), COURSE + ALLOWED)] == ["unused-allowance"]


def test_the_example_lesson_breaks_no_rule() -> None:
    loaded = load_course(ROOT / "docs" / "examples")
    assert loaded.course is not None
    found = check(loaded).diagnostics

    assert set(loaded.course.lessons) == {"every-kind"}
    assert [d for d in found if d.file.startswith("lessons/")] == []


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The example course with a fault in its lesson."""
    shutil.copytree(ROOT / "docs" / "examples", tmp_path, dirs_exist_ok=True)
    lesson = tmp_path / LESSON
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(changed(text, ("It is all true", "Wrong, but true")), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("named", "files"), [(".", 4), ("lessons", 2), (LESSON, 2)])
def test_coach_check_looks_at_lessons(
    course: Path, named: str, files: int, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", "--course", str(course), str(course / named)])
    printed = capsys.readouterr().out

    assert code == 1
    assert f"{LESSON}:113:9: error[bare-verdict]" in printed
    assert f"{files} files read, " in printed


def test_a_lesson_with_an_error_stands_among_the_diagnostics(course: Path) -> None:
    checked = check(load_course(course))

    assert not checked.sound
    assert [d.at for d in errors(checked.diagnostics) if d.file == LESSON] == [
        "exercises.answers-to-how-are-you.options.long-week.feedback"
    ]
