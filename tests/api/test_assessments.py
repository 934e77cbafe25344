"""POST /api/v1/assessments: what is answered."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.kit import Running, Send
from threshold_api.service import LONDON
from threshold_engine import assess, load_rulebook, read_case

PATH = "/api/v1/assessments"
BRUISE: dict[str, Any] = {
    "as_of": "2026-11-22",
    "child": {"age": "3 months", "mobile": False},
    "present": ["bruise-non-mobile-infant"],
    "answers": {"immediate_danger": False, "parents_informed": True},
}


def test_infant_bruise_suggests_child_protection(client: TestClient) -> None:
    """A bruise on a baby who cannot move is level 4, red."""
    answer = client.post(PATH, json=BRUISE).json()

    assert answer["level"]["suggested"] == 4
    assert answer["urgency"]["rag"] == "red"


def test_answer_is_what_the_engine_says(client: TestClient) -> None:
    """The service adds nothing to the engine's answer and takes nothing away."""
    rulebook = load_rulebook()

    assert client.post(PATH, json=BRUISE).json() == assess(read_case(BRUISE, rulebook), rulebook).to_dict()


@pytest.mark.parametrize("query", ["", "?what_if=true"])
def test_what_if_is_answered_unless_it_is_not_asked_for(client: TestClient, query: str) -> None:
    """By default the answer says what would change it; here nothing can, which is an empty list and not null."""
    answer = client.post(PATH + query, json=BRUISE).json()

    assert answer["changes"]["raise"] == []
    assert answer["stability"]
    assert isinstance(answer["ask_next"], list)


def test_what_if_not_asked_for_is_null(client: TestClient) -> None:
    """The rest of the answer is the same, and what was not asked for cannot be taken for: nothing can change it."""
    whole = client.post(PATH, json=BRUISE).json()

    assert client.post(f"{PATH}?what_if=false", json=BRUISE).json() == {
        **whole,
        "changes": None,
        "stability": None,
        "ask_next": None,
    }


def test_immediate_danger_says_call_999(client: TestClient) -> None:
    """Danger now is answered with a call to 999, at once."""
    answer = client.post(PATH, json={"as_of": "2026-11-22", "answers": {"immediate_danger": True}}).json()

    assert answer["urgency"]["call_999"] is True
    assert answer["urgency"]["act_within"] == "PT0S"


def test_empty_case_is_answered(client: TestClient) -> None:
    """Every field is optional."""
    response = client.post(PATH, json={})

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"


def test_answer_may_not_be_stored(client: TestClient) -> None:
    """No cache may keep an answer about a child."""
    assert client.post(PATH, json=BRUISE).headers["cache-control"] == "no-store"


def test_other_key_order_gives_the_same_bytes(send: Send) -> None:
    """The order of keys and names does not matter."""
    turned = {key: BRUISE[key] for key in reversed(BRUISE)}
    turned["child"] = dict(reversed(BRUISE["child"].items()))
    turned["answers"] = dict(reversed(BRUISE["answers"].items()))

    assert send(json.dumps(turned)).content == send(json.dumps(BRUISE)).content


def test_same_case_twice_gives_the_same_bytes(send: Send) -> None:
    """Nothing of the first answer is left over in the second."""
    assert send(json.dumps(BRUISE)).content == send(json.dumps(BRUISE)).content


@pytest.mark.parametrize("body", [b"{}", b'{"as_of": null}'])
def test_day_left_out_means_today(send: Send, body: bytes) -> None:
    """Without a day, the answer is for today."""
    assert send(body).json()["rulebook"]["as_of"] == "2026-11-23"


def test_today_is_a_day_in_london(running: Running, send: Send) -> None:
    """Half past midnight in a London summer is already the new day, though not yet in UTC."""
    running.clock.now = datetime(2026, 7, 1, 0, 30, tzinfo=LONDON)

    assert send(b"{}").json()["rulebook"]["as_of"] == "2026-07-01"


def test_day_left_out_shows_lines_that_answer_now(running: Running, send: Send) -> None:
    """At night the daytime line is not offered, the duty team is."""
    running.clock.now = datetime(2026, 11, 23, 23, 0, tzinfo=LONDON)
    body = json.dumps({key: value for key, value in BRUISE.items() if key != "as_of"})

    contacts = {entry["id"] for entry in send(body).json()["response"]["contacts"]}

    assert "emergency-duty-team" in contacts
    assert not any("mash" in name for name in contacts)


def test_day_given_adds_no_time(running: Running, client: TestClient) -> None:
    """With a day but no time, every line is shown: the time now says nothing about that day."""
    running.clock.now = datetime(2026, 11, 23, 23, 0, tzinfo=LONDON)
    rulebook = load_rulebook()

    contacts = client.post(PATH, json=BRUISE).json()["response"]["contacts"]

    assert contacts == assess(read_case(BRUISE, rulebook), rulebook).to_dict()["response"]["contacts"]


def test_vendor_json_type_is_read(send: Send) -> None:
    """A media type that ends in +json is JSON."""
    assert send(b"{}", "application/vnd.example+json; charset=UTF-8").status_code == 200


def test_byte_order_mark_is_taken_off(send: Send) -> None:
    """Some editors put a mark before UTF-8 text; it changes nothing."""
    assert send(b"\xef\xbb\xbf{}").status_code == 200


def test_body_at_the_limit_is_read(send: Send) -> None:
    """A body of exactly the limit is not too large."""
    assert send(b"{}" + b" " * 999_998).status_code == 200


def test_emoji_written_with_escapes_is_read(send: Send) -> None:
    """Two halves that make one character are that character."""
    assert send(rb'{"narrative": "\ud83d\ude00"}').status_code == 200
