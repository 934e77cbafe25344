"""
Stability: each single recorded answer that, if wrong, moves the level.

An answer given for a whole area ("no concern") or for everything else ("absent") is one
answer: it is wrong if any sign it covers is there after all, and the worst of them counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from threshold_engine import spec
from threshold_engine.explain import may_be_met
from threshold_engine.model.assessment import Change, Doubt
from threshold_engine.model.case import Case
from threshold_engine.model.words import Status
from threshold_engine.whatif import ABSENT, ATTRIBUTES, PRESENT, level_of, level_with, other_ages, telling_values
from threshold_engine.wording import Wording


def stability(case: Case, reading: spec.Reading, wording: Wording) -> tuple[Doubt, ...]:
    """List the recorded answers that move the level if they are wrong, the largest move first."""
    level = level_of(reading)
    found = [
        Doubt(change.fact, change.words, change.to, after)
        for change in _single(case, reading, wording)
        if (after := level_with(reading.facts, [change])) != level
    ]
    found += [doubt for doubt in _groups(case, reading, wording) if doubt.if_changed_level != level]
    return tuple(sorted(found, key=lambda doubt: (-abs(doubt.if_changed_level - level), doubt.fact, str(doubt.if_changed_to))))


def _single(case: Case, reading: spec.Reading, wording: Wording) -> Iterator[Change]:
    facts = reading.facts
    for name in _said(case, reading):
        to = ABSENT if facts.recorded[name] else PRESENT
        yield Change(name, to, f"{wording.indicator(name)} is {to}")
    for question in facts.edition.questions.values():
        given = facts.answers.get(question.id)
        others = [] if given is None else [value for value in telling_values(question, facts.edition) if value != given]
        yield from (Change(f"answers.{question.id}", value, wording.answer(question.id, value)) for value in others)
    for name, value in sorted(facts.met.items()):
        if name in reading.there and may_be_met(facts.edition.indicators[name]):
            yield Change(f"met.{name}", not value, wording.met(name, not value))
    yield from _child(reading, wording)


def _child(reading: spec.Reading, wording: Wording) -> Iterator[Change]:
    child = reading.facts.child
    for attribute in ATTRIBUTES:
        value = getattr(child, attribute)
        if value is not None:
            yield Change(f"child.{attribute}", not value, wording.child(attribute, not value))
    if child.age is not None or child.unborn is True:
        yield from other_ages(reading.facts)


def _said(case: Case, reading: spec.Reading) -> list[str]:
    """List the indicators recorded one by one."""
    named = {item.indicator for item in case.observations if item.status is not Status.UNKNOWN}
    return sorted(named & reading.facts.recorded.keys())


def _groups(case: Case, reading: spec.Reading, wording: Wording) -> Iterator[Doubt]:
    facts = reading.facts
    covered = {name for name, said in facts.recorded.items() if not said} - set(_said(case, reading))
    for domain, word in sorted(case.domains.items()):
        names = covered & facts.edition.by_domain.get(domain, frozenset())
        if word == "no-concern" and names:
            words = f"there is a concern in: {wording.domain(domain)}"
            yield Doubt(f"domains.{domain}", words, "concern", _worst(reading, names))
            covered -= names
    if case.others is Status.ABSENT and covered:
        yield Doubt("others", "something that was not mentioned is there after all", "unknown", _worst(reading, covered))


def _worst(reading: spec.Reading, names: Iterable[str]) -> int:
    return max(level_with(reading.facts, [Change(name, PRESENT, "")]) for name in names)
