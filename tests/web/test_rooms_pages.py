"""A live room over HTTP: sixty people, two rooms apart, what each may do, and what a stranger learns (nothing)."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.kit import NOW, Running
from threshold_api.web.limits import Limits, line_of
from threshold_api.web.rooms.doors import ROOMS, WRONG_CODES
from threshold_api.web.rooms.sheets import safe_cell
from web.conftest import TOKEN

PLACES = itertools.count(1)
LEVEL_COUNT = re.compile(r'<th scope="row"[^>]*>(\d) [^<]*<?.*?</th><td[^>]*>(\d+)</td>')


class Browser:
    """One browser, at a place of its own unless it is told to share one."""

    def __init__(self, running: Running, host: str) -> None:
        self.host = host
        self.running = running
        self.client = TestClient(running.app, client=(host, 50_000))
        self.code = ""

    def other(self) -> Browser:
        """Give another browser at the same place."""
        return Browser(self.running, self.host)

    def get(self, rest: str = "", **headers: str) -> Response:
        """Open a page of the room."""
        return self.client.get(f"/training/rooms/{self.code}{rest}", headers=headers)

    def post(self, rest: str, **fields: str | list[str]) -> Response:
        """Send a form of the room, with the token and the case on its page."""
        page = self.get().text
        token = TOKEN.search(page) or TOKEN.search(self.client.get("/training/join").text)
        number = re.search(r'name="number" value="(\d+)"', page)
        filled = {"form_token": token[1] if token else "", "number": number[1] if number else "1", **fields}
        return self.client.post(f"/training/rooms/{self.code}{rest}", data=filled)

    def open(self, scenario: str = "the-one-who-cooks") -> Browser:
        """Open a room."""
        response = self.client.post("/training/rooms", data={"scenario": scenario})
        assert response.status_code == 200
        self.code = str(response.url).rsplit("/", 1)[1]
        return self

    def join(self, code: str) -> Response:
        """Type a code."""
        found = TOKEN.search(self.client.get("/training/join").text)
        self.code = code
        return self.client.post("/training/join", data={"code": code, **({"form_token": found[1]} if found else {})})

    def joined(self, code: str) -> Browser:
        """Join a room."""
        assert self.join(code).status_code == 200
        return self


@pytest.fixture
def trainer(built_site: Running) -> Iterator[Browser]:
    """A trainer with an open room."""
    built_site.clock.now = NOW
    yield Browser(built_site, f"10.0.0.{next(PLACES)}").open()
    built_site.clock.now = NOW


@pytest.fixture
def trainee(trainer: Browser) -> Browser:
    """Somebody in that room, once voting is open."""
    trainer.post("/start")
    return trainer.other().joined(trainer.code)


def counts(page: Response) -> dict[str, int]:
    """Read the votes of each level from a page."""
    table = page.text.split("Votes for each level</caption>", 1)[1].split("</table>", 1)[0]
    return {level: int(votes) for level, votes in LEVEL_COUNT.findall(table)}


def test_sixty_people_vote_and_the_61st_is_told_plainly(trainer: Browser) -> None:
    """All at one address, as in a hospital; every vote is counted once and shown to everyone."""
    people = [trainer.other().joined(trainer.code) for _ in range(60)]
    late = trainer.other().join(trainer.code)
    trainer.post("/start")
    for place, person in enumerate(people):
        assert person.post("/vote", level=str(place % 4 + 1), reason=["yc-substantial"]).status_code == 200
    assert "60 of 60 people voted" in trainer.get().text
    trainer.post("/reveal")

    assert late.status_code == 422
    assert "This room is full. It holds 60 people." in late.text
    assert all(counts(person.get()) == {"1": 15, "2": 15, "3": 15, "4": 15} for person in (trainer, people[0], people[59]))


def test_two_rooms_never_see_each_other(trainer: Browser, trainee: Browser) -> None:
    """Votes, people and pages of one room do not reach the other, even for somebody who knows its code."""
    other = trainer.other().open("mark-on-the-ear")
    guest = trainer.other().joined(other.code)
    other.post("/start")
    trainee.post("/vote", level="3")
    guest.post("/vote", level="4")
    trainer.post("/reveal")
    other.post("/reveal")

    assert counts(trainer.get()) == {"1": 0, "2": 0, "3": 1, "4": 0}
    assert counts(guest.get()) == {"1": 0, "2": 0, "3": 0, "4": 1}
    assert "Ivy" not in trainee.get().text
    trainee.code = other.code
    assert [trainee.get().status_code, trainee.get("/state").status_code] == [404, 404]
    assert [trainee.post(f"/{name}").status_code for name in ("vote", "reveal", "close")] == [404, 404, 404]


def test_stranger_cannot_tell_an_open_room_from_none(trainer: Browser) -> None:
    """Only the form to join says whether a code is right, and that is counted."""
    stranger = trainer.other()
    stranger.code = trainer.code
    there = stranger.get()
    stranger.code = "ZZZZZZ"

    assert (there.status_code, there.text) == (404, stranger.get().text)


def test_nothing_is_shown_before_the_trainer_reveals(trainer: Browser, trainee: Browser) -> None:
    """A trainee's page stays the same while others vote; the trainer's says only how many."""
    other = trainer.other().joined(trainer.code)
    before = trainee.get("/state")
    other.post("/vote", level="4", reason=["something-else"])
    after = trainee.get("/state", **{"if-none-match": before.headers["etag"]})

    assert after.status_code == 304
    assert not after.content
    assert "1 of 2 people voted" in trainer.get().text
    assert "Votes for each level" not in trainer.get().text


def test_state_tells_when_something_changed(trainer: Browser, trainee: Browser) -> None:
    """The page asks with its mark and gets the new part only when there is one."""
    before = trainee.get("/state").headers["etag"]
    trainer.post("/reveal")
    shown = trainee.get("/state", **{"if-none-match": before})
    trainer.post("/switch", to="yc-substantial:absent")
    switched = trainee.get("/state", **{"if-none-match": shown.headers["etag"]})

    assert (shown.status_code, switched.status_code) == (200, 200)
    assert "<html" not in shown.text
    assert "Down to level 2, Early Help" in switched.text
    assert shown.headers["cache-control"] == "no-store"


def test_vote_can_be_changed_and_survives_a_reload(trainer: Browser, trainee: Browser) -> None:
    """The last vote counts, once."""
    trainee.post("/vote", level="2")
    changed = trainee.post("/vote", level="3", reason=["pmh-mild", "something-else"])
    trainer.post("/reveal")

    assert "Your vote is in: level 3, Child in Need." in changed.text
    assert changed.text.count(" checked") == 3
    assert counts(trainee.get()) == {"1": 0, "2": 0, "3": 1, "4": 0}
    assert "You chose level 3, Child in Need." in trainee.get().text


def test_vote_without_a_level_keeps_the_ticks(trainee: Browser) -> None:
    """The page says what is missing, and nothing is counted."""
    response = trainee.post("/vote", reason=["pmh-mild"])

    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert response.text.count('href="#level"') == 1
    assert response.text.count(" checked") == 1
    assert "Your vote is in" not in trainee.get().text


def test_late_vote_is_refused_kindly(trainer: Browser, trainee: Browser) -> None:
    """Once the votes are shown, or the room has gone on, a vote changes nothing and the page says so."""
    trainer.post("/reveal")
    late = trainee.post("/vote", level="1", number="1")
    trainer.post("/next", scenario="kitchen-step")
    later = trainee.post("/vote", level="1", number="1")
    trainer.post("/reveal")

    assert (late.status_code, later.status_code) == (409, 409)
    assert "this vote could not be counted" in late.text
    assert "The room has gone on to another case" in later.text
    assert counts(trainee.get()) == {"1": 0, "2": 0, "3": 0, "4": 0}


@pytest.mark.parametrize("name", ["start", "reveal", "switch", "reset", "next", "close"])
def test_only_the_trainer_runs_the_room(trainee: Browser, name: str) -> None:
    """A trainee's forged form is refused, and the room stays as it is."""
    response = trainee.post(f"/{name}", to="yc-substantial:absent", scenario="kitchen-step")

    assert response.status_code == 403
    assert "Which level is it?" in trainee.get().text


def test_form_without_its_token_changes_nothing(trainer: Browser, trainee: Browser) -> None:
    """No other site can vote or reveal."""
    assert trainee.post("/vote", level="1", form_token="forged").status_code == 403  # noqa: S106
    assert trainer.post("/reveal", form_token="forged").status_code == 403  # noqa: S106
    assert "0 of 1 person voted" in trainer.get().text


def test_second_click_does_no_harm(trainer: Browser) -> None:
    """Starting and revealing twice, or going on twice, leaves the room where it was."""
    for name in ("start", "start", "reveal", "reveal"):
        assert trainer.post(f"/{name}", number="1").status_code == 200
    first = trainer.post("/next", number="1", scenario="kitchen-step")
    second = trainer.post("/next", number="1", scenario="two-phones")

    assert (first.status_code, second.status_code) == (200, 409)
    assert "A bump on the kitchen step" in trainer.get().text


def test_unknown_switch_or_case_is_refused(trainer: Browser) -> None:
    """A form that names a fact or a case that is not there changes nothing."""
    trainer.post("/start")
    trainer.post("/reveal")

    assert trainer.post("/switch", to="no-such-fact:absent").status_code == 409
    assert trainer.post("/switch", to="yc-substantial:perhaps").status_code == 409
    assert trainer.post("/next", scenario="no-such-case").status_code == 422
    assert trainer.post("/next", scenario="the-one-who-cooks").status_code == 409
    assert "As the case is told: level 3" in trainer.get().text


def test_room_ends_after_two_hours_without_use(trainer: Browser, trainee: Browser) -> None:
    """Asking whether something changed is not use; both sides are told that the room is gone."""
    clock = trainer.running.clock
    for minutes in (50, 100, 121):
        clock.now = NOW + timedelta(minutes=minutes)
        trainee.get("/state")
        trainer.get("/state")

    assert (trainee.get("/state").status_code, trainer.get().status_code) == (404, 404)
    assert "It may have closed" in trainer.get().text
    assert trainer.other().join(trainer.code).status_code == 422


def test_closing_ends_the_room_for_everyone(trainer: Browser, trainee: Browser) -> None:
    """Whoever is inside is told, and the code opens nothing any more."""
    trainer.post("/close")

    assert trainee.get("/state").status_code == 404
    assert trainee.join(trainer.code).status_code == 422


def test_code_may_be_typed_in_any_way(trainer: Browser) -> None:
    """Small letters, spaces and dashes."""
    code = trainer.code
    typed = f" {code[:3].lower()}-{code[3:]} "

    assert str(trainer.other().join(typed).url).endswith(code)
    assert "Type the code of the room" in trainer.other().join("123 456").text


def test_wrong_codes_are_counted_until_no_code_is_taken(trainer: Browser) -> None:
    """After the limit even the right code is not looked at, from this place; others are not disturbed."""
    guesser = trainer.other()
    statuses = {guesser.client.post("/training/join", data={"code": "AAAAAA"}).status_code for _ in range(WRONG_CODES.amount)}
    elsewhere = Browser(trainer.running, f"10.0.0.{next(PLACES)}")

    assert statuses == {422}
    assert guesser.client.post("/training/join", data={"code": trainer.code}).status_code == 429
    assert elsewhere.join(trainer.code).status_code == 200


def test_rooms_opened_from_one_place_are_limited(trainer: Browser) -> None:
    """Nobody fills the memory with rooms."""
    for _ in range(ROOMS.amount - 1):
        trainer.other().open()

    assert trainer.other().client.post("/training/rooms", data={"scenario": "kitchen-step"}).status_code == 429


def test_addresses_of_one_line_count_as_one() -> None:
    """In IPv6 a whole network is one place; a test server's name is taken as it is."""
    limits = Limits(lambda: NOW)
    for _ in range(WRONG_CODES.amount):
        limits.count(WRONG_CODES, line_of("2001:db8:1:2::1"))

    assert limits.reached(WRONG_CODES, line_of("2001:db8:1:2:ffff::9"))
    assert not limits.reached(WRONG_CODES, line_of("2001:db8:1:3::1"))
    assert line_of("::ffff:10.0.0.1") == "10.0.0.1"
    assert line_of("10.0.0.1") == "10.0.0.1"
    assert line_of("testclient") == "testclient"


def test_results_as_table_and_document(trainer: Browser, trainee: Browser) -> None:
    """For the trainer, once votes are shown: every level, reason and figure of every case; the PDF is a tagged one."""
    early = [trainer.get(f"/results.{kind}").status_code for kind in ("csv", "pdf")]
    trainee.post("/vote", level="3", reason=["pmh-mild"])
    trainer.post("/reveal")
    trainer.post("/next", scenario="kitchen-step")
    table, document = trainer.get("/results.csv"), trainer.get("/results.pdf")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))

    assert early == [409, 409]
    assert {row["title"] for row in rows} == {"The one who cooks", ""}
    assert [(row["item"], row["votes"]) for row in rows if row["what"] == "level" and row["votes"] != "0"] == [
        ("Level 3: Child in Need", "1")
    ]
    assert [row["votes"] for row in rows if row["item"] == "Mild or moderate parental mental illness, managed"] == ["1"]
    assert document.headers["content-type"] == "application/pdf"
    assert document.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in document.content
    assert [trainee.get(f"/results.{kind}").status_code for kind in ("csv", "pdf")] == [403, 403]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-0.25", "-0.25"),
        ("-cmd", "'-cmd"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("Level 3", "Level 3"),
        (-3, "-3"),
    ],
)
def test_no_cell_is_a_formula(cell: object, written: str) -> None:
    """Texts that an office program would run are made plain; numbers stay numbers."""
    assert safe_cell(cell) == written


def test_pages_hold_no_inline_script_or_style_and_are_small(trainer: Browser, trainee: Browser) -> None:
    """The strict policy blocks nothing the room needs."""
    trainee.post("/vote", level="3")
    voting = trainee.get()
    trainer.post("/reveal")
    pages = [voting, trainer.get(), trainee.get(), trainer.client.get("/training/rooms"), trainer.client.get("/training/join")]

    assert not [page.url for page in pages if re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page.text)]
    assert max(len(page.content) for page in pages) < 45_000


def test_code_of_a_room_is_not_in_the_journal(trainer: Browser, trainee: Browser) -> None:
    """Routes as declared, never an address as sent."""
    trainee.post("/vote", level="3")

    assert "/training/rooms/{code}/vote" in trainer.running.log.getvalue()
    assert trainer.code not in trainer.running.log.getvalue()
