"""
What would change the level: all smallest sets of open answers, up to three.

Exact, not a guess. Raising can only come about in three ways: a risk found present, a
need said not to be met, or a rule with a floor made true; for a rule the sets are read off
its condition. Lowering can only come about by learning that a need is met, or an age or
another fact of the child that takes a sign out of its band. Every set is tried before it
is given, and none contains a smaller one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from threshold_engine import spec
from threshold_engine.explain import may_be_met
from threshold_engine.model.assessment import Change, Changes
from threshold_engine.model.condition import All, Any, Condition, Count, FindingIs, Leaf, Not, Present
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Indicator
from threshold_engine.model.words import Counts, Kind
from threshold_engine.whatif import (
    BAND_FACTS,
    Levels,
    behind_rule,
    facts_read,
    findings_behind_floors,
    holding,
    is_risk,
    level_of,
    open_changes,
    with_change,
)
from threshold_engine.wording import Wording

LARGEST = 3
"""Answers in one set: more is no longer something a person would try."""

ChangeSet = frozenset[Change]


def changes(reading: spec.Reading, wording: Wording) -> Changes:
    """Give all smallest sets of open answers that raise the level, and all that lower it."""
    level = level_of(reading)
    open_now = open_changes(reading, wording)
    return Changes(
        raise_=_ordered(_raising(reading, level, open_now)),
        lower=_ordered(_lowering(reading, level, open_now)) if level > 1 else (),
    )


def _ordered(sets: Iterable[ChangeSet]) -> tuple[tuple[Change, ...], ...]:
    inside = [tuple(sorted(each, key=lambda change: (change.fact, str(change.to)))) for each in sets]
    return tuple(sorted(inside, key=lambda each: (len(each), [(change.fact, str(change.to)) for change in each])))


def _raising(reading: spec.Reading, level: int, open_now: list[Change]) -> list[ChangeSet]:
    able, levels = _able_to_raise(reading, level), Levels(reading.facts)
    found = [frozenset([change]) for change in open_now if change.fact in able and _raises(change, reading, level, levels)]
    single = {change for each in found for change in each}
    ways: set[ChangeSet] = set()
    by_fact: dict[str, list[Change]] = {}
    for change in open_now:
        by_fact.setdefault(change.fact, []).append(change)
    readable = _Ways(reading, by_fact)
    for rule in reading.facts.edition.rules:
        if (rule.then.floor or 0) > level and reading.rules[rule.id] is None:
            ways |= readable.of(rule.when, True)
    ways |= {
        frozenset([*by_fact[name], *by_fact[f"met.{name}"]])
        for name in reading.unsettled
        if f"met.{name}" in by_fact and reading.facts.edition.indicators[name].level > level
    }
    larger = sorted((way for way in ways if len(way) > 1 and not way & single), key=len)
    together: list[ChangeSet] = []
    for way in larger:
        if not any(smaller <= way for smaller in together) and levels.after(way) > level:
            together.append(way)
    return found + together


def _raises(change: Change, reading: spec.Reading, level: int, levels: Levels) -> bool:
    indicator = reading.facts.edition.indicators.get(change.fact)
    if indicator is not None and change.fact in reading.unsettled and _always_higher(indicator, level):
        # A sign in play that always counts and lies higher: no need to work it out.
        return True
    return levels.after([change]) > level


def _always_higher(indicator: Indicator, level: int) -> bool:
    return indicator.kind is Kind.RISK and indicator.counts is Counts.ALWAYS and indicator.level > level


def _able_to_raise(reading: spec.Reading, level: int) -> set[str]:
    """Give the facts that could raise the level by themselves: the others are not worth trying."""
    edition = reading.facts.edition
    able = {name for above, names in edition.risks.items() if above > level for name in names}
    able |= {f"met.{name}" for name in able}
    behind = findings_behind_floors(edition)
    for rule in edition.rules:
        # A rule that cannot lift the level can still conclude what one that can reads.
        lifts = (rule.then.floor or 0) > level and reading.rules[rule.id] is None
        if lifts or rule.then.finding in behind:
            able |= behind_rule(rule, edition)
    return able


def _lowering(reading: spec.Reading, level: int, open_now: list[Change]) -> list[ChangeSet]:
    held = holding(reading.facts, level)
    meeting = _met_by(reading.facts.edition, reading.there)
    helping = [change for change in open_now if _may_lower(change, reading, held, meeting, level)]
    levels = Levels(reading.facts)
    found: list[ChangeSet] = []
    for size in range(1, LARGEST + 1):
        for each in combinations(helping, size):
            way = frozenset(each)
            if not _fits(way) or any(smaller <= way for smaller in found):
                continue
            if levels.after(way) < level:
                found.append(way)
    return found


def _may_lower(change: Change, reading: spec.Reading, held: frozenset[str], meeting: set[str], level: int) -> bool:
    """Tell whether a change can take anything away: a need met, or what holds the level out of its band."""
    if change.fact in meeting:
        return not is_risk(reading.facts.edition, change)
    if change.fact in BAND_FACTS and not _turns_on_disability(reading):
        return not held <= holding(with_change(reading.facts, change), level)
    return change.fact in BAND_FACTS or (change.fact.startswith("met.") and change.to is True)


def _turns_on_disability(reading: spec.Reading) -> bool:
    """Tell whether age and disability can take a sign out of its band only together."""
    bands = (reading.facts.edition.indicators[name].age for name in reading.there)
    return any(band is not None and band.below_months_if_disabled is not None for band in bands)


def _met_by(edition: Edition, there: frozenset[str]) -> set[str]:
    """Give the facts that could show the need of a present indicator to be met."""
    needs = [edition.indicators[name].met_when for name in there if may_be_met(edition.indicators[name])]
    return {fact for condition in needs if condition is not None for fact in facts_read(condition, edition)}


class _Ways:
    """The sets of open answers, up to three, that make a condition true or false."""

    def __init__(self, reading: spec.Reading, by_fact: dict[str, list[Change]]) -> None:
        self._reading = reading
        self._by_fact = by_fact
        self._leaves: dict[tuple[Leaf, bool], frozenset[ChangeSet]] = {}

    def of(self, condition: Condition, truth: bool) -> set[ChangeSet]:
        """Give the sets; the empty one if it is so already, none if it can no longer be."""
        match condition:
            case Not(part):
                return self.of(part, not truth)
            case FindingIs(finding):
                rules = [rule.when for rule in self._reading.facts.edition.rules if rule.then.finding == finding]
                return self._some(rules, truth) if truth else self._every(rules, truth)
            case All(parts):
                return self._every(parts, truth) if truth else self._some(parts, truth)
            case Any(parts):
                return self._some(parts, truth) if truth else self._every(parts, truth)
        verdict = spec.holds(condition, self._reading)
        if verdict is not None:
            return {frozenset()} if verdict is truth else set()
        # Many rules ask the same of age and answers.
        known = self._leaves.get((condition, truth))
        if known is None:
            known = self._leaves[condition, truth] = frozenset(self._leaf(condition, truth))
        return set(known)

    def _some(self, parts: Iterable[Condition], truth: bool) -> set[ChangeSet]:
        return {way for part in parts for way in self.of(part, truth)}

    def _every(self, parts: Iterable[Condition], truth: bool) -> set[ChangeSet]:
        whole: set[ChangeSet] = {frozenset()}
        for part in parts:
            whole = {left | right for left in whole for right in self.of(part, truth) if _fits(left | right)}
            if not whole:
                break
        return whole

    def _leaf(self, leaf: Leaf, truth: bool) -> Iterator[ChangeSet]:
        edition = self._reading.facts.edition
        options = [change for fact in sorted(set(facts_read(leaf, edition))) for change in self._by_fact.get(fact, [])]
        if isinstance(leaf, Count):
            yield from self._counted(leaf, options)
            return
        if isinstance(leaf, Present):
            # One open sign found present is enough.
            yield from (frozenset([change]) for change in options if truth)
            return
        for change in options:
            # Such a clause reads no sign, so who is there need not be worked out again.
            if spec.holds(leaf, replace(self._reading, facts=with_change(self._reading.facts, change))) is truth:
                yield frozenset([change])

    def _counted(self, leaf: Count, options: list[Change]) -> Iterator[ChangeSet]:
        for size in range(1, LARGEST + 1):
            for each in combinations(options, size):
                facts = self._reading.facts
                for change in each:
                    facts = with_change(facts, change)
                if spec.holds(leaf, spec.sift(facts)) is True:
                    yield frozenset(each)


def _fits(way: ChangeSet) -> bool:
    """Small enough, and no fact in it twice."""
    return len(way) <= LARGEST and len({change.fact for change in way}) == len(way)
