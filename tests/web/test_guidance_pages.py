"""The pages of the guidance over HTTP."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

import pytest

from threshold_engine import load_rulebook
from web.conftest import Site

BOOK = load_rulebook()
MOST_BYTES = 45_000
LISTS = (
    "",
    "/levels",
    "/areas",
    "/rules",
    "/duties",
    "/sources",
    "/missing",
    "/pathways",
    "/exploitation",
    "/exploitation/groups",
    "/sharing",
    "/background",
    "/search",
    "/search?q=child",
    "/changes",
    "/changes?from=2016-06-29&to=2026-11-23",
)
ENTRIES = (
    *(f"/levels/{number}" for number in (1, 2, 3, 4)),
    *(f"/areas/{area.id}" for area in BOOK.domains),
    *(f"/sources/{document.key}" for document in BOOK.sources),
)
LINK = re.compile(r'href="(/guidance[^"#]*)')


def _day(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}as_of=2024-12-01"


@pytest.mark.parametrize("address", [*LISTS, *ENTRIES])
def test_page_opens_is_small_and_says_that_it_is_a_draft(site: Site, address: str) -> None:
    """Today, and with a day in every link."""
    for asked in (f"/guidance{address}", _day(f"/guidance{address}")):
        page = site.get(asked)

        assert page.status_code == 200
        assert len(page.content) < MOST_BYTES, len(page.content)
        assert "not approved" in page.text
        assert page.text.count("<h1") == 1
        assert " style=" not in page.text


def test_every_sign_rule_and_duty_of_the_day_has_its_page(site: Site) -> None:
    """With its source on it, small, and no word of the program in it."""
    names = [f"indicators/{entry.id}" for entry in BOOK.indicators] + [f"rules/{entry.id}" for entry in BOOK.rules]
    names += [f"duties/{entry.id}" for entry in BOOK.duties]
    opened = 0
    for name in names:
        page = site.get(f"/guidance/{name}")
        if page.status_code == 200:
            opened += 1
            assert "Where this comes from" in page.text
            assert len(page.content) < MOST_BYTES
            assert not re.search(r"\bNone\b|Evidence\.|Selector\(", page.text), name
        else:
            assert page.status_code == 404
            assert "Not in force on that day" in page.text
    assert opened > 0.98 * len(names)


def test_no_link_leads_nowhere_and_each_keeps_the_day(site: Site) -> None:
    """Followed from the first page, over every list, on a day of the past."""
    seen = {"/guidance?as_of=2016-07-01"}
    waiting = list(seen)
    while waiting:
        address = waiting.pop()
        page = site.get(address)
        assert page.status_code == 200, address
        for found in LINK.findall(page.text):
            link = unescape(found)
            if "changes" in link or "as_of" not in link:
                continue
            assert "as_of=2016-07-01" in link
            if link not in seen:
                seen.add(link)
                # Of the hundreds of entries, following those of the lists is enough.
                if link.count("/") < 3 or "/areas/" in link or "/levels/" in link:
                    waiting.append(link)
    for address in islice(sorted(seen), 0, None, 5):
        assert site.get(address).status_code == 200, address
    assert len(seen) > 500


def test_another_day_is_said_on_top(site: Site) -> None:
    """With the way back to today."""
    page = site.get("/guidance/levels/3?as_of=2016-07-01").text

    assert "You are reading the guidance as it stood on 1 July 2016." in page
    assert '<a href="/guidance/levels/3">Read it as it stands today</a>' in page
    assert "You are reading" not in site.get("/guidance/levels/3").text


def test_day_form_leads_back_to_its_page(site: Site) -> None:
    """The search too keeps its words."""
    page = site.client.get(
        "/guidance/on?page=/guidance/search&q=bruise&as_of-day=1&as_of-month=7&as_of-year=2016", follow_redirects=False
    )

    assert page.status_code == 303
    assert page.headers["location"] == "/guidance/search?q=bruise&as_of=2016-07-01"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/guidance/on?page=/guidance/levels&as_of-day=31&as_of-month=6&as_of-year=2016", ("31", "6", "2016")),
        ("/guidance/levels?as_of=2016-06-31", ("31", "6", "2016")),
        ("/guidance/levels/4?as_of=2015-01-01", ("1", "1", "2015")),
    ],
)
def test_wrong_day_is_answered_with_the_form_and_what_was_typed(site: Site, address: str, kept: tuple[str, ...]) -> None:
    """422, the summary, the title, and each field as it was."""
    page = site.get(address)

    assert page.status_code == 422
    assert "<title>Error: " in page.text
    assert "There is a problem" in page.text
    for part, value in zip(("day", "month", "year"), kept, strict=True):
        field = re.search(rf'<input[^>]*id="as_of-{part}"[^>]*>', page.text)
        assert field
        assert f'value="{value}"' in field[0]


def test_day_before_the_start_says_when_the_guidance_starts(site: Site) -> None:
    """So that the reader knows what can be asked."""
    assert "This guidance starts on 29 June 2016." in site.get("/guidance?as_of=2016-06-28").text


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/guidance/indicators/bruise-nonmobile-infant", "/guidance/indicators/bruise-non-mobile-infant"),
        ("/guidance/rules/combo-bruise-nonmobile", "/guidance/rules/combo-bruise-non-mobile"),
        ("/guidance/duties/s47-considr", "/guidance/duties/s47-consider"),
        ("/guidance/areas/abuse-phisical", "/guidance/areas/abuse-physical"),
        ("/guidance/sources/lccp", "/guidance/sources/lcpp"),
        ("/guidance/levels/5", "/guidance/levels"),
    ],
)
def test_unknown_address_is_a_page_with_near_names(site: Site, address: str, near: str) -> None:
    """404, and a way on."""
    page = site.get(address)

    assert page.status_code == 404
    assert f'href="{near}"' in page.text


def test_what_is_typed_stays_text(site: Site) -> None:
    """In the search, in a day and in an address."""
    for address in (
        "/guidance/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/guidance?as_of=%3Cscript%3E",
        "/guidance/on?page=%22%3E%3Cscript%3E&as_of-day=%3Cscript%3E",
        "/guidance/indicators/%3Cscript%3E",
        "/guidance/changes?from=%3Cscript%3E&to=",
    ):
        page = site.get(address)
        assert page.status_code in {200, 404, 422}
        assert "<script>" not in page.text.replace("<script src", "")


def test_two_days_are_compared_in_words(site: Site) -> None:
    """Typed days lead to an address that can be sent to somebody."""
    typed = "from-day=31&from-month=12&from-year=2021&to-day=1&to-month=1&to-year=2022"
    page = site.client.get(f"/guidance/changes?{typed}", follow_redirects=False)
    shown = site.get(page.headers["location"]).text

    assert page.headers["location"] == "/guidance/changes?from=2021-12-31&to=2022-01-01"
    assert "different on 1 January 2022" in shown
    assert "Single Point of Contact" in shown


def test_wrong_days_keep_what_was_typed(site: Site) -> None:
    """Both are named in the summary."""
    page = site.get("/guidance/changes?from-day=31&from-month=2&from-year=2016&to-day=1&to-month=&to-year=2022")

    assert page.status_code == 422
    assert "<title>Error: " in page.text
    assert 'href="#from-day"' in page.text
    assert 'href="#to-month"' in page.text
    assert 'value="31"' in page.text


def test_what_is_searched_for_is_not_logged(site: Site) -> None:
    """Nobody should type a name; if somebody does, it goes nowhere."""
    site.get("/guidance/search?q=Quillfeather")

    assert "Quillfeather" not in site.running.log.getvalue()
    assert "/guidance/search" in site.running.log.getvalue()


def test_list_of_signs_leads_to_the_areas(site: Site) -> None:
    """There are too many for one page; the day is kept."""
    page = site.client.get("/guidance/indicators?as_of=2016-07-01", follow_redirects=False)

    assert page.headers["location"] == "/guidance/areas?as_of=2016-07-01"
