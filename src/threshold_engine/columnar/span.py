"""
The range of levels that answers still open can lead to, for every row at once.

As reach.py does it case by case: over every child it could be, the lowest level that
stays and the highest that can come. Most rows leave no age open; the few that do are
worked out again by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from threshold_engine.columnar.children import AGE, AGE_BELOW, Child, GivenChild, Segment, age_left_open, no_age, within
from threshold_engine.columnar.facts import Facts
from threshold_engine.columnar.planes import NO, YES, Plane
from threshold_engine.columnar.reach import can_hold
from threshold_engine.columnar.reading import Reading, risks
from threshold_engine.model.condition import AgeBelow, AgeFrom, ChildIs, Condition, Count, FindingIs, Present, walk
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Indicator, Rule
from threshold_engine.settle import ADULT_MONTHS, AGE_DISPUTED, AGE_IN_DOUBT

OLDEST_MONTHS = 26 * 12
LEVELS = (2, 3, 4)
DISABLED = "disabled"
ANY_AGE = Segment(False, -1.0, float("inf"))

Ladder = dict[int, Plane]
"""For levels 2, 3 and 4: the rows that reach it."""

Reached = dict[int, set[Plane]]
"""For levels 2, 3 and 4: planes of which each alone reaches it."""

Part = tuple[Plane, Reached]
"""The rows in which the child could be a certain one, and what that one reaches."""


Join = Callable[[list[Part]], Reached]


@dataclass(frozen=True)
class Span:
    """
    Attributes:
        low, high: Both ends, right where the age leaves nothing open.
        again: The rows in which it does.
        open_low, open_high: Both ends in those rows.
    """

    low: Ladder
    high: Ladder
    again: Plane
    open_low: Ladder
    open_high: Ladder


def span(facts: Facts, level: Ladder) -> Span:
    """Give both ends of the range; the suggested level is always within."""
    found = _Span(facts)
    lowest, highest = found.end(_Low()), found.end(_High())
    every, some = facts.logic.planes.every, facts.logic.planes.some

    def at_most(reached: Reached) -> Ladder:
        return {wanted: every([some(reached[wanted]), level[wanted]]) for wanted in LEVELS}

    def at_least(reached: Reached) -> Ladder:
        return {wanted: some([*reached[wanted], level[wanted]]) for wanted in LEVELS}

    return Span(
        low=at_most(found.over_people(lowest, found.in_each, found.settled)),
        high=at_least(found.over_people(highest, found.in_any, found.settled)),
        again=found.again,
        open_low=at_most(found.over_people(lowest, found.in_each, found.over_ages)),
        open_high=at_least(found.over_people(highest, found.in_any, found.over_ages)),
    )


class _Span:
    def __init__(self, facts: Facts) -> None:
        self._planes = facts.logic.planes
        self._columns = facts.columns
        self._given: Child = GivenChild(facts.logic, facts.columns)
        self._reading = Reading(facts, self._given)
        edition = facts.edition
        limits = [float(limit) for limit in age_limits(edition) if 0 < limit < OLDEST_MONTHS]
        self._born = [Segment(False, low, high) for low, high in pairwise([0.0, *limits, float(OLDEST_MONTHS)])]
        self._unborn = Segment(True, 0.0, 0.0)
        disputable = self._disputable(facts)
        unsaid = self._planes.every([no_age(self._planes, self._columns), facts.is_open("unborn")])
        self._any_age = self._planes.some([unsaid, disputable])
        self.again = self._planes.some([age_left_open(self._planes, self._columns, limits), disputable])
        self._people = self._disabled_or_not(facts)

    def _disputable(self, facts: Facts) -> Plane:
        """Say where an age of 18 or over could yet be disputed, and is then treated as not known."""
        if AGE not in self._columns:
            return NO
        adult = pl.col(AGE) >= ADULT_MONTHS
        if AGE_BELOW in self._columns:
            adult = adult | (pl.col(AGE_BELOW) > ADULT_MONTHS)
        unasked = []
        if AGE_IN_DOUBT in facts.edition.questions:
            unasked.append(facts.is_open(f"answers.{AGE_IN_DOUBT}"))
        if AGE_DISPUTED in facts.edition.indicators:
            unasked.append(facts.is_open(AGE_DISPUTED))
        return self._planes.every([self._planes.leaf("adult", adult.eq_missing(True)), self._planes.some(unasked)])

    def _disabled_or_not(self, facts: Facts) -> list[tuple[Plane, Facts]]:
        """Give the facts as they are; and with the child disabled or not, where that is open and a sign turns on it."""
        bands = facts.edition.bands.items()
        turning = [name for band, names in bands if band.below_months_if_disabled is not None for name in sorted(names)]
        open_and_turning = self._planes.every(
            [facts.is_open(DISABLED), self._planes.some(self._reading.there(name).could for name in turning)]
        )
        either = [(open_and_turning, facts.supposing(DISABLED, value)) for value in (True, False)]
        return [(YES, facts), *(either if open_and_turning != NO else [])]

    def end(self, way: _Low | _High) -> _End:
        return _End(way, self._reading)

    def over_people(self, end: _End, join: Join, one: Callable[[_End, Join, Facts], Reached]) -> Reached:
        return join([(member, one(end, join, facts)) for member, facts in self._people])

    def settled(self, end: _End, _join: Join, facts: Facts) -> Reached:
        """Where the age is as it is given, and leaves nothing open."""
        return end(Reading(facts, self._given), True)

    def over_ages(self, end: _End, join: Join, facts: Facts) -> Reached:
        """The age as it is, since people may leave it open; born, where not even that is known; each age it could be."""
        born = [(self._within(child), end(Reading(facts, child), True)) for child in self._born]
        return join(
            [
                (YES, end(Reading(facts, self._given), False)),
                (YES, join(born)),
                (self._any_age, end(Reading(facts, ANY_AGE), False)),
                (self._within(self._unborn), end(Reading(facts, self._unborn), True)),
            ]
        )

    def _within(self, child: Segment) -> Plane:
        return within(self._planes, self._columns, child)

    def in_each(self, parts: list[Part]) -> Reached:
        """What each child reaches that could be the one. What all of them share is told once."""
        found = {}
        for wanted in LEVELS:
            shared = set.intersection(*(reached[wanted] for _, reached in parts))
            each = [[self._planes.opposite(member), *(reached[wanted] - shared)] for member, reached in parts]
            found[wanted] = shared | {self._planes.every(map(self._planes.some, each))}
        return found

    def in_any(self, parts: list[Part]) -> Reached:
        """What one of the children reaches that could be the one."""
        found = {}
        for wanted in LEVELS:
            shared = set.intersection(*(reached[wanted] for _, reached in parts))
            each = [(member, self._planes.some(reached[wanted] - shared)) for member, reached in parts]
            found[wanted] = shared | {self._planes.every(pair) for pair in each}
        return found


class _Low:
    """What keeps the level so high whatever the open answers are."""

    def sign(self, sign: Indicator, reading: Reading, settled: bool) -> Plane:
        return reading.surely_counts(sign, settled)

    def rule(self, rule: Rule, reading: Reading) -> Plane:
        return reading.rule(rule).sure


class _High:
    """What could still bring the level so high."""

    def sign(self, sign: Indicator, reading: Reading, _settled: bool) -> Plane:
        return reading.may_count(sign)

    def rule(self, rule: Rule, reading: Reading) -> Plane:
        return can_hold(rule, reading)


class _End:
    """One end of the range. What does not turn on the child is worked out once for every child."""

    def __init__(self, way: _Low | _High, reading: Reading) -> None:
        self._way = way
        edition = reading.facts.edition
        signs = risks(edition.indicators.values(), min(LEVELS))
        rules = [rule for rule in edition.rules if (rule.then.floor or 1) in LEVELS]
        self._signs = [sign for sign in signs if sign.age is not None]
        self._rules = [rule for rule in rules if _turns_on_child(rule.when, edition)]
        steady_rules = [rule for rule in rules if rule not in self._rules]
        self._steady = self._reached([sign for sign in signs if sign.age is None], steady_rules, reading, settled=True)

    def __call__(self, reading: Reading, settled: bool) -> Reached:
        found = self._reached(self._signs, self._rules, reading, settled=settled)
        return {wanted: planes | self._steady[wanted] for wanted, planes in found.items()}

    def _reached(self, signs: list[Indicator], rules: list[Rule], reading: Reading, *, settled: bool) -> Reached:
        found: Reached = {wanted: set() for wanted in LEVELS}
        for sign in signs:
            found[sign.level].add(self._way.sign(sign, reading, settled))
        for rule in rules:
            found[rule.then.floor or 1].add(self._way.rule(rule, reading))
        for wanted in reversed(LEVELS[:-1]):
            found[wanted] |= found[wanted + 1]
        return found


def _turns_on_child(condition: Condition, edition: Edition) -> bool:
    return any(_reads_child(part, edition) for part in walk(condition))


def _reads_child(part: Condition, edition: Edition) -> bool:
    match part:
        case AgeBelow() | AgeFrom() | ChildIs():
            return True
        case Present(of) | Count(of):
            return any(edition.indicators[name].age is not None for name in edition.members(of))
        case FindingIs(finding):
            return any(_turns_on_child(rule.when, edition) for rule in edition.rules if rule.then.finding == finding)
    return False


def age_limits(edition: Edition) -> list[int]:
    """Give every age at which the guidance changes, in months."""
    limits = {limit for band in edition.bands for limit in (band.from_months, band.below_months, band.below_months_if_disabled)}
    conditions = [*(rule.when for rule in edition.rules), *(sign.met_when for sign in edition.indicators.values())]
    read = (part for condition in conditions if condition is not None for part in walk(condition))
    limits |= {part.months for part in read if isinstance(part, AgeBelow | AgeFrom)}
    return sorted(limit for limit in limits if limit is not None)
