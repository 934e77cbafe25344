"""Beginning and ending a visit."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_finish_and_clear_leaves_nothing(any_page: Page) -> None:
    """After "finish and clear" there is no cookie, and going back shows no check."""
    any_page.goto("/")
    any_page.get_by_role("button", name="Start now").click()
    check = any_page.url
    any_page.get_by_role("button", name="Finish and clear").click()

    expect(any_page.get_by_role("heading", level=1)).to_have_text("Everything is cleared")
    assert any_page.context.cookies() == []
    any_page.goto(check)
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Your visit has ended")
