"""Entries of rule files that would be read wrongly later."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from threshold_engine.schema.pathways import HoursIn


@pytest.mark.parametrize("opens", ["09:00+01:00", "9", "0900", "09:00:30", "27:00"])
def test_opening_time_that_is_not_hours_and_minutes_is_refused(opens: str) -> None:
    """An offset or a loose form could not be compared with the time of a case."""
    with pytest.raises(ValidationError):
        HoursIn.model_validate({"days": "working-days", "opens": opens, "closes": "17:00"})


@pytest.mark.parametrize(("opens", "closes"), [("09:00", None), (None, "17:00"), ("17:00", "09:00")])
def test_hours_that_never_open_are_refused(opens: str | None, closes: str | None) -> None:
    """A line needs both times, the opening first, or neither."""
    with pytest.raises(ValidationError):
        HoursIn.model_validate({"days": "working-days", "opens": opens, "closes": closes})


def test_hours_are_read() -> None:
    """A plain pair of times is taken."""
    assert HoursIn.model_validate({"days": "working-days", "opens": "09:00", "closes": "17:00"}).to_model().opens is not None
