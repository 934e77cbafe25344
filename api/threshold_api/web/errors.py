"""One thing to put right in a form, as the summary at the top of the page lists it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One thing to put right, and the id of the field it is about."""

    field: str
    text: str

    @property
    def href(self) -> str:
        """Give the link to the field."""
        return f"#{self.field}"


def error_of(errors: Iterable[ErrorView], field: str) -> str | None:
    """Give what is wrong with a field."""
    return next((error.text for error in errors if error.field == field), None)
