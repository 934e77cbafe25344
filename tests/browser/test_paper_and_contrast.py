"""On paper, and in the colours that a person has chosen for the whole computer."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.stories import story, tell
from threshold_engine import Rulebook

ROUND_THE_PAGE = (".govuk-skip-link", ".danger", "nav", ".govuk-footer", ".clear-visit", "button", "main a")
"""What helps on a screen and only takes room on paper. The name of the service may stay."""
FEWEST_CONTRAST = 4.5
CONTRASTS = """picture => {
    const shade = colour => colour.match(/\\d+/g).slice(0, 3).map(part => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const boxes = [...picture.querySelectorAll("rect")];
    return [...picture.querySelectorAll("text")].map(text => {
        const { x, y, width, height } = text.getBoundingClientRect();
        const behind = boxes.filter(box => {
            const its = box.getBoundingClientRect();
            return its.left <= x && its.top <= y && its.right >= x + width && its.bottom >= y + height;
        }).pop();
        const both = [text, behind].map(each => shade(getComputedStyle(each).fill)).sort((one, other) => other - one);
        return [text.textContent, (both[0] + 0.05) / (both[1] + 0.05)];
    });
}"""
"""Gives each text of the picture with its contrast to the box it stands in, as the browser draws them."""


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_levels_are_told_apart_in_forced_colours(
    browser: Browser, base_url: str, rulebook: Rulebook, scheme: Literal["light", "dark"]
) -> None:
    """Number, name and mark of each level are words, and every one stands out from what is behind it."""
    context = browser.new_context(base_url=base_url, forced_colors="active", color_scheme=scheme)
    page = context.new_page()
    tell(page, story("v04", rulebook, age="13 weeks"))
    picture = page.locator("svg.continuum")
    contrasts = picture.evaluate(CONTRASTS)
    words = " ".join(text for text, _ in contrasts)

    for part in ("1 Universal", "2 Early Help", "3 Child in Need", "4 Child Protection", "Suggested"):
        assert part in words
    assert {text: found for text, found in contrasts if found < FEWEST_CONTRAST} == {}
    expect(page.get_by_role("img", name="Suggested: level 4.")).to_be_visible()
    assert page.locator(".urgency__label").evaluate("label => getComputedStyle(label).borderTopStyle") == "solid"
    context.close()


def _expect_paper_alone(page: Page) -> None:
    for selector in ROUND_THE_PAGE:
        shown = [each for each in page.locator(selector).all() if each.is_visible()]
        assert shown == [], f"{selector} is printed on {page.url}"
