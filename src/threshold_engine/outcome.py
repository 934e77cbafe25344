"""
From what fired to a level, an urgency and duties: one place, used for both channels.

The level is the highest floor reached, never an average or a total (P3). Nothing here
looks at strengths: they were heard, or not, when a channel said what counts (P5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from threshold_engine.model.edition import Edition
from threshold_engine.model.facts import Firings
from threshold_engine.model.guidance import Rule
from threshold_engine.model.words import Rag

RAG_OF_LEVEL = {1: Rag.BLUE, 2: Rag.GREEN, 3: Rag.AMBER, 4: Rag.RED}

LEVEL_OF_RAG = {rag: level for level, rag in RAG_OF_LEVEL.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    Attributes:
        tell_family: False where a rule says that the family must not be told for now.
        review: The highest level a manager is asked to consider, if above the level.
        duties: Duty id to the ids of the indicators and rules that call for it.
    """

    level: int
    review: int | None
    rag: Rag
    call_999: bool
    tell_family: bool
    duties: dict[str, tuple[str, ...]]


def outcome(edition: Edition, fired: Firings) -> Outcome:
    """Work out level, review, urgency and duties from what fired."""
    rules = [rule for rule in edition.rules if rule.id in fired.rules]
    level = max([1, *(edition.indicators[name].level for name in fired.counting), *(rule.then.floor or 1 for rule in rules)])
    asked = max((review_level(rule, level) for rule in rules), default=0)
    rags = [RAG_OF_LEVEL[level], *(rule.then.rag for rule in rules if rule.then.rag is not None)]
    call_999 = any(rule.then.call_999 for rule in rules)
    return Outcome(
        level=level,
        review=asked if asked > level else None,
        rag=Rag.RED if call_999 else max(rags, key=lambda rag: rag.rank),
        call_999=call_999,
        tell_family=all(rule.then.tell_family for rule in rules),
        duties=_duties(edition, fired.present, rules),
    )


def review_level(rule: Rule, level: int) -> int:
    """Give the level a rule asks a manager to consider, 0 if none; never above 4."""
    raised = min(4, level + rule.then.review_raise_by) if rule.then.review_raise_by else 0
    return max(rule.then.review or 0, raised)


def _duties(edition: Edition, present: Iterable[str], rules: list[Rule]) -> dict[str, tuple[str, ...]]:
    called: dict[str, list[str]] = {}
    for name in sorted(present):
        for duty in edition.indicators[name].duties:
            called.setdefault(duty, []).append(name)
    for rule in rules:
        for duty in rule.then.duties:
            called.setdefault(duty, []).append(rule.id)
    return {duty: tuple(called[duty]) for duty in edition.duties if duty in called}
