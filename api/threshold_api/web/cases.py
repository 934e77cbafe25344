"""
Changing the answers of a check, one at a time, and asking the engine about them.

A check holds a mapping in the shape of the contract's Case. Nothing here changes a mapping in
place: each function gives a new one. An answer of None takes the answer back to unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from threshold_api.reading import with_now
from threshold_api.service import Service
from threshold_api.web.visits import Check
from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.model.assessment import Assessment

Mapped = Mapping[str, Any]


def with_part(case: Mapped, part: str, name: str, value: object) -> dict[str, Any]:
    """Put one value into ``child``, ``setting``, ``answers`` or ``domains``; None takes it out."""
    inner = {key: held for key, held in case.get(part, {}).items() if key != name}
    if value is not None:
        inner[name] = value
    return {**case, part: inner}


def with_observation(case: Mapped, indicator: str, status: str | None, **more: object) -> dict[str, Any]:
    """Record one indicator as ``present`` or ``absent``, in place of what was recorded of it; None takes it out."""
    rows = [row for row in case.get("observations", []) if row["indicator"] != indicator]
    if status is not None:
        rows.append({"indicator": indicator, "status": status, **more})
    return {**case, "observations": rows}


def status_of(case: Mapped, indicator: str) -> str | None:
    """Give what is recorded of an indicator."""
    return next((row["status"] for row in case.get("observations", []) if row["indicator"] == indicator), None)


def dated(case: Mapped, now: datetime) -> dict[str, Any]:
    """Give the case as of now."""
    return with_now(dict(case), now)


def assessment(service: Service, case: Mapped, *, what_if: bool = True) -> Assessment:
    """
    Ask the engine, as of now.

    Raises:
        FactsError: The answers do not fit together; every problem is listed.
        EngineFault: A channel failed.
    """
    found = assess(read_case(dated(case, service.clock()), service.rulebook), service.rulebook, what_if=what_if)
    if not found.channels.agree:
        service.journal.channels_differ(found.rulebook, found.channels)
    return found


def is_urgent(found: Assessment) -> bool:
    """Tell whether what was said already calls for acting now, so that nothing more may be asked first."""
    return found.urgency.call_999 or found.urgency.rag == "red" or found.level.suggested == 4


def urgent(service: Service, check: Check) -> bool:
    """Tell the same of a check."""
    return is_urgent(assessment(service, check.case, what_if=False))
