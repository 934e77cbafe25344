"""From what was read to a case that nobody has confirmed yet, always marked as that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from threshold_engine.model.assessment import Assessment
from threshold_engine.model.narrative import Narrative
from threshold_engine.model.words import Status

CAVEAT = (
    "This rests on words that were read by the computer and that nobody has confirmed. Check each sign before you rely on the"
    " level. What it did not find may still be there."
)


def unconfirmed_case(narrative: Narrative, age: str | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """
    Give a case with the signs that were read as there.

    A sign that was read as absent is left open: only a person can say that something is not so.

    Args:
        age: The child's age if it is known; otherwise the age that was read, if any.
        given: Further keys of the case, such as ``as_of``.
    """
    known = age or (narrative.age.value if narrative.age else None)
    child = {} if known is None else {"unborn": True} if known == "unborn" else {"age": known}
    observations = [
        {"indicator": entry.indicator, "status": "present", "basis": entry.basis, "when": entry.when, "note": entry.words}
        for entry in narrative.suggestions
        if entry.status is Status.PRESENT
    ]
    return {**given, "child": child, "observations": observations}


def marked_unconfirmed(assessment: Assessment) -> Assessment:
    """Give the assessment with the warning that it rests on an unconfirmed reading, before all other caveats."""
    return replace(assessment, caveats=(CAVEAT, *assessment.caveats))
