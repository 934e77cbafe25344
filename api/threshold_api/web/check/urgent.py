"""What to do when a child is in danger right now: 999, and then who to phone."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_api.web.emergency import URGENT_LEVEL
from threshold_api.web.words import dial
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.edition import Edition


@dataclass(frozen=True, slots=True)
class LineView:
    name: str
    phone: str
    dial: str
    about: tuple[str, str]


@dataclass(frozen=True, slots=True)
class UrgentView:
    lines: tuple[LineView, ...]


def urgent_view(found: Assessment, edition: Edition) -> UrgentView:
    """Give the lines to phone after 999: those of the answer that take what is most urgent."""
    takes = {contact.id for contact in edition.contacts if URGENT_LEVEL in contact.levels}
    lines = [contact for contact in found.response.contacts if contact.id in takes]
    return UrgentView(
        tuple(
            LineView(line.name, line.phone, dial(line.phone), (line.use_for, _sentence(line.hours)))
            for line in lines
            if line.phone != "999"
        )
    )


def _sentence(words: str) -> str:
    return f"Answers {words}."
