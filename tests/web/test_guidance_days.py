"""Which day's guidance is read: what can be typed, what is refused and what to do about it."""

from __future__ import annotations

from datetime import date

import pytest

from threshold_api.web.guidance.days import DayError, TypedDay, iso_day, page_on, page_path, reading, typed_day
from threshold_api.web.guidance.frame import frame
from threshold_engine import load_rulebook

BOOK = load_rulebook()
TODAY = date(2026, 11, 23)


def test_no_day_is_today_and_links_say_none() -> None:
    """Without a day, the pages are those of today, and stay so."""
    read = reading(BOOK, TODAY, ())

    assert (read.day, read.chosen) == (TODAY, None)
    assert read.to("/levels/3", "steps") == "/guidance/levels/3#steps"
    assert frame(read, "Levels", "/guidance/levels").past is None


def test_a_day_is_kept_by_every_link_and_said_on_top() -> None:
    """A chosen day gives its own edition, in the links too."""
    read = reading(BOOK, TODAY, ["2016-07-01"])

    assert read.edition.first_day == date(2016, 7, 1)
    assert read.to("/levels/3", "steps") == "/guidance/levels/3?as_of=2016-07-01#steps"
    shown = frame(read, "Levels", "/guidance/levels")
    assert shown.past == "You are reading the guidance as it stood on 1 July 2016."
    assert shown.today == "/guidance/levels"


def test_a_day_to_come_is_not_told_as_if_it_were_certain() -> None:
    """Nobody knows what changes until then."""
    read = reading(BOOK, TODAY, ["2027-01-01"])

    assert frame(read, "Levels", "/guidance/levels").past == (
        "You are reading the guidance as it will stand on 1 January 2027, as far as is known now."
    )


@pytest.mark.parametrize(
    ("typed", "part", "words"),
    [
        (TypedDay(), "day", "Enter a day, a month and a year"),
        (TypedDay("1", "", "2016"), "month", "must have a month"),
        (TypedDay("1", "7", ""), "year", "must have a year"),
        (TypedDay("1", "July", "2016"), "month", "Write the month as a number"),
        (TypedDay("1", "7", "16"), "year", "4 numbers"),
        (TypedDay("30", "2", "2016"), "day", "Enter a real day"),
        (TypedDay("0", "7", "2016"), "day", "Enter a real day"),
        (TypedDay("²", "7", "2016"), "day", "Write the day as a number"),
        (TypedDay("28", "6", "2016"), "day", "starts on 29 June 2016"),
    ],
)
def test_what_is_wrong_with_a_day_is_said_at_its_field(typed: TypedDay, part: str, words: str) -> None:
    """Each problem names the field to begin with, and keeps what was typed."""
    with pytest.raises(DayError) as caught:
        typed_day(typed, BOOK)

    assert caught.value.part == part
    assert words in caught.value.text
    assert caught.value.typed == typed


def test_the_first_day_can_be_read() -> None:
    """The day before it cannot."""
    assert iso_day("2016-06-29", BOOK) == date(2016, 6, 29)
    with pytest.raises(DayError):
        iso_day("2016-06-28", BOOK)


@pytest.mark.parametrize("text", ["", "2016", "2016-7-1", "20160701", "2016-07-01T00:00", "٢٠١٦-٠٧-٠١", "x" * 500])
def test_an_address_takes_a_day_in_one_form_only(text: str) -> None:
    """Nothing else is guessed at."""
    with pytest.raises(DayError) as caught:
        iso_day(text, BOOK)

    assert len(caught.value.typed.day) <= 20


def test_two_different_days_are_refused() -> None:
    """Neither is picked in silence."""
    with pytest.raises(DayError):
        reading(BOOK, TODAY, ["2016-07-01", "2020-01-01"])


@pytest.mark.parametrize(
    "page", ["https://example.org", "//example.org", "/", "/check/1", "/guidance/../check", "/guidance\n", "/guidance/a/b/c"]
)
def test_the_form_leads_back_to_a_page_of_the_guidance_only(page: str) -> None:
    """No other site, and no other part."""
    assert page_path(page) == "/guidance"


def test_the_form_leads_back_to_the_page_it_stood_on() -> None:
    """With the words that were searched for."""
    assert page_on("/guidance/search", date(2016, 7, 1), "a & b") == "/guidance/search?q=a+%26+b&as_of=2016-07-01"
    assert page_on("/guidance/levels/3", date(2016, 7, 1), "") == "/guidance/levels/3?as_of=2016-07-01"
