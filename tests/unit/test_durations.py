"""How time limits are said, on paper, on the pages and on the command line."""

from __future__ import annotations

import pytest

from threshold_engine import Rulebook
from threshold_engine.durations import duration_words, within


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        ("PT0S", "now"),
        ("PT0M", "now"),
        ("PT1H", "1 hour"),
        ("PT4H", "4 hours"),
        ("PT2H30M", "2 hours and 30 minutes"),
        ("P1D", "1 working day"),
        ("P3D", "3 working days"),
        ("P2DT1H", "2 working days and 1 hour"),
        ("P2DT1H5M", "2 working days, 1 hour and 5 minutes"),
    ],
)
def test_duration_is_said_in_words(duration: str, words: str) -> None:
    """Nobody reads ISO 8601."""
    assert duration_words(duration) == words
    assert within(duration) == (words if words == "now" else f"within {words}")


@pytest.mark.parametrize("duration", ["", "P", "PT", "P1DT", "soon", "P1W"])
def test_unreadable_duration_is_no_time_at_all(duration: str) -> None:
    """A time that cannot be said is never left out in silence."""
    with pytest.raises(ValueError, match=f"^{duration}$"):
        within(duration)


def test_every_rung_of_the_ladder_can_be_said(rulebook: Rulebook) -> None:
    """Each time limit of the guidance has words."""
    limits = [limit for rung in rulebook.ladder for limit in (rung.act_within, rung.partner_reply_within) if limit is not None]

    assert limits
    assert not [limit for limit in limits if "PT" in within(limit)]
