"""What the authors accept: each entry of `allow` in course.yaml stands for one finding."""

from collections.abc import Collection, Iterator
from typing import Any

from coach.checks.rule import Finding, Rule
from coach.content.course import Allowance
from coach.content.diagnostics import Diagnostic, suggest
from coach.content.loading.tree import Source


class Pardon:
    """The allowances, used up one by one as findings come."""

    def __init__(self, allow: tuple[Allowance, ...]) -> None:
        """Take the allowances in the order of the file."""
        self._waiting = dict(enumerate(allow))
        self._blamed: dict[tuple[str, str], list[str]] = {}

    def allows(self, rule: Rule[Any], file: str, finding: Finding) -> bool:
        """Whether an allowance is left for this finding; it is used up."""
        wanted = (rule.slug, file, finding.address)
        for index, entry in self._waiting.items():
            if wanted == (entry.check, entry.file, entry.at) and not rule.vital:
                del self._waiting[index]
                return True
        self._blamed.setdefault((rule.slug, file), []).append(finding.address)
        return False

    def unused(
        self, source: Source, files: Collection[str], rules: Collection[Rule[Any]]
    ) -> Iterator[Diagnostic]:
        """An allowance that allows nothing is out of date; judged when its file was checked."""
        for index, entry in self._waiting.items():
            if entry.file in files:
                message, hint = self._why(entry, rules)
                yield source.diagnose(
                    ("allow", index), "unused-allowance", message, hint, severity="warning"
                )

    def _why(self, entry: Allowance, rules: Collection[Rule[Any]]) -> tuple[str, str]:
        known = {rule.slug: rule for rule in rules}
        if entry.check not in known:
            return f'"{entry.check}" is no check', suggest(entry.check, known, "checks")
        if known[entry.check].vital:
            message = f'"{entry.check}" cannot be allowed: such a talk cannot be served'
            return message, "leave this entry out and mend the talk"
        message = f'"{entry.check}" finds nothing more at {entry.at}'
        blamed = self._blamed.get((entry.check, entry.file), [])
        return message, suggest(entry.at, blamed, "places") if blamed else "leave this entry out"
