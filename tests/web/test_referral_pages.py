"""The pages of the referral over HTTP: kept, marked, printed, and never in the way of sending."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from threshold_api.web.referral.sections import SECTIONS
from threshold_engine.referral import read_referral
from web.conftest import Site
from web.referral_kit import example, fill, held, saved

PAGES = ("", *(f"/{section.slug}" for section in SECTIONS), "/print")
SMALL = 45_000


@pytest.fixture
def address(site: Site) -> str:
    """A check that was begun."""
    return site.begin()


@pytest.fixture
def excellent(site: Site, address: str) -> str:
    """A check with the excellent referral in it."""
    check = example("excellent")
    fill(site, address, case=check.case, referral=check.referral)
    return address


def posted(site: Site, address: str, fields: Mapping[str, str]) -> Response:
    """Send a form and stay where the answer is."""
    return site.client.post(address, data={"form_token": site.token(), **fields}, follow_redirects=False)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_small_and_clean(site: Site, excellent: str, page: str) -> None:
    """Under 45 kB, one first heading, nothing inline, no fact in an address or a title."""
    response = site.get(f"{excellent}/referral{page}")
    text = response.text

    assert response.status_code == 200
    assert len(response.content) < SMALL
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", text)
    assert "?" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', text))
    assert "Adwoa" not in re.findall(r"<title>(.*?)</title>", text)[0]


@pytest.mark.parametrize("page", PAGES)
def test_way_to_send_stands_first(site: Site, address: str, page: str) -> None:
    """“I need to send this now” comes before the form and before the score, whatever the score is."""
    text = site.get(f"{address}/referral{page}").text.split("<main", 1)[1]
    if page == "/print":
        assert "Not sent by this service. Phone or use the council’s portal." in text
        return

    assert text.index("I need to send this now") < text.index("<h1")
    assert f'href="{address}/referral/print"' in text


def test_urgent_check_says_send_now_on_every_page(site: Site, address: str) -> None:
    """With the phone line of the hour, before anything else."""
    fill(site, address, case={"answers": {"immediate_danger": True}})
    for page in PAGES[:-1]:
        text = site.get(f"{address}/referral{page}").text.split("<main", 1)[1]
        assert text.index("Send now, complete later") < text.index("020 8255 2888") < text.index("<h1")


def test_empty_referral_is_one(site: Site, address: str) -> None:
    """Every section can be passed with nothing in it, and the whole can be printed."""
    for section in SECTIONS:
        saved(site, address, section.slug, {})

    assert held(site, address).referral == {}
    assert site.get(f"{address}/referral/print").status_code == 200
    assert site.get(f"{address}/referral/print.pdf").status_code == 200


def test_saving_leads_through_the_sections(site: Site, address: str) -> None:
    """Save and continue, update the score, back to the list."""
    section = f"{address}/referral/{SECTIONS[0].slug}"

    for button, target in (
        ("next", f"{address}/referral/{SECTIONS[1].slug}"),
        ("list", f"{address}/referral"),
        ("update", f"{section}#score"),
    ):
        response = posted(site, section, {"do": button, "safety_tonight.where": "At home."})
        assert (response.status_code, response.headers["location"]) == (303, target)
    assert held(site, address).referral == {"safety_tonight": {"where": "At home."}}
    last = posted(site, f"{address}/referral/{SECTIONS[-1].slug}", {"do": "next"})
    assert last.headers["location"] == f"{address}/referral"


def test_case_facts_stay(site: Site, address: str) -> None:
    """Writing the referral changes no answer of the check."""
    case = {"child": {"age": "7 years"}, "narrative": "First.", "answers": {"consent": "given"}}
    fill(site, address, case=case)
    saved(site, address, "worry", {"narrative": "First, and more.", "worry": "He was hungry."})
    saved(site, address, "consent", {"sharing.answer": "no"})

    assert held(site, address).case == case
    assert held(site, address).referral == {
        "narrative": "First, and more.",
        "worry": "He was hungry.",
        "sharing": {"answer": "no"},
    }


def test_people_are_added_and_removed_without_script(site: Site, address: str) -> None:
    """Existing rows and an empty one; the button takes the right one out."""
    section = f"{address}/referral/people"
    first = posted(site, section, {"do": "add.household", "household.0.name": "Ama", "household.0.age": "4 years"})
    assert first.headers["location"] == f"{section}#household-1"
    assert 'name="household.1.name"' in site.get(section).text
    posted(site, section, {"do": "add.household", "household.0.name": "Ama", "household.1.name": "Kofi"})
    removed = posted(
        site,
        section,
        {"do": "remove.household.0", "household.0.name": "Ama", "household.1.name": "Kofi", "household.2.name": "Jo"},
    )

    assert removed.headers["location"] == f"{section}#household"
    assert held(site, address).referral["household"] == [{"name": "Kofi"}, {"name": "Jo"}]
    posted(site, section, {"do": "next"})
    assert "household" not in held(site, address).referral


def test_wrong_day_keeps_what_was_typed(site: Site, address: str) -> None:
    """422, every problem at once, nothing lost, nothing kept."""
    response = posted(
        site,
        f"{address}/referral/child",
        {
            "do": "next",
            "identity.name": "Ama " + "a" * 200,
            "identity.date_of_birth-day": "40",
            "identity.date_of_birth-month": "March",
            "identity.date_of_birth-year": "2019",
            "identity.carers.0.name": "Efua",
        },
    )
    text = response.text

    assert response.status_code == 422
    assert "<title>Error: About the child" in text
    summary = text.split("govuk-error-summary__list", 1)[1].split("</ul>", 1)[0]
    assert re.findall(r'href="#([^"]+)"', summary) == ["identity-name", "identity-date_of_birth-day"]
    for target in ("identity-name", "identity-date_of_birth-day"):
        assert f'id="{target}"' in text
    assert all(f'value="{typed}"' in text for typed in ("40", "March", "2019", "Efua"))
    assert held(site, address).referral == {}


def test_live_score_keeps_nothing(site: Site, address: str) -> None:
    """The piece of the page has score, hints and the one question; the check stays as it was."""
    response = posted(
        site, f"{address}/referral/worry/score", {"worry": "The home is dirty. On 9 November I saw a bruise on his arm."}
    )
    text = response.text

    assert response.status_code == 200
    assert "<html" not in text
    assert re.search(r'<progress[^>]* value="[1-9]', text)
    assert 'data-words="worry"' in text
    assert "“dirty”" in text
    assert "Best next step" in text
    assert held(site, address).referral == {}


def test_live_score_counts_what_is_typed(site: Site, address: str) -> None:
    """More said, more marks; a day half typed is left out and said so."""
    empty = posted(site, f"{address}/referral/safety/score", {}).text
    said = posted(
        site, f"{address}/referral/safety/score", {"safety_tonight.safe": "yes", "safety_tonight.where": "At home"}
    ).text
    half = posted(site, f"{address}/referral/child/score", {"identity.name": "Ama", "identity.date_of_birth-day": "4"})

    assert "0 of 3 marks" in empty
    assert "2 of 3 marks" in said
    assert half.status_code == 200
    assert "Left out of the score for now" in half.text
    assert "1 of 3 marks" in half.text


def test_live_score_says_send_now_as_soon_as_it_is_typed(site: Site, address: str) -> None:
    """Not safe tonight does not wait for a save."""
    calm = posted(site, f"{address}/referral/safety/score", {"safety_tonight.safe": "yes"}).text
    unsafe = posted(site, f"{address}/referral/safety/score", {"safety_tonight.safe": "no"}).text

    assert "Send now, complete later" not in calm
    assert "Send now, complete later" in unsafe


def test_score_needs_the_token_of_the_visit(site: Site, address: str) -> None:
    """As every form does."""
    response = site.client.post(f"{address}/referral/worry/score", data={"form_token": "forged", "worry": "x"})

    assert response.status_code == 403


def test_other_visits_see_nothing(site: Site, excellent: str) -> None:
    """Knowing the address is not enough, for any of the pages."""
    other = Site(site.running, TestClient(site.running.app))
    other.begin()

    for page in (*PAGES, "/print.pdf", "/referral.json"):
        assert other.get(f"{excellent}/referral{page}").status_code == 404
    assert other.send(f"{excellent}/referral/child", {"identity.name": "x"}).status_code == 404
    assert other.send(f"{excellent}/referral/child/score", {}).status_code == 404


def test_unknown_section_is_a_page_that_is_not_there(site: Site, address: str) -> None:
    """For opening, saving and marking."""
    assert site.get(f"{address}/referral/nowhere").status_code == 404
    assert posted(site, f"{address}/referral/nowhere", {}).status_code == 404
    assert posted(site, f"{address}/referral/nowhere/score", {}).status_code == 404


def test_data_is_a_referral_of_the_contract(site: Site, excellent: str) -> None:
    """The engine reads it back, with the day and the time it was written."""
    response = site.get(f"{excellent}/referral/referral.json")
    given = json.loads(response.text)

    assert response.headers["content-disposition"] == 'attachment; filename="referral.json"'
    assert given["as_of"] == "2026-11-23"
    assert given["time_of_day"] == "10:30:15"
    assert read_referral(given).identity.name == "Adwoa Mensah"


def test_print_shows_the_whole_and_what_is_missing(site: Site, excellent: str) -> None:
    """Everything typed, escaped, and the plain word that nothing was sent."""
    saved(site, excellent, "request", {"request.outcome_wanted": "<b>Safe</b> & well"})
    text = site.get(f"{excellent}/referral/print").text

    assert "Adwoa Mensah" in text
    assert "&lt;b&gt;Safe&lt;/b&gt; &amp; well" in text
    assert "Not filled in: Do you ask for advice or for action?" in text
    assert "What is missing" in text


def test_pdf_is_a_download(site: Site, excellent: str) -> None:
    """With no fact in its name."""
    response = site.get(f"{excellent}/referral/print.pdf")

    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == 'attachment; filename="referral.pdf"'
    assert response.content.startswith(b"%PDF")


def test_journal_holds_no_word_of_it(site: Site, excellent: str) -> None:
    """Neither names nor addresses are written down."""
    saved(site, excellent, "child", {"identity.name": "Adwoa Mensah"})
    posted(site, f"{excellent}/referral/child/score", {"identity.name": "Adwoa Mensah"})
    log = site.running.log.getvalue()

    assert "/check/{check_id}/referral/{section}/score" in log
    assert "Adwoa" not in log
    assert excellent.rsplit("/", 1)[1] not in log


@pytest.mark.parametrize(
    "fields", [{"household.x.name": "a"}, {"household.0": "a"}, {"household.99999.name": "a"}, {"do": "remove.household.²"}]
)
def test_broken_forms_do_no_harm(site: Site, address: str, fields: Mapping[str, str]) -> None:
    """Names that no page sends are not looked at."""
    assert posted(site, f"{address}/referral/people", fields).status_code == 303
    assert held(site, address).referral == {}
