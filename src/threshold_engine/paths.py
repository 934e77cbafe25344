"""Which short paths a case opens, and what they still have to ask. A path changes the order of questions and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_engine import spec
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.case import Case
from threshold_engine.model.edition import edition_on
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.paths import CHILD_FACTS, ShortPath
from threshold_engine.settle import settle

CONCERN = "concern"


@dataclass(frozen=True, slots=True)
class OpenedPath:
    """
    A path that is open.

    Attributes:
        left: What it asks that is neither answered nor out of play, as the ids of what to ask next.
        open_signs: Every sign that is neither answered nor out of play, for the guide of the path.
    """

    path: ShortPath
    left: tuple[str, ...]
    open_signs: frozenset[str]


def opened_paths(case: Case, rulebook: Rulebook) -> tuple[OpenedPath, ...]:
    """
    Give the paths a case opens, in the order of the rulebook.

    Raises:
        FactsError: No day, a day before the guidance begins, or a name nobody knows.
    """
    if case.as_of is None:
        raise FactsError([Problem("as_of", "NO_DAY", "the case has no day", "give the day the answer is for")])
    reading = spec.read(settle(case, edition_on(rulebook, case.as_of)).facts)
    return tuple(
        OpenedPath(path, tuple(_left(path, reading)), reading.unsettled)
        for path in rulebook.paths
        if path.period.holds_on(case.as_of) and _is_open(path, case, reading)
    )


def _is_open(path: ShortPath, case: Case, reading: spec.Reading) -> bool:
    chosen = any(case.domains.get(area) == CONCERN for area in path.areas)
    of_age = spec.in_band(path.age, reading.facts.child) is True
    return (chosen and of_age) or spec.holds(path.opens_when, reading) is True


def _left(path: ShortPath, reading: spec.Reading) -> list[str]:
    facts = reading.facts
    open_facts = {f"child.{fact}" for fact in CHILD_FACTS if getattr(facts.child, fact) is None}
    asked: list[str] = []
    for name in path.ask:
        if name in open_facts or name in reading.unsettled:
            asked.append(name)
        elif name in facts.edition.questions and name not in facts.answers:
            asked.append(f"answers.{name}")
    return asked
