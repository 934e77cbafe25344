"""After "finish and clear" a shared computer shows nothing: not by going back, not by its cache or storage."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

WORD = "zebrafinch"


def walk(page: Page) -> None:
    """Type a secret word on several pages."""
    page.goto("/")
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="School or college").check()
    page.get_by_role("radio", name="1 year or older").check()
    page.get_by_label("Age in years").fill("9")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Type or paste your worry").fill(f"A {WORD} has a bruise.")
    page.get_by_role("button", name="Continue").click()
    check = urlsplit(page.url).path.rsplit("/", 1)[0]
    page.goto(f"{check}/worry")
    expect(page.get_by_label("Type or paste your worry")).to_have_value(f"A {WORD} has a bruise.")
    page.goto(f"{check}/answer")


def test_going_back_after_clear_shows_nothing(any_page: Page) -> None:
    """Each step back, to the very first page, with and without script; and forward again."""
    walk(any_page)
    any_page.get_by_role("button", name="Finish and clear").click()
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Everything is cleared")
    seen = 0
    for move in (any_page.go_back, any_page.go_forward):
        while move() is not None:
            seen += 1
            body = any_page.content()
            assert WORD not in body.lower()
            assert WORD not in "".join(area.input_value() for area in any_page.locator("textarea").all())
            assert "Finish and clear" not in any_page.locator("main").inner_text()
            if "/check/" in any_page.url:
                expect(any_page.get_by_role("heading", level=1)).to_have_text("Your visit has ended")

    assert seen >= 8
    assert any_page.context.cookies() == []


def test_nothing_is_stored_in_the_browser_at_any_time(browser: Browser, base_url: str) -> None:
    """Not while the check is open either: one cookie that scripts cannot read, and nothing else."""
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    walk(page)
    stored = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await caches.keys().catch(() => [])).length,"
        " (await indexedDB.databases()).length, document.cookie.length]"
    )
    cookies = context.cookies()
    context.close()

    assert stored == [0, 0, 0, 0, 0]
    assert [(cookie["name"], cookie["httpOnly"], cookie["expires"]) for cookie in cookies] == [("visit", True, -1)]
