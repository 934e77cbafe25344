"""The short path by keyboard alone: Tab, Space, Enter and arrows, from the first page to what to do now."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser.stories import story
from threshold_engine import Rulebook

MOST_TABS = 150
SHOWN = """() => {
    const held = document.activeElement;
    if (held === document.body) return "nothing has the focus";
    const box = held.getBoundingClientRect();
    if (!box.width || !box.height) return "what has the focus takes no room";
    if (box.bottom <= 0 || box.top >= innerHeight) return "what has the focus is off the screen";
    const label = held.labels && held.labels[0];
    const marked = [getComputedStyle(held), ...(label ? [getComputedStyle(label, "::before")] : [])];
    const seen = marked.some(style =>
        (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none");
    return seen ? "" : `the focus on ${held.outerHTML.slice(0, 80)} is not to be seen`;
}"""
"""Says what is wrong with where the focus is. Radios and boxes show it on the label, since the input itself is see-through."""


def test_baby_with_a_bruise_from_the_first_page_to_what_to_do_now(any_page: Page, rulebook: Rulebook) -> None:
    """The focus can be seen at every stop, and is never lost."""
    page = any_page
    told = story("v04", rulebook, age="13 weeks")
    page.goto("/")
    press(page, "button", "Start now")
    tab_to(page, "#danger")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="No", exact=True)).to_be_checked()
    press(page, "button", "Continue")
    tab_to(page, "#where")
    page.keyboard.press("Space")
    tab_to(page, "#who")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#baby_age")
    page.keyboard.type(told.age)
    press(page, "button", "Continue")
    tab_to(page, "#narrative")
    page.keyboard.insert_text(told.narrative)
    tab_to(page, "#area-abuse-physical")
    page.keyboard.press("Space")
    press(page, "button", "Continue")
    for sign in ("bruise-non-mobile-infant", "injury-explanation-changes"):
        tab_to(page, f"#present-{sign}")
        page.keyboard.press("Space")
    press(page, "button", "Continue")

    expect(page).to_have_url(re.compile("/answer$"))
    expect(page.get_by_role("heading", name="What to do now")).to_be_visible()
    tab_to(page, ".phones a")
    tab_to(page, ".reason summary")
    page.keyboard.press("Enter")
    expect(page.locator(".reason .source").first).to_be_visible()


def test_error_summary_gets_the_focus_and_leads_to_the_field(page: Page, base_url: str) -> None:
    """A wrong form is heard first by whoever cannot see it, and one key leads to what is wrong."""
    page.goto(f"{base_url}/")
    press(page, "button", "Start now")
    press(page, "button", "Continue")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.evaluate(SHOWN) == ""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#danger")).to_be_focused()
    assert page.evaluate(SHOWN) == ""
    page.keyboard.press("ArrowDown")

    expect(page.get_by_role("radio", name="No", exact=True)).to_be_checked()


def test_first_stop_leads_past_the_top_of_the_page(any_page: Page) -> None:
    """Nobody tabs through the line at the top on every page."""
    any_page.goto("/")
    any_page.keyboard.press("Tab")
    expect(any_page.get_by_role("link", name="Skip to main content")).to_be_focused()
    any_page.keyboard.press("Enter")
    any_page.keyboard.press("Tab")

    expect(any_page.get_by_role("button", name="Start now")).to_be_focused()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first such element has the focus, and look at every stop on the way."""
    wanted = page.locator(selector).first.element_handle()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        wrong = page.evaluate(SHOWN)
        assert wrong == "", f"{page.url}: {wrong}"
        if page.evaluate("wanted => document.activeElement === wanted", wanted):
            return
    pytest.fail(f"{selector} cannot be reached by tab on {page.url}")


def press(page: Page, tag: str, name: str) -> None:
    """Go to a button by Tab and press it, and wait for the page it leads to."""
    tab_to(page, f"main {tag}:has-text('{name}')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
