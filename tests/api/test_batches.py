"""POST /api/v1/assessments:batch: an answer to each case, whatever is wrong with the others."""

from __future__ import annotations

import asyncio
import json
import threading
from functools import partial
from random import Random
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.testclient import TestClient

from api.kit import Running, codes
from properties.generators import a_case
from threshold_api import assessments
from threshold_api.app import create_app
from threshold_api.settings import Settings
from threshold_engine import EngineFault, Rulebook, assess, read_case, spec
from threshold_engine.model.facts import Facts, Firings

PATH = "/api/v1/assessments:batch"
SINGLE = "/api/v1/assessments"
BRUISE = {"as_of": "2026-11-22", "child": {"age": "3 months"}, "present": ["bruise-non-mobile-infant"]}
MILD = {"as_of": "2026-11-22", "child": {"age": "8 years"}, "present": ["attendance-inconsistent"]}
NOTHING = {"as_of": "2026-11-22"}


def post(client: TestClient, body: bytes | str, query: str = "") -> Response:
    return client.post(PATH + query, content=body, headers={"content-type": "application/json"})


def results(client: TestClient, *cases: object, query: str = "") -> list[dict[str, Any]]:
    """Send cases and give what was answered to each."""
    response = client.post(PATH + query, json={"cases": list(cases)})
    assert response.status_code == 200, response.text
    assert set(response.json()) == {"results"}
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def drawn(rulebook: Rulebook, number: int) -> list[dict[str, Any]]:
    random = Random(11)
    return [json.loads(json.dumps(a_case(random, rulebook), default=str)) for _ in range(number)]


def test_each_case_is_answered_as_by_itself(client: TestClient, rulebook: Rulebook) -> None:
    """Forty drawn cases get, in their order, the answers they get one by one."""
    cases = drawn(rulebook, 40)
    answers = [{"assessment": client.post(f"{SINGLE}?what_if=false", json=case).json()} for case in cases]

    assert results(client, *cases) == answers
    assert len({json.dumps(answer["assessment"]["level"]) for answer in answers}) > 5


def test_answers_come_in_the_order_of_the_cases(client: TestClient) -> None:
    """The first answer is that to the first case."""
    levels = [item["assessment"]["level"]["suggested"] for item in results(client, BRUISE, NOTHING, BRUISE)]

    assert levels == [4, 1, 4]


def test_what_was_not_asked_for_is_null(client: TestClient) -> None:
    """An empty list would read as: nothing can change it."""
    [answer] = [item["assessment"] for item in results(client, MILD)]

    assert [answer[name] for name in ("changes", "stability", "ask_next")] == [None, None, None]
    assert answer["level"]["range"] == [2, 4]


def test_what_if_can_be_asked_for(client: TestClient) -> None:
    """With what_if=true a case is answered as by the endpoint for one case."""
    [answer] = results(client, MILD, query="?what_if=true")

    assert answer["assessment"] == client.post(SINGLE, json=MILD).json()
    assert answer["assessment"]["ask_next"]


BAD: list[tuple[str, object]] = [
    ("an age", {"child": {"age": "200 years"}}),
    ("a name", {"present": ["bruise-non-mobile-infnat"]}),
    ("many", {"child": {"age": "200 years", "mobil": True}, "others": "none", "present": ["no-such-sign"]}),
    ("a day", {"as_of": "2016-06-28"}),
    ("a key", {"case_id": "a1"}),
    ("a list", []),
    ("nothing", None),
    ("a word", "words"),
    ("a number", 1.5),
]


@pytest.mark.parametrize(("name", "case"), BAD, ids=[name for name, _ in BAD])
def test_bad_case_is_answered_with_its_problems(client: TestClient, name: str, case: object) -> None:
    """Each problem is told as by the endpoint for one case, and the cases around it are answered."""
    before, bad, after = results(client, BRUISE, case, MILD)
    alone = client.post(SINGLE, content=json.dumps(case), headers={"content-type": "application/json"})

    assert alone.status_code == 422, name
    assert set(bad) == {"problems"}
    told = [{**item, "where": item["where"].replace("body", "case")} for item in alone.json()["problems"]]
    assert bad["problems"] == told
    assert (before["assessment"]["level"]["suggested"], after["assessment"]["level"]["suggested"]) == (4, 2)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ('{"others": "absent", "others": "unknown"}', "REPEATED_KEY"),
        ('{"answers": {"dash_score": NaN}}', "NOT_A_NUMBER"),
        ('{"answers": {"dash_score": 1.5}}', "DECIMAL"),
        ('{"answers": {"dash_score": ' + "9" * 5000 + "}}", "NOT_A_NUMBER"),
        (r'{"narrative": "\ud800"}', "NOT_TEXT"),
        ('{"narrative": ' + "[" * 50 + "]" * 50 + "}", "TOO_DEEP"),
        ('{"narrative": "' + "x" * 1_000_001 + '"}', "TOO_LARGE"),
    ],
    ids=["key twice", "not a number", "decimal", "long number", "half a character", "deep", "large"],
)
def test_case_that_is_not_plain_json_fails_alone(client: TestClient, case: str, code: str) -> None:
    """What only a close reading of the JSON shows is told for that case, and for no other."""
    response = post(client, f'{{"cases": [{json.dumps(BRUISE)}, {case}, {json.dumps(BRUISE)}]}}')
    before, bad, after = response.json()["results"]

    assert [item["code"] for item in bad["problems"]] == [code]
    assert bad["problems"][0]["where"] == "case"
    assert before == after
    assert before["assessment"]["level"]["suggested"] == 4


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", ["NOT_JSON"]),
        ("{", ["NOT_JSON"]),
        ('{"cases": [{}', ["NOT_JSON"]),
        ('{"cases": [{},]}', ["NOT_JSON"]),
        ('{"cases": [{} {}]}', ["NOT_JSON"]),
        ('{"cases": [{}],}', ["NOT_JSON"]),
        ('{"cases" [{}]}', ["NOT_JSON"]),
        ("{cases: [{}]}", ["NOT_JSON"]),
        ('{"cases": [{}]} {}', ["NOT_JSON"]),
        ('{"cases": [{"others": }]}', ["NOT_JSON"]),
        ("[]", ["NOT_A_BATCH"]),
        ('"cases"', ["NOT_A_BATCH"]),
        ("{}", ["NOT_A_BATCH"]),
        ('{"cases": {}}', ["NOT_A_BATCH"]),
        ('{"cases": null}', ["NOT_A_BATCH"]),
        ('{"case": [{}]}', ["NOT_A_BATCH", "UNKNOWN_KEY"]),
        ('{"cases": [{}], "cases": [{}]}', ["REPEATED_KEY"]),
        ('{"cases": []}', ["CASE_COUNT"]),
        ('{"what_if": true, "cases": []}', ["UNKNOWN_KEY", "CASE_COUNT"]),
        ('{"cases": [' + "[" * 100_000 + "]" * 100_000 + "]}", ["TOO_DEEP"]),
        ('{"cases": ["café"]}'.encode("latin-1"), ["NOT_TEXT"]),
    ],
    ids=range(21),
)
def test_body_that_is_not_a_batch_is_refused(client: TestClient, body: bytes | str, found: list[str]) -> None:
    """What is wrong with the body as a whole is refused as a whole."""
    assert codes(post(client, body), 422, "facts") == found


@pytest.mark.parametrize("body", [' \n{ "cases" :\t[ {} , {} ] } \r\n', '\ufeff{"cases":[{},{}]}', r'{"\u0063ases":[{},{}]}'])
def test_batch_may_be_written_in_any_json(client: TestClient, body: str) -> None:
    """Spaces, a byte order mark and escapes change nothing."""
    assert len(post(client, body.encode()).json()["results"]) == 2


def test_thousand_cases_are_answered(client: TestClient) -> None:
    """The most that can be sent at a time. Bad ones are the quickest, and are answered like any other."""
    assert len(results(client, *([7] * 1_000))) == 1_000


def test_more_than_a_thousand_cases_are_refused(client: TestClient) -> None:
    """The message says how many can be sent."""
    response = client.post(PATH, json={"cases": [NOTHING] * 1_001})

    assert codes(response, 422, "facts") == ["CASE_COUNT"]
    assert "1,000" in response.json()["problems"][0]["fix"]


def test_body_over_the_limit_is_refused(client: TestClient) -> None:
    """Ten megabytes are read; one byte more is too large, and the message says what to do."""
    body = b'{"cases": [7]}'

    assert post(client, body + b" " * (10_000_000 - len(body))).status_code == 200
    response = post(client, body + b" " * (10_000_001 - len(body)))
    assert codes(response, 413, "too-large") == ["TOO_LARGE"]
    assert response.json()["problems"][0]["fix"] == "send fewer cases at a time"


def test_limit_can_be_set() -> None:
    """Whoever runs the service may choose another limit."""
    client = TestClient(create_app(Settings(max_batch_bytes=100)))

    assert codes(post(client, b'{"cases": [7]}' + b" " * 100), 413, "too-large") == ["TOO_LARGE"]


def test_only_json_is_read(client: TestClient) -> None:
    """As for one case, a body must say that it is JSON."""
    response = client.post(PATH, content=b'{"cases": [{}]}', headers={"content-type": "text/plain"})

    assert codes(response, 415, "media-type") == ["NOT_JSON_TYPE"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_method_is_refused(client: TestClient, method: str) -> None:
    """Only POST is taken."""
    assert codes(client.request(method, PATH), 405, "method-not-allowed") == ["METHOD_NOT_ALLOWED"]


@pytest.mark.parametrize("path", [PATH, SINGLE])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("what_if=yes", "BAD_VALUE"),
        ("what_if=", "BAD_VALUE"),
        ("what_if=True", "BAD_VALUE"),
        ("whatif=true", "UNKNOWN_PARAMETER"),
        ("what_if=true&what_if=false", "REPEATED_PARAMETER"),
    ],
)
def test_query_that_cannot_be_read_is_refused(client: TestClient, path: str, query: str, code: str) -> None:
    """A misspelt or doubtful question is not guessed."""
    response = client.post(f"{path}?{query}", json={"cases": [NOTHING]})

    assert codes(response, 422, "query") == [code]


def test_day_left_out_means_today(client: TestClient) -> None:
    """A case without a day is answered for today."""
    assert results(client, {})[0]["assessment"]["rulebook"]["as_of"] == "2026-11-23"


def test_answer_may_not_be_stored(client: TestClient) -> None:
    """No cache may keep answers about children."""
    assert client.post(PATH, json={"cases": [BRUISE]}).headers["cache-control"] == "no-store"


def fails_on_babies(facts: Facts) -> Firings:
    if facts.child.age is not None and facts.child.age.high_months < 12:
        raise EngineFault(f"Zephyrine {facts.child}")
    return spec.evaluate(facts)


def test_fault_in_one_case_is_told_there(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the engine fails on one case the others are answered, the fault is logged, and its words are shown to nobody."""
    monkeypatch.setattr(assessments, "assess", partial(assess, second=fails_on_babies))
    bad, good = results(running.client, BRUISE, MILD)
    fault, request = running.entries()

    assert [item["code"] for item in bad["problems"]] == ["ENGINE_FAULT"]
    assert good["assessment"]["level"]["suggested"] == 2
    assert (fault["event"], fault["kind"], fault["route"]) == ("fault", "EngineFault", PATH)
    assert (request["route"], request["status"]) == (PATH, 200)
    assert "Zephyrine" not in running.log.getvalue() + json.dumps(bad)


def test_no_fact_of_a_case_is_logged(running: Running) -> None:
    """One line says that a batch was answered, and nothing of what was in it."""
    told = "Zephyrine said so in Quince Street"
    results(running.client, {**BRUISE, "narrative": told}, {"present": [told]}, {told: 1})
    [entry] = running.entries()

    assert set(entry) == {"event", "level", "timestamp", "method", "route", "status", "duration_ms"}
    assert not any(word in running.log.getvalue() for word in ("Zephyrine", "Quince", "bruise", "3 months"))


def nothing_fires(_: Facts) -> Firings:
    return Firings(frozenset(), frozenset(), frozenset())


def test_differing_channels_are_an_incident_each(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each case in which the channels differ is logged, with ids of the guidance only, and the higher answer is given."""
    monkeypatch.setattr(assessments, "assess", partial(assess, first=spec.evaluate, second=nothing_fires))
    answers = results(running.client, BRUISE, MILD)
    incidents = [entry for entry in running.entries() if entry["event"] == "incident"]

    assert [answer["assessment"]["channels"]["agree"] for answer in answers] == [False, False]
    assert [answer["assessment"]["level"]["suggested"] for answer in answers] == [4, 2]
    assert [entry["only_first"][0] for entry in incidents] == [
        "counts bruise-non-mobile-infant",
        "counts attendance-inconsistent",
    ]


def test_others_are_answered_while_a_batch_is_worked_out(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch waits until another request was answered: in one loop that can only end well off the loop."""
    answered_other = threading.Event()
    real = assess

    def waiting(*given: Any, **named: Any) -> Any:
        assert answered_other.wait(timeout=30), "the other request was not answered meanwhile"
        return real(*given, **named)

    async def both() -> tuple[Response, Response]:
        async with AsyncClient(transport=ASGITransport(app=running.app), base_url="http://test") as client:
            batch = asyncio.create_task(client.post(PATH, json={"cases": [BRUISE]}))
            await asyncio.sleep(0)
            other = await client.get("/api/v1/levels")
            answered_other.set()
            return other, await batch

    monkeypatch.setattr(assessments, "assess", waiting)
    other, batch = asyncio.run(both())

    assert other.status_code == 200
    assert batch.json()["results"][0]["assessment"]["level"]["suggested"] == 4


def test_batches_share_one_thread(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many at once would slow each other and everyone else."""
    threads: list[int] = []
    real = assess

    def watched(*given: Any, **named: Any) -> Any:
        threads.append(threading.get_ident())
        return real(*given, **named)

    async def several() -> list[Response]:
        async with AsyncClient(transport=ASGITransport(app=running.app), base_url="http://test") as client:
            return await asyncio.gather(*(client.post(PATH, json={"cases": [MILD] * 5}) for _ in range(4)))

    monkeypatch.setattr(assessments, "assess", watched)
    answers = asyncio.run(several())

    assert [len(answer.json()["results"]) for answer in answers] == [5] * 4
    assert len(threads) == 20
    assert len({*threads}) == 1


def test_answer_is_what_the_engine_says(client: TestClient, rulebook: Rulebook) -> None:
    """Nothing is added to the engine's answers, whichever of their parts are there, and nothing is taken away."""
    cases = [read_case(case, rulebook) for case in drawn(rulebook, 15)]
    answers = results(client, *drawn(rulebook, 15), query="?what_if=true")

    assert [item["assessment"] for item in answers] == [assess(case, rulebook).to_dict() for case in cases]
