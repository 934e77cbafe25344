"""The OpenAPI document: valid, complete, and true."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from threshold_engine import Rulebook

Contract = dict[str, Any]
POST = "/api/v1/assessments"
EXAMPLES = ("infant-bruise", "mild-worry")


def checker(contract: Contract, name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": contract["components"]})


def shown(contract: Contract, name: str) -> tuple[Any, Any]:
    operation = contract["paths"][POST]["post"]
    asked = operation["requestBody"]["content"]["application/json"]["examples"][name]["value"]
    return asked, operation["responses"]["200"]["content"]["application/json"]["examples"][name]["value"]


def operations(contract: Contract) -> list[tuple[str, Contract]]:
    return [(f"{method} {path}", operation) for path, item in contract["paths"].items() for method, operation in item.items()]


def test_document_is_valid_openapi(contract: Contract) -> None:
    """The document follows OpenAPI 3.1."""
    assert contract["openapi"].startswith("3.1")
    validate(contract)


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_follows_the_schema(contract: Contract, name: str) -> None:
    """The examples are what the schemas promise."""
    asked, answered = shown(contract, name)

    assert list(checker(contract, "CaseIn").iter_errors(asked)) == []
    assert list(checker(contract, "Assessment").iter_errors(answered)) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_is_what_the_service_answers(contract: Contract, client: TestClient, name: str) -> None:
    """Nobody made the answers up."""
    asked, answered = shown(contract, name)

    assert client.post(POST, json=asked).json() == answered


def test_answer_has_exactly_the_published_fields(contract: Contract) -> None:
    """Nothing is answered that is not in the document, and nothing of it is left out."""
    _, answered = shown(contract, "infant-bruise")

    assert set(answered) == set(contract["components"]["schemas"]["Assessment"]["properties"])


def test_every_operation_describes_its_errors(contract: Contract) -> None:
    """Each error of each address is a problem document of the right media type."""
    for name, operation in operations(contract):
        errors = {status: entry for status, entry in operation["responses"].items() if status != "200"}

        assert {"405", "500"} <= set(errors), name
        assert [list(entry["content"]) for entry in errors.values()] == [["application/problem+json"]] * len(errors), name


def test_every_answer_has_a_shape(contract: Contract) -> None:
    """No answer is published without a schema."""
    for name, operation in operations(contract):
        [media] = operation["responses"]["200"]["content"].values()

        assert media["schema"], name


def test_operation_ids_differ(contract: Contract) -> None:
    """Client generators need a name of its own for each operation."""
    ids = [operation["operationId"] for _, operation in operations(contract)]

    assert len(ids) == len(set(ids))


def test_document_lists_the_indicators(contract: Contract, rulebook: Rulebook) -> None:
    """The names a case may use are part of the document."""
    assert set(contract["components"]["schemas"]["IndicatorId"]["enum"]) == {entry.id for entry in rulebook.indicators}


def test_document_lists_the_questions(contract: Contract, rulebook: Rulebook) -> None:
    """So are the questions."""
    assert set(contract["components"]["schemas"]["Answers"]["properties"]) == {entry.id for entry in rulebook.questions}


@pytest.mark.parametrize(
    "case",
    [
        {"child": {"mobile": "unknown", "sex": "unknown", "age": "unknown"}},
        {"setting": {"agency": "unknown"}, "time_of_day": "23:59"},
        {"answers": {"consent": "unknown", "dash_score": "unknown", "child_seen": None}},
    ],
)
def test_unknown_is_in_the_schema_and_is_taken(contract: Contract, client: TestClient, case: dict[str, object]) -> None:
    """Unknown is a value: the document allows it, and so does the service."""
    assert list(checker(contract, "CaseIn").iter_errors(case)) == []
    assert client.post(POST, json=case).status_code == 200
