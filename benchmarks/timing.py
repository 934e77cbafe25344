"""
Timing: contenders take turns, garbage collection stays on as in production.

Wall time is what a user waits; processor time is what is left when others use the
machine as well. Medians, since the mean of a shared machine is mostly its neighbours.
"""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any


@dataclass
class Samples:
    """Seconds of each run."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, wall: float, cpu: float) -> None:
        self.wall.append(wall)
        self.cpu.append(cpu)

    @property
    def median(self) -> float:
        return median(self.wall)

    @property
    def cpu_median(self) -> float:
        return median(self.cpu)

    @property
    def p95(self) -> float:
        return quantiles(self.wall, n=20, method="inclusive")[-1]


@dataclass
class Contender:
    """
    Something to time.

    Attributes:
        inputs: One for each case.
        before: Makes what ``run`` takes from an input, anew for each run; not timed.
    """

    run: Callable[[Any], object]
    inputs: Sequence[Any]
    before: Callable[[Any], Any] = lambda given: given
    samples: Samples = field(default_factory=Samples)


def take_turns(contenders: Iterable[Contender], rounds: int) -> None:
    """Run every contender over all its inputs, in turn, the first round unmeasured; another one starts each round."""
    order = list(contenders)
    for number in range(rounds + 1):
        for contender in order:
            measured = Samples() if number == 0 else contender.samples
            for given in contender.inputs:
                _once(contender, given, measured)
        order.append(order.pop(0))


def _once(contender: Contender, given: Any, samples: Samples) -> None:
    ready, run = contender.before(given), contender.run
    wall, cpu = time.perf_counter(), time.process_time()
    run(ready)
    cpu_end, wall_end = time.process_time(), time.perf_counter()
    samples.add(wall_end - wall, cpu_end - cpu)


def start_process(command: Sequence[str], samples: Samples) -> str:
    """Run a command from a cold start, add its time to samples, and give what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  only our own commands
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    samples.add(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return done.stdout
