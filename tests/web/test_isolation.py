"""One visit never sees another's facts, an ended one is gone, and no fact leaves the page it was typed on."""

from __future__ import annotations

import io
import logging
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from api.kit import NOW, StoppedClock
from threshold_api.app import create_app
from threshold_api.settings import Settings
from threshold_api.web.layout import COOKIE, SAFE_COOKIE
from web.answer_kit import changed, check_of
from web.conftest import TOKEN, Site
from web.routes_kit import addresses

WORD = "zebrafinch"
PAGES = (
    "danger urgent child worry signs questions/1 view answer answer/sheet answer/text answer/answer.txt answer/answer.json "
    "answer/sheet.pdf disagree referral referral/print referral/print.pdf referral/referral.json referral/people"
).split()
FORMS = {
    "danger": {"danger": "no"},
    "child": {"where": "school", "who": "years", "years": "9"},
    "worry": {"narrative": f"{WORD} was hit by her father", "area": "abuse-physical"},
    "signs": {"present": "attendance-inconsistent"},
    "questions/1": {"ask": "answers.dash_score", "q.answers.dash_score": "7"},
    "view": {"level": "2", "why": f"{WORD} again"},
    "disagree": {"level": "3", "why": f"{WORD} more"},
    "referral/people": {"household.0.name": f"{WORD} name", "do": "update"},
}


def stranger_to(site: Site) -> Site:
    """Another browser, with a check of its own."""
    other = Site(site.running, TestClient(site.running.app))
    other.begin()
    return other


def filled(site: Site) -> str:
    """Fill in every form of a check with a secret word, and give its address."""
    address = site.begin()
    for step, fields in FORMS.items():
        assert site.client.post(f"{address}/{step}", data={"form_token": site.token(), **fields}).status_code == 200, step
    return address


def test_no_fact_in_any_address_title_or_line_of_a_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """A whole check, right and wrong forms, each followed to the page it leads to."""
    caplog.set_level(logging.DEBUG)
    address, seen, titles = site.begin(), [], []
    for step, fields in [*FORMS.items(), ("view", {"why": WORD}), ("try", {"way": WORD}), ("child", {"years": WORD})]:
        response = site.client.post(f"{address}/{step}", data={"form_token": site.token(), **fields})
        for each in (*response.history, response):
            seen += [str(each.url), each.headers.get("location", "")]
    for page in PAGES:
        response = site.get(f"{address}/{page}")
        seen += [str(response.url), str(response.headers)]
        titles += re.findall(r"<title>(.*?)</title>", response.text) if "html" in response.headers["content-type"] else []
    service_lines = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))]

    assert WORD in site.get(f"{address}/worry").text
    assert titles
    assert not [text for text in (*seen, *titles, site.running.log.getvalue(), *service_lines) if WORD in text.lower()]
    assert all("?" not in text for text in seen if text.startswith(("http", "/")))
    assert not [title for title in titles if re.search(r"level [1-4]", title.lower())]


@pytest.mark.parametrize("step", [*PAGES, *FORMS])
def test_nobody_else_opens_any_page_of_a_check(site: Site, step: str) -> None:
    """Not with the address, in whatever spelling, and with a visit of their own or none."""
    address = filled(site)
    number = address.rsplit("/", 1)[1]
    spellings = (
        number,
        number.upper(),
        f"{number}%00",
        f"../check/{number}",
        f"%2e%2e%2fcheck%2f{number}",
        f"{number};a",
        "x" * 5_000,
    )
    for browser in (stranger_to(site), Site(site.running, TestClient(site.running.app))):
        for spelling in spellings:
            response = browser.client.get(f"/check/{spelling}/{step}", headers={"accept": "text/html"})
            assert response.status_code in (404, 405), (spelling, response.status_code)
            assert WORD not in response.text


@pytest.mark.parametrize(("step", "fields"), FORMS.items())
def test_nobody_else_sends_any_form_of_a_check(site: Site, step: str, fields: dict[str, str]) -> None:
    """Not with their own token, the owner's token, or none; the check stays as it was."""
    address, mine = site.begin(), site.token()
    before, other = check_of(site, address), stranger_to(site)
    sent = [
        other.client.post(f"{address}/{step}", data={"form_token": token, **fields}, follow_redirects=False).status_code
        for token in (other.token(), mine, "")
    ]

    assert sent == [404, 403, 403]
    assert check_of(site, address) == before


@pytest.mark.parametrize("path", [path for path in addresses("POST") if "{" not in path or "check_id" in path])
def test_form_from_another_site_or_without_token_changes_nothing(site: Site, path: str) -> None:
    """Every form of the pages."""
    address = site.begin()
    filled_in = path.replace("/check/{check_id}", address).replace("{section}", "people").replace("{number}", "1")
    before, data = check_of(site, address), {"form_token": site.token(), "danger": "yes", "level": "2"}
    foreign = [
        site.client.post(filled_in, data=data, headers={"sec-fetch-site": said}, follow_redirects=False).status_code
        for said in ("cross-site", "same-site")
    ]

    assert foreign == [403, 403]
    if not path.startswith("/training/make"):
        assert site.client.post(filled_in, data={"danger": "yes"}, follow_redirects=False).status_code == 403
    assert check_of(site, address) == before


def test_old_cookie_opens_nothing_after_a_restart(site: Site) -> None:
    """A new process knows no visit of the old one, and says so."""
    address, cookie = filled(site), site.client.cookies[COOKIE]
    again = TestClient(create_app(Settings(), clock=StoppedClock(), log=io.StringIO()), cookies={COOKIE: cookie})
    pages = [again.get(f"{address}/{page}", headers={"accept": "text/html"}) for page in PAGES]

    assert {page.status_code for page in pages} == {404}
    assert not [page for page in pages if WORD in page.text or "Your visit has ended" not in page.text]


def test_nothing_is_left_after_an_hour_or_after_finish(site: Site) -> None:
    """By the clock, and by the button: the old cookie opens no page."""
    address, cookie = filled(site), site.client.cookies[COOKIE]
    site.running.clock.now = NOW + timedelta(minutes=60, seconds=1)
    assert {site.get(f"{address}/{page}").status_code for page in PAGES} == {404}
    site.running.clock.now = NOW
    assert site.get(f"{address}/answer").status_code == 404
    address, cookie = filled(site), site.client.cookies[COOKIE]
    done = site.client.post("/finish", data={"form_token": site.token()}, follow_redirects=False)
    site.client.cookies.set(COOKIE, cookie)

    assert done.headers["clear-site-data"] == '"cache", "storage"'
    assert "Max-Age=0" in done.headers["set-cookie"]
    assert {site.get(f"{address}/{page}").status_code for page in PAGES} == {404}


def test_two_tabs_with_two_checks_never_mix(site: Site) -> None:
    """One browser, two children."""
    one, two = filled(site), site.begin()
    site.send(f"{two}/worry", {"narrative": "A quiet kingfisher"})

    assert WORD in site.get(f"{one}/worry").text
    assert "kingfisher" not in "".join(site.get(f"{one}/{page}").text for page in PAGES)
    assert WORD not in "".join(site.get(f"{two}/{page}").text for page in PAGES)


@pytest.mark.parametrize(("step", "fields"), FORMS.items())
def test_form_sent_twice_counts_once(site: Site, step: str, fields: dict[str, str]) -> None:
    """Twice in a row, as a double click does."""
    address = site.begin()
    site.send(f"{address}/{step}", fields)
    once = check_of(site, address)
    site.send(f"{address}/{step}", fields)

    assert check_of(site, address) == once


def test_visit_of_a_planted_cookie_is_never_opened(site: Site) -> None:
    """A token that somebody else thought up is not taken over."""
    site.client.cookies.set(COOKIE, "planted-by-somebody-else", domain="testserver.local")
    site.client.post("/check", follow_redirects=False)
    thief = TestClient(site.running.app, cookies={COOKIE: "planted-by-somebody-else"})

    assert "planted-by-somebody-else" not in [cookie.value for cookie in site.client.cookies.jar if cookie.domain == ""]
    assert 'name="form_token"' not in thief.get("/").text


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    """It ends with the browser. Where there is TLS it goes nowhere else, and no neighbour can plant one."""
    plain = site.client.post("/check", follow_redirects=False).headers["set-cookie"]
    secure = TestClient(site.running.app, base_url="https://testserver")
    safe = secure.post("/check", follow_redirects=False).headers["set-cookie"]
    token = TOKEN.search(secure.get("/").text)
    assert token

    assert re.fullmatch(r"visit=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", plain)
    assert re.fullmatch(rf"{SAFE_COOKIE}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=lax; Secure", safe)
    secure.post("/finish", data={"form_token": token[1]})
    assert not secure.cookies
    secure.cookies.set(COOKIE, plain.split("=", 1)[1].split(";")[0])
    assert TOKEN.search(secure.get("/").text) is None


@pytest.fixture
def everywhere(site: Site) -> list[str]:
    """An address of every kind of answer: pages, errors, files, forms."""
    address = filled(site)
    return [
        "/",
        "/nowhere",
        "/finished",
        "/static/site.css",
        "/health",
        "/guidance",
        "/check",
        *(f"{address}/{page}" for page in PAGES),
    ]


def test_no_page_can_be_framed_or_cached(site: Site, everywhere: list[str]) -> None:
    """On every answer, errors too; only the files of the look may be kept."""
    for address in everywhere:
        headers = site.client.get(address, headers={"accept": "text/html"}).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], address
        assert headers["x-frame-options"] == "DENY", address
        assert headers["cache-control"] == ("public, max-age=86400" if "/static/" in address else "no-store"), address


def test_answers_that_do_not_fit_lead_to_the_page_that_says_so(site: Site) -> None:
    """Whatever page is opened: a person is there, so a document for programs would be no help."""
    address = site.begin()
    changed(site, address, {"child": {"age": "unborn", "unborn": False}})
    pages = [site.get(f"{address}/{step}") for step in ("view", "questions/1", "referral", "referral/people", "urgent")]

    assert {page.status_code for page in pages} == {422}
    assert all("Some answers do not fit together" in page.text for page in pages)


def test_no_browser_remembers_what_was_typed(site: Site) -> None:
    """A shared computer would offer it to the next person."""
    address = filled(site)
    for page in PAGES:
        for form in re.findall(r"<form[^>]*>.*?</form>", site.get(f"{address}/{page}").text, re.DOTALL):
            if re.search(r'<textarea|<input(?![^>]*type="(?:hidden|radio|checkbox))', form):
                assert 'autocomplete="off"' in form.split(">", 1)[0], (page, form[:200])


def test_location_never_leaves_the_service(site: Site) -> None:
    """No form sends the browser elsewhere, whatever it holds."""
    address = site.begin()
    for step, fields in FORMS.items():
        data = {"form_token": site.token(), **fields, "next": "https://elsewhere.example", "do": "//elsewhere.example"}
        location = site.client.post(f"{address}/{step}", data=data, follow_redirects=False).headers["location"]
        assert urlsplit(location).netloc == ""
        assert location.startswith(address)
