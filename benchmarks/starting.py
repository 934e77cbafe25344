"""The rows of the benchmark that start a process: loading the rulebook, and the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from assessing import Bench
from table import Line
from threshold_engine.examples import DEFAULT_DAY
from timing import Samples, start_process

HERE = Path(__file__).resolve().parent
COMMAND = str(Path(sys.executable).with_name("threshold-engine"))
COLD_STARTS = 5


def lines(bench: Bench, folder: Path) -> list[Line]:
    """Time cold starts, and give their lines."""
    load, floor, answer, bare, scrap = (Samples() for _ in range(5))
    case = folder / "case.json"
    case.write_text(json.dumps(bench.mappings[0], default=str), encoding="utf-8")
    for _ in range(COLD_STARTS):
        found = json.loads(start_process([sys.executable, str(HERE / "cold.py"), str(DEFAULT_DAY)], scrap))
        load.add(*found["ours"])
        floor.add(*found["floor"])
        start_process([COMMAND, "assess", str(case)], answer)
        start_process([sys.executable, "-c", "pass"], bare)
    return [
        Line("Load, check and compile the rulebook", load, "PyYAML's C parser alone, same files", floor, limit=0.5),
        Line("CLI answer from a cold start", answer, "Python that does nothing", bare, limit=1.5),
    ]
