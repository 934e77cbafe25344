"""POST /api/v1/assessments: what is refused, and how it is said."""

from __future__ import annotations

import asyncio
import json

import pytest
from httpx2 import Response
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from api.kit import Send, codes
from threshold_api.problems import TOO_LARGE, RefusalError
from threshold_api.reading import read_mapping

PATH = "/api/v1/assessments"


def send_case(send: Send, **case: object) -> Response:
    return send(json.dumps({"as_of": "2026-11-22", **case}))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "NOT_JSON"),
        (b"{", "NOT_JSON"),
        (b'{"present": [],}', "NOT_JSON"),
        (b"{} {}", "NOT_JSON"),
        (b"null", "NOT_A_CASE"),
        (b"[]", "NOT_A_CASE"),
        (b'"words"', "NOT_A_CASE"),
        (b"7", "NOT_A_CASE"),
        ('{"narrative": "café"}'.encode("latin-1"), "NOT_TEXT"),
        ('{"narrative": "café"}'.encode("utf-16"), "NOT_TEXT"),
        (rb'{"narrative": "\ud800"}', "NOT_TEXT"),
        (rb'{"\uDC00": 1}', "NOT_TEXT"),
        (b'{"answers": {"dash_score": NaN}}', "NOT_A_NUMBER"),
        (b'{"answers": {"dash_score": -Infinity}}', "NOT_A_NUMBER"),
        (b'{"answers": {"dash_score": ' + b"9" * 5000 + b"}}", "NOT_A_NUMBER"),
        (b'{"others": "absent", "others": "unknown"}', "REPEATED_KEY"),
        (b'{"child": {"mobile": true, "mobile": false}}', "REPEATED_KEY"),
        (b'{"narrative": ' + b"[" * 50 + b"]" * 50 + b"}", "TOO_DEEP"),
        (b"[" * 100_000, "TOO_DEEP"),
    ],
    ids=range(19),
)
def test_malformed_body_is_refused(send: Send, body: bytes, code: str) -> None:
    """A body that is not one well-formed JSON object is refused with its own code."""
    assert codes(send(body), 422, "facts") == [code]


def test_unknown_indicator_names_the_nearest(send: Send) -> None:
    """A misspelt sign is refused, and the right one is offered."""
    response = send_case(send, present=["bruise-non-mobile-infnat"])

    assert codes(response, 422, "facts") == ["UNKNOWN_INDICATOR"]
    assert "`bruise-non-mobile-infant`" in response.json()["problems"][0]["fix"]


def test_contradiction_is_refused(send: Send) -> None:
    """A sign cannot be both there and not there."""
    name = "bruise-non-mobile-infant"

    assert codes(send_case(send, present=[name], absent=[name]), 422, "facts") == ["CONTRADICTION"]


@pytest.mark.parametrize("age", ["-1 years", "26 years", "soon", "3 months and 9 years", "", 5])
def test_impossible_age_is_refused(send: Send, age: object) -> None:
    """An age that no child has is refused."""
    assert codes(send_case(send, child={"age": age}), 422, "facts") == ["IMPOSSIBLE_AGE"]


def test_day_before_the_guidance_is_refused(send: Send) -> None:
    """The guidance does not answer for days before it began."""
    assert codes(send(b'{"as_of": "2016-06-28"}'), 422, "facts") == ["BEFORE_RULEBOOK"]


def test_first_day_of_the_guidance_is_answered(send: Send) -> None:
    """On its first day the guidance answers."""
    assert send(b'{"as_of": "2016-06-29"}').status_code == 200


def test_text_for_true_is_refused(send: Send) -> None:
    """A yes where true is meant is not guessed."""
    assert codes(send_case(send, child={"mobile": "yes"}), 422, "facts") == ["BAD_VALUE"]


def test_all_problems_are_listed(send: Send) -> None:
    """A case with five mistakes is answered with five problems, in one go."""
    response = send_case(
        send, child={"age": "200 years", "mobil": True}, others="none", present=["no-such-sign"], referrer_view={"level": 5}
    )

    assert sorted(codes(response, 422, "facts")) == [
        "BAD_VALUE",
        "BAD_VALUE",
        "IMPOSSIBLE_AGE",
        "UNKNOWN_INDICATOR",
        "UNKNOWN_KEY",
    ]


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("text/plain", "NOT_JSON_TYPE"),
        ("application/x-www-form-urlencoded", "NOT_JSON_TYPE"),
        ("application/jsonx", "NOT_JSON_TYPE"),
        ("text/json+json", "NOT_JSON_TYPE"),
        ("", "NOT_JSON_TYPE"),
        ("application/json; charset=latin-1", "NOT_UTF8_TYPE"),
    ],
)
def test_other_media_type_is_refused(send: Send, content_type: str, code: str) -> None:
    """Only JSON in UTF-8 is read."""
    assert codes(send(b"{}", content_type), 415, "media-type") == [code]


def test_missing_media_type_is_refused(client: TestClient) -> None:
    """A body that does not say what it is is not guessed."""
    assert codes(client.post(PATH, content=b"{}"), 415, "media-type") == ["NOT_JSON_TYPE"]


def test_packed_body_is_refused(send: Send) -> None:
    """A compressed body is refused: its real size is not known."""
    assert codes(send(b"{}", **{"content-encoding": "gzip"}), 415, "media-type") == ["PACKED"]


def test_body_over_the_limit_is_refused(send: Send) -> None:
    """One byte more than the limit is too large."""
    assert codes(send(b"{}" + b" " * 999_999), 413, "too-large") == ["TOO_LARGE"]


def test_ten_megabytes_are_refused(send: Send) -> None:
    """A body ten times the limit is refused by the size it announces."""
    assert codes(send(b" " * 10_000_000), 413, "too-large") == ["TOO_LARGE"]


def test_large_body_is_not_read_to_its_end() -> None:
    """A body that does not announce its size is cut off with the first piece beyond the limit."""
    read = 0

    async def receive() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b" " * 100, "more_body": True}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", b"application/json")]}
    with pytest.raises(RefusalError) as caught:
        asyncio.run(read_mapping(Request(scope, receive), max_bytes=1_000))

    assert caught.value.kind is TOO_LARGE
    assert read == 11


def test_body_without_a_size_is_refused_over_the_limit(client: TestClient) -> None:
    """The limit holds for a body that is sent in pieces."""
    pieces = iter([b" " * 600_000] * 2)

    response = client.post(PATH, content=pieces, headers={"content-type": "application/json"})

    assert codes(response, 413, "too-large") == ["TOO_LARGE"]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_method_says_which_is_allowed(client: TestClient, method: str) -> None:
    """Only POST is taken, and the answer says so."""
    response = client.request(method, PATH)

    assert codes(response, 405, "method-not-allowed") == ["METHOD_NOT_ALLOWED"]
    assert response.headers["allow"] == "POST"
