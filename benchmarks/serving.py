"""
Row 3 of the benchmark: the service under load, two worker processes.

Time is measured at a fixed rate by load.py, and throughput by wrk with the service as busy
as it can be. The peer is a bare FastAPI service under the same server settings, sent the
same bodies.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import echo
from assessing import Bench
from services import Service, running
from starting import COMMAND
from table import Figure, a_second, milliseconds

HERE = Path(__file__).resolve().parent
ASSESSMENTS = "/api/v1/assessments"
WORKERS = 2
RATE = 200
LIMIT, SHARE = 0.050, 0.25
WARM_UP = 3
CONNECTIONS = 32
THROUGHPUT_SECONDS, THROUGHPUT_ROUNDS = 5, 5
NO_WRK = "not measured: wrk is missing; on Debian: apt-get install wrk"


@dataclass(frozen=True)
class Target:
    """
    Attributes:
        work: What is asked of it, in the words of the table.
    """

    work: str
    service: Service
    path: str
    bodies: Path

    def at_rate(self, seconds: float, rate: float = RATE) -> dict[str, float]:
        """Send requests at a fixed rate."""
        self.service.wait_until_idle()
        command = [sys.executable, str(HERE / "load.py"), str(self.service.port), self.path, str(self.bodies)]
        return _json([*command, "--rate", str(rate), "--seconds", str(seconds)])

    def as_busy_as_can_be(self) -> Throughput:
        """Send the next request as soon as one is answered, on each of some connections."""
        self.service.wait_until_idle()
        settings = ["-t1", f"-c{CONNECTIONS}", f"-d{THROUGHPUT_SECONDS}s", "-s", str(HERE / "wrk.lua")]
        before = self.service.cpu()
        found = _json(["wrk", *settings, f"http://127.0.0.1:{self.service.port}{self.path}", "--", str(self.bodies)])
        # The last ones are answered after wrk has stopped counting; they cost as much.
        cpu = (self.service.cpu() - before) / max(1, found["requests"])
        return Throughput(found["requests"] / found["microseconds"] * 1e6, cpu, int(found["failed"]))


@dataclass(frozen=True)
class Throughput:
    """
    Attributes:
        rate: Answers a second.
        cpu: Processor seconds of the service for each.
    """

    rate: float
    cpu: float
    failed: int


def lines(bench: Bench, folder: Path, seconds: float) -> list[Figure]:
    """
    Put the service under load, and give its lines.

    Raises:
        NotUpError: One of the services did not start.
    """
    bodies = folder / "bodies.jsonl"
    bodies.write_text("".join(f"{json.dumps(case, default=str)}\n" for case in bench.mappings), encoding="utf-8")
    with running([_ours, _echo], folder / "services.log") as (ours, theirs):
        short = Target(f"POST {ASSESSMENTS}?what_if=false", ours, f"{ASSESSMENTS}?what_if=false", bodies)
        full = Target(f"POST {ASSESSMENTS}", ours, ASSESSMENTS, bodies)
        peer = Target("bare FastAPI echo", theirs, echo.PATH, bodies)
        for target in (full, short, peer):
            target.at_rate(WARM_UP, rate=RATE / 4)
        floor = peer.at_rate(seconds)
        timed = [_time_line(target, peer, target.at_rate(seconds), floor, seconds) for target in (short, full)]
        return [*timed, *_throughput_lines([short, full], peer)]


def _ours(port: int) -> list[str]:
    return [COMMAND, "serve", "--port", str(port), "--workers", str(WORKERS)]


def _echo(port: int) -> list[str]:
    return [sys.executable, str(HERE / "echo.py"), str(port), str(WORKERS)]


def _time_line(target: Target, peer: Target, found: dict[str, float], floor: dict[str, float], seconds: float) -> Figure:
    failed = int(found["failed"])
    return Figure(
        work=f"{target.work}, {RATE}/s for {seconds:g} s: p99",
        ours=milliseconds(found["p99"]),
        p95=milliseconds(found["p95"]),
        peer=peer.work,
        theirs=milliseconds(floor["p99"]),
        ratio=found["p99"] / floor["p99"],
        to_reach=f"p99 {milliseconds(LIMIT)}, no error",
        reached=found["p99"] <= LIMIT and not failed,
        note=f"median {milliseconds(found['p50'])}, worst {milliseconds(found['worst'])}, {failed} errors",
    )


def _throughput_lines(targets: Sequence[Target], peer: Target) -> list[Figure]:
    if shutil.which("wrk") is None:
        return [Figure(f"{target.work}: throughput", to_reach=f"ratio {SHARE:g} or more", note=NO_WRK) for target in targets]
    found: dict[str, list[Throughput]] = {}
    for _ in range(THROUGHPUT_ROUNDS):
        for target in (*targets, peer):
            found.setdefault(target.path, []).append(target.as_busy_as_can_be())
    typical = {path: _typical(runs) for path, runs in found.items()}
    return [_throughput_line(target, typical[target.path], peer, typical[peer.path]) for target in targets]


def _typical(runs: Sequence[Throughput]) -> Throughput:
    return Throughput(median(run.rate for run in runs), median(run.cpu for run in runs), sum(run.failed for run in runs))


def _throughput_line(target: Target, ours: Throughput, peer: Target, theirs: Throughput) -> Figure:
    return Figure(
        work=f"{target.work}: throughput",
        ours=a_second(ours.rate),
        cpu=milliseconds(ours.cpu),
        peer=peer.work,
        theirs=a_second(theirs.rate),
        peer_cpu=milliseconds(theirs.cpu),
        ratio=ours.rate / theirs.rate,
        by_cpu=theirs.cpu / ours.cpu,
        to_reach=f"ratio {SHARE:g} or more",
        reached=ours.rate >= SHARE * theirs.rate and not ours.failed,
        note=f"{ours.failed} errors",
    )


def _json(command: Sequence[str]) -> dict[str, float]:
    """Run a command and read the last line it prints."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  only our own commands
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
