"""What in a text could tell who somebody is: how many and of what kind, and never the words themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from threshold_engine.model.narrative import Identifier

KINDS = {
    "name": ("name", "names"),
    "date-of-birth": ("date of birth", "dates of birth"),
    "phone": ("phone number", "phone numbers"),
    "email": ("email address", "email addresses"),
    "address": ("home address", "home addresses"),
    "postcode": ("postcode", "postcodes"),
    "nhs-number": ("NHS number", "NHS numbers"),
    "national-insurance-number": ("National Insurance number", "National Insurance numbers"),
    "pupil-number": ("pupil number", "pupil numbers"),
}


def identifiers_words(found: Iterable[Identifier]) -> str | None:
    """Give for example ``2 names and 1 phone number``; None if there is nothing."""
    counted = Counter(item.kind for item in found)
    parts = [f"{counted[kind]} {one if counted[kind] == 1 else more}" for kind, (one, more) in KINDS.items() if counted[kind]]
    if len(parts) < 2:
        return parts[0] if parts else None
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
