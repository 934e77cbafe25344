"""Dates: every period is possible, and each level has one definition on each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from threshold_engine.check.places import place
from threshold_engine.errors import Problem
from threshold_engine.model.guidance import Period, Rulebook

LEVELS = (1, 2, 3, 4)


class _Dated(Protocol):
    @property
    def period(self) -> Period: ...


def problems(rulebook: Rulebook) -> Iterator[Problem]:
    """List impossible periods, overlaps and gaps."""
    parts: dict[str, Iterable[_Dated]] = {
        "duties": rulebook.duties,
        "questions": rulebook.questions,
        "indicators": rulebook.indicators,
        "rules": rulebook.rules,
        "pathways": rulebook.pathways,
        "contacts": rulebook.contacts,
        "clocks": rulebook.clocks,
    }
    for part, entries in parts.items():
        for entry in entries:
            name = entry.id  # type: ignore[attr-defined]
            yield from _possible(place(rulebook, part, name), entry.period)
            if part == "duties" and (entry.period.since is None) != (entry.pending is not None):  # type: ignore[attr-defined]
                yield Problem(
                    place(rulebook, part, name),
                    "PENDING",
                    "a duty that has not begun has no `since` and says why in `pending`",
                    "give both, or neither",
                )
            elif part != "duties" and entry.period.since is None:
                yield Problem(place(rulebook, part, name), "NO_START", "`since` is empty", "give the first day it is in force")
    yield from _whole(rulebook, "levels", [(entry.level, entry.period) for entry in rulebook.levels], LEVELS)
    yield from _whole(rulebook, "pathways", [(entry.level, entry.period) for entry in rulebook.pathways], LEVELS)
    yield from _whole(
        rulebook, "ladder", [(entry.rag, entry.period) for entry in rulebook.ladder], ("blue", "green", "amber", "red")
    )


def _possible(where: str, period: Period) -> Iterator[Problem]:
    if period.since is not None and period.until is not None and period.until <= period.since:
        yield Problem(
            where,
            "IMPOSSIBLE_DATES",
            f"it ends on {period.until}, not after it starts on {period.since}",
            "`until` is the first day it is no longer in force",
        )


def _whole(rulebook: Rulebook, part: str, entries: list[tuple[object, Period]], expected: Iterable[object]) -> Iterator[Problem]:
    """Check that each of the expected has exactly one entry on every day from the start."""
    by_name: dict[object, list[Period]] = defaultdict(list)
    for name, period in entries:
        by_name[name].append(period)
    for name in expected:
        yield from _line(place(rulebook, part, name), by_name[name], rulebook.starts)


def _line(where: str, periods: list[Period], starts: date) -> Iterator[Problem]:
    covered: date | None = starts
    for period in sorted((p for p in periods if p.since is not None), key=lambda p: p.since or starts):
        since = period.since or starts
        if covered is None or (since < covered and since > starts):
            yield Problem(
                where,
                "OVERLAPPING_DATES",
                f"two entries are in force on {since}",
                "end the earlier one on the day the later one starts",
            )
        elif since > covered:
            yield _gap(where, covered)
        covered = period.until if covered is None or period.until is None or period.until > covered else covered
    if covered is not None:
        yield _gap(where, covered)


def _gap(where: str, day: date) -> Problem:
    return Problem(
        where, "GAP_IN_DATES", f"nothing is in force on {day}", "add an entry for those days, or start the next one earlier"
    )
