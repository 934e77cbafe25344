"""The made-up cases that a room can vote on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from threshold_engine.case import read_case
from threshold_engine.errors import FactsError
from threshold_engine.model.guidance import Rulebook
from threshold_engine.yamlfile import read_yaml

FILE = "room-cases.yaml"


class ScenarioFileError(Exception):
    """The file of cases cannot be used. It comes with the service, so this stops the start."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    A made-up case.

    Attributes:
        seen_by: Where the worry was seen, in words.
        text: What people read, a paragraph each.
        case: The same as the contract's Case, without a day.
        level: The level the guidance gives.
        signs: Indicators that are present in the case.
        offered: Indicators that can be ticked too, but are not in the case.
        what_if: Indicators outside the case whose switch is shown once the answer is.
    """

    id: str
    title: str
    agency: str
    seen_by: str
    level: int
    text: tuple[str, ...]
    case: Mapping[str, Any]
    offered: tuple[str, ...]
    what_if: tuple[str, ...]

    @property
    def signs(self) -> tuple[str, ...]:
        return tuple(row["indicator"] for row in self.case["observations"] if row["status"] == "present")

    @property
    def reasons(self) -> tuple[str, ...]:
        """Give what can be ticked: signs of the case among others."""
        return (*self.signs, *self.offered)

    @property
    def switches(self) -> tuple[str, ...]:
        """Give the facts that can be switched: those of the case first."""
        return (*self.signs, *self.what_if)


def load_scenarios(rulebook: Rulebook) -> dict[str, Scenario]:
    """
    Give the cases by id, those that the rulebook has words for. A rulebook of another area may not know a sign.

    Raises:
        ScenarioFileError: The file is not well formed.
    """
    parsed = read_yaml(files("threshold_api").joinpath("training", FILE).read_text(encoding="utf-8"), FILE)
    if parsed.problems or not isinstance(parsed.value, list):
        raise ScenarioFileError(str(parsed.problems))
    found = [scenario_of(entry) for entry in parsed.value]
    return {scenario.id: scenario for scenario in found if _fits(scenario, rulebook)}


def scenario_of(entry: Mapping[str, Any]) -> Scenario:
    """
    Read one case.

    Raises:
        ScenarioFileError: A part of it is missing.
    """
    try:
        return Scenario(
            id=entry["id"],
            title=entry["title"],
            agency=entry["agency"],
            seen_by=entry["seen_by"],
            level=entry["level"],
            text=tuple(entry["text"]),
            case=_long_form(entry["case"]),
            offered=tuple(entry["offered"]),
            what_if=tuple(entry["what_if"]),
        )
    except KeyError as missing:
        raise ScenarioFileError(f"{entry.get('id', 'a case')}: {missing} is missing") from None


def _long_form(case: Mapping[str, Any]) -> dict[str, Any]:
    """Write ``present`` and ``absent`` as observations, so that each can be changed alone."""
    rows = [*case.get("observations", [])]
    rows += [{"indicator": name, "status": status} for status in ("present", "absent") for name in case.get(status, [])]
    return {**{name: value for name, value in case.items() if name not in ("present", "absent")}, "observations": rows}


def _fits(scenario: Scenario, rulebook: Rulebook) -> bool:
    known = {indicator.id for indicator in rulebook.indicators}
    try:
        read_case({**scenario.case, "as_of": rulebook.starts}, rulebook)
    except FactsError:
        return False
    return {*scenario.reasons, *scenario.switches} <= known
