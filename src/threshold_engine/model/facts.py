"""
The settled facts of a case under one edition: the common ground of both channels.

Settling is bookkeeping, done by case.py: what was said of an indicator, by itself, by
its domain or by ``others``. What the facts mean is for spec.py and rete.py to say, each
in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from threshold_engine.model.case import AnswerValue, Child
from threshold_engine.model.edition import Edition

Verdict = bool | None
"""True, False, or None for unknown."""


@dataclass(frozen=True)
class Facts:
    """
    Attributes:
        recorded: What is settled of each indicator in force; one not in it is unknown.
        met: What was said outright about whether a need is already met.
        answers: Named questions with a known answer.
        memo: What was already read from these facts; derived from the rest, never read for meaning.
    """

    edition: Edition
    recorded: Mapping[str, bool]
    met: Mapping[str, bool]
    child: Child
    answers: Mapping[str, AnswerValue]
    setting: Mapping[str, str]
    memo: dict[str, object] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Firings:
    """
    What one channel concludes from the facts: all that a level, its urgency and its duties rest on.

    Attributes:
        present: Indicators that are there and not certainly outside their age band.
        counting: Those of them whose matrix level counts (risk, and not met already).
        rules: Rules whose condition is true.
    """

    present: frozenset[str]
    counting: frozenset[str]
    rules: frozenset[str]

    def __or__(self, other: Firings) -> Firings:
        return Firings(self.present | other.present, self.counting | other.counting, self.rules | other.rules)
