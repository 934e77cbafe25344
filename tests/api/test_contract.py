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
BATCH = "/api/v1/assessments:batch"
EXAMPLES = ((POST, "infant-bruise"), (POST, "mild-worry"), (BATCH, "three-cases"))


def checker(contract: Contract, name: str) -> Draft202012Validator:
    return following(contract, {"$ref": f"#/components/schemas/{name}"})


def following(contract: Contract, schema: Contract) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": contract["components"]})


def media(contract: Contract, path: str) -> tuple[Contract, Contract]:
    """Give what the document says of the body that is sent, and of the answer."""
    operation = contract["paths"][path]["post"]
    return operation["requestBody"]["content"]["application/json"], operation["responses"]["200"]["content"]["application/json"]


def shown(contract: Contract, path: str, name: str) -> tuple[Any, Any]:
    asked, answered = media(contract, path)
    return asked["examples"][name]["value"], answered["examples"][name]["value"]


def operations(contract: Contract) -> list[tuple[str, Contract]]:
    return [(f"{method} {path}", operation) for path, item in contract["paths"].items() for method, operation in item.items()]


def test_document_is_valid_openapi(contract: Contract) -> None:
    """The document follows OpenAPI 3.1."""
    assert contract["openapi"].startswith("3.1")
    validate(contract)


@pytest.mark.parametrize(("path", "name"), EXAMPLES)
def test_example_follows_the_schema(contract: Contract, path: str, name: str) -> None:
    """The examples are what the schemas promise."""
    for promised, example in zip(media(contract, path), shown(contract, path, name), strict=True):
        assert list(following(contract, promised["schema"]).iter_errors(example)) == []


@pytest.mark.parametrize(("path", "name"), EXAMPLES)
def test_example_is_what_the_service_answers(contract: Contract, client: TestClient, path: str, name: str) -> None:
    """Nobody made the answers up."""
    asked, answered = shown(contract, path, name)

    assert client.post(path, json=asked).json() == answered


def test_batch_example_shows_both_kinds_of_answer(contract: Contract) -> None:
    """A reader sees what becomes of a case, and of a case with a mistake."""
    _, answered = shown(contract, BATCH, "three-cases")

    assert [set(item) for item in answered["results"]] == [{"assessment"}, {"assessment"}, {"problems"}]


@pytest.mark.parametrize("result", [{}, {"assessment": None}, {"problems": [{"code": "X"}]}, {"assessments": {}}])
def test_schema_of_a_batch_takes_no_other_answer(contract: Contract, result: Contract) -> None:
    """Each result is an assessment or a list of whole problems."""
    assert list(checker(contract, "BatchAnswer").iter_errors({"results": [result]}))


@pytest.mark.parametrize(("path", "default"), [(POST, True), (BATCH, False)])
def test_what_if_is_in_the_document(contract: Contract, path: str, default: bool) -> None:
    """The question is true or false, and the document says which is meant if it is left out."""
    [parameter] = contract["paths"][path]["post"]["parameters"]

    assert (parameter["name"], parameter["in"], parameter["required"]) == ("what_if", "query", False)
    assert (parameter["schema"]["type"], parameter["schema"]["default"]) == ("boolean", default)


@pytest.mark.parametrize("field", ["changes", "stability", "ask_next"])
def test_document_says_what_null_means(contract: Contract, field: str) -> None:
    """Null is not asked for; an empty list is nothing to tell."""
    said = contract["components"]["schemas"]["Assessment"]["properties"][field]

    assert {"type": "null"} in said["anyOf"]
    assert said["description"].startswith("Null if it was not asked for")


def test_answer_has_exactly_the_published_fields(contract: Contract) -> None:
    """Nothing is answered that is not in the document, and nothing of it is left out."""
    _, answered = shown(contract, POST, "infant-bruise")

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
        [answer] = operation["responses"]["200"]["content"].values()

        assert answer["schema"], name


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
