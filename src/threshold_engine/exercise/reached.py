"""
What of a rulebook the worked examples exercise.

A sign is exercised if an example records it present, on a day it is in force and for a child
not certainly outside its ages. A rule is exercised if it holds in an example; so is a category
or a trigger of the exploitation tool. A clause is exercised if it has been seen both ways over
all examples: holding in one, and not holding (false, or not known) in one. Seeing it is not
checking it: whether anybody would notice if the clause were not there is for ``noticed`` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold_engine import spec
from threshold_engine.assess import wording_of
from threshold_engine.exercise.entries import Entry, condition_of, entries, place_of
from threshold_engine.exercise.worked import Worked
from threshold_engine.model.condition import All, Any, Condition, Not, walk
from threshold_engine.model.guidance import Indicator, Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Tally:
    """
    Attributes:
        of: What is counted: ``indicators``, ``rules``, ``categories and triggers`` or ``clauses``.
        unseen: What no example exercises: ``file:line`` and name, and what was not seen of it.
    """

    of: str
    total: int
    unseen: tuple[str, ...]


def reached(examples: Sequence[Worked], rulebook: Rulebook) -> tuple[Tally, ...]:
    """Say how many signs, rules and clauses there are, and which of them no example exercises."""
    everything = tuple(entries(rulebook))
    rules = tuple(entry for entry in everything if isinstance(entry, Rule))
    others = tuple(entry for entry in everything if not isinstance(entry, Indicator | Rule))
    clauses = [(entry, clause) for entry in everything for clause in clauses_of(entry)]
    there: frozenset[str] = frozenset().union(*(item.reading.there for item in examples))
    return (
        Tally(
            "indicators",
            len(rulebook.indicators),
            tuple(f"{place_of(sign, rulebook)}: present in no example" for sign in rulebook.indicators if sign.id not in there),
        ),
        Tally("rules", len(rules), tuple(_never_holding(rules, examples, rulebook))),
        Tally("categories and triggers", len(others), tuple(_never_holding(others, examples, rulebook))),
        Tally("clauses", len(clauses), tuple(_not_both_ways(clauses, examples, rulebook))),
    )


def clauses_of(entry: Entry) -> Iterator[Condition]:
    """
    Give the clauses of an entry, those inside others too.

    A group at the very top is the condition itself, and no clause; under ``not``, what stands there is the clause.
    """
    condition = condition_of(entry)
    if condition is None:
        return
    for part in walk(condition):
        if not isinstance(part, Not) and not (part is condition and isinstance(part, All | Any)):
            yield part


def _never_holding(rules: Sequence[Entry], examples: Sequence[Worked], rulebook: Rulebook) -> Iterator[str]:
    for rule in rules:
        condition = condition_of(rule)
        if condition is not None and True not in _verdicts(rule, condition, examples):
            yield f"{place_of(rule, rulebook)}: holds in no example"


def _not_both_ways(clauses: Sequence[tuple[Entry, Condition]], examples: Sequence[Worked], rulebook: Rulebook) -> Iterator[str]:
    wording = wording_of(rulebook)
    for entry, clause in clauses:
        ways = (True, "holding"), (False, "not holding")
        missing = [words for way, words in ways if way not in _verdicts(entry, clause, examples)]
        if missing:
            yield f"{place_of(entry, rulebook)}: never seen {' or '.join(missing)}: {wording.condition(clause)}"


def _verdicts(entry: Entry, condition: Condition, examples: Sequence[Worked]) -> Iterator[bool]:
    """Say of each example on whose day the entry is in force whether the condition holds."""
    for item in examples:
        if entry.period.holds_on(item.reading.facts.edition.first_day):
            yield spec.holds(condition, item.reading) is True
