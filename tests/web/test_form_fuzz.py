"""Whatever is sent to any address of the pages: no fault, nothing unescaped, and no fact in the journal."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest
from httpx2 import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.kit import Running, StoppedClock
from threshold_api.app import create_app
from threshold_api.settings import Settings
from threshold_api.web.referral.sections import SECTIONS
from threshold_api.web.referral.shapes import fields_of, groups_of
from web.conftest import TOKEN
from web.routes_kit import addresses

POSTS, GETS = addresses("POST"), addresses("GET")
FORM = "application/x-www-form-urlencoded"
MARK = "<zq"
NASTY = (
    f"{MARK}>",
    f"'\"><script>{MARK}</script>",
    f"</textarea>{MARK} onerror=alert(1)>",
    "{{ 7 * 7 }}zq{% include 'web/base.html' %}",
    "'; DROP TABLE visits; --",
    "\u202eright to left\u2066",
    "\x00\x07\x1b[31m",
    "\ud800",
    "9" * 5_000,
    "-1",
    "1e309",
    "²",
    "٣",
    "[" * 500,
    "a" * 120_000,
    "../../etc/passwd",
    '#let x = read("/etc/passwd")\n$ x $ @label',
    "unborn",
    "17 years",
    "7",
    "not-sure",
    "yes",
    "no",
    "present",
    "unknown",
    "remove.identity.carers." + "9" * 5_000,
    "remove.identity.carers.²",
    "add.household",
    "identity.carers",
    "",
)
NAMES = (
    "danger where who years baby_age baby_unit agency narrative area present absent clear age ask stop level why skip way action "
    "do analysis-0 analysis-1 later scenario code number reason to q.answers.immediate_danger q.answers.consent q.child.age "
    "q.child.mobile q.answers.dash_score q.domains.fgm form_token"
).split()
REFERRAL_NAMES = [
    *(
        path
        for section in SECTIONS
        for each in fields_of(section)
        for path in (each.path, f"{each.path}-day", f"{each.path}-year")
    ),
    *(
        f"{group.path}.{number}.{each.path}"
        for section in SECTIONS
        for group in groups_of(section)
        for each in group.fields
        for number in ("0", "2", "²", "9" * 5_000)
    ),
]
CHOICES = (
    "school ed-adult elsewhere unborn baby years week fgm abuse-physical abuse-sexual exploitation-cse pre-birth domestic-abuse "
    "bruise-non-mobile-infant fgm-imminent threat-to-harm-child answers.immediate_danger answers.exploitation_analysis child.age "
    "child.mobile domains.fgm guide.relationships take-back update list concern no-concern given refused other unsure 2026 31 12"
).split()
HANDLES = itertools.count(1)
words = st.one_of(st.sampled_from(NASTY), st.sampled_from(CHOICES), st.text(st.characters(codec=None), max_size=40))
names = st.one_of(st.sampled_from(NAMES), st.sampled_from(REFERRAL_NAMES), st.text(max_size=20))
forms = st.lists(st.tuples(names, words), max_size=12)
pieces = st.one_of(
    st.sampled_from(
        ["danger", "1", "2", "9999999", "child", "worry", "school", "4", "people", "v04-ed-infant-bruise", "..", "²"]
    ),
    st.text(min_size=1, max_size=30),
)


@pytest.fixture(scope="module")
def fuzzed() -> Running:
    """A service of its own."""
    log, clock = io.StringIO(), StoppedClock()
    app = create_app(Settings(), clock=clock, log=log)
    return Running(app, TestClient(app), log, clock)


@dataclass
class Visitor:
    """A browser at a place of its own, with a check and a room."""

    running: Running
    client: TestClient = field(init=False)
    token: str = field(init=False)
    known: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Begin a check and open a room."""
        self.running.log.seek(0)
        self.running.log.truncate()
        self.client = TestClient(self.running.app, client=(f"fuzz-{next(HANDLES)}", 50_000))
        page = self.client.post("/check")
        found = TOKEN.search(page.text)
        assert found
        self.token = found[1]
        self.known = {
            "check_id": page.url.path.split("/")[2],
            "section": "people",
            "number": "1",
            "level": "4",
            "agency": "school",
        }
        room = self.client.post("/training/rooms", data={"form_token": self.token, "scenario": "the-one-who-cooks"})
        self.known["code"] = room.url.path.rsplit("/", 1)[1]

    def address(self, declared: str, given: list[str] | None = None) -> str:
        """Fill in an address: with what exists, or with the pieces given."""
        left = iter(given or [])

        def filled(found: re.Match[str]) -> str:
            wild = next(left, None)
            return quote(wild.encode("utf-8", "surrogatepass"), safe="") if wild else self.known.get(found[1], "x")

        return re.sub(r"\{(\w+)\}", filled, declared)

    def post(self, declared: str, pairs: list[tuple[str, str]]) -> Response:
        """Send a form."""
        body = urlencode([("form_token", self.token), *pairs], errors="surrogatepass")
        return self.client.post(self.address(declared), content=body, headers={"content-type": FORM}, follow_redirects=False)

    def finish(self) -> None:
        """Make room for the next, and check that nothing left a fault in the journal."""
        self.client.post(f"/training/rooms/{self.known['code']}/close", data={"form_token": self.token}, follow_redirects=False)
        self.client.post("/finish", data={"form_token": self.token}, follow_redirects=False)
        assert [entry for entry in self.running.entries() if entry["event"] == "fault"] == []


def hold(response: Response) -> None:
    """Check what holds for every answer."""
    assert response.status_code < 500, response.text[:300]
    assert "Traceback" not in response.text
    assert response.headers["x-frame-options"] == "DENY"
    if response.headers.get("content-type", "").startswith("text/html"):
        assert MARK not in response.text
        assert "49zq" not in response.text
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert response.headers["cache-control"] == "no-store"
    elif response.request.method == "POST":
        assert not response.headers.get("content-type", "").startswith("application/"), response.text[:300]


def test_every_address_is_among_those_tried() -> None:
    """The list comes from the app: if it were empty, nothing would be tried."""
    assert {"/check", "/finish", "/check/{check_id}/worry", "/check/{check_id}/try", "/training/join"} <= set(POSTS)
    assert {"/", "/guidance/search", "/check/{check_id}/answer/sheet.pdf", "/training/rooms/{code}/state"} <= set(GETS)
    assert len(POSTS) >= 24
    assert len(GETS) >= 50


@pytest.mark.parametrize("declared", POSTS)
@settings(max_examples=12)
@given(pairs=forms)
def test_any_form_at_any_address(fuzzed: Running, declared: str, pairs: list[tuple[str, str]]) -> None:
    """Known and unknown fields, right and wrong, once and often."""
    visitor = Visitor(fuzzed)
    hold(visitor.post(declared, pairs))
    visitor.finish()


@settings(max_examples=40)
@given(walk=st.lists(st.tuples(st.sampled_from([path for path in POSTS if "check_id" in path]), forms), min_size=1, max_size=6))
def test_forms_in_any_order_and_every_page_after(fuzzed: Running, walk: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """Answers that do not fit together are a page too, whatever page is opened next."""
    visitor = Visitor(fuzzed)
    for declared, pairs in walk:
        hold(visitor.post(declared, pairs))
    for declared in GETS:
        if "check_id" in declared and not declared.endswith(".pdf"):
            response = visitor.client.get(visitor.address(declared))
            hold(response)
            assert "problem+json" not in response.headers["content-type"], declared
    visitor.finish()


@pytest.mark.parametrize("declared", GETS)
@settings(max_examples=6)
@given(
    given_pieces=st.lists(pieces, max_size=3),
    query=st.lists(
        st.tuples(
            st.sampled_from(
                ["q", "as_of", "from", "to", "page", "agency", "level", "theme", "as_of-day", "as_of-month", "as_of-year", "zz"]
            ),
            words,
        ),
        max_size=4,
    ),
)
def test_any_pieces_and_queries_at_any_address(
    fuzzed: Running, declared: str, given_pieces: list[str], query: list[tuple[str, str]]
) -> None:
    """Addresses made up by hand: a page that says so, never a fault."""
    visitor = Visitor(fuzzed)
    short = [(name, value[:300]) for name, value in query]
    address = f"{visitor.address(declared, given_pieces)}?{urlencode(short, errors='surrogatepass')}"
    hold(visitor.client.get(address, headers={"accept": "text/html"}, follow_redirects=False))
    visitor.finish()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"form_token=%zz&narrative=%", FORM, 403),
        (b"narrative=%ff%fe&form_token=\xff\xfe", FORM, 403),
        (b"\x00" * 1_000, FORM, 403),
        (b"a&b&&&==&=", FORM, 403),
        (b"&".join([b"narrative=x"] * 10_000), FORM, 413),
        (b"narrative=" + b"a" * 399_000, FORM, 413),
        (b"{}", "application/json", 415),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
        (b"narrative=x", "\xff/\xff;;;", 415),
        (b"narrative=x", f"{FORM}; charset=utf-16", 403),
        (b"", FORM, 403),
        (b"narrative=x", None, 403),
    ],
)
def test_bodies_that_are_no_form(fuzzed: Running, body: bytes, kind: str | None, status: int) -> None:
    """Broken encoding, too many fields, another media type or none: refused with a page."""
    visitor = Visitor(fuzzed)
    headers = {"content-type": kind.encode("latin-1")} if kind else {}
    response = visitor.client.post(visitor.address("/check/{check_id}/worry"), content=body, headers=headers)
    hold(response)
    visitor.finish()

    assert response.status_code == status


@pytest.mark.parametrize("name", ["remove.identity.carers.", "remove.household."])
def test_number_of_thousands_of_digits_is_no_number(fuzzed: Running, name: str) -> None:
    """Python refuses to read it; it must not be tried."""
    visitor = Visitor(fuzzed)
    for number in ("9" * 5_000, "²", "٣"):
        hold(visitor.post("/check/{check_id}/referral/{section}", [("do", f"{name}{number}")]))
        hold(visitor.post("/check/{check_id}/referral/{section}", [(f"household.{number}.name", "x")]))
    visitor.finish()
