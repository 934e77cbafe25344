"""The pages, the sign of life, and the headers of every answer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.kit import Running, codes
from threshold_api.pages import home_text
from threshold_api.problems import KINDS
from threshold_engine import Rulebook

CSP = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
ADDRESSES = (
    "/",
    "/health",
    "/api/openapi.json",
    "/api/v1/rulebook",
    "/static/style.css",
    "/nowhere",
    "/api/v1/rules/x",
    "/api/v1/levels?x=1",
)


def test_health_names_the_guidance(client: TestClient, rulebook: Rulebook) -> None:
    """The sign of life says which guidance answers."""
    assert client.get("/health").json() == {
        "status": "ok",
        "rulebook": rulebook.id,
        "version": rulebook.version,
        "digest": rulebook.digest,
    }


def test_home_says_call_999_first(client: TestClient) -> None:
    """The first words on the page are what to do in danger."""
    body = client.get("/").text.split("<body>")[1]

    assert re.sub(r"<[^>]+>", "", body).strip().startswith("If a child is in danger now, call 999.")


def test_home_links_work(client: TestClient) -> None:
    """Every link on the page leads somewhere on this service."""
    links = re.findall(r'href="([^"]+)"', client.get("/").text)

    assert len(links) > 8
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_home_is_small_and_needs_no_script(client: TestClient) -> None:
    """No script, no inline style, nothing from another host, far below 100 kB."""
    text = client.get("/").text

    assert len(text) < 10_000
    assert not re.search(r"<script|<style|style=|https?://|\son\w+=", text)


def test_home_shows_the_guidance_as_text(rulebook: Rulebook) -> None:
    """What the guidance says about itself can never become part of the page."""
    text = home_text(replace(rulebook, title="<script>Care & support</script>"))

    assert "&lt;script&gt;Care &amp; support&lt;/script&gt;" in text
    assert "<script>" not in text


def test_home_is_html_in_british_english(client: TestClient) -> None:
    """The page says what it is and in which language."""
    response = client.get("/")

    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="en-GB">' in response.text


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_type_of_a_problem_leads_to_a_page(client: TestClient, kind: str) -> None:
    """The type of a problem document is a link that works."""
    assert client.get(f"/problems/{kind}").status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_security_headers_are_on_every_answer(client: TestClient, address: str) -> None:
    """Success or error, page or data: the same strict headers."""
    headers = client.get(address).headers

    assert headers["content-security-policy"] == CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]


@pytest.mark.parametrize("address", [address for address in ADDRESSES if not address.startswith("/static")])
def test_answers_are_not_stored(client: TestClient, address: str) -> None:
    """Only the style sheet may be kept by a browser."""
    assert client.get(address).headers["cache-control"] == "no-store"


def test_style_sheet_may_be_kept(client: TestClient) -> None:
    """It is the same for everyone."""
    response = client.get("/static/style.css")

    assert response.headers["content-type"].startswith("text/css")
    assert "max-age" in response.headers["cache-control"]


@pytest.mark.parametrize(
    "address", ["/docs", "/redoc", "/openapi.json", "/api/v1/rules/", "/api", "/static/../app.py", "/static/home.html"]
)
def test_unknown_address_is_not_found(client: TestClient, address: str) -> None:
    """No page of another host, no redirect that repeats an address, no file but the listed ones."""
    assert codes(client.get(address, follow_redirects=False), 404, "not-found") == ["NOT_FOUND"]


def test_journal_names_the_page_route(running: Running) -> None:
    """Pages are logged like everything else."""
    running.client.get("/")

    assert running.entries()[0]["route"] == "/"
