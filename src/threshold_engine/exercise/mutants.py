"""
A rulebook with one small thing changed, as a tired hand might change it.

One clause is left out, or a level, an age limit or a number moves by one. Changes that
cannot change an answer are not made: the level of a strength or of background, which sets
nothing, and a group that still takes the same signs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from threshold_engine.assess import wording_of
from threshold_engine.exercise.alterations import Sort, alterations, moved_levels, moved_limits
from threshold_engine.exercise.entries import Entry, condition_of, entries
from threshold_engine.model.condition import All, Any, Condition, Count, Present, Selector, walk
from threshold_engine.model.edition import selects
from threshold_engine.model.guidance import AgeBand, Category, Effect, ExploitationTool, Indicator, Rule, Rulebook, Trigger
from threshold_engine.model.words import Kind
from threshold_engine.schema.ages import limit_words

_E = TypeVar("_E", Indicator, Rule, Category, Trigger)

NEVER: Condition = Any(())
"""Never holds. In place of a condition whose only clause is left out."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """
    One small change to one entry.

    Attributes:
        was, now: The entry as it stands, and changed; they differ in one thing.
        words: What was changed, to be read after the name of the entry.
    """

    sort: Sort
    words: str
    was: Entry
    now: Entry

    def rulebook(self, rulebook: Rulebook) -> Rulebook:
        """Give the rulebook with this change in it."""
        match self.now:
            case Indicator() as sign:
                return replace(rulebook, indicators=_swapped(rulebook.indicators, self.was, sign), cache={})
            case Rule() as rule:
                return replace(rulebook, rules=_swapped(rulebook.rules, self.was, rule), cache={})
            case Category() as category:
                return _with_tool(rulebook, lambda tool: _with_category(tool, self.was, category))
            case Trigger() as trigger:
                return _with_tool(rulebook, lambda tool: _with_trigger(tool, self.was, trigger))


def _swapped(found: tuple[_E, ...], was: Entry, now: _E) -> tuple[_E, ...]:
    return tuple(now if entry is was else entry for entry in found)


def _with_tool(rulebook: Rulebook, change: Callable[[ExploitationTool], ExploitationTool]) -> Rulebook:
    tool = rulebook.exploitation
    return replace(rulebook, exploitation=change(tool) if tool is not None else None, cache={})


def _with_category(tool: ExploitationTool, was: Entry, now: Category) -> ExploitationTool:
    return replace(tool, categories=_swapped(tool.categories, was, now))


def _with_trigger(tool: ExploitationTool, was: Entry, now: Trigger) -> ExploitationTool:
    return replace(tool, triggers=_swapped(tool.triggers, was, now))


def mutants(rulebook: Rulebook) -> Iterator[Mutant]:
    """Give every small change to a rulebook, entry by entry."""
    selectors = _selectors(rulebook)
    for entry in entries(rulebook):
        match entry:
            case Indicator():
                yield from _level(entry, selectors)
                yield from _age(entry)
            case Rule():
                yield from _effect(entry)
        yield from _condition(entry, rulebook)


def _selectors(rulebook: Rulebook) -> list[Selector]:
    conditions = (condition_of(entry) for entry in entries(rulebook))
    leaves = (part for condition in conditions if condition is not None for part in walk(condition))
    return [leaf.of for leaf in leaves if isinstance(leaf, Present | Count)]


def _level(sign: Indicator, selectors: list[Selector]) -> Iterator[Mutant]:
    for moved in moved_levels(sign.level):
        now = replace(sign, level=moved)
        if sign.kind is Kind.RISK or any(selects(of, sign) != selects(of, now) for of in selectors):
            yield Mutant(Sort.LEVEL, f"level {sign.level} made {moved}", sign, now)


def _age(sign: Indicator) -> Iterator[Mutant]:
    band = sign.age
    if band is None:
        return
    limits: tuple[tuple[str, int | None, Callable[[int], AgeBand]], ...] = (
        ("from", band.from_months, lambda months: replace(band, from_months=months)),
        ("under", band.below_months, lambda months: replace(band, below_months=months)),
        ("if disabled under", band.below_months_if_disabled, lambda months: replace(band, below_months_if_disabled=months)),
    )
    for words, limit, build in limits:
        if limit is not None:
            for moved in moved_limits(limit):
                said = f"{words} {limit_words(limit)} made {limit_words(moved)}"
                yield Mutant(Sort.AGE, said, sign, replace(sign, age=build(moved)))


def _effect(rule: Rule) -> Iterator[Mutant]:
    then = rule.then
    levels: tuple[tuple[str, int | None, Callable[[int], Effect]], ...] = (
        ("minimum level", then.floor, lambda level: replace(then, floor=level)),
        ("level to review", then.review, lambda level: replace(then, review=level)),
        ("levels to raise the review by", then.review_raise_by or None, lambda levels: replace(then, review_raise_by=levels)),
    )
    for words, level, build in levels:
        if level is not None:
            for moved in moved_levels(level):
                yield Mutant(Sort.LEVEL, f"{words} {level} made {moved}", rule, replace(rule, then=build(moved)))


def _condition(entry: Entry, rulebook: Rulebook) -> Iterator[Mutant]:
    condition = condition_of(entry)
    if condition is None:
        return
    found = list(alterations(condition, rulebook.indicators, wording_of(rulebook)))
    if _is_one_clause(condition):
        yield Mutant(Sort.CLAUSE, "without its only clause", entry, _with(entry, NEVER))
    for each in found:
        yield Mutant(each.sort, each.words, entry, _with(entry, each.condition))


def _is_one_clause(condition: Condition) -> bool:
    match condition:
        case All(parts) | Any(parts):
            return len(parts) == 1
        case _:
            return True


def _with(entry: Entry, condition: Condition) -> Entry:
    if isinstance(entry, Indicator):
        return replace(entry, met_when=condition)
    return replace(entry, when=condition)
