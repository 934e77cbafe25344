"""
Checks over a whole rulebook, each with a stable code.

An entry by itself was checked by schema; here is what only shows when all entries
stand together. Errors stop a rulebook from being loaded, warnings are told. The codes
are listed in docs/problem-codes.md.
"""

from __future__ import annotations

from threshold_engine.check import dates, meaning, quality, references, usage
from threshold_engine.errors import Problem
from threshold_engine.model.guidance import Rulebook


def check(rulebook: Rulebook) -> tuple[Problem, ...]:
    """List every problem of a rulebook, in order of place."""
    found = [*references.problems(rulebook), *dates.problems(rulebook), *quality.problems(rulebook)]
    if not any(problem.severity == "error" for problem in found):
        # Meaning can only be asked of a rulebook whose names and dates hold together.
        found += [*meaning.problems(rulebook), *usage.problems(rulebook)]
    return tuple(sorted(found))
