"""What the guidance means for every row at once: its indicators and its rules, as planes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from threshold_engine.columnar.children import Child, from_age, in_band
from threshold_engine.columnar.facts import Facts, Value
from threshold_engine.columnar.planes import Plane
from threshold_engine.columnar.verdicts import FALSE, TRUE, Verdict
from threshold_engine.errors import EngineFault
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
from threshold_engine.model.guidance import AgeBand, Indicator, Rule
from threshold_engine.model.words import Counts, Kind


class Reading:
    """The facts of every row, read for one child a row: the one given, or one of the ages it could be."""

    def __init__(self, facts: Facts, child: Child) -> None:
        self.facts = facts
        self._logic = facts.logic
        self._child = child
        self._bands: dict[AgeBand | None, Verdict] = {}
        self._rules: dict[str, Verdict] = {}
        self._there: dict[str, Verdict] = {}
        self._concluding: dict[str, list[Rule]] = {}
        for rule in facts.edition.rules:
            if rule.then.finding is not None:
                self._concluding.setdefault(rule.then.finding, []).append(rule)

    def supposing(self, column: str, value: Value) -> Reading:
        """Give the reading that would be if a fact had a certain value in every row."""
        return Reading(self.facts.supposing(column, value), self._child)

    def rule(self, rule: Rule) -> Verdict:
        """Give the verdict on a rule."""
        found = self._rules.get(rule.id)
        if found is None:
            # A circle of findings ends here: check.py refuses a rulebook with one.
            self._rules[rule.id] = FALSE
            found = self._rules[rule.id] = self.holds(rule.when)
        return found

    def there(self, name: str) -> Verdict:
        """Say where an indicator is recorded and not certainly about another age."""
        found = self._there.get(name)
        if found is None:
            indicator = self.facts.edition.indicators[name]
            found = self._there[name] = self._inside(indicator.age, self.facts.recorded(name))
            for plane in (found.sure, found.could):
                self._logic.planes.of_family(plane, f"{indicator.domain} {indicator.level} {plane == found.sure}")
        return found

    def outside(self, indicator: Indicator) -> Plane:
        """Say where an indicator is recorded that is certainly about another age."""
        planes = self._logic.planes
        return planes.every([self.facts.recorded(indicator.id).sure, planes.opposite(self.in_band(indicator.age).could)])

    def in_band(self, band: AgeBand | None) -> Verdict:
        found = self._bands.get(band)
        if found is None:
            disabled = self.facts.attribute("disabled")
            found = TRUE if band is None else in_band(self._logic, band, self._child, disabled)
            self._bands[band] = found
        return found

    def counts(self, indicator: Indicator) -> Plane:
        """Say where a risk counts: it is there, and its need is not known to be met."""
        planes = self._logic.planes
        there = self.there(indicator.id).sure
        if indicator.counts is Counts.ALWAYS:
            return there
        said = self.facts.met(indicator.id)
        met = [said.sure]
        if indicator.met_when is not None:
            not_said = planes.every([planes.opposite(said.sure), said.could])
            met.append(planes.every([not_said, self.holds(indicator.met_when).sure]))
        return planes.every([there, planes.opposite(planes.some(met))])

    def surely_counts(self, indicator: Indicator, settled: bool) -> Plane:
        """
        Say where a risk counts whatever the open answers are.

        Args:
            settled: The age is that of the reading, so a sign must be about it; else no more is ever said of the age.
        """
        planes = self._logic.planes
        parts = [self.there(indicator.id).sure]
        if settled:
            parts.append(self.in_band(indicator.age).sure)
        if indicator.counts is not Counts.ALWAYS:
            parts.append(planes.opposite(self.facts.met(indicator.id).could))
        return planes.every(parts)

    def may_count(self, indicator: Indicator) -> Plane:
        """Say where a risk could come to count."""
        planes = self._logic.planes
        parts = [self.there(indicator.id).could]
        if indicator.counts is not Counts.ALWAYS:
            parts.append(planes.opposite(self.facts.met(indicator.id).sure))
        return planes.every(parts)

    def _inside(self, band: AgeBand | None, verdict: Verdict) -> Verdict:
        planes = self._logic.planes
        could_be = self.in_band(band).could
        return Verdict(planes.every([verdict.sure, could_be]), planes.every([verdict.could, could_be]))

    def _one_of(self, names: Iterable[str]) -> Verdict:
        return self._logic.either(self.there(name) for name in names)

    def holds(self, condition: Condition) -> Verdict:
        """Give the verdict on a condition."""
        found = _MEANING.get(type(condition))
        if found is None:
            raise EngineFault(f"no meaning over columns for {type(condition).__name__}")
        return found(self, condition)

    def _all(self, condition: All) -> Verdict:
        return self._logic.every(self.holds(part) for part in condition.parts)

    def _any(self, condition: Any) -> Verdict:
        return self._logic.either(self.holds(part) for part in condition.parts)

    def _not(self, condition: Not) -> Verdict:
        return self._logic.opposite(self.holds(condition.part))

    def _present(self, condition: Present) -> Verdict:
        names = self.facts.edition.members(condition.of)
        if condition.any_age:
            return self._logic.either(self.facts.recorded(name) for name in sorted(names))
        return self._one_of(names)

    def _count(self, condition: Count) -> Verdict:
        edition = self.facts.edition
        groups: dict[str, list[str]] = {}
        for name in sorted(edition.members(condition.of)):
            groups.setdefault(edition.indicators[name].domain if condition.by_domain else name, []).append(name)
        return self._logic.at_least(condition.at_least, [self._one_of(names) for names in groups.values()])

    def concluding(self, finding: str) -> list[Rule]:
        """Give the rules that conclude a finding."""
        return self._concluding.get(finding, [])

    def _finding(self, condition: FindingIs) -> Verdict:
        return self._logic.either(self.rule(rule) for rule in self.concluding(condition.finding))

    def _answer(self, condition: AnswerIs) -> Verdict:
        return self.facts.answer(condition.question, condition.values)

    def _number(self, condition: AnswerAtLeast) -> Verdict:
        return self.facts.reaches(condition.question, condition.at_least)

    def _setting(self, condition: SettingIs) -> Verdict:
        return self.facts.setting(condition.field, condition.values)

    def _child_is(self, condition: ChildIs) -> Verdict:
        attribute = condition.attribute
        said = self._child.unborn if attribute == "unborn" else self.facts.attribute(attribute)
        return said if condition.value else self._logic.opposite(said)

    def _younger(self, condition: AgeBelow) -> Verdict:
        return self._child.below(condition.months)

    def _older(self, condition: AgeFrom) -> Verdict:
        return from_age(self._logic, self._child, condition.months)


_MEANING: Mapping[type, Callable[..., Verdict]] = {
    All: Reading._all,
    Any: Reading._any,
    Not: Reading._not,
    Present: Reading._present,
    Count: Reading._count,
    FindingIs: Reading._finding,
    AnswerIs: Reading._answer,
    AnswerAtLeast: Reading._number,
    SettingIs: Reading._setting,
    ChildIs: Reading._child_is,
    AgeBelow: Reading._younger,
    AgeFrom: Reading._older,
}


def risks(indicators: Iterable[Indicator], level_from: int) -> list[Indicator]:
    """Give the risk indicators at a level or above."""
    return [indicator for indicator in indicators if indicator.kind is Kind.RISK and indicator.level >= level_from]
