"""From a case to settled facts: bookkeeping, no meaning."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from threshold_engine import FactsError, Rulebook, load_rulebook, read_case
from threshold_engine.model.case import Case, Observation
from threshold_engine.model.edition import edition_on
from threshold_engine.model.words import Status
from threshold_engine.settle import Settled, settle
from unit.small import build, in_entry

DAY = date(2026, 11, 22)


@pytest.fixture(name="small")
def small_rulebook(tmp_path: Path) -> Rulebook:
    """Give the small rulebook, in which shouting is a sign from 2024 to 2027 only."""
    days = "since: 2024-01-01\n  until: 2027-01-01"
    return load_rulebook(build(tmp_path, in_entry("indicators.yaml", "id: shouting", "since: 2020-01-01", days)))


def settled(small: Rulebook, day: date = DAY, **case: Any) -> Settled:
    return settle(read_case(case), edition_on(small, day))


def test_nothing_said_settles_nothing(small: Rulebook) -> None:
    """What was not asked is unknown, which is not no."""
    assert settled(small).facts.recorded == {}


def test_present_and_absent_are_recorded(small: Rulebook) -> None:
    """What was said of an indicator by itself stands."""
    assert settled(small, present=["bruise"], absent=["gifts"]).facts.recorded == {"bruise": True, "gifts": False}


def test_unknown_is_not_recorded(small: Rulebook) -> None:
    """An indicator said to be unknown is as one not asked."""
    assert settled(small, observations=[{"indicator": "bruise", "status": "unknown"}]).facts.recorded == {}


def test_no_concern_settles_the_risks_of_a_domain(small: Rulebook) -> None:
    """A domain without concern has none of its risks; its contexts stay unknown."""
    assert settled(small, domains={"home": "no-concern"}).facts.recorded == {"no-food": False, "cold-home": False}


def test_no_concern_does_not_settle_strengths(small: Rulebook) -> None:
    """No concern about a domain does not take its strengths away."""
    assert settled(small, domains={"good": "no-concern"}).facts.recorded == {}


def test_concern_settles_nothing(small: Rulebook) -> None:
    """A domain with a concern says nothing of any one of its signs."""
    assert settled(small, domains={"home": "concern"}).facts.recorded == {}


def test_recorded_risk_stands_against_no_concern(small: Rulebook) -> None:
    """A risk recorded by itself counts though its domain was said to be without concern."""
    assert settled(small, present=["no-food"], domains={"home": "no-concern"}).facts.recorded == {
        "no-food": True,
        "cold-home": False,
    }


def test_overruled_domain_is_named(small: Rulebook) -> None:
    """The domain in which a risk was recorded against no concern is named."""
    found = settled(small, present=["no-food"], domains={"home": "no-concern", "harm": "no-concern"})
    assert found.overruled_domains == ("home",)


def test_unknown_indicator_in_a_clear_domain_is_absent(small: Rulebook) -> None:
    """Unknown by itself, and settled by its domain, is absent."""
    found = settled(small, observations=[{"indicator": "no-food"}], domains={"home": "no-concern"})
    assert found.facts.recorded["no-food"] is False


def test_others_absent_settles_everything_not_mentioned(small: Rulebook) -> None:
    """All that was not mentioned was looked at and is not so: risks, strengths and contexts."""
    found = settled(small, present=["gifts"], others="absent")
    everything = {"bruise", "shouting", "no-food", "cold-home", "helper", "known-before", "gifts", "older-friend"}
    assert found.facts.recorded == dict.fromkeys(everything, False) | {"gifts": True}


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2027, 1, 1)])
def test_indicator_not_in_force_is_named_and_not_recorded(small: Rulebook, day: date) -> None:
    """A sign the guidance of the day does not have is named, and sets nothing."""
    found = settled(small, day, present=["shouting"])
    assert (found.facts.recorded, found.not_in_force) == ({}, ("shouting",))


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2026, 12, 31)])
def test_indicator_in_force_is_recorded(small: Rulebook, day: date) -> None:
    """A sign is in force from its first day to the day before it ends."""
    assert settled(small, day, present=["shouting"]).facts.recorded == {"shouting": True}


def test_absent_indicator_not_in_force_is_not_named(small: Rulebook) -> None:
    """A sign looked for in vain need not be mentioned when the guidance does not have it."""
    assert settled(small, date(2023, 1, 1), absent=["shouting"]).not_in_force == ()


def test_others_absent_leaves_out_what_is_not_in_force(small: Rulebook) -> None:
    """Only signs of the day's guidance are settled."""
    assert "shouting" not in settled(small, date(2023, 1, 1), others="absent").facts.recorded


def test_met_is_kept_apart(small: Rulebook) -> None:
    """Whether a need is met is kept beside whether it is there."""
    found = settled(small, observations=[{"indicator": "no-food", "status": "present", "met": True}])
    assert found.facts.met == {"no-food": True}


def test_unknown_name_is_refused(small: Rulebook) -> None:
    """A case made by hand is held to the same names."""
    with pytest.raises(FactsError, match="UNKNOWN_INDICATOR"):
        settle(Case(observations=(Observation("nothing", Status.PRESENT),)), edition_on(small, DAY))


def test_day_before_the_guidance_is_refused(small: Rulebook) -> None:
    """A rulebook answers from its first day on."""
    with pytest.raises(FactsError, match="BEFORE_RULEBOOK"):
        edition_on(small, date(2019, 12, 31))
