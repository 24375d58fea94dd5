"""Ten thousand damaged files: loading never raises, never tarries and always says where."""

import gc
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeAlias

import pytest

from coach.content.course import Catalogue
from coach.content.diagnostics import Diagnostic, errors
from coach.content.faults import FAULTS
from coach.content.loading import load_catalogue, load_scenario
from conftest import ROOT

EXAMPLES, VECTORS = ROOT / "docs" / "examples", ROOT / "docs" / "scoring-vectors"
CATALOGUES = {folder: load_catalogue(folder)[0] for folder in (EXAMPLES, VECTORS)}
NAME = "scenarios/damaged.yaml"
FILES, BLOCK = 10_000, 1_000
LONGEST = 1.0

Text: TypeAlias = list[str]
Mutation: TypeAlias = Callable[[Random, Text], None]


class Sound(NamedTuple):
    """A scenario without a fault, and the course it is written for."""

    lines: Text
    catalogue: Catalogue | None


def sound(file: Path) -> Sound:
    """A file as it stands."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return Sound(lines, CATALOGUES[file.parents[1]])


EVERY_FEATURE, SMALLEST = (
    sound(EXAMPLES / "scenarios" / f"{name}.yaml") for name in ("every-feature", "smallest")
)
SMALL = [sound(file) for file in sorted((VECTORS / "scenarios").glob("*.yaml"))]

NASTY = [
    *("\t", '"', "'", ":", ": ", "#", " #", "&", "&a ", "*", "*a", "!", "!!str ", "<<: ", "%", "@"),
    *("[", "]", "{", "}", ",", "- ", "? ", "|", ">", ">-\n", "---\n", "...\n", "\\", "\0", "\x1b"),
    *("\u2028", "\x85", "\ufeff", "\u00a0", "👩‍🍳", "é", "\r", "\r\n", "\n", "\n\n", "\uffff", "`"),
]
VALUES = [
    *("", "null", "~", "true", "no", "7", "-1", "3.5", "010", "1_000", "9" * 400, "2024-01-31"),
    *("[]", "{}", "[a, b]", "{a: b}", "[[1]]", '""', '" "', "'x'", "outcome", ">-", "*a", "&a b"),
    *('">= 3"', '"<= 11"', "Some words.", "Some: words.", "# words", "x # y", '"a\\0b"', "x" * 70),
]
KEY = re.compile(r"([\w-]+):(?= |$)")
ID = re.compile(r"\b[a-z]+(?:-[a-z]+)+\b")


def delete(random: Random, lines: Text) -> None:
    start = random.randrange(len(lines))
    del lines[start : start + random.choice((1, 1, 1, 2, 5, 40))]


def duplicate(random: Random, lines: Text) -> None:
    start = random.randrange(len(lines))
    piece = lines[start : start + random.choice((1, 1, 3, 20))]
    where = random.choice((start, random.randrange(len(lines))))
    lines[where:where] = piece


def swap(random: Random, lines: Text) -> None:
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]


def cut(random: Random, lines: Text) -> None:
    text = "\n".join(lines)
    start = random.randrange(len(text))
    length = random.choice((1, 1, 2, 5, 30, 300, len(text)))
    lines[:] = (text[:start] + text[start + length :]).split("\n")


def insert(random: Random, lines: Text) -> None:
    line = random.randrange(len(lines))
    column = random.choice((0, random.randint(0, len(lines[line])), len(lines[line])))
    lines[line] = lines[line][:column] + random.choice(NASTY) + lines[line][column:]


def indent(random: Random, lines: Text) -> None:
    start = random.randrange(len(lines))
    change = random.choice((-4, -2, -1, 1, 2, 4, 30))
    for line in range(start, min(start + random.choice((1, 1, 4, 30)), len(lines))):
        bare = lines[line].lstrip(" ")
        lines[line] = " " * (len(lines[line]) - len(bare) + change) + bare


def change_value(random: Random, lines: Text) -> None:
    line, found = keyed(random, lines)
    lines[line] = f"{lines[line][: found.end()]} {random.choice(VALUES)}"


def change_key(random: Random, lines: Text) -> None:
    line, found = keyed(random, lines)
    name = random.choice(("", "id", "when", "goto", "target", "[key]", "chance", f"{found[1]}x"))
    lines[line] = lines[line][: found.start()] + name + lines[line][found.end(1) :]


def change_id(random: Random, lines: Text) -> None:
    text = "\n".join(lines)
    ids = ID.findall(text)
    if ids:
        old, new = random.choice(ids), random.choice((*ids, "nowhere", "A b", "outcome", "é"))
        lines[:] = text.replace(old, new, random.choice((1, -1))).split("\n")


def keyed(random: Random, lines: Text) -> tuple[int, re.Match[str]]:
    """A line with a key, and where one of its keys is."""
    while True:
        line = random.randrange(len(lines))
        found = list(KEY.finditer(lines[line]))
        if found:
            return line, random.choice(found)
        lines.append("spare: key")


MUTATIONS: tuple[Mutation, ...] = (
    *(delete, duplicate, swap, cut, insert, indent, change_value, change_key, change_id),
    *(insert, change_value, change_value, change_key, change_id),
)


def base(seed: int) -> Sound:
    """What is damaged: in turn the largest example, one of many small talks, twice the smallest."""
    return (EVERY_FEATURE, SMALL[seed // 4 % len(SMALL)], SMALLEST, SMALLEST)[seed % 4]


def damaged(seed: int) -> bytes:
    """A sound file with one to three kinds of damage; a few files are no UTF-8 either."""
    random = Random(seed)
    lines = base(seed).lines.copy()
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        random.choice(MUTATIONS)(random, lines)
        lines = lines or [""]
    content = "\n".join(lines).encode()
    if random.random() < 0.03:
        start = random.randint(0, len(content))
        content = content[:start] + random.choice((b"\xff", b"\xe9", b"\xc3")) + content[start:]
    return content


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Loading leaves no circles behind, so the collector would only cost time."""
    gc.collect()
    gc.freeze()  # what other tests still hold is not looked through again
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collection")
@pytest.mark.parametrize("first", range(0, FILES, BLOCK))
def test_a_damaged_file_gives_a_scenario_or_errors_that_say_where(first: int) -> None:
    slowest = 0.0, first
    for seed in range(first, first + BLOCK):
        content, before = damaged(seed), time.process_time()
        scenario, _, found = load_scenario(content, NAME, base(seed).catalogue)
        slowest = max(slowest, (time.process_time() - before, seed))

        assert (scenario is None) == bool(errors(found)), seed
        assert list(astray(found, content)) == [], seed

    assert slowest[0] < LONGEST, f"seed {slowest[1]} took {slowest[0]:.2f} s"
    assert gc.collect() < BLOCK


def astray(found: Iterable[Diagnostic], content: bytes) -> Iterator[Diagnostic]:
    """Complaints about no place in the file, under no known name, or not fit to be printed."""
    lines = re.split("\r\n|\r|\n", content.decode("utf-8-sig", "replace"))
    for diagnostic in found:
        line, column = diagnostic.line, diagnostic.column
        inside = 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1
        shown = str(diagnostic).replace("\n", "")
        printed = not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", shown)
        if not (inside or line == column == 0) or not printed or diagnostic.slug not in FAULTS:
            yield diagnostic


def test_damage_is_of_many_kinds_and_the_same_each_time() -> None:
    files = {seed: damaged(seed) for seed in range(300)}
    found = (load_scenario(file, NAME, base(seed).catalogue)[2] for seed, file in files.items())
    slugs = {diagnostic.slug for diagnostics in found for diagnostic in diagnostics}

    assert files == {seed: damaged(seed) for seed in range(300)}
    assert len(set(files.values())) > 290
    assert len(slugs) > 20


def test_what_is_damaged_was_sound() -> None:
    for seed in range(4 * len(SMALL)):
        content = "\n".join(base(seed).lines).encode()
        assert load_scenario(content, NAME, base(seed).catalogue)[2] == (), seed
