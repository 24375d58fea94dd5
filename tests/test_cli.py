"""The `coach` command as somebody would type it: a real process, real files."""

import contextlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import jsonschema
import pytest

from coach.cli import main
from coach.cli.course import PATIENCE, patiently
from coach.content.loading import lesson_files, load_course, scenario_files
from conftest import ROOT

SHIPPED = scenario_files(ROOT)
LESSONS = lesson_files(ROOT)


def coach(*arguments: object, typed: str = "") -> tuple[int, str, str]:
    """Exit code, output and complaints of one command."""
    out, complaints, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(typed)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaints):
            code = main([str(argument) for argument in arguments])
    finally:
        sys.stdin = before
    return code, out.getvalue(), complaints.getvalue()


def process(*arguments: object, typed: str = "") -> tuple[int, str, str]:
    """The same in a process of its own, in which a warning is an error."""
    done = subprocess.run(  # noqa: S603  (our own command, run by this interpreter)
        [sys.executable, "-W", "error", "-m", "coach", *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "88", "PYTHONUTF8": "1"},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A course of one's own, with one broken scenario beside the sound ones."""
    for folder in ("lessons", "scenarios"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    broken = tmp_path / "scenarios" / "broken.yaml"
    text = SHIPPED[0].read_text(encoding="utf-8")
    broken.write_text(text.replace("opening: ", "opening: no-", 1), encoding="utf-8")
    return tmp_path


def test_the_shipped_course_has_no_error() -> None:
    code, out, complaints = process("check")

    assert (code, complaints) == (0, "")
    assert ", 0 errors, " in out


def test_a_broken_file_is_named_with_line_and_suggestion_and_the_rest_is_checked(
    copied: Path,
) -> None:
    code, out, _ = coach("check", "--course", copied)

    assert code == 1
    assert "scenarios/broken.yaml:" in out
    assert "error[unknown-target]: it opens with" in out
    assert "did you mean" in out
    assert f"{len(SHIPPED) + len(LESSONS) + 2} files read, 1 error," in out


def test_only_the_named_files_are_checked(copied: Path) -> None:
    code, out, _ = coach("check", copied / "scenarios" / SHIPPED[0].name)

    assert code == 0
    assert out.count("files read") == 1
    assert "2 files read" in out


def test_a_file_outside_the_course_is_checked_against_it(tmp_path: Path) -> None:
    loose = tmp_path / "elsewhere" / "copy.yaml"
    loose.parent.mkdir()
    shutil.copy(SHIPPED[0], loose)

    code, out, _ = coach("check", "--course", ROOT, loose)

    assert code == 0
    assert "2 files read, 0 errors" in out


def test_two_files_of_one_name_are_told_apart(copied: Path) -> None:
    mine, theirs = copied / "scenarios" / SHIPPED[0].name, SHIPPED[0]

    code, out, _ = coach("check", "--course", ROOT, theirs, mine)

    assert code == 1
    assert "error[duplicate-id]:" in out
    assert "has the same file name, so the same id" in out


def test_findings_come_as_json_too(copied: Path) -> None:
    files = (copied / "scenarios" / name for name in ("broken.yaml", SHIPPED[0].name))

    code, out, _ = coach("check", "--json", *files)

    report = json.loads(out)
    first = next(d for d in report["diagnostics"] if d["severity"] == "error")
    assert (code, report["errors"]) == (1, 1)
    assert (first["file"], first["slug"]) == ("scenarios/broken.yaml", "unknown-target")
    assert set(report["blind"]["means"]) >= {"longest", "pleaser"}


def test_joins_are_printed_with_reaction_and_line() -> None:
    code, out, _ = coach("check", "--joins", SHIPPED[-1])

    assert code == 0
    assert "Alone by the samosas (samosas)" in out
    assert "  → kamau\n" in out


def test_a_path_that_is_not_there_is_a_wrong_call() -> None:
    code, _, complaints = coach("check", "no-such.yaml")

    assert (code, complaints) == (2, "no-such.yaml: there is no such file or folder.\n")


def test_a_folder_without_a_course_is_a_wrong_call(tmp_path: Path) -> None:
    code, _, complaints = coach("check", "--course", tmp_path)

    assert code == 2
    assert complaints.endswith("Name the course's folder with --course DIR or $COACH_COURSE.\n")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
@pytest.mark.parametrize("flags", [(), ("--states",)], ids=["turns", "states"])
def test_the_analysis_follows_its_schema(file: Path, flags: tuple[str, ...]) -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "analysis.json").read_text(encoding="utf-8"))

    code, out, _ = coach("analyse", "--json", *flags, file)

    report = json.loads(out, parse_int=lambda _: 1, parse_float=lambda _: 0.5)
    for start in report["starts"]:
        start["all_states"] = one_of_each(start["all_states"])
    assert code == 0
    assert all(bool(start["all_states"]) == bool(flags) for start in report["starts"])
    jsonschema.validate(report, schema)


def one_of_each(states: list[object] | None) -> list[object] | None:
    """States that differ in more than figures, of which the schema asks only what kind they are."""
    return states and list({json.dumps(state): state for state in states}.values())


def test_the_analysis_says_what_each_reply_is_worth() -> None:
    code, out, _ = coach("analyse", ROOT / "scenarios" / "samosas.yaml")

    assert code == 0
    for words in ("share-and-ask", "early_pitch †", "costly", "Best line", "score 100)"):
        assert words in out


def test_a_broken_file_is_not_analysed(copied: Path) -> None:
    code, out, complaints = coach("analyse", copied / "scenarios" / "broken.yaml")

    assert (code, out) == (1, "")
    assert "error[unknown-target]" in complaints


def test_a_whole_evening_can_be_played_and_looked_back_at() -> None:
    turns = "\n1\n" * 8
    code, out, complaints = coach(
        "play", ROOT / "scenarios" / "samosas.yaml", typed=f"\n{turns}4\na\nq\n"
    )

    assert (code, complaints) == (0, "")
    assert "What could I say?" in out
    assert "One guess first." in out
    assert out.index("One guess first.") < out.index("looking back:") < out.index("Take this with")
    assert out.endswith("Until next time.\n")


def test_leaving_in_the_middle_is_kind() -> None:
    code, out, complaints = process("play", SHIPPED[0], typed="\n\nq\n")

    assert (code, complaints) == (0, "")
    assert out.endswith("Until next time.\n")


def test_a_wrong_number_is_asked_again() -> None:
    _, out, _ = coach("play", SHIPPED[0], typed="\n\n9\nhello\nq\n")

    assert out.count("Type a number from 1 to 4, or q to leave.") == 2


def test_without_a_file_one_may_choose() -> None:
    code, out, _ = coach("play", typed="q\n")

    assert code == 0
    assert "1 · " in out
    assert "Wanjiru Kimani, hospital data manager" in out


class Screen(io.StringIO):
    """A terminal that remembers what it was shown."""

    def isatty(self) -> bool:
        """It says it is one."""
        return True


def test_a_bar_appears_when_something_takes_over_a_second() -> None:
    screen = Screen()
    with contextlib.redirect_stderr(screen):
        for _ in patiently(range(3), "Reading"):
            time.sleep(PATIENCE * 0.6)

    assert "Reading" in screen.getvalue()


def test_every_file_of_a_whole_course_is_passed_through_with_patience(copied: Path) -> None:
    passed: list[Path] = []

    def watched(files: Iterable[Path]) -> Iterator[Path]:
        for file in files:
            passed.append(file)
            yield file

    load_course(copied, each=watched)

    assert passed == [*scenario_files(copied), *lesson_files(copied)]


def test_no_bar_disturbs_what_is_quick_or_piped() -> None:
    for stream in (Screen(), io.StringIO()):
        with contextlib.redirect_stderr(stream):
            assert list(patiently(range(3), "Reading")) == [0, 1, 2]
        assert stream.getvalue() == ""


def test_checking_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network here")

    monkeypatch.setattr(socket, "socket", refuse)

    assert main(["check", str(SHIPPED[0])]) == 0
