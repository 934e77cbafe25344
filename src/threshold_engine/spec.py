"""
What the guidance means: the first channel, and the oracle for the others.

Short and obvious on purpose. Every condition is true, false or unknown (None), by
Kleene's rules: an unknown part leaves the whole unknown unless the rest settles it.
Change the meaning of a rule here first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from threshold_engine.model.case import Child
from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    All,
    AnswerAtLeast,
    AnswerIs,
    Any,
    ChildIs,
    Condition,
    Count,
    FindingIs,
    Not,
    Present,
    SettingIs,
)
from threshold_engine.model.facts import Facts, Firings, Verdict
from threshold_engine.model.guidance import AgeBand, Indicator
from threshold_engine.model.words import Counts, Kind

Findings = Mapping[str, Verdict]


def evaluate(facts: Facts) -> Firings:
    """Say which indicators are present, which count, and which rules hold."""
    present = [indicator for indicator in facts.edition.indicators.values() if standing(indicator, facts) is True]
    return Firings(
        present=frozenset(indicator.id for indicator in present),
        counting=frozenset(indicator.id for indicator in present if counts(indicator, facts)),
        rules=frozenset(rule for rule, verdict in verdicts(facts)[0].items() if verdict is True),
    )


def verdicts(facts: Facts) -> tuple[dict[str, Verdict], Findings]:
    """Give the verdict on every rule in force, by id, and on every finding."""
    rules: dict[str, Verdict] = {}
    findings: dict[str, Verdict] = {}
    for rule in facts.edition.rules:
        rules[rule.id] = holds(rule.when, facts, findings)
        if rule.then.finding is not None:
            findings[rule.then.finding] = either([findings.get(rule.then.finding, False), rules[rule.id]])
    return rules, findings


def counts(indicator: Indicator, facts: Facts) -> bool:
    """
    Say whether the matrix level of a present indicator counts towards the level.

    A risk counts, unless its need is already met: said outright, or shown by the
    strengths the indicator names. Not known to be met is not met.
    """
    if indicator.kind is not Kind.RISK:
        return False
    return indicator.counts is Counts.ALWAYS or met(indicator, facts) is not True


def met(indicator: Indicator, facts: Facts) -> Verdict:
    """Say whether a need is already met, with no effect on the child."""
    said = facts.met.get(indicator.id)
    if said is not None:
        return said
    return holds(indicator.met_when, facts, {}) if indicator.met_when is not None else None


def holds(condition: Condition, facts: Facts, findings: Findings) -> Verdict:
    """Give the verdict on one condition. The findings it reads must be concluded already."""
    match condition:
        case Present(of, any_age):
            return either(_found(name, facts, any_age) for name in facts.edition.members(of))
        case Count():
            return _count(condition, facts)
        case AgeBelow(months):
            return _below(facts.child, months)
        case AgeFrom(months):
            return _born_and(facts.child, opposite(_below(facts.child, months)))
        case ChildIs(attribute, value):
            return _same(getattr(facts.child, attribute), (value,))
        case AnswerIs(question, values):
            return _same(facts.answers.get(question), values)
        case AnswerAtLeast(question, at_least):
            number = facts.answers.get(question)
            return None if number is None else not isinstance(number, str) and number >= at_least
        case SettingIs(field, values):
            return _same(facts.setting.get(field), values)
        case FindingIs(finding):
            return findings.get(finding, False)
        case All(parts):
            return every(holds(part, facts, findings) for part in parts)
        case Any(parts):
            return either(holds(part, facts, findings) for part in parts)
        case Not(part):
            return opposite(holds(part, facts, findings))


def standing(indicator: Indicator, facts: Facts) -> Verdict:
    """
    Say whether an indicator is there, given its age band.

    Recorded present counts unless the age is certainly outside the band: an unknown age
    never takes a sign away. Not recorded is unknown, unless the age puts it out of play.
    """
    recorded = facts.recorded.get(indicator.id)
    if recorded is False or in_band(indicator.age, facts.child) is False:
        return False
    return recorded


def in_band(band: AgeBand | None, child: Child) -> Verdict:
    """Say whether a child is within the ages an indicator is about."""
    if band is None:
        return True
    if band.unborn:
        return child.unborn
    born = every(
        [
            opposite(child.unborn),
            True if band.from_months is None else opposite(_below(child, band.from_months)),
            True if band.below_months is None else _under_limit(band, band.below_months, child),
        ]
    )
    return either([child.unborn if band.or_unborn else False, born])


def _under_limit(band: AgeBand, below: int, child: Child) -> Verdict:
    if band.below_months_if_disabled is None:
        return _below(child, below)
    return either([_below(child, below), every([child.disabled, _below(child, band.below_months_if_disabled)])])


def _below(child: Child, months: int) -> Verdict:
    """Born and younger than a limit. A range of ages that spans the limit is unknown."""
    if child.unborn is True:
        return False
    if child.age is None:
        return None
    if child.age.high_months <= months:
        return True
    return False if child.age.low_months >= months else None


def _born_and(child: Child, verdict: Verdict) -> Verdict:
    return False if child.unborn is True else verdict


def _found(name: str, facts: Facts, any_age: bool) -> Verdict:
    if any_age:
        return facts.recorded.get(name)
    return standing(facts.edition.indicators[name], facts)


def _count(condition: Count, facts: Facts) -> Verdict:
    sure: set[str] = set()
    possible: set[str] = set()
    for name in facts.edition.members(condition.of):
        indicator = facts.edition.indicators[name]
        verdict = standing(indicator, facts)
        unit = indicator.domain if condition.by_domain else name
        if verdict is True:
            sure.add(unit)
        if verdict is not False:
            possible.add(unit)
    if len(sure) >= condition.at_least:
        return True
    return None if len(possible) >= condition.at_least else False


def _same(given: object, wanted: tuple[object, ...]) -> Verdict:
    """Compare strictly: 1 is not true, and unknown is not unequal."""
    if given is None:
        return None
    return any(type(given) is type(value) and given == value for value in wanted)


def every(parts: Iterable[Verdict]) -> Verdict:
    """All: false if one is false, else unknown if one is unknown, else true."""
    outcome: Verdict = True
    for part in parts:
        if part is False:
            return False
        if part is None:
            outcome = None
    return outcome


def either(parts: Iterable[Verdict]) -> Verdict:
    """Any: true if one is true, else unknown if one is unknown, else false."""
    outcome: Verdict = False
    for part in parts:
        if part is True:
            return True
        if part is None:
            outcome = None
    return outcome


def opposite(part: Verdict) -> Verdict:
    """Not: unknown stays unknown."""
    return None if part is None else not part
