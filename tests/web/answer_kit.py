"""What the tests of the answer share: checks made by hand, and made-up cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from threshold_api.web.answer.page import AnswerView, answer_view
from threshold_api.web.layout import COOKIE, Layout
from threshold_api.web.visits import Check
from threshold_engine import Rulebook, assess, read_case
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.edition import edition_on
from web.conftest import Site

TODAY = {"as_of": "2026-11-23", "time_of_day": "10:30"}
RULES = Path(__file__).parent.parent / "rules"

NOTHING: dict[str, Any] = {}
DANGER = {"child": {"age": "7 years"}, "answers": {"immediate_danger": True}}
BRUISE = {
    "child": {"age": "3 months", "mobile": False},
    "setting": {"agency": "ed-paediatric"},
    "observations": [{"indicator": "bruise-non-mobile-infant", "status": "present"}],
}
MILD = {
    "child": {"age": "8 years"},
    "setting": {"agency": "school"},
    "observations": [{"indicator": "attendance-inconsistent", "status": "present"}],
    "answers": {"immediate_danger": False},
}


def vignettes() -> dict[str, dict[str, Any]]:
    """Give the made-up cases of the rules' own tests, by id."""
    entries = yaml.safe_load((RULES / "vignettes.yaml").read_text(encoding="utf-8"))
    return {entry["id"]: entry["case"] for entry in entries}


def assessed(case: Mapping[str, Any], rulebook: Rulebook) -> Assessment:
    """Assess a case on the day of the tests."""
    return assess(read_case({**TODAY, **case}, rulebook), rulebook)


def viewed(case: Mapping[str, Any], rulebook: Rulebook, **check: Any) -> AnswerView:
    """Give the page of a case."""
    found = assessed(case, rulebook)
    return answer_view(Check("0f3a", case=case, **check), found, edition_on(rulebook, found.rulebook.as_of))


def layout_of(site: Site) -> Layout:
    """Give the layout behind a browser."""
    layout = site.running.app.state.layout
    assert isinstance(layout, Layout)
    return layout


def check_of(site: Site, address: str) -> Check:
    """Give a check as it is held."""
    visit = layout_of(site).visits.find(site.client.cookies[COOKIE])
    assert visit
    return visit.checks[address.rsplit("/", 1)[1]]


def begun(site: Site, case: Mapping[str, Any]) -> str:
    """Start a check that holds a case, and give its address."""
    address = site.begin()
    changed(site, address, case)
    return address


def changed(site: Site, address: str, case: Mapping[str, Any]) -> None:
    """Put another case in a check."""
    layout = layout_of(site)
    visit = layout.visits.find(site.client.cookies[COOKIE])
    assert visit
    layout.visits.keep(visit, replace(check_of(site, address), case=case))
