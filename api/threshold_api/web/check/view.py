"""The person's own view, asked before the suggestion is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from threshold_api.web.check.shapes import Option, Outcome
from threshold_api.web.errors import ErrorView, error_of
from threshold_api.web.forms import Fields
from threshold_api.web.visits import Check
from threshold_api.web.words import level_choices
from threshold_engine.model.edition import Edition

STEP = "view"
FIELD = "level"
LONGEST_WHY = 5_000


@dataclass(frozen=True, slots=True)
class OwnView:
    options: tuple[Option, ...]
    value: str | None
    why: str
    error: str | None
    why_error: str | None


def own_view(check: Check, edition: Edition, errors: tuple[ErrorView, ...] = (), typed: Fields | None = None) -> OwnView:
    """Give the four levels, each with its meaning."""
    said = check.case.get("referrer_view") or {}
    chosen = typed.one(FIELD) if typed else str(said.get("level", ""))
    why = typed.one("why") if typed else str(said.get("why", ""))
    return OwnView(level_choices(edition), chosen or None, why, error_of(errors, FIELD), error_of(errors, "why"))


def is_given(check: Check) -> bool:
    """Tell whether the person gave their view, or chose to go on without."""
    return bool(check.case.get("referrer_view")) or STEP in check.passed


def read_view(check: Check, fields: Fields, edition: Edition) -> Outcome:
    """Take the view, or its being skipped."""
    passed = check.passed | {STEP}
    if fields.one("skip"):
        return Outcome(replace(check, passed=passed))
    errors: list[ErrorView] = []
    chosen, why = fields.one(FIELD), fields.one("why")
    if chosen not in {str(number) for number in edition.levels}:
        errors.append(ErrorView(FIELD, "Choose a level, or choose “Skip”"))
    if len(why) > LONGEST_WHY:
        errors.append(ErrorView("why", f"Make your reason shorter than {LONGEST_WHY:,} letters"))
    if errors:
        return Outcome(check, tuple(errors))
    said = {"level": int(chosen), **({"why": why} if why else {})}
    return Outcome(replace(check, case={**check.case, "referrer_view": said}, passed=passed))
