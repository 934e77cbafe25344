"""The library of made-up cases, deciding alone, and the maker of cases."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold_api.web.training.library import Filter, library_view, load_library
from threshold_api.web.training.maker import make_case
from threshold_api.web.training.reveal import reveal
from threshold_api.web.words import AGENCIES
from threshold_engine import Rulebook
from threshold_engine.model.edition import edition_on
from threshold_engine.model.words import Kind
from web.conftest import Site

DAY_LEVELS = (1, 2, 3, 4)


def test_filters_take_what_they_say_and_together_lose_nothing(rulebook: Rulebook) -> None:
    """Every case is in exactly one level and one agency, and in each of its themes."""
    library = load_library(rulebook)

    assert len(library) == 40
    assert sum(len(library_view(library, Filter(level=str(level)), rulebook).cards) for level in DAY_LEVELS) == 40
    assert sum(len(library_view(library, Filter(agency=agency), rulebook).cards) for agency in AGENCIES) == 40
    for scenario in library.values():
        for theme in scenario.themes:
            chosen = Filter(scenario.agency, str(scenario.level), theme)
            assert f"/training/scenarios/{scenario.id}" in {
                card.address for card in library_view(library, chosen, rulebook).cards
            }


def test_list_does_not_give_the_level_away(site: Site) -> None:
    """Who practises sees no level before deciding."""
    page = site.get("/training/scenarios").text

    assert "Cheek bruise on a 3-month-old" in page
    assert "Level 4" not in re.sub(r"<select.*?</select>", "", page, flags=re.DOTALL)
    case = site.get("/training/scenarios/v04-ed-infant-bruise").text
    assert "Any bruise" not in case


@pytest.mark.parametrize(("own", "word"), [(4, "agree"), (3, "lower"), (1, "lower")])
def test_deciding_shows_the_answer_beside_the_own_level(site: Site, own: int, word: str) -> None:
    """The verdict fits, the reasons are there and each leads to its guidance."""
    page = site.send_plain("/training/scenarios/v04-ed-infant-bruise", {"level": str(own)})

    assert page.status_code == 200
    assert "Level 4: Child Protection" in page.text
    assert word in page.text
    assert '/guidance/indicators/bruise-non-mobile-infant"' in page.text


def test_going_higher_is_said_too(rulebook: Rulebook) -> None:
    """Both ways of differing are named."""
    library = load_library(rulebook)
    low = next(scenario for scenario in library.values() if scenario.level == 1)

    assert "higher" in reveal(3, low.answer).verdict
    assert reveal(1, low.answer).same


def test_no_level_is_an_error_that_says_so(site: Site) -> None:
    """Nothing chosen: the same page, a summary of what is wrong, and 422."""
    page = site.send_plain("/training/scenarios/v04-ed-infant-bruise", {})

    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert "Choose the level you think it is" in page.text


def test_made_case_has_the_level_asked_for_and_is_always_the_same(rulebook: Rulebook) -> None:
    """The engine's own answer is the level; each number gives one case; every sign is known to the guidance."""
    edition = edition_on(rulebook, rulebook.review_by)

    @given(level=st.sampled_from(DAY_LEVELS), agency=st.sampled_from(sorted(AGENCIES)), number=st.integers(0, 10**6))
    def holds(level: int, agency: str, number: int) -> None:
        made = make_case(edition, level, agency, number)
        risks = [name for name in made.case["present"] if edition.indicators[name].kind is Kind.RISK]
        assert made.answer.level.suggested == level
        assert made.answer.level.review is None
        assert made == make_case(edition, level, agency, number)
        assert max(edition.indicators[name].level or 0 for name in risks) <= level
        assert len(made.worries) == len(risks) > 0

    holds()


def test_made_case_is_a_page_with_its_answer(site: Site) -> None:
    """The form leads to a case; its address shows it again."""
    page = site.send_plain("/training/make", {"level": "3", "agency": "school"})

    assert page.status_code == 200
    assert "Level 3: Child in Need" in page.text
    assert site.get(str(page.url)).text == page.text
    assert site.get("/training/make/9/school/1").status_code == 404
    assert site.get("/training/make/3/school/²").status_code == 404
    assert site.send_plain("/training/make", {"level": "3"}).status_code == 422
