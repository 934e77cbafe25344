"""Shapes that several steps share: radios, and the outcome of reading a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from threshold_api.web.errors import ErrorView
from threshold_api.web.visits import Check

YES, NO, NOT_SURE = "yes", "no", "not-sure"
YES_NO_NOT_SURE = ((YES, "Yes"), (NO, "No"), (NOT_SURE, "Not sure"))

Option = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a form made of a check.

    Attributes:
        check: As it was before if there are errors.
    """

    check: Check
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, slots=True)
class RadiosView:
    """One question with radios, as the macro ``radios`` takes it."""

    name: str
    legend: str
    hint: str | None
    options: tuple[Option, ...]
    value: str | None
    error: str | None = None


def options(pairs: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    """Give the choices of radios or a list."""
    return tuple({"value": value, "text": text} for value, text in pairs)


def agency_of(check: Check) -> str | None:
    """Give where the person is, if they said so."""
    found = check.case.get("setting", {}).get("agency")
    return str(found) if found is not None else None
