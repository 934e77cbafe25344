"""
Where open answers can make a rule hold.

More than "not settled": two clauses that need two different answers to one question
cannot both hold. A fact that speaks for some clauses and against others is tried with
each value that matters; every other fact takes the value that helps.
"""

from __future__ import annotations

from collections.abc import Iterator

from threshold_engine.columnar.facts import Value
from threshold_engine.columnar.planes import Plane
from threshold_engine.columnar.reading import Reading
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
from threshold_engine.model.guidance import Question, Rule
from threshold_engine.model.words import AGENCIES, Kind

Use = tuple[Condition | None, bool]
"""A way a fact is used, and whether that clause must hold for the rule to hold, or must not."""

DISABLED = "disabled"
UNBORN = "unborn"


def can_hold(rule: Rule, reading: Reading) -> Plane:
    """Say where some open answers make a rule hold, for the child of the reading."""
    if not reading.rule(rule).could:
        return reading.rule(rule).could
    return _tried(rule, reading, list(_contested(rule, reading.facts.edition).items()))


def _tried(rule: Rule, reading: Reading, facts: list[tuple[str, list[Value]]]) -> Plane:
    if not facts:
        return _can(rule.when, reading, wanted=True)
    (column, values), rest = facts[0], facts[1:]
    planes = reading.facts.logic.planes
    is_open = reading.facts.is_open(column)
    ways = [planes.every([planes.opposite(is_open), _tried(rule, reading, rest)])]
    ways += [planes.every([is_open, _tried(rule, reading.supposing(column, value), rest)]) for value in values]
    return planes.some(ways)


def _can(condition: Condition, reading: Reading, *, wanted: bool) -> Plane:
    """Say where a condition can be made to hold, or not to hold. No answer changes the age, or that the child is born."""
    planes = reading.facts.logic.planes
    match condition:
        case All(parts) | Any(parts):
            join = planes.every if isinstance(condition, All) is wanted else planes.some
            return join([_can(part, reading, wanted=wanted) for part in parts])
        case Not(part):
            return _can(part, reading, wanted=not wanted)
        case FindingIs(finding):
            found = [_can(rule.when, reading, wanted=wanted) for rule in reading.concluding(finding)]
            return planes.some(found) if wanted else planes.every(found)
    verdict = reading.holds(condition)
    if isinstance(condition, AgeBelow | AgeFrom) or (isinstance(condition, ChildIs) and condition.attribute == UNBORN):
        return verdict.sure if wanted else planes.opposite(verdict.could)
    return verdict.could if wanted else planes.opposite(verdict.sure)


def _contested(rule: Rule, edition: Edition) -> dict[str, list[Value]]:
    """Give the facts that a rule uses in more than one way, with the values it can tell apart."""
    uses: dict[str, set[Use]] = {}
    for leaf, wanted in _leaves(rule.when, edition, wanted=True):
        for column, how in _read(leaf, edition):
            uses.setdefault(column, set()).add((how, wanted))
    return {
        column: _values(column, [how for how, _ in found], edition)
        for column, found in uses.items()
        if len(found) > 1 or not all(wanted for _, wanted in found)
    }


def _leaves(condition: Condition, edition: Edition, *, wanted: bool) -> Iterator[tuple[Condition, bool]]:
    """Give the clauses of a condition, and of the rules behind its findings, with whether each must hold or must not."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _leaves(part, edition, wanted=wanted)
        case Not(part):
            yield from _leaves(part, edition, wanted=not wanted)
        case FindingIs(finding):
            for rule in edition.rules:
                if rule.then.finding == finding:
                    yield from _leaves(rule.when, edition, wanted=wanted)
        case _:
            yield condition, wanted


def _read(leaf: Condition, edition: Edition) -> Iterator[tuple[str, Condition | None]]:
    """Give the columns that a clause reads, each with how; None where one more of it only ever helps."""
    match leaf:
        case Present(of) | Count(of):
            indicators = [edition.indicators[name] for name in edition.members(of)]
            yield from ((indicator.id, None) for indicator in indicators if indicator.kind is Kind.CONTEXT)
            if any(indicator.age is not None and indicator.age.below_months_if_disabled is not None for indicator in indicators):
                yield DISABLED, None
        case AnswerIs(question) | AnswerAtLeast(question):
            if question in edition.questions:
                yield f"answers.{question}", leaf
        case SettingIs(field):
            yield f"setting.{field}", leaf
        case ChildIs(attribute) if attribute != UNBORN:
            yield attribute, leaf


def _values(column: str, hows: list[Condition | None], edition: Edition) -> list[Value]:
    kind, _, name = column.partition(".")
    if kind == "answers":
        return _answers(edition.questions[name], hows)
    if kind == "setting":
        read = {value for how in hows if isinstance(how, SettingIs) for value in how.values}
        # One that no clause names stands for all the others.
        others = [agency for agency in AGENCIES if agency not in read] if name == "agency" else [""]
        return [*sorted(read), *others[:1]]
    return [True, False]


def _answers(question: Question, hows: list[Condition | None]) -> list[Value]:
    if question.type == "boolean":
        return [True, False]
    if question.type == "choice":
        return list(question.choices)
    exact = {value for how in hows if isinstance(how, AnswerIs) for value in how.values if isinstance(value, int)}
    least = {how.at_least for how in hows if isinstance(how, AnswerAtLeast)}
    return sorted({0, *exact, *(value + 1 for value in exact), *least})
