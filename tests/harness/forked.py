"""A server that is quickly started again: what it imports is there before it is born.

Imports are most of a start. Here a process that has done them waits, and each start is a fork of
it: a process of its own that reads the course, opens the store and listens, as any other does.
"""

import multiprocessing
import os
import pkgutil
import subprocess
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from coach import cli
from coach.ui import screens
from harness.serve import Child, Server, free_port

BEFORE = (
    "coach.cli",
    "coach.ui.server.run",
    "pandas",
    "plotly.graph_objects",
    "streamlit.dataframe_util",
    "streamlit.elements.plotly_chart",
    "streamlit.runtime.scriptrunner.script_runner",
    *(found.name for found in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}.")),
)


class Forked:
    """A forked process, with the face of `subprocess.Popen`."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Its id."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """The code it ended with; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, for so many seconds; its code. Raises TimeoutExpired."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("coach", timeout or 0)
        return code

    def send_signal(self, sig: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, sig)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()


class ForkedServer(Server):
    """`coach serve`, begun after the imports."""

    def born(self) -> Child:
        """Start the process."""
        apart = multiprocessing.get_context("forkserver")
        apart.set_forkserver_preload(list(BEFORE))
        process = apart.Process(target=_serve, args=(self.command, self.folder), daemon=True)
        process.start()
        return Forked(process)


def forked_serve(folder: Path, *more: str) -> Server:
    """`coach serve` on a free port with its record in `folder`, not yet started.

    Args:
        folder: where its log goes, and its record.
        more: further words of the command line.
    """
    port = free_port()
    kept = f"sqlite:///{folder / 'course.sqlite'}"
    return ForkedServer(["serve", "--port", str(port), "--store", kept, *more], port, folder)


def _serve(words: Sequence[str], folder: Path) -> None:
    os.chdir(folder)
    log = os.open("server.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(log, standard)
    raise SystemExit(cli.main(words))
