"""Where an entry was written, and the conditions of a rulebook with their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from threshold_engine.errors import Problem
from threshold_engine.model.condition import Condition
from threshold_engine.model.guidance import Citation, Level, Period, Rulebook


class _Cited(Protocol):
    @property
    def source(self) -> Citation: ...


class _Named(_Cited, Protocol):
    @property
    def id(self) -> str: ...


def place(rulebook: Rulebook, part: str, name: object) -> str:
    """Give ``file:line`` of an entry and its id; the id alone for a rulebook not read from files."""
    where = rulebook.places.get(f"{part}:{name}")
    return f"{where} {name}" if where else f"{part} {name}"


def named_twice(rulebook: Rulebook, parts: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """List the names that stand twice within a part."""
    for part, names in parts.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield Problem(
                    place(rulebook, part, name),
                    "DUPLICATE_ID",
                    f"`{name}` names {times} entries",
                    "give each entry an id of its own",
                )


def level_place(rulebook: Rulebook, level: Level) -> str:
    """Give the place of one of the entries of a level."""
    return place(rulebook, "levels", f"{level.level} {level.period.since}")


def conditions(rulebook: Rulebook) -> Iterator[tuple[str, Condition, Period]]:
    """Give every condition that says what follows: of rules, triggers and categories."""
    for rule in rulebook.rules:
        yield place(rulebook, "rules", rule.id), rule.when, rule.period
    tool = rulebook.exploitation
    if tool is not None:
        for trigger in tool.triggers:
            yield place(rulebook, "triggers", trigger.id), trigger.when, trigger.period
        for entry in tool.categories:
            yield place(rulebook, "categories", entry.category), entry.when, entry.period


def met_conditions(rulebook: Rulebook) -> Iterator[tuple[str, Condition, Period]]:
    """Give the conditions that say when a need is already met."""
    for indicator in rulebook.indicators:
        if indicator.met_when is not None:
            yield place(rulebook, "indicators", indicator.id), indicator.met_when, indicator.period


def citations(rulebook: Rulebook) -> Iterator[tuple[str, Citation]]:
    """Give every citation with the place of its entry."""
    named: dict[str, Iterable[_Named]] = {
        "duties": rulebook.duties,
        "questions": rulebook.questions,
        "indicators": rulebook.indicators,
        "rules": rulebook.rules,
        "paths": rulebook.paths,
        "pathways": rulebook.pathways,
        "contacts": rulebook.contacts,
        "clocks": rulebook.clocks,
        "codes": rulebook.codes,
        "sharing": rulebook.sharing,
        "references": rulebook.references,
        "criteria": rulebook.criteria,
        "critical_gaps": rulebook.critical_gaps,
        "poor_features": rulebook.poor_features,
        "terms": rulebook.terms,
    }
    for part, entries in named.items():
        for entry in entries:
            yield place(rulebook, part, entry.id), entry.source
    for level in rulebook.levels:
        yield level_place(rulebook, level), level.source
    for rung in rulebook.ladder:
        yield place(rulebook, "ladder", rung.rag), rung.source
    tool = rulebook.exploitation
    if tool is not None:
        yield place(rulebook, "exploitation", tool.id), tool.source
        for trigger in tool.triggers:
            yield place(rulebook, "triggers", trigger.id), trigger.source
        for category in tool.categories:
            yield place(rulebook, "categories", category.category), category.source
