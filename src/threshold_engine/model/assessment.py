"""The answer: a level and a range, what to do, and why. Frozen; ``to_dict`` gives the contract's mapping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from threshold_engine.model.plain import plain


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which guidance answered, so that the answer can be replayed."""

    id: str
    version: str
    digest: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    title: str
    edition: str | None
    at: str
    url: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Review:
    """A manager is asked to consider a higher level; the suggestion stays."""

    level: int
    because: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    suggested: int
    range: tuple[int, int]
    name: str
    meaning: str
    review: Review | None


@dataclass(frozen=True, slots=True)
class Urgency:
    rag: str
    act_within: str | None
    call_999: bool


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    id: str
    name: str
    phone: str
    use_for: str
    hours: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Response:
    pathway: str
    steps: tuple[str, ...]
    contacts: tuple[ContactAnswer, ...]
    source: Source | None


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    id: str
    name: str
    text: str
    who: str
    within: str
    legal_basis: str
    consent: str
    hard: bool
    because: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Sharing:
    consent_needed: bool
    text: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class FactUsed:
    """One fact behind a reason: its name, its value, and both in words."""

    id: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Attributes:
        level: The level it sets or asks a manager to consider; None where it does neither.
        effect: ``level``, ``floor``, ``review``, ``urgency``, ``duty``, ``advice`` or ``finding``.
    """

    id: str
    kind: str
    level: int | None
    effect: str
    because: str
    advise: str | None
    facts: tuple[FactUsed, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class MissingFact:
    """
    One thing still to be found out.

    Attributes:
        any_of: Facts of which enough must be so: indicators, ``child.…`` or ``answers.…``;
            empty where the rule takes a whole group, which ``words`` names.
        needed: How many of them.
    """

    any_of: tuple[str, ...]
    needed: int
    words: str


@dataclass(frozen=True, slots=True)
class Blocked:
    id: str
    level: int
    effect: str
    because: str
    missing: tuple[MissingFact, ...]
    stopped_by: tuple[FactUsed, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Change:
    """
    One answer that could be learned, or that could be other than recorded.

    Attributes:
        fact: An indicator, ``answers.…``, ``child.…``, ``setting.…`` or ``met.<indicator>``.
        to: ``present`` or ``absent`` for an indicator; the answer; true or false; an age
            in months, ``60 to 156``, or ``unborn``.
    """

    fact: str
    to: bool | int | str
    words: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All smallest sets of open answers, up to three, that would move the level."""

    raise_: tuple[tuple[Change, ...], ...]
    lower: tuple[tuple[Change, ...], ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One recorded answer that, if wrong, moves the level."""

    fact: str
    words: str
    if_changed_to: bool | int | str
    if_changed_level: int


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """
    A question that can still change level, urgency or a duty.

    Attributes:
        kind: ``danger``, ``child``, ``domain``, ``indicator`` or ``answer``.
        screen: Questions of one number are asked together.
    """

    id: str
    kind: str
    ask: str
    could_raise_to: int
    because: str
    screen: int


@dataclass(frozen=True, slots=True)
class Strength:
    id: str
    label: str
    source: Source


@dataclass(frozen=True, slots=True)
class TriggerAnswer:
    id: str
    label: str
    do: str
    source: Source


@dataclass(frozen=True, slots=True)
class CategoryAnswer:
    category: int
    label: str
    meaning: str
    handling: str
    source: Source


@dataclass(frozen=True, slots=True)
class Sign:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ExploitationAnswer:
    """Vulnerability, sign of risk and sign of harm stay apart; nothing is added up."""

    vulnerabilities: tuple[Sign, ...]
    signs_of_risk: tuple[Sign, ...]
    signs_of_harm: tuple[Sign, ...]
    category: CategoryAnswer | None
    triggers: tuple[TriggerAnswer, ...]
    review_by: date
    analysis_required: tuple[str, ...]
    analysis_given: bool


@dataclass(frozen=True, slots=True)
class Channels:
    """
    Whether the two implementations agreed. If not, the higher outcome stands.

    Attributes:
        only_first, only_second: What one of them concluded and the other did not.
    """

    agree: bool
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    Advice for a named person, who decides.

    Attributes:
        changes, stability, ask_next: None where they were not asked for.
        quality: Room for the quality of a referral.
    """

    rulebook: Stamp
    level: LevelAnswer
    urgency: Urgency
    response: Response
    duties: tuple[DutyAnswer, ...]
    sharing: Sharing
    reasons: tuple[Reason, ...]
    blocked: tuple[Blocked, ...]
    changes: Changes | None
    stability: tuple[Doubt, ...] | None
    ask_next: tuple[NextQuestion, ...] | None
    strengths: tuple[Strength, ...]
    exploitation: ExploitationAnswer | None
    channels: Channels
    caveats: tuple[str, ...]
    quality: None = None

    def to_dict(self) -> dict[str, Any]:
        """Give plain data: mappings, lists, text, numbers; dates in ISO form."""
        return plain(self)
