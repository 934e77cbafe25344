"""An age as people type it at a bedside: ``13 weeks``, ``3/12``, ``7``, ``2y 4m``."""

from __future__ import annotations

import re

from threshold_engine.case import OLDEST_YEARS
from threshold_engine.schema.ages import MONTHS_IN_YEAR, parse_age

MOST_MONTHS = (OLDEST_YEARS + 1) * MONTHS_IN_YEAR
UNDER_ONE = "0 years"
"""A baby whose age is not known any better."""
NEWBORN = "0 days"
_PART = re.compile(r"(\d{1,4}) ?(/ ?(?:7|52|12)|[a-z]*)")
_UNITS = {
    "day": ("d", "day", "days", "/7"),
    "week": ("w", "wk", "wks", "week", "weeks", "/52"),
    "month": ("m", "mo", "mth", "mths", "month", "months", "/12"),
    "year": ("y", "yr", "yrs", "yo", "year", "years"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_UNSAID = re.compile(r"\b(?:old|and|of age|about|nearly|almost)\b|[,.]")


def read_age(typed: str, unit: str) -> str | None:
    """
    Read an age.

    Args:
        typed: What was typed, with or without its unit.
        unit: For a number by itself: ``day``, ``week``, ``month`` or ``year``.

    Returns:
        As a Case takes it, or None if it is not the age of a child.
    """
    plain = " ".join(_UNSAID.sub(" ", typed.lower()).split())
    if plain in ("newborn", "new born"):
        return NEWBORN
    found = list(_PART.finditer(plain))
    if not found or " ".join(match.group(0).strip() for match in found) != plain:
        return None
    words = []
    for match in found:
        name = _UNIT_OF.get(match.group(2).replace(" ", "")) if match.group(2) else unit
        if name is None:
            return None
        number = int(match.group(1))
        words.append(f"{number} {name}{'' if number == 1 else 's'}")
    age = " ".join(words)
    months = parse_age(age)
    return age if months is not None and months[0] < MOST_MONTHS else None
