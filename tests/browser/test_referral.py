"""Writing the referral in a real browser: with and without script, by keyboard, on a narrow phone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from threshold_api.web.referral.sections import SECTIONS

NARROW = {"width": 320, "height": 640}
PAGES = ("", *(f"/{section.slug}" for section in SECTIONS), "/print")
BLAMING = "She is attention seeking and the home is dirty."


def begun(page: Page) -> str:
    """Begin a check and give the address of its referral."""
    page.goto("/")
    page.get_by_role("button", name="Start now").click()
    return urlsplit(page.url).path.rsplit("/", 1)[0] + "/referral"


def score(page: Page) -> int:
    """The score that is shown."""
    return int(page.locator(".score__number").inner_text())


@pytest.fixture
def bare_page(browser: Browser, base_url: str) -> Iterator[Page]:
    """A narrow page that lets axe in."""
    context = browser.new_context(base_url=base_url, bypass_csp=True, viewport=NARROW)
    yield context.new_page()
    context.close()


@pytest.fixture
def typed_page(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page with script, whose requests a test can count."""
    context = browser.new_context(base_url=base_url)
    yield context.new_page()
    context.close()


def test_from_the_list_to_the_printed_whole(any_page: Page) -> None:
    """Fill in, go on, add two people, take one out, print."""
    page = any_page
    page.goto(begun(page))
    page.get_by_role("link", name="Safety tonight").first.click()
    page.get_by_label("No, or not for the whole night").check()
    page.get_by_label("Where is the child now?").fill("At her gran’s")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About the child")
    expect(page.get_by_role("heading", name="Send now, complete later")).to_be_visible()
    page.goto(page.url.replace("/child", "/people"))
    for number, name in enumerate(("Ama Made-Up", "Kofi Made-Up")):
        page.get_by_role("textbox", name="Name").nth(number).fill(name)
        page.get_by_role("button", name="Save and add another person").click()
    page.get_by_role("button", name="Remove Person 1").click()
    expect(page.get_by_role("textbox", name="Name").first).to_have_value("Kofi Made-Up")
    page.get_by_role("link", name="I need to send this now").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Referral about a child")
    expect(page.get_by_text("Kofi Made-Up")).to_be_visible()
    expect(page.get_by_text("Ama Made-Up")).to_have_count(0)
    expect(page.get_by_text("Not sent by this service.").first).to_be_visible()


def test_score_moves_while_typing(typed_page: Page) -> None:
    """After a pause: more marks, the words to look at again, and the typed text as it was; nothing is kept."""
    page = typed_page
    address = begun(page)
    page.goto(f"{address}/worry")
    expect(page.get_by_role("button", name="Update score")).to_be_hidden()
    page.get_by_label("What exactly happened?").fill(BLAMING)

    expect(page.locator("[data-words=worry]")).to_contain_text("“dirty”")
    expect(page.get_by_label("What exactly happened?")).to_have_value(BLAMING)
    expect(page.locator("[data-words=impact]")).to_be_empty()
    page.goto(f"{address}/worry")
    expect(page.get_by_label("What exactly happened?")).to_have_value("")


def test_typing_asks_once_for_each_pause(typed_page: Page) -> None:
    """Not for each key."""
    page = typed_page
    page.goto(f"{begun(page)}/worry")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/score") else None)
    with page.expect_response("**/score"):
        page.get_by_label("What exactly happened?").press_sequentially("A blue mark on the arm", delay=5)

    assert len(asked) == 1


def test_unsafe_tonight_says_send_now_at_once(typed_page: Page) -> None:
    """Before anything is saved."""
    page = typed_page
    page.goto(f"{begun(page)}/safety")
    expect(page.get_by_role("heading", name="Send now, complete later")).to_have_count(0)
    page.get_by_label("No, or not for the whole night").check()

    expect(page.get_by_role("heading", name="Send now, complete later")).to_be_visible()


def test_score_is_updated_by_a_button_without_script(browser: Browser, base_url: str) -> None:
    """The button saves and shows the same page."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{begun(page)}/worry")
    before = score(page)
    page.get_by_label("What exactly happened?").fill("On 9 November at 09:10 I saw him with a blue bruise, 3 cm, on his arm.")
    page.get_by_role("button", name="Update score").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("What worries you")
    assert score(page) > before
    context.close()


def test_enter_saves_and_removes_nobody(any_page: Page) -> None:
    """The first button of the form is the one that goes on."""
    page = any_page
    page.goto(f"{begun(page)}/people")
    page.get_by_role("textbox", name="Name").first.fill("Ama Made-Up")
    page.get_by_role("button", name="Save and add another person").click()
    page.get_by_role("textbox", name="Name").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What worries you")
    page.go_back()

    expect(page.get_by_role("textbox", name="Name").first).to_have_value("Ama Made-Up")


def test_wrong_day_is_led_to_and_nothing_is_lost(any_page: Page) -> None:
    """The error summary links to the box that is wrong."""
    page = any_page
    page.goto(f"{begun(page)}/child")
    page.get_by_label("Day").fill("40")
    page.get_by_label("GP or surgery").fill("Example Surgery")
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_title("Error: About the child – Write the referral – Child concern checker")
    page.get_by_role("alert").get_by_role("link").click()

    expect(page.get_by_label("Day")).to_be_focused()
    expect(page.get_by_label("Day")).to_have_value("40")
    expect(page.get_by_label("GP or surgery")).to_have_value("Example Surgery")


def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(bare_page: Page) -> None:
    """Every page, with people, wrong days and words to look at again, at 320 pixels."""
    page = bare_page
    address = begun(page)
    page.goto(f"{address}/people")
    page.get_by_role("textbox", name="Name").first.fill("Bartholomew-Featherstonehaugh Made-Up")
    page.get_by_role("button", name="Save and add another person").click()
    page.goto(f"{address}/worry")
    page.get_by_label("What exactly happened?").fill(BLAMING)
    page.get_by_role("button", name="Save and continue").click()
    for part in PAGES:
        page.goto(f"{address}{part}")
        check_page(page, part)
    page.goto(f"{address}/child")
    page.get_by_label("Day").fill("40")
    page.get_by_role("button", name="Save and continue").click()
    check_page(page, "/child with an error")


def check_page(page: Page, name: str) -> None:
    """Axe over the whole page, and no sideways scrolling."""
    found = Axe().run(page)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert over <= 0, f"{name} runs off the screen by {over} pixels"
