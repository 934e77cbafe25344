"""
Two rulebooks, or two editions of one, compared for every case there could be.

First the entries that are not the same, then the situations that are answered differently,
each with its smallest case. Whether the list is complete is proved, or said to be partial.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from threshold_engine.difference.entries import EntryChange, entry_changes
from threshold_engine.difference.situations import Clock, Comparison, Found, Side
from threshold_engine.model.edition import change_days, edition_on
from threshold_engine.model.guidance import Rulebook

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Difference:
    """Everything that is different."""

    old: Side
    new: Side
    entries: tuple[EntryChange, ...]
    found: Found


def difference(
    old: Rulebook,
    new: Rulebook,
    clock: Clock,
    *,
    days: tuple[date, date] | None = None,
    seconds: float = PATIENCE_SECONDS,
) -> Difference:
    """
    Compare two rulebooks, or one rulebook on two days.

    Args:
        clock: Gives seconds; the engine reads no clock of its own.
        days: The day for each side; the last day on which either changes if not given.
        seconds: How long to look for situations; what is not looked at then is told.

    Raises:
        FactsError: A day is before the rulebook begins.
        EngineFault: A query was not finished in time.
    """
    last = max(*change_days(old), *change_days(new))
    first_day, second_day = days or (last, last)
    sides = Side(edition_on(old, first_day), first_day), Side(edition_on(new, second_day), second_day)
    comparison = Comparison(*sides)
    entries = entry_changes(sides[0].edition, sides[1].edition)
    listed = {f"{entry.kind} {entry.id}" for entry in entries}
    further = [entry for entry in comparison.at_work if entry not in listed]
    entries += [_reading_others(entry, sides[1]) for entry in further]
    return Difference(*sides, tuple(entries), comparison.situations(listed, clock, seconds))


def _reading_others(entry: str, side: Side) -> EntryChange:
    kind, _, name = entry.partition(" ")
    labels = (
        {rule.id: rule.label for rule in side.edition.rules}
        if kind == "rule"
        else {indicator.id: indicator.label for indicator in side.edition.indicators.values()}
    )
    return EntryChange(kind, name, labels.get(name, name), "reads other entries")
