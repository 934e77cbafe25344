"""
An edition as formulas: what the guidance means, written a third time.

Independent of both channels on purpose. A verdict is two formulas, one for "surely true"
and one for "could be true"; unknown is the gap between them (Kleene's rules on two rails).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import z3

from threshold_engine.model.case import AnswerValue
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
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import AgeBand, Indicator
from threshold_engine.model.words import Counts, Kind
from threshold_engine.prove.ages import AgeOption
from threshold_engine.prove.symbols import Said, Space, SymbolicCase

YES, NO = z3.BoolVal(True), z3.BoolVal(False)


class Rails(NamedTuple):
    """Surely true, and could be true."""

    sure: z3.BoolRef
    could: z3.BoolRef


def every(parts: Iterable[Rails]) -> Rails:
    """All of them."""
    listed = list(parts)
    return Rails(both(part.sure for part in listed), both(part.could for part in listed))


def either(parts: Iterable[Rails]) -> Rails:
    """Any of them."""
    listed = list(parts)
    return Rails(some(part.sure for part in listed), some(part.could for part in listed))


def opposite(part: Rails) -> Rails:
    """Not: what could be true is not surely false."""
    return Rails(z3.Not(part.could), z3.Not(part.sure))


def both(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """Every formula holds."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else z3.And(*listed) if listed else YES


def some(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """At least one formula holds."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else z3.Or(*listed) if listed else NO


class Counted(NamedTuple):
    """A count: the formulas counted, and "enough of them hold"."""

    parts: tuple[z3.BoolRef, ...]
    reached: z3.BoolRef

    @staticmethod
    def of(parts: list[z3.BoolRef], at_least: int) -> Counted:
        """Count formulas up to a number."""
        if len(parts) < at_least:
            return Counted(tuple(parts), NO)
        return Counted(tuple(parts), some(parts) if at_least <= 1 else z3.AtLeast(*parts, at_least))


class Encoding:
    """
    One edition over one symbolic case.

    Attributes:
        there: Recorded present, and not certainly outside the age band.
        possible: Not recorded absent, and not certainly outside the age band.
        counting: A present risk whose matrix level counts.
        rules: The verdict on each rule in force.
        counts: Each count met so far, with the formulas that it counts on either rail.
    """

    def __init__(self, edition: Edition, case: SymbolicCase, space: Space, *, sums: bool = True) -> None:
        """
        Args:
            sums: False leaves out every count of two or more, as if it were never reached.
        """
        self.edition, self.case, self._space, self._sums = edition, case, space, sums
        self.unborn = _verdict(
            Said(*(some(age for option, age in self._ages() if option.unborn is value) for value in (True, False)))
        )
        self._limits = {months: self._below(months) for months in space.limits}
        self.band = {entry.id: self._in_band(entry.age) for entry in edition.indicators.values()}
        self.there = {name: both([case.said[name].yes, band.could]) for name, band in self.band.items()}
        self.possible = {name: both([z3.Not(case.said[name].no), band.could]) for name, band in self.band.items()}
        self.counts: dict[Count, tuple[Counted, Counted]] = {}
        self.findings: dict[str, Rails] = {}
        self.rules: dict[str, Rails] = {}
        for rule in edition.rules:
            verdict = self.rules[rule.id] = self.holds(rule.when)
            finding = rule.then.finding
            if finding is not None:
                self.findings[finding] = either([self.findings[finding], verdict]) if finding in self.findings else verdict
        self.counting = {name: self._counts(entry) for name, entry in edition.indicators.items() if entry.kind is Kind.RISK}

    def _ages(self) -> Iterable[tuple[AgeOption, z3.BoolRef]]:
        return zip(self._space.ages, self.case.taken, strict=True)

    def holds(self, condition: Condition) -> Rails:
        """Give the verdict on a condition. The findings it reads must be concluded already."""
        return _FORMS[type(condition)](self, condition)

    def _all(self, condition: All) -> Rails:
        return every(map(self.holds, condition.parts))

    def _any(self, condition: Any) -> Rails:
        return either(map(self.holds, condition.parts))

    def _not(self, condition: Not) -> Rails:
        return opposite(self.holds(condition.part))

    def _finding(self, condition: FindingIs) -> Rails:
        return self.findings.get(condition.finding, Rails(NO, NO))

    def _younger(self, condition: AgeBelow) -> Rails:
        return self._limits[condition.months]

    def _older(self, condition: AgeFrom) -> Rails:
        return every([opposite(self.unborn), opposite(self._limits[condition.months])])

    def _child(self, condition: ChildIs) -> Rails:
        verdict = self.unborn if condition.attribute == "unborn" else _verdict(self.case.child[condition.attribute])
        return verdict if condition.value else opposite(verdict)

    def _answer(self, condition: AnswerIs) -> Rails:
        return self._given(condition.question, lambda answer: _among(answer, condition.values))

    def _number(self, condition: AnswerAtLeast) -> Rails:
        return self._given(condition.question, lambda answer: type(answer) is int and answer >= condition.at_least)

    def _place(self, condition: SettingIs) -> Rails:
        return _chosen(self.case.setting[condition.field], lambda value: value in condition.values)

    def _present(self, condition: Present) -> Rails:
        names = sorted(self.edition.members(condition.of))
        if condition.any_age:
            return either(_verdict(self.case.said[name]) for name in names)
        # One that is there is possible as well, so the second rail needs no more than the possible ones.
        return Rails(some(self.there[name] for name in names), some(self.possible[name] for name in names))

    def _count(self, count: Count) -> Rails:
        if count.at_least > 1 and not self._sums:
            return Rails(NO, NO)
        groups: dict[str, list[str]] = {}
        for name in sorted(self.edition.members(count.of)):
            groups.setdefault(self.edition.indicators[name].domain if count.by_domain else name, []).append(name)
        counted = (
            Counted.of([some(self.there[name] for name in names) for names in groups.values()], count.at_least),
            Counted.of([some(self.possible[name] for name in names) for names in groups.values()], count.at_least),
        )
        self.counts[count] = counted
        return Rails(counted[0].reached, counted[1].reached)

    def _given(self, question: str, wanted: Callable[[AnswerValue], bool]) -> Rails:
        # An answer to a question that is not asked on the day is not heard.
        if question not in self.edition.questions:
            return Rails(NO, YES)
        return _chosen(self.case.answers.get(question, ()), wanted)

    def _below(self, months: int) -> Rails:
        """Born and younger than a limit: surely if every stretch left is below it, perhaps if one is."""
        last = self._space.limits.index(months)
        below = [(option, age, [0 <= piece <= last for piece in option.pieces]) for option, age in self._ages()]
        return Rails(some(age for _, age, found in below if all(found)), some(age for _, age, found in below if any(found)))

    def _in_band(self, band: AgeBand | None) -> Rails:
        if band is None:
            return Rails(YES, YES)
        if band.unborn:
            return self.unborn
        parts = [opposite(self.unborn)]
        if band.from_months is not None:
            parts.append(opposite(self._limits[band.from_months]))
        if band.below_months is not None:
            below = self._limits[band.below_months]
            if band.below_months_if_disabled is not None:
                later = every([_verdict(self.case.child["disabled"]), self._limits[band.below_months_if_disabled]])
                below = either([below, later])
            parts.append(below)
        born = every(parts)
        return either([self.unborn, born]) if band.or_unborn else born

    def _counts(self, indicator: Indicator) -> z3.BoolRef:
        there = self.there[indicator.id]
        if indicator.counts is Counts.ALWAYS:
            return there
        return z3.And(there, z3.Not(self.met(indicator)))

    def met(self, indicator: Indicator) -> z3.BoolRef:
        """Say that the need is surely met: said outright, or shown by the strengths it names and not denied."""
        said = self.case.met[indicator.id]
        if indicator.met_when is None:
            return said.yes
        return z3.Or(said.yes, z3.And(z3.Not(said.no), self.holds(indicator.met_when).sure))


_FORMS: Mapping[type, Callable[..., Rails]] = {
    All: Encoding._all,
    Any: Encoding._any,
    Not: Encoding._not,
    Present: Encoding._present,
    Count: Encoding._count,
    FindingIs: Encoding._finding,
    AgeBelow: Encoding._younger,
    AgeFrom: Encoding._older,
    ChildIs: Encoding._child,
    AnswerIs: Encoding._answer,
    AnswerAtLeast: Encoding._number,
    SettingIs: Encoding._place,
}


def _verdict(said: Said) -> Rails:
    return Rails(said.yes, z3.Not(said.no))


def _among(answer: AnswerValue, values: tuple[AnswerValue, ...]) -> bool:
    """Compare strictly: 1 is not true."""
    return any(type(answer) is type(value) and answer == value for value in values)


def _chosen(options: tuple[tuple[AnswerValue, z3.BoolRef], ...], wanted: Callable[[AnswerValue], bool]) -> Rails:
    """Surely if a wanted one was given, perhaps if no other one was."""
    others = [given for value, given in options if not wanted(value)]
    return Rails(some(given for value, given in options if wanted(value)), z3.Not(some(others)) if others else YES)
