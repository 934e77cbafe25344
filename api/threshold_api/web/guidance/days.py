"""Which day's guidance is read, and the form that asks for another day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from threshold_api.web.errors import ErrorView
from threshold_engine.document.markdown import day_words
from threshold_engine.model.edition import Edition, edition_on
from threshold_engine.model.guidance import Rulebook

START = "/guidance"
PARTS = ("day", "month", "year")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_PAGE = re.compile(r"/guidance(?:/[a-z0-9-]+){0,2}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """
    The guidance of one day, as the pages read it.

    Attributes:
        day: The day whose guidance is shown.
        chosen: The day that was asked for, which every link keeps; None for today.
        today: The day on which the page is read.
    """

    edition: Edition
    day: date
    chosen: date | None
    today: date

    @property
    def rulebook(self) -> Rulebook:
        return self.edition.rulebook

    def to(self, path: str, anchor: str = "") -> str:
        """Give the address of a page of the guidance, of the same day."""
        query = f"?as_of={self.chosen.isoformat()}" if self.chosen else ""
        return f"{START}{path}{query}{f'#{anchor}' if anchor else ''}"


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day as it was typed, in three fields."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def empty(self) -> bool:
        return not (self.day or self.month or self.year)


class DayError(Exception):
    """
    A day that cannot be used.

    Attributes:
        text: What to do about it, for the reader.
        part: The field to begin with: ``day``, ``month`` or ``year``.
        typed: What was typed.
    """

    def __init__(self, text: str, part: str, typed: TypedDay) -> None:
        super().__init__(text)
        self.text = text
        self.part = part
        self.typed = typed


@dataclass(frozen=True, slots=True)
class DateView:
    """
    A date of three fields, for the form.

    Attributes:
        id: The beginning of the ids and names of its fields.
        error: What is wrong, or None.
    """

    id: str
    legend: str
    hint: str
    typed: TypedDay
    error: str | None = None
    wrong: str | None = None

    @property
    def errors(self) -> tuple[ErrorView, ...]:
        """Give the error for the summary at the top of the page."""
        return (ErrorView(f"{self.id}-{self.wrong}", self.error),) if self.error else ()

    @property
    def items(self) -> list[dict[str, str]]:
        """Give the three fields."""
        marked = " govuk-input--error" if self.error else ""
        return [
            {
                "id": f"{self.id}-{part}",
                "name": f"{self.id}-{part}",
                "label": part.capitalize(),
                "value": getattr(self.typed, part),
                "classes": f"govuk-input--width-{_YEAR_DIGITS if part == 'year' else 2}{marked}",
            }
            for part in PARTS
        ]


def reading(rulebook: Rulebook, today: date, given: Sequence[str]) -> Reading:
    """
    Read the day of an address, today if it names none.

    Args:
        given: Every value of ``as_of``.

    Raises:
        DayError: It is not one real day from the first day of the guidance on.
    """
    if not given:
        day = max(today, rulebook.starts)
        return Reading(edition_on(rulebook, day), day, None, today)
    if len(set(given)) > 1:
        raise DayError("Choose one day only", "day", TypedDay())
    day = iso_day(given[0], rulebook)
    return Reading(edition_on(rulebook, day), day, day, today)


def iso_day(text: str, rulebook: Rulebook) -> date:
    """
    Read a day as an address writes it, for example 2016-06-29.

    Raises:
        DayError: As for typed_day.
    """
    found = _ISO_DAY.fullmatch(text)
    if found is None:
        raise DayError("Enter a real day, for example 29 6 2016", "day", TypedDay(day=text[:20]))
    year, month, day = found.groups()
    return typed_day(TypedDay(day.lstrip("0"), month.lstrip("0"), year), rulebook)


def typed_day(typed: TypedDay, rulebook: Rulebook) -> date:
    """
    Read a day as it was typed.

    Raises:
        DayError: Something is missing, it is no real day, or it is before the first day of the guidance.
    """
    if typed.empty:
        raise DayError("Enter a day, a month and a year", "day", typed)
    for part in PARTS:
        if not getattr(typed, part):
            raise DayError(f"The date must have a {part}", part, typed)
    for part in PARTS:
        if not _NUMBER.fullmatch(getattr(typed, part)):
            raise DayError(f"Write the {part} as a number", part, typed)
    if len(typed.year) != _YEAR_DIGITS:
        raise DayError("Write the year with 4 numbers, for example 2016", "year", typed)
    try:
        day = date(int(typed.year), int(typed.month), int(typed.day))
    except ValueError:
        raise DayError("Enter a real day. There is no such day in the calendar", "day", typed) from None
    if day < rulebook.starts:
        first = day_words(rulebook.starts)
        raise DayError(f"This guidance starts on {first}. Enter that day or a later one", "day", typed)
    return day


def typed(fields: Mapping[str, str], name: str) -> TypedDay:
    """Take the three fields of a date out of a form."""
    return TypedDay(*(fields.get(f"{name}-{part}", "").strip()[:20] for part in PARTS))


def typed_of(day: date) -> TypedDay:
    """Write a day into the three fields."""
    return TypedDay(str(day.day), str(day.month), str(day.year))


def page_path(page: str) -> str:
    """Give a page of the guidance to go back to; the first one if it is none."""
    return page if _PAGE.fullmatch(page) else START


def page_on(page: str, day: date, words: str) -> str:
    """Give the address of a page of the guidance on a day, with the words searched for, if any."""
    query = {**({"q": words} if words else {}), "as_of": day.isoformat()}
    return f"{page_path(page)}?{urlencode(query)}"
