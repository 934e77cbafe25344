"""Meaning: no cycle, no condition that cannot hold, no risk taken away by a ``not``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from threshold_engine import spec
from threshold_engine.check.places import conditions, met_conditions, place
from threshold_engine.errors import Problem
from threshold_engine.explain import possible_children
from threshold_engine.model.case import Child
from threshold_engine.model.condition import (
    All,
    AnswerIs,
    ChildIs,
    Condition,
    Count,
    FindingIs,
    Not,
    Present,
    Selector,
    SettingIs,
    walk,
)
from threshold_engine.model.edition import Edition, change_days, edition_on, findings_read
from threshold_engine.model.facts import Facts
from threshold_engine.model.guidance import Rule, Rulebook
from threshold_engine.model.words import Counts, Kind


def problems(rulebook: Rulebook) -> Iterator[Problem]:
    """List cycles, refused negations, misused ``met_when`` and unreachable conditions."""
    cycle = list(_cycles(rulebook))
    yield from cycle
    for where, condition, _ in conditions(rulebook):
        yield from _negations(where, condition, rulebook)
    yield from _met(rulebook)
    if not cycle:
        yield from _unreachable(rulebook)


def _cycles(rulebook: Rulebook) -> Iterator[Problem]:
    concluded: dict[str, list[Rule]] = {}
    for rule in rulebook.rules:
        if rule.then.finding:
            concluded.setdefault(rule.then.finding, []).append(rule)
    reads = {
        rule.id: [below for name in findings_read(rule) for below in concluded.get(name or "", [])] for rule in rulebook.rules
    }
    settled: set[str] = set()
    changed = True
    while changed:
        ready = {name for name, below in reads.items() if all(rule.id in settled for rule in below)} - settled
        changed = bool(ready)
        settled |= ready
    for name in sorted(set(reads) - settled):
        yield Problem(
            place(rulebook, "rules", name),
            "FINDING_CYCLE",
            "this rule reads a finding that depends on itself",
            "break the circle of findings",
        )


def _negations(where: str, condition: Condition, rulebook: Rulebook) -> Iterator[Problem]:
    for part in walk(condition):
        if isinstance(part, Not):
            for inner in walk(part.part):
                if isinstance(inner, FindingIs) or (isinstance(inner, Present | Count) and _takes_risk(inner.of, rulebook)):
                    yield Problem(
                        where,
                        "NOT_OVER_RISK",
                        "`not` stands over a risk, a strength or a finding: more harm could then lower the level",
                        "write the harmful fact itself, for example answer: {safe_adult_with_child: false}",
                    )


def _takes_risk(selector: Selector, rulebook: Rulebook) -> bool:
    if not selector.ids:
        return selector.kind is not Kind.CONTEXT
    kinds = {indicator.id: indicator.kind for indicator in rulebook.indicators}
    return any(kinds.get(name) is not Kind.CONTEXT for name in selector.ids)


def _met(rulebook: Rulebook) -> Iterator[Problem]:
    kinds = {indicator.id: indicator.kind for indicator in rulebook.indicators}
    for indicator in rulebook.indicators:
        if indicator.met_when is not None and indicator.counts is Counts.ALWAYS:
            yield Problem(
                place(rulebook, "indicators", indicator.id),
                "MET_WHEN_ALWAYS",
                "`met_when` says when the need is met, but `counts` is always",
                "write counts: unless-met, or take met_when away",
            )
    for where, condition, _ in met_conditions(rulebook):
        for part in walk(condition):
            over_risk = isinstance(part, Present | Count) and (
                part.of.kind is not Kind.STRENGTH
                if not part.of.ids
                else any(kinds.get(name) is not Kind.STRENGTH for name in part.of.ids)
            )
            if over_risk or isinstance(part, Not | FindingIs):
                yield Problem(
                    where,
                    "MET_WHEN_OVER_RISK",
                    "`met_when` may read strengths, the child, the setting and answers only",
                    "take the rest out",
                )


@dataclass
class _Seen:
    reachable: bool = False
    unreachable_on: str | None = None


def _unreachable(rulebook: Rulebook) -> Iterator[Problem]:
    seen: dict[str, _Seen] = {}
    for day in change_days(rulebook):
        edition = edition_on(rulebook, day)
        for where, condition, period in conditions(rulebook):
            if period.holds_on(edition.first_day):
                now = seen.setdefault(where, _Seen())
                if _can_hold(condition, edition):
                    now.reachable = True
                elif now.unreachable_on is None:
                    now.unreachable_on = day.isoformat()
    for where, found in seen.items():
        if not found.reachable:
            yield Problem(
                where, "UNREACHABLE", "no case can ever meet this condition", "correct the ages, the counts or the names in it"
            )
        elif found.unreachable_on:
            yield Problem(
                where,
                "UNREACHABLE_AT_TIMES",
                f"no case can meet this condition on {found.unreachable_on}, since what it reads is not in force then",
                "start the rule when its indicators start",
                "warning",
            )


def _can_hold(condition: Condition, edition: Edition) -> bool:
    if _contradicts(condition):
        return False
    return any(spec.holds(condition, reading) is not False for reading in _blank_readings(edition))


def _blank_readings(edition: Edition) -> list[spec.Reading]:
    """Give a case about which nothing is known, at every age the guidance tells apart."""
    found = edition.compiled.get("blank_readings")
    if not isinstance(found, list):
        blank = Facts(edition, {}, {}, Child(), {}, {})
        found = [spec.read(replace(blank, child=child, memo={})) for child in possible_children(blank)]
        edition.compiled["blank_readings"] = found
    return found


def _contradicts(condition: Condition) -> bool:
    """Tell whether clauses that must all hold want different values of one thing."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for part in _required(condition):
        match part:
            case AnswerIs(question, values):
                key, allowed = ("answer", question), {repr(value) for value in values}
            case ChildIs(attribute, value):
                key, allowed = ("child", attribute), {repr(value)}
            case SettingIs(field, values):
                key, allowed = ("setting", field), set(values)
            case _:
                continue
        narrowed = wanted.get(key, allowed) & allowed
        if not narrowed:
            return True
        wanted[key] = narrowed
    return False


def _required(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _required(part)
    else:
        yield condition
