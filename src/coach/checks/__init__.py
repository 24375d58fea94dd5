"""What is wrong with what the content says; `content` finds what is wrong with a file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from coach.checks import blind, fairness, soundness, wording
from coach.checks.rule import Figures, Finding, Held, Rule, Subject
from coach.content.course import Allowance, Words
from coach.content.diagnostics import Diagnostic, Loc, errors
from coach.content.loading import COURSE_FILE, SCENARIO_FOLDER, Loaded
from coach.content.scenario import Scenario
from coach.roleplay.bots import bot_figures
from coach.roleplay.explore import TooManyStates, explore
from coach.roleplay.tables import Mask
from coach.roleplay.values import NothingAtStake, Unsound, value
from coach.roleplay.worth import Table

RULES: tuple[Rule, ...] = (*soundness.RULES, *fairness.RULES, *blind.RULES, *wording.RULES)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found.

    Attributes:
        diagnostics: complaints of loading and of the checks, in the order of files and lines.
        judged: the worth of every sound scenario's default start, and what looks alone earn.
    """

    diagnostics: tuple[Diagnostic, ...]
    judged: tuple[tuple[Table, Figures], ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is an error."""
        return not errors(self.diagnostics)


def check(
    loaded: Loaded, each: Callable[[Iterable[Scenario]], Iterable[Scenario]] = iter
) -> Checked:
    """Check every loaded scenario.

    Args:
        loaded: the course as it was loaded.
        each: passes the scenarios through; may show progress.
    """
    if loaded.course is None:
        return Checked(loaded.diagnostics, ())
    course, found = loaded.course, list(loaded.diagnostics)
    judged: list[tuple[Table, Figures]] = []
    used: set[Allowance] = set()
    for scenario in each(course.scenarios.values()):
        file = f"{SCENARIO_FOLDER}/{scenario.id}.yaml"
        subject = examine(scenario, course.catalogue.words)
        for rule, finding in findings(subject):
            allowance = _allowed(course.catalogue.allow, rule, file, finding)
            if allowance:
                used.add(allowance)
            else:
                found.append(_diagnostic(loaded, file, rule, finding))
        judged += list(zip(subject.tables, subject.bots, strict=True))[:1]
    found += _unused(loaded, course.catalogue.allow, used)
    return Checked(tuple(sorted(found)), tuple(judged))


def examine(scenario: Scenario, words: Words) -> Subject:
    """Work out everything the rules look at."""
    asked: dict[Loc, Held] = {}

    def watch(loc: Loc, held: Mask) -> None:
        if len(held):
            before = asked.get(loc, Held())
            asked[loc] = Held(before.ever or bool(held.any()), before.failed or not held.all())

    subject = Subject(scenario, words, (), (), {})
    try:
        graphs = tuple(explore(scenario, start.name, watch) for start in scenario.starts)
    except TooManyStates as error:
        return replace(subject, failure=("too-many-states", str(error)))
    subject = replace(subject, graphs=graphs, asked=asked)
    try:
        tables = tuple(Table(value(g), g.start) for g in graphs)
    except Unsound:
        return subject
    except NothingAtStake as error:
        return replace(subject, failure=("nothing-at-stake", str(error)))
    return replace(subject, tables=tables, bots=tuple(bot_figures(t, words) for t in tables))


def findings(subject: Subject) -> Iterator[tuple[Rule, Finding]]:
    """Every breach of every rule."""
    for rule in RULES:
        for finding in rule.find(subject):
            yield rule, finding


def _allowed(
    allow: tuple[Allowance, ...], rule: Rule, file: str, finding: Finding
) -> Allowance | None:
    wanted = (rule.slug, file, finding.address)
    return next((a for a in allow if (a.check, a.file, a.at) == wanted), None)


def _diagnostic(loaded: Loaded, file: str, rule: Rule, finding: Finding) -> Diagnostic:
    source = loaded.sources[file]
    return source.diagnose(
        finding.loc, rule.slug, finding.message, finding.hint, severity=rule.severity, key=True
    )


def _unused(
    loaded: Loaded, allow: tuple[Allowance, ...], used: set[Allowance]
) -> Iterator[Diagnostic]:
    """An allowance that allows nothing is out of date; judged when its file was checked."""
    for index, allowance in enumerate(allow):
        if allowance.file in loaded.sources and allowance not in used:
            message = f'nothing is found by "{allowance.check}" at {allowance.at}'
            yield loaded.sources[COURSE_FILE].diagnose(
                ("allow", index), "unused-allowance", message, "leave it out", severity="warning"
            )
