"""The answer as a list of yes/no lines: level, urgency, 999, duties, what a manager is asked to consider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import z3

from threshold_engine.model.guidance import Rule
from threshold_engine.model.words import Counts, Kind, Rag
from threshold_engine.prove.encoding import Encoding, both, some

LEVELS = (2, 3, 4)
RAGS = (Rag.GREEN, Rag.AMBER, Rag.RED)
WATCHED_FROM = 3
"""A sign this serious that cannot set the level is put before a manager."""


class Line(NamedTuple):
    """One thing an answer can say: ``level`` 3 is "at least level 3", ``duty`` names one."""

    part: str
    value: str | int = ""

    def words(self) -> str:
        """Say it."""
        match self.part:
            case "level":
                return f"level {self.value} or higher"
            case "urgency":
                return f"urgency {self.value} or higher"
            case "review":
                return f"level {self.value} put before a manager"
            case "duty":
                return f"the duty {self.value}"
            case "tell_nobody":
                return "the advice not to tell the family for now"
            case _:
                return "the advice to call 999"


Lines = dict[Line, z3.BoolRef]


def level_at_least(encoding: Encoding, level: int, *, held: bool = False) -> z3.BoolRef:
    """
    Say that the level is at least so high: a sign that counts or a floor that holds is.

    Args:
        held: Leave out signs whose need may be met: what is left, no strength may lower.
    """
    signs = (
        counts
        for name, counts in encoding.counting.items()
        if encoding.edition.indicators[name].level >= level
        and (not held or encoding.edition.indicators[name].counts is Counts.ALWAYS)
    )
    floors = (encoding.rules[rule.id].sure for rule in encoding.edition.rules if (rule.then.floor or 1) >= level)
    return some([*signs, *floors])


def lines(encoding: Encoding, *, held: bool = False) -> Lines:
    """Give each line of the answer with the formula for "the answer says so"."""
    levels = {level: level_at_least(encoding, level, held=held) for level in LEVELS}
    found: Lines = {Line("level", level): formula for level, formula in levels.items()}
    for rank, rag in enumerate(RAGS):
        level = LEVELS[rank]
        urging = _firing(encoding, partial(_urges, rag=rag))
        found[Line("urgency", str(rag))] = some([levels[level], *urging, *_watched(encoding, level)])
        found[Line("review", level)] = some([levels[level], *_reviews(encoding, level, levels), *_watched(encoding, level)])
    found[Line("call_999")] = some(_firing(encoding, lambda rule: rule.then.call_999))
    found[Line("tell_nobody")] = some(_firing(encoding, lambda rule: not rule.then.tell_family))
    for duty in encoding.edition.duties:
        found[Line("duty", duty)] = some(_calls(encoding, duty))
    return found


def level_is(encoding: Encoding, level: int) -> z3.BoolRef:
    """Say that the level is exactly this one."""
    parts = [] if level == 1 else [level_at_least(encoding, level)]
    return both([*parts, z3.Not(level_at_least(encoding, level + 1))])


def lost(before: Lines, after: Lines) -> dict[Line, z3.BoolRef]:
    """Say for each line that the first answer has it and the second has not."""
    return {line: z3.And(formula, z3.Not(after[line])) for line, formula in before.items()}


def _urges(rule: Rule, rag: Rag) -> bool:
    return rule.then.call_999 or (rule.then.rag is not None and rule.then.rag.rank >= rag.rank)


def _firing(encoding: Encoding, wanted: Callable[[Rule], bool]) -> Iterator[z3.BoolRef]:
    return (encoding.rules[rule.id].sure for rule in encoding.edition.rules if wanted(rule))


def _reviews(encoding: Encoding, level: int, levels: dict[int, z3.BoolRef]) -> Iterator[z3.BoolRef]:
    yield from _firing(encoding, lambda rule: (rule.then.review or 0) >= level)
    for rule in encoding.edition.rules:
        raised_from = level - rule.then.review_raise_by
        if rule.then.review_raise_by:
            yield both([encoding.rules[rule.id].sure, *([levels[raised_from]] if raised_from > 1 else [])])


def _watched(encoding: Encoding, level: int) -> Iterator[z3.BoolRef]:
    """A serious sign recorded for a child of another age, or before the guidance had it, is put before a manager."""
    edition, said = encoding.edition, encoding.case.said
    for entry in edition.rulebook.indicators:
        if entry.kind is Kind.RISK and entry.level >= max(level, WATCHED_FROM):
            if entry.id not in edition.indicators:
                yield said[entry.id].yes
            elif entry.age is not None:
                yield z3.And(said[entry.id].yes, z3.Not(encoding.band[entry.id].could))


def _calls(encoding: Encoding, duty: str) -> Iterator[z3.BoolRef]:
    yield from (encoding.there[entry.id] for entry in encoding.edition.indicators.values() if duty in entry.duties)
    yield from _firing(encoding, lambda rule: duty in rule.then.duties)
