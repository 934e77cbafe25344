"""The order of the steps, and where each leads."""

from __future__ import annotations

from threshold_api.web.check.view import is_given
from threshold_api.web.check.worry import concerns
from threshold_api.web.visits import Check

PARTS = ("danger", "child", "worry", "signs", "questions", "view")
BACK = {"child": "danger", "worry": "child", "view": "questions"}
"""The step before each that has one page only; the first leads back to the start."""
CAPTION = "Check a concern: part {number} of {all}"


def address(check: Check, step: str) -> str:
    """Give the address of a step."""
    return f"/check/{check.id}/{step}"


def caption(step: str) -> str:
    """Say how far along a step is."""
    return CAPTION.format(number=PARTS.index(step) + 1, all=len(PARTS))


def after_questions(check: Check, *, urgent: bool) -> str:
    """Give the step after the last question: the person's own view, unless it was given or it is urgent."""
    return "answer" if urgent or is_given(check) else "view"


def has_signs_page(check: Check) -> bool:
    """Tell whether there is anything to look through: a text, an area, or signs recorded before."""
    return bool(check.case.get("narrative") or concerns(check) or check.case.get("observations"))


def after_worry(check: Check, *, urgent: bool) -> str:
    """Give the step after the worry: the signs, if there is anything to look through."""
    if has_signs_page(check):
        return "signs"
    return "answer" if urgent else "questions"
