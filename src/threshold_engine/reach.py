"""
How sure: the lowest and the highest level that answers still open can lead to.

Exact. Lowest: every open sign is absent and every need that may be met is met. Highest:
every open sign in play is present, and the answers are tried that make a rule with a
floor hold. An age not known is tried at every age at which the guidance changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from threshold_engine import spec
from threshold_engine.explain import lifting, possible_children
from threshold_engine.model.assessment import Change
from threshold_engine.model.condition import Condition, FindingIs, walk
from threshold_engine.model.guidance import Indicator
from threshold_engine.model.words import Counts, Kind
from threshold_engine.whatif import ABSENT, ATTRIBUTES, PRESENT, changed, facts_read, telling_agencies, telling_values


def level_range(reading: spec.Reading, suggested: int) -> tuple[int, int]:
    """Give the lowest and the highest level any answers still open can lead to (P6)."""
    facts = reading.facts
    children = list(possible_children(facts))
    there = [reading] if len(children) == 1 else [spec.read(replace(facts, child=child, memo={})) for child in children]
    low = min(lowest(each) for each in there)
    high = suggested
    for each in there:
        high = max(high, highest(each, high))
    return min(low, suggested), high


def lowest(reading: spec.Reading) -> int:
    """Give the level that stays whatever the open answers are."""
    edition = reading.facts.edition
    sure = [edition.indicators[name].level for name in reading.there if _surely_counts(edition.indicators[name], reading)]
    floors = [rule.then.floor for rule in lifting(edition) if rule.then.floor and reading.rules[rule.id] is True]
    return max([1, *sure, *floors])


def _surely_counts(indicator: Indicator, reading: spec.Reading) -> bool:
    if indicator.kind is not Kind.RISK or spec.in_band(indicator.age, reading.facts.child) is not True:
        return False
    # A person may still say outright that a need is met, unless it was denied already.
    return indicator.counts is Counts.ALWAYS or reading.facts.met.get(indicator.id) is False


def highest(reading: spec.Reading, above: int = 1) -> int:
    """Give the level that the worst open answers would lead to, if it is above another one; else that one."""
    edition = reading.facts.edition
    best = above
    for level in sorted(edition.risks, reverse=True):
        if level > best and any(
            _may_count(edition.indicators[name], reading) for name in reading.possible & edition.risks[level]
        ):
            best = level
    rules = sorted((rule for rule in lifting(edition) if (rule.then.floor or 0) > best), key=lambda rule: -(rule.then.floor or 0))
    for rule in rules:
        if (rule.then.floor or 0) > best and can_hold(rule.when, reading):
            best = rule.then.floor or best
    return best


def _may_count(indicator: Indicator, reading: spec.Reading) -> bool:
    return indicator.counts is Counts.ALWAYS or reading.facts.met.get(indicator.id) is not True


def can_hold(condition: Condition, reading: spec.Reading) -> bool:
    """
    Tell whether some open answers make a condition true, for a child of one age.

    Risks and strengths only ever help, since no ``not`` stands over them, so they are all
    taken as present; the rest is tried, one open fact after the other.
    """
    verdict = spec.holds(condition, reading)
    if verdict is not None:
        return verdict
    return _search(condition, _all_present(condition, reading))


def _all_present(condition: Condition, reading: spec.Reading) -> spec.Reading:
    indicators = reading.facts.edition.indicators
    for fact in _read_with_findings(condition, reading):
        indicator = indicators.get(fact)
        if indicator is not None and indicator.kind is not Kind.CONTEXT and fact not in reading.facts.recorded:
            reading = changed(reading, Change(fact, PRESENT, ""))
    return reading


def _search(condition: Condition, reading: spec.Reading) -> bool:
    verdict = spec.holds(condition, reading)
    if verdict is not None:
        return verdict
    for fact in _read_with_findings(condition, reading):
        values = _open_values(fact, reading)
        if values:
            return any(_search(condition, changed(reading, Change(fact, value, ""))) for value in values)
    return False


def _open_values(fact: str, reading: spec.Reading) -> Iterable[bool | int | str]:
    """Give the values an open fact can take; none if it is settled, or cannot be learned."""
    facts = reading.facts
    kind, _, name = fact.partition(".")
    if not name:
        return () if fact in facts.recorded else (PRESENT, ABSENT)
    if kind == "answers":
        return () if name in facts.answers else telling_values(facts.edition.questions[name], facts.edition)
    if kind == "setting":
        return () if name in facts.setting else telling_agencies(facts.edition)
    return (True, False) if name in ATTRIBUTES and getattr(facts.child, name) is None else ()


def _read_with_findings(condition: Condition, reading: spec.Reading) -> list[str]:
    rules = reading.facts.edition.rules
    found = list(dict.fromkeys(facts_read(condition, reading.facts.edition)))
    for part in walk(condition):
        if isinstance(part, FindingIs):
            for rule in rules:
                if rule.then.finding == part.finding:
                    found += [fact for fact in _read_with_findings(rule.when, reading) if fact not in found]
    return found
