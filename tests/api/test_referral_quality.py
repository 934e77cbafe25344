"""Marking a referral over HTTP: stateless, nothing kept, every problem told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.kit import Running, codes
from threshold_engine import load_rulebook, score_referral

ADDRESS = "/api/v1/referral-quality"
STORY = "Zebedee Quill was hit with a belt"
RULEBOOK = load_rulebook()


def marked(client: TestClient, given: dict[str, Any]) -> dict[str, Any]:
    response = client.post(ADDRESS, json=given)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def sent(client: TestClient, body: bytes | str, content_type: str = "application/json") -> Response:
    return client.post(ADDRESS, content=body, headers={"content-type": content_type})


def test_answer_is_that_of_the_library(client: TestClient) -> None:
    """The service adds nothing to the marks and leaves nothing out."""
    given = {"as_of": "2026-11-23", "narrative": "He was hit with a belt on 3 November.", "child": {"age": "7 years"}}
    assert marked(client, given) == json.loads(json.dumps(score_referral(given, RULEBOOK).to_dict()))


def test_nothing_at_all_is_marked(client: TestClient) -> None:
    """An unfinished referral is one; the day is filled in."""
    answer = marked(client, {})
    assert (answer["marks"], answer["band"], answer["send_now"]) == (0, "return", None)


def test_what_cannot_wait_stands_first(client: TestClient) -> None:
    """A poor text about a child in danger is sent now (P2)."""
    response = client.post(ADDRESS, json={"answers": {"immediate_danger": True}})
    assert next(iter(response.json())) == "send_now"
    assert "999" in response.json()["send_now"]["text"]


def test_same_request_has_the_same_answer(client: TestClient) -> None:
    """Nothing is remembered between two requests."""
    given = {"as_of": "2026-11-23", "narrative": STORY}
    assert client.post(ADDRESS, json=given).content == client.post(ADDRESS, json=given).content


def test_nothing_of_the_referral_is_logged(running: Running) -> None:
    """The journal counts; it holds no word of what was sent (P9)."""
    running.client.post(ADDRESS, json={"narrative": STORY, "identity": {"name": "Zebedee Quill"}})
    running.client.post(ADDRESS, json={"narrative": STORY, "identity": {"nmae": "Zebedee Quill"}})
    assert len(running.entries()) == 2
    assert "Zebedee" not in running.log.getvalue()
    assert "belt" not in running.log.getvalue()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"narative": "x"}, "UNKNOWN_KEY"),
        ({"child": {"age": "soon"}}, "IMPOSSIBLE_AGE"),
        ({"present": ["no-such-sign"]}, "UNKNOWN_INDICATOR"),
        ({"household": [{"safe_tonight": "maybe"}]}, "BAD_VALUE"),
        ({"household": {"name": "A"}}, "BAD_VALUE"),
        ({"level_view": {"level": 5}}, "BAD_VALUE"),
        ({"as_of": "1999-01-01"}, "BEFORE_RULEBOOK"),
    ],
)
def test_what_cannot_be_read_is_told(given: dict[str, Any], code: str, client: TestClient) -> None:
    """Problems come as a problem document with their codes."""
    assert codes(client.post(ADDRESS, json=given), 422, "facts") == [code]


def test_all_problems_are_told_at_once(client: TestClient) -> None:
    """Those of the case and those of the referral."""
    given = {"narative": "x", "child": {"age": "soon"}, "identity": {"nmae": "A"}}
    assert sorted(codes(client.post(ADDRESS, json=given), 422, "facts")) == ["IMPOSSIBLE_AGE", "UNKNOWN_KEY", "UNKNOWN_KEY"]


def test_body_that_is_no_object_is_refused(client: TestClient) -> None:
    """A list is no referral."""
    assert codes(sent(client, "[]"), 422, "facts") == ["NOT_A_CASE"]


def test_body_that_is_not_json_is_refused(client: TestClient) -> None:
    """By its own account, or by what it is."""
    assert codes(sent(client, "{}", "text/plain"), 415, "media-type") == ["NOT_JSON_TYPE"]
    assert codes(sent(client, "{"), 422, "facts") == ["NOT_JSON"]


def test_body_that_is_too_long_is_refused(client: TestClient) -> None:
    """Nothing is read past the limit."""
    assert codes(sent(client, b" " * 3_000_000), 413, "too-large") == ["TOO_LARGE"]


def test_reading_it_with_get_is_refused(client: TestClient) -> None:
    """A referral never stands in an address."""
    assert client.get(ADDRESS).status_code == 405


def test_contract_shows_examples_that_hold(client: TestClient, contract: dict[str, Any]) -> None:
    """Each example of the document can be sent and has the answer shown."""
    operation = contract["paths"][ADDRESS]["post"]
    asked = operation["requestBody"]["content"]["application/json"]["examples"]
    shown = operation["responses"]["200"]["content"]["application/json"]["examples"]
    assert set(asked) == set(shown) == {"poor", "fair"}
    for name, example in asked.items():
        assert marked(client, example["value"]) == shown[name]["value"]
    assert shown["poor"]["value"]["score"] < shown["fair"]["value"]["score"]


def test_contract_names_every_key_of_a_referral(contract: dict[str, Any]) -> None:
    """The shape of the request is that of the engine, with the names of the rulebook."""
    shape = contract["components"]["schemas"]["ReferralIn"]
    assert {"narrative", "identity", "household", "safety_tonight", "present"} <= set(shape["properties"])
    assert shape["additionalProperties"] is False
    assert shape["properties"]["present"]["items"] == {"$ref": "#/components/schemas/IndicatorId"}
