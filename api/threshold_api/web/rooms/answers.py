"""What the engine says of a case in a room, and of the case with facts switched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from threshold_api.service import Service
from threshold_api.web.cases import assessment, with_observation
from threshold_api.web.rooms.scenarios import Scenario
from threshold_engine.model.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Answers:
    """
    Attributes:
        case: The answer to the case as written.
        tried: The answer with the facts as switched; the same if none is.
        at_most: The level if every fact switched to unknown turned out to be so.
    """

    case: Assessment
    tried: Assessment
    at_most: int


def answers(service: Service, scenario: Scenario, trials: Mapping[str, str], day: date) -> Answers:
    """
    Ask the engine.

    Args:
        day: The day the room was opened, so that the answer stays the same while the room lasts.
    """

    def ask(case: Mapping[str, Any]) -> Assessment:
        return assessment(service, {**case, "as_of": day}, what_if=False)

    case = ask(scenario.case)
    if not trials:
        return Answers(case, case, case.level.suggested)
    tried = ask(with_trials(scenario.case, trials))
    if "unknown" not in trials.values():
        return Answers(case, tried, tried.level.suggested)
    so = {fact: "present" if to == "unknown" else to for fact, to in trials.items()}
    highest = ask(with_trials(scenario.case, so)).level.suggested
    return Answers(case, tried, max(highest, tried.level.suggested))


def with_trials(case: Mapping[str, Any], trials: Mapping[str, str]) -> Mapping[str, Any]:
    """Give the case with each switched fact as it is switched."""
    for fact, to in trials.items():
        case = with_observation(case, fact, to)
    return case
