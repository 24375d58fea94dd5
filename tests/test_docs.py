"""Docs that cannot lie: generated pages are current, and what is named exists."""

import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from coach.checks import LESSON_RULES, RULES
from coach.cli import _parser
from coach.cli.docs import pages
from coach.content.lesson import Kind
from coach.content.loading import forms, lesson_forms, load_course
from conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GENERATED = list(pages())
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize(("name", "text"), GENERATED, ids=[name for name, _ in GENERATED])
def test_a_generated_page_is_current(name: str, text: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lost = [link for link in LINK.findall(text) if not (page.parent / link).exists()]

    assert lost == []


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (\w+) ", _parser().format_help(), re.MULTILINE)

    assert set(commands) == {"serve", "play", "check", "analyse", "docs"}
    assert all(f"`coach {command}" in readme for command in commands)


def test_every_key_of_a_scenario_is_explained() -> None:
    text = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    models = (forms.ScenarioForm, forms.TurnForm, forms.ChoiceForm, forms.EndingForm)
    keys = {key for model in models for key in model.model_fields}

    assert {key for key in keys if f"`{key}" not in text} == set()


def test_every_key_of_a_lesson_is_explained() -> None:
    text = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    models = (getattr(lesson_forms, n) for n in dir(lesson_forms) if n.endswith("Form"))
    keys = {key for model in models for key in getattr(model, "model_fields", {})}

    assert {key for key in keys if f"`{key}" not in text} == set()
    assert {kind for kind in get_args(Kind) if f"| `{kind}` |" not in text} == set()


def test_every_rule_has_one_definition() -> None:
    for rules in (RULES, LESSON_RULES):
        slugs = [rule.slug for rule in rules]

        assert len(set(slugs)) == len(slugs)
        assert all(rule.definition.endswith(".") for rule in rules)


def test_the_examples_load_without_complaint() -> None:
    for folder in ("examples", "scoring-vectors"):
        assert load_course(ROOT / "docs" / folder).diagnostics == ()


def test_shipped_prose_is_set_in_blocks() -> None:
    for file in sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "lessons").glob("*.yaml")]):
        for token in yaml.scan(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken) and len(token.value.split()) > 20:
                assert token.style == ">", f"{file.name}:{token.start_mark.line + 1}"
