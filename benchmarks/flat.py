"""
One edition of the guidance as flat rows, for the peers of the benchmark.

A row is a conjunction of plain tests over named facts, and the name it fires. The
condition trees are expanded to "one of these conjunctions"; findings are put in place.
Independent of rete.py, so that a fault there cannot hide in the peers as well.

Worked out in Python before the clock starts, which favours the peers:

* names are checked and the case is settled (our own figure pays for both);
* a set of indicators is handed over as one fact, "one of these is there", its age bands
  applied already; a count as a number;
* a verdict other than "true" on a leaf that is not a set is handed over as one fact.

Left to the peers: every conjunction, the age bands of the indicators, "is the need met",
ages, answers, the setting and the limits of counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from threshold_engine import spec
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
    Leaf,
    Not,
    Present,
    SettingIs,
)
from threshold_engine.model.edition import Edition
from threshold_engine.model.facts import Facts, Firings
from threshold_engine.model.guidance import AgeBand, Indicator
from threshold_engine.model.words import Counts, Kind

Value = bool | int | float | str
NOT_BORN_YET, OLDER_THAN_ANY = -1, 9_999
"""The bounds of an age that is not known."""


@dataclass(frozen=True)
class Test:
    """
    One test of one fact. A fact that is not given is unequal to everything.

    Attributes:
        how: ``is``, ``is not``, ``in``, ``>=``, ``<=``, ``>`` or ``<``.
    """

    fact: str
    how: str
    value: Value | tuple[Value, ...]


Conjunction = frozenset[Test]


@dataclass(frozen=True)
class Row:
    fires: str
    tests: tuple[Test, ...]


class Flat:
    """An edition as rows, and its cases as named facts."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._verdicts: dict[tuple[Leaf, bool], str] = {}
        self._counts: dict[Count, str] = {}
        rules = [(f"rule {rule.id}", self._ways(rule.when, True, True)) for rule in edition.rules]
        signs = [self._fired_by(indicator) for indicator in edition.indicators.values()]
        self.rows = tuple(
            Row(name, tuple(sorted(way, key=lambda test: (test.fact, test.how)))) for name, ways in rules + signs for way in ways
        )

    def facts(self, facts: Facts) -> dict[str, Value]:
        """Give a settled case as named facts."""
        reading, child = spec.read(facts), facts.child
        known: dict[str, Value | None] = {_fact("sign", name): True for name, said in facts.recorded.items() if said}
        known |= {_fact("met", name): said for name, said in facts.met.items()}
        known |= {_fact("answer", name): value for name, value in facts.answers.items()}
        known |= {_fact("setting", name): value for name, value in facts.setting.items()}
        known |= {f"child_{name}": getattr(child, name) for name in ("unborn", "disabled", "mobile", "looked_after")}
        known["low_months"] = child.age.low_months if child.age else NOT_BORN_YET
        known["high_months"] = child.age.high_months if child.age else OLDER_THAN_ANY
        known |= {name: _how_many(count, reading) for count, name in self._counts.items()}
        known |= {name: True for (leaf, verdict), name in self._verdicts.items() if spec.holds(leaf, reading) is verdict}
        return {name: value for name, value in known.items() if value is not None}

    def _fired_by(self, indicator: Indicator) -> tuple[str, list[Conjunction]]:
        sign = [frozenset([Test(_fact("sign", indicator.id), "is", True)])]
        there = _cross([sign, _in_play(indicator.age)])
        if indicator.kind is not Kind.RISK:
            return f"present {indicator.id}", there
        if indicator.counts is Counts.ALWAYS:
            return f"counts {indicator.id}", there
        met = _fact("met", indicator.id)
        not_said = [frozenset([Test(met, "is not", True)])]
        if indicator.met_when is None:
            return f"counts {indicator.id}", _cross([there, not_said])
        denied = [frozenset([Test(met, "is", False)])]
        not_shown = _cross([not_said, self._ways(indicator.met_when, True, False)])
        return f"counts {indicator.id}", _cross([there, _union([denied, not_shown])])

    def _ways(self, condition: Condition, verdict: bool, so: bool) -> list[Conjunction]:
        """Give the conjunctions of which one holds where a condition has a verdict (or, where ``so`` is false, has not)."""
        match condition:
            case All(parts):
                join = _cross if verdict is so else _union
                return join([self._ways(part, verdict, so) for part in parts])
            case Any(parts):
                join = _union if verdict is so else _cross
                return join([self._ways(part, verdict, so) for part in parts])
            case Not(part):
                return self._ways(part, not verdict, so)
            case FindingIs(finding):
                concluded = tuple(rule.when for rule in self._edition.rules if rule.then.finding == finding)
                return self._ways(Any(concluded), verdict, so)
            case _:
                return [frozenset(self._true(condition) if verdict and so else [self._verdict(condition, verdict, so)])]

    def _true(self, leaf: Leaf) -> list[Test]:
        match leaf:
            case AgeBelow(months):
                return [Test("child_unborn", "is not", True), Test("high_months", "<=", months)]
            case AgeFrom(months):
                return [Test("child_unborn", "is", False), Test("low_months", ">=", months)]
            case ChildIs(attribute, value):
                return [Test(f"child_{attribute}", "is", value)]
            case AnswerIs(question, values):
                return [_one_of(_fact("answer", question), values)]
            case SettingIs(field, values):
                return [_one_of(_fact("setting", field), values)]
            case AnswerAtLeast(question, at_least):
                return [Test(_fact("answer", question), ">=", at_least)]
            case Count(_, at_least):
                return [Test(self._counts.setdefault(leaf, f"count_{len(self._counts)}"), ">=", at_least)]
        return [self._verdict(leaf, True, True)]

    def _verdict(self, leaf: Leaf, verdict: bool, so: bool) -> Test:
        if isinstance(leaf, Present) and verdict and self._is_one_sign(leaf):
            name = _fact("sign", leaf.of.ids[0])
        else:
            name = self._verdicts.setdefault((leaf, verdict), f"verdict_{len(self._verdicts)}")
        return Test(name, "is" if so else "is not", True)

    def _is_one_sign(self, leaf: Present) -> bool:
        names = [name for name in leaf.of.ids if name in self._edition.indicators]
        return len(leaf.of.ids) == len(names) == 1 and (leaf.any_age or self._edition.indicators[names[0]].age is None)


def fired_names(fired: Firings, edition: Edition) -> frozenset[str]:
    """Give what a channel concluded, by the names that rows fire."""
    others = {name for name in fired.present if edition.indicators[name].kind is not Kind.RISK}
    return frozenset(
        [
            *(f"rule {name}" for name in fired.rules),
            *(f"counts {name}" for name in fired.counting),
            *(f"present {name}" for name in others),
        ]
    )


def _in_play(band: AgeBand | None) -> list[Conjunction]:
    """Give the conjunctions of which one holds where a child is not certainly outside an age band."""
    if band is None:
        return [frozenset()]
    not_born = [frozenset([Test("child_unborn", "is not", False)])]
    if band.unborn:
        return not_born
    limits: list[Conjunction] = [frozenset()]
    if band.below_months is not None:
        limits = [frozenset([Test("low_months", "<", band.below_months)])]
    if band.below_months_if_disabled is not None:
        young = Test("low_months", "<", band.below_months_if_disabled)
        limits.append(frozenset([Test("child_disabled", "is not", False), young]))
    born = frozenset([Test("child_unborn", "is not", True)])
    old_enough = frozenset([Test("high_months", ">", band.from_months)] if band.from_months is not None else [])
    return _union([_cross([[born], [old_enough], limits]), not_born if band.or_unborn else []])


def _how_many(count: Count, reading: spec.Reading) -> int:
    edition = reading.facts.edition
    found = reading.there & edition.members(count.of)
    return len({edition.indicators[name].domain for name in found} if count.by_domain else found)


def _one_of(fact: str, values: tuple[Value, ...]) -> Test:
    return Test(fact, "is", values[0]) if len(values) == 1 else Test(fact, "in", values)


def _fact(group: str, name: str) -> str:
    return f"{group}_{name}".replace("-", "_")


def _union(parts: Iterable[list[Conjunction]]) -> list[Conjunction]:
    return _shortest({way for part in parts for way in part})


def _cross(parts: Iterable[list[Conjunction]]) -> list[Conjunction]:
    return _shortest({_without_implied(frozenset().union(*ways)) for ways in itertools.product(*parts)})


def _without_implied(way: Conjunction) -> Conjunction:
    """Leave out "is not this" where "is that" is asked of the same fact; the peers are spared it."""
    told = {test.fact: test.value for test in way if test.how == "is"}
    return frozenset(test for test in way if test.how != "is not" or told.get(test.fact, test.value) == test.value)


def _shortest(ways: set[Conjunction]) -> list[Conjunction]:
    """Leave out a conjunction that a shorter one covers; the peers are spared it."""
    return [way for way in ways if not any(other < way for other in ways)]
