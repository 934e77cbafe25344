"""The pages, the sign of life, and the headers of every answer."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.kit import Running, codes
from threshold_api.problems import KINDS
from threshold_engine import Rulebook

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
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
