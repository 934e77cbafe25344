"""The child of every row: as the table gives it, or at one of the ages it could be."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from threshold_engine.columnar.planes import NO, YES, Plane, Planes
from threshold_engine.columnar.verdicts import FALSE, TRUE, UNKNOWN, Logic, Verdict, known
from threshold_engine.model.guidance import AgeBand

AGE = "age_months"
AGE_BELOW = "age_below_months"
UNBORN = "unborn"


class Child(Protocol):
    """What conditions about age ask."""

    @property
    def unborn(self) -> Verdict: ...

    def below(self, months: int) -> Verdict:
        """Born and younger than a limit."""
        ...


class GivenChild:
    """The child of each row as the table gives it. An age recorded means that the child is born."""

    def __init__(self, logic: Logic, columns: Set[str]) -> None:
        self._planes = logic.planes
        self._columns = columns
        unsaid = no_age(self._planes, columns)
        if UNBORN not in columns:
            self.unborn = Verdict(NO, unsaid)
            return
        said = pl.col(UNBORN)
        could = self._planes.leaf("unborn could be", said.ne_missing(False))
        self.unborn = Verdict(
            self._planes.leaf("unborn", said.eq_missing(True)),
            self._planes.every([could, unsaid]),
        )

    def below(self, months: int) -> Verdict:
        not_unborn = self._planes.opposite(self.unborn.sure)
        if AGE not in self._columns:
            return Verdict(NO, not_unborn)
        younger = pl.col(AGE) < months
        could = self._planes.leaf(f"could be below {months}", younger.ne_missing(False))
        if AGE_BELOW in self._columns:
            surely = pl.when(pl.col(AGE_BELOW).is_null()).then(younger).otherwise(pl.col(AGE_BELOW) <= months)
        else:
            surely = younger
        sure = self._planes.leaf(f"surely below {months}", surely.eq_missing(True))
        return Verdict(sure, self._planes.every([could, not_unborn]))


@dataclass(frozen=True)
class Segment:
    """
    A child at ages which the guidance cannot tell apart, the same in every row.

    Attributes:
        low, high: Months, from low up to high, which is not included; not read if unborn.
    """

    is_unborn: bool
    low: float
    high: float

    @property
    def unborn(self) -> Verdict:
        return known(self.is_unborn)

    def below(self, months: int) -> Verdict:
        if self.is_unborn or self.low >= months:
            return FALSE
        return TRUE if self.high <= months else UNKNOWN


def from_age(logic: Logic, child: Child, months: int) -> Verdict:
    """Born and at least so old."""
    return logic.every([logic.opposite(child.unborn), logic.opposite(child.below(months))])


def in_band(logic: Logic, band: AgeBand, child: Child, disabled: Verdict) -> Verdict:
    """Say where a child is within the ages an indicator is about."""
    if band.unborn:
        return child.unborn
    parts = [logic.opposite(child.unborn)]
    if band.from_months is not None:
        parts.append(logic.opposite(child.below(band.from_months)))
    if band.below_months is not None:
        young = [child.below(band.below_months)]
        if band.below_months_if_disabled is not None:
            young.append(logic.every([disabled, child.below(band.below_months_if_disabled)]))
        parts.append(logic.either(young))
    born = logic.every(parts)
    return logic.either([child.unborn, born]) if band.or_unborn else born


def no_age(planes: Planes, columns: Set[str]) -> Plane:
    """Say where no age is given."""
    return planes.leaf("no age", pl.col(AGE).is_null()) if AGE in columns else YES


def age_left_open(planes: Planes, columns: Set[str], limits: list[float]) -> Plane:
    """Say where the age leaves open on which side of some limit the child is."""
    not_known = no_age(planes, columns)
    if UNBORN in columns:
        not_known = planes.every([not_known, planes.leaf("not unborn", pl.col(UNBORN).ne_missing(True))])
    if AGE_BELOW not in columns or AGE not in columns:
        return not_known
    age, below = pl.col(AGE), pl.col(AGE_BELOW)
    across = (planes.leaf(f"across {limit}", ((age < limit) & (below > limit)).eq_missing(True)) for limit in limits)
    return planes.some([not_known, *across])


def within(planes: Planes, columns: Set[str], segment: Segment) -> Plane:
    """Say where the child could be in a segment."""
    if segment.is_unborn:
        said = planes.leaf("unborn could be", pl.col(UNBORN).ne_missing(False)) if UNBORN in columns else YES
        return planes.every([no_age(planes, columns), said])
    if AGE not in columns:
        return YES
    age = pl.col(AGE)
    inside = (age >= segment.low) & (age < segment.high)
    if AGE_BELOW in columns:
        below = pl.col(AGE_BELOW)
        inside = pl.when(below.is_null()).then(inside).otherwise((age < segment.high) & (below > segment.low))
    return planes.leaf(f"within {segment.low} to {segment.high}", inside.ne_missing(False))
