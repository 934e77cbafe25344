"""
What can go wrong, and who must act.

* ThresholdEngineError
  + RulebookError    the rules are wrong; no person's data involved    exit 2
  + FactsError       the caller's input is wrong                       exit 2, HTTP 422
  + EngineFault      checked rules failed on checked facts: our bug    exit 1, HTTP 500
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """
    One thing that is wrong, said so that it can be put right.

    Attributes:
        where: The place, for example ``rules/levels.yaml:12 $[1].level`` or ``child.age``.
        code: Stable and searchable, for example ``UNKNOWN_INDICATOR``; listed in docs/problem-codes.md.
        what: What is wrong: lower case, the user's own text in backticks, no full stop.
        fix: What to do about it.
        severity: ``error`` stops, ``warning`` is told.
    """

    where: str
    code: str
    what: str
    fix: str
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.code}: {self.what}; {self.fix}"


class ThresholdEngineError(Exception):
    """The root: catch this to catch everything the engine raises on purpose."""


class ProblemsError(ThresholdEngineError):
    """Carries every problem found, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RulebookError(ProblemsError):
    """The guidance files are wrong: every problem is listed, none is a person's data."""


class FactsError(ProblemsError):
    """The case given is wrong: every problem is listed."""


class EngineFault(ThresholdEngineError):  # noqa: N818  a fault of ours, not an error of the caller
    """A checked rulebook failed on checked facts: a defect of the engine."""
