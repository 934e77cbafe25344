"""Rules that make one another pointless, and rules that conflict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import z3

from threshold_engine.model.condition import (
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
from threshold_engine.model.guidance import Effect
from threshold_engine.model.words import Counts, Kind, Rag
from threshold_engine.outcome import RAG_OF_LEVEL
from threshold_engine.prove.encoding import Encoding
from threshold_engine.prove.ground import Failure, Finding, Ground

AGE = "child.age"


@dataclass(frozen=True)
class Actor:
    """A rule, or a sign that always counts: what it does, and what it does it on."""

    id: str
    then: Effect
    reads: frozenset[str]
    is_rule: bool


def pointless(ground: Ground) -> Finding:
    """
    Tell each rule that another makes pointless: on all its days, wherever it holds the other holds and does as much.

    Information, not a failure: the rule may stand for the sake of its words.
    """
    gone: dict[str, dict[str, str]] = {}
    for encoding in ground.encodings:
        actors = _actors(encoding.edition)
        rules = [actor for actor in actors if actor.is_rule]
        for rule in rules:
            known = gone.get(rule.id)
            others = {
                actor.id: ("the rule " if actor.is_rule else "the sign ") + actor.id
                for actor in actors
                if (known is None or actor.id in known) and _covers(actor, rule) and _implied(ground, encoding, rule, actor)
            }
            gone[rule.id] = others
    return Finding(notes=tuple(_notes(gone)))


def _notes(gone: dict[str, dict[str, str]]) -> Iterator[str]:
    told: set[tuple[str, str]] = set()
    for name, others in sorted(gone.items()):
        for other, words in sorted(others.items()):
            # Of two that do the same in the same cases, one is told.
            if (other, name) not in told:
                told.add((name, other))
                yield f"the rule {name} adds nothing: wherever it holds, {words} does as much"


def conflicts(ground: Ground) -> Finding:
    """
    No two rules conflict: hold in exactly the same cases, and ask for different things.

    Different things: two floors, two reviews or two urgencies that are not the same, or a
    review no higher than the other's floor, which nobody would ever see.
    """
    failures: dict[tuple[str, str], Failure] = {}
    apart: set[tuple[str, str]] = set()
    for encoding in ground.encodings:
        rules = [actor for actor in _actors(encoding.edition) if actor.is_rule]
        for one, other in combinations(rules, 2):
            pair = (one.id, other.id)
            if pair in apart or pair in failures or not _differ(one.then, other.then) or not one.reads & other.reads:
                continue
            first, second = encoding.rules[one.id].sure, encoding.rules[other.id].sure
            if ground.query.possible(z3.Xor(first, second)) or not ground.query.possible(first):
                apart.add(pair)
                continue
            what = f"the rules {one.id} and {other.id} hold in the same cases and ask for different things: {_asks(one, other)}"
            failures[pair] = Failure(what, (ground.show(first, encoding.edition.first_day),))
    return Finding(tuple(failures.values()))


def _actors(edition: Edition) -> list[Actor]:
    reads = {rule.id: frozenset(_reads(rule.when, edition)) for rule in edition.rules}
    rules = [Actor(rule.id, rule.then, reads[rule.id], is_rule=True) for rule in edition.rules]
    signs = [
        Actor(entry.id, Effect(floor=entry.level, duties=entry.duties), frozenset({entry.id}), is_rule=False)
        for entry in edition.indicators.values()
        if entry.kind is Kind.RISK and entry.counts is Counts.ALWAYS
    ]
    return [*rules, *signs]


def _reads(condition: Condition, edition: Edition) -> Iterator[str]:
    for part in walk(condition):
        match part:
            case Present(of) | Count(of):
                yield from edition.members(of)
            case AnswerIs(question) | AnswerAtLeast(question):
                yield f"answers.{question}"
            case SettingIs(field):
                yield f"setting.{field}"
            case ChildIs(attribute):
                yield f"child.{attribute}"
            case FindingIs(finding):
                for rule in edition.rules:
                    if rule.then.finding == finding:
                        yield from _reads(rule.when, edition)
            case _:
                yield AGE


def _covers(actor: Actor, rule: Actor) -> bool:
    """Tell whether an actor does at least what a rule does, and reads something of what the rule reads."""
    then, less = actor.then, rule.then
    return (
        actor.id != rule.id
        and bool(actor.reads & rule.reads)
        and (less.floor or 0) <= (then.floor or 0)
        and (less.review or 0) <= max(then.review or 0, then.floor or 0)
        and less.review_raise_by <= then.review_raise_by
        and _urgency(less) <= _urgency(then)
        and set(less.duties) <= set(then.duties)
        and less.call_999 <= then.call_999
        and less.tell_family >= then.tell_family
        and less.advise in (None, then.advise)
        and less.finding in (None, then.finding)
    )


def _urgency(then: Effect) -> int:
    rags = [Rag.BLUE, *([then.rag] if then.rag else []), *([RAG_OF_LEVEL[then.floor]] if then.floor else [])]
    return Rag.RED.rank if then.call_999 else max(rag.rank for rag in rags)


def _implied(ground: Ground, encoding: Encoding, rule: Actor, actor: Actor) -> bool:
    holds = encoding.rules[rule.id].sure
    other = encoding.rules[actor.id].sure if actor.is_rule else encoding.counting[actor.id]
    return not ground.query.possible(z3.And(holds, z3.Not(other)))


def _differ(one: Effect, other: Effect) -> bool:
    pairs = ((one.floor, other.floor), (one.review, other.review), (one.rag, other.rag))
    if any(first is not None and second is not None and first != second for first, second in pairs):
        return True
    unseen = ((one.review, other.floor), (other.review, one.floor))
    return any(review is not None and floor is not None and review <= floor for review, floor in unseen)


def _asks(one: Actor, other: Actor) -> str:
    said = []
    for actor in (one, other):
        then = actor.then
        parts = [
            f"{word} {value}" for word, value in (("floor", then.floor), ("review", then.review), ("urgency", then.rag)) if value
        ]
        said.append(" and ".join(parts))
    return " against ".join(said)
