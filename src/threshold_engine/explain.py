"""Why not higher: the rules that were held back, and the ages a child could be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from threshold_engine import spec
from threshold_engine.model.assessment import Blocked
from threshold_engine.model.case import Age, Child
from threshold_engine.model.condition import AgeBelow, AgeFrom, AnswerAtLeast, AnswerIs, Count, FindingIs, Leaf, Present, walk
from threshold_engine.model.edition import Edition
from threshold_engine.model.facts import Facts
from threshold_engine.model.guidance import Indicator, Rule
from threshold_engine.model.words import Counts, Kind
from threshold_engine.outcome import review_level
from threshold_engine.sources import cite
from threshold_engine.trace import fewest_missing, supporting
from threshold_engine.wording import Wording

OLDEST_MONTHS = 26 * 12


def may_be_met(indicator: Indicator) -> bool:
    """Tell whether the need behind an indicator could be met already."""
    return indicator.kind is Kind.RISK and indicator.counts is Counts.UNLESS_MET


def possible_children(facts: Facts) -> Iterator[Child]:
    """Give the child at every age it could be, as far as the guidance can tell ages apart."""
    child = facts.child
    if child.unborn is not False:
        yield replace(child, unborn=True, age=None)
    if child.unborn is True:
        return
    low, high = (child.age.low_months, child.age.high_months) if child.age else (0.0, float(OLDEST_MONTHS))
    cuts = [low, *(limit for limit in _age_limits(facts.edition) if low < limit < high), high]
    for start, end in pairwise(cuts):
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


def blocked(reading: spec.Reading, level: int, wording: Wording) -> tuple[Blocked, ...]:
    """
    List the rules that would raise the level, or ask a manager to, and what held them back.

    A rule is listed if it leads to the next level up, or if something recorded already
    speaks for it. Those nearest to holding come first.
    """
    found = []
    for rule, lift in _lifting_above(level, reading.facts.edition):
        verdict = reading.rules[rule.id]
        if verdict is True:
            continue
        spoken_for = supported(rule, reading)
        if not spoken_for and (lift != level + 1 or verdict is False):
            continue
        found.append((not spoken_for, lift, _blocked(rule, lift, reading, wording)))
    found.sort(key=lambda item: (item[0], len(item[2].missing) or 99, item[1], item[2].id))
    return tuple(item for _, _, item in found)


def lifting(edition: Edition) -> list[Rule]:
    """Give the rules that can raise a level or ask a manager to."""
    found = edition.compiled.get("lifting")
    if not isinstance(found, list):
        rules = edition.rules
        found = edition.compiled["lifting"] = [r for r in rules if r.then.floor or r.then.review or r.then.review_raise_by]
    return found


def _lifting_above(level: int, edition: Edition) -> list[tuple[Rule, int]]:
    """Give the rules that lead above a level, and where to."""
    key = f"lifting_above_{level}"
    found = edition.compiled.get(key)
    if not isinstance(found, list):
        lifts = ((rule, max(rule.then.floor or 0, review_level(rule, level))) for rule in lifting(edition))
        found = edition.compiled[key] = [(rule, lift) for rule, lift in lifts if lift > level]
    return found


def supported(rule: Rule, reading: spec.Reading) -> bool:
    """Tell whether a risk, an answer or a finding recorded already speaks for a rule."""
    signs, others = _evidence(reading.facts.edition)[rule.id]
    if not reading.there.isdisjoint(signs):
        return True
    for leaf in others:  # noqa: SIM110  a loop takes half the time of any(), and this is asked of every rule
        if spec.holds(leaf, reading) is True:
            return True
    return False


def _evidence(edition: Edition) -> dict[str, tuple[frozenset[str], list[Leaf]]]:
    """Give, for each rule, the risk indicators it reads and its leaves about answers and findings."""
    found = edition.compiled.get("evidence")
    if not isinstance(found, dict):
        risks = frozenset().union(*edition.risks.values())
        found = edition.compiled["evidence"] = {
            rule.id: (risks & _members(rule, edition), _answers_read(rule)) for rule in edition.rules
        }
    return found


def _answers_read(rule: Rule) -> list[Leaf]:
    return [part for part in walk(rule.when) if isinstance(part, AnswerIs | AnswerAtLeast | FindingIs)]


def _members(rule: Rule, edition: Edition) -> set[str]:
    return {name for part in walk(rule.when) if isinstance(part, Present | Count) for name in edition.members(part.of)}


def _blocked(rule: Rule, lift: int, reading: spec.Reading, wording: Wording) -> Blocked:
    missing = fewest_missing(rule.when, reading, wording)
    return Blocked(
        id=rule.id,
        level=lift,
        effect="floor" if lift == rule.then.floor else "review",
        because=rule.label,
        missing=missing or (),
        stopped_by=tuple(supporting(rule.when, reading, wording, truth=False)) if missing is None else (),
        source=cite(reading.facts.edition, rule.source, rule.evidence),
    )
