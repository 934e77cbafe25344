"""How sure, why not higher: the range of levels and the rules that were held back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from threshold_engine import spec
from threshold_engine.model.assessment import Blocked
from threshold_engine.model.case import Age, Child
from threshold_engine.model.condition import AgeBelow, AgeFrom, walk
from threshold_engine.model.edition import Edition
from threshold_engine.model.facts import Facts
from threshold_engine.model.guidance import Indicator, Rule
from threshold_engine.model.words import Counts, Kind
from threshold_engine.outcome import review_level
from threshold_engine.sources import cite
from threshold_engine.trace import fewest_missing, has_support, supporting
from threshold_engine.wording import Wording

OLDEST_MONTHS = 26 * 12


def level_range(facts: Facts, suggested: int) -> tuple[int, int]:
    """
    Give the lowest and the highest level that answers still open can lead to.

    Lowest: every open sign is absent and every need that may be met is met. Highest:
    every open sign that is in play is present. An age not known is tried at every age
    at which the guidance changes. Answering never leads outside this range (P6).
    """
    low, high = 4, suggested
    for child in possible_children(facts):
        there = replace(facts, child=child)
        low = min(low, _lowest(there))
        high = max(high, _highest(there))
    return min(low, suggested), high


def _lowest(facts: Facts) -> int:
    rules, _ = spec.verdicts(facts)
    sure = [indicator.level for indicator in facts.edition.indicators.values() if _surely_counts(indicator, facts)]
    floors = [rule.then.floor for rule in facts.edition.rules if rules[rule.id] is True and rule.then.floor]
    return max([1, *sure, *floors])


def _surely_counts(indicator: Indicator, facts: Facts) -> bool:
    if indicator.kind is not Kind.RISK or facts.recorded.get(indicator.id) is not True:
        return False
    if spec.in_band(indicator.age, facts.child) is not True:
        return False
    return indicator.counts is Counts.ALWAYS or _never_met(indicator, facts)


def _never_met(indicator: Indicator, facts: Facts) -> bool:
    """A person may still say outright that a need is met, unless it was said already."""
    return facts.met.get(indicator.id) is False


def _highest(facts: Facts) -> int:
    rules, _ = spec.verdicts(facts)
    possible = [
        indicator.level
        for indicator in facts.edition.indicators.values()
        if indicator.kind is Kind.RISK and spec.standing(indicator, facts) is not False and not _surely_met(indicator, facts)
    ]
    floors = [rule.then.floor for rule in facts.edition.rules if rules[rule.id] is not False and rule.then.floor]
    return max([1, *possible, *floors])


def _surely_met(indicator: Indicator, facts: Facts) -> bool:
    return indicator.counts is Counts.UNLESS_MET and facts.met.get(indicator.id) is True


def possible_children(facts: Facts) -> Iterator[Child]:
    """Give the child at every age it could be, as far as the guidance can tell ages apart."""
    child = facts.child
    if child.unborn is not False:
        yield replace(child, unborn=True, age=None)
    if child.unborn is True:
        return
    low, high = (child.age.low_months, child.age.high_months) if child.age else (0.0, float(OLDEST_MONTHS))
    cuts = [low, *(limit for limit in _age_limits(facts.edition) if low < limit < high), high]
    for start, end in zip(cuts, cuts[1:], strict=False):
        yield replace(child, unborn=False, age=Age(start, end, child.age.words if child.age else "unknown"))


def _age_limits(edition: Edition) -> list[int]:
    found = edition.compiled.get("age_limits")
    if not isinstance(found, list):
        found = edition.compiled["age_limits"] = sorted(_all_limits(edition))
    return found


def _all_limits(edition: Edition) -> set[int]:
    limits: set[int] = set()
    for rule in edition.rules:
        limits |= {part.months for part in walk(rule.when) if isinstance(part, AgeBelow | AgeFrom)}
    for indicator in edition.indicators.values():
        band = indicator.age
        if band is not None:
            limits |= {m for m in (band.from_months, band.below_months, band.below_months_if_disabled) if m is not None}
        if indicator.met_when is not None:
            limits |= {part.months for part in walk(indicator.met_when) if isinstance(part, AgeBelow | AgeFrom)}
    return limits


def blocked(facts: Facts, level: int, wording: Wording) -> tuple[Blocked, ...]:
    """
    List the rules that would raise the level, or ask a manager to, and what held them back.

    A rule is listed if it leads to the next level up, or if something recorded already
    speaks for it. Those nearest to holding come first.
    """
    verdicts, findings = spec.verdicts(facts)
    found = []
    for rule in facts.edition.rules:
        lift = max(rule.then.floor or 0, review_level(rule, level))
        if verdicts[rule.id] is True or lift <= level:
            continue
        supported = has_support(rule.when, facts, findings)
        if not supported and (lift != level + 1 or verdicts[rule.id] is False):
            continue
        found.append((not supported, lift, _blocked(rule, lift, facts, findings, wording)))
    found.sort(key=lambda item: (item[0], len(item[2].missing) or 99, item[1], item[2].id))
    return tuple(item for _, _, item in found)


def _blocked(rule: Rule, lift: int, facts: Facts, findings: spec.Findings, wording: Wording) -> Blocked:
    missing = fewest_missing(rule.when, facts, findings, wording)
    return Blocked(
        id=rule.id,
        level=lift,
        effect="floor" if lift == rule.then.floor else "review",
        because=rule.label,
        missing=missing or (),
        stopped_by=tuple(supporting(rule.when, facts, findings, wording, truth=False)) if missing is None else (),
        source=cite(facts.edition, rule.source, rule.evidence),
    )
