"""A server as a real child process: started, watched, killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 60.0  # seconds from the start to the first "ok"
GONE_WITHIN = 10.0  # seconds from a signal to the end
LOOK_EVERY = 0.02  # seconds
HOST = "127.0.0.1"


class NotServed(RuntimeError):
    """The server did not come up, or did not go; the message ends with its log."""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


class Child(Protocol):
    """A running process, as `subprocess.Popen` shows it."""

    @property
    def pid(self) -> int:
        """Its id."""

    def poll(self) -> int | None:
        """The code it ended with; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, for so many seconds; its code. Raises TimeoutExpired."""

    def send_signal(self, sig: int) -> None:
        """Send it a signal."""

    def kill(self) -> None:
        """End it at once."""


class Server:
    """One server process on one port; the port stays the same over restarts.

    Attributes:
        command: what is run.
        port: where it listens.
        folder: its current folder; `server.log` is written there.
    """

    def __init__(self, command: Sequence[str], port: int, folder: Path) -> None:
        self.command = tuple(command)
        self.port = port
        self.folder = folder
        self._process: Child | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self.stop()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """The id of the running process. Raises NotServed."""
        return self._running().pid

    @property
    def log(self) -> str:
        """Everything it has written so far, over all starts."""
        path = self.folder / "server.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def start(self) -> None:
        """Start it and wait until it answers. Raises NotServed."""
        self.launch()
        latest = time.monotonic() + READY_WITHIN
        while not self._is_well():
            if self._running().poll() is not None or time.monotonic() > latest:
                self.kill()
                raise NotServed(f"{' '.join(self.command)} is not up; its log:\n{self.log}")
            time.sleep(LOOK_EVERY)

    def launch(self) -> None:
        """Start it and do not wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._process = self.born()

    def born(self) -> Child:
        """Start the process."""
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603  (our own command)
                self.command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end, wait, and say with which code it did. Raises NotServed."""
        return self._end(signal.SIGTERM)

    def cpu_seconds(self) -> float:
        """Processor time it has used, user and system, all threads. Linux only."""
        # the process's own clock counts nanoseconds, /proc/PID/stat only hundredths of a second
        return time.clock_gettime((~self.pid << 3) | 2)

    def memory_kib(self) -> int:
        """Resident memory, in KiB. Linux only."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))

    def _end(self, how: signal.Signals) -> int:
        process = self._running()
        process.send_signal(how)
        try:
            code = process.wait(GONE_WITHIN)
        except subprocess.TimeoutExpired as late:
            process.kill()
            process.wait()
            raise NotServed(f"{how.name} did not end it; its log:\n{self.log}") from late
        self._process = None
        return code

    def _running(self) -> Child:
        if self._process is None:
            raise NotServed("it has not been started")
        return self._process

    def _is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1) as answer:  # noqa: S310
                return bool(answer.read() == b"ok")
        except OSError:
            return False


def coach_serve(folder: Path, *more: str, store: str | None = None) -> Server:
    """`coach serve` on a free port, not yet started.

    Args:
        folder: where its log goes, and its record unless `store` is given.
        more: further words of the command line.
        store: address of the store; None for an SQLite file in `folder`.
    """
    port = free_port()
    kept = store or f"sqlite:///{folder / 'course.sqlite'}"
    words = ["serve", "--port", str(port), "--store", kept, *more]
    return Server([sys.executable, "-m", "coach", *words], port, folder)
