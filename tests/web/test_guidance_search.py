"""Searching the guidance, without HTTP."""

from __future__ import annotations

from datetime import date

import pytest

from threshold_api.web.guidance.days import reading
from threshold_api.web.guidance.index import index_of
from threshold_api.web.guidance.search import MOST_SHOWN, SUGGESTED, search
from threshold_engine import load_rulebook

BOOK = load_rulebook()
TODAY = date(2026, 11, 23)
NOW = reading(BOOK, TODAY, ())


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Any bruise or mark on a baby who is not mobile", "/guidance/indicators/bruise-non-mobile-infant"),
        ("facial bruise infant", "/guidance/indicators/bruise-non-mobile-infant"),
        ("bruises on babies", "/guidance/indicators/bruise-non-mobile-infant"),
        ("bruze on a baby", "/guidance/indicators/bruise-non-mobile-infant"),
        ("neglct", "/guidance/areas/abuse-neglect"),
        ("level 4", "/guidance/levels/4"),
        ("020 8255 2888", "/guidance/pathways#phone"),
        ("London Child Protection Procedures", "/guidance/sources/lcpp"),
    ],
)
def test_what_is_looked_for_stands_first(words: str, address: str) -> None:
    """By name, by another name, in another form of the word, misspelt; levels, phone lines and sources too."""
    assert search(NOW, words).hits[0].link.href == address


def test_each_sign_is_found_by_its_own_name() -> None:
    """Among the first ten."""
    lost = [
        sign.id
        for sign in NOW.edition.indicators.values()
        if f"/guidance/indicators/{sign.id}" not in {hit.link.href for hit in search(NOW, sign.label).hits[:10]}
    ]
    assert lost == []


def test_each_other_name_finds_its_sign() -> None:
    """Names people use lead to the sign."""
    lost = [
        (sign.id, alias)
        for sign in NOW.edition.indicators.values()
        for alias in sign.aliases
        if f"/guidance/indicators/{sign.id}" not in {hit.link.href for hit in search(NOW, alias).hits}
    ]
    assert lost == []


def test_the_reason_of_a_rule_is_searched() -> None:
    """So is what a duty says."""
    rule = next(rule for rule in NOW.edition.rules if rule.id == "combo-bruise-non-mobile")
    found = {hit.link.href for hit in search(NOW, "cannot easily bump").hits}

    assert "easily bump" in rule.because
    assert f"/guidance/rules/{rule.id}" in found


def test_no_more_than_fifty_are_shown_and_the_rest_is_counted() -> None:
    """Nothing is left out in silence."""
    view = search(NOW, "child")
    words = view.told.split()

    assert len(view.hits) == MOST_SHOWN
    assert int(words[0]) == MOST_SHOWN + int(view.told.split("; ")[1].split()[0])


def test_misspelt_word_is_told() -> None:
    """The reader sees what was looked for instead."""
    assert "“neglect”" in (search(NOW, "neglct").taken or "")
    assert search(NOW, "neglect").taken is None


@pytest.mark.parametrize("words", ["", "   ", "the of and", "!!!", "–"])
def test_without_a_word_there_is_help(words: str) -> None:
    """Searches to try, and no list."""
    view = search(NOW, words)

    assert view.hits == ()
    assert [link.text for link in view.suggested] == list(SUGGESTED)


def test_nothing_found_says_so_and_helps() -> None:
    """With the words as typed."""
    view = search(NOW, "zzxxqqjj")

    assert view.told == "Nothing in the guidance matches “zzxxqqjj”."
    assert view.suggested


def test_every_search_that_is_suggested_finds_something() -> None:
    """A suggestion that leads nowhere is worse than none."""
    assert [words for words in SUGGESTED if not search(NOW, words).hits] == []


def test_search_is_of_the_day() -> None:
    """A time limit of today is not found in 2016, nor one of 2016 today, and links keep the day."""
    then = reading(BOOK, TODAY, ["2016-07-01"])
    old, new = (search(read, "written confirmation croydon phone referral").hits for read in (then, NOW))

    assert next(hit.shown for hit in old if hit.sort == "Time limit").startswith("24 hours")
    assert next(hit.shown for hit in new if hit.sort == "Time limit").startswith("not stated now")
    assert all("as_of=2016-07-01" in (hit.link.href or "") for hit in old)
    assert index_of(then.edition) is not index_of(NOW.edition)


def test_long_text_is_cut_and_still_answered() -> None:
    """Only its beginning is looked for."""
    view = search(NOW, "bruise " * 5_000)

    assert len(view.words) <= 200
    assert view.hits
