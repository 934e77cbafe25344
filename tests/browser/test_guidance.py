"""The guidance in a browser: found, read on another day, compared; for everybody."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PAGES = (
    "",
    "/levels",
    "/levels/4",
    "/areas",
    "/areas/abuse-physical",
    "/indicators/bruise-non-mobile-infant",
    "/rules",
    "/rules/combo-bruise-non-mobile",
    "/duties",
    "/duties/s47-consider",
    "/sources",
    "/sources/lcpp",
    "/missing",
    "/pathways",
    "/exploitation",
    "/exploitation/groups",
    "/sharing",
    "/background",
    "/search",
    "/search?q=bruze+on+a+baby",
    "/search?q=zzxxqq",
    "/changes",
    "/changes?from=2021-12-31&to=2022-01-01",
    "/changes?from-day=31&from-month=2&from-year=2016",
    "/levels/3?as_of=2016-07-01",
    "/levels?as_of=2016-02-30",
    "/indicators/bruise-nonmobile",
    "/duties/nts-transfer-voluntary",
)


def test_from_a_misspelt_search_to_the_source(any_page: Page) -> None:
    """Three clicks, with and without scripts."""
    any_page.goto("/guidance")
    any_page.get_by_label("Search the guidance").fill("bruze on a baby")
    any_page.get_by_role("button", name="Search").click()
    any_page.get_by_role("link", name="Any bruise or mark on a baby who is not mobile").click()
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Any bruise or mark on a baby who is not mobile")
    any_page.get_by_role("region", name="Where this comes from").get_by_role("link").first.click()

    expect(any_page.get_by_role("heading", level=2, name="What rests on it")).to_be_visible()


def test_another_day_is_kept_from_page_to_page(any_page: Page) -> None:
    """Chosen by the form, said on top, left by one link."""
    any_page.goto("/guidance/levels/3")
    any_page.get_by_text("Read this page as it stood on another day").click()
    for label, value in (("Day", "1"), ("Month", "7"), ("Year", "2016")):
        any_page.get_by_label(label, exact=True).fill(value)
    any_page.get_by_role("button", name="Show that day").click()
    banner = any_page.get_by_text("You are reading the guidance as it stood on 1 July 2016.")
    expect(banner).to_be_visible()
    any_page.get_by_role("link", name="Neglect").click()
    expect(banner).to_be_visible()
    any_page.get_by_role("link", name="Read it as it stands today").click()

    expect(banner).to_have_count(0)
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Neglect")


def test_wrong_day_is_put_right_where_it_stands(any_page: Page) -> None:
    """What was typed is kept, and the right day leads back to the page."""
    any_page.goto("/guidance/levels/3?as_of=2016-06-31")
    expect(any_page).to_have_title("Error: That day cannot be shown – Guidance – Child concern checker")
    any_page.get_by_role("link", name="Enter a real day").click()
    any_page.get_by_label("Day", exact=True).fill("30")
    any_page.get_by_role("button", name="Show that day").click()

    expect(any_page.get_by_role("heading", level=1)).to_have_text("Level 3: Child in Need")
    expect(any_page.get_by_text("as it stood on 30 June 2016")).to_be_visible()


def test_search_by_keyboard_alone(page: Page, base_url: str) -> None:
    """From the top of the page to an entry, with the tab key and enter."""
    page.goto(f"{base_url}/guidance")
    box = page.get_by_label("Search the guidance")
    for _ in range(12):
        page.keyboard.press("Tab")
        if box.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("missing from school")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Search the guidance")
    expect(page.locator(".guide-hits a").first).to_be_visible()


def test_axe_finds_nothing(browser: Browser, base_url: str) -> None:
    """On every kind of page and in every state of it."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    found = {}
    for address in PAGES:
        page.goto(f"{base_url}/guidance{address}")
        results = Axe().run(page)
        if results.violations_count:
            found[address] = results.generate_report()
    context.close()

    assert found == {}


def test_nothing_scrolls_sideways_at_320_pixels(browser: Browser, base_url: str) -> None:
    """Which is also what 400% zoom shows on a desktop."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = []
    for address in PAGES:
        page.goto(f"{base_url}/guidance{address}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
    context.close()

    assert wide == []


def test_no_page_asks_another_host_or_breaks_the_policy(page: Page, base_url: str) -> None:
    """No request leaves this service, and nothing is refused by the content policy."""
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if "policy" in message.text.lower() else None)
    for address in PAGES:
        page.goto(f"{base_url}/guidance{address}")

    assert [url for url in asked if not url.startswith(base_url)] == []
    assert told == []
