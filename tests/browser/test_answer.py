"""The answer in a real browser: trying, copying, printing on one page, and nothing for axe to find."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.conftest import PATIENCE_SECONDS, PHONE
from threshold_api.app import create_app
from threshold_api.settings import Settings
from threshold_api.web.layout import COOKIE, Layout
from threshold_api.web.visits import Check
from web.answer_kit import BRUISE, DANGER, MILD, NOTHING, vignettes

Begin = Callable[..., str]
NARROW = {"width": 320, "height": 640}
LONG = "I have known this family for many years. " * 48
LONGEST = next(case for name, case in vignettes().items() if name.startswith("v53-"))
PAGES = ("answer", "answer/sheet", "answer/text", "disagree")


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Layout]]:
    """A running service, and the visits it holds."""
    app = create_app(Settings())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < until:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", app.state.layout
    server.should_exit = True
    thread.join(PATIENCE_SECONDS)


@pytest.fixture
def begin(served: tuple[str, Layout]) -> Begin:
    """Put a visit with one check into the service, and give a page its cookie and the address of the check."""
    base, layout = served

    def begun(page: Page, case: dict[str, Any], **check: Any) -> str:
        token, visit = layout.visits.open()
        held: Check = replace(layout.visits.add_check(visit), case=case, **check)
        layout.visits.keep(visit, held)
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": base}])
        return f"{base}/check/{held.id}"

    return begun


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a phone, with scripts and without."""
    context = browser.new_context(java_script_enabled=request.param, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_first_screen_of_a_phone_has_level_urgency_and_number(page: Page, begin: Begin) -> None:
    """Nothing to scroll before the phone call."""
    page.goto(f"{begin(page, BRUISE)}/answer")

    for part in (page.get_by_role("heading", level=1), page.get_by_text("Red: act now"), page.locator(".head a[href^='tel:']")):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"]


def test_trying_and_undoing(page: Page, begin: Begin) -> None:
    """From the folded list to the banner and back, without a script too."""
    address = begin(page, MILD)
    page.goto(f"{address}/answer")
    page.get_by_text("What would change this").click()
    page.get_by_role("button", name="Try it").first.click()

    banner = page.get_by_role("region", name="This is a trial. Your answers are not changed.")
    expect(banner).to_contain_text("It would be level")
    expect(page.get_by_role("heading", level=1)).to_have_text("So far this points to level 2: Early Help")
    banner.get_by_role("button", name="Undo the trial").click()
    expect(banner).to_have_count(0)


def test_disagreeing_keeps_what_was_typed_until_it_is_right(page: Page, begin: Begin) -> None:
    """A reason without a level comes back with the reason; then both stand on the answer."""
    address = begin(page, MILD)
    page.goto(f"{address}/answer")
    page.get_by_role("link", name="I see it differently").click()
    page.get_by_label("Why?").fill("Her aunt told me more.")
    page.get_by_role("button", name="Keep my view").click()
    expect(page).to_have_title("Error: Do you see it differently? – Child concern checker")
    page.get_by_label("Level 3: Child in Need").check()
    page.get_by_role("button", name="Keep my view").click()

    expect(page.locator("#disagreement")).to_contain_text("Her aunt told me more.")


def test_text_is_copied_by_the_button(browser: Browser, begin: Begin) -> None:
    """The whole of it, and the page says so."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{begin(page, MILD)}/answer/text")
    page.get_by_role("button", name="Copy the text").click()

    expect(page.get_by_role("status")).to_have_text("The text is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("The whole answer").input_value()
    context.close()


def test_buttons_that_need_a_script_are_not_shown_without_one(browser: Browser, begin: Begin) -> None:
    """No button that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    address = begin(page, MILD)
    for name in ("answer/text", "answer/sheet"):
        page.goto(f"{address}/{name}")
        expect(page.locator("main button:visible")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("case", [NOTHING, DANGER, BRUISE, LONGEST], ids=["nothing", "danger", "bruise", "longest"])
def test_sheet_is_one_page_of_a4(browser: Browser, begin: Begin, case: dict[str, Any]) -> None:
    """However long the reasons that a person gave."""
    context = browser.new_context()
    page = context.new_page()
    own = {"referrer_view": {"level": 1, "why": LONG}}
    page.goto(f"{begin(page, {**case, **own}, disagreement={'level': 2, 'why': LONG})}/answer/sheet")
    written = page.pdf(prefer_css_page_size=True)

    assert written.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 594" in written or b"/MediaBox [0 0 595" in written
    context.close()


@pytest.mark.parametrize("case", [NOTHING, DANGER, MILD, LONGEST], ids=["nothing", "danger", "mild", "longest"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, begin: Begin, case: dict[str, Any]) -> None:
    """Every page and state at 320 pixels, all that can be folded open, a trial under way, a disagreement kept."""
    context = browser.new_context(bypass_csp=True, viewport=NARROW)
    page = context.new_page()
    trial = {"changes": [{"fact": "attendance-inconsistent", "to": "present", "words": "“Irregular attendance”"}]}
    own = {"referrer_view": {"level": 1, "why": "x" * 400}}
    disagreement = {"level": 2, "why": "y" * 400}
    address = begin(page, {**case, **own}, trial=trial, disagreement=disagreement)
    for name in PAGES:
        shown = page.goto(f"{address}/{name}")
        assert shown
        assert shown.status == 200
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
    context.close()


def test_problems_page_is_accessible(browser: Browser, begin: Begin) -> None:
    """Also where something is wrong."""
    context = browser.new_context(bypass_csp=True, viewport=NARROW)
    page = context.new_page()
    page.goto(f"{begin(page, {'child': {'age': 'unborn', 'unborn': False}})}/answer")
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    context.close()
