"""
One pydantic model for each kind of entry in a rule file.

Unknown keys are refused wherever a person types. ``to_model`` turns a checked entry
into the frozen type of model.guidance; conditions are read before by schema.conditions.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints

from threshold_engine.model.guidance import (
    AgeBand,
    Category,
    Citation,
    Clock,
    Code,
    CodeList,
    Contact,
    Coverage,
    Document,
    Domain,
    Duty,
    Effect,
    ExploitationTool,
    Hours,
    Indicator,
    Level,
    Pathway,
    Period,
    Prompt,
    Question,
    Reference,
    Rule,
    Rung,
    SharingPoint,
    Trigger,
)
from threshold_engine.model.words import Consent, Counts, Evidence, Kind, Rag
from threshold_engine.schema.ages import parse_limit

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LevelNumber = Annotated[int, Field(ge=1, le=4)]
Duration = Annotated[str, StringConstraints(pattern=r"^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?$")]
ParsedCondition = Annotated[Any, PlainValidator(lambda value: value)]
"""A model.condition.Condition: the loader has read it before the entry is checked."""


def _clock_time(value: object) -> object:
    return time.fromisoformat(value) if isinstance(value, str) else value


def _age_limit(value: object) -> object:
    months = parse_limit(value) if isinstance(value, str) else None
    if months is None:
        raise ValueError("write whole months or years, for example 12 months")
    return months


TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]
Limit = Annotated[int, BeforeValidator(_age_limit)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class CitationIn(Entry):
    key: Slug
    at: Text

    def to_model(self) -> Citation:
        return Citation(self.key, self.at)


class Sourced(Entry):
    """What nearly every entry carries: its source, its evidence mark, its days."""

    source: CitationIn
    evidence: Annotated[Evidence, Field(strict=False)]
    since: date | None
    until: date | None = None

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)


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


class PathwayIn(Sourced):
    id: Slug
    level: LevelNumber
    name: Text
    steps: list[Text] = Field(min_length=1)
    family_steps: list[Annotated[int, Field(ge=1)]] = Field(default_factory=list)

    def to_model(self) -> Pathway:
        return Pathway(
            id=self.id,
            level=self.level,
            name=self.name,
            steps=tuple(self.steps),
            source=self.source.to_model(),
            evidence=self.evidence,
            period=self.period,
            family_steps=tuple(self.family_steps),
        )


class HoursIn(Entry):
    days: Literal["every-day", "working-days", "outside-working-hours"]
    opens: TimeOfDay | None = None
    closes: TimeOfDay | None = None

    def to_model(self) -> Hours:
        return Hours(self.days, self.opens, self.closes)


class ContactIn(Sourced):
    id: Slug
    name: Text
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 ]+(?: option [0-9])?$")]
    use_for: Text
    levels: list[LevelNumber]
    hours: HoursIn
    checked_on: date

    def to_model(self) -> Contact:
        return Contact(
            id=self.id,
            name=self.name,
            phone=self.phone,
            use_for=self.use_for,
            levels=tuple(self.levels),
            hours=self.hours.to_model(),
            checked_on=self.checked_on,
            source=self.source.to_model(),
            evidence=self.evidence,
            period=self.period,
        )


class RungIn(Sourced):
    rag: Annotated[Rag, Field(strict=False)]
    level: LevelNumber
    meaning: Text
    act_within: Duration | None
    partner_reply_within: Duration | None
    note: Text | None = None

    def to_model(self) -> Rung:
        return Rung(
            self.rag,
            self.level,
            self.meaning,
            self.act_within,
            self.partner_reply_within,
            self.source.to_model(),
            self.evidence,
            self.period,
            self.note,
        )


class ClockIn(Sourced):
    id: Slug
    name: Text
    limit: Text
    starts: Text
    note: Text | None = None

    def to_model(self) -> Clock:
        return Clock(self.id, self.name, self.limit, self.starts, self.source.to_model(), self.evidence, self.period, self.note)


class PathwaysIn(Entry):
    """The one file that is a mapping of four lists."""

    pathways: list[PathwayIn]
    contacts: list[ContactIn]
    ladder: list[RungIn]
    clocks: list[ClockIn]


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


class PromptIn(Entry):
    id: Slug
    section: Slug
    ask: Text
    type: Literal["process", "risk", "vulnerability", "context", "protective"]
    evidence: Annotated[Evidence, Field(strict=False)]
    since: date
    until: date | None = None
    concern_if: Text | None = None
    indicator: Slug | None = None
    note: Text | None = None

    def to_model(self) -> Prompt:
        return Prompt(
            self.id,
            self.section,
            self.ask,
            self.type,
            self.evidence,
            Period(self.since, self.until),
            self.concern_if,
            self.indicator,
            self.note,
        )


class CategoryIn(Sourced):
    category: Annotated[int, Field(ge=1, le=3)]
    label: Text
    meaning: Text
    handling: Text
    when: ParsedCondition

    def to_model(self) -> Category:
        return Category(
            self.category,
            self.label,
            self.meaning,
            self.handling,
            self.when,
            self.source.to_model(),
            self.evidence,
            self.period,
        )


class TriggerIn(Sourced):
    id: Slug
    label: Text
    when: ParsedCondition
    do: Text
    unless: list[Slug] = Field(default_factory=list)

    def to_model(self) -> Trigger:
        return Trigger(
            id=self.id,
            label=self.label,
            when=self.when,
            do=self.do,
            source=self.source.to_model(),
            evidence=self.evidence,
            period=self.period,
            unless=tuple(self.unless),
        )


class AnalysisIn(Entry):
    question: str
    fields: list[Text]


class ClassesIn(Entry):
    vulnerabilities: list[Slug]
    signs_of_risk: list[Slug]
    signs_of_harm: list[Slug]


class ToolIn(Entry):
    id: Slug
    title: Text
    who: Text
    core_rules: list[Text]
    source: CitationIn
    evidence: Annotated[Evidence, Field(strict=False)]
    review_after_months: Annotated[int, Field(ge=1)]
    sections: dict[Slug, Text]
    prompts: list[PromptIn]
    analysis: AnalysisIn
    classes: ClassesIn
    categories: list[CategoryIn]
    triggers: list[TriggerIn]

    def to_model(self) -> ExploitationTool:
        return ExploitationTool(
            id=self.id,
            title=self.title,
            who=self.who,
            sections=dict(self.sections),
            prompts=tuple(prompt.to_model() for prompt in self.prompts),
            analysis_question=self.analysis.question,
            analysis_fields=tuple(self.analysis.fields),
            vulnerabilities=tuple(self.classes.vulnerabilities),
            signs_of_risk=tuple(self.classes.signs_of_risk),
            signs_of_harm=tuple(self.classes.signs_of_harm),
            categories=tuple(category.to_model() for category in self.categories),
            triggers=tuple(trigger.to_model() for trigger in self.triggers),
            review_after_months=self.review_after_months,
            core_rules=tuple(self.core_rules),
            source=self.source.to_model(),
            evidence=self.evidence,
        )


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
