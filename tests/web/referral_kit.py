"""What the tests of the referral share: a service with a stopped clock, and checks to write about."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.kit import NOW
from threshold_api.journal import Journal
from threshold_api.service import Service
from threshold_api.settings import Settings
from threshold_api.web.visits import Check
from threshold_engine import Rulebook
from threshold_engine.case import CaseIn
from threshold_engine.yamlfile import read_yaml
from web.conftest import Site

EXAMPLES = Path(__file__).parents[2] / "examples"
BASE = "/check/made-up/referral"
DATED = ("as_of", "time_of_day")


def service_of(rulebook: Rulebook) -> Service:
    """A service on a Monday morning."""
    return Service(rulebook, Settings(), Journal(io.StringIO()), lambda: NOW)


def example(name: str) -> Check:
    """A check whose answers and referral are those of an example file."""
    given: Any = read_yaml((EXAMPLES / f"referral-{name}.yaml").read_text(encoding="utf-8"), name).value
    case = {key: value for key, value in given.items() if key in CaseIn.model_fields and key not in DATED}
    referral = {key: value for key, value in given.items() if key not in CaseIn.model_fields}
    return Check("made-up", case=case, referral=referral)


def fill(site: Site, address: str, **changes: Any) -> None:
    """Put answers into a check of the site, as the steps before would have done."""
    layout = site.running.app.state.layout
    visit = layout.visits.find(site.client.cookies["visit"])
    layout.visits.keep(visit, replace(visit.checks[address.rsplit("/", 1)[1]], **changes))


def held(site: Site, address: str) -> Check:
    """Give a check of the site as it is kept."""
    visit = site.running.app.state.layout.visits.find(site.client.cookies["visit"])
    found: Check = visit.checks[address.rsplit("/", 1)[1]]
    return found


def saved(site: Site, address: str, section: str, fields: Mapping[str, str]) -> None:
    """Fill in one section and go on."""
    response = site.client.post(
        f"{address}/referral/{section}", data={"form_token": site.token(), "do": "next", **fields}, follow_redirects=False
    )
    assert response.status_code == 303, response.text
