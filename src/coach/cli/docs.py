"""`coach docs DIR`: write the schemas and the list of rules anew from the code."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from coach.checks import LESSON_RULES, RULES
from coach.checks.rule import Rule
from coach.cli.analyse import REPORT
from coach.content.faults import FAULTS
from coach.content.loading.forms import CourseForm, ScenarioForm
from coach.content.loading.lesson_forms import LessonForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def add(commands: Any, shared: ArgumentParser) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("docs", parents=[shared], help=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="usually docs/")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Write every generated page that has changed."""
    for name, text in pages():
        path = options.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path}")
    return 0


def pages() -> Iterator[tuple[str, str]]:
    """Every generated page: its path below docs/ and its text."""
    yield "schema/scenario.json", _schema(ScenarioForm.model_json_schema())
    yield "schema/lesson.json", _schema(LessonForm.model_json_schema())
    yield "schema/course.json", _schema(CourseForm.model_json_schema())
    yield "schema/analysis.json", _schema(REPORT.json_schema(mode="serialization"))
    yield "rules.md", _rules()


def _schema(schema: dict[str, Any]) -> str:
    return json.dumps({"$schema": DIALECT, **schema}, indent=2, ensure_ascii=False) + "\n"


def _rules() -> str:
    lines = [
        "# Every complaint, and what it means",
        "",
        "Made from the code by `make docs`. The first two tables are about what a file says,",
        "the last about its form. An error keeps a file from being served.",
        "",
        "## What a conversation says",
        "",
        *_table(RULES),
        "",
        "## What a lesson says",
        "",
        *_table(LESSON_RULES),
    ]
    lines += ["", "## The form of a file", "", "| complaint | what it means |", "|---|---|"]
    lines += [f"| `{slug}` | {meaning} |" for slug, meaning in sorted(FAULTS.items())]
    return "\n".join(lines) + "\n"


def _table(rules: Iterable[Rule[Any]]) -> Iterator[str]:
    yield "| rule | weight | breached when |"
    yield "|---|---|---|"
    for rule in rules:
        yield f"| `{rule.slug}` | {rule.severity} | {rule.definition} |"
