"""Presenters: from the guidance to what is shown, without the web."""

from __future__ import annotations

from datetime import date

import pytest

from threshold_api import presenters
from threshold_engine import Rulebook
from threshold_engine.model.edition import Edition, edition_on
from threshold_engine.model.guidance import AgeBand

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def edition(rulebook: Rulebook) -> Edition:
    """The guidance of one day."""
    return edition_on(rulebook, TODAY)


@pytest.mark.parametrize(
    ("band", "words"),
    [
        (AgeBand(below_months=12), "under 12 months"),
        (AgeBand(from_months=120), "10 years or older"),
        (AgeBand(from_months=120, below_months=216), "10 years or older and under 18 years"),
        (AgeBand(below_months=12, or_unborn=True), "under 12 months, or not yet born"),
        (AgeBand(unborn=True), "not yet born"),
        (AgeBand(below_months=192, below_months_if_disabled=216), "under 16 years (under 18 years if disabled)"),
    ],
)
def test_age_band_is_said_in_words(band: AgeBand, words: str) -> None:
    """Each kind of age band reads as a person would say it."""
    assert presenters.age_words(band) == words


def test_every_age_band_has_words(edition: Edition) -> None:
    """No indicator with an age band is shown without words for it."""
    bands = [entry.age for entry in edition.indicators.values() if entry.age is not None]

    assert bands
    assert all(presenters.age_words(band).strip() for band in bands)


def test_indicator_view_is_a_plain_mapping(edition: Edition) -> None:
    """Dumped, it holds plain values and names its source."""
    shown = presenters.indicator_view(edition, edition.indicators["bruise-non-mobile-infant"]).model_dump(mode="json")

    assert shown["age"]["below_months"] == 12
    assert shown["counts"] == "always"
    assert "bruising-protocol" in shown["duties"]
    assert shown["source"]["title"]
    assert shown["source"]["evidence"] in ("seen", "seen-mapped", "known")


def test_rule_view_says_condition_and_effect(edition: Edition) -> None:
    """Every rule that sets a floor shows it, with a condition to read."""
    shown = [presenters.rule_view(edition, rule) for rule in edition.rules]

    assert [view.then.floor for view in shown] == [rule.then.floor for rule in edition.rules]
    assert all(view.when for view in shown)


def test_duty_ended_is_not_shown(rulebook: Rulebook, edition: Edition) -> None:
    """A duty that no longer binds is left out of the list of the day."""
    ended = {entry.id for entry in rulebook.duties if entry.period.until is not None and entry.period.until <= TODAY}
    shown = [
        entry for entry in presenters.duties_shown(edition) if entry.period.until is not None and entry.period.until <= TODAY
    ]

    assert ended
    assert shown == []


def test_domain_view_counts_its_indicators(edition: Edition) -> None:
    """The counts of all groups add up to the indicators in force."""
    views = [presenters.domain_view(edition, domain) for domain in edition.rulebook.domains]

    assert sum(view.indicators for view in views) == len(edition.indicators)


@pytest.mark.parametrize(
    ("text", "found"), [("mark", True), ("cheek facial", True), ("MARK baby", True), ("mark zeppelin", False)]
)
def test_search_looks_at_label_question_and_aliases(edition: Edition, text: str, found: bool) -> None:
    """All words must be there, in any of the three places."""
    assert presenters.matches(edition.indicators["bruise-non-mobile-infant"], text) is found
