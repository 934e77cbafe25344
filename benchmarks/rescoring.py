"""
Row 4 of the benchmark: many contacts in a Parquet file, re-scored by ``threshold-engine batch``.

A figure of ours is of the whole command, from its start to a finished file: loading the
rules, checking every cell, writing answers with the signs and rules behind each. Beside
it stand reading the same file and nothing else, and the first channel and zen-engine case
by case, whose input is made before the clock starts.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

import contacts
from assessing import Bench
from starting import COMMAND
from table import Figure, a_second, megabytes, seconds
from threshold_engine import read_case, spec
from threshold_engine.examples import DEFAULT_DAY
from threshold_engine.model.case import Case
from threshold_engine.outcome import outcome
from threshold_engine.reach import level_range

HERE = Path(__file__).resolve().parent
MILLION = 1_000_000
SAMPLE = 2_000
TO_REACH = 1e6
"""Contacts a second."""
FLAT = 1.25
"""Peak memory may be so many times that of a million rows."""
BYTES_A_ROW = {"narrow": 250, "wide": 1_000}
"""Input, finished parts and output together, at most."""
READ_ONLY = "import sys, polars; [None for _ in polars.scan_parquet(sys.argv[1]).collect_batches(chunk_size=131072)]"
READING = "reading the file only"


@dataclass(frozen=True)
class Run:
    """
    One command over one file.

    Attributes:
        peak: Bytes.
    """

    rows: int
    seconds: float
    cpu: float
    peak: int

    @property
    def rate(self) -> float:
        return self.rows / self.seconds

    def further_rate(self, smaller: Run) -> float:
        """Give contacts a second above those of a smaller run."""
        return (self.rows - smaller.rows) / (self.seconds - smaller.seconds)


@dataclass(frozen=True)
class Measured:
    """What was found on the narrow tables: for the lines, and for the picture."""

    ours: tuple[Run, ...]
    reading: tuple[Run, ...]
    loops: Mapping[str, float]
    """Contacts a second, by name."""


class NoSpaceError(Exception):
    """The disk is too full for what was asked."""


def measure(bench: Bench, folder: Path, sizes: Sequence[int]) -> tuple[list[Figure], Measured]:
    """
    Re-score tables of each size, and give the lines.

    Raises:
        NoSpaceError: Before anything is written.
        ValueError: The batch and the first channel differ on the sample.
    """
    most = max(max(sizes) * BYTES_A_ROW["narrow"], MILLION * BYTES_A_ROW["wide"])
    free = shutil.disk_usage(folder).free
    if free < most:
        raise NoSpaceError(
            f"{megabytes(most)} are needed in {folder}, {megabytes(free)} are free: set TMPDIR, or give fewer --rows"
        )
    few, every = contacts.narrow(bench.edition), contacts.wide(bench.edition)
    runs = [_both(bench, folder, few, rows) for rows in sizes]
    measured = Measured(tuple(ours for ours, _ in runs), tuple(reading for _, reading in runs), _loops(bench, few))
    wide = _both(bench, folder, every, MILLION)
    name, columns = f"Batch, {len(few)} columns", f"Batch, all {len(every)} columns"
    largest = runs[-1][0]
    lines = [
        *(_reading_line(name, *both) for both in runs),
        *_further_lines(name, measured),
        *(_loop_line(name, largest, peer, rate) for peer, rate in measured.loops.items()),
        _reading_line(columns, *wide),
        *(_loop_line(columns, wide[0], peer, rate) for peer, rate in _loops(bench, every).items()),
        *_memory_lines(name, measured.ours),
        _wide_memory_line(columns, *wide),
    ]
    return lines, measured


def _both(bench: Bench, folder: Path, columns: contacts.Columns, rows: int) -> tuple[Run, Run]:
    """Write a table, read it and re-score it; give our run and the reading. All files are removed."""
    table, out = folder / "contacts.parquet", folder / "answers.parquet"
    contacts.write(table, columns, rows)
    try:
        reading = _run([sys.executable, "-c", READ_ONLY, str(table)], rows)
        ours = _run([COMMAND, "batch", str(table), str(out), "--as-of", str(DEFAULT_DAY)], rows)
        _check(bench, columns, pl.scan_parquet(out).head(SAMPLE).collect(), rows)
    finally:
        for path in folder.glob("*.parquet*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return ours, reading


def _run(command: Sequence[str], rows: int) -> Run:
    watched = [sys.executable, str(HERE / "watched.py"), *command]
    done = subprocess.run(watched, check=True, capture_output=True, text=True)  # noqa: S603  only our own commands
    return Run(rows=rows, **json.loads(done.stdout))


def _check(bench: Bench, columns: contacts.Columns, answers: pl.DataFrame, rows: int) -> None:
    """See that the batch answers what the first channel answers."""
    found = [(row["level"], row["level_low"], row["level_high"], set(row["reasons"])) for row in answers.iter_rows(named=True)]
    wanted = [_first_channel(bench, case) for case in _sample(bench, columns)[:rows]]
    differing = sum(1 for one, other in zip(found, wanted, strict=True) if one != other)
    if differing:
        raise ValueError(f"the batch and the first channel differ on {differing} of {len(wanted)} contacts")


def _first_channel(bench: Bench, case: Case) -> tuple[int, int, int, set[str]]:
    facts = bench.facts(case)
    fired = spec.evaluate(facts)
    level = outcome(bench.edition, fired).level
    return (level, *level_range(spec.read(facts), level), {*fired.counting, *fired.rules})


def _sample(bench: Bench, columns: contacts.Columns) -> list[Case]:
    return [read_case(_mapping(row), bench.rulebook) for row in contacts.first(columns, SAMPLE)]


def _mapping(row: Mapping[str, Any]) -> dict[str, Any]:
    """Write a row of a table as a case."""
    given = {name: value for name, value in row.items() if name != contacts.CASE_ID}
    child = {name: given.pop(name) for name in contacts.CHILD if name in given}
    if contacts.AGE in given:
        child["age"] = f"{given.pop(contacts.AGE):g} months"
    answers = {name.removeprefix("answers."): given.pop(name) for name in list(given) if name.startswith("answers.")}
    present = [name for name, there in given.items() if there]
    return {
        "as_of": str(DEFAULT_DAY),
        "child": child,
        "answers": answers,
        "present": present,
        "absent": [name for name in given if name not in present],
    }


def _loops(bench: Bench, columns: contacts.Columns) -> dict[str, float]:
    """Time the first channel and zen-engine, case by case; give contacts a second."""
    cases = _sample(bench, columns)
    found = {"our first channel, case by case": _rate(lambda case: _first_channel(bench, case), cases)}
    flat = [bench.flat.facts(bench.facts(case)) for case in cases]
    for peer in bench.peers:
        if peer.name.startswith("zen"):
            found[f"{peer.name}, case by case"] = _rate(peer.evaluate, [peer.prepare(facts) for facts in flat])
    return found


def _rate(work: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    start = time.perf_counter()
    for given in inputs:
        work(given)
    return len(inputs) / (time.perf_counter() - start)


def _reading_line(name: str, ours: Run, reading: Run) -> Figure:
    return Figure(
        work=f"{name}, {_millions(ours.rows)} contacts",
        ours=a_second(ours.rate),
        cpu=seconds(ours.cpu),
        peer=READING,
        theirs=a_second(reading.rate),
        peer_cpu=seconds(reading.cpu),
        ratio=ours.rate / reading.rate,
        to_reach=a_second(TO_REACH) if ours.rows >= MILLION else "",
        reached=ours.rate >= TO_REACH if ours.rows >= MILLION else None,
        note=f"{seconds(ours.seconds)}, start included",
    )


def _further_lines(name: str, measured: Measured) -> list[Figure]:
    """Give the rate of what comes on top of the first million: the start of the process is left out."""
    large = [both for both in zip(measured.ours, measured.reading, strict=True) if both[0].rows >= MILLION]
    if len(large) < 2:
        return []
    (ours, reading), (our_last, last_reading) = large[0], large[-1]
    rate, reading_rate = our_last.further_rate(ours), last_reading.further_rate(reading)
    return [
        Figure(
            work=f"{name}, each contact above {_millions(ours.rows)}",
            ours=a_second(rate),
            peer=READING,
            theirs=a_second(reading_rate),
            ratio=rate / reading_rate,
            to_reach=a_second(TO_REACH),
            reached=rate >= TO_REACH,
        )
    ]


def _loop_line(name: str, ours: Run, peer: str, rate: float) -> Figure:
    work = f"{name}, {_millions(ours.rows)} contacts"
    return Figure(work=work, ours=a_second(ours.rate), peer=peer, theirs=a_second(rate), ratio=ours.rate / rate)


def _memory_lines(name: str, runs: Iterable[Run]) -> list[Figure]:
    """Compare the peak at each size with that at the first size of a million or more."""
    large = [run for run in runs if run.rows >= MILLION]
    return [
        Figure(
            work=f"{name}, {_millions(run.rows)}: peak memory",
            ours=megabytes(run.peak),
            peer=f"ours, {_millions(large[0].rows)}",
            theirs=megabytes(large[0].peak),
            ratio=run.peak / large[0].peak,
            to_reach=f"ratio {FLAT:g} at most",
            reached=run.peak <= FLAT * large[0].peak,
        )
        for run in large[1:]
    ]


def _wide_memory_line(name: str, ours: Run, reading: Run) -> Figure:
    return Figure(
        work=f"{name}, {_millions(ours.rows)}: peak memory",
        ours=megabytes(ours.peak),
        peer=READING,
        theirs=megabytes(reading.peak),
        ratio=ours.peak / reading.peak,
    )


def _millions(rows: int) -> str:
    return f"{rows / MILLION:g} million"
