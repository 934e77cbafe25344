"""The shape of pathways.yaml: what to do, whom to phone, how fast, and the clocks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from threshold_engine.model.guidance import Clock, Contact, Hours, Pathway, Rung
from threshold_engine.model.words import Rag
from threshold_engine.schema.base import Duration, Entry, LevelNumber, Slug, Sourced, Text, TimeOfDay


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

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.opens is None) != (self.closes is None):
            raise ValueError("give both opens and closes, or neither")
        if self.opens is not None and self.closes is not None and self.opens >= self.closes:
            raise ValueError("opens must come before closes")
        return self

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
