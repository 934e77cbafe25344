"""What a practitioner tells us, as frozen data. case.py reads it from a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from threshold_engine.model.words import Status

AnswerValue = bool | int | str


@dataclass(frozen=True, slots=True)
class Age:
    """
    A child's age as a half-open range in months.

    Attributes:
        low_months, high_months: ``7 years`` is 84 and 96: the child stays 7 until the
            eighth birthday. A limit inside the range is neither met nor missed.
        words: As it was given.
    """

    low_months: float
    high_months: float
    words: str


@dataclass(frozen=True, slots=True)
class Child:
    """The child. None is unknown, which is never no."""

    age: Age | None = None
    unborn: bool | None = None
    disabled: bool | None = None
    mobile: bool | None = None
    looked_after: bool | None = None
    sex: str | None = None
    ethnicity: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One indicator, what was found, and how it is known."""

    indicator: str
    status: Status
    basis: str | None = None
    when: str | None = None
    met: bool | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ReferrerView:
    """The level the referrer has in mind, asked before the suggestion is shown."""

    level: int
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """
    Everything that was told, in a fixed order whatever the order it came in.

    Attributes:
        others: ``absent`` means everything not mentioned was looked at and is not so.
        domains: ``no-concern`` settles every risk indicator of the domain as absent,
            except those recorded one by one.
    """

    as_of: date | None = None
    time_of_day: time | None = None
    child: Child = field(default_factory=Child)
    setting: Mapping[str, str] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()
    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    others: Status = Status.UNKNOWN
    narrative: str | None = None
    referrer_view: ReferrerView | None = None
