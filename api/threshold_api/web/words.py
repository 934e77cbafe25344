"""Words that several parts of the pages use alike: where somebody is, the levels to choose from, numbers to dial."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from threshold_engine.model.edition import Edition

_DIAL = re.compile(r"[0-9 ]+")
AGENCIES: Mapping[str, str] = {
    "ed-paediatric": "Emergency department: the patient is a child",
    "ed-adult": "Emergency department: the patient is an adult",
    "school": "School or college",
    "early-years": "Nursery or childminder",
    "gp": "GP surgery",
    "health-visitor": "Health visiting",
    "school-nurse": "School nursing",
    "midwife": "Maternity",
    "sexual-health": "Sexual health clinic",
    "mental-health": "Mental health service",
    "police": "Police",
    "probation": "Probation",
    "housing": "Housing",
    "social-care": "Social care",
    "voluntary": "Charity or community group",
    "public": "Family, friend, neighbour or member of the public",
    "other": "Another place",
}
"""Each of the agencies of the engine, as a person chooses it and reads it again."""


def level_choices(edition: Edition) -> tuple[dict[str, Any], ...]:
    """Give the levels for a person to choose from, each with its meaning."""
    return tuple(
        {"value": str(number), "text": level_title(number, level.name), "hint": {"text": level.meaning}}
        for number, level in sorted(edition.levels.items())
    )


def level_title(number: int, name: str) -> str:
    """Give a level as a heading or a choice, for example ``Level 3: Child in Need``."""
    return f"Level {number}: {name}"


def dial(phone: str) -> str:
    """Give a number as a phone takes it: what stands behind it, such as "option 3", is for the ear."""
    found = _DIAL.match(phone)
    return found[0].replace(" ", "") if found else ""
