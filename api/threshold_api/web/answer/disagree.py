"""Disagreeing with the suggestion: one level, up or down, and a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from threshold_api.web.errors import ErrorView
from threshold_api.web.forms import Fields
from threshold_engine.model.edition import Edition

LEVEL, WHY = "level", "why"
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class DisagreeView:
    """
    The form.

    Attributes:
        suggested: The level suggested; None where the answers do not fit together.
        level, why: What was typed or saved; empty if nothing was.
        given: Whether a disagreement is saved already.
    """

    address: str
    suggested: str | None
    options: tuple[dict[str, Any], ...]
    level: str
    why: str
    level_error: str | None
    why_error: str | None
    given: bool

    @property
    def errors(self) -> tuple[ErrorView, ...]:
        """List the errors for the summary."""
        return tuple(ErrorView(field, text) for field, text in ((LEVEL, self.level_error), (WHY, self.why_error)) if text)


def level_error(fields: Fields, edition: Edition) -> str | None:
    """Say what is wrong with the level chosen."""
    known = {str(number) for number in edition.levels}
    return None if fields.one(LEVEL) in known else "Choose the level you think is right"


def why_error(fields: Fields) -> str | None:
    """Say what is wrong with the reason."""
    given = fields.one(WHY)
    if not given:
        return "Say why you see it differently"
    over = len(given) - LONGEST_REASON
    return f"Make your reason shorter by {over} letters" if over > 0 else None
