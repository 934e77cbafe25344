"""Ages and durations as people write them."""

from __future__ import annotations

import re

MONTHS_IN_YEAR = 12
DAYS_IN_MONTH = 365.25 / 12

_PART = re.compile(r"([0-9]{1,4}) ?(day|week|month|year)s?")
_UNIT_MONTHS = {"day": 1 / DAYS_IN_MONTH, "week": 7 / DAYS_IN_MONTH, "month": 1.0, "year": 12.0}


def parse_age(text: str) -> tuple[float, float] | None:
    """
    Read an age such as ``3 months``, ``13 weeks`` or ``2 years 4 months``.

    Returns:
        The age in months as a half-open range: ``7 years`` is (84.0, 96.0), because a
        child stays 7 until the eighth birthday. None if the text is not an age.
    """
    parts = text.strip().lower().replace(",", " ").replace(" and ", " ").split()
    joined = " ".join(parts)
    matches = list(_PART.finditer(joined))
    if not matches or " ".join(match.group(0) for match in matches) != joined:
        return None
    units = [match.group(2) for match in matches]
    sizes = [_UNIT_MONTHS[unit] for unit in units]
    if sizes != sorted(sizes, reverse=True) or len(set(units)) != len(units):
        return None
    low = sum(int(match.group(1)) * size for match, size in zip(matches, sizes, strict=True))
    return low, low + sizes[-1]


def parse_limit(text: str) -> int | None:
    """Read an age limit of a rule, whole months or years, as months."""
    match = re.fullmatch(r"([0-9]{1,3}) (month|year)s?", text.strip())
    if match is None:
        return None
    return int(match.group(1)) * (MONTHS_IN_YEAR if match.group(2) == "year" else 1)


def limit_words(months: int) -> str:
    """Say an age limit: years where they are whole, months below two years."""
    if months % MONTHS_IN_YEAR == 0 and months > MONTHS_IN_YEAR:
        return f"{months // MONTHS_IN_YEAR} years"
    return f"{months} month{'' if months == 1 else 's'}"
