"""Reading free text over HTTP."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from api.kit import Running, codes
from threshold_engine import load_rulebook
from threshold_engine.narrative import LONGEST_TEXT, read_narrative

ADDRESS = "/api/v1/narratives"
TEXT = "Child with a bruise to the cheek, seen by the nurse. Not registered with a GP. Mother denies any self-harm."
RULEBOOK = load_rulebook()


@pytest.mark.parametrize("age", [None, "9 weeks", "9 years"])
def test_answer_is_that_of_the_library(age: str | None, client: TestClient) -> None:
    """The service adds nothing and leaves nothing out; the age it is given counts."""
    given = {"text": TEXT} if age is None else {"text": TEXT, "age": age}

    assert client.post(ADDRESS, json=given).json() == json.loads(json.dumps(read_narrative(TEXT, RULEBOOK, age=age).to_dict()))


def test_the_age_makes_a_difference(client: TestClient) -> None:
    baby, older = (client.post(ADDRESS, json={"text": TEXT, "age": age}).json() for age in ("9 weeks", "9 years"))

    assert baby["suggestions"] != older["suggestions"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "MISSING_KEY"),
        ({"text": 3}, "BAD_VALUE"),
        ({"text": "x", "txt": "y"}, "UNKNOWN_KEY"),
        ({"text": "x", "age": "old"}, "BAD_AGE"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "BAD_VALUE"),
    ],
)
def test_what_cannot_be_read_is_told(given: dict[str, object], code: str, client: TestClient) -> None:
    assert code in codes(client.post(ADDRESS, json=given), 422, "facts")


def test_nothing_of_the_text_is_logged(running: Running) -> None:
    running.client.post(ADDRESS, json={"text": TEXT})

    assert "bruise" not in running.log.getvalue()
    assert "GP" not in running.log.getvalue()
