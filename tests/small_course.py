"""The small course of tests/broken/checks: its files, as they are or changed on the way in."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import yaml

from coach.checks import check
from coach.content.course import Catalogue, Course
from coach.content.diagnostics import Diagnostic
from coach.content.loading import COURSE_FILE, Loaded, load_catalogue, load_scenario
from coach.content.loading.tree import Source
from coach.content.scenario import Scenario, ScenarioId
from conftest import ROOT

BROKEN = ROOT / "tests" / "broken" / "checks"
COURSE = (BROKEN / "course.yaml").read_text(encoding="utf-8")
SOUND = "unused-allowance"
"""A talk without a fault; only what course.yaml allows in it is out of date."""


def written(name: str, *pairs: tuple[str, str]) -> str:
    """A file of the folder with some words replaced."""
    return changed((BROKEN / f"{name}.yaml").read_text(encoding="utf-8"), *pairs)


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """A text with some words replaced, each of them wherever it stands."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


@cache
def catalogue_of(course: str) -> tuple[Catalogue, Source]:
    """The catalogue of a course.yaml."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "lessons").mkdir()
        (Path(folder) / COURSE_FILE).write_text(course, encoding="utf-8")
        catalogue, source, found = load_catalogue(Path(folder))
    assert catalogue is not None, "\n".join(map(str, found))
    return catalogue, source


def course_of(texts: dict[str, str], course: str = COURSE) -> Loaded:
    """A course of these scenarios, by their names."""
    catalogue, source = catalogue_of(course)
    sources, scenarios = {COURSE_FILE: source}, {}
    for name, text in texts.items():
        file = f"scenarios/{name}.yaml"
        scenario, sources[file], found = load_scenario(text.encode(), file, catalogue)
        assert scenario is not None, "\n".join(map(str, found))
        scenarios[scenario.id] = scenario
    return Loaded(Course(catalogue, MappingProxyType(scenarios)), (), MappingProxyType(sources))


def scenario_of(text: str, name: str = "talk") -> Scenario:
    """One scenario of the small course."""
    loaded = course_of({name: text})
    assert loaded.course is not None
    return loaded.course.scenarios[ScenarioId(name)]


def found(slug: str, text: str, name: str = "talk", course: str = COURSE) -> list[Diagnostic]:
    """What one rule finds in a scenario."""
    told = check(course_of({name: text}, course)).diagnostics
    return [diagnostic for diagnostic in told if diagnostic.slug == slug]


def crowded(ways: int) -> str:
    """A talk of five turns; each of the first four may come out in so many ways."""
    parts = yaml.safe_load(written(SOUND))
    reply = parts["turns"]["stairs"]["choices"][0]
    del reply["effects"], parts["endings"]["door"]
    parts |= {"facts": {}, "opening": "a", "turns": {}}
    for turn, onward in pairwise("abcde"):
        facts = [f"{turn}-{bit}" for bit in range(6)]
        parts["facts"] |= {fact: {"text": "Something true."} for fact in facts}
        branches = [_branch(number, onward, facts) for number in range(ways)]
        parts["turns"][turn] = _turn(reply | {"goto": {"chance": branches}})
    parts["turns"]["e"] = _turn(reply)
    return str(yaml.safe_dump(parts, sort_keys=False))


def _turn(*replies: dict[str, Any]) -> dict[str, Any]:
    return {
        "says": "And then?",
        "skill": "curiosity",
        "ideas": ["begin-small"],
        "choices": list(replies),
    }


def _branch(number: int, onward: str, facts: list[str]) -> dict[str, Any]:
    """One way chance may fall: the bits of its number are what it brings to light."""
    learns = [fact for bit, fact in enumerate(facts) if number >> bit & 1]
    return {"id": f"way-{number}", "weight": 1, "goto": onward, "learns": learns}
