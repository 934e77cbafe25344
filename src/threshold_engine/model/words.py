"""The closed word lists of the domain."""

from __future__ import annotations

from enum import StrEnum

AGENCIES = (
    "ed-paediatric",
    "ed-adult",
    "school",
    "early-years",
    "gp",
    "health-visitor",
    "school-nurse",
    "midwife",
    "sexual-health",
    "mental-health",
    "police",
    "probation",
    "housing",
    "social-care",
    "voluntary",
    "public",
    "other",
)
"""Where a worry can be seen."""


class Kind(StrEnum):
    """What sort of fact an indicator is."""

    RISK = "risk"
    STRENGTH = "strength"
    CONTEXT = "context"


class Counts(StrEnum):
    """Whether a need that is already met still counts towards the level."""

    ALWAYS = "always"
    UNLESS_MET = "unless-met"


class Evidence(StrEnum):
    """How well the guidance behind an entry was checked against the printed source."""

    SEEN = "seen"
    SEEN_MAPPED = "seen-mapped"
    KNOWN = "known"


class Status(StrEnum):
    """What was found: not asked and not known are one value, no is another."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Rag(StrEnum):
    """The urgency ladder of a multi-agency safeguarding hub, least urgent first."""

    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def rank(self) -> int:
        return _RAG_ORDER.index(self)


_RAG_ORDER = (Rag.BLUE, Rag.GREEN, Rag.AMBER, Rag.RED)


class Consent(StrEnum):
    """What consent means for an action."""

    CANNOT_STOP = "cannot-stop"
    SEEK = "seek"
    NEEDED = "needed"
