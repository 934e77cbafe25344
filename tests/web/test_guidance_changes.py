"""What is different between two days, in words, without HTTP."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from threshold_api.web.guidance.changed import both
from threshold_api.web.guidance.changes import BEGAN, CHANGED, ENDED, ChangesView, changes_page, date_fields
from threshold_api.web.guidance.days import TypedDay, iso_day, reading
from threshold_engine import load_rulebook
from threshold_engine.document.changes import days

BOOK = load_rulebook()
TODAY = date(2026, 11, 23)
NOW = reading(BOOK, TODAY, ())
FIELDS = date_fields(BOOK, (TypedDay(), TypedDay()), {})


def _between(first: date, second: date) -> ChangesView:
    return changes_page(NOW, FIELDS, (first, second))


def test_each_day_of_change_shows_something_different_from_the_day_before() -> None:
    """And the day before it, nothing: a change is told on its own day."""
    for day in days(BOOK)[1:]:
        eve = day - timedelta(days=1)
        assert _between(eve, day).parts, day
        if eve not in days(BOOK) and eve > BOOK.starts:
            assert _between(eve - timedelta(days=1), eve).parts == (), eve


def test_same_day_is_no_difference() -> None:
    """Said in words."""
    view = _between(TODAY, TODAY)

    assert view.parts == view.days == ()
    assert view.told == "Nothing in the guidance is different between 23 November 2026 and 23 November 2026."


def test_what_began_leads_to_its_day_and_what_ended_to_the_day_before() -> None:
    """Either can be read as it stood."""
    view = _between(date(2021, 11, 23), date(2021, 11, 24))
    duties = next(part for part in view.parts if part.title == "Duties")

    assert {(change.how, (change.link.href or "")[-10:]) for change in duties.changes} == {
        (BEGAN, "2021-11-24"),
        (ENDED, "2021-11-23"),
    }


def test_days_between_leave_out_the_first_and_hold_the_second() -> None:
    """What changed on the first day was so already."""
    view = _between(date(2016, 7, 1), date(2017, 1, 1))

    assert [day.link.text for day in view.days] == ["1 January 2017"]


def test_changed_steps_tell_only_the_lines_that_differ() -> None:
    """The other steps are not repeated."""
    view = _between(date(2021, 12, 31), date(2022, 1, 1))
    steps = next(part for part in view.parts if part.title == "Steps").changes[0]
    field = next(field for field in steps.fields if field.name == "Steps")

    assert steps.how == CHANGED
    assert field.old
    assert field.new
    assert not set(field.old) & set(field.new)


def test_phone_line_that_goes_on_is_told_as_changed_not_as_two() -> None:
    """The words “(historic)” in a name are not a change."""
    view = _between(date(2021, 12, 31), date(2022, 1, 1))
    phones = next(part for part in view.parts if part.title == "Phone numbers")

    assert not any("(historic)" in change.link.text for change in phones.changes)


def test_without_days_every_day_of_change_is_listed_the_newest_first() -> None:
    """Each leads to what changed on it."""
    view = changes_page(NOW, FIELDS, None)

    assert len(view.days) == len(days(BOOK)) - 1
    assert view.days[0].link.href == "/guidance/changes?from=2026-04-28&to=2026-04-29"


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("2016-06-28", "2020-01-01", {"from"}),
        ("2020-01-01", "2019-12-31", {"to"}),
        ("x", "y", {"from", "to"}),
        ("2020-01-01", "2020-01-01", set()),
    ],
)
def test_two_days_are_held_against_each_other(first: str, second: str, wrong: set[str]) -> None:
    """Each wrong one is named; the second may not be before the first."""
    given = {"from": first, "to": second}
    asked = both(lambda end: iso_day(given[end], BOOK))

    assert set(asked.wrong) == wrong
    assert (asked.days is None) == bool(wrong)
