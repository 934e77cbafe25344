"""Which phone lines answer at a given time."""

from __future__ import annotations

from datetime import date, time

import pytest

from threshold_engine.hours import answers_at, hours_words
from threshold_engine.load import bank_holidays
from threshold_engine.model.guidance import Hours

WORKING = Hours("working-days", time(9), time(17))
OUTSIDE = Hours("outside-working-hours", time(9), time(17))
ALWAYS = Hours("every-day")
DAILY = Hours("every-day", time(8), time(20))

TUESDAY = date(2026, 11, 24)
SATURDAY = date(2026, 11, 28)
SUNDAY = date(2026, 11, 29)
CHRISTMAS_DAY = date(2026, 12, 25)
BANK_HOLIDAY_MONDAY = date(2026, 8, 31)
BOXING_DAY_MOVED = date(2026, 12, 28)


@pytest.mark.parametrize(
    ("at", "open_now"),
    [
        (time(8, 59, 59), False),
        (time(9), True),
        (time(12), True),
        (time(16, 59, 59), True),
        (time(17), False),
        (time(0), False),
        (time(23, 59), False),
    ],
)
def test_working_day_line_answers_from_opening_to_before_closing(at: time, open_now: bool) -> None:
    """The opening minute is included and the closing minute is not."""
    assert answers_at(WORKING, TUESDAY, at, bank_holidays()) is open_now


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY, CHRISTMAS_DAY, BANK_HOLIDAY_MONDAY, BOXING_DAY_MOVED])
def test_working_day_line_is_silent_on_days_off(day: date) -> None:
    """Nobody answers at weekends and on bank holidays."""
    assert answers_at(WORKING, day, time(12), bank_holidays()) is False


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 29), date(2026, 8, 24), date(2026, 9, 1)])
def test_working_day_line_answers_beside_days_off(day: date) -> None:
    """The days next to a bank holiday are working days."""
    assert answers_at(WORKING, day, time(12), bank_holidays()) is True


@pytest.mark.parametrize("day", [TUESDAY, SATURDAY, SUNDAY, CHRISTMAS_DAY, BANK_HOLIDAY_MONDAY])
@pytest.mark.parametrize("hour", range(24))
def test_one_of_the_two_lines_always_answers(day: date, hour: int) -> None:
    """The line for working hours and the line outside them are never both open and never both shut."""
    at = time(hour)
    assert answers_at(WORKING, day, at, bank_holidays()) is not answers_at(OUTSIDE, day, at, bank_holidays())


@pytest.mark.parametrize(("at", "open_now"), [(time(8, 59), True), (time(9), False), (time(16, 59), False), (time(17), True)])
def test_line_outside_working_hours_answers_round_them(at: time, open_now: bool) -> None:
    """It takes over in the minute the office closes and stops in the minute it opens."""
    assert answers_at(OUTSIDE, TUESDAY, at, bank_holidays()) is open_now


@pytest.mark.parametrize("day", [SATURDAY, CHRISTMAS_DAY, BANK_HOLIDAY_MONDAY])
def test_line_outside_working_hours_answers_all_day_on_days_off(day: date) -> None:
    """On days off there are no office hours."""
    assert answers_at(OUTSIDE, day, time(12), bank_holidays()) is True


@pytest.mark.parametrize("day", [TUESDAY, SUNDAY, CHRISTMAS_DAY])
@pytest.mark.parametrize("at", [time(0), time(12), time(23, 59, 59)])
def test_line_without_hours_always_answers(day: date, at: time) -> None:
    """999 and the like answer at any time."""
    assert answers_at(ALWAYS, day, at, bank_holidays()) is True


@pytest.mark.parametrize(("at", "open_now"), [(time(7, 59), False), (time(8), True), (time(19, 59), True), (time(20), False)])
def test_daily_line_keeps_its_hours_on_days_off(at: time, open_now: bool) -> None:
    """A line open each day has the same hours at Christmas."""
    assert answers_at(DAILY, CHRISTMAS_DAY, at, bank_holidays()) is open_now


def test_working_day_line_without_hours_answers_all_day() -> None:
    """Without hours a line for working days is said to answer all day, and does."""
    all_day = Hours("working-days")
    assert ("all day" in hours_words(all_day)) is answers_at(all_day, TUESDAY, time(12), bank_holidays())


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (WORKING, "Monday to Friday, 09:00 to 17:00, not bank holidays"),
        (OUTSIDE, "outside Monday to Friday 09:00 to 17:00, and at weekends and on bank holidays"),
        (ALWAYS, "every day, all day"),
        (DAILY, "every day, 08:00 to 20:00"),
    ],
)
def test_hours_are_said_in_words(hours: Hours, words: str) -> None:
    """A reader is told when a line answers."""
    assert hours_words(hours) == words


@pytest.mark.parametrize("day", [CHRISTMAS_DAY, BANK_HOLIDAY_MONDAY, BOXING_DAY_MOVED, date(2027, 3, 29)])
def test_bank_holidays_of_england_are_known(day: date) -> None:
    """The calendar has Christmas Day 2026, the moved Boxing Day, and bank holiday Mondays."""
    assert day in bank_holidays()


def test_bank_holiday_of_scotland_alone_is_a_working_day() -> None:
    """The second of January is a holiday in Scotland, not in Croydon."""
    assert date(2025, 1, 2) not in bank_holidays()
