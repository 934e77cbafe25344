"""A piece of an input: some cases, read into the columns of the wide table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

import polars as pl

from threshold_engine.columnar.engine import REJECTS, Flag
from threshold_engine.errors import FactsError, Problem

T = TypeVar("T")


@dataclass(frozen=True)
class Piece:
    """
    Attributes:
        frame: The cases that could be read, in the shape of the wide table.
        numbers: The place of each in the input, counted from 1.
        flags: What was found wrong with some of them.
        rejects: What was wrong with cases that could not be read at all.
    """

    frame: pl.DataFrame
    numbers: pl.Series
    flags: list[Flag] = field(default_factory=list)
    rejects: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTS))


Reading = Callable[[], Piece]
"""Reads a piece: called on a worker."""


class Source(Protocol):
    """An input, cut into pieces that are always the same for the same file and the same number of rows."""

    def total(self) -> int | None:
        """Give the number of rows, if that is quick to know."""
        ...

    def pieces(self, rows: int) -> Iterator[Reading]:
        """Give the pieces in order; one that is not called costs little."""
        ...


def frames(table: pl.LazyFrame, rows: int, path: Path) -> Iterator[tuple[int, pl.DataFrame]]:
    """Give a table in frames of exactly so many rows, each with the number of its first row."""
    first = 1
    waiting: list[pl.DataFrame] = []
    try:
        for batch in table.collect_batches(chunk_size=rows, maintain_order=True):
            rest = batch
            while rest.height:
                part = rest.head(rows - sum(frame.height for frame in waiting))
                rest = rest.slice(part.height)
                waiting.append(part)
                if sum(frame.height for frame in waiting) == rows:
                    yield first, pl.concat(waiting, rechunk=True)
                    first, waiting = first + rows, []
    except pl.exceptions.PolarsError:
        raise not_a_table(path) from None
    if waiting:
        yield first, pl.concat(waiting, rechunk=True)


def batched(items: Iterator[T], size: int) -> Iterator[list[T]]:
    """Give the items in lists of so many."""
    while found := list(islice(items, size)):
        yield found


def counted(first: int, rows: int) -> pl.Series:
    """Give the numbers of the rows of a frame."""
    return pl.int_range(first, first + rows, eager=True)


def not_a_table(path: Path) -> FactsError:
    """Say that a file cannot be read as what its name says."""
    what = f"it cannot be read as a {path.suffix.lstrip('.') or 'table'} file"
    return FactsError([Problem(str(path), "NOT_A_TABLE", what, "see docs/batch.md for the files that can be read")])
