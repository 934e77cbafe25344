"""Which situations are answered differently, each with its smallest case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import z3

from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Effect, Indicator, Rulebook
from threshold_engine.prove.encoding import NO, Encoding, some
from threshold_engine.prove.lines import Line, Lines, lines
from threshold_engine.prove.query import Query
from threshold_engine.prove.symbols import Space
from threshold_engine.prove.witness import case_words, mapping_of

GROUPS = {
    "level": "level",
    "urgency": "urgency",
    "call_999": "urgency",
    "review": "what a manager is asked",
    "duty": "duties",
    "tell_nobody": "telling the family",
}
Clock = Callable[[], float]


@dataclass(frozen=True)
class Situation:
    """
    One entry that changes answers, with the smallest case that shows how.

    Attributes:
        entry: The rule or indicator, for example ``rule two-at-home``.
        changes: What of the answer is different.
        old, new: What the engine answers on either side.
    """

    entry: str
    changes: tuple[str, ...]
    case: dict[str, Any]
    words: tuple[str, ...]
    old: Assessment
    new: Assessment


@dataclass(frozen=True)
class Found:
    """
    Attributes:
        silent: Entries that are not the same and change no answer.
        left_out: Entries that there was no time to look at.
        complete: Proved: a case that is answered differently has one of the entries at work.
    """

    situations: tuple[Situation, ...]
    silent: tuple[str, ...]
    left_out: tuple[str, ...]
    complete: bool


@dataclass(frozen=True)
class Side:
    """One edition, and the day its cases are of."""

    edition: Edition
    day: date

    @property
    def rulebook(self) -> Rulebook:
        """Give the rulebook of the edition."""
        return self.edition.rulebook


class Comparison:
    """Two editions over one symbolic case."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        rulebooks = [old.rulebook] if old.rulebook is new.rulebook else [old.rulebook, new.rulebook]
        self._space = Space(*rulebooks)
        self._case = self._space.case("a")
        self._query = Query(self._space, self._case)
        self._before = Encoding(old.edition, self._case, self._space)
        self._after = Encoding(new.edition, self._case, self._space)
        self._differs = _differs(lines(self._before), lines(self._after))
        self.at_work = {**dict(self._rules_at_work()), **dict(self._indicators_at_work())}

    def situations(self, changed: set[str], clock: Clock, seconds: float) -> Found:
        """
        Look at each entry in turn, for so many seconds.

        Args:
            changed: The entries that are themselves not the same. If they account for every
                difference, which is proved, those that only read them need not be looked at.
        """
        stop = clock() + seconds
        causes = {entry: formula for entry, formula in self.at_work.items() if entry in changed}
        if not self._account_for_all(causes):
            causes = self.at_work
        found: list[Situation] = []
        silent: list[str] = []
        left_out: list[str] = []
        for entry in causes:
            if clock() > stop:
                left_out.append(entry)
                continue
            shown = list(self._of(entry, causes))
            found += shown
            silent += [] if shown else [entry]
        return Found(tuple(found), tuple(silent), tuple(left_out), not left_out and self._account_for_all(causes))

    def _account_for_all(self, causes: dict[str, z3.BoolRef]) -> bool:
        return not self._query.possible(z3.And(some(self._differs.values()), z3.Not(some(causes.values()))))

    def _of(self, entry: str, causes: dict[str, z3.BoolRef]) -> Iterator[Situation]:
        """Give the smallest case for each part of the answer that the entry changes by itself; else the smallest with others."""
        alone = z3.And(causes[entry], z3.Not(some(formula for name, formula in causes.items() if name != entry)))
        shown: set[str] = set()
        for group in dict.fromkeys(GROUPS.values()):
            differs = z3.And(alone, some(formula for line, formula in self._differs.items() if GROUPS[line.part] == group))
            if group not in shown and self._query.possible(differs):
                situation = self._situation(entry, differs)
                shown |= set(situation.changes)
                yield situation
        together = z3.And(causes[entry], some(self._differs.values()))
        if not shown and self._query.possible(together):
            yield self._situation(entry, together)

    def _situation(self, entry: str, formula: z3.BoolRef) -> Situation:
        odd = [age for option, age in zip(self._space.ages, self._case.ages, strict=True) if option.odd]
        model = self._query.smallest(formula, list(self._case.recorded()), odd)
        changed = [line for line, differs in self._differs.items() if z3.is_true(model.eval(differs, model_completion=True))]
        case = mapping_of(model, self._case, self._space, self._new.day)
        words = tuple(
            word for word in case_words(case, self._new.rulebook, self._old.rulebook) if not word.startswith("the day is")
        )
        return Situation(
            entry=entry,
            changes=tuple(dict.fromkeys(GROUPS[line.part] for line in changed)),
            case=case,
            words=words,
            old=_answer(case, self._old),
            new=_answer(case, self._new),
        )

    def _rules_at_work(self) -> Iterator[tuple[str, z3.BoolRef]]:
        old, new = ({rule.id: rule.then for rule in side.edition.rules} for side in (self._old, self._new))
        for name in sorted({*old, *new}):
            before = self._before.rules[name].sure if name in old else NO
            after = self._after.rules[name].sure if name in new else NO
            if name in old and name in new and _does(old[name]) == _does(new[name]):
                if not before.eq(after):
                    yield f"rule {name}", z3.Xor(before, after)
            else:
                yield f"rule {name}", z3.Or(before, after)

    def _indicators_at_work(self) -> Iterator[tuple[str, z3.BoolRef]]:
        old, new = self._old.edition.indicators, self._new.edition.indicators
        for name in sorted({*old, *new}):
            said = self._case.said[name].yes
            if name not in old or name not in new or _weight(old[name]) != _weight(new[name]):
                yield f"indicator {name}", said
                continue
            pairs = [(self._before.there[name], self._after.there[name])]
            if name in self._before.counting:
                pairs.append((self._before.counting[name], self._after.counting[name]))
            moved = [z3.Xor(before, after) for before, after in pairs if not before.eq(after)]
            if moved:
                yield f"indicator {name}", z3.And(said, some(moved))


def _does(then: Effect) -> Effect:
    """Leave out what no line of the answer shows."""
    return replace(then, advise=None, finding=None)


def _weight(indicator: Indicator) -> tuple[object, ...]:
    return indicator.kind, indicator.level, indicator.duties


def _differs(before: Lines, after: Lines) -> dict[Line, z3.BoolRef]:
    pairs = {line: (before.get(line, NO), after.get(line, NO)) for line in {**before, **after}}
    return {line: z3.Xor(old, new) for line, (old, new) in pairs.items() if not old.eq(new)}


def _answer(case: dict[str, Any], side: Side) -> Assessment:
    """Have the engine answer, leaving out what this side has no name for."""
    indicators = {entry.id for entry in side.rulebook.indicators}
    questions = {entry.id for entry in side.rulebook.questions}
    known = {**case, "as_of": side.day}
    for key in ("present", "absent"):
        if key in known:
            known[key] = [name for name in known[key] if name in indicators]
    if "observations" in known:
        known["observations"] = [row for row in known["observations"] if row["indicator"] in indicators]
    if "answers" in known:
        known["answers"] = {name: value for name, value in known["answers"].items() if name in questions}
    return assess(read_case(known, side.rulebook), side.rulebook)
