"""The shape of the short paths (rules/paths.yaml)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from threshold_engine.model.paths import CHILD_FACTS, ShortPath
from threshold_engine.schema.base import ParsedCondition, Slug, Sourced, Text
from threshold_engine.schema.entries import AgeIn

Asked = Annotated[str, StringConstraints(pattern=rf"^(?:[a-z0-9][a-z0-9_-]*|child\.(?:{'|'.join(CHILD_FACTS)}))$")]


class ShortPathIn(Sourced):
    id: Slug
    title: Text
    opens_when: ParsedCondition
    areas: list[Slug] = Field(default_factory=list)
    age: AgeIn | None = None
    ask: Annotated[list[Asked], Field(min_length=1)]
    guide: Slug | None = None
    says: Annotated[list[Text], Field(min_length=1, max_length=2)]

    def to_model(self) -> ShortPath:
        return ShortPath(
            id=self.id,
            title=self.title,
            opens_when=self.opens_when,
            areas=tuple(self.areas),
            age=self.age.to_model() if self.age else None,
            ask=tuple(self.ask),
            guide=self.guide,
            says=tuple(self.says),
            source=self.source.to_model(),
            evidence=self.evidence,
            period=self.period,
        )
