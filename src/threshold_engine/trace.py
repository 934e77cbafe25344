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
    Selector,
    SettingIs,
)
from threshold_engine.model.facts import Verdict
from threshold_engine.wording import Wording, join

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


def trace(condition: Condition, reading: spec.Reading, wording: Wording) -> Trace:
    """Give the trace of a condition, clause by clause."""
    match condition:
        case All(parts):
            words, parts_of = "all of these", parts
        case Any(parts):
            words, parts_of = "at least one of these", parts
        case Not(part):
            words, parts_of = "not this", (part,)
        case _:
            words, parts_of = wording.leaf(condition), ()
    inner = tuple(trace(part, reading, wording) for part in parts_of)
    verdict = spec.holds(condition, reading)
    behind: tuple[FactUsed, ...] = ()
    if verdict is not None and not isinstance(condition, All | Any | Not):
        behind = tuple(wording.facts(condition, reading.facts, verdict))
    return Trace(words, verdict, behind, inner)


def supporting(condition: Condition, reading: spec.Reading, wording: Wording, truth: bool = True) -> list[FactUsed]:
    """List the facts that make a settled condition true (or false): no clause that did not matter."""
    match condition:
        case All(parts) | Any(parts):
            mattering = [part for part in parts if spec.holds(part, reading) is truth]
            return [fact for part in mattering for fact in supporting(part, reading, wording, truth)]
        case Not(part):
            return supporting(part, reading, wording, not truth)
        case _:
            return wording.facts(condition, reading.facts, truth)


def fewest_missing(condition: Condition, reading: spec.Reading, wording: Wording) -> Missing | None:
    """
    Give the fewest facts that, if found, would make a condition true.

    Returns:
        None if a recorded fact already rules it out; empty if it is true.
    """
    match condition:
        case All(parts):
            found: list[MissingFact] = []
            for part in parts:
                lacking = fewest_missing(part, reading, wording)
                if lacking is None:
                    return None
                found += lacking
            return tuple(found)
        case Any(parts):
            ways = [fewest_missing(part, reading, wording) for part in parts]
            return min((way for way in ways if way is not None), key=len, default=None)
    verdict = spec.holds(condition, reading)
    if verdict is not None:
        return () if verdict else None
    if isinstance(condition, Not):
        return (MissingFact((), 1, wording.condition(condition)),)
    return (_missing(condition, reading, wording),)


def _one_of(of: Selector, names: tuple[str, ...], words: str, wording: Wording) -> MissingFact:
    """Name the signs still in play; a whole group keeps its own words."""
    if len(names) < len(of.ids):
        words = join([wording.indicator(name) for name in names], "or")
    return MissingFact(names, 1, words)


def _missing(leaf: Leaf, reading: spec.Reading, wording: Wording) -> MissingFact:
    words = wording.leaf(leaf)
    match leaf:
        case Present(of, True):
            recorded = reading.facts.recorded
            return _one_of(of, tuple(name for name in of.ids if name not in recorded), words, wording)
        case Present(of):
            return _one_of(of, tuple(name for name in of.ids if name in reading.unsettled), words, wording)
        case Count(of, at_least):
            needed = max(1, at_least - len(reading.there & reading.facts.edition.members(of)))
            return MissingFact(tuple(name for name in of.ids if name in reading.unsettled), needed, words)
        case AgeBelow() | AgeFrom():
            return MissingFact(("child.age",), 1, words)
        case ChildIs(attribute):
            return MissingFact((f"child.{attribute}",), 1, words)
        case AnswerIs(question) | AnswerAtLeast(question):
            return MissingFact((f"answers.{question}",), 1, words)
        case SettingIs(field):
            return MissingFact((f"setting.{field}",), 1, words)
        case FindingIs(finding):
            return MissingFact((f"finding.{finding}",), 1, words)
