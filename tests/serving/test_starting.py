"""Starting, stopping, and being served with the same settings from anywhere."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach.content.loading.root import NoCourse
from coach.ui.server.run import told_store
from coach.ui.server.settings import Settings, current, from_environment, install
from harness.course import course_of
from harness.protocol import Browser, drive
from harness.serve import ROOT, Server, coach_serve, free_port
from serving.asking import ask

TUNED = {
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "server.disconnectedSessionTTL": 900,
    "server.enableWebsocketCompression": False,
    "server.fileWatcherType": "none",
    "server.maxMessageSize": 20,
    "server.maxUploadSize": 2,
    "server.trustedUserHeaders": {"x-cg-browser": "browser"},
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
}


def coach(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "coach", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def tuned(log: str) -> dict[str, object]:
    found = re.search(r"^tuned: (.*)$", log, re.MULTILINE)
    assert found, log
    options: dict[str, object] = json.loads(found[1])
    return options


def test_the_running_process_has_the_tuned_settings_and_a_frozen_heap(server: Server) -> None:
    options = tuned(server.log)
    frozen = options.pop("gc.frozen")
    assert options == TUNED
    assert isinstance(frozen, int)
    assert frozen > 100_000


def test_it_says_where_it_is_and_where_everything_is_kept(server: Server) -> None:
    kept = server.folder / "course.sqlite"
    told = f"Common Ground is open at {server.address} (kept in {kept}; Ctrl+C closes it)"
    assert told in server.log.splitlines()


def test_a_password_of_the_store_is_not_told() -> None:
    told = told_store("postgresql://ann:secret@db.example/course")
    assert told == "postgresql://ann:***@db.example/course"


def test_a_busy_port_is_named_with_the_next_free_one(server: Server) -> None:
    ended = coach("serve", "--port", str(server.port), "--course", str(ROOT))
    assert ended.returncode == 1
    assert f"Port {server.port} is taken by another program." in ended.stderr
    advised = re.search(r"Port (\d+) is free: coach serve --port \1", ended.stderr)
    assert advised
    assert int(advised[1]) > server.port


def test_a_store_that_cannot_be_opened_is_told_in_two_sentences(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam, " * 50, encoding="utf-8")
    ended = coach("serve", "--port", str(free_port()), "--store", f"sqlite:///{file}")
    assert ended.returncode == 1
    assert "cannot be used as a store" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_course_that_is_not_there_is_told(tmp_path: Path) -> None:
    ended = coach("serve", "--course", str(tmp_path))
    assert ended.returncode == 2
    assert f"{tmp_path} has no lessons/course.yaml" in ended.stderr


def test_an_installed_wheel_is_served_from_an_empty_folder_with_the_same_settings(
    tmp_path: Path,
) -> None:
    installed, empty = tmp_path / "installed", tmp_path / "empty"
    for words in (
        f"-m hatchling build -t wheel -d {tmp_path}",
        f"-m pip install -q --no-deps --no-index -f {tmp_path} -t {installed} common-ground-coach",
    ):
        subprocess.run([sys.executable, *words.split()], cwd=ROOT, check=True)  # noqa: S603
    port = free_port()
    serve = f"-m coach serve --verbose --port {port} --store sqlite:///{tmp_path}/course.sqlite"
    command = ["env", f"PYTHONPATH={installed}", sys.executable, *serve.split()]
    with Server(command, port, empty) as server:
        assert [file.name for file in empty.iterdir()] == ["server.log"]
        options = tuned(server.log)
        assert options.pop("gc.frozen")
        assert options == TUNED
        assert b"<title>Common Ground</title>" in ask(server, "/").body
        assert drive(first_heading(server))
        assert stopped_by(server, signal.SIGINT) == 0  # Ctrl+C
        assert server.log.rstrip().endswith("Closed. Everything is kept.")
        assert "Traceback" not in server.log


def test_streamlit_run_starts_the_same_app(tmp_path: Path) -> None:
    port = free_port()
    store = f"COACH_STORE=sqlite:///{tmp_path}/course.sqlite"
    run = ["-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    with Server(["env", store, sys.executable, *run], port, tmp_path) as server:
        first = ask(server, "/")
        assert b"<title>Common Ground</title>" in first.body
        assert "cg_browser" in first.cookies()
        assert ask(server, "/", host="evil.example").status == 421
        assert drive(first_heading(server))
        assert (tmp_path / "course.sqlite").is_file()
        assert stopped_by(server, signal.SIGTERM) == -signal.SIGTERM


def test_the_very_first_visitor_may_come_by_any_address(tmp_path: Path) -> None:
    """A folder called pages beside the script once made such a page blank."""

    async def words() -> tuple[str, ...]:
        async with Browser(server.address) as browser:
            return tuple((await browser.open("/scene?s=samosas")).page.texts())

    with coach_serve(tmp_path, "--course", str(course_of(tmp_path, "samosas"))) as server:
        assert any("Alone by the samosas" in text for text in drive(words()))


async def first_heading(server: Server) -> str:
    """What a new visitor reads first."""
    async with Browser(server.address) as browser:
        return (await browser.open("/")).page.texts()[0]


def stopped_by(server: Server, how: signal.Signals) -> int:
    """Open pages, stop it, in time; the code it ended with."""

    async def stop() -> float:
        async with Browser(server.address) as browser:
            for _ in range(5):
                await browser.open("/")
            began = time.monotonic()
            os.kill(server.pid, how)
            await asyncio.to_thread(os.waitid, os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
            return time.monotonic() - began

    assert drive(stop()) < 2
    return server.stop()


def test_both_copies_of_the_settings_are_the_same() -> None:
    ours = ROOT / "src" / "coach" / "ui" / ".streamlit" / "config.toml"
    assert (ROOT / ".streamlit" / "config.toml").read_bytes() == ours.read_bytes()


def test_the_environment_says_where_course_and_store_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_COURSE", str(ROOT))
    monkeypatch.setenv("COACH_STORE", "postgresql://db.example/course")
    assert from_environment() == Settings(ROOT, "postgresql://db.example/course")
    monkeypatch.delenv("COACH_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    kept = tmp_path / "common-ground" / "course.sqlite"
    assert from_environment().store == f"sqlite:///{kept}"
    monkeypatch.setenv("COACH_COURSE", str(tmp_path))
    with pytest.raises(NoCourse, match="has no lessons"):
        from_environment()
    monkeypatch.delenv("COACH_COURSE")
    monkeypatch.chdir(tmp_path)
    assert from_environment().course == ROOT


def test_a_process_has_the_settings_it_was_started_with(monkeypatch: pytest.MonkeyPatch) -> None:
    install(None)
    monkeypatch.setenv("COACH_STORE", "postgresql://db.example/course")
    assert current().store == "postgresql://db.example/course"
    install(Settings(ROOT, "sqlite:///other.sqlite", passcode="SECRET"))
    assert current().store == "sqlite:///other.sqlite"
    assert "SECRET" not in repr(current())
    install(None)
