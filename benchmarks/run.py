"""
The benchmark: ``make bench``.

Our figures next to those of a peer that does the same work, in one run on one machine.
Before anything is timed, every contender must give the same answers on every case; if one
does not, nothing is timed and the exit code is 1. Speed never decides the exit code: it
depends on the machine and on who else uses it.

    python benchmarks/run.py --help
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import assessing
import reading
import rescoring
import serving
import starting
from assessing import Bench
from picture import draw
from services import NotUpError
from table import Figure, Row, table
from threshold_engine.examples import DEFAULT_DAY

PARTS = ("assess", "read", "start", "serve", "batch")
PICTURE = Path(__file__).resolve().parent / "batch.svg"

NOTES = (
    "Ratio: ours / peer. Of times and memory, below 1 we are better; of rates (/s), above 1 we are better.",
    "CPU: processor time, which neighbours on the machine disturb less. Times are medians unless another word stands there.",
    "Channel 1 alone: check the names, settle the case, evaluate, and give each reason with its facts and its source.",
    "The peers are handed settled, checked facts, with each set of indicators as one fact and each count as a number;",
    "their input is made before the clock starts. So they are spared work that our own figure pays for.",
    "docs/speed.md says how each line is measured.",
)


def main(arguments: Sequence[str]) -> int:
    """Check the answers, time the contenders, print the table."""
    chosen = _options().parse_args(arguments)
    wanted = chosen.parts or PARTS
    bench = Bench()
    _print(_heading(bench))
    differences = list(bench.differences())
    _print([f"same answers: {'NO' if differences else 'yes'} ({len(bench.cases)} cases, each with the age known and not known)"])
    if differences:
        _print(differences)
        return 1
    with tempfile.TemporaryDirectory(prefix="threshold-bench-") as folder:
        rows = list(_rows(bench, wanted, Path(folder), chosen))
    _print(["", *table(rows), "", *NOTES])
    return 0


def _rows(bench: Bench, wanted: Sequence[str], folder: Path, chosen: argparse.Namespace) -> Iterator[Row]:
    if "assess" in wanted:
        yield from assessing.lines(bench)
    if "read" in wanted:
        yield from reading.lines()
    if "start" in wanted:
        yield from starting.lines(bench, folder)
    if "serve" in wanted:
        yield from _serve(bench, folder, chosen.seconds)
    if "batch" in wanted:
        yield from _batch(bench, folder, chosen.rows)


def _serve(bench: Bench, folder: Path, seconds: float) -> Iterator[Row]:
    try:
        yield from serving.lines(bench, folder, seconds)
    except NotUpError as error:
        yield Figure("The service", note=f"not measured: it did not start: {error}")


def _batch(bench: Bench, folder: Path, sizes: Sequence[int]) -> Iterator[Row]:
    try:
        lines, measured = rescoring.measure(bench, folder, sizes)
    except rescoring.NoSpaceError as error:
        yield Figure("Batch", note=f"not measured: {error}")
        return
    yield from lines
    if len(sizes) > 1:
        draw(measured, PICTURE)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Our figures beside those of peers.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure, of {', '.join(PARTS)}; all if left out")
    parser.add_argument("--seconds", type=float, default=60, help="how long the service is under load at a fixed rate")
    parser.add_argument(
        "--rows", type=_sizes, default=_sizes("0.1,1,10,50"), help="millions of contacts in the batches, smallest first"
    )
    return parser


def _sizes(text: str) -> list[int]:
    return sorted(int(float(part) * rescoring.MILLION) for part in text.split(","))


def _heading(bench: Bench) -> Iterable[str]:
    names = ("zen-engine", "clipspy", "durable-rules", "polars", "fastapi", "uvicorn")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    yield f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}; {versions}"
    yield (
        f"Guidance of {DEFAULT_DAY}: {len(bench.edition.indicators)} indicators, {len(bench.edition.rules)} rules; "
        f"{len(bench.flat.rows)} rows for the peers; {len(bench.cases)} cases, {assessing.ROUNDS} rounds"
    )


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
