"""
From what counts and which rules hold to the planes of an answer.

The same rules as outcome.py, for every row at once: the level is the highest floor
reached, never an average or a total.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from threshold_engine.columnar.children import GivenChild
from threshold_engine.columnar.facts import Facts
from threshold_engine.columnar.planes import NO, YES, Plane, Planes
from threshold_engine.columnar.reading import Reading, risks
from threshold_engine.columnar.span import LEVELS, Ladder, Span, span
from threshold_engine.columnar.verdicts import Logic
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Indicator, Rule
from threshold_engine.model.words import Rag
from threshold_engine.outcome import RAG_OF_LEVEL, review_level

WATCHED_FROM = 3
"""A sign this serious that is recorded but cannot set the level is put before a manager."""


@dataclass(frozen=True)
class Answer:
    """
    The planes of an answer.

    Attributes:
        review: The rows in which a manager is asked to consider a level above the suggested one.
        rag: The rows at least so urgent.
        reasons: In the order in which they are told; an id may stand at several places.
    """

    level: Ladder
    span: Span
    review: Ladder
    rag: Mapping[Rag, Plane]
    call_999: Plane
    duties: list[tuple[str, Plane]]
    reasons: list[tuple[str, Plane]]


def compile_answer(edition: Edition, columns: Set[str]) -> tuple[Planes, Answer]:
    """Compile an edition for a table that has some columns."""
    planes = Planes()
    logic = Logic(planes)
    facts = Facts(logic, edition, columns)
    return planes, _Compiler(facts, Reading(facts, GivenChild(logic, columns))).answer()


class _Compiler:
    def __init__(self, facts: Facts, reading: Reading) -> None:
        self._facts = facts
        self._planes = facts.logic.planes
        self._edition = facts.edition
        self._reading = reading
        self._fired = {rule.id: reading.rule(rule).sure for rule in self._edition.rules}
        self._counting = {
            indicator.id: reading.counts(indicator) for indicator in risks(self._edition.indicators.values(), level_from=1)
        }

    def answer(self) -> Answer:
        level = {wanted: self._planes.some(self._reached(wanted)) for wanted in LEVELS}
        watched = self._watched(level)
        call_999 = self._planes.some(self._fired[rule.id] for rule in self._edition.rules if rule.then.call_999)
        return Answer(
            level=level,
            span=span(self._facts, level),
            review=self._review(level, watched),
            rag=self._rag(level, watched, call_999),
            call_999=call_999,
            duties=self._duties(),
            reasons=self._reasons(level),
        )

    def _reached(self, wanted: int) -> list[Plane]:
        found = [self._counting[indicator.id] for indicator in risks(self._edition.indicators.values(), wanted)]
        return [*found, *(self._fired[rule.id] for rule in self._edition.rules if (rule.then.floor or 1) >= wanted)]

    def _watched(self, level: Ladder) -> Ladder:
        """
        Say where serious signs are recorded that cannot set the level, by the level they are above.

        They are about another age, or the guidance of that day did not have them.
        """
        found: dict[int, list[Plane]] = {wanted: [] for wanted in LEVELS}
        for sign in risks(self._edition.rulebook.indicators, WATCHED_FROM):
            below = self._planes.opposite(level[sign.level])
            found[sign.level].append(self._planes.every([self._idle(sign), below]))
        return {wanted: self._planes.some(parts) for wanted, parts in found.items()}

    def _idle(self, sign: Indicator) -> Plane:
        if sign.id in self._edition.indicators:
            return self._reading.outside(self._edition.indicators[sign.id])
        return self._facts.said(sign.id).sure

    def _review(self, level: Ladder, watched: Ladder) -> Ladder:
        found = {wanted: [watched[wanted]] for wanted in LEVELS}
        for rule in self._edition.rules:
            for suggested in (1, 2, 3):
                asked = review_level(rule, suggested)
                if asked > suggested:
                    found[asked].append(self._planes.every([self._fired[rule.id], self._exactly(suggested, level)]))
        return {wanted: self._planes.some(parts) for wanted, parts in found.items()}

    def _exactly(self, wanted: int, level: Ladder) -> Plane:
        at_least = level.get(wanted, YES)
        return self._planes.every([at_least, self._planes.opposite(level.get(wanted + 1, NO))])

    def _rag(self, level: Ladder, watched: Ladder, call_999: Plane) -> dict[Rag, Plane]:
        found = {rag: [level[wanted]] for wanted, rag in RAG_OF_LEVEL.items() if wanted in level}
        for rag, parts in found.items():
            parts += [watched[wanted] for wanted in LEVELS if RAG_OF_LEVEL[wanted].rank >= rag.rank]
            parts += [call_999, *(self._fired[rule.id] for rule in self._edition.rules if _as_urgent(rule, rag))]
        return {rag: self._planes.some(parts) for rag, parts in found.items()}

    def _duties(self) -> list[tuple[str, Plane]]:
        callers: dict[str, list[Plane]] = {}
        for indicator in self._edition.indicators.values():
            for duty in indicator.duties:
                callers.setdefault(duty, []).append(self._reading.there(indicator.id).sure)
        for rule in self._edition.rules:
            for duty in rule.then.duties:
                callers.setdefault(duty, []).append(self._fired[rule.id])
        return [(duty, self._planes.some(callers[duty])) for duty in self._edition.duties if duty in callers]

    def _reasons(self, level: Ladder) -> list[tuple[str, Plane]]:
        found = [((-self._edition.indicators[name].level, False, name), plane) for name, plane in self._counting.items()]
        for rule in self._edition.rules:
            for told_at, plane in self._told_at(rule, level).items():
                found.append(((-told_at, True, rule.id), plane))
        return [(key[2], plane) for key, plane in sorted(found) if plane != NO]

    def _told_at(self, rule: Rule, level: Ladder) -> dict[int, Plane]:
        """Say at which level a rule stands among the reasons: its floor, or what it asks for at each suggested level."""
        fired = self._fired[rule.id]
        if rule.then.floor is not None:
            return {rule.then.floor: fired}
        at: dict[int, list[int]] = {}
        for suggested in (1, 2, 3, 4):
            asked = review_level(rule, suggested)
            at.setdefault(asked if asked > suggested else 0, []).append(suggested)
        if len(at) == 1:
            return {next(iter(at)): fired}
        return {
            told: self._planes.every([fired, self._planes.some(self._exactly(suggested, level) for suggested in suggesteds)])
            for told, suggesteds in at.items()
        }


def _as_urgent(rule: Rule, rag: Rag) -> bool:
    return rule.then.rag is not None and rule.then.rag.rank >= rag.rank
