"""Which phone lines answer at a given time."""

from __future__ import annotations

from datetime import date, time

from threshold_engine.model.guidance import Hours

_WEEKEND = 5


def answers_at(hours: Hours, day: date, at: time, bank_holidays: frozenset[date]) -> bool:
    """Say whether a line is answered at a time. Opening is included, closing is not."""
    if hours.days == "every-day":
        return hours.opens is None or hours.closes is None or _within(hours, at)
    working_day = day.weekday() < _WEEKEND and day not in bank_holidays
    all_day = hours.opens is None or hours.closes is None
    open_now = working_day and (all_day or _within(hours, at))
    return open_now if hours.days == "working-days" else not open_now


def _within(hours: Hours, at: time) -> bool:
    return hours.opens is not None and hours.closes is not None and hours.opens <= at < hours.closes


def hours_words(hours: Hours) -> str:
    """Say when a line is answered."""
    span = f"{hours.opens:%H:%M} to {hours.closes:%H:%M}" if hours.opens and hours.closes else "all day"
    if hours.days == "every-day":
        return "every day, all day" if hours.opens is None else f"every day, {span}"
    if hours.days == "working-days":
        return f"Monday to Friday, {span}, not bank holidays"
    return f"outside Monday to Friday {span}, and at weekends and on bank holidays"
