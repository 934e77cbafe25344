"""The spread of votes as a column chart: every place worked out here, so that the template only writes it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from threshold_api.web.rooms.results import LevelCount

WIDTH = 400
HEIGHT = 232
BASE = 180
"""How far down the columns stand."""
TALLEST = 140
COLUMN = 64
STEP = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """
    Attributes:
        middle: Where its words are centred.
        top: How far down it begins.
    """

    left: int
    middle: int
    top: int
    height: int
    votes: int
    label: str
    is_answer: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """
    Attributes:
        says: The same in words, for those who do not see it.
    """

    width: int
    height: int
    base: int
    column: int
    bars: tuple[Bar, ...]
    says: str


def chart(levels: Sequence[LevelCount]) -> Chart:
    """Draw the votes for each level; the most is as tall as there is room."""
    most = max((row.votes for row in levels), default=0)
    bars = tuple(_bar(place, row, most) for place, row in enumerate(levels))
    said = ", ".join(f"level {row.level}: {row.votes}" for row in levels)
    answer = next(row for row in levels if row.is_answer)
    return Chart(WIDTH, HEIGHT, BASE, COLUMN, bars, f"Votes for each level. {said}. The guidance says level {answer.level}.")


def _bar(place: int, row: LevelCount, most: int) -> Bar:
    height = round(TALLEST * row.votes / most) if most else 0
    left = place * STEP + (STEP - COLUMN) // 2
    return Bar(left, place * STEP + STEP // 2, BASE - height, height, row.votes, f"Level {row.level}", row.is_answer)
