"""What is logged, and above all what is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from api.kit import Running, Send, codes
from threshold_api import assessments
from threshold_engine import EngineFault, assess, spec
from threshold_engine.model.facts import Facts, Firings

TOLD = "Zephyrine said her stepfather Aldous hit her in Quince Street"
NAMES = ("Zephyrine", "stepfather", "Aldous", "Quince", "Street")
CASE: dict[str, Any] = {
    "as_of": "2026-11-22",
    "child": {"age": "3 months", "ethnicity": "WBRI"},
    "present": ["bruise-non-mobile-infant"],
    "observations": [{"indicator": "bruise-non-mobile-infant", "status": "present", "note": TOLD}],
    "answers": {"consent_reason": TOLD},
    "narrative": TOLD,
    "referrer_view": {"level": 4, "why": TOLD},
}


def tells_nothing(log: str) -> bool:
    return not any(word in log for word in [*NAMES, "3 months", "WBRI", "bruise", "consent"])


def test_request_is_logged_with_four_facts(running: Running, send: Send) -> None:
    """Method, route, status and duration, and nothing else of the request."""
    send(json.dumps(CASE))
    [entry] = running.entries()

    assert set(entry) == {"event", "level", "timestamp", "method", "route", "status", "duration_ms"}
    assert (entry["method"], entry["route"], entry["status"]) == ("POST", "/api/v1/assessments", 200)
    assert 0 < entry["duration_ms"] < 60_000


def test_answered_case_leaves_no_trace(running: Running, send: Send) -> None:
    """Nothing about the child is in the log of an answer."""
    assert send(json.dumps(CASE)).status_code == 200
    assert tells_nothing(running.log.getvalue())


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({**CASE, "present": [TOLD]}),
        json.dumps({**CASE, TOLD: 1}),
        json.dumps({**CASE, "child": {"age": TOLD}}),
        json.dumps({"narrative": TOLD})[:-1],
        f'{{"{TOLD}": 1, "{TOLD}": 2}}',
    ],
    ids=["name", "key", "age", "broken", "repeated"],
)
def test_refused_case_leaves_no_trace(running: Running, send: Send, body: str) -> None:
    """Nothing about the child is in the log of a refusal."""
    assert send(body).status_code == 422
    assert tells_nothing(running.log.getvalue())


@pytest.mark.parametrize("path", ["/api/v1/indicators/{}", "/{}", "/api/v1/indicators?q={}", "/api/v1/rulebook?{}=1"])
def test_address_as_sent_is_not_logged(running: Running, path: str) -> None:
    """The route as declared is logged, never the address."""
    running.client.get(path.format(TOLD))

    assert tells_nothing(running.log.getvalue())
    assert running.entries()[0]["route"] in ("/api/v1/indicators/{id}", "unmatched", "/api/v1/indicators", "/api/v1/rulebook")


def test_invented_method_is_not_logged(running: Running) -> None:
    """A method could carry words too."""
    response = running.client.request("ZEPHYRINE", "/health")

    assert response.status_code == 405
    assert running.entries()[0]["method"] == "OTHER"


def nothing_fires(_: Facts) -> Firings:
    return Firings(frozenset(), frozenset(), frozenset())


def fails(facts: Facts) -> Firings:
    raise EngineFault(f"{TOLD} {facts.child}")


def breaks(facts: Facts) -> Firings:
    raise TypeError(f"{TOLD} {facts.child}")


def test_differing_channels_are_an_incident(running: Running, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the two channels differ, ids of the guidance are logged and the higher answer is given."""
    monkeypatch.setattr(assessments, "assess", partial(assess, first=spec.evaluate, second=nothing_fires))
    answer = send(json.dumps(CASE)).json()
    [incident] = [entry for entry in running.entries() if entry["event"] == "incident"]

    assert answer["channels"]["agree"] is False
    assert answer["level"]["suggested"] == 4
    assert "counts bruise-non-mobile-infant" in incident["only_first"]
    assert incident["digest"] == answer["rulebook"]["digest"]
    assert not any(word in running.log.getvalue() for word in [*NAMES, "3 months", "WBRI"])


def test_agreeing_channels_are_no_incident(running: Running, send: Send) -> None:
    """An ordinary answer is not an incident."""
    send(json.dumps(CASE))

    assert [entry["event"] for entry in running.entries()] == ["request"]


@pytest.mark.parametrize(("channel", "kind"), [(fails, "EngineFault"), (breaks, "TypeError")])
def test_fault_is_answered_without_its_words(
    running: Running, send: Send, monkeypatch: pytest.MonkeyPatch, channel: Callable[[Facts], Firings], kind: str
) -> None:
    """A defect gives a 500 and a line of code in the log; its message is shown to nobody."""
    monkeypatch.setattr(assessments, "assess", partial(assess, second=channel))
    response = send(json.dumps(CASE))
    fault, request = running.entries()

    assert codes(response, 500, "engine-fault") == ["ENGINE_FAULT"]
    assert "Zephyrine" not in response.text
    assert (fault["event"], fault["kind"], fault["route"]) == ("fault", kind, "/api/v1/assessments")
    assert request["status"] == 500
    assert tells_nothing(running.log.getvalue())


def test_fault_says_to_call_999(running: Running, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the service fails, the way to help does not depend on it."""
    monkeypatch.setattr(assessments, "assess", partial(assess, second=fails))

    assert "999" in send(json.dumps(CASE)).json()["detail"]
    assert running.entries()
