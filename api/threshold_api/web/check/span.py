"""The range of levels that is still possible, in words and as a small picture."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_engine.model.assessment import Assessment
from threshold_engine.model.edition import Edition


@dataclass(frozen=True, slots=True)
class BoxView:
    level: int
    name: str
    within: bool


@dataclass(frozen=True, slots=True)
class SpanView:
    words: str
    boxes: tuple[BoxView, ...]


def span_view(found: Assessment, edition: Edition) -> SpanView:
    """Give the range so far."""
    low, high = found.level.range
    names = {number: level.name for number, level in sorted(edition.levels.items())}
    if low == high:
        words = f"Level {low}, {names[low]}. More answers cannot change the level."
    else:
        words = f"Between level {low}, {names[low]}, and level {high}, {names[high]}."
    return SpanView(words, tuple(BoxView(number, name, low <= number <= high) for number, name in names.items()))
