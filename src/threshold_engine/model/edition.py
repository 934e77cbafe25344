"""The rulebook as it stood on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.assessment import Source
from threshold_engine.model.condition import FindingIs, Selector, walk
from threshold_engine.model.guidance import (
    AgeBand,
    Category,
    Citation,
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
from threshold_engine.model.words import Kind


class _Dated(Protocol):
    @property
    def period(self) -> Period: ...


_D = TypeVar("_D", bound=_Dated)
_K = TypeVar("_K")


@dataclass(frozen=True, eq=False)
class Edition:
    """
    What is in force on the days from ``first_day`` until the next change.

    Attributes:
        rules: A rule that reads a finding stands after every rule that concludes it.
        bands: The indicators with an age band, by band.
        risks: The risk indicators, by level.
        by_domain: The risk indicators, by domain.
        cited: Citations already looked up.
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
    bands: Mapping[AgeBand, frozenset[str]] = field(default_factory=dict)
    risks: Mapping[int, frozenset[str]] = field(default_factory=dict)
    by_domain: Mapping[str, frozenset[str]] = field(default_factory=dict)
    compiled: dict[str, object] = field(default_factory=dict, repr=False)
    cited: dict[int, tuple[Citation, Source]] = field(default_factory=dict, repr=False)
    _members: dict[int, tuple[Selector, frozenset[str]]] = field(default_factory=dict, repr=False)

    def members(self, selector: Selector) -> frozenset[str]:
        """Give the ids of the indicators in force that a selector takes."""
        # Keyed by identity, since hashing a selector costs more than the look-up; the entry keeps it alive.
        found = self._members.get(id(selector))
        if found is None:
            # Names are looked up, since asking every indicator takes a third of the time of loading.
            candidates = [self.indicators[name] for name in selector.ids if name in self.indicators] or self.indicators.values()
            taken = frozenset(indicator.id for indicator in candidates if selects(selector, indicator))
            found = self._members[id(selector)] = (selector, taken)
        return found[1]


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
    indicators = {entry.id: entry for entry in now(rulebook.indicators)}
    risks = [entry for entry in indicators.values() if entry.kind is Kind.RISK]
    return Edition(
        rulebook=rulebook,
        first_day=day,
        indicators=indicators,
        bands=_grouped((entry.age, entry.id) for entry in indicators.values() if entry.age is not None),
        risks=_grouped((entry.level, entry.id) for entry in risks),
        by_domain=_grouped((entry.domain, entry.id) for entry in risks),
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


def _grouped(pairs: Iterable[tuple[_K, str]]) -> dict[_K, frozenset[str]]:
    groups: dict[_K, set[str]] = {}
    for key, name in pairs:
        groups.setdefault(key, set()).add(name)
    return {key: frozenset(names) for key, names in groups.items()}


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
