"""What every test shares: the shipped rulebook, loaded once, and how long a property is tried."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from threshold_engine import Rulebook, load_rulebook

settings.register_profile("default", deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Give the rulebook that comes with the engine."""
    return load_rulebook()
