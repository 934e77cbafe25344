"""The shape of an exploitation tool: sections, prompts, classes, categories and triggers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from threshold_engine.model.guidance import Category, ExploitationTool, Period, Prompt, Trigger
from threshold_engine.model.words import Evidence
from threshold_engine.schema.base import CitationIn, Entry, ParsedCondition, Slug, Sourced, Text


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
