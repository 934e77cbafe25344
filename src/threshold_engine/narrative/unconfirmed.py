"""From what was read to a case that nobody has confirmed yet, always marked as that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from threshold_engine.model.assessment import Assessment
from threshold_engine.model.narrative import Narrative
from threshold_engine.model.words import Kind, Status

CAVEAT = (
    "This rests on words that were read by the computer and that nobody has confirmed. Check each sign before you rely on the"
    " level. What it did not find may still be there."
)
NOTHING_FOUND = (
    "No worry was found in this text. That does not mean that the child is safe: the computer misses much of what people write."
    " So there is no level yet. Read the text yourself, and answer the questions."
)


def nothing_found(narrative: Narrative) -> bool:
    """Say whether a text gave nothing that a level could rest on: no sign of a worry and no fact that is there."""
    return not any(entry.status is Status.PRESENT and entry.kind is not Kind.STRENGTH for entry in narrative.suggestions)


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


def marked_unconfirmed(assessment: Assessment, *, empty: bool = False) -> Assessment:
    """
    Give the assessment with the warning that it rests on an unconfirmed reading, before all other caveats.

    Args:
        empty: Nothing was found; that is said first.
    """
    told = (NOTHING_FOUND, CAVEAT) if empty else (CAVEAT,)
    return replace(assessment, caveats=(*told, *assessment.caveats))
