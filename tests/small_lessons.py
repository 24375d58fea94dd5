"""The small lesson of tests/broken/lessons: as it is, or changed on the way in."""

from types import MappingProxyType

from coach.checks import check
from coach.content.course import Course
from coach.content.diagnostics import Diagnostic
from coach.content.lesson import Lesson
from coach.content.loading import COURSE_FILE, Loaded, load_lesson
from conftest import ROOT
from small_course import catalogue_of, changed

BROKEN = ROOT / "tests" / "broken" / "lessons"
SOUND = (BROKEN / "sound.yaml").read_text(encoding="utf-8")
COURSE = changed(
    (ROOT / "tests" / "broken" / "content" / "course.yaml").read_text(encoding="utf-8"),
    ("modules: []", "modules: [{id: seed, title: Meeting people, lessons: [hello]}]"),
    ("ideas:\n", "ideas:\n  - {id: ask-small, ref: I40, skill: curiosity, text: Ask small.}\n"),
)
PLAY = ("predict:", "play: tea\npredict:")
FILE = "lessons/hello.yaml"


def lesson_of(text: str, course: str = COURSE) -> Lesson:
    """One lesson of the small course."""
    lesson, _, found = load_lesson(text.encode(), FILE, catalogue_of(course)[0])
    assert lesson is not None, "\n".join(map(str, found))
    return lesson


def written(*pairs: tuple[str, str]) -> str:
    """The sound lesson, with a conversation to lead to and with some words replaced."""
    return changed(SOUND, PLAY, *pairs)


def told(text: str, course: str = COURSE) -> tuple[Diagnostic, ...]:
    """What the checks say about a lesson."""
    catalogue, course_source = catalogue_of(course)
    lesson, source, found = load_lesson(text.encode(), FILE, catalogue)
    assert lesson is not None, "\n".join(map(str, found))
    lessons = MappingProxyType({lesson.id: lesson})
    sources = MappingProxyType({COURSE_FILE: course_source, FILE: source})
    return check(Loaded(Course(catalogue, MappingProxyType({}), lessons), (), sources)).diagnostics
