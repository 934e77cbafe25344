"""Schemathesis over the whole contract: generated requests, right and wrong, find no fault."""

from __future__ import annotations

import io
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from threshold_api.app import create_app

# A schema cannot say that two fields contradict each other, or that a day is before the guidance began: such a
# request follows the schema and is refused with 422. Nor can it say how many bytes a text takes: that gives 413.
ACCEPTANCE = {"expected-statuses": ["2xx", "404", "413", "422"]}
REJECTION = {"expected-statuses": ["404", "405", "413", "415", "422"]}
CONFIG = SchemathesisConfig.from_dict(
    {"seed": 20261122, "checks": {"positive_data_acceptance": ACCEPTANCE, "negative_data_rejection": REJECTION}}
)

# Built as the tests are collected, so that each address is a test of its own.
schema = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(log=io.StringIO()), config=CONFIG)


@schema.parametrize()
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_generated_requests_find_no_fault(case: schemathesis.Case[Any]) -> None:
    """Every check of schemathesis holds for every address."""
    case.call_and_validate()
