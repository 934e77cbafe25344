"""Services in processes of their own: started, watched, stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
START_LIMIT, STOP_LIMIT, IDLE_LIMIT = 60, 20, 60
TICKS = os.sysconf("SC_CLK_TCK")
PARENT, USER, SYSTEM = 1, 11, 12
"""Places in a line of /proc, counted from the state of the process."""

Command = Callable[[int], Sequence[str]]
"""Gives the command of a service from its port."""


class NotUpError(Exception):
    """A service did not start, and why."""


@dataclass(frozen=True)
class Service:
    """A service that runs."""

    port: int
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Give the processor seconds of all its processes so far."""
        return sum(ticks for _, ticks in self._family()) / TICKS

    def _family(self) -> Iterator[tuple[int, int]]:
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if self.process.pid in (int(entry.name), int(fields[PARENT])):
                yield int(entry.name), int(fields[USER]) + int(fields[SYSTEM])

    def wait_until_idle(self) -> None:
        """Wait until it has nothing left to do of what was asked before."""
        end, before = time.monotonic() + IDLE_LIMIT, -1.0
        while time.monotonic() < end and (now := self.cpu()) > before:
            before = now
            time.sleep(0.3)


@contextmanager
def running(commands: Sequence[Command], log: Path) -> Iterator[list[Service]]:
    """
    Run services until they are no longer needed.

    Raises:
        NotUpError: One of them did not start.
    """
    with log.open("wb") as told, ExitStack() as stack:
        found = []
        for command in commands:
            port = _free_port()
            process = subprocess.Popen(command(port), stdout=subprocess.DEVNULL, stderr=told, cwd=HERE)  # noqa: S603  our own
            stack.callback(_stop, process)
            if not _is_up(port, process):
                faults = [line for line in log.read_text(encoding="utf-8").splitlines() if "Error" in line]
                raise NotUpError(faults[-1] if faults else f"nothing answers after {START_LIMIT} s")
            found.append(Service(port, process))
        yield found


def _is_up(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a service takes connections; False if it ends, or takes none in time."""
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
