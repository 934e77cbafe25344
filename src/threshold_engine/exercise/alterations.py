"""
The small changes that can be made to one condition, one at a time.

A clause is left out; a level, an age limit or a number moves by one. A name in a list is a
clause too: ``present: [a, b]`` reads "a is there, or b is".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    All,
    AnswerAtLeast,
    AnswerIs,
    Any,
    Condition,
    Count,
    Leaf,
    Not,
    Present,
    Selector,
    SettingIs,
)
from threshold_engine.model.edition import selects
from threshold_engine.model.guidance import Indicator
from threshold_engine.schema.ages import MONTHS_IN_YEAR, limit_words
from threshold_engine.wording import Wording

TOP_LEVEL = 4

_T = TypeVar("_T")


class Sort(StrEnum):
    """What a change is about."""

    CLAUSE = "clause left out"
    LEVEL = "level moved by one"
    AGE = "age limit moved by one"
    NUMBER = "number moved by one"


@dataclass(frozen=True, slots=True)
class Alteration:
    """
    A condition with one thing changed.

    Attributes:
        words: What was changed, to be read after the name of the entry.
    """

    sort: Sort
    words: str
    condition: Condition


def alterations(condition: Condition, indicators: Iterable[Indicator], wording: Wording) -> Iterator[Alteration]:
    """
    Give the condition with each thing in it changed.

    Args:
        indicators: All of the rulebook: a group that still takes the same signs is no change.
    """
    signs = tuple(indicators)
    if isinstance(condition, All | Any | Not):
        yield from _inside(condition, signs, wording)
    else:
        yield from _leaf(condition, signs, wording)


def _inside(condition: All | Any | Not, signs: tuple[Indicator, ...], wording: Wording) -> Iterator[Alteration]:
    if isinstance(condition, Not):
        for each in alterations(condition.part, signs, wording):
            yield replace(each, condition=Not(each.condition))
        return
    group = type(condition)
    for part, others in _each_left_out(condition.parts):
        if others:
            yield Alteration(Sort.CLAUSE, f"without the clause: {wording.condition(part)}", group(others))
    for index, part in enumerate(condition.parts):
        for each in alterations(part, signs, wording):
            parts = (*condition.parts[:index], each.condition, *condition.parts[index + 1 :])
            yield replace(each, condition=group(parts))


def _each_left_out(items: tuple[_T, ...]) -> Iterator[tuple[_T, tuple[_T, ...]]]:
    for index, item in enumerate(items):
        yield item, items[:index] + items[index + 1 :]


def _leaf(leaf: Leaf, signs: tuple[Indicator, ...], wording: Wording) -> Iterator[Alteration]:
    match leaf:
        case Present(of):
            yield from _groups(of, lambda of: replace(leaf, of=of), signs, wording)
        case Count(of, at_least):
            yield from _groups(of, lambda of: replace(leaf, of=of), signs, wording)
            yield from _number(at_least, lambda number: replace(leaf, at_least=number), leaf, wording)
        case AnswerAtLeast(_, at_least):
            yield from _number(at_least, lambda number: replace(leaf, at_least=number), leaf, wording)
        case AgeBelow(months):
            yield from (_aged(f"under {_from_to(months, moved)}", AgeBelow(moved)) for moved in moved_limits(months))
        case AgeFrom(months):
            yield from (_aged(f"from {_from_to(months, moved)}", AgeFrom(moved)) for moved in moved_limits(months))
        case AnswerIs(_, values):
            yield from (_fewer(f"“{left}”", replace(leaf, values=rest)) for left, rest in _each_left_out(values) if rest)
        case SettingIs(_, values):
            yield from (_fewer(f"“{left}”", replace(leaf, values=rest)) for left, rest in _each_left_out(values) if rest)


def _groups(
    of: Selector, build: Callable[[Selector], Leaf], signs: tuple[Indicator, ...], wording: Wording
) -> Iterator[Alteration]:
    for name, rest in _each_left_out(of.ids):
        if rest:
            yield _fewer(wording.indicator(name), build(replace(of, ids=rest)))
    if of.ids:
        return
    for sort, words, changed in _selections(of, wording):
        if any(selects(of, sign) != selects(changed, sign) for sign in signs):
            yield Alteration(sort, words, build(changed))


def _selections(of: Selector, wording: Wording) -> Iterator[tuple[Sort, str, Selector]]:
    for name, rest in _each_left_out(of.domains):
        if rest:
            yield Sort.CLAUSE, f"without the area “{wording.domain(name)}”", replace(of, domains=rest)
    for name, rest in _each_left_out(of.except_domains):
        yield Sort.CLAUSE, f"with the area “{wording.domain(name)}” taken in", replace(of, except_domains=rest)
    if of.level_from > 1:
        for moved in moved_levels(of.level_from):
            if moved <= of.level_to:
                yield Sort.LEVEL, f"signs from level {of.level_from} made {moved}", replace(of, level_from=moved)
    if of.level_to < TOP_LEVEL:
        for moved in moved_levels(of.level_to):
            if moved >= of.level_from:
                yield Sort.LEVEL, f"signs up to level {of.level_to} made {moved}", replace(of, level_to=moved)


def _number(number: int, build: Callable[[int], Leaf], leaf: Leaf, wording: Wording) -> Iterator[Alteration]:
    for moved in (number - 1, number + 1):
        if moved > 0:
            yield Alteration(Sort.NUMBER, f"{moved} in place of {number} in: {wording.leaf(leaf)}", build(moved))


def _fewer(left_out: str, leaf: Leaf) -> Alteration:
    return Alteration(Sort.CLAUSE, f"without {left_out} in a list", leaf)


def _aged(words: str, leaf: Leaf) -> Alteration:
    return Alteration(Sort.AGE, words, leaf)


def _from_to(months: int, moved: int) -> str:
    return f"{limit_words(months)} made {limit_words(moved)}"


def moved_levels(level: int) -> list[int]:
    """Give the level below and the level above, where there is one."""
    return [moved for moved in (level - 1, level + 1) if 1 <= moved <= TOP_LEVEL]


def moved_limits(months: int) -> list[int]:
    """Give an age limit one unit lower and one higher: a year where it is said in years, else a month."""
    unit = MONTHS_IN_YEAR if months % MONTHS_IN_YEAR == 0 and months > MONTHS_IN_YEAR else 1
    return [moved for moved in (months - unit, months + unit) if moved > 0]
