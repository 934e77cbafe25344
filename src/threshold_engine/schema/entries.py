"""
One pydantic model for each kind of entry in a list file.

Unknown keys are refused wherever a person types. ``to_model`` turns a checked entry
into the frozen type of model.guidance; conditions are read before by schema.conditions.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from threshold_engine.model.guidance import (
    AgeBand,
    Code,
    CodeList,
    Coverage,
    Document,
    Domain,
    Duty,
    Effect,
    Indicator,
    Level,
    Period,
    Question,
    Reference,
    Rule,
    SharingPoint,
)
from threshold_engine.model.words import Consent, Counts, Evidence, Kind, Rag
from threshold_engine.schema.base import CitationIn, Entry, LevelNumber, Limit, ParsedCondition, Slug, Sourced, Text


class DocumentIn(Entry):
    key: Slug
    title: Text
    publisher: Text | None = None
    edition: Text | None = None
    date: Text | None = None
    url: Text | None = None
    licence: Text
    status: Literal["seen", "opening", "contents", "known", "second-hand"]
    note: Text | None = None

    def to_model(self) -> Document:
        return Document(**self.model_dump())


class ConsentIn(Entry):
    needed: bool
    text: Text


class LevelIn(Sourced):
    level: LevelNumber
    name: Text
    meaning: Text
    test: Text
    legal_basis: Text
    assessment: Text
    lead: Text
    consent: ConsentIn
    route: Text

    def to_model(self) -> Level:
        return Level(
            level=self.level,
            name=self.name,
            meaning=self.meaning,
            test=self.test,
            legal_basis=self.legal_basis,
            assessment=self.assessment,
            lead=self.lead,
            consent_needed=self.consent.needed,
            consent_text=self.consent.text,
            route=self.route,
            source=self.source.to_model(),
            evidence=self.evidence,
            period=self.period,
        )


class DutyIn(Sourced):
    id: Slug
    name: Text
    text: Text
    who: Text
    within: Text
    legal_basis: Text
    consent: Annotated[Consent, Field(strict=False)]
    hard: bool
    pathway_row: int | None = None
    pending: Text | None = None
    note: Text | None = None

    def to_model(self) -> Duty:
        return Duty(
            id=self.id,
            name=self.name,
            text=self.text,
            who=self.who,
            within=self.within,
            legal_basis=self.legal_basis,
            consent=self.consent,
            hard=self.hard,
            source=self.source.to_model(),
            evidence=self.evidence,
            period=self.period,
            pathway_row=self.pathway_row,
            pending=self.pending,
            note=self.note,
        )


class QuestionIn(Sourced):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    ask: Text
    type: Literal["boolean", "number", "choice", "text", "date"]
    choices: list[Slug] = Field(default_factory=list)
    section: Slug
    who: list[Slug]
    why: Text | None = None
    use: Literal["rules", "record"]

    def to_model(self) -> Question:
        return Question(
            id=self.id,
            ask=self.ask,
            type=self.type,
            section=self.section,
            who=tuple(self.who),
            source=self.source.to_model(),
            evidence=self.evidence,
            period=self.period,
            choices=tuple(self.choices),
            why=self.why,
            use=self.use,
        )


class AgeIn(Entry):
    below: Limit | None = None
    from_: Annotated[Limit | None, Field(alias="from")] = None
    below_if_disabled: Limit | None = None
    unborn: bool = False
    or_unborn: bool = False

    def to_model(self) -> AgeBand:
        return AgeBand(self.from_, self.below, self.below_if_disabled, self.unborn, self.or_unborn)


class IndicatorIn(Sourced):
    id: Slug
    label: Text
    ask: Text
    kind: Annotated[Kind, Field(strict=False)]
    domain: Slug
    level: LevelNumber
    counts: Annotated[Counts, Field(strict=False)]
    met_when: ParsedCondition | None = None
    subdomain: Slug | None = None
    row: Slug | None = None
    age: AgeIn | None = None
    duties: list[Slug] = Field(default_factory=list)
    cin_factors: list[str] = Field(default_factory=list)
    aliases: list[Text] = Field(default_factory=list)
    note: Text | None = None

    def to_model(self) -> Indicator:
        return Indicator(
            id=self.id,
            label=self.label,
            ask=self.ask,
            kind=self.kind,
            domain=self.domain,
            level=self.level,
            counts=self.counts,
            source=self.source.to_model(),
            evidence=self.evidence,
            period=self.period,
            subdomain=self.subdomain,
            row=self.row,
            met_when=self.met_when,
            age=self.age.to_model() if self.age else None,
            duties=tuple(self.duties),
            cin_factors=tuple(self.cin_factors),
            aliases=tuple(self.aliases),
            note=self.note,
        )


class EffectIn(Entry):
    floor: LevelNumber | None = None
    review: LevelNumber | None = None
    raise_review_by: Annotated[int, Field(ge=1, le=3)] | None = None
    rag: Annotated[Rag, Field(strict=False)] | None = None
    duties: list[Slug] = Field(default_factory=list)
    advise: Text | None = None
    finding: Slug | None = None
    call_999: bool = False
    tell_family: bool = True

    def to_model(self) -> Effect:
        return Effect(
            floor=self.floor,
            review=self.review,
            review_raise_by=self.raise_review_by or 0,
            rag=self.rag,
            duties=tuple(self.duties),
            advise=self.advise,
            finding=self.finding,
            call_999=self.call_999,
            tell_family=self.tell_family,
        )


class RuleIn(Sourced):
    id: Slug
    label: Text
    when: ParsedCondition
    then: EffectIn
    because: Text
    note: Text | None = None

    def to_model(self) -> Rule:
        return Rule(
            self.id,
            self.label,
            self.when,
            self.then.to_model(),
            self.because,
            self.source.to_model(),
            self.evidence,
            self.period,
            self.note,
        )


class DomainIn(Entry):
    id: Slug
    name: Text
    ask: Text

    def to_model(self) -> Domain:
        return Domain(self.id, self.name, self.ask)


class CodeIn(Entry):
    code: Annotated[str, StringConstraints(min_length=1)]
    label: Text
    group: Slug | None = None
    note: Text | None = None
    since: date
    until: date | None = None

    def to_model(self) -> Code:
        return Code(self.code, self.label, Period(self.since, self.until), self.group, self.note)


class CodeListIn(Entry):
    id: Slug
    title: Text
    source: CitationIn
    evidence: Annotated[Evidence, Field(strict=False)]
    note: Text | None = None
    notes: list[Text] = Field(default_factory=list)
    values: list[CodeIn] = Field(default_factory=list)

    def to_model(self) -> CodeList:
        return CodeList(
            self.id,
            self.title,
            tuple(value.to_model() for value in self.values),
            self.source.to_model(),
            self.evidence,
            self.note,
            tuple(self.notes),
        )


class CoverageIn(Entry):
    source: Slug
    part: Text
    state: Literal["encoded", "partly", "not-encoded", "not-available"]
    note: Text | None = None

    def to_model(self) -> Coverage:
        return Coverage(self.source, self.part, self.state, self.note or "")


class ReferenceIn(Entry):
    """Background kept with the guidance: shown and cited, read by no rule."""

    id: Slug
    name: Text
    area: Text | None = None
    text: list[Text]
    source: CitationIn
    evidence: Annotated[Evidence, Field(strict=False)]
    note: Text | None = None

    def to_model(self) -> Reference:
        return Reference(self.id, self.name, tuple(self.text), self.source.to_model(), self.evidence, self.area, self.note)


class SharingIn(Sourced):
    """One point of the law and guidance on sharing information."""

    id: Slug
    text: Text
    note: Text | None = None

    def to_model(self) -> SharingPoint:
        return SharingPoint(self.id, self.text, self.source.to_model(), self.evidence, self.period, self.note)


class RulebookIn(Entry):
    id: Slug
    title: Text
    area: Text
    version: Text
    status: Text
    owner: Text
    starts: date
    review_by: date
    approvals: list[Text] = Field(default_factory=list)
    parts: dict[str, list[str]]
