"""The first question: is the child in danger right now?"""

from __future__ import annotations

from dataclasses import replace

from threshold_api.web.cases import with_part
from threshold_api.web.check.shapes import NO, NOT_SURE, YES, YES_NO_NOT_SURE, Outcome, RadiosView, options
from threshold_api.web.errors import ErrorView, error_of
from threshold_api.web.forms import Fields
from threshold_api.web.visits import Check
from threshold_engine.ask import IMMEDIATE_DANGER

FACT = f"answers.{IMMEDIATE_DANGER}"
FIELD = "danger"
LEGEND = "Is the child in danger right now?"
HINT = "For example: badly hurt or ill, about to be hurt, or with somebody dangerous."
_WORDS = {True: YES, False: NO}
_VALUES = {YES: True, NO: False, NOT_SURE: None}


def in_danger(check: Check) -> bool:
    """Tell whether somebody said that the child is in danger now."""
    return check.case.get("answers", {}).get(IMMEDIATE_DANGER) is True


def danger_view(check: Check, errors: tuple[ErrorView, ...] = ()) -> RadiosView:
    """Give the question with the answer so far."""
    said = check.case.get("answers", {}).get(IMMEDIATE_DANGER)
    value = _WORDS.get(said) or (NOT_SURE if FACT in check.unsure else None)
    return RadiosView(FIELD, LEGEND, HINT, options(YES_NO_NOT_SURE), value, error_of(errors, FIELD))


def read_danger(check: Check, fields: Fields) -> Outcome:
    """Take the answer."""
    said = fields.one(FIELD)
    if said not in _VALUES:
        return Outcome(check, (ErrorView(FIELD, "Choose yes, no or not sure"),))
    case = with_part(check.case, "answers", IMMEDIATE_DANGER, _VALUES[said])
    unsure = check.unsure | {FACT} if said == NOT_SURE else check.unsure - {FACT}
    return Outcome(replace(check, case=case, unsure=unsure))
