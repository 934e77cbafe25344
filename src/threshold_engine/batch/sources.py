"""Choosing how to read an input by its name and its first line; the columns of tables are checked here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from threshold_engine.batch.cases import json_lines, yaml_cases
from threshold_engine.batch.pieces import Piece, Reading, Source, counted, frames, not_a_table
from threshold_engine.batch.text import LONG, LongCsv, WideCsv, scan
from threshold_engine.columnar.table import CASE_ID, column_problems, column_type, unknown_column
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.guidance import Rulebook


@dataclass(frozen=True)
class Parquet:
    """The wide table in a Parquet file."""

    path: Path

    def total(self) -> int | None:
        return int(pl.scan_parquet(self.path, glob=False).select(pl.len()).collect().item())

    def pieces(self, rows: int) -> Iterator[Reading]:
        for first, frame in frames(pl.scan_parquet(self.path, glob=False), rows, self.path):
            yield _Read(frame, first)


@dataclass(frozen=True)
class _Read:
    frame: pl.DataFrame
    first: int

    def __call__(self) -> Piece:
        return Piece(self.frame, counted(self.first, self.frame.height))


def open_source(path: Path, rulebook: Rulebook) -> Source:
    """
    Open an input.

    Raises:
        FactsError: It is not a file that can be read, or a column is wrong.
    """
    if not path.is_file():
        raise FactsError([Problem(str(path), "NO_FILE", "there is no such file", "check the name")])
    match path.suffix.lower():
        case ".parquet" | ".pq":
            return _parquet(path, rulebook)
        case ".csv":
            return _csv(path, rulebook)
        case ".jsonl" | ".ndjson":
            return json_lines(path, rulebook)
        case ".yaml" | ".yml":
            return yaml_cases(path, rulebook)
    raise not_a_table(path)


def _parquet(path: Path, rulebook: Rulebook) -> Source:
    try:
        schema = pl.scan_parquet(path, glob=False).collect_schema()
    except pl.exceptions.PolarsError:
        raise not_a_table(path) from None
    problems = column_problems(schema, rulebook)
    if problems:
        raise FactsError(problems)
    return Parquet(path)


def _csv(path: Path, rulebook: Rulebook) -> Source:
    try:
        names = scan(path).collect_schema().names()
    except pl.exceptions.PolarsError:
        raise not_a_table(path) from None
    if set(names) == LONG:
        return LongCsv(path, rulebook)
    problems = [problem for name in names if column_type(name, rulebook) is None for problem in unknown_column(name, rulebook)]
    if CASE_ID not in names:
        problems += column_problems({}, rulebook)
    if problems:
        raise FactsError(problems)
    return WideCsv(path, rulebook)
