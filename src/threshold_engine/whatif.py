"""
One fact changed: the facts that could still be learned or be wrong, and the level that follows.

The ground for "what would change it", "one doubtful answer" and "what to ask next". A
change to one fact touches few rules, so only those are read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from threshold_engine import spec
from threshold_engine.explain import may_be_met, possible_children
from threshold_engine.model.assessment import Change
from threshold_engine.model.case import Age, AnswerValue, Child
from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    AnswerAtLeast,
    AnswerIs,
    ChildIs,
    Condition,
    Count,
    FindingIs,
    Present,
    SettingIs,
    walk,
)
from threshold_engine.model.edition import Edition
from threshold_engine.model.facts import Facts
from threshold_engine.model.guidance import Question, Rule
from threshold_engine.model.words import AGENCIES, Kind
from threshold_engine.wording import Wording

ATTRIBUTES = ("disabled", "mobile", "looked_after")
BAND_FACTS = ("child.age", "child.disabled")
"""Facts that can take an indicator into or out of its age band."""
PRESENT = "present"
ABSENT = "absent"


def level_of(reading: spec.Reading) -> int:
    """Give the level of a reading: what outcome.py says of the first channel, and nothing else of it."""
    return max([1, *_signs(reading), *(floor for rule, floor in _floors(reading) if reading.rules[rule.id] is True)])


def level_with(facts: Facts, changes: Iterable[Change]) -> int:
    """Give the level with some facts changed."""
    return Levels(facts).after(changes)


class Levels:
    """
    The level with some facts changed, for one set of facts and many changes.

    Only what the changes touch, and can set a level, is worked out again; which signs are
    in their age bands, once for each age.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._edition = facts.edition
        self._in_bands: dict[frozenset[Change], spec.Reading] = {}

    def after(self, changes: Iterable[Change]) -> int:
        """Give the level with these facts changed."""
        banded: set[Change] = set()
        others: list[Change] = []
        # Facts of the child first: the others build on them.
        for change in changes:
            banded.add(change) if change.fact in BAND_FACTS else others.append(change)
        again = {rule.id for change in others for rule in touching(self._edition).get(change.fact, ())}
        if findings_behind_floors(self._edition) and (banded or not again.isdisjoint(_concluding(self._edition))):
            return level_of(spec.read(self._changed([*banded, *others])))
        reading = self._sifted(frozenset(banded)) if banded else spec.read(self._facts)
        for change in others:
            reading = _settled(reading, with_change(reading.facts, change), change.fact)
        # Signs go in and out of their bands with the age, so that most rules are touched.
        return _highest(reading, None if banded else again)

    def _sifted(self, banded: frozenset[Change]) -> spec.Reading:
        known = self._in_bands.get(banded)
        if known is None:
            known = self._in_bands[banded] = spec.sift(self._changed(banded))
        return known

    def _changed(self, changes: Iterable[Change]) -> Facts:
        facts = self._facts
        for change in changes:
            facts = with_change(facts, change)
        return facts


def _highest(reading: spec.Reading, again: set[str] | None) -> int:
    """Give the level of a reading in which the verdict on some rules must be worked out again; on all if None."""
    level = max([1, *_signs(reading)])
    for rule, floor in _floors(reading):
        if floor <= level:
            break
        verdict = spec.holds(rule.when, reading) if again is None or rule.id in again else reading.rules[rule.id]
        if verdict is True:
            return floor
    return level


def _concluding(edition: Edition) -> frozenset[str]:
    """Give the rules that conclude what a rule with a floor reads."""
    found = edition.compiled.get("concluding")
    if not isinstance(found, frozenset):
        behind = findings_behind_floors(edition)
        found = edition.compiled["concluding"] = frozenset(rule.id for rule in edition.rules if rule.then.finding in behind)
    return found


def with_floors(facts: Facts) -> spec.Reading:
    """Read facts as far as a level needs: of the rules only those with a floor, unless they read findings."""
    if findings_behind_floors(facts.edition):
        return spec.read(facts)
    reading = spec.sift(facts)
    for rule, _ in _floors(reading):
        reading.rules[rule.id] = spec.holds(rule.when, reading)
    return reading


def holding(facts: Facts, level: int) -> frozenset[str]:
    """Give the signs and rules that by themselves hold a case at a level."""
    reading = with_floors(facts)
    signs = (facts.edition.indicators[name] for name in reading.there)
    held = {sign.id for sign in signs if sign.level >= level and spec.counts(sign, reading)}
    return frozenset(held | {rule.id for rule, floor in _floors(reading) if floor >= level and reading.rules[rule.id] is True})


def _signs(reading: spec.Reading) -> list[int]:
    signs = (reading.facts.edition.indicators[name] for name in reading.there)
    return [sign.level for sign in signs if spec.counts(sign, reading)]


def _floors(reading: spec.Reading) -> list[tuple[Rule, int]]:
    """Give the rules with a floor, the highest first."""
    edition = reading.facts.edition
    found = edition.compiled.get("floors")
    if not isinstance(found, list):
        floors = [(rule, rule.then.floor) for rule in edition.rules if rule.then.floor]
        found = edition.compiled["floors"] = sorted(floors, key=lambda pair: -pair[1])
    return found


def changed(reading: spec.Reading, change: Change) -> spec.Reading:
    """Give the reading with one fact changed."""
    facts = with_change(reading.facts, change)
    if change.fact in BAND_FACTS:
        return spec.read(facts)
    if change.fact.startswith("met."):
        return replace(reading, facts=facts)
    return _reread(reading, facts, change.fact)


def behind_rule(rule: Rule, edition: Edition) -> frozenset[str]:
    """Give the facts that the verdict on a rule may depend on, by way of findings too."""
    found = edition.compiled.get("behind_rules")
    if not isinstance(found, dict):
        facts: dict[str, set[str]] = {}
        for fact, rules in touching(edition).items():
            for each in rules:
                facts.setdefault(each.id, set()).add(fact)
        found = edition.compiled["behind_rules"] = {name: frozenset(read) for name, read in facts.items()}
    return found.get(rule.id, frozenset())


def findings_behind_floors(edition: Edition) -> frozenset[str]:
    """Give the findings that a rule with a floor reads, directly or by way of others."""
    found = edition.compiled.get("findings_behind_floors")
    if not isinstance(found, frozenset):
        behind: set[str] = set()
        for rule in reversed(edition.rules):
            if rule.then.floor or rule.then.finding in behind:
                behind |= {part.finding for part in walk(rule.when) if isinstance(part, FindingIs)}
        found = edition.compiled["findings_behind_floors"] = frozenset(behind)
    return found


def with_change(facts: Facts, change: Change) -> Facts:
    """Give the facts with one of them changed."""
    kind, _, name = change.fact.partition(".")
    if not name:
        return replace(facts, recorded={**facts.recorded, change.fact: change.to == PRESENT}, memo={})
    if kind == "met":
        return replace(facts, met={**facts.met, name: change.to is True}, memo={})
    if kind == "answers":
        return replace(facts, answers={**facts.answers, name: change.to}, memo={})
    if kind == "setting":
        return replace(facts, setting={**facts.setting, name: str(change.to)}, memo={})
    return replace(facts, child=_child(facts, name, change), memo={})


def _child(facts: Facts, name: str, change: Change) -> Child:
    yes = change.to is True
    if name == "disabled":
        return replace(facts.child, disabled=yes)
    if name == "mobile":
        return replace(facts.child, mobile=yes)
    if name == "looked_after":
        return replace(facts.child, looked_after=yes)
    if change.to == "unborn":
        return replace(facts.child, unborn=True, age=None)
    low, high = (float(part) for part in str(change.to).split(" to "))
    return replace(facts.child, unborn=False, age=Age(low, high, change.words))


def _settled(reading: spec.Reading, facts: Facts, fact: str) -> spec.Reading:
    """Give the reading with one fact changed and the verdicts on rules left as they were."""
    there, unsettled, possible = reading.there, reading.unsettled, reading.possible
    indicator = facts.edition.indicators.get(fact)
    if indicator is not None:
        inside = indicator.age is None or spec.in_band(indicator.age, facts.child) is not False
        is_there = facts.recorded[fact] and inside
        unsettled = unsettled - {fact}
        there = there | {fact} if is_there else there - {fact}
        if is_there is not (fact in possible):
            possible = possible | {fact} if is_there else possible - {fact}
    return spec.Reading(facts, there, unsettled, possible, reading.rules, reading.findings)


def _reread(reading: spec.Reading, facts: Facts, fact: str) -> spec.Reading:
    """Read again only the rules that a fact touches."""
    settled = _settled(reading, facts, fact)
    again = replace(settled, rules=dict(reading.rules), findings=dict(reading.findings))
    for rule in touching(facts.edition).get(fact, ()):
        again.rules[rule.id] = spec.holds(rule.when, again)
        if rule.then.finding is not None:
            concluding = [each.id for each in facts.edition.rules if each.then.finding == rule.then.finding]
            again.findings[rule.then.finding] = spec.either(again.rules[name] for name in concluding)
    return again


def touching(edition: Edition) -> dict[str, tuple[Rule, ...]]:
    """Give, for each fact, the rules whose verdict may depend on it, by way of findings too, in order."""
    found = edition.compiled.get("touching")
    if not isinstance(found, dict):
        found = edition.compiled["touching"] = _touching(edition)
    return found


def _touching(edition: Edition) -> dict[str, tuple[Rule, ...]]:
    through: dict[str, set[str]] = {}
    touched: dict[str, list[Rule]] = {}
    for rule in edition.rules:
        read = set(facts_read(rule.when, edition))
        for part in walk(rule.when):
            if isinstance(part, FindingIs):
                read |= through.get(part.finding, set())
        if rule.then.finding is not None:
            through.setdefault(rule.then.finding, set()).update(read)
        for fact in read:
            touched.setdefault(fact, []).append(rule)
    return {fact: tuple(rules) for fact, rules in touched.items()}


def facts_read(condition: Condition, edition: Edition) -> Iterator[str]:
    """Give the names of the facts a condition reads, findings aside."""
    for part in walk(condition):
        match part:
            case Present(of) | Count(of):
                yield from edition.members(of)
            case AnswerIs(question) | AnswerAtLeast(question):
                yield f"answers.{question}"
            case ChildIs(attribute):
                yield f"child.{attribute}"
            case AgeBelow() | AgeFrom():
                yield "child.age"
            case SettingIs(field):
                yield f"setting.{field}"


def open_changes(reading: spec.Reading, wording: Wording) -> list[Change]:
    """
    List everything that could still be learned and that some rule or level reads.

    An indicator that would be found absent is left out: an absence settles, and changes
    no level by itself.
    """
    facts = reading.facts
    edition = facts.edition
    signs, at_any_age = _found_present(edition, wording), _at_any_age(edition)
    found = [
        change
        for name, change in signs.items()
        if name in reading.unsettled or (name not in facts.recorded and name in at_any_age)
    ]
    found += [
        Change(f"answers.{question.id}", value, wording.answer(question.id, value))
        for question in edition.questions.values()
        if question.id not in facts.answers
        for value in telling_values(question, edition)
    ]
    found += [
        Change(f"child.{attribute}", value, wording.child(attribute, value))
        for attribute in ATTRIBUTES
        if getattr(facts.child, attribute) is None
        for value in (True, False)
    ]
    found += ages(facts)
    if "agency" not in facts.setting:
        found += [Change("setting.agency", agency, f"agency: {agency}") for agency in telling_agencies(edition)]
    found += [
        Change(f"met.{name}", value, wording.met(name, value))
        for name in sorted(reading.possible)
        if may_be_met(edition.indicators[name]) and name not in facts.met
        for value in ((True, False) if name in reading.there else (False,))
    ]
    return found


def _found_present(edition: Edition, wording: Wording) -> dict[str, Change]:
    found = edition.compiled.get("found_present")
    if not isinstance(found, dict):
        found = {name: Change(name, PRESENT, wording.indicator(name)) for name in edition.indicators}
        edition.compiled["found_present"] = found
    return found


def ages(facts: Facts) -> list[Change]:
    """List the ages the child could still be, as far as the guidance tells them apart; none if it is one age."""
    children = list(possible_children(facts))
    if len(children) < 2:
        return []
    return [age_change(child) for child in children]


def age_change(child: Child) -> Change:
    """Say an age of the child as a change."""
    if child.age is None:
        return Change("child.age", "unborn", "the child is not yet born")
    low, high = child.age.low_months, child.age.high_months
    return Change("child.age", f"{low:g} to {high:g}", f"the child is between {_age_words(low)} and {_age_words(high)}")


def _age_words(months: float) -> str:
    years, rest = divmod(months, 12)
    if rest == 0 and years >= 2:
        return f"{years:g} years"
    return f"{months:.1f}".removesuffix(".0") + " months"


def other_ages(facts: Facts) -> list[Change]:
    """List every age of the guidance other than the recorded one."""
    child = facts.child
    anyone = replace(facts, child=replace(child, age=None, unborn=None))
    return [age_change(other) for other in possible_children(anyone) if not _same_age(other, child)]


def _same_age(other: Child, child: Child) -> bool:
    if child.unborn is True or child.age is None:
        return other.unborn is True and child.unborn is True
    if other.age is None:
        return False
    return other.age.low_months < child.age.high_months and child.age.low_months < other.age.high_months


def telling_values(question: Question, edition: Edition) -> list[AnswerValue]:
    """Give answers to a question such that every rule can tell any two of them apart, or not at all."""
    values = edition.compiled.get("telling_values")
    if not isinstance(values, dict):
        values = edition.compiled["telling_values"] = _read_values(edition)
    read: set[AnswerValue] = values.get(question.id, set())
    if not read:
        return []
    if question.type == "boolean":
        return [True, False]
    if question.type == "choice":
        return list(question.choices)
    return sorted({0, *(value for value in read if type(value) is int)})


def _read_values(edition: Edition) -> dict[str, set[AnswerValue]]:
    values: dict[str, set[AnswerValue]] = {}
    for condition in _conditions(edition):
        for part in walk(condition):
            if isinstance(part, AnswerIs):
                values.setdefault(part.question, set()).update(part.values)
                # The next number stands for "any other", where a rule names one number.
                values[part.question] |= {value + 1 for value in part.values if type(value) is int}
            elif isinstance(part, AnswerAtLeast):
                values.setdefault(part.question, set()).add(part.at_least)
    return values


def telling_agencies(edition: Edition) -> list[str]:
    """Give agencies such that every rule can tell any two of them apart, or not at all."""
    read = {
        value
        for condition in _conditions(edition)
        for part in walk(condition)
        if isinstance(part, SettingIs) and part.field == "agency"
        for value in part.values
    }
    if not read:
        return []
    rest = [agency for agency in AGENCIES if agency not in read]
    return sorted(read) + rest[-1:]


def _conditions(edition: Edition) -> Iterator[Condition]:
    yield from (rule.when for rule in edition.rules)
    yield from (indicator.met_when for indicator in edition.indicators.values() if indicator.met_when is not None)


def _at_any_age(edition: Edition) -> frozenset[str]:
    found = edition.compiled.get("at_any_age")
    if not isinstance(found, frozenset):
        selectors = [part.of for rule in edition.rules for part in walk(rule.when) if isinstance(part, Present) and part.any_age]
        found = frozenset(name for of in selectors for name in edition.members(of))
        edition.compiled["at_any_age"] = found
    return found


def is_risk(edition: Edition, change: Change) -> bool:
    """Tell whether a change is a risk indicator found present: it can only raise."""
    indicator = edition.indicators.get(change.fact)
    return indicator is not None and indicator.kind is Kind.RISK
