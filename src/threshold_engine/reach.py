"""
How sure: the lowest and the highest level that answers still open can lead to.

Exact. Lowest: every open sign is absent and every need that may be met is met. Highest:
every open sign in play is present, and the answers are tried that make a rule with a
floor hold. An age not known is tried at every age at which the guidance changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from threshold_engine import spec
from threshold_engine.explain import lifting, possible_children
from threshold_engine.model.assessment import Change
from threshold_engine.model.case import Child
from threshold_engine.model.condition import Condition, FindingIs, walk
from threshold_engine.model.guidance import Indicator
from threshold_engine.model.words import Counts, Kind
from threshold_engine.settle import may_be_disputed
from threshold_engine.whatif import (
    ABSENT,
    ATTRIBUTES,
    PRESENT,
    changed,
    facts_read,
    telling_agencies,
    telling_values,
    with_floors,
)


def level_range(reading: spec.Reading, suggested: int) -> tuple[int, int]:
    """Give the lowest and the highest level any answers still open can lead to (P6)."""
    low, high = suggested, suggested
    for child, settled in _children(reading):
        each = reading if child == reading.facts.child else with_floors(replace(reading.facts, child=child, memo={}))
        low = min(low, lowest(each) if settled else _while_open(each))
        high = max(high, highest(each, high))
    return low, high


def _children(reading: spec.Reading) -> Iterator[tuple[Child, bool]]:
    """
    Give every child it could be, and whether its age is settled.

    The age as it is, since people may leave it open; born, where not even that is known;
    and each age the guidance tells apart. Disabled or not, where a sign turns on it.
    """
    facts = reading.facts
    for child in _disabled_or_not(reading):
        yield child, False
        if child.age is None and child.unborn is None:
            yield replace(child, unborn=False), False
        for each in possible_children(replace(facts, child=child)):
            yield each, True
        if may_be_disputed(facts):
            # The age said could yet be disputed, and is then treated as not known.
            yield replace(child, age=None, unborn=False), False


def _disabled_or_not(reading: spec.Reading) -> Iterator[Child]:
    child = reading.facts.child
    yield child
    bands = (reading.facts.edition.indicators[name].age for name in reading.there)
    if child.disabled is None and any(band is not None and band.below_months_if_disabled is not None for band in bands):
        yield replace(child, disabled=True)
        yield replace(child, disabled=False)


def _while_open(reading: spec.Reading) -> int:
    """Give the level that stays while no more is said of the age: a sign that is there counts."""
    edition = reading.facts.edition
    signs = [edition.indicators[name] for name in reading.there]
    sure = [sign.level for sign in signs if sign.kind is Kind.RISK and _is_not_met(sign, reading)]
    return max([1, *sure, *_floors_reached(reading)])


def lowest(reading: spec.Reading) -> int:
    """Give the level that stays whatever the open answers are, at one age."""
    edition = reading.facts.edition
    sure = [edition.indicators[name].level for name in reading.there if _surely_counts(edition.indicators[name], reading)]
    return max([1, *sure, *_floors_reached(reading)])


def _floors_reached(reading: spec.Reading) -> list[int]:
    rules = lifting(reading.facts.edition)
    return [rule.then.floor for rule in rules if rule.then.floor and reading.rules[rule.id] is True]


def _surely_counts(indicator: Indicator, reading: spec.Reading) -> bool:
    if indicator.kind is not Kind.RISK or spec.in_band(indicator.age, reading.facts.child) is not True:
        return False
    return _is_not_met(indicator, reading)


def _is_not_met(indicator: Indicator, reading: spec.Reading) -> bool:
    """A person may still say outright that a need is met, unless it was denied already."""
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
