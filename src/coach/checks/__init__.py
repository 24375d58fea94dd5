"""What is wrong with what the content says; `content` finds what is wrong with a file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from coach.checks import blind, chance, fairness, lengths, lessons, lines, soundness, wording
from coach.checks.allow import Pardon
from coach.checks.rule import Figures, Finding, Held, Refusal, Rule, Subject
from coach.content.course import Words
from coach.content.diagnostics import Diagnostic, Loc, errors
from coach.content.loading import COURSE_FILE, Loaded
from coach.content.loading.tree import Source
from coach.content.scenario import Scenario
from coach.roleplay.bots import bot_figures
from coach.roleplay.explore import TooManyStates, explore
from coach.roleplay.tables import Mask
from coach.roleplay.values import NothingAtStake, Unsound, value
from coach.roleplay.worth import Table

S = TypeVar("S")

RULES: tuple[Rule[Subject], ...] = (
    *soundness.RULES,
    *chance.RULES,
    *fairness.RULES,
    *lines.RULES,
    *blind.RULES,
    *lengths.RULES,
    *wording.RULES,
)
LESSON_RULES: tuple[Rule[lessons.LessonSubject], ...] = lessons.RULES


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found.

    Attributes:
        diagnostics: complaints of loading and of the checks, in the order of files and lines.
        judged: of every scenario without an error the worth of the default start, and what
            looks alone earn.
    """

    diagnostics: tuple[Diagnostic, ...]
    judged: tuple[tuple[Table, Figures], ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is an error."""
        return not errors(self.diagnostics)


def check(
    loaded: Loaded,
    each: Callable[[Iterable[Scenario]], Iterable[Scenario]] = iter,
    *,
    only_errors: bool = False,
) -> Checked:
    """Check every loaded scenario and lesson.

    Args:
        loaded: the course as it was loaded.
        each: passes the scenarios through; may show progress.
        only_errors: spare the rules that warn.
    """
    if loaded.course is None:
        return Checked(loaded.diagnostics, ())
    course, found = loaded.course, list(loaded.diagnostics)
    judged: list[tuple[Table, Figures]] = []
    pardon = Pardon(course.catalogue.allow)
    for scenario in each(course.scenarios.values()):
        source = loaded.source_of(scenario)
        subject = examine(scenario, course.catalogue.words)
        complaints = [
            _diagnostic(source, rule, finding)
            for rule, finding in findings(subject, only_errors=only_errors)
            if not pardon.allows(rule, source.name, finding)
        ]
        found += complaints
        if not errors(complaints):
            judged += list(zip(subject.tables, subject.bots, strict=True))[:1]
    files = {loaded.source_of(scenario).name for scenario in course.scenarios.values()}
    for lesson in course.lessons.values():
        source = loaded.source_of(lesson)
        files.add(source.name)
        found += [
            _diagnostic(source, rule, finding)
            for rule, finding in lesson_findings(
                lessons.LessonSubject(lesson, course.catalogue), only_errors=only_errors
            )
            if not pardon.allows(rule, source.name, finding)
        ]
    if not only_errors:
        found += pardon.unused(loaded.sources[COURSE_FILE], files, (*LESSON_RULES, *RULES))
    return Checked(tuple(sorted(found)), tuple(judged))


def examine(scenario: Scenario, words: Words) -> Subject:
    """Work out everything the rules look at."""
    asked: dict[Loc, Held] = {}

    def watch(loc: Loc, held: Mask) -> None:
        if len(held):
            before = asked.get(loc, Held())
            asked[loc] = Held(before.ever or bool(held.any()), before.failed or not held.all())

    subject = Subject(scenario, words, (), (), asked)
    graphs, tables = [], []
    for start in scenario.starts:
        try:
            graphs.append(explore(scenario, start.name, watch))
        except TooManyStates:
            return replace(subject, asked={}, refusal=Refusal("too-many-states", start.name))
    subject = replace(subject, graphs=tuple(graphs))
    for graph in graphs:
        try:
            tables.append(Table(value(graph), graph.start))
        except Unsound:
            return subject
        except NothingAtStake:
            return replace(subject, refusal=Refusal("nothing-at-stake", graph.start))
    bots = tuple(bot_figures(table, words) for table in tables)
    return replace(subject, tables=tuple(tables), bots=bots)


def findings(
    subject: Subject, *, only_errors: bool = False
) -> Iterator[tuple[Rule[Subject], Finding]]:
    """Every breach of every rule on scenarios, or of those that are errors."""
    for rule in _asked(RULES, only_errors=only_errors):
        for finding in rule.find(subject):
            yield rule, finding


def lesson_findings(
    subject: lessons.LessonSubject, *, only_errors: bool = False
) -> Iterator[tuple[Rule[lessons.LessonSubject], Finding]]:
    """Every breach of every rule on lessons, or of those that are errors."""
    for rule in _asked(LESSON_RULES, only_errors=only_errors):
        for finding in rule.find(subject):
            yield rule, finding


def _asked(rules: tuple[Rule[S], ...], *, only_errors: bool) -> Iterator[Rule[S]]:
    return (rule for rule in rules if rule.severity == "error" or not only_errors)


def _diagnostic(source: Source, rule: Rule[Any], finding: Finding) -> Diagnostic:
    found = source.diagnose(
        finding.loc, rule.slug, finding.message, finding.hint, severity=rule.severity, key=True
    )
    return replace(found, at=finding.address)
