"""The table that the benchmark prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from timing import Samples

HEADINGS = ("Work", "Ours ms", "p95", "CPU", "Peer", "Peer ms", "CPU", "Ratio", "by CPU", "To reach", "Reached")
TEXT = (0, 4, 9, 10)
"""Columns set to the left; the others are numbers."""


@dataclass(frozen=True)
class Line:
    """
    One line of the table.

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

    def cells(self) -> tuple[str, ...]:
        ours, theirs = self.ours, self.theirs
        peer = (_ms(theirs.median), _ms(theirs.cpu_median)) if theirs else ("", "")
        ratios = (f"{self._ratio():.2f}", f"{ours.cpu_median / theirs.cpu_median:.2f}") if theirs else ("", "")
        start = (self.work, _ms(ours.median), _ms(ours.p95), _ms(ours.cpu_median), self.peer)
        return (*start, *peer, *ratios, self._target(), self._reached())

    def _ratio(self) -> float:
        return self.ours.median / self.theirs.median if self.theirs else 0.0

    def _target(self) -> str:
        if self.limit is not None:
            return f"median {_ms(self.limit)} ms"
        return f"ratio {self.limit_ratio:g}" if self.limit_ratio is not None else ""

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


def table(lines: Iterable[Line]) -> Iterator[str]:
    """Give the table, line by line."""
    rows = [HEADINGS, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rows.insert(1, tuple("-" * width for width in widths))
    for row in rows:
        cells = (
            cell.ljust(width) if column in TEXT else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _ms(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"
