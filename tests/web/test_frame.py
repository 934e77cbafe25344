"""What every page has: the emergency line, no foreign thing, errors as pages, and visits that never mix."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, timedelta
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from api.kit import NOW
from threshold_api.service import LONDON
from threshold_api.web.emergency import emergency
from threshold_api.web.visits import MOST_CHECKS, Visits, VisitsFullError
from threshold_engine import Rulebook
from threshold_engine.model.edition import edition_on
from web.conftest import Site

PAGES = ("/", "/privacy", "/accessibility", "/about", "/finished", "/nowhere")
AS_BROWSER = {"accept": "text/html"}


@pytest.mark.parametrize("address", PAGES)
def test_first_words_are_what_to_do_in_danger(site: Site, address: str) -> None:
    """999 stands before everything else, and who answers at this time of day."""
    body = site.client.get(address, headers=AS_BROWSER).text.split("<body", 1)[1]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body.split(">", 1)[1])).strip()

    assert words.removeprefix("Skip to main content ").startswith("Child in danger now? Call 999")
    assert "020 8255 2888" in words


@pytest.mark.parametrize("address", PAGES)
def test_no_inline_script_or_style_or_other_host(site: Site, address: str) -> None:
    """Everything comes from us, and the strict policy blocks nothing we need."""
    text = site.client.get(address, headers=AS_BROWSER).text

    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", text)
    assert set(re.findall(r"https?://[^\"\s]+", text)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("address", PAGES[:5])
def test_links_lead_somewhere(site: Site, address: str) -> None:
    """No link of these pages is dead."""
    links = set(re.findall(r'href="(/[^"#]*)"', site.get(address).text))

    assert links
    assert {link: site.get(link).status_code for link in sorted(links)} == dict.fromkeys(sorted(links), 200)


def test_unknown_page_is_a_page_for_people_and_data_for_programs(client_of: TestClient) -> None:
    """A browser gets words, a program a problem document."""
    page, data = client_of.get("/nowhere", headers=AS_BROWSER), client_of.get("/nowhere")

    assert (page.status_code, data.status_code) == (404, 404)
    assert "There is no page here" in page.text
    assert data.headers["content-type"] == "application/problem+json"
    assert client_of.get("/api/v1/nowhere", headers=AS_BROWSER).headers["content-type"] == "application/problem+json"


@pytest.fixture
def client_of(site: Site) -> TestClient:
    """The bare client."""
    return site.client


@pytest.mark.parametrize(
    ("now", "phone", "until"),
    [
        (datetime(2026, 11, 24, 9, 0, tzinfo=LONDON), "020 8255 2888", "17:00"),
        (datetime(2026, 11, 24, 16, 59, tzinfo=LONDON), "020 8255 2888", "17:00"),
        (datetime(2026, 11, 24, 17, 0, tzinfo=LONDON), "020 8726 6400", None),
        (datetime(2026, 11, 22, 12, 0, tzinfo=LONDON), "020 8726 6400", None),
        (datetime(2026, 12, 25, 12, 0, tzinfo=LONDON), "020 8726 6400", None),
    ],
)
def test_line_is_the_one_that_answers_now(rulebook: Rulebook, now: datetime, phone: str, until: str | None) -> None:
    """Office hours the hub; nights, weekends and bank holidays the duty team."""
    found = emergency(edition_on(rulebook, now.date()), now)

    assert found is not None
    assert (found.phone, found.until) == (phone, until)


def test_form_of_another_visit_is_refused_and_typed_words_are_kept(site: Site) -> None:
    """A forged or stale form changes nothing, and shows what was typed."""
    address = site.begin()
    response = site.client.post(f"{address}/danger", data={"form_token": "forged", "note": "She is asleep now."})

    assert response.status_code == 403
    assert "She is asleep now." in response.text


def test_form_from_another_site_is_refused(site: Site) -> None:
    """The browser says where a form comes from."""
    assert site.client.post("/check", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_what_was_typed_is_shown_when_the_visit_has_ended(site: Site) -> None:
    """An expired visit loses its answers, not the words just typed."""
    address, token = site.begin(), site.token()
    site.running.clock.now = NOW + timedelta(minutes=61)
    response = site.client.post(f"{address}/worry", data={"form_token": token, "narrative": "Marks on both arms."})

    assert response.status_code == 404
    assert "Your visit has ended" in response.text
    assert "Marks on both arms." in response.text


def test_check_of_another_visit_is_not_shown(site: Site) -> None:
    """Knowing an address is not enough: each browser sees its own checks."""
    address = site.begin()
    other = Site(site.running, TestClient(site.running.app))
    other.begin()

    assert other.get(f"{address}/danger").status_code == 404
    assert site.get(f"{address}/danger").status_code == 200


def test_finish_ends_the_visit_everywhere(site: Site) -> None:
    """The cookie goes, the answers go, and the old cookie opens nothing."""
    address = site.begin()
    cookie = site.client.cookies["visit"]
    response = site.client.post("/finish", data={"form_token": site.token()}, follow_redirects=False)

    assert response.status_code == 303
    assert "visit" not in site.client.cookies
    site.client.cookies.set("visit", cookie)
    assert site.get(f"{address}/danger").status_code == 404


def test_too_long_form_is_refused(site: Site) -> None:
    """A huge form is turned away with a page."""
    address = site.begin()

    assert site.send(f"{address}/worry", {"narrative": "a" * 500_000}).status_code == 413


def test_visit_ends_after_an_hour_without_use_and_after_a_day_of_work() -> None:
    """Idle for more than 60 minutes, or older than 12 hours however busy."""
    now = [NOW]
    visits = Visits(lambda: now[0])
    token, _ = visits.open()
    for _ in range(12):
        now[0] += timedelta(minutes=60)
        assert visits.find(token)
    now[0] += timedelta(minutes=1)
    assert visits.find(token) is None
    other, _ = visits.open()
    now[0] += timedelta(minutes=60, seconds=1)
    assert visits.find(other) is None


def test_no_visit_is_thrown_away_to_make_room() -> None:
    """The newcomer is turned away, and only ended visits make room."""
    now = [NOW]
    visits = Visits(lambda: now[0], most=2)
    first, visit = visits.open()
    visits.open()
    with pytest.raises(VisitsFullError):
        visits.open()
    for _ in range(MOST_CHECKS):
        visits.add_check(visit)
    with pytest.raises(VisitsFullError):
        visits.add_check(visit)
    assert visits.find(first)
    now[0] += timedelta(hours=2)
    assert visits.open()


def test_journal_never_holds_an_address_as_sent(site: Site) -> None:
    """Routes as declared: not even the random id of a check is written."""
    address = site.begin()
    site.get(f"{address}/danger")

    assert address.rsplit("/", 1)[1] not in site.running.log.getvalue()
    assert "/check/{check_id}/danger" in site.running.log.getvalue()


def test_vendored_files_are_what_the_manifest_says() -> None:
    """Nobody has changed them by hand, and neither the typeface nor the crown is among them."""
    folder = files("threshold_api").joinpath("static", "vendor")
    manifest = json.loads(folder.joinpath("manifest.json").read_text(encoding="utf-8"))
    texts = {name: folder.joinpath(name).read_bytes() for name in manifest["sha256"]}

    assert {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()} == manifest["sha256"]
    assert not re.search(rb"font-face|GDS Transport|sourceMappingURL", b"".join(texts.values()))
