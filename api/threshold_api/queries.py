"""What may stand after the question mark. Unknown and repeated names are refused, as everywhere."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from threshold_api.problems import QUERY, RefusalError
from threshold_engine.errors import Problem
from threshold_engine.model.words import Kind

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _day(value: object) -> object:
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("write a real day as year-month-day, for example 2026-11-22")


def _level(value: object) -> object:
    if value not in ("1", "2", "3", "4"):
        raise ValueError("write a level from 1 to 4")
    return int(value)


def _kind(value: object) -> object:
    if not isinstance(value, str) or value not in list(Kind):
        raise ValueError(f"write one of: {', '.join(Kind)}")
    return Kind(value)


def _yes_no(value: object) -> object:
    if value not in ("true", "false"):
        raise ValueError("write true or false")
    return value == "true"


# The schemas are written out: a filter is left out, it is never null.
AsOf = Annotated[
    date | None, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-22"]})
]
LevelOfNeed = Annotated[int | None, BeforeValidator(_level), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 4})]
KindOfFact = Annotated[Kind | None, BeforeValidator(_kind), WithJsonSchema({"type": "string", "enum": list(Kind)})]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"type": "boolean"})]
Words = Annotated[str | None, Field(max_length=200), WithJsonSchema({"type": "string", "maxLength": 200})]


class DayQuery(BaseModel):
    """Which day's guidance."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: Annotated[AsOf, Field(description="Guidance in force on this day. Today in London if left out.")] = None


class IndicatorQuery(DayQuery):
    """Which indicators."""

    domain: Annotated[Words, Field(description="Only this group; see /api/v1/domains.")] = None
    level: Annotated[LevelOfNeed, Field(description="Only this level of need.")] = None
    kind: Annotated[KindOfFact, Field(description="Only this kind.")] = None
    q: Annotated[
        Words,
        Field(description="Every word must stand in the label, the question or another name. Never put a child's details here."),
    ] = None


WHAT_IF = """\
Also say what to ask next, what would change the level, and which doubtful answer would. That takes several times as \
long as the rest. With `false`, `changes`, `stability` and `ask_next` are null: they were not asked for.\
"""


class CaseQuery(BaseModel):
    """How much to say about a case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what_if: Annotated[YesNo, Field(description=WHAT_IF)] = True


class BatchQuery(BaseModel):
    """How much to say about each case of a batch."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what_if: Annotated[YesNo, Field(description=WHAT_IF)] = False


# Not awaiting anything, and still async: a plain function would be sent to a thread, which costs more than it does.
async def refuse_repeats(request: Request) -> None:
    """
    Refuse a name that is given twice: it would not be clear which one counts.

    Raises:
        RefusalError: 422.
    """
    names = [name for name, _ in request.query_params.multi_items()]
    repeated: list[Any] = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise RefusalError(
            QUERY,
            [
                Problem(f"query.{name[:60]}", "REPEATED_PARAMETER", f"`{name[:60]}` is given twice", "keep one of them")
                for name in repeated
            ],
        )
