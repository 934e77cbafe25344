"""
What the guidance means: the first channel, and the oracle for the others.

Short and obvious on purpose. Every condition is true, false or unknown (None), by
Kleene's rules: an unknown part leaves the whole unknown unless the rest settles it.
Change the meaning of a rule here first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Reading:
    """
    The facts of a case, read once.

    Recorded present counts unless the age is certainly outside the band: an unknown age
    never takes a sign away. Not recorded is unknown, unless the age puts it out of play.

    Attributes:
        there: Indicators recorded present, and not certainly outside their age band.
        unsettled: Indicators nothing is recorded of, and not certainly outside their age band.
        possible: Both of these.
        rules: The verdict on every rule in force, by id.
        findings: The verdict on every finding concluded so far.
    """

    facts: Facts
    there: frozenset[str]
    unsettled: frozenset[str]
    possible: frozenset[str]
    rules: dict[str, Verdict]
    findings: dict[str, Verdict]


def evaluate(facts: Facts) -> Firings:
    """Say which indicators are present, which count, and which rules hold."""
    reading = read(facts)
    return Firings(
        present=reading.there,
        counting=frozenset([name for name in reading.there if counts(facts.edition.indicators[name], reading)]),
        rules=frozenset([rule for rule, verdict in reading.rules.items() if verdict is True]),
    )


def read(facts: Facts) -> Reading:
    """Read the facts: what is there, what could be, and the verdict on every rule. Worked out once for given facts."""
    known = facts.memo.get("reading")
    if isinstance(known, Reading):
        return known
    reading = sift(facts)
    for rule in facts.edition.rules:
        verdict = reading.rules[rule.id] = holds(rule.when, reading)
        finding = rule.then.finding
        if finding is not None:
            reading.findings[finding] = either([reading.findings.get(finding, False), verdict])
    facts.memo["reading"] = reading
    return reading


def sift(facts: Facts) -> Reading:
    """Read what is there and what is unsettled, with no rule worked out yet."""
    edition = facts.edition
    outside = {name for band, names in edition.bands.items() if in_band(band, facts.child) is False for name in names}
    there = frozenset(name for name, said in facts.recorded.items() if said) - outside
    unsettled = frozenset(edition.indicators.keys() - facts.recorded.keys() - outside)
    return Reading(facts, there, unsettled, there | unsettled, {}, {})


def counts(indicator: Indicator, reading: Reading) -> bool:
    """
    Say whether the matrix level of a present indicator counts towards the level.

    A risk counts, unless its need is already met: said outright, or shown by the
    strengths the indicator names. Not known to be met is not met.
    """
    if indicator.kind is not Kind.RISK:
        return False
    return indicator.counts is Counts.ALWAYS or met(indicator, reading) is not True


def met(indicator: Indicator, reading: Reading) -> Verdict:
    """Say whether a need is already met, with no effect on the child."""
    said = reading.facts.met.get(indicator.id)
    if said is not None:
        return said
    return holds(indicator.met_when, reading) if indicator.met_when is not None else None


def holds(condition: Condition, reading: Reading) -> Verdict:
    """Give the verdict on one condition. The findings it reads must be concluded already."""
    return _MEANING[type(condition)](condition, reading)


# INVARIANT: _all is `every` and _any is `either` over `holds` of the parts, written out: half of all the time is spent here.
def _all(condition: All, reading: Reading) -> Verdict:
    outcome: Verdict = True
    for part in condition.parts:
        verdict = _MEANING[type(part)](part, reading)
        if verdict is False:
            return False
        if verdict is None:
            outcome = None
    return outcome


def _any(condition: Any, reading: Reading) -> Verdict:
    outcome: Verdict = False
    for part in condition.parts:
        verdict = _MEANING[type(part)](part, reading)
        if verdict is True:
            return True
        if verdict is None:
            outcome = None
    return outcome


def _not(condition: Not, reading: Reading) -> Verdict:
    return opposite(holds(condition.part, reading))


def _present(condition: Present, reading: Reading) -> Verdict:
    """True if one is there, unknown if one is possible, else false."""
    names = reading.facts.edition.members(condition.of)
    if condition.any_age:
        return either(map(reading.facts.recorded.get, names))
    if not reading.there.isdisjoint(names):
        return True
    return False if reading.possible.isdisjoint(names) else None


def _count(condition: Count, reading: Reading) -> Verdict:
    """True if enough are there, unknown if enough are possible, else false."""
    edition = reading.facts.edition
    names = edition.members(condition.of)

    def different(found: frozenset[str]) -> int:
        return len({edition.indicators[name].domain for name in found} if condition.by_domain else found)

    if different(reading.there & names) >= condition.at_least:
        return True
    return None if different(reading.possible & names) >= condition.at_least else False


def _finding(condition: FindingIs, reading: Reading) -> Verdict:
    return reading.findings.get(condition.finding, False)


def _answer(condition: AnswerIs, reading: Reading) -> Verdict:
    return _same(reading.facts.answers.get(condition.question), condition.values)


def _number(condition: AnswerAtLeast, reading: Reading) -> Verdict:
    number = reading.facts.answers.get(condition.question)
    return None if number is None else type(number) is int and number >= condition.at_least


def _setting(condition: SettingIs, reading: Reading) -> Verdict:
    return _same(reading.facts.setting.get(condition.field), condition.values)


def _child(condition: ChildIs, reading: Reading) -> Verdict:
    return _same(getattr(reading.facts.child, condition.attribute), (condition.value,))


def _younger(condition: AgeBelow, reading: Reading) -> Verdict:
    return _below(reading.facts.child, condition.months)


def _older(condition: AgeFrom, reading: Reading) -> Verdict:
    child = reading.facts.child
    return every([opposite(child.unborn), opposite(_below(child, condition.months))])


_MEANING: Mapping[type, Callable[..., Verdict]] = {
    All: _all,
    Any: _any,
    Not: _not,
    Present: _present,
    Count: _count,
    FindingIs: _finding,
    AnswerIs: _answer,
    AnswerAtLeast: _number,
    SettingIs: _setting,
    ChildIs: _child,
    AgeBelow: _younger,
    AgeFrom: _older,
}
"""Every form of condition and what it means; a form that is missing here fails loudly."""


def in_band(band: AgeBand | None, child: Child) -> Verdict:
    """Say whether a child is within the ages an indicator is about."""
    if band is None:
        return True
    if band.unborn:
        return child.unborn
    old_enough = True if band.from_months is None else opposite(_below(child, band.from_months))
    young_enough = True if band.below_months is None else _under_limit(band, band.below_months, child)
    born = every([opposite(child.unborn), old_enough, young_enough])
    return either([child.unborn, born]) if band.or_unborn else born


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


def _same(given: object, wanted: tuple[object, ...]) -> Verdict:
    """Compare strictly: 1 is not true, and unknown is not unequal."""
    if given is None:
        return None
    return (type(given), given) in [(type(value), value) for value in wanted]


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
