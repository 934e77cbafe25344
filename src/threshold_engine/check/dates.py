"""Dates: every period is possible, and each level has one definition on each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from threshold_engine.check.places import level_place, place
from threshold_engine.errors import Problem
from threshold_engine.model.guidance import Period, Rulebook


class _NamedDated(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def period(self) -> Period: ...


LEVELS = (1, 2, 3, 4)
RAGS = ("blue", "green", "amber", "red")


def problems(rulebook: Rulebook) -> Iterator[Problem]:
    """List impossible periods, missing starts, overlaps and gaps."""
    for where, period in _periods(rulebook):
        yield from _possible(where, period)
    for duty in rulebook.duties:
        if (duty.period.since is None) != (duty.pending is not None):
            what = "a duty that has not begun has no `since` and says why in `pending`"
            yield Problem(place(rulebook, "duties", duty.id), "PENDING", what, "give both, or neither")
    for where, period in _must_start(rulebook):
        if period.since is None:
            yield Problem(where, "NO_START", "`since` is empty", "give the first day it is in force")
    lines: list[tuple[str, list[tuple[object, str, Period]], Iterable[object]]] = [
        ("level", [(entry.level, level_place(rulebook, entry), entry.period) for entry in rulebook.levels], LEVELS),
        ("pathway", [(entry.level, place(rulebook, "pathways", entry.id), entry.period) for entry in rulebook.pathways], LEVELS),
        ("rating", [(entry.rag, place(rulebook, "ladder", entry.rag), entry.period) for entry in rulebook.ladder], RAGS),
    ]
    for what, entries, expected in lines:
        for name in expected:
            mine = [(where, period) for key, where, period in entries if key == name]
            yield from _line(f"{what} {name}", mine, rulebook.starts)


def _must_start(rulebook: Rulebook) -> Iterator[tuple[str, Period]]:
    """Give the periods that need a first day: only a duty or a point on sharing may wait for one."""
    named: dict[str, Iterable[_NamedDated]] = {
        "questions": rulebook.questions,
        "indicators": rulebook.indicators,
        "rules": rulebook.rules,
        "paths": rulebook.paths,
        "pathways": rulebook.pathways,
        "contacts": rulebook.contacts,
        "clocks": rulebook.clocks,
    }
    for part, entries in named.items():
        for entry in entries:
            yield place(rulebook, part, entry.id), entry.period
    for level in rulebook.levels:
        yield level_place(rulebook, level), level.period
    for rung in rulebook.ladder:
        yield place(rulebook, "ladder", rung.rag), rung.period
    tool = rulebook.exploitation
    if tool is not None:
        for trigger in tool.triggers:
            yield place(rulebook, "triggers", trigger.id), trigger.period
        for category in tool.categories:
            yield place(rulebook, "categories", category.category), category.period
        for prompt in tool.prompts:
            yield place(rulebook, "prompts", prompt.id), prompt.period


def _periods(rulebook: Rulebook) -> Iterator[tuple[str, Period]]:
    yield from _must_start(rulebook)
    for duty in rulebook.duties:
        yield place(rulebook, "duties", duty.id), duty.period
    for point in rulebook.sharing:
        yield place(rulebook, "sharing", point.id), point.period
    for codes in rulebook.codes:
        for code in codes.values:
            yield place(rulebook, "codes", codes.id), code.period


def _possible(where: str, period: Period) -> Iterator[Problem]:
    if period.since is not None and period.until is not None and period.until <= period.since:
        yield Problem(
            where,
            "IMPOSSIBLE_DATES",
            f"it ends on {period.until}, not after it starts on {period.since}",
            "`until` is the first day it is no longer in force",
        )


def _line(what: str, entries: list[tuple[str, Period]], starts: date) -> Iterator[Problem]:
    """Check that one thing has exactly one entry on every day from the start."""
    dated = sorted(
        ((period.since, period.until or date.max, where) for where, period in entries if period.since), key=lambda e: e[:2]
    )
    covered = starts
    for number, (since, until, where) in enumerate(dated):
        if until <= starts:
            continue
        first = max(since, starts)
        if first > covered:
            yield _gap(where, covered)
        elif any(earlier[1] > first for earlier in dated[:number]):
            yield Problem(
                where,
                "OVERLAPPING_DATES",
                f"two entries are in force on {first}",
                "end the earlier one on the day the later one starts",
            )
        covered = max(covered, until)
    if covered < date.max:
        yield _gap(dated[-1][2] if dated else what, covered)


def _gap(where: str, day: date) -> Problem:
    return Problem(
        where, "GAP_IN_DATES", f"nothing is in force on {day}", "add an entry for those days, or start the next one earlier"
    )
