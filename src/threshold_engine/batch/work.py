"""Running a job: pieces in, parts out, and the output put together at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from os import cpu_count
from pathlib import Path

import polars as pl

from threshold_engine.batch.parts import Parts, digest, replace, write_table
from threshold_engine.batch.pieces import Reading
from threshold_engine.batch.sources import open_source
from threshold_engine.columnar.engine import REJECTS, ROW, Engine
from threshold_engine.columnar.table import AS_OF
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.guidance import Rulebook

ROWS_A_PART = 131_072
ROWS_A_GROUP = 131_072


@dataclass(frozen=True)
class Job:
    """
    One batch.

    Attributes:
        today: The day for cases that give none.
        as_of: If given, the day for all cases, whatever they give.
        rejects: A CSV or Parquet file.
    """

    source: Path
    out: Path
    rejects: Path
    today: date
    as_of: date | None = None
    rows_a_part: int = ROWS_A_PART


@dataclass(frozen=True)
class Totals:
    """
    Attributes:
        rejected: Cases that could not be used.
    """

    answered: int
    rejected: int
    by_level: dict[int, int]
    by_rag: dict[str, int]


Report = Callable[[int, int | None], None]
"""Told the rows done and, if known, the rows in all."""


def run(job: Job, rulebook: Rulebook, report: Report = lambda _done, _total: None) -> Totals:
    """
    Answer every case of a file.

    Raises:
        FactsError: The input as a whole cannot be used, or the output cannot be written.
    """
    source = open_source(job.source, rulebook)
    engine = Engine(rulebook, job.as_of or job.today)
    parts = Parts(job.out)
    try:
        with parts.of_job(_key(job, rulebook)):
            count = _write_parts(job, engine, parts, source.pieces(job.rows_a_part), partial(_tell, report, source.total()))
            totals = _totals(parts.answers(count), parts.rejects(count))
            replace(job.rejects, partial(_write_rejects, parts.rejects(count), suffix=job.rejects.suffix))
            replace(job.out, partial(_write_answers, parts.answers(count), engine.empty()))
            parts.remove()
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        raise FactsError([Problem(str(job.out), "NOT_WRITTEN", what, "check the name, your rights and the space left")]) from None
    return totals


def _key(job: Job, rulebook: Rulebook) -> dict[str, object]:
    """Give all that an answer depends on: parts are used again only if none of it has changed."""
    return {
        "input": digest(job.source),
        "rulebook": rulebook.digest,
        "as_of": str(job.as_of) if job.as_of else None,
        "today": str(job.today),
        "rows_a_part": job.rows_a_part,
        "version": version("threshold-engine"),
        "polars": pl.__version__,
    }


def _tell(report: Report, total: int | None, done: int) -> None:
    report(done, total)


def _write_parts(job: Job, engine: Engine, parts: Parts, pieces: Iterator[Reading], tell: Callable[[int], None]) -> int:
    """Write every part that is not there yet; give the number of all. Few pieces are in memory at a time."""
    workers = cpu_count() or 1
    done = count = 0
    running: set[Future[int]] = set()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for count, read in enumerate(pieces, 1):
                if parts.has(count - 1):
                    done += parts.rows(count - 1)
                    tell(done)
                    continue
                running.add(pool.submit(_write_part, job, engine, parts, count - 1, read))
                if len(running) > workers:
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    done += sum(future.result() for future in finished)
                    tell(done)
            for future in running:
                done += future.result()
                tell(done)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return count


def _write_part(job: Job, engine: Engine, parts: Parts, number: int, read: Reading) -> int:
    piece = read()
    frame = piece.frame.drop(AS_OF, strict=False) if job.as_of else piece.frame
    answered = engine.answer(frame, piece.numbers, piece.flags)
    rejects = pl.concat([answered.rejects, piece.rejects]).sort(ROW, maintain_order=True)
    parts.write(number, answered.answers, rejects)
    return answered.answers.height + rejects[ROW].n_unique()


def _write_answers(paths: list[Path], empty: pl.DataFrame, out: Path) -> None:
    if paths:
        pl.scan_ipc(paths).sink_parquet(out, row_group_size=ROWS_A_GROUP, maintain_order=True)
    else:
        empty.write_parquet(out)


def _write_rejects(paths: list[Path], out: Path, suffix: str) -> None:
    write_table(pl.scan_ipc(paths) if paths else pl.LazyFrame(schema=REJECTS), out, suffix)


def _totals(answers: list[Path], rejects: list[Path]) -> Totals:
    if not answers:
        return Totals(0, 0, {}, {})
    rows = pl.scan_ipc(answers).group_by("level", "rag").len().collect(engine="streaming")
    by_level, by_rag = (rows.group_by(name).agg(pl.col("len").sum()).sort(name, descending=True) for name in ("level", "rag"))
    is_next = (pl.col(ROW) != pl.col(ROW).shift()).fill_null(True)
    rejected = pl.scan_ipc(rejects).select(is_next.sum()).collect(engine="streaming")
    return Totals(int(rows["len"].sum()), int(rejected.item()), dict(by_level.iter_rows()), dict(by_rag.iter_rows()))
