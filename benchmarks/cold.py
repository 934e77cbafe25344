"""
Load, check and compile the rulebook once in a process of its own, and print the seconds.

The floor to compare with: PyYAML's C parser on the same files, and nothing else.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date

import yaml

from threshold_engine import load_rulebook, rete
from threshold_engine.load import rules_directory
from threshold_engine.model.edition import edition_on


def main(day: date) -> None:
    """Time our loading first, with nothing warm, then the floor."""
    ours = _seconds(lambda: rete.Compiled(edition_on(load_rulebook(), day)))
    files = sorted(rules_directory().rglob("*.yaml"))
    floor = _seconds(lambda: [yaml.load(file.read_bytes(), yaml.CSafeLoader) for file in files])
    sys.stdout.write(json.dumps({"ours": ours, "floor": floor}))


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]))
