"""Limits on what takes long: who is stopped, what is kept, when it lifts, and what is never limited; and how much is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.kit import NOW
from threshold_api.web.gate import TOO_MUCH
from threshold_api.web.layout import TOO_MUCH_HELD
from threshold_api.web.limits import LETTERS_OF_ONE, MAKING, TRIALS, WORK, Limits, cost_of
from threshold_api.web.visits import MOST_CHECKS, MOST_LETTERS, MOST_OF_VISIT, Check, TooMuchHeldError, Visits
from web.answer_kit import changed, check_of, layout_of
from web.conftest import Site
from web.routes_kit import addresses

URGENT = ("danger", "urgent", "answer")


def use_up(site: Site, address: str) -> None:
    """Ask for a trial as often as a visit may."""
    token = site.token()
    for _ in range(TRIALS.of_visit.amount):
        sent = site.client.post(f"{address}/try", data={"form_token": token, "way": "nothing"}, follow_redirects=False)
        assert sent.status_code == 409


def test_too_much_is_stopped_keeps_what_was_typed_and_lifts(site: Site) -> None:
    """The page says to phone, shows the words, and a minute later all is as before."""
    address = site.begin()
    use_up(site, address)
    stopped = site.send(f"{address}/try", {"way": "nothing", "note": "She is asleep now."})
    site.running.clock.now = NOW + timedelta(minutes=1)

    assert stopped.status_code == 429
    assert all(words in stopped.text for words in (TOO_MUCH[0], "phone instead", "She is asleep now.", "020 8255 2888"))
    assert site.send(f"{address}/try", {"way": "nothing"}).status_code == 409


def test_a_visit_that_asks_too_much_stops_nobody_else(site: Site) -> None:
    """Another browser at the same place goes on."""
    use_up(site, site.begin())
    other = Site(site.running, TestClient(site.running.app, client=site.client._transport.client))  # type: ignore[attr-defined]

    assert other.send(f"{other.begin()}/try", {"way": "nothing"}).status_code == 409


def test_place_is_stopped_whatever_visit_asks() -> None:
    """New visits do not help to get past the limit of a place; another place is free."""
    limits = Limits(lambda: NOW)
    taken = [limits.take(TRIALS, "10.0.0.1", f"visit-{number}") for number in range(TRIALS.of_line.amount)]

    assert all(taken)
    assert not limits.take(TRIALS, "10.0.0.1", "one-more")
    assert limits.take(TRIALS, "10.0.0.2", "one-more")


def test_window_moves_with_the_clock_that_is_given() -> None:
    """What was counted a minute ago no longer counts, and nothing is counted for what was refused."""
    now = [NOW]
    limits = Limits(lambda: now[0])
    assert limits.take(MAKING, "10.0.0.1", "a", cost=MAKING.of_visit.amount)
    for _ in range(500):
        assert not limits.take(MAKING, "10.0.0.1", "a")
    now[0] += timedelta(seconds=59)
    assert not limits.take(MAKING, "10.0.0.1", "a")
    now[0] += timedelta(seconds=1)
    assert limits.take(MAKING, "10.0.0.1", "a")


def test_a_long_text_counts_more_than_once() -> None:
    """By how long it takes; one that would be more than a whole limit still gets its turn."""
    limits = Limits(lambda: NOW)

    assert [cost_of(letters) for letters in (0, LETTERS_OF_ONE - 1, LETTERS_OF_ONE, 100_000)] == [1, 1, 2, 21]
    assert limits.take(MAKING, "10.0.0.1", "a", cost=10_000)
    assert not limits.take(MAKING, "10.0.0.1", "a")


def test_what_is_limited_exists_and_nothing_urgent_is() -> None:
    """The list names addresses of the app; danger, what to do now and the answer are not on it."""
    exist = {(method, path) for method in ("GET", "POST") for path in addresses(method)}

    assert set(WORK) <= exist
    assert not {path for _, path in WORK} & {f"/check/{{check_id}}/{step}" for step in URGENT}


def test_urgent_pages_open_when_everything_else_is_used_up(site: Site) -> None:
    """Even for a place that is stopped from everything."""
    address, limits = site.begin(), layout_of(site).limits
    host = site.client._transport.client[0]  # type: ignore[attr-defined]
    for work in WORK.values():
        while limits.take(work, host, None):
            pass
    assert site.get(f"{address}/signs").status_code == 429
    assert site.client.post("/check").status_code == 429

    said = site.send(f"{address}/danger", {"danger": "yes"})
    assert (said.status_code, said.url.path) == (200, f"{address}/urgent")
    assert [site.get(f"{address}/{step}").status_code for step in URGENT] == [200, 200, 200]


def test_a_stranger_uses_up_nothing_of_a_place(site: Site) -> None:
    """Without a visit nothing is done, so nothing is counted."""
    address = site.begin()
    stranger = TestClient(site.running.app, client=site.client._transport.client)  # type: ignore[attr-defined]
    for _ in range(TRIALS.of_line.amount + 1):
        assert stranger.post(f"{address}/try", data={}).status_code == 404
    assert site.send(f"{address}/try", {"way": "nothing"}).status_code == 409


def test_a_full_check_refuses_text_keeps_the_words_and_still_takes_danger(site: Site) -> None:
    """What was held stays, what was typed is shown, and urgent goes on."""
    address = site.begin()
    changed(site, address, {"narrative": "a" * (MOST_LETTERS - 100)})
    full = check_of(site, address)
    refused = site.send(f"{address}/view", {"level": "2", "why": f"She told me so. {'b' * 200}"})

    assert refused.status_code == 413
    assert TOO_MUCH_HELD[0] in refused.text
    assert "She told me so." in refused.text
    assert check_of(site, address) == full
    assert site.send(f"{address}/danger", {"danger": "yes"}).url.path == f"{address}/urgent"


def test_form_with_more_letters_than_can_be_read_is_shown_again(site: Site) -> None:
    """It is refused as too long, and its words are there to copy."""
    response = site.send(f"{site.begin()}/worry", {"narrative": f"Marks on both arms. {'a' * 150_000}"})

    assert response.status_code == 413
    assert "Marks on both arms." in response.text


def held(check: Check, letters: int, letter: str = "a") -> Check:
    return replace(check, case={"narrative": letter * letters})


def test_a_visit_holds_no_more_than_its_bytes() -> None:
    """Letters that take four bytes fill it sooner; taking text away is never refused."""
    visits = Visits(lambda: NOW)
    _, visit = visits.open()
    checks = [visits.add_check(visit) for _ in range(MOST_CHECKS)]
    fits = MOST_OF_VISIT // 4 // (MOST_LETTERS - 1_000)
    for check in checks[:fits]:
        visits.keep(visit, held(check, MOST_LETTERS - 1_000, "\N{PERSONAL COMPUTER}"))
    with pytest.raises(TooMuchHeldError):
        visits.keep(visit, held(checks[fits], MOST_LETTERS - 1_000, "\N{PERSONAL COMPUTER}"))
    visits.keep(visit, held(checks[0], 10))
    visits.keep(visit, held(checks[fits], MOST_LETTERS - 1_000, "\N{PERSONAL COMPUTER}"))


def test_screens_of_questions_sent_again_and_again_fill_no_memory() -> None:
    """The record of what was asked counts as well."""
    visits = Visits(lambda: NOW)
    _, visit = visits.open()
    check = visits.add_check(visit)

    with pytest.raises(TooMuchHeldError):
        visits.keep(visit, replace(check, asked=(("answers.immediate_danger",) * 40,) * 1_000))


def test_all_visits_together_hold_no_more_than_their_share_and_ended_ones_make_room() -> None:
    """Nobody's text is thrown away for somebody else's."""
    now = [NOW]
    visits = Visits(lambda: now[0], most_held=3_000)
    (first, one), (_, two) = visits.open(), visits.open()
    mine, theirs = visits.add_check(one), visits.add_check(two)
    visits.keep(one, held(mine, 2_000))
    with pytest.raises(TooMuchHeldError):
        visits.keep(two, held(theirs, 2_000))
    kept = visits.find(first)
    assert kept
    assert kept.checks[mine.id].case["narrative"] == "a" * 2_000
    visits.clear(first)
    visits.keep(two, held(theirs, 2_000))


def test_eleventh_check_is_refused_with_the_way_out(site: Site) -> None:
    """Ten at once; the page says to finish one, and to phone."""
    for _ in range(MOST_CHECKS):
        site.begin()
    response = site.send("/check", {})

    assert response.status_code == 503
    assert "Too many checks are open" in response.text
    assert "phone instead" in response.text
