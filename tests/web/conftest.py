"""The pages, built once a session, with a clock that a test can set; each test is a browser of its own."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.kit import NOW, Running, StoppedClock
from threshold_api.app import create_app
from threshold_api.settings import Settings

PLACES = itertools.count(1)
"""Each test is at a place of its own, so that no test uses up what another may ask for."""
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@pytest.fixture(scope="session")
def built_site() -> Running:
    """The service, built once."""
    log, clock = io.StringIO(), StoppedClock()
    app = create_app(Settings(), clock=clock, log=log)
    return Running(app, TestClient(app), log, clock)


@dataclass(frozen=True)
class Site:
    """One browser on the pages."""

    running: Running
    client: TestClient

    def get(self, address: str) -> Response:
        """Open a page, following redirects."""
        return self.client.get(address)

    def begin(self) -> str:
        """Start a check and give its address, for example ``/check/0f3a``."""
        page = self.client.get("/")
        found = TOKEN.search(page.text)
        response = self.client.post("/check", data={"form_token": found[1]} if found else {}, follow_redirects=False)
        assert response.status_code == 303
        return str(response.headers["location"]).removesuffix("/danger")

    def token(self) -> str:
        """Give the form token of this browser's visit."""
        found = TOKEN.search(self.client.get("/").text)
        assert found
        return found[1]

    def send(self, address: str, fields: Mapping[str, str | list[str]]) -> Response:
        """Send a form of this visit, following redirects."""
        return self.client.post(address, data={"form_token": self.token(), **fields})

    def send_plain(self, address: str, fields: Mapping[str, str]) -> Response:
        """Send a form that needs no visit, following redirects."""
        return self.client.post(address, data=fields)


@pytest.fixture
def site(built_site: Running) -> Site:
    """A browser of its own."""
    built_site.log.seek(0)
    built_site.log.truncate()
    built_site.clock.now = NOW
    return Site(built_site, TestClient(built_site.app, client=(f"site-{next(PLACES)}", 50_000)))
