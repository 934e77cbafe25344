"""The pages of a check over HTTP: where each form leads, what an error keeps, and what no address or log may hold."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.kit import NOW
from web.conftest import Site

MOST_BYTES = 45_000
MOST_SCREENS = 80
CHILD = {"where": "school", "who": "years", "years": "9"}
ASKED = re.compile(r'name="ask" value="([^"]+)"')


def leads_to(site: Site, address: str, fields: dict[str, str | list[str]]) -> str:
    """Send a form and give the step it leads to."""
    response = site.client.post(address, data={"form_token": site.token(), **fields}, follow_redirects=False)
    assert response.status_code == 303, response.text
    return str(response.headers["location"]).split("/", 3)[3]


def walk_to_questions(site: Site, **worry: str | list[str]) -> str:
    """Go through the first steps and give the address of the check."""
    check = site.begin()
    site.client.post(f"{check}/danger", data={"form_token": site.token(), "danger": "no"}, follow_redirects=False)
    site.client.post(f"{check}/child", data={"form_token": site.token(), **CHILD}, follow_redirects=False)
    site.client.post(f"{check}/worry", data={"form_token": site.token(), **worry}, follow_redirects=False)
    return check


def shown(response: Response) -> list[str]:
    return ASKED.findall(response.text)


def test_steps_lead_on_in_order(site: Site) -> None:
    """Danger, child, worry, signs, questions, view, answer."""
    check = site.begin()

    assert leads_to(site, f"{check}/danger", {"danger": "no"}) == "child"
    assert leads_to(site, f"{check}/child", dict(CHILD)) == "worry"
    assert leads_to(site, f"{check}/worry", {"area": "fgm"}) == "signs"
    assert leads_to(site, f"{check}/signs", {}) == "questions"
    ids = shown(site.get(f"{check}/questions"))
    assert leads_to(site, f"{check}/questions/1", {"ask": ids}) == "questions/2"
    assert leads_to(site, f"{check}/questions/2", {"ask": [], "stop": "yes"}) == "view"
    assert leads_to(site, f"{check}/view", {"level": "2"}) == "answer"
    assert leads_to(site, f"{check}/questions/3", {"stop": "yes"}) == "answer"


def test_danger_shows_999_before_anything_else(site: Site) -> None:
    """Yes leads to the page that says to call, with the lines of the hour, and ways on."""
    check = site.begin()
    assert leads_to(site, f"{check}/danger", {"danger": "yes"}) == "urgent"
    page = site.get(f"{check}/urgent").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split('id="main-content"', 1)[1]))

    assert words.split(">", 1)[1].strip().startswith("Call 999 now")
    assert 'href="tel:999"' in page
    assert 'href="tel:02082552888"' in page
    assert f'href="{check}/child"' in page
    assert f'href="{check}/answer"' in page


def test_urgent_after_the_signs_goes_to_the_answer_and_asks_no_view(site: Site) -> None:
    """Level 4 is never held up by questions or by the person's own view."""
    check = walk_to_questions(site, area="abuse-physical")

    assert leads_to(site, f"{check}/signs", {"present": "threat-to-harm-child"}) == "answer"
    assert site.client.get(f"{check}/view", follow_redirects=False).headers["location"] == f"{check}/answer"


def test_danger_now_leads_past_questions_even_without_a_worry(site: Site) -> None:
    """Nothing written, nothing chosen, but in danger: the answer."""
    check = site.begin()
    leads_to(site, f"{check}/danger", {"danger": "yes"})
    leads_to(site, f"{check}/child", dict(CHILD))

    assert leads_to(site, f"{check}/worry", {}) == "answer"


def test_answer_that_makes_it_urgent_leads_to_the_answer_once(site: Site) -> None:
    """Who comes back to say more can go on from screen to screen."""
    check = walk_to_questions(site, area="fgm")
    leads_to(site, f"{check}/signs", {})
    ids = shown(site.get(f"{check}/questions"))

    assert leads_to(site, f"{check}/questions/1", {"ask": ids, "q.fgm-imminent": "yes"}) == "answer"
    more = shown(site.get(f"{check}/questions"))
    assert more
    assert leads_to(site, f"{check}/questions/2", {"ask": more}) == "questions/3"


def test_danger_said_on_a_screen_of_questions_leads_to_999(site: Site) -> None:
    """The question can come from the engine, for who skipped the first page."""
    check = site.begin()
    ids = shown(site.get(f"{check}/questions"))

    assert "answers.immediate_danger" in ids
    assert leads_to(site, f"{check}/questions/1", {"ask": ids, "q.answers.immediate_danger": "yes"}) == "urgent"


@pytest.mark.parametrize(
    ("step", "fields", "words"),
    [
        ("danger", {}, "Choose yes, no or not sure"),
        ("child", {"where": "school", "who": "years", "years": "grown up"}, "grown up"),
        ("view", {"why": "Third time this year."}, "Third time this year."),
        ("questions/1", {"ask": "answers.dash_score", "q.answers.dash_score": "some"}, 'value="some"'),
        ("questions/1", {"ask": "answers.exploitation_analysis", "analysis-0": "He is 24."}, "He is 24."),
    ],
)
def test_wrong_form_is_answered_with_the_page_and_what_was_typed(
    site: Site, step: str, fields: dict[str, str], words: str
) -> None:
    """422, the title says so first, the summary links to the field, and nothing typed is lost."""
    check = site.begin()
    response = site.send(f"{check}/{step}", fields)

    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert "There is a problem" in response.text
    assert words in response.text
    anchors = re.findall(r'govuk-error-summary__list.*?href="#([^"]+)"', response.text, re.DOTALL)
    assert anchors
    assert all(f'id="{anchor}"' in response.text for anchor in anchors)


def test_names_in_a_text_are_counted_and_not_quoted(site: Site) -> None:
    """The next page warns, with a way back, and repeats none of them outside the text itself."""
    check = walk_to_questions(site, narrative="Her name is Zorina Petrakova, phone 020 7946 0001. She is hungry every day.")
    page = site.get(f"{check}/signs").text

    assert "1 name and 1 phone number" in page
    assert "Zorina" not in page
    assert "0001" not in page
    assert "Zorina" in site.get(f"{check}/worry").text


def test_no_fact_stands_in_an_address_or_in_the_log(site: Site) -> None:
    """Redirects name steps and numbers only; the journal names routes."""
    check = site.begin()
    steps = [
        leads_to(site, f"{check}/danger", {"danger": "no"}),
        leads_to(site, f"{check}/child", dict(CHILD)),
        leads_to(site, f"{check}/worry", {"narrative": "Bruise on the cheek.", "area": "fgm"}),
        leads_to(site, f"{check}/signs", {"present": "fgm-at-risk"}),
    ]
    site.get(f"{check}/questions")
    log = site.running.log.getvalue()

    assert all(re.fullmatch(r"[a-z]+(/[0-9]+)?", step) for step in steps)
    assert not re.search(r"cheek|fgm|at-risk|[?]|narrative", log)


def test_back_shows_the_screen_again_with_its_answers_and_twice_is_once(site: Site) -> None:
    """A screen that was answered keeps its questions; sending it again changes nothing and asks nothing twice."""
    check = walk_to_questions(site, area="fgm")
    leads_to(site, f"{check}/signs", {})
    ids = shown(site.get(f"{check}/questions/1"))
    sent: dict[str, str | list[str]] = {"ask": ids, "q.fgm-at-risk": "no", "q.answers.regulated_professional": "yes"}
    first = leads_to(site, f"{check}/questions/1", sent)
    second = shown(site.get(f"{check}/{first}"))

    assert leads_to(site, f"{check}/questions/1", sent) == first
    assert shown(site.get(f"{check}/{first}")) == second
    again = site.get(f"{check}/questions/1")
    assert shown(again) == ids
    assert re.findall(r'name="q\.answers\.regulated_professional" type="radio" value="([^"]+)" checked', again.text) == ["yes"]
    assert f'class="govuk-back-link" href="{check}/questions/1"' in site.get(f"{check}/questions/2").text
    assert f'class="govuk-back-link" href="{check}/signs"' in again.text


@pytest.mark.parametrize("number", ["0", "7", "-1", "x", "01", "99999999", "%F0%9F%98%80"])
def test_number_of_no_screen_leads_to_the_next_one(site: Site, number: str) -> None:
    """An address nobody gave is put right, not an error."""
    check = walk_to_questions(site, area="fgm")

    assert site.client.get(f"{check}/questions/{number}", follow_redirects=False).headers["location"] == f"{check}/questions/1"


@pytest.mark.parametrize("agency", ["school", "ed-adult"])
def test_questions_end_even_if_nothing_is_known(site: Site, agency: str) -> None:
    """Leaving everything blank comes to an end, at the person's own view; no question comes twice, no page is large."""
    check = site.begin()
    leads_to(site, f"{check}/danger", {"danger": "not-sure"})
    leads_to(site, f"{check}/child", {"where": agency, "who": "not-sure"})
    leads_to(site, f"{check}/worry", {"area": ["fgm", "exploitation-cse"]})
    seen: list[str] = []
    for number in range(1, MOST_SCREENS):
        page = site.get(f"{check}/questions/{number}")
        if page.url.path.endswith("/view"):
            break
        ids = shown(page)
        assert len(page.content) < MOST_BYTES
        seen += ids
        site.client.post(
            f"{check}/questions/{number}", data={"form_token": site.token(), "ask": ids, "later": "yes"}, follow_redirects=False
        )
    else:
        pytest.fail("the questions never end")

    assert len(seen) == len(set(seen))
    assert "guide.family" in seen


def test_stop_keeps_the_answers_of_the_screen(site: Site) -> None:
    """Stopping loses nothing that was just said."""
    check = walk_to_questions(site, area="fgm")
    ids = shown(site.get(f"{check}/questions/1"))

    assert (
        leads_to(site, f"{check}/questions/1", {"ask": ids, "stop": "yes", "q.answers.regulated_professional": "yes"}) == "view"
    )
    assert 'value="yes" checked' in site.get(f"{check}/questions/1").text


def test_range_and_way_out_stand_on_every_screen(site: Site) -> None:
    """The range so far in words, what is settled, how much is left, and the way to the answer."""
    check = walk_to_questions(site, area="fgm")
    text = unescape(site.get(f"{check}/questions/1").text)

    assert "Between level 1, Universal, and level 4, Child Protection." in text
    assert "Settled so far: 0 signs that are there, 2 other answers." in text
    assert "Stop here and see the answer" in text
    assert re.search(r"screens? left", text)


def test_two_checks_of_one_visit_do_not_mix(site: Site) -> None:
    """Two tabs, two children."""
    one, other = walk_to_questions(site, narrative="Marks on both arms."), walk_to_questions(site, narrative="Often hungry.")

    assert "Marks on both arms." in site.get(f"{one}/worry").text
    assert "Marks on both arms." not in site.get(f"{other}/worry").text
    assert "Often hungry." in site.get(f"{other}/worry").text


STEPS = ("danger", "urgent", "child", "worry", "signs", "questions", "questions/1", "view")


@pytest.mark.parametrize("step", STEPS)
def test_step_of_an_ended_visit_says_so(site: Site, step: str) -> None:
    """After an hour without use each step says that its answers are gone."""
    check = walk_to_questions(site, narrative="Marks on both arms.")
    site.running.clock.now = NOW + timedelta(minutes=61)
    page = site.get(f"{check}/{step}")

    assert page.status_code == 404
    assert "Your visit has ended" in page.text
    assert "Marks" not in page.text


@pytest.mark.parametrize("step", STEPS)
def test_step_of_another_browser_is_not_shown(site: Site, step: str) -> None:
    """The address alone opens nothing."""
    check = walk_to_questions(site, narrative="Marks on both arms.")
    stranger = Site(site.running, TestClient(site.running.app))
    stranger.begin()

    assert stranger.get(f"{check}/{step}").status_code == 404


@pytest.mark.parametrize("step", [step for step in STEPS if step not in ("urgent", "questions")])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"danger": ["yes", "no"], "where": "\u202e", "who": "baby", "baby_age": "9" * 4000, "years": "0x1"},
        {"area": ["fgm"] * 500, "narrative": "\ud7ff\u0000" + "\u0301" * 3000, "present": ["fgm-at-risk", "<b>"], "absent": "x"},
        {"ask": ["child.age", "guide.family", "domains.fgm", "../.."], "q.child.age": "1" * 50, "level": "\u00b2"},
    ],
)  # fmt: skip
def test_odd_forms_never_break_a_step(site: Site, step: str, fields: dict[str, str | list[str]]) -> None:
    """Whatever is sent, the answer is a page or a redirect, and the step can be opened afterwards."""
    check = site.begin()
    response = site.client.post(f"{check}/{step}", data={"form_token": site.token(), **fields}, follow_redirects=False)

    assert response.status_code in (303, 422)
    assert site.client.get(f"{check}/{step}", follow_redirects=False).status_code in (200, 303)


def test_page_of_signs_stays_small_with_a_long_text_and_many_areas(site: Site) -> None:
    """Six areas and a page of text."""
    areas = ["abuse-physical", "abuse-neglect", "child-emotional-behavioural", "domestic-abuse", "parenting", "exploitation-cce"]
    text = "He had a bruise on his ear. There was no food at home. Mum was drunk when she picked him up. " * 30
    check = walk_to_questions(site, narrative=text, area=areas)

    page = site.get(f"{check}/signs")

    assert len(page.content) < MOST_BYTES
    assert "only the gravest signs" in page.text
    assert 'value="threat-to-harm-child"' in page.text
