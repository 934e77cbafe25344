"""The guidance endpoints: lists, filters, single entries, days."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.kit import codes
from threshold_engine import Rulebook
from threshold_engine.model.edition import change_days, edition_on

LISTS = ("levels", "indicators", "rules", "duties", "questions", "domains", "sources")
EVERY = ("rulebook", *LISTS)
SINGLES = ("indicators", "rules", "duties", "sources")
FIRST_DAY = "2016-06-29"
DAY_BEFORE = "2016-06-28"


def get(client: TestClient, path: str, **query: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/{path}", params=query)

    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    answer: dict[str, Any] = response.json()
    return answer


def first(client: TestClient, part: str) -> dict[str, Any]:
    entry: dict[str, Any] = get(client, part)["items"][0]
    return entry


@pytest.mark.parametrize("part", LISTS)
def test_list_counts_its_items(client: TestClient, part: str) -> None:
    """Each list says how many entries it has, and which guidance they are from."""
    answer = get(client, part)

    assert answer["count"] == len(answer["items"]) > 0
    assert answer["rulebook"]["as_of"] == "2026-11-23"


def test_rulebook_carries_version_and_digest(client: TestClient, rulebook: Rulebook) -> None:
    """The guidance can be told apart from any other edition."""
    answer = get(client, "rulebook")

    assert (answer["version"], answer["digest"]) == (rulebook.version, rulebook.digest)
    assert answer["change_days"] == [day.isoformat() for day in change_days(rulebook)]


def test_rulebook_counts_agree_with_the_lists(client: TestClient) -> None:
    """The counts are those of the lists; duties that do not bind yet are not counted."""
    counts = get(client, "rulebook")["counts"]

    listed = {part: get(client, part)["count"] for part in LISTS}
    listed["duties"] = sum(1 for duty in get(client, "duties")["items"] if duty["in_force"])
    assert counts == listed


def test_rulebook_past_its_review_says_so(client: TestClient) -> None:
    """The day of review is not overdue, the day after is."""
    due = get(client, "rulebook")["review_by"]

    assert get(client, "rulebook", as_of=due)["review_overdue"] is False
    assert get(client, "rulebook", as_of="2099-01-01")["review_overdue"] is True


def test_levels_are_the_four_levels_with_pathways(client: TestClient) -> None:
    """Each level comes with its pathway, phone numbers and urgency."""
    levels = get(client, "levels")["items"]

    assert [level["level"] for level in levels] == [1, 2, 3, 4]
    assert all(level["pathway"]["steps"] and level["contacts"] and level["urgency"] for level in levels)


def test_indicators_are_those_in_force(client: TestClient, rulebook: Rulebook) -> None:
    """Without a day, the list is what is in force today."""
    today = edition_on(rulebook, edition_on(rulebook, rulebook.review_by).first_day)

    assert [item["id"] for item in get(client, "indicators")["items"]] == list(today.indicators)


@pytest.mark.parametrize(("name", "value"), [("domain", "fgm"), ("level", "4"), ("kind", "strength")])
def test_indicator_filter_keeps_what_fits(client: TestClient, name: str, value: str) -> None:
    """A filter keeps exactly the entries that have the value."""
    everything = get(client, "indicators")["items"]

    wanted = [item["id"] for item in everything if str(item[name]) == value]
    assert [item["id"] for item in get(client, "indicators", **{name: value})["items"]] == wanted != []


def test_indicator_filters_work_together(client: TestClient) -> None:
    """Two filters keep what fits both."""
    found = get(client, "indicators", domain="abuse-physical", level="4")["items"]

    assert found
    assert {(item["domain"], item["level"]) for item in found} == {("abuse-physical", 4)}


@pytest.mark.parametrize("words", ["bruise baby", "BABY  Bruise"])
def test_search_finds_every_word_in_any_case(client: TestClient, words: str) -> None:
    """A search finds entries that have all its words, wherever they stand."""
    assert "bruise-non-mobile-infant" in [item["id"] for item in get(client, "indicators", q=words)["items"]]


def test_search_without_a_hit_gives_an_empty_list(client: TestClient) -> None:
    """Nothing found is an answer."""
    assert get(client, "indicators", q="zeppelin")["items"] == []


def test_rule_condition_is_in_plain_words(client: TestClient, rulebook: Rulebook) -> None:
    """No rule shows the ids of its indicators instead of words."""
    ids = {entry.id for entry in rulebook.indicators if "-" in entry.id}

    whens = [rule["when"] for rule in get(client, "rules")["items"]]
    assert all(whens)
    assert not [when for when in whens if ids & set(when.replace(",", " ").split())]


def test_pending_duty_is_marked_not_in_force(client: TestClient, rulebook: Rulebook) -> None:
    """A duty that is enacted but does not bind yet is listed, with the reason."""
    pending = {entry.id for entry in rulebook.duties if entry.period.since is None}

    marked = {duty["id"]: duty["pending"] for duty in get(client, "duties")["items"] if not duty["in_force"]}
    assert set(marked) == pending != set()
    assert all(marked.values())


def test_pending_duty_is_shown_alone(client: TestClient, rulebook: Rulebook) -> None:
    """It can also be asked for by its id."""
    name = next(entry.id for entry in rulebook.duties if entry.period.since is None)

    assert get(client, f"duties/{name}")["in_force"] is False


@pytest.mark.parametrize("part", SINGLES)
def test_single_entry_is_as_in_the_list(client: TestClient, part: str) -> None:
    """An entry asked for alone is the same as in its list."""
    entry = first(client, part)

    assert get(client, f"{part}/{entry.get('id', entry.get('key'))}") == entry


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("indicators/bruise-non-mobile-infnat", "bruise-non-mobile-infant"),
        ("duties/bruising-protocl", "bruising-protocol"),
        ("sources/wt2019", "wt2018"),
    ],
)
def test_unknown_entry_names_the_nearest(client: TestClient, path: str, nearest: str) -> None:
    """A misspelt id is answered with 404 and the right one."""
    response = client.get(f"/api/v1/{path}")

    assert codes(response, 404, "not-found") == ["NOT_FOUND"]
    assert f"`{nearest}`" in response.json()["problems"][0]["fix"]


def test_unknown_rule_is_not_found(client: TestClient) -> None:
    """A rule nobody wrote is answered with 404."""
    assert codes(client.get("/api/v1/rules/zzzz"), 404, "not-found") == ["NOT_FOUND"]


def test_entry_before_its_first_day_is_not_in_force(client: TestClient, rulebook: Rulebook) -> None:
    """An entry that began later is told apart from one that never was."""
    rule = next(entry for entry in rulebook.rules if entry.period.since and entry.period.since > rulebook.starts)

    response = client.get(f"/api/v1/rules/{rule.id}", params={"as_of": FIRST_DAY})
    assert codes(response, 404, "not-found") == ["NOT_IN_FORCE"]
    assert str(rule.period.since) in response.json()["problems"][0]["fix"]


def test_entry_on_its_first_day_is_shown(client: TestClient, rulebook: Rulebook) -> None:
    """From its first day on, it is there."""
    rule = next(entry for entry in rulebook.rules if entry.period.since and entry.period.since > rulebook.starts)

    assert get(client, f"rules/{rule.id}", as_of=str(rule.period.since))["id"] == rule.id


@pytest.mark.parametrize("path", EVERY)
def test_day_before_the_guidance_is_refused(client: TestClient, path: str) -> None:
    """The guidance does not answer for days before it began."""
    response = client.get(f"/api/v1/{path}", params={"as_of": DAY_BEFORE})

    assert codes(response, 422, "query") == ["BEFORE_RULEBOOK"]


@pytest.mark.parametrize("path", EVERY)
def test_first_day_of_the_guidance_is_answered(client: TestClient, path: str) -> None:
    """On its first day it answers."""
    get(client, path, as_of=FIRST_DAY)


@pytest.mark.parametrize("day", ["", "today", "20261122", "2026-02-30", "2026-W01-1", "1732406400", "0"])
def test_malformed_day_is_refused(client: TestClient, day: str) -> None:
    """Only a real day as year-month-day is a day."""
    assert codes(client.get("/api/v1/rulebook", params={"as_of": day}), 422, "query") == ["BAD_VALUE"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("level=0", "BAD_VALUE"),
        ("level=5", "BAD_VALUE"),
        ("level=4.0", "BAD_VALUE"),
        ("kind=Risk", "BAD_VALUE"),
        ("domain=abuse-fysical", "UNKNOWN_DOMAIN"),
        ("dommain=fgm", "UNKNOWN_PARAMETER"),
        ("level=3&level=4", "REPEATED_PARAMETER"),
        (f"q={'x' * 201}", "BAD_VALUE"),
    ],
)
def test_wrong_filter_is_refused(client: TestClient, query: str, code: str) -> None:
    """A filter that cannot be used is refused, never left out quietly."""
    assert codes(client.get(f"/api/v1/indicators?{query}"), 422, "query") == [code]


def test_all_wrong_filters_are_listed(client: TestClient) -> None:
    """Three mistakes are answered with three problems."""
    response = client.get("/api/v1/indicators?level=9&kind=bad&as_of=x")

    assert codes(response, 422, "query") == ["BAD_VALUE"] * 3


@pytest.mark.parametrize("path", [*EVERY, "indicators/x", "rules/x", "duties/x", "sources/x"])
def test_post_to_guidance_is_not_allowed(client: TestClient, path: str) -> None:
    """The guidance cannot be changed through the service."""
    response = client.post(f"/api/v1/{path}", json={})

    assert codes(response, 405, "method-not-allowed") == ["METHOD_NOT_ALLOWED"]
    assert response.headers["allow"] == "GET"
