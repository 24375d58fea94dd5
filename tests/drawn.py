"""Random scenarios for the checks, sound ones and wild ones, and what is found in them."""

import json
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from agreement import catalogue
from coach.checks import examine, findings
from coach.checks.rule import Finding, Subject
from coach.content.diagnostics import Loc
from coach.content.loading import load_scenario
from coach.content.loading.tree import Source
from coach.content.scenario import METERS, Scenario
from referee import generator

LENT = generator.course()
SOUND, WILD = range(60), range(60)

Written = dict[str, Any]
Draw = Callable[[int], Written]


@cache
def sound(seed: int) -> Written:
    """A random scenario that ends, always offers a reply and has something at stake."""
    return generator.scenario(Random(seed), LENT)


@cache
def wild(seed: int) -> Written:
    """A random scenario that may go round for ever, offer nothing or hide its parts."""
    rng = Random(seed)
    drawn = generator.draft(rng)
    turns = list(drawn["turns"].values())
    for choice in rng.choice(turns)["choices"]:
        choice["when"] = {rng.choice(METERS): rng.choice((">= 3", "<= 6"))}
    for _ in range(rng.choice((0, 1, 2, 3))):
        rng.choice(rng.choice(turns)["choices"])["goto"] = rng.choice(list(drawn["turns"]))
    return drawn


@cache
def written_down(draw: Draw, seed: int) -> tuple[Scenario, Source]:
    """A drawn scenario as the product loads it, and its file."""
    parts = (f"{json.dumps(name)}: {json.dumps(part)}" for name, part in draw(seed).items())
    text, file = "{" + ",\n".join(parts) + "}", f"scenarios/drawn-{seed}.yaml"
    scenario, source, found = load_scenario(text.encode(), file, catalogue(LENT))
    assert scenario is not None, "\n".join(map(str, found))
    return scenario, source


@cache
def subject_of(draw: Draw, seed: int) -> Subject:
    """Everything the rules look at in a drawn scenario."""
    return examine(written_down(draw, seed)[0], catalogue(LENT).words)


@cache
def everything(draw: Draw, seed: int) -> tuple[tuple[str, Finding], ...]:
    """All that is found in a drawn scenario, with the names of the rules."""
    return tuple((rule.slug, finding) for rule, finding in findings(subject_of(draw, seed)))


def told(draw: Draw, seed: int, slug: str) -> set[Loc]:
    """Where a rule is broken."""
    return {finding.loc for name, finding in everything(draw, seed) if name == slug}
