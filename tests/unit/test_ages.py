"""Ages and age limits as people write them."""

from __future__ import annotations

import pytest

from threshold_engine.schema.ages import DAYS_IN_MONTH, limit_words, parse_age, parse_limit


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("3 months", (3, 4)),
        ("1 month", (1, 2)),
        ("0 months", (0, 1)),
        ("7 years", (84, 96)),
        ("1 year", (12, 24)),
        ("2 years 4 months", (28, 29)),
        ("2 years and 4 months", (28, 29)),
        ("2 years, 4 months", (28, 29)),
        ("13 weeks", (13 * 7 / DAYS_IN_MONTH, 14 * 7 / DAYS_IN_MONTH)),
        ("10 days", (10 / DAYS_IN_MONTH, 11 / DAYS_IN_MONTH)),
        ("1 year 2 weeks", (12 + 14 / DAYS_IN_MONTH, 12 + 21 / DAYS_IN_MONTH)),
        ("  3   MONTHS ", (3, 4)),
        ("3months", (3, 4)),
    ],
)
def test_age_is_a_half_open_range_of_months(text: str, months: tuple[float, float]) -> None:
    """A child stays an age until the next one begins."""
    assert parse_age(text) == pytest.approx(months)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "months",
        "three months",
        "-3 months",
        "3.5 months",
        "3½ years",
        "about 3 months",
        "3 months old",
        "3-4 months",
        "4 months 2 years",
        "2 years 3 years",
        "2 and 3 years",
        "12345 days",
        "3 fortnights",
        "٣ months",
        "unborn",
        "3 months\x00",
    ],
)
def test_what_is_not_an_age_gives_none(text: str) -> None:
    """Anything else is not guessed at."""
    assert parse_age(text) is None


@pytest.mark.parametrize(
    ("text", "months"), [("12 months", 12), ("1 month", 1), ("5 years", 60), ("1 year", 12), (" 5 years ", 60)]
)
def test_limit_is_whole_months(text: str, months: int) -> None:
    """An age limit of a rule is read as months."""
    assert parse_limit(text) == months


@pytest.mark.parametrize("text", ["", "5", "13 weeks", "10 days", "2 years 4 months", "5 years\n6", "-1 months", "1000 years"])
def test_what_is_not_a_limit_gives_none(text: str) -> None:
    """A limit is one whole number of months or years."""
    assert parse_limit(text) is None


@pytest.mark.parametrize(
    ("months", "words"), [(60, "5 years"), (12, "12 months"), (18, "18 months"), (24, "2 years"), (1, "1 month")]
)
def test_limit_is_said_in_plain_words(months: int, words: str) -> None:
    """Whole years are said as years, the rest as months."""
    assert limit_words(months) == words
