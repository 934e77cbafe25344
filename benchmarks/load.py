"""
A load generator with a fixed rate, in a process of its own.

    python load.py PORT PATH BODIES --rate 200 --seconds 60

Requests leave when they are due, whether or not earlier ones were answered, and each is
timed from the moment it was due: a service that stalls is charged for all who had to wait.
Generators that send the next request only after the last answer (wrk, hey, ab) hide that.

Each request has a connection of its own, as if from another person. With a few connections
that stay open, those that one worker happened to accept would decide how busy it is.

Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import uvloop

PATIENCE = 10.0
"""Seconds until a request counts as failed."""
OK = b"http/1.1 200 "
LENGTH = b"content-length:"


@dataclass
class Found:
    """
    Attributes:
        seconds: From the moment a request was due to the end of its answer.
        failed: Requests without a whole answer 200 in time.
        late: The longest time by which the generator itself sent a request too late.
    """

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    late: float = 0.0

    def figures(self) -> dict[str, float]:
        cuts = quantiles(self.seconds, n=1_000, method="inclusive") if len(self.seconds) > 1 else [0.0] * 999
        figures = {"p50": cuts[499], "p95": cuts[949], "p99": cuts[989], "p999": cuts[998]}
        return {
            **figures,
            "worst": max(self.seconds, default=0.0),
            "late": self.late,
            "answered": len(self.seconds),
            "failed": self.failed,
        }


async def post(port: int, request: bytes) -> bool:
    """Send a request over a connection of its own; say whether the answer was 200, and whole, in time."""
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(request)
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(LENGTH)[2].partition(b"\r\n")[0])
                await reader.readexactly(length)
            finally:
                writer.close()
    except (OSError, TimeoutError, EOFError, ValueError):
        return False
    return head.startswith(OK)


async def run(port: int, requests: list[bytes], rate: float, seconds: float) -> Found:
    """Send requests at a fixed rate and give how long each took."""
    found = Found()
    start = time.perf_counter()

    async def one(due: float, request: bytes) -> None:
        answered = await post(port, request)
        if answered:
            found.seconds.append(time.perf_counter() - due)
        else:
            found.failed += 1

    async with asyncio.TaskGroup() as group:
        for number, request in zip(range(int(rate * seconds)), itertools.cycle(requests), strict=False):
            due = start + number / rate
            await asyncio.sleep(due - time.perf_counter())
            found.late = max(found.late, time.perf_counter() - due)
            group.create_task(one(due, request))
    return found


def _request(port: int, path: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description="Send requests at a fixed rate")
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("bodies", type=Path, help="file with one JSON body a line")
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    chosen = parser.parse_args()
    requests = [_request(chosen.port, chosen.path, body) for body in chosen.bodies.read_bytes().splitlines()]
    found = uvloop.run(run(chosen.port, requests, chosen.rate, chosen.seconds))
    sys.stdout.write(json.dumps(found.figures()))


if __name__ == "__main__":
    main()
