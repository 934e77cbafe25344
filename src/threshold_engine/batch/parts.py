"""
The finished parts of a run, kept beside the output until it is whole.

A part is written under another name and renamed when it is complete, so that a run killed
at any moment leaves only whole parts, and the next run of the same job goes on from them.
Whatever belongs to another job is thrown away.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from threshold_engine.errors import FactsError, Problem

FORM = 1
"""Raise this when parts of an earlier version can no longer be used."""


class Parts:
    """The directory of the parts of one job."""

    def __init__(self, out: Path) -> None:
        self._directory = out.with_name(f"{out.name}.parts")
        self._manifest = self._directory / "manifest.json"

    @contextmanager
    def of_job(self, key: Mapping[str, object]) -> Iterator[None]:
        """Hold the directory for a job; parts of any other job are thrown away first."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with (self._directory / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                what, fix = "another run is writing this output", "wait until it has finished, or choose another output"
                raise FactsError([Problem(str(self._directory), "NOT_WRITTEN", what, fix)]) from None
            self._keep_only(json.dumps({"form": FORM, **key}, indent=2, sort_keys=True))
            try:
                yield
            finally:
                if self._directory.is_dir() and not any(self._directory.glob("*.arrow")):
                    self.remove()

    def _keep_only(self, key: str) -> None:
        if self._manifest.is_file() and self._manifest.read_text(encoding="utf-8") == key:
            stale = list(self._directory.glob("*.unfinished"))
        else:
            stale = [path for path in self._directory.iterdir() if path.name != "lock"]
        for path in stale:
            path.unlink()
        replace(self._manifest, lambda new: new.write_text(key, encoding="utf-8"))

    def has(self, number: int) -> bool:
        return self._answers(number).is_file()

    def write(self, number: int, answers: pl.DataFrame, rejects: pl.DataFrame) -> None:
        """Write a part; the answers last, since they say that the part is whole."""
        replace(self._rejects(number), rejects.write_ipc)
        replace(self._answers(number), answers.write_ipc)

    def answers(self, count: int) -> list[Path]:
        return [self._answers(number) for number in range(count)]

    def rejects(self, count: int) -> list[Path]:
        return [self._rejects(number) for number in range(count)]

    def rows(self, number: int) -> int:
        """Give the number of rows of the input that a part answers for, rejected ones included."""
        rejected = pl.scan_ipc(self._rejects(number)).select(pl.col("row").n_unique()).collect().item()
        return int(pl.scan_ipc(self._answers(number)).select(pl.len()).collect().item()) + int(rejected)

    def remove(self) -> None:
        shutil.rmtree(self._directory)

    def _answers(self, number: int) -> Path:
        return self._directory / f"{number:08}.answers.arrow"

    def _rejects(self, number: int) -> Path:
        return self._directory / f"{number:08}.rejects.arrow"


def replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that it is there whole or not at all."""
    new = path.with_name(f"{path.name}.unfinished")
    write(new)
    new.replace(path)


def is_parquet(suffix: str) -> bool:
    """Tell whether the ending of a name says Parquet."""
    return suffix.lower() in (".parquet", ".pq")


def write_table(table: pl.LazyFrame, out: Path, suffix: str) -> None:
    """Write a table as Parquet if that is what a suffix says, else as CSV."""
    if is_parquet(suffix):
        table.sink_parquet(out, maintain_order=True)
    else:
        table.sink_csv(out, maintain_order=True)


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
