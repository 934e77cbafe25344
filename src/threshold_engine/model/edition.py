"""The rulebook as it stood on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.condition import FindingIs, Selector, walk
from threshold_engine.model.guidance import (
    Category,
    Contact,
    Document,
    Duty,
    Indicator,
    Level,
    Pathway,
    Period,
    Question,
    Rule,
    Rulebook,
    Rung,
    Trigger,
)


class _Dated(Protocol):
    @property
    def period(self) -> Period: ...


_D = TypeVar("_D", bound=_Dated)


@dataclass(frozen=True, eq=False)
class Edition:
    """
    What is in force on the days from ``first_day`` until the next change.

    Attributes:
        rules: A rule that reads a finding stands after every rule that concludes it.
        compiled: Room for what an implementation makes of this edition once, by its own key.
    """

    rulebook: Rulebook
    first_day: date
    indicators: Mapping[str, Indicator]
    rules: tuple[Rule, ...]
    duties: Mapping[str, Duty]
    questions: Mapping[str, Question]
    levels: Mapping[int, Level]
    pathways: Mapping[int, Pathway]
    contacts: tuple[Contact, ...]
    ladder: Mapping[str, Rung]
    categories: tuple[Category, ...]
    triggers: tuple[Trigger, ...]
    documents: Mapping[str, Document]
    compiled: dict[str, object] = field(default_factory=dict, repr=False)
    _members: dict[Selector, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def members(self, selector: Selector) -> tuple[str, ...]:
        """Give the ids of the indicators in force that a selector takes, in file order."""
        found = self._members.get(selector)
        if found is None:
            found = tuple(indicator.id for indicator in self.indicators.values() if selects(selector, indicator))
            self._members[selector] = found
        return found


def selects(selector: Selector, indicator: Indicator) -> bool:
    """Tell whether a selector takes an indicator, whatever the case."""
    if selector.ids:
        return indicator.id in selector.ids
    return (
        indicator.kind is selector.kind
        and selector.level_from <= indicator.level <= selector.level_to
        and (not selector.domains or indicator.domain in selector.domains)
        and indicator.domain not in selector.except_domains
    )


def change_days(rulebook: Rulebook) -> tuple[date, ...]:
    """Give the first day and every later day on which something starts or ends."""
    days = {rulebook.starts}
    for entry in _dated(rulebook):
        days |= {day for day in (entry.period.since, entry.period.until) if day is not None and day > rulebook.starts}
    return tuple(sorted(days))


def edition_on(rulebook: Rulebook, day: date) -> Edition:
    """
    Give the edition of a rulebook in force on a day.

    Raises:
        FactsError: The day is before the first one the rulebook answers for.
    """
    if day < rulebook.starts:
        raise FactsError(
            [
                Problem(
                    "as_of",
                    "BEFORE_RULEBOOK",
                    f"`{day}` is before the first day of this guidance",
                    f"use {rulebook.starts} or a later day",
                )
            ]
        )
    days = rulebook.cache.get("days")
    if not isinstance(days, tuple):
        days = rulebook.cache["days"] = change_days(rulebook)
    first = days[bisect_right(days, day) - 1]
    found = rulebook.cache.get(first.isoformat())
    if not isinstance(found, Edition):
        found = rulebook.cache[first.isoformat()] = _edition(rulebook, first)
    return found


def _edition(rulebook: Rulebook, day: date) -> Edition:
    def now(entries: Iterable[_D]) -> list[_D]:
        return [entry for entry in entries if entry.period.holds_on(day)]

    tool = rulebook.exploitation
    return Edition(
        rulebook=rulebook,
        first_day=day,
        indicators={entry.id: entry for entry in now(rulebook.indicators)},
        rules=_findings_first(now(rulebook.rules)),
        duties={entry.id: entry for entry in now(rulebook.duties)},
        questions={entry.id: entry for entry in now(rulebook.questions)},
        levels={entry.level: entry for entry in now(rulebook.levels)},
        pathways={entry.level: entry for entry in now(rulebook.pathways)},
        contacts=tuple(now(rulebook.contacts)),
        ladder={entry.rag: entry for entry in now(rulebook.ladder)},
        categories=tuple(now(tool.categories)) if tool else (),
        triggers=tuple(now(tool.triggers)) if tool else (),
        documents={entry.key: entry for entry in rulebook.sources},
    )


def _findings_first(rules: list[Rule]) -> tuple[Rule, ...]:
    """Order rules so that findings are concluded before they are read; file order otherwise."""
    ordered: list[Rule] = []
    waiting = list(rules)
    while waiting:
        open_findings = {rule.then.finding for rule in waiting if rule.then.finding}
        ready = [rule for rule in waiting if not (findings_read(rule) & open_findings)]
        if not ready:
            # A cycle: check.py reports it; the order does not matter then.
            return tuple(rules)
        ordered += ready
        done = {rule.id for rule in ready}
        waiting = [rule for rule in waiting if rule.id not in done]
    return tuple(ordered)


def findings_read(rule: Rule) -> set[str | None]:
    """Give the findings that the condition of a rule reads."""
    return {part.finding for part in walk(rule.when) if isinstance(part, FindingIs)}


def _dated(rulebook: Rulebook) -> list[_Dated]:
    tool = rulebook.exploitation
    return [
        *rulebook.levels,
        *rulebook.pathways,
        *rulebook.contacts,
        *rulebook.ladder,
        *rulebook.duties,
        *rulebook.questions,
        *rulebook.indicators,
        *rulebook.rules,
        *(tool.categories if tool else ()),
        *(tool.triggers if tool else ()),
    ]
