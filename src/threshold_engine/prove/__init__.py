"""
Proofs about a whole rulebook, by z3: not for the cases somebody thought of, but for every case.

Each property is asked of every edition that differs. A property that does not hold is
shown by the smallest case, which the engine itself then assesses. What is proved and what
it rests on: docs/proofs.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from threshold_engine.model.guidance import Rulebook
from threshold_engine.prove.ground import Failure, Finding, Ground
from threshold_engine.prove.harm import more_harm, more_strength, no_dilution
from threshold_engine.prove.range import stays_in_range
from threshold_engine.prove.reachable import every_level, every_rule
from threshold_engine.prove.rivals import conflicts, pointless

Clock = Callable[[], float]


@dataclass(frozen=True)
class Property:
    """
    Attributes:
        key: Stable name, also the start of the names of the files with its cases.
        claim: What is proved, in words.
    """

    key: str
    claim: str
    ask: Callable[[Ground], Finding]


@dataclass(frozen=True)
class Proof:
    """What came of one property."""

    key: str
    claim: str
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]
    seconds: float

    @property
    def proved(self) -> bool:
        return not self.failures


PROPERTIES = (
    Property("p3", "P3 no dilution: the level is the highest sign or floor, and no floor is a sum", no_dilution),
    Property("p4", "P4 more harm never lowers level, urgency or review, and takes no duty away", more_harm),
    Property("p5", "P5 strength never cancels a floor, a sign that always counts, or a duty", more_strength),
    Property("p6", "P6 answers stay in the range, and a settled rule stays settled", stays_in_range),
    Property("levels", "every level can be reached on every day", every_level),
    Property("rules", "every rule, trigger and category can hold", every_rule),
    Property("conflicts", "no two rules conflict", conflicts),
    Property("pointless", "every rule adds something, but for those told here", pointless),
)


def prove(rulebook: Rulebook, clock: Clock, properties: tuple[Property, ...] = PROPERTIES) -> Iterator[Proof]:
    """
    Prove each property of a rulebook, one after the other.

    Args:
        clock: Gives seconds; the engine reads no clock of its own.

    Raises:
        EngineFault: A proof was not finished in time, which is never taken for proved.
    """
    ground = Ground(rulebook)
    for wanted in properties:
        start = clock()
        found = wanted.ask(ground)
        yield Proof(wanted.key, wanted.claim, found.failures, found.notes, clock() - start)


__all__ = ["PROPERTIES", "Failure", "Proof", "Property", "prove"]
