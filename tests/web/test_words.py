"""Words that several parts of the pages share."""

from __future__ import annotations

from datetime import date

from threshold_api.web.words import AGENCIES as NAMED
from threshold_api.web.words import level_choices
from threshold_engine import Rulebook
from threshold_engine.model.edition import edition_on
from threshold_engine.model.words import AGENCIES


def test_every_agency_has_words() -> None:
    """No code is shown to a reader, and no two places are called the same."""
    assert set(NAMED) == set(AGENCIES)
    assert len(set(NAMED.values())) == len(NAMED)


def test_levels_are_offered_in_order_with_their_meaning(rulebook: Rulebook) -> None:
    """By number and name, as the guidance calls them."""
    choices = level_choices(edition_on(rulebook, date(2026, 11, 23)))

    assert all(choice["hint"]["text"] for choice in choices)
    assert [choice["text"] for choice in choices] == [
        "Level 1: Universal",
        "Level 2: Early Help",
        "Level 3: Child in Need",
        "Level 4: Child Protection",
    ]
