"""The table that the benchmark prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from timing import Samples

HEADINGS = ("Work", "Ours", "p95", "CPU", "Peer", "Peer's", "CPU", "Ratio", "by CPU", "To reach", "Reached")
TEXT = (0, 4, 9, 10)
"""Columns set to the left; the others are numbers."""

Cells = tuple[str, ...]


class Row(Protocol):
    """One row of the table."""

    def cells(self) -> Cells:
        """Give a text for each heading."""
        ...


@dataclass(frozen=True)
class Line:
    """
    Times of ours beside times of a peer.

    Attributes:
        limit: Seconds to stay within.
        limit_ratio: Times the peer to stay within.
        note: Why the line is not the whole of what is to be reached.
    """

    work: str
    ours: Samples
    peer: str = ""
    theirs: Samples | None = None
    limit: float | None = None
    limit_ratio: float | None = None
    note: str = ""

    def cells(self) -> Cells:
        ours, theirs = self.ours, self.theirs
        peer = (milliseconds(theirs.median), milliseconds(theirs.cpu_median)) if theirs else ("", "")
        ratios = (f"{self._ratio():.2f}", f"{ours.cpu_median / theirs.cpu_median:.2f}") if theirs else ("", "")
        start = (self.work, *map(milliseconds, (ours.median, ours.p95, ours.cpu_median)), self.peer)
        return (*start, *peer, *ratios, self._target(), self._reached())

    def _ratio(self) -> float:
        return self.ours.median / self.theirs.median if self.theirs else 0.0

    def _target(self) -> str:
        if self.limit is not None:
            return f"median {milliseconds(self.limit)}"
        return f"ratio {self.limit_ratio:g} at most" if self.limit_ratio is not None else ""

    def _reached(self) -> str:
        by_wall, by_cpu = self._within(self.ours.median), self._within(self.ours.cpu_median)
        if by_wall is None:
            return self.note
        word = "yes" if by_wall else "NO, but yes by CPU" if by_cpu else "NO"
        return f"{word}{f', {self.note}' if self.note else ''}"

    def _within(self, ours: float) -> bool | None:
        """Say whether a time of ours is within what is to be reached; None where nothing is."""
        if self.limit is not None:
            return ours <= self.limit
        if self.limit_ratio is not None and self.theirs is not None:
            return ours <= self.limit_ratio * self.theirs.median
        return None


@dataclass(frozen=True)
class Figure:
    """
    A figure of ours beside one of a peer, in words: a rate, a size, or a time under load.

    Attributes:
        ratio, by_cpu: Ours to the peer's.
        reached: Whether what is to be reached is reached; None where nothing is.
        note: What else must be known, or why there is no figure.
    """

    work: str
    ours: str = ""
    p95: str = ""
    cpu: str = ""
    peer: str = ""
    theirs: str = ""
    peer_cpu: str = ""
    ratio: float | None = None
    by_cpu: float | None = None
    to_reach: str = ""
    reached: bool | None = None
    note: str = ""

    def cells(self) -> Cells:
        word = "" if self.reached is None else "yes" if self.reached else "NO"
        ratios = ("" if ratio is None else f"{ratio:,.2f}" for ratio in (self.ratio, self.by_cpu))
        said = ", ".join(part for part in (word, self.note) if part)
        ours = (self.work, self.ours, self.p95, self.cpu)
        return (*ours, self.peer, self.theirs, self.peer_cpu, *ratios, self.to_reach, said)


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Give the table, line by line."""
    cells = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEADINGS))]
    cells.insert(1, tuple("-" * width for width in widths))
    for row in cells:
        padded = (
            cell.ljust(width) if column in TEXT else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(padded).rstrip()


def milliseconds(seconds: float) -> str:
    """Say a time."""
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 100 else f"{value:.2f} ms"


def a_second(rate: float) -> str:
    """Say a rate."""
    return f"{rate / 1e6:.2f} M/s" if rate >= 1e5 else f"{rate:,.0f}/s"


def seconds(given: float) -> str:
    """Say a long time."""
    return f"{given:,.1f} s"


def megabytes(size: float) -> str:
    """Say a size."""
    return f"{size / 1e6:,.0f} MB"
