"""Content loading: what an author is told, word for word, and what YAML may not do to words."""

import ast
import codecs
import re
import shutil
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest

from coach.content.course import Catalogue
from coach.content.diagnostics import Diagnostic, suggest
from coach.content.faults import FAULTS
from coach.content.lesson import Kind
from coach.content.loading import (
    COURSE_FILE,
    Loaded,
    forms,
    load_catalogue,
    load_course,
    load_scenario,
)
from coach.content.loading.reading import LARGEST_FILE
from coach.content.scenario import DEFAULT_START, Meters, Scenario, ScenarioId, TurnId, Weights
from conftest import ROOT

BROKEN = ROOT / "tests" / "broken" / "content"
MANY_FAULTS = ROOT / "tests" / "broken" / "many-faults.yaml"
EXAMPLES = ROOT / "docs" / "examples"
LOADING = ROOT / "src" / "coach" / "content" / "loading"
COURSE = (BROKEN / "course.yaml").read_text(encoding="utf-8")

TEA = """\
title: Tea
level: 1
phase: seed
channel: in-person
setting: The kitchen at work, at nine.
you: Sam, new here
counterpart: {name: Ada, role: the cook, address: Ada}
could_lose: A good start.
audience: [anyone]
local_note: Elsewhere you would wait to be asked.
start: {rapport: 3, trust: 3, energy: 5, credibility: 3}
opening: hello
turns:
  hello:
    says: The kettle is slow today.
    skill: curiosity
    ideas: [not-me-first]
    choices:
      - id: how-slow
        say: How slow is slow?
        move: open_question
        reaction: Ten minutes.
        feedback: You asked about the kettle. *Ask about what you share.*
        goto: two-cups
endings:
  two-cups:
    kind: bloom
    title: Two cups
    text: You wait together.
    looks_back: Good company, that one.
"""
HELLO = TurnId("hello")
LAST = "        goto: two-cups\n"
MADE = {
    "too-large": b"#" * (LARGEST_FILE + 1),
    "too-many": TEA.encode() + b"".join(b"spare-%d: 1\n" % n for n in range(101)),
}

EXPLAINED = sorted(set(BROKEN.glob("*.yaml")) - {BROKEN / "course.yaml"})
NO_SLUGS = {"utf-8", "utf-8-sig", "stand-in", *get_args(Kind)}


@cache
def catalogue_of(course: str) -> Catalogue:
    with TemporaryDirectory() as folder:
        (Path(folder) / "lessons").mkdir()
        (Path(folder) / COURSE_FILE).write_text(course, encoding="utf-8")
        catalogue, _, found = load_catalogue(Path(folder))
    assert catalogue is not None, "\n".join(map(str, found))
    return catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course's folder with the small sound course.yaml and no scenario."""
    (tmp_path / "lessons").mkdir()
    (tmp_path / "scenarios").mkdir()
    (tmp_path / COURSE_FILE).write_text(COURSE, encoding="utf-8")
    return tmp_path


def changed(*pairs: tuple[str, str], text: str = TEA) -> str:
    """The sound scenario with some words replaced."""
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def load(
    text: str | bytes, name: str = "scenarios/tea.yaml", course: str = COURSE
) -> tuple[Scenario | None, tuple[Diagnostic, ...]]:
    """A scenario of the small course, and what is said about it."""
    content = text.encode() if isinstance(text, str) else text
    scenario, _, found = load_scenario(content, name, catalogue_of(course))
    return scenario, found


def sound(text: str | bytes, course: str = COURSE) -> Scenario:
    scenario, found = load(text, course=course)
    assert found == ()
    assert scenario is not None
    return scenario


def one(text: str | bytes) -> Diagnostic:
    """The only complaint about a text."""
    scenario, found = load(text)
    assert scenario is None
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def places(found: tuple[Diagnostic, ...]) -> list[tuple[int, int, str]]:
    return [(d.line, d.column, d.slug) for d in found]


def said(loaded: Loaded) -> str:
    return "\n".join(map(str, loaded.diagnostics))


# What an author is told.


@pytest.mark.parametrize("file", EXPLAINED, ids=lambda file: file.stem)
def test_a_broken_file_is_explained_word_for_word(file: Path, folder: Path) -> None:
    if file.name.endswith(".course.yaml"):
        shutil.copy(file, folder / COURSE_FILE)
    elif file.name.endswith(".lesson.yaml"):
        shutil.copy(file, folder / "lessons" / "hello.yaml")
    else:
        shutil.copy(file, folder / "scenarios")

    loaded = load_course(folder)

    assert said(loaded) + "\n" == file.with_suffix(".txt").read_text(encoding="utf-8")
    assert [d.slug for d in loaded.diagnostics] == [file.name.partition(".")[0]]


@pytest.mark.parametrize(("slug", "content"), MADE.items(), ids=MADE)
def test_an_oversized_file_is_explained_word_for_word(slug: str, content: bytes) -> None:
    scenario, found = load(content, f"scenarios/{slug}.yaml")

    assert scenario is None
    assert f"{found[0]}\n" == (BROKEN / f"{slug}.txt").read_text(encoding="utf-8")
    assert len(found) <= 101


def test_a_folder_without_a_course_is_explained(tmp_path: Path) -> None:
    loaded = load_course(tmp_path)

    assert loaded.course is None
    assert said(loaded) + "\n" == (BROKEN / "no-course.txt").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_opened_is_explained(folder: Path) -> None:
    (folder / "scenarios" / "unreadable.yaml").mkdir()

    loaded = load_course(folder)

    assert loaded.course is not None
    assert said(loaded) + "\n" == (BROKEN / "unreadable.txt").read_text(encoding="utf-8")


def test_every_fault_has_a_broken_file_and_every_broken_file_a_fault() -> None:
    assert {file.name.partition(".")[0] for file in BROKEN.glob("*.txt")} == set(FAULTS)


def test_the_code_raises_the_faults_of_the_table_and_no_others() -> None:
    raised = {text for text in constants() if re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", text)}
    one_word = {"alias", "anchor", "tag", "unpaired", "unreadable"}

    assert raised - NO_SLUGS | one_word == set(FAULTS)
    assert one_word < set(constants())


def constants() -> Iterator[str]:
    for file in LOADING.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize("slug", FAULTS)
def test_a_fault_is_explained_in_one_plain_sentence(slug: str) -> None:
    sentence = FAULTS[slug]

    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert len(sentence.split()) <= 25
    assert "|" not in sentence


def test_all_faults_of_a_file_are_told_in_one_run_where_they_stand() -> None:
    text, marked = without_marks(MANY_FAULTS.read_text(encoding="utf-8"))

    scenario, found = load(text)

    assert scenario is None
    assert places(found) == marked
    assert len(marked) == 49


def without_marks(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A text without its «marks», and the place and word of each."""
    lines, places = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        while mark := re.search("«(.*?)»", line):
            places.append((number, mark.start() + 1, mark.group(1)))
            line = line.replace(mark.group(), "", 1)  # noqa: PLW2901  (mark after mark)
        lines.append(line)
    return "\n".join(lines), places


MISSPELT = [
    ("        reaction:", "        reacton:"),
    ("        say:", "        sya:"),
    ("    says:", "    sayz:"),
    ("counterpart:", "counterprt:"),
    ("endings:", "endigs:"),
    ("    title:", "    titel:"),
]


@pytest.mark.parametrize(("right", "wrong"), MISSPELT)
def test_a_misspelt_key_is_one_complaint_and_not_two(right: str, wrong: str) -> None:
    complaint = one(changed((right, wrong)))

    assert complaint.slug == "unknown-key"
    assert complaint.hint == f'did you mean "{right.strip(" :")}"?'


def test_what_stands_in_a_faulty_place_brings_no_second_complaint() -> None:
    text = changed(("turns:\n", "turns: none\nspare:\n"))

    assert [(d.line, d.slug) for d in load(text)[1]] == [(13, "wrong-type"), (14, "unknown-key")]


@pytest.mark.parametrize(
    ("found", "hint"),
    [
        ("vendr", 'did you mean "vendor"?'),
        ("zzz", "turns: nights, vendor"),
    ],
)
def test_a_hint_names_the_nearest_word_or_what_there_is(found: str, hint: str) -> None:
    assert suggest(found, ["vendor", "nights"], "turns") == hint


def test_a_long_list_of_names_is_cut_short() -> None:
    hint = suggest("zzz", [f"turn-{n:02}" for n in range(40)], "turns")

    assert hint.endswith("turn-10, turn-11 … (40 in all)")


def test_a_message_shows_a_long_value_short_and_on_one_line() -> None:
    text = changed(("phase: seed", 'phase: "a\\n\\tb' + "c" * 300 + '"'))

    assert one(text).message == f'`phase` cannot be "a b{"c" * 37}…"'


def test_the_caret_stays_under_its_word_in_a_long_line_and_behind_wide_letters() -> None:
    wide = changed(("{name: Ada, role: the cook", "{name: 茶🍵, rolle: the cook"))
    long = changed(("you: Sam, new here\n", f"you: {'x' * 300} # y\n"))

    *_, shown, caret = str(one(wide)).split("\n")
    assert one(wide).column == 25
    assert caret.index("^") == shown.index("rolle") + 2
    *_, shown, caret = str(one(long)).split("\n")
    assert shown[caret.index("^")] == "#"
    assert len(shown) < 120


# What YAML may not do to words.


@pytest.mark.parametrize(
    "words",
    [
        *("no", "No", "on", "off", "yes", "y", "True", "NULL"),
        *("2024-01-31", "12:30", "2024-01-31 12:30:00", "1:30:00"),
        *("010", "0o17", "0x1F", "0b1", "1_000", "+", "1e3", ".5", "5.", ".inf", ".nan", "-.Inf"),
        *("1" * 13, "2" * 5_000, "0." + "3" * 5_000, "٣", "="),
    ],
    ids=lambda words: words[:12],
)
def test_what_other_yaml_takes_for_a_value_stays_text(words: str) -> None:
    assert sound(changed(("title: Tea", f"title: {words}"))).title == words


@pytest.mark.parametrize("written", ["7", "-1", "3.5", "true", "false"])
def test_a_number_or_a_truth_is_no_title(written: str) -> None:
    complaint = one(changed(("title: Tea", f"title: {written}")))

    assert complaint.slug == "wrong-type"
    assert complaint.message == f"`title` should be text, found {written}"
    assert complaint.hint == "put it in quotes"


@pytest.mark.parametrize("written", ["no", "on", "010", "1_0", '"3"', "three", "3.0", "9" * 5_000])
def test_a_meter_is_a_whole_number_and_nothing_like_it(written: str) -> None:
    complaint = one(changed(("trust: 3", f"trust: {written}")))

    assert (complaint.line, complaint.column, complaint.slug) == (11, 28, "wrong-type")
    assert complaint.message.startswith("`trust` should be a whole number, found ")
    assert len(complaint.message) < 90


@pytest.mark.parametrize("written", ["+2", "2", "-2", "0", "-0", "+0"])
def test_an_effect_may_have_a_sign(written: str) -> None:
    text = changed((LAST, f"        effects: {{trust: {written}}}\n{LAST}"))

    assert sound(text).turns[HELLO].choices[0].effects == Meters(trust=int(written))


@pytest.mark.parametrize("nothing", ["", " null", " ~"])
def test_a_key_without_a_value_is_refused(nothing: str) -> None:
    complaint = one(changed(("    skill:", f"    narration:{nothing}\n    skill:")))

    assert (complaint.line, complaint.slug) == (16, "empty-value")
    assert complaint.message == "`narration` has no value"
    assert complaint.hint == "write it, or leave the key out"


@pytest.mark.parametrize("words", ["# of seats: two", "#1 is slow", "     # seats"])
def test_a_text_that_begins_with_a_number_sign_is_not_lost(words: str) -> None:
    complaint = one(changed(("    skill:", f"    narration: {words}\n    skill:")))

    assert complaint.slug == "cut-text"
    assert (complaint.line, complaint.source[complaint.column - 1]) == (16, "#")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Tea", "title: Tea # and more"),
        ("role: the cook", "role: cook #2\n  "),
        ("slow today.\n", "slow\n      today. # and loud\n"),
    ],
)
def test_a_text_cut_by_a_number_sign_is_shown_where_it_is_cut(old: str, new: str) -> None:
    complaint = one(changed((old, new)))

    assert complaint.slug in {"cut-text", "not-yaml"}
    assert complaint.source[complaint.column - 1] == "#"


def test_a_number_sign_is_harmless_within_words_in_blocks_and_after_ids() -> None:
    text = changed(
        ("How slow is slow?", ">-\n          Slow #2, or #3?\n          # A third line."),
        ("Ten minutes.", "'Ten # minutes.' # a remark"),
        ("title: Tea", "title: Tea#2"),
        ("two-cups\nend", "two-cups # a remark\nend"),
    )

    assert sound(text).title == "Tea#2"
    assert sound(text).turns[HELLO].choices[0].text == "Slow #2, or #3? # A third line."


IN_PROSE = [
    ('"Hm." She waits.', 6, "words stand after the closing quotation mark"),
    ("*Really* slow.", 0, "a text cannot begin with *"),
    ("*Really slow, I* mean.", 0, "a text cannot begin with *"),
    ("& slow.", 0, "a text cannot begin with &"),
    ("@Ada, slow.", 0, "a text cannot begin with @"),
    ("`Slow`, she says.", 0, "a text cannot begin with `"),
    ("% of it.", 0, "a text cannot begin with %"),
    ("? Slow.", 0, "a text cannot begin with ?"),
    ("- Slow.", 0, "a text cannot begin with a dash and a space"),
    ("[Sighs] Slow.", 8, "words stand after the closing bracket"),
    ("[Sighs, slow.", 0, "the bracket [ that opens here is not closed"),
    ("{Sighs} Slow.", 8, "words stand after the closing bracket"),
    ("Slow: it is slow.", 4, "a second colon stands in this text"),
    ("It is:", 5, "a second colon stands in this text"),
    ("'Tis slow.", 0, "the quotation mark that opens here is not closed"),
    ('"Slow.', 0, "the quotation mark that opens here is not closed"),
    ('"Slow \\o/"', 6, "a backslash in double quotes needs a letter that YAML knows"),
    (">- Slow.", 3, "words stand on the same line as the sign >"),
    ("| Slow.", 2, "words stand on the same line as the sign |"),
    ("No #2,\n      no.", 3, "an unquoted # ends this text, and the next line goes on with it"),
]


@pytest.mark.parametrize(("words", "offset", "message"), IN_PROSE)
def test_words_that_break_yaml_get_one_complaint_with_the_remedy(
    words: str, offset: int, message: str
) -> None:
    complaint = one(changed(("The kettle is slow today.", words)))

    assert (complaint.line, complaint.column) == (15, 11 + offset)
    assert complaint.message == message
    assert ">-" in complaint.hint or "quotes" in complaint.hint or "next line" in complaint.hint


@pytest.mark.parametrize("ending", [" [", "\n  [", " {a:", " [a, {"])
def test_a_bracket_open_to_the_end_is_told_within_the_file(ending: str) -> None:
    complaint = one(TEA + "debrief_questions:" + ending + "\n\n\n")

    assert complaint.line == 31 + ending.count("\n")
    assert "bracket" in complaint.message


def test_an_apostrophe_that_swallows_lines_is_shown_where_it_begins() -> None:
    text = changed(("The kettle is slow today.", "'Tis slow."), ("Ten minutes.", "I don't know."))

    assert (one(text).line, one(text).column) == (15, 11)
    assert one(text).message == "the quotation mark that opens here is closed only on line 22"


AROUND_LINES = [
    ("\tskill: curiosity", 1, "a tab stands in the indent"),
    ("   skill: curiosity", 4, "the indent of this line fits no line above"),
    ("     skill: curiosity", 6, "this line is indented as a part of the text above, yet"),
    ("skill:curiosity", 1, "this line has neither a key nor the indent of a text"),
    ("    skill: {a:[b]}", 14, "a space is missing after this colon"),
    ("    skill: !# note", 12, "a text cannot begin with !"),
    ("    skill: [curiosity]]", 23, "this bracket closes nothing"),
    ('    "skill" is: curiosity', 13, "words stand after the closing quotation mark"),
]


@pytest.mark.parametrize(("line", "column", "message"), AROUND_LINES)
def test_a_line_that_breaks_yaml_gets_one_complaint(line: str, column: int, message: str) -> None:
    complaint = one(changed(("    skill: curiosity", line)))

    assert (complaint.line, complaint.column, complaint.slug) == (16, column, "not-yaml")
    assert complaint.message.startswith(message)


def test_text_in_a_block_may_hold_every_sign() -> None:
    signs = """'Tis "slow": *no* & - # @ ` % ! [ ] { } > | , ? \\ : #"""
    text = changed(("The kettle is slow today.", f">-\n      {signs}"))

    assert wording(sound(text)) == signs


def wording(scenario: Scenario) -> str:
    says = scenario.turns[HELLO].says
    assert says is not None
    return says[0].text


@pytest.mark.parametrize("prefix", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_positions_stay_right_with_any_line_ending_and_a_byte_order_mark(
    prefix: bytes, ending: bytes
) -> None:
    text = changed(("title: Tea", "title: 1"), ("goto: two-cups", "goto: two-cup"))

    _, found = load(prefix + text.encode().replace(b"\n", ending))

    assert places(found) == [(1, 8, "wrong-type"), (24, 15, "unknown-target")]
    assert found[0].source == "title: 1"
    assert found == load(text)[1]


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
def test_line_endings_are_no_part_of_a_text(ending: bytes) -> None:
    text = changed(("The kettle is slow today.", ">-\n      The kettle\n      is slow."))

    assert wording(sound(text.encode().replace(b"\n", ending))) == "The kettle is slow."


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
@pytest.mark.parametrize("around", ["{}", '"{}"', ">-\n      {}"])
def test_a_line_separator_inside_a_text_is_a_space_and_moves_no_line(
    separator: str, around: str
) -> None:
    words = around.format(f"The kettle{separator}is slow.")
    text = changed(("The kettle is slow today.", words))
    worse = text.replace("goto: two-cups", "goto: two-cup")

    assert wording(sound(text)) == "The kettle is slow."
    assert one(worse).line == worse.replace(separator, " ").split("\n").index(LAST[:-2]) + 1


def test_a_column_counts_letters_and_not_bytes() -> None:
    text = changed(("{name: Ada, role: the cook", "{name: 👩‍🍳 Ædá 🍵, role: 7"))

    assert (one(text).line, one(text).column) == (7, 38)
    assert one(text).source[37] == "7"


def test_a_file_in_another_encoding_is_shown_where_it_goes_wrong() -> None:
    windows = changed(("The kettle", "Café: the kettle")).encode("cp1252")
    utf16 = TEA.encode("utf-16")

    assert (one(windows).line, one(windows).column, one(windows).slug) == (15, 14, "not-utf8")
    assert (one(utf16).line, one(utf16).column, one(utf16).slug) == (1, 1, "not-utf8")


@pytest.mark.parametrize("text", ["", "\n\n", "  \n", "\ufeff", "# a\n# b\n", "---\n", "null", "~"])
def test_a_file_without_content_is_called_empty(text: str) -> None:
    assert (one(text).line, one(text).slug) == (0, "empty-file")


@pytest.mark.parametrize("text", ["- a", "Hello.", "7", "[]", '""'])
def test_a_file_that_is_no_list_of_keys_is_refused(text: str) -> None:
    assert one(text).message.startswith("the file should be keys with values, found ")
    assert (one(text).line, one(text).column) == (1, 1)


@pytest.mark.parametrize("character", ["\0", "\x08", "\x1b", "\x7f", "\x9b", "\ufeff", "\uffff"])
def test_an_invisible_character_is_refused_and_never_printed(character: str) -> None:
    complaint = one(changed(("slow today", f"slow{character} today")))

    assert (complaint.line, complaint.column) == (15, 29)
    assert complaint.message.startswith(f"an invisible character (U+{ord(character):04X})")
    assert character not in str(complaint)


@pytest.mark.parametrize("escape", [r"\0", r"\x08", r"\e", r"\u009b", r"\ufeff"])
def test_an_invisible_character_is_refused_by_its_escape_as_well(escape: str) -> None:
    in_text = one(changed(("How slow is slow?", f'"How{escape} slow?"')))
    _, in_key = load(changed(("title: Tea", f'"tit{escape}le": Tea')))

    assert (in_text.line, in_text.column, in_text.slug) == (20, 14, "control-character")
    assert in_key[0].slug == "control-character"
    assert all(character.isprintable() or character == "\n" for d in in_key for character in str(d))


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u3000"])
def test_a_blank_that_is_no_space_is_shown_where_it_poses_as_an_indent(blank: str) -> None:
    whole = one(changed(("    skill: curiosity", f"{blank * 4}skill: curiosity")))
    last = load(changed(("    looks_back:", f"    {blank}looks_back:")))[1][0]

    assert (whole.line, whole.column, whole.slug) == (16, 1, "not-yaml")
    assert (last.line, last.column) == (30, 5)
    assert "no ordinary space" in whole.message
    assert "no ordinary space" in last.message


def test_anchors_aliases_merge_keys_and_tags_are_all_told() -> None:
    text = changed(
        ("title: Tea", "title: &tea !!str Tea"),
        ("you: Sam, new here", "you: *tea"),
        ("{rapport: 3,", "{<<: *start, rapport: 3,"),
    )

    assert places(load(text)[1]) == [
        (1, 8, "anchor"),
        (1, 8, "tag"),
        (6, 6, "alias"),
        (11, 9, "merge-key"),
        (11, 13, "alias"),
    ]


def test_a_quoted_merge_key_is_an_unknown_key() -> None:
    assert one(changed(("{rapport: 3,", '{"<<": 1, rapport: 3,'))).slug == "unknown-key"


def test_a_key_that_stands_three_times_is_told_twice() -> None:
    text = changed(("title: Tea", "title: Tea\ntitle: Coffee\ntitle: Milk"))

    assert [(d.line, d.hint) for d in load(text)[1]] == [
        (2, "the first is on line 1"),
        (3, "the first is on line 1"),
    ]


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "? - a\n"])
def test_a_key_that_is_no_word_is_refused(key: str) -> None:
    assert load(changed(("title: Tea", f"{key}: 1\ntitle: Tea")))[1][0].slug == "bad-key"


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 50_000, "- " * 100_000, "? " * 100_000],
    ids=lambda text: text[:4],
)
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    assert one(text).slug == "too-deep"
    assert one(text).line == 1


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"k{n}: 1" for n in range(20_000)),
        "a: [" + "x," * 100_000 + "]",
        "\n".join(f"k{n}: &a *a" for n in range(15_000)),
        changed(("[not-me-first]", f"[{', '.join(f'me-{n}' for n in range(15_000))}]")),
        "a: x #\n" * 30_000,
    ],
    ids=lambda text: text[:8],
)
def test_a_file_full_of_faults_is_no_burden(text: str) -> None:
    before = time.perf_counter()
    _, found = load(text)

    assert 0 < len(found) <= 101
    assert time.perf_counter() - before < 3


# What comes of the files.


def test_a_broken_scenario_is_left_out_and_the_rest_is_loaded(folder: Path) -> None:
    put(folder, tea=TEA, broken=changed(("level: 1", "level: 9")), more=TEA)

    loaded = load_course(folder)

    assert loaded.course is not None
    assert set(loaded.course.scenarios) == {"more", "tea"}
    assert [(d.file, d.line) for d in loaded.diagnostics] == [("scenarios/broken.yaml", 2)]
    assert set(loaded.sources) == {COURSE_FILE, *(f"scenarios/{n}.yaml" for n in PUT)}


PUT = ("broken", "more", "tea")


def put(folder: Path, **scenarios: str) -> None:
    for name, text in scenarios.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_broken_course_gives_no_course_but_every_shape_is_looked_at(folder: Path) -> None:
    (folder / COURSE_FILE).write_text(COURSE.replace("asks:", "aks:"), encoding="utf-8")
    put(folder, tea=changed(("level: 1", "level: 9"), ("open_question", "unheard_of")))

    loaded = load_course(folder)

    assert loaded.course is None
    assert [(d.file, d.slug) for d in loaded.diagnostics] == [
        (COURSE_FILE, "unknown-key"),
        ("scenarios/tea.yaml", "out-of-range"),
    ]


def test_a_course_that_is_no_yaml_gives_no_course(folder: Path) -> None:
    (folder / COURSE_FILE).write_text("modules: [", encoding="utf-8")

    assert load_course(folder).course is None
    assert [d.slug for d in load_course(folder).diagnostics] == ["not-yaml"]


def test_all_faults_of_a_course_are_told_in_one_run(folder: Path) -> None:
    marked = COURSE.replace("id: first-day", "id: «bad-id»First Day")
    marked = marked.replace("ref: I13", "ref: «bad-id»X1").replace("1: 3,", "1: «out-of-range»11,")
    marked = marked.replace("    skill: curiosity", "    skill: «unknown-skill»courage")
    marked = marked.replace("{id: early_pitch", "{id: «duplicate-id»open_question")
    text, wanted = without_marks(marked.replace("email: written", "email: «unknown-value»sent"))
    (folder / COURSE_FILE).write_text(text, encoding="utf-8")

    assert places(load_course(folder).diagnostics) == wanted


def test_only_the_named_files_are_loaded(folder: Path) -> None:
    put(folder, tea=TEA, broken="", more=TEA)

    loaded = load_course(folder, [folder / "scenarios" / "tea.yaml"])

    assert loaded.diagnostics == ()
    assert loaded.course is not None
    assert set(loaded.course.scenarios) == {"tea"}


@pytest.mark.parametrize("name", ["Big Ask", "big_ask", "bäcker", "-a", "a--b", "a.b"])
def test_a_file_name_must_be_an_id(name: str) -> None:
    scenario, found = load(TEA, f"scenarios/{name}.yaml")

    assert scenario is None
    assert [(d.line, d.slug, d.message) for d in found] == [
        (0, "bad-id", f'the file name "{name}" is not an id')
    ]


def test_another_ending_of_a_file_name_is_told_and_hidden_files_are_not_read(folder: Path) -> None:
    for name in ("tea.yml", "more.YAML", "._tea.yaml", ".#tea.yaml", "notes.txt", "tea.yaml~"):
        (folder / "scenarios" / name).write_text(TEA, encoding="utf-8")

    assert [(d.file, d.message) for d in load_course(folder).diagnostics] == [
        ("scenarios/more.YAML", 'the file name ends in ".YAML"'),
        ("scenarios/tea.yml", 'the file name ends in ".yml"'),
    ]


def test_a_linked_file_goes_by_the_name_it_has_in_the_course(folder: Path) -> None:
    follows = changed(("start: {", "follows: {scenario: tee, start: {fade: {trust: 2}}}\nstart: {"))
    (folder / "elsewhere.txt").write_text(follows, encoding="utf-8")
    (folder / "scenarios" / "tea.yaml").symlink_to(folder / "elsewhere.txt")

    assert [(d.file, d.slug) for d in load_course(folder).diagnostics] == [
        ("scenarios/tea.yaml", "unknown-scenario")
    ]


def test_a_scenario_may_not_follow_itself_but_may_follow_a_broken_one(folder: Path) -> None:
    start = "follows: {scenario: SCENE, start: {fade: {trust: 2}}}\nstart: {"
    after = changed(("start: {", start))
    put(folder, tea=after.replace("SCENE", "tea"), more=after.replace("SCENE", "broken"), broken="")

    found = load_course(folder).diagnostics

    assert [d.file for d in found if d.slug == "unknown-scenario"] == ["scenarios/tea.yaml"]
    assert len(found) == 2


def test_a_situation_may_name_a_scenario_that_is_broken(folder: Path) -> None:
    text = COURSE.replace("scenarios: []", "scenarios: [broken, brokn]")
    (folder / COURSE_FILE).write_text(text, encoding="utf-8")
    put(folder, broken="")

    found = load_course(folder).diagnostics

    assert [d.slug for d in found] == ["unknown-scenario", "empty-file"]
    assert found[0].hint == 'did you mean "broken"?'


def test_a_text_in_one_wording_equals_its_long_form() -> None:
    long = changed(
        ("says: The kettle is slow today.", "says: [{id: plain, text: The kettle is slow today.}]"),
        ("reaction: Ten minutes.", "reaction:\n          - {id: plain, text: Ten minutes.}"),
        ("text: You wait together.", "text: [{id: plain, text: You wait together.}]"),
    )

    assert sound(long) == sound(TEA)


@pytest.mark.parametrize("short", ["two-cups", "{chance: [{id: a, weight: 1, goto: two-cups}, B]}"])
def test_a_goto_equals_its_long_form(short: str) -> None:
    short = short.replace("B", "{id: b, weight: 3, goto: two-cups}")
    in_list = changed((LAST, f"        goto: [{{goto: {short}}}]\n"))
    last = f'[{{when: {{trust: ">= 4"}}, goto: {short}}}, {{goto: {short}}}]'
    cases = sound(changed((LAST, f"        goto: {last}\n"))).turns[HELLO].choices[0].goto

    assert sound(in_list) == sound(changed((LAST, f"        goto: {short}\n")))
    assert cases[0].to == cases[1].to == sound(in_list).turns[HELLO].choices[0].goto[0].to


@pytest.mark.parametrize(
    ("goto", "slug", "hint"),
    [
        ("{when: {trust: '>= 3'}, goto: two-cups}", "wrong-type", "begin each entry with `- `"),
        ("{target: two-cups}", "unknown-key", "keys: chance"),
        ("[{goto: [{goto: two-cups}]}]", "wrong-type", "small letters, digits and hyphens"),
        ("{}", "missing-key", ""),
        ("[]", "wrong-count", ""),
        ("3", "wrong-type", "small letters, digits and hyphens"),
    ],
)
def test_a_goto_of_another_shape_is_refused(goto: str, slug: str, hint: str) -> None:
    _, found = load(changed((LAST, f"        goto: {goto}\n")))

    assert [d.slug for d in found if d.slug != "missing-key" or slug == d.slug] == [slug]
    assert found[-1].hint.startswith(hint)


@pytest.mark.parametrize("written", ["{id: slow, text: Slow.}", "{when: {}, text: Slow.}"])
def test_a_wording_that_is_no_entry_of_a_list_is_refused(written: str) -> None:
    complaint = one(changed(("The kettle is slow today.", written)))

    assert complaint.message == "`says` should be a list, found keys with values"
    assert complaint.hint == "begin each entry with `- `"


def test_the_start_after_an_ending_is_laid_over_the_start() -> None:
    starts = example().starts

    assert [s.name for s in starts] == [DEFAULT_START, "bloom", "fade"]
    assert starts[0].meters == Meters(4, 3, 5, 3)
    assert (starts[1].meters, sorted(starts[1].knows)) == (Meters(6, 4, 5, 3), ["ladder"])
    assert (starts[2].meters, sorted(starts[2].did)) == (Meters(3, 3, 5, 3), ["pitched"])
    assert example().start("grow") == starts[0]


def example() -> Scenario:
    course = load_course(EXAMPLES).course
    assert course is not None
    return course.scenarios[ScenarioId("every-feature")]


def test_the_examples_are_sound() -> None:
    loaded = load_course(EXAMPLES)

    assert said(loaded) == ""
    assert loaded.course is not None
    assert set(loaded.course.scenarios) == {"every-feature", "smallest"}


def test_the_example_has_every_key_of_the_grammar() -> None:
    text = (EXAMPLES / "scenarios" / "every-feature.yaml").read_text(encoding="utf-8")
    keys = set(re.findall(r"(\w+):(?= |$)", text, re.MULTILINE))
    models = (getattr(forms, name) for name in dir(forms) if name.endswith("Form"))
    wanted = {key for m in models if m.__name__ not in FORMS_OF_A_COURSE for key in m.model_fields}

    assert wanted - keys == set()


def test_gates_kinds_and_weights_are_written_into_the_scenario() -> None:
    text = changed(
        (LAST, f"        ask: 3\n{DECLINED}{LAST}"),
        ("move: open_question", "move: early_pitch"),
        ("opening: hello", "worth: {energy: 0.25}\nopening: hello"),
    )
    course = COURSE.replace("3: 6", "3: 7").replace("{rapport: 1,", "{rapport: 2,")
    choice = sound(text, course).turns[HELLO].choices[0]

    assert choice.ask is not None
    assert (choice.ask.size, choice.ask.trust, choice.move.kind) == (3, 7, "trap")
    assert sound(text, course).weights == Weights(2, 1, 0.25, 1)


DECLINED = "        declined: {reaction: Not now., feedback: Early., goto: two-cups}\n"
FORMS_OF_A_COURSE = {
    *("AllowanceForm", "CourseForm", "DefaultWeightsForm", "IdeaForm", "ModuleForm", "MoveForm"),
    *("SituationForm", "SkillForm", "WordsForm", "CallForm", "CallLineForm"),
}


def test_what_is_loaded_is_frozen() -> None:
    scenario = sound(TEA)

    with pytest.raises(AttributeError):
        scenario.title = "Coffee"  # type: ignore[misc]
    with pytest.raises(TypeError):
        scenario.turns[HELLO] = scenario.turns[HELLO]  # type: ignore[index]
    with pytest.raises(AttributeError):
        scenario.turns[HELLO].choices[0].act = True  # type: ignore[misc]


def test_what_is_laid_in_order_stays_in_order() -> None:
    assert list(example().turns) == ["toaster", "ladder", "evening", "evening-alone"]
    assert [choice.id for choice in example().turns[TurnId("toaster")].choices] == [
        "how-did-it-start",
        "kind-word",
        "my-plans",
    ]


def test_more_facts_and_deeds_than_can_be_followed_are_refused() -> None:
    facts = "".join(f"  fact-{n}: {{text: It is old.}}\n" for n in range(37))
    complaint = one(changed(("opening:", f"facts:\n{facts}opening:")))

    assert (complaint.line, complaint.column, complaint.slug) == (12, 1, "wrong-count")
    assert complaint.message == "there are 37 facts and deeds, and 36 at most"


def test_an_id_of_more_than_sixty_letters_is_refused() -> None:
    complaint = load(changed(("- id: how-slow", f"- id: {'a' * 61}")))[1][0]

    assert complaint.message == f'"{"a" * 40}…" is too long for an id'
    assert complaint.hint == "at most 60 characters"
