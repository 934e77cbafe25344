"""
The rulebook: the guidance as frozen data.

Every entry carries its source and the days on which it is in force. Built by
schema.py from files, or directly in tests; never changed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from threshold_engine.model.condition import Condition
from threshold_engine.model.paths import ShortPath
from threshold_engine.model.quality import Criterion, CriticalGap, PoorFeature, QualityGuide, Term
from threshold_engine.model.reading import Context, SignWords, WordGroup
from threshold_engine.model.words import Consent, Counts, Evidence, Kind, Rag


@dataclass(frozen=True, slots=True)
class Period:
    """
    When an entry is in force: from ``since`` (included) to ``until`` (not included).

    Attributes:
        since: None means enacted but not yet commenced: never in force.
    """

    since: date | None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since is not None and self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Document:
    """A document cited by the rulebook (SOURCES)."""

    key: str
    title: str
    publisher: str | None
    edition: str | None
    date: str | None
    url: str | None
    licence: str
    status: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a cited document."""

    key: str
    at: str


@dataclass(frozen=True, slots=True)
class AgeBand:
    """The ages an indicator is about, in months: from <= age < below, or the unborn."""

    from_months: int | None = None
    below_months: int | None = None
    below_months_if_disabled: int | None = None
    unborn: bool = False
    or_unborn: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One cell of the matrix: a thing that can be seen, said or known about a child."""

    id: str
    label: str
    ask: str
    kind: Kind
    domain: str
    level: int
    counts: Counts
    source: Citation
    evidence: Evidence
    period: Period
    subdomain: str | None = None
    row: str | None = None
    met_when: Condition | None = None
    age: AgeBand | None = None
    duties: tuple[str, ...] = ()
    cin_factors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What a rule does when its condition holds.

    Attributes:
        floor: The level is at least this.
        review: The level stays; a manager is asked to consider this one.
        tell_family: False where the family must not be told, or asked, for now.
        review_raise_by: The level a manager is asked to consider is at least the
            suggested level plus this, never above 4.
    """

    floor: int | None = None
    review: int | None = None
    review_raise_by: int = 0
    rag: Rag | None = None
    duties: tuple[str, ...] = ()
    advise: str | None = None
    finding: str | None = None
    call_999: bool = False
    tell_family: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over indicators and answers."""

    id: str
    label: str
    when: Condition
    then: Effect
    because: str
    source: Citation
    evidence: Evidence
    period: Period
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something the law or statutory guidance says a named role must do."""

    id: str
    name: str
    text: str
    who: str
    within: str
    legal_basis: str
    consent: Consent
    hard: bool
    source: Citation
    evidence: Evidence
    period: Period
    pathway_row: int | None = None
    pending: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A named question of the form, asked of some users."""

    id: str
    ask: str
    type: str
    section: str
    who: tuple[str, ...]
    source: Citation
    evidence: Evidence
    period: Period
    choices: tuple[str, ...] = ()
    why: str | None = None
    use: str = "rules"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of need, as the guidance stood in a period."""

    level: int
    name: str
    meaning: str
    test: str
    legal_basis: str
    assessment: str
    lead: str
    consent_needed: bool
    consent_text: str
    route: str
    source: Citation
    evidence: Evidence
    period: Period


@dataclass(frozen=True, slots=True)
class Pathway:
    """
    What to do at a level, step by step.

    Attributes:
        family_steps: The steps, counted from 1, that tell or ask the family.
    """

    id: str
    level: int
    name: str
    steps: tuple[str, ...]
    source: Citation
    evidence: Evidence
    period: Period
    family_steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """
    When a line is answered.

    Attributes:
        days: ``every-day``, ``working-days`` or ``outside-working-hours``.
        opens, closes: Of the working day. For ``outside-working-hours`` the
            line answers outside them, and all day on weekends and bank holidays.
    """

    days: str
    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to phone, with the day the number was checked."""

    id: str
    name: str
    phone: str
    use_for: str
    levels: tuple[int, ...]
    hours: Hours
    checked_on: date
    source: Citation
    evidence: Evidence
    period: Period


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the urgency ladder. Durations are ISO 8601; None means no clock."""

    rag: Rag
    level: int
    meaning: str
    act_within: str | None
    partner_reply_within: str | None
    source: Citation
    evidence: Evidence
    period: Period
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A statutory or local time limit."""

    id: str
    name: str
    limit: str
    starts: str
    source: Citation
    evidence: Evidence
    period: Period
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    label: str
    period: Period
    group: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """A national or local list of codes. Store the code, the list and the year."""

    id: str
    title: str
    values: tuple[Code, ...]
    source: Citation
    evidence: Evidence
    note: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt of a conversation guide."""

    id: str
    section: str
    ask: str
    type: str
    evidence: Evidence
    period: Period
    concern_if: str | None = None
    indicator: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """
    A fact in an exploitation check that calls for action.

    Attributes:
        unless: Not told where one of these triggers holds, which calls for more.
    """

    id: str
    label: str
    when: Condition
    do: str
    source: Citation
    evidence: Evidence
    period: Period
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the London protocol, reached by facts, never by a sum."""

    category: int
    label: str
    meaning: str
    handling: str
    when: Condition
    source: Citation
    evidence: Evidence
    period: Period


@dataclass(frozen=True, slots=True)
class ExploitationTool:
    """Spotting the Signs, and how its answers are grouped."""

    id: str
    title: str
    who: str
    sections: Mapping[str, str]
    prompts: tuple[Prompt, ...]
    analysis_question: str
    analysis_fields: tuple[str, ...]
    vulnerabilities: tuple[str, ...]
    signs_of_risk: tuple[str, ...]
    signs_of_harm: tuple[str, ...]
    categories: tuple[Category, ...]
    triggers: tuple[Trigger, ...]
    review_after_months: int
    core_rules: tuple[str, ...]
    source: Citation
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Reference:
    """Background kept with the guidance: shown and cited, read by no rule."""

    id: str
    name: str
    text: tuple[str, ...]
    source: Citation
    evidence: Evidence
    area: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SharingPoint:
    """One point of the law and guidance on sharing information."""

    id: str
    text: str
    source: Citation
    evidence: Evidence
    period: Period
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a source document is encoded and what is known not to be."""

    source: str
    part: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of indicators, with the plain-English question that opens it."""

    id: str
    name: str
    ask: str


@dataclass(frozen=True)
class Rulebook:
    """
    The whole guidance, every edition of it.

    Attributes:
        starts: The first day it can answer for; earlier days are refused.
        digest: SHA-256 over the canonical content, so that layout and comments do not change it.
        places: Where each entry was written, ``kind:id`` to ``file:line``, for messages.
        cache: What edition_on has already worked out; derived from the rest, never read for meaning.
    """

    id: str
    title: str
    area: str
    version: str
    status: str
    owner: str
    starts: date
    review_by: date
    domains: tuple[Domain, ...]
    sources: tuple[Document, ...]
    levels: tuple[Level, ...]
    pathways: tuple[Pathway, ...]
    contacts: tuple[Contact, ...]
    ladder: tuple[Rung, ...]
    clocks: tuple[Clock, ...]
    duties: tuple[Duty, ...]
    questions: tuple[Question, ...]
    indicators: tuple[Indicator, ...]
    rules: tuple[Rule, ...]
    exploitation: ExploitationTool | None
    codes: tuple[CodeList, ...]
    coverage: tuple[Coverage, ...]
    sharing: tuple[SharingPoint, ...] = ()
    paths: tuple[ShortPath, ...] = ()
    references: tuple[Reference, ...] = ()
    word_groups: tuple[WordGroup, ...] = ()
    signs: tuple[SignWords, ...] = ()
    context: Context | None = None
    quality: QualityGuide | None = None
    criteria: tuple[Criterion, ...] = ()
    critical_gaps: tuple[CriticalGap, ...] = ()
    poor_features: tuple[PoorFeature, ...] = ()
    terms: tuple[Term, ...] = ()
    approvals: tuple[str, ...] = ()
    bank_holidays: frozenset[date] = frozenset()
    digest: str = ""
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
