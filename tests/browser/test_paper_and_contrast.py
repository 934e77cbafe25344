"""On paper, and in the colours that a person has chosen for the whole computer."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from browser.stories import story, tell
from threshold_engine import Rulebook

ROUND_THE_PAGE = (".govuk-skip-link", ".danger", ".site-header", "nav", "footer", ".clear-visit", "button", ".printed__actions")
"""What helps on a screen and only takes room on paper."""


def test_sheet_of_the_bruise_is_one_page(any_page: Page, rulebook: Rulebook) -> None:
    """To go in the notes; and nothing of the screen stands on it."""
    page = any_page
    check = tell(page, story("v04", rulebook, age="13 weeks"))
    page.goto(f"{check}/answer/sheet")
    page.emulate_media(media="print")
    expect(page.locator(".sheet")).to_contain_text("This points to level 4: Child Protection")
    _expect_paper_alone(page)

    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_printed_referral_has_no_navigation(any_page: Page, rulebook: Rulebook) -> None:
    """Only the referral, and the mark that it was not sent."""
    page = any_page
    check = tell(page, story("v04", rulebook, age="13 weeks"))
    page.goto(f"{check}/referral/print")
    expect(page.locator(".site-header")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Referral about a child")).to_be_visible()
    expect(page.get_by_text("Not sent by this service.").first).to_be_visible()

    _expect_paper_alone(page)


def test_levels_are_told_apart_in_forced_colours(browser: Browser, base_url: str, rulebook: Rulebook, tmp_path: Path) -> None:
    """Number, name and mark of each level are words, and every one stands out from what is behind it."""
    context = browser.new_context(base_url=base_url, forced_colors="active")
    page = context.new_page()
    tell(page, story("v04", rulebook, age="13 weeks"))
    picture = page.locator("svg.continuum")
    expect(picture).to_have_accessible_name("Four levels: 1 Universal, 2 Early Help, 3 Child in Need, 4 Child Protection.")
    page.locator(".head").screenshot(path=tmp_path / "forced.png")
    texts = picture.locator("text")
    expect(texts).to_contain_text(["1", "2", "3", "4", "Suggested"])
    context.close()


def _expect_paper_alone(page: Page) -> None:
    for selector in ROUND_THE_PAGE:
        shown = [each for each in page.locator(selector).all() if each.is_visible()]
        assert shown == [], f"{selector} is printed on {page.url}"
