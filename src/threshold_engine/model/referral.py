"""
A referral: what a practitioner sends to the council about a child.

A case and, beside it, what a screener needs to read. Everything may be missing: an
unfinished referral is a referral. None is not said, which is never no.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from threshold_engine.model.case import Case


@dataclass(frozen=True, slots=True)
class Carer:
    """Who looks after the child, and whether they have parental responsibility."""

    name: str | None = None
    relationship: str | None = None
    parental_responsibility: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the child is, so that the right child is checked."""

    name: str | None = None
    date_of_birth: date | None = None
    address: str | None = None
    school: str | None = None
    gp: str | None = None
    nhs_number: str | None = None
    upn: str | None = None
    carers: tuple[Carer, ...] = ()


@dataclass(frozen=True, slots=True)
class Referrer:
    """
    Who writes.

    Attributes:
        agency_team: The exact team, for example emergency department, children's side.
        relationship_to_child: How the writer knows the child.
        available_until: Until when the writer can be reached, or who can be after that.
        source_detail, source_reason: What a census code such as “other” needs beside it.
    """

    name: str | None = None
    role: str | None = None
    agency_team: str | None = None
    phone: str | None = None
    email: str | None = None
    relationship_to_child: str | None = None
    seen_child_on: date | None = None
    sent_on: date | None = None
    sent_at: time | None = None
    available_until: str | None = None
    source_detail: str | None = None
    source_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the home, or someone who matters to the child and lives elsewhere."""

    name: str | None = None
    age: str | None = None
    relationship: str | None = None
    lives_with_child: str | None = None
    safe_tonight: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history."""

    on: str | None = None
    what: str | None = None
    outcome: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something already tried."""

    what: str | None = None
    on: str | None = None
    by: str | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """Who asked the family, when, and what they said."""

    consent_asked_by: str | None = None
    asked_on: date | None = None
    answer: str | None = None
    parents_told: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Diversity:
    """Who the child is to themselves, and what they need to take part."""

    ethnicity: str | None = None
    first_language: str | None = None
    interpreter: str | None = None
    religion: str | None = None
    disability: str | None = None
    communication: str | None = None
    sex: str | None = None
    orientation_or_gender: str | None = None
    not_asked_because: str | None = None


@dataclass(frozen=True, slots=True)
class AdultNeeds:
    """What an adult in the child's life struggles with: words, ``known-none``, ``not-known`` or ``asked-no``."""

    who: str | None = None
    mental_health: str | None = None
    substances: str | None = None
    domestic_abuse: str | None = None
    learning_disability: str | None = None
    immigration_or_money: str | None = None


@dataclass(frozen=True, slots=True)
class SafetyTonight:
    """Where the child is now, and for how long that is safe."""

    where: str | None = None
    with_whom: str | None = None
    until: str | None = None
    unsafe_if: str | None = None
    done_so_far: str | None = None
    safe: str | None = None


@dataclass(frozen=True, slots=True)
class LevelView:
    """The level the writer has in mind, and why not another."""

    level: int | None = None
    matrix_item: str | None = None
    why_not_lower: str | None = None
    why_not_higher: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What the writer asks for, and what the writer will go on doing."""

    kind: str | None = None
    outcome_wanted: str | None = None
    we_will: str | None = None
    reply_to: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """
    Everything that was written.

    Attributes:
        case: What the level of need is worked out from.
        sibling_texts: Texts sent about brothers and sisters, to see whether each child was thought of.
    """

    case: Case = field(default_factory=Case)
    identity: Identity = field(default_factory=Identity)
    referrer: Referrer = field(default_factory=Referrer)
    worry: str | None = None
    child_voice: str | None = None
    impact: str | None = None
    strengths_text: str | None = None
    parents_views: str | None = None
    household: tuple[Person, ...] = ()
    chronology: tuple[Event, ...] = ()
    analysis: str | None = None
    tried: tuple[Attempt, ...] = ()
    sharing: Consent = field(default_factory=Consent)
    diversity: Diversity = field(default_factory=Diversity)
    adults_needs: tuple[AdultNeeds, ...] = ()
    safety_tonight: SafetyTonight = field(default_factory=SafetyTonight)
    level_view: LevelView = field(default_factory=LevelView)
    request: Request = field(default_factory=Request)
    sibling_texts: tuple[str, ...] = ()
