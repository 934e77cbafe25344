"""Practising alone, with and without script."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_read_decide_and_reveal(any_page: Page) -> None:
    """From the first page to the answer of a made-up case."""
    any_page.goto("/")
    any_page.get_by_role("navigation").get_by_role("link", name="Training room").click()
    any_page.get_by_role("link", name="Practise alone").click()
    any_page.get_by_label("Theme").select_option(label="Domestic abuse")
    any_page.get_by_role("button", name="Show these").click()
    any_page.get_by_role("link", name="Woman with facial injury, six-year-old at home").click()
    any_page.get_by_role("button", name="Show the answer").click()
    expect(any_page.get_by_role("alert")).to_contain_text("Choose the level you think it is")
    any_page.get_by_label("Level 1: Universal").check()
    any_page.get_by_role("button", name="Show the answer").click()

    expect(any_page.locator("main")).to_contain_text("You went lower than the guidance")
    any_page.get_by_text("Note for the trainer").click()
    expect(any_page.get_by_text("To talk about:")).to_be_visible()


def test_make_up_a_case(any_page: Page) -> None:
    """A level and a place give a case whose answer is that level."""
    any_page.goto("/training/make")
    any_page.get_by_label("Level the case should have").select_option("3")
    any_page.get_by_label("Where the worry is seen").select_option("school")
    any_page.get_by_role("button", name="Make a case").click()
    any_page.get_by_text("Show the answer").click()

    expect(any_page.get_by_text("Level 3: Child in Need")).to_be_visible()
    any_page.get_by_role("button", name="Another like this").click()
    expect(any_page.get_by_text("Show the answer")).to_be_visible()
