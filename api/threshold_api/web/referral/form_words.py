"""The words of the form that are not questions: options and hints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from threshold_api.service import Service
from threshold_api.web.words import level_title

UNSURE = "unsure"
"""An answer of “not sure” where the contract has no word for it: kept as unknown, and remembered for the form."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: as it is kept, and in words."""

    value: str
    label: str


NOT_SURE = Option(UNSURE, "Not sure")
UNKNOWN = Option("unknown", "Not sure")
YES, NO = Option("yes", "Yes"), Option("no", "No")
YES_NO_UNKNOWN = (YES, NO, UNKNOWN)
SAFE = (YES, Option("no", "No, or not for the whole night"), UNKNOWN)
ANSWER = (YES, NO, Option("not-asked", "Nobody has asked them"), NOT_SURE)
TOLD = (YES, NO, NOT_SURE)
KIND = (Option("advice", "Advice"), Option("action", "Action"), NOT_SURE)

NEEDS = (Option("known-none", "none known"), Option("not-known", "not known"), Option("asked-no", "asked, said no"))
"""What can be told of an adult's need without describing it."""
NEED_HINT = "For each need write what you know. Or write “none known”, “not known” or “asked, said no”."
CHILD_HINT = "Put the child’s own words in quotation marks. For a baby, say what you saw them do. Was the child seen alone?"

SOURCE_CODES: Mapping[str, str] = {
    "ed-paediatric": "3E",
    "ed-adult": "3E",
    "school": "2A",
    "gp": "3A",
    "health-visitor": "3B",
    "school-nurse": "3C",
    "police": "6",
    "housing": "4",
}
"""The code of the national list, for the agencies that have one of their own."""
SOURCE_LIST = "referral-source"
Choices = Mapping[str, tuple[Option, ...]]


def choices_on(service: Service) -> Choices:
    """Give the options that come from the guidance as it stands today."""
    day = service.day(None)
    levels = service.edition(None).levels
    named = (Option(str(number), level_title(number, level.name)) for number, level in sorted(levels.items()))
    codes = (code for listed in service.rulebook.codes if listed.id == SOURCE_LIST for code in listed.values)
    sources = (Option(code.code, f"{code.code}: {code.label}") for code in codes if code.period.holds_on(day))
    return {"level": (*named, NOT_SURE), "list": (Option("", "Not chosen"), *sources)}
