"""The answer over HTTP: the page, trying, disagreeing, and answers that do not fit together."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from web.answer_kit import BRUISE, DANGER, MILD, NOTHING, begun, changed, check_of, vignettes
from web.conftest import Site

MOST_BYTES = 45_000
DISAGREE = {"level": "3", "why": "I know of more than I was asked."}
ADDRESSES = ("answer", "answer/sheet", "answer/sheet.pdf", "answer/text", "answer/answer.txt", "answer/answer.json", "disagree")
WAY = re.compile(r'name="way" value="([^"]+)"')


def words_of(page: str) -> str:
    """Give the words of a page, in order."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split('id="main-content">', 1)[1]))


def in_order(words: str, *parts: str) -> bool:
    """Tell whether the parts stand in that order."""
    places = [words.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_999_stands_before_the_level(site: Site) -> None:
    """Immediate danger: the call, with its link, is the first thing of the page."""
    page = site.get(f"{begun(site, DANGER)}/answer").text
    words = words_of(page)

    assert words.strip().startswith("Call 999 now")
    assert in_order(words, "Call 999 now", "This points to level 4", "What to do now", "Your duties", "Why")
    assert page.split('id="main-content">', 1)[1].index('href="tel:999"') < page.split('id="main-content">', 1)[1].index("<h1")


def test_page_says_what_to_do_before_why(site: Site) -> None:
    """Level, urgency, number, steps; then duties, sharing, why; then what would change it, and its limits."""
    words = words_of(site.get(f"{begun(site, BRUISE)}/answer").text)

    assert "Call 999 now" not in words
    assert in_order(
        words,
        "This points to level 4: Child Protection",
        "Red: act now",
        "020 8255 2888",
        "What to do now",
        "Write the referral",
        "Your duties",
        "Sharing and agreement",
        "Why",
        "More about this answer",
        "What would change this",
        "What is still unknown",
        "Please note",
        "Which guidance this is from",
        "Take it with you",
    )


def test_each_phone_number_is_a_link_that_dials(site: Site) -> None:
    """At a bedside a thumb is enough."""
    page = site.get(f"{begun(site, BRUISE)}/answer").text

    assert {"tel:999", "tel:02082552888", "tel:02087266000", "tel:101"} <= set(re.findall(r'href="(tel:[^"]+)"', page))


@pytest.mark.parametrize("name", ["answer", "answer/sheet", "answer/text", "disagree"])
def test_pages_hold_to_the_strict_policy(site: Site, name: str) -> None:
    """No inline script or style, nothing fetched from elsewhere, one main heading, every id once."""
    page = site.get(f"{begun(site, BRUISE)}/{name}").text

    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page)
    assert not re.findall(r'\ssrc="(?:https?:)?//', page)
    assert page.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_page_is_small_for_every_made_up_case(site: Site) -> None:
    """A phone on a ward has a poor line."""
    address = begun(site, NOTHING)
    for name, case in vignettes().items():
        changed(site, address, case)
        assert len(site.get(f"{address}/answer").content) < MOST_BYTES, name


def test_no_case_fact_is_in_an_address_or_in_the_journal(site: Site) -> None:
    """Trying and disagreeing send their facts in the body alone."""
    address = begun(site, {**MILD, "narrative": "Zebedee was seen on Tuesday."})
    page = site.get(f"{address}/answer").text
    way = WAY.findall(page)[0]
    site.send(f"{address}/try", {"way": way})
    site.send(f"{address}/disagree", DISAGREE)

    links = re.findall(r'(?:href|action)="([^"]+)"', page)
    assert not [link for link in links if "?" in link and link.startswith("/")]
    log = site.running.log.getvalue()
    assert "attendance-inconsistent" not in log
    assert way not in log
    assert DISAGREE["why"] not in log
    assert "Zebedee" not in log
    assert address.rsplit("/", 1)[1] not in log


def test_trying_shows_the_level_then_and_leaves_the_case_alone(site: Site) -> None:
    """A banner says it is a trial; undo takes it away; the real answer never moves."""
    address = begun(site, MILD)
    before = site.get(f"{address}/answer").text
    way = WAY.findall(before)[0]
    tried = site.send(f"{address}/try", {"way": way})

    assert tried.url.path == f"{address}/answer"
    words = words_of(tried.text)
    assert in_order(
        words,
        "This is a trial. Your answers are not changed.",
        "You are trying:",
        "It would be level",
        "So far this points to level 2",
    )
    assert check_of(site, address).case == MILD
    undone = site.send(f"{address}/untry", {})
    assert undone.text == before
    assert check_of(site, address).trial == {}


def test_only_what_the_page_offers_can_be_tried(site: Site) -> None:
    """A made-up or outdated change is refused, and nothing is kept."""
    address = begun(site, MILD)
    response = site.send(f"{address}/try", {"way": "child.age=banana"})

    assert response.status_code == 409
    assert "That cannot be tried any more" in response.text
    assert check_of(site, address).trial == {}


def test_trial_is_sent_twice_without_harm(site: Site) -> None:
    """A double click tries the same once."""
    address = begun(site, MILD)
    way = WAY.findall(site.get(f"{address}/answer").text)[0]

    assert [site.send(f"{address}/try", {"way": way}).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize(("level", "compared"), [("1", "lower"), ("4", "higher")])
def test_disagreeing_works_both_ways(site: Site, level: str, compared: str) -> None:
    """The level and the reason are on the page; the suggestion stays what it is; it can be taken back."""
    address = begun(site, MILD)
    page = site.send(f"{address}/disagree", {"level": level, "why": "I know of <more> & of harm."}).text

    assert f"<strong>level {level}</strong>" in page
    assert "I know of &lt;more&gt; &amp; of harm." in page
    assert "So far this points to level 2" in page
    assert check_of(site, address).disagreement == {"level": int(level), "why": "I know of <more> & of harm."}
    assert compared in site.get(f"{address}/answer/answer.txt").text
    assert "Take my view back" in site.get(f"{address}/disagree").text
    assert "You hold" not in site.send(f"{address}/disagree", {"action": "take-back"}).text
    assert check_of(site, address).disagreement is None


@pytest.mark.parametrize(
    ("fields", "error", "kept"),
    [
        ({"level": "3", "why": ""}, "Say why you see it differently", 'value="3" checked'),
        ({"level": "", "why": "I know of more."}, "Choose the level you think is right", "I know of more.</textarea>"),
        ({"level": "7", "why": "I know of more."}, "Choose the level you think is right", "I know of more.</textarea>"),
        ({"level": "²", "why": "I know of more."}, "Choose the level you think is right", "I know of more.</textarea>"),
        ({"level": "3", "why": "w" * 2_001}, "Make your reason shorter by 1 letter", "w" * 2_001),
    ],
)
def test_disagreeing_needs_a_level_and_a_reason(site: Site, fields: dict[str, str], error: str, kept: str) -> None:
    """What is wrong is said in the title, at the top and at the field; what was typed is kept on the page and nowhere else."""
    address = begun(site, MILD)
    response = site.send(f"{address}/disagree", fields)

    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert response.text.count(error) == 2
    assert kept in response.text
    assert check_of(site, address).disagreement is None


def test_answers_that_do_not_fit_lead_back(site: Site) -> None:
    """No address of the answer breaks: each says what does not fit, and nothing is lost."""
    broken = {"child": {"age": "unborn", "unborn": False}}
    address = begun(site, broken)
    for name in (
        "answer",
        "answer/sheet",
        "answer/sheet.pdf",
        "answer/text",
        "answer/answer.txt",
        "answer/answer.json",
        "disagree",
    ):
        response = site.get(f"{address}/{name}")
        assert response.status_code == 422, name
        assert "Some answers do not fit together" in response.text
        assert f'href="{address}/child"' in response.text
    assert site.send(f"{address}/try", {"way": "x=y"}).status_code == 409
    assert site.send(f"{address}/disagree", {"why": ""}).status_code == 422
    assert check_of(site, address).case == broken


def test_trial_that_outlives_its_answers_gives_way_to_the_problem(site: Site) -> None:
    """Another window changed the answers while something was tried."""
    address = begun(site, MILD)
    site.send(f"{address}/try", {"way": WAY.findall(site.get(f"{address}/answer").text)[0]})
    changed(site, address, {"child": {"age": "unborn", "unborn": False}})
    assert site.get(f"{address}/answer").status_code == 422

    changed(site, address, NOTHING)
    page = site.get(f"{address}/answer").text
    assert in_order(words_of(page), "This is a trial", "We know too little to say")


@pytest.mark.parametrize("name", ADDRESSES)
def test_answer_of_another_visit_is_not_shown(site: Site, name: str) -> None:
    """Knowing the address is not enough."""
    address = begun(site, MILD)
    other = Site(site.running, TestClient(site.running.app))
    other.begin()

    assert other.get(f"{address}/{name}").status_code == 404
