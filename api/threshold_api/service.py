"""What the routes share: the rulebook, the settings, the journal and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from threshold_api.journal import Journal
from threshold_api.settings import Settings
from threshold_engine.model.edition import Edition, edition_on
from threshold_engine.model.guidance import Rulebook

LONDON = ZoneInfo("Europe/London")
Clock = Callable[[], datetime]


def london_now() -> datetime:
    """Give the time in London. The only reading of the clock for an answer."""
    return datetime.now(LONDON)


@dataclass(frozen=True, slots=True)
class Service:
    rulebook: Rulebook
    settings: Settings
    journal: Journal
    clock: Clock = london_now

    def day(self, as_of: date | None) -> date:
        """Give the day asked about: today in London if none was given."""
        return as_of if as_of is not None else self.clock().date()

    def edition(self, as_of: date | None) -> Edition:
        """
        Give the guidance in force on the day asked about.

        Raises:
            FactsError: The day is before the guidance begins.
        """
        return edition_on(self.rulebook, self.day(as_of))
