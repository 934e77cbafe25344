"""Short paths: which few questions come first once a certain worry shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from threshold_engine.model.condition import Condition
from threshold_engine.model.words import Evidence

if TYPE_CHECKING:
    from threshold_engine.model.guidance import AgeBand, Citation, Period

CHILD_FACTS = ("mobile", "disabled", "looked_after")
"""Facts of the child that a path can ask for, written ``child.mobile``."""


@dataclass(frozen=True, slots=True)
class ShortPath:
    """
    A few questions that come before all others. It changes what is asked first and never what follows.

    Attributes:
        opens_when: It opens when this is known to hold.
        areas: Choosing one of these areas as a worry opens it too, for a child of ``age``.
        age: None means every age.
        ask: Ids of questions and indicators, and ``child.`` facts, in the order in which they are asked.
        guide: The conversation guide whose sections follow the questions, and then its analysis.
        says: What the person is told first.
    """

    id: str
    title: str
    opens_when: Condition
    areas: tuple[str, ...]
    age: AgeBand | None
    ask: tuple[str, ...]
    guide: str | None
    says: tuple[str, ...]
    source: Citation
    evidence: Evidence
    period: Period
