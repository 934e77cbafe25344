"""What every entry of a rule file has in common."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints

from threshold_engine.model.guidance import Citation, Period
from threshold_engine.model.words import Evidence
from threshold_engine.schema.ages import parse_limit

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LevelNumber = Annotated[int, Field(ge=1, le=4)]
Duration = Annotated[str, StringConstraints(pattern=r"^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?$")]
ParsedCondition = Annotated[Any, PlainValidator(lambda value: value)]
"""A model.condition.Condition: the loader has read it before the entry is checked."""


def _clock_time(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-2][0-9]:[0-5][0-9]", value):
        raise ValueError("write hours and minutes in quotes, for example '09:00'")
    return time.fromisoformat(value)


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
