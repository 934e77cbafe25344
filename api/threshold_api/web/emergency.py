"""The line on every page: 999, and who answers the phone at this time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from threshold_api.web.words import dial
from threshold_engine.hours import answers_at
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Contact

URGENT_LEVEL = 4
EVERY_DAY = "every-day"


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """
    Attributes:
        name: Who to phone when it cannot wait but nobody is in danger this minute.
        dial: The number as a link takes it.
        until: When the line closes, if it closes today.
    """

    name: str
    phone: str
    dial: str
    until: str | None


def emergency(edition: Edition, now: datetime) -> EmergencyView | None:
    """Give the line that takes urgent worries now; None if the guidance has none for this time."""
    holidays = edition.rulebook.bank_holidays
    lines = [
        contact
        for contact in edition.contacts
        if URGENT_LEVEL in contact.levels
        and contact.hours.days != EVERY_DAY
        and _takes_referrals(contact)
        and answers_at(contact.hours, now.date(), now.time(), holidays)
    ]
    if not lines:
        return None
    first = lines[0]
    closes = first.hours.closes if first.hours.days == "working-days" else None
    return EmergencyView(first.name, first.phone, dial(first.phone), f"{closes:%H:%M}" if closes else None)


def _takes_referrals(contact: Contact) -> bool:
    """Tell the front door from the line of a child's own worker, which not every child has."""
    return contact.id.startswith(("mash", "emergency-duty-team"))
