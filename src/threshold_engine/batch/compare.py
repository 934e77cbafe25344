"""Comparing both sides on the cases of a file: a piece at a time, on all cores, and the moved cases written down."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from threshold_engine.batch.parts import is_parquet, replace, write_table
from threshold_engine.batch.pieces import Reading
from threshold_engine.batch.sources import open_source
from threshold_engine.batch.work import ROWS_A_PART, Report
from threshold_engine.columnar.engine import ROW
from threshold_engine.difference.cases import CaseDifference, Comparison, Part, Stand, for_reading, summed
from threshold_engine.errors import FactsError, Problem

EXAMPLES = 10


@dataclass(frozen=True)
class CaseJob:
    """
    One comparison.

    Attributes:
        today: The day for cases that give none.
        examples: How many cases are named for each kind of move.
        moved: Where the moved cases go, if anywhere: a CSV or Parquet file.
    """

    source: Path
    old: Stand
    new: Stand
    today: date
    examples: int = EXAMPLES
    moved: Path | None = None
    rows_a_part: int = ROWS_A_PART


def compare(job: CaseJob, report: Report = lambda _done, _total: None) -> CaseDifference:
    """
    Answer every case of a file on both sides, and say what moves.

    Raises:
        FactsError: The input as a whole cannot be used, or the moved cases cannot be written.
    """
    source = open_source(job.source, for_reading(job.old.rulebook, job.new.rulebook))
    comparison = Comparison(job.old, job.new, job.today, job.examples)
    parts = _with_progress(_compared(comparison, source.pieces(job.rows_a_part)), source.total(), report)
    if job.moved is None:
        return summed(parts, job.old, job.new, job.examples)
    try:
        with TemporaryDirectory(prefix=f".{job.moved.name}.", dir=job.moved.parent) as directory:
            found = summed(_kept(parts, Path(directory)), job.old, job.new, job.examples)
            _write_moved(sorted(Path(directory).iterdir()), comparison, job.moved)
    except OSError as error:
        what, fix = f"it cannot be written: {error.strerror}", "check the name, your rights and the space left"
        raise FactsError([Problem(str(job.moved), "NOT_WRITTEN", what, fix)]) from None
    return found


def _compared(comparison: Comparison, pieces: Iterator[Reading]) -> Iterator[Part]:
    """Give the parts in the order of the file. Few pieces are in memory at a time."""
    workers = cpu_count() or 1
    running: deque[Future[Part]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for read in pieces:
                running.append(pool.submit(_part, comparison, read))
                if len(running) > workers:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _part(comparison: Comparison, read: Reading) -> Part:
    piece = read()
    return comparison.part(piece.frame, piece.numbers, piece.flags, piece.rejects[ROW].n_unique())


def _with_progress(parts: Iterator[Part], total: int | None, tell: Report) -> Iterator[Part]:
    done = 0
    for part in parts:
        done += part.compared + part.rejected.both + part.rejected.old + part.rejected.new
        tell(done, total)
        yield part


def _kept(parts: Iterator[Part], directory: Path) -> Iterator[Part]:
    """Write the moved cases of each part, so that they need not be kept in memory."""
    for number, part in enumerate(parts):
        if part.moved.height:
            part.moved.write_ipc(directory / f"{number:08}.arrow")
        yield part


def _write_moved(paths: list[Path], comparison: Comparison, out: Path) -> None:
    table = pl.scan_ipc(paths) if paths else comparison.nothing().lazy()
    if not is_parquet(out.suffix):
        # A cell of a CSV file holds no list.
        table = table.with_columns(pl.col(pl.List(pl.String)).list.join(" "))
    replace(out, lambda new: write_table(table, new, out.suffix))
