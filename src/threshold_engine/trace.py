"""The full trace of a condition: each clause true, false or unknown, and the facts behind it."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_engine import spec
from threshold_engine.model.assessment import FactUsed, MissingFact
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
from threshold_engine.model.facts import Facts, Verdict
from threshold_engine.model.words import Kind
from threshold_engine.wording import Wording

Missing = tuple[MissingFact, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """
    Attributes:
        facts: For a clause without parts: the recorded facts behind the verdict; empty if unknown.
    """

    words: str
    verdict: Verdict
    facts: tuple[FactUsed, ...]
    parts: tuple[Trace, ...] = ()


def trace(condition: Condition, facts: Facts, findings: spec.Findings, wording: Wording) -> Trace:
    """Give the trace of a condition, clause by clause."""
    match condition:
        case All(parts) | Any(parts):
            inner = tuple(trace(part, facts, findings, wording) for part in parts)
        case Not(part):
            inner = (trace(part, facts, findings, wording),)
        case _:
            inner = ()
    verdict = spec.holds(condition, facts, findings)
    behind: tuple[FactUsed, ...] = ()
    if verdict is not None and not isinstance(condition, All | Any | Not):
        behind = tuple(wording.facts(condition, facts, verdict))
    return Trace(wording.condition(condition), verdict, behind, inner)


def supporting(condition: Condition, facts: Facts, findings: spec.Findings, wording: Wording, truth: bool = True) -> list[FactUsed]:
    """List the facts that make a settled condition true (or false): no clause that did not matter."""
    match condition:
        case All(parts) | Any(parts):
            mattering = [part for part in parts if spec.holds(part, facts, findings) is truth]
            return [fact for part in mattering for fact in supporting(part, facts, findings, wording, truth)]
        case Not(part):
            return supporting(part, facts, findings, wording, not truth)
        case _:
            return wording.facts(condition, facts, truth)


def has_support(condition: Condition, facts: Facts, findings: spec.Findings) -> bool:
    """Tell whether a risk or an answer recorded already speaks for the condition."""
    match condition:
        case All(parts) | Any(parts):
            return any(has_support(part, facts, findings) for part in parts)
        case Present(of) | Count(of):
            return any(
                facts.recorded.get(name) is True and facts.edition.indicators[name].kind is Kind.RISK
                for name in facts.edition.members(of)
            )
        case AnswerIs() | AnswerAtLeast():
            return spec.holds(condition, facts, findings) is True
        case FindingIs():
            return spec.holds(condition, facts, findings) is True
        case _:
            return False


def fewest_missing(condition: Condition, facts: Facts, findings: spec.Findings, wording: Wording) -> Missing | None:
    """
    Give the fewest facts that, if found, would make a condition true.

    Returns:
        None if a recorded fact already rules it out; empty if it is true.
    """
    verdict = spec.holds(condition, facts, findings)
    if verdict is not None:
        return () if verdict else None
    match condition:
        case All(parts):
            found: list[MissingFact] = []
            for part in parts:
                lacking = fewest_missing(part, facts, findings, wording)
                if lacking is None:
                    return None
                found += lacking
            return tuple(found)
        case Any(parts):
            ways = [fewest_missing(part, facts, findings, wording) for part in parts]
            return min((way for way in ways if way is not None), key=len, default=None)
        case Not(part):
            return (MissingFact((), 1, wording.condition(Not(part))),)
        case _:
            return (_missing(condition, facts, wording),)


def _missing(leaf: Leaf, facts: Facts, wording: Wording) -> MissingFact:
    match leaf:
        case Present(of, any_age):
            unknown = tuple(name for name in facts.edition.members(of) if _open(name, facts, any_age))
            return MissingFact(unknown, 1, wording.leaf(leaf))
        case Count(of, at_least):
            names = facts.edition.members(of)
            sure = sum(1 for name in names if facts.recorded.get(name) is True)
            unknown = tuple(name for name in names if _open(name, facts, False))
            return MissingFact(unknown, max(1, at_least - sure), wording.leaf(leaf))
        case AgeBelow() | AgeFrom():
            return MissingFact(("child.age",), 1, wording.leaf(leaf))
        case ChildIs(attribute):
            return MissingFact((f"child.{attribute}",), 1, wording.leaf(leaf))
        case AnswerIs(question) | AnswerAtLeast(question):
            return MissingFact((f"answers.{question}",), 1, wording.leaf(leaf))
        case SettingIs(field):
            return MissingFact((f"setting.{field}",), 1, wording.leaf(leaf))
        case FindingIs(finding):
            return MissingFact((f"finding.{finding}",), 1, wording.leaf(leaf))


def _open(name: str, facts: Facts, any_age: bool) -> bool:
    if facts.recorded.get(name) is not None:
        return False
    return any_age or spec.standing(facts.edition.indicators[name], facts) is None
