"""What the command line shows of a batch or a comparison: a bar on a terminal while it runs, totals at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from threshold_engine.batch.compare import CaseJob, compare
from threshold_engine.batch.work import Job, Report, Totals, run
from threshold_engine.difference.cases import CaseDifference
from threshold_engine.model.guidance import Rulebook


def run_shown(job: Job, rulebook: Rulebook) -> Iterator[str]:
    """Run a job, show how far it is, and give the totals line by line."""
    with _bar(job.source) as report:
        totals = run(job, rulebook, report)
    yield from totals_lines(totals, job)


def totals_lines(totals: Totals, job: Job) -> Iterator[str]:
    """Say what became of the cases."""
    yield f"{totals.answered + totals.rejected:,} cases: {totals.answered:,} answered, {totals.rejected:,} rejected"
    if totals.by_level:
        yield "by level: " + ", ".join(f"{level}: {number:,}" for level, number in totals.by_level.items())
        yield "by rating: " + ", ".join(f"{rag}: {number:,}" for rag, number in totals.by_rag.items())
    if totals.rejected:
        yield f"the reasons are in {job.rejects}"


def compare_shown(job: CaseJob) -> CaseDifference:
    """Compare both sides on the cases of a file, and show how far it is."""
    with _bar(job.source) as report:
        return compare(job, report)


@contextmanager
def _bar(source: Path) -> Iterator[Report]:
    """Give what to report progress to: a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(source.name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
