"""The address that compares two days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from fastapi import Request, Response

from threshold_api.web.guidance.changes import changes_page, date_fields
from threshold_api.web.guidance.days import PARTS, DayError, Reading, TypedDay, iso_day, reading, typed, typed_day, typed_of
from threshold_api.web.guidance.frame import frame
from threshold_api.web.layout import Layout

FIRST, SECOND = "from", "to"
TITLE = "What has changed"
PAGE = "/guidance/changes"
WRONG_WAY = "Enter the same day as the first one, or a later day"


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Two days as they were asked for.

    Attributes:
        days: Both of them, if both can be used.
        wrong: What is wrong with either, and in which of its fields.
    """

    typed: tuple[TypedDay, TypedDay]
    days: tuple[date, date] | None
    wrong: dict[str, tuple[str, str]]


class ChangesPages:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    async def page(self, request: Request) -> Response:
        """Show what is different between two days, or ask for them."""
        service, given = self._layout.service, request.query_params
        book = service.rulebook
        read = reading(book, service.day(None), ())
        if any(f"{end}-{part}" in given for end in (FIRST, SECOND) for part in PARTS):
            asked = both(lambda end: typed_day(typed(given, end), book))
            if asked.days:
                first, second = asked.days
                return self._layout.redirect(f"{PAGE}?from={first.isoformat()}&to={second.isoformat()}")
        elif FIRST in given or SECOND in given:
            asked = both(lambda end: iso_day(given.get(end, ""), book))
        else:
            asked = Asked((TypedDay(), typed_of(read.day)), None, {})
        return self._show(request, read, asked)

    def _show(self, request: Request, read: Reading, asked: Asked) -> Response:
        fields = date_fields(read.rulebook, asked.typed, asked.wrong)
        view = changes_page(read, fields, asked.days)
        values = {"frame": frame(read, TITLE, PAGE), "view": view}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if asked.wrong else HTTPStatus.OK
        return self._layout.page(request, "web/guidance/changes.html", values, section="guidance", status=status)


def both(read: Callable[[str], date]) -> Asked:
    """Read two days; the second must not be before the first."""
    given: dict[str, TypedDay] = {}
    days: dict[str, date] = {}
    wrong: dict[str, tuple[str, str]] = {}
    for end in (FIRST, SECOND):
        try:
            days[end] = read(end)
            given[end] = typed_of(days[end])
        except DayError as error:
            given[end], wrong[end] = error.typed, (error.text, error.part)
    if not wrong and days[SECOND] < days[FIRST]:
        wrong[SECOND] = (WRONG_WAY, "day")
    return Asked((given[FIRST], given[SECOND]), None if wrong else (days[FIRST], days[SECOND]), wrong)
