"""Checking a concern in a real browser, with and without scripts."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
import uvicorn
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from api.kit import NOW, StoppedClock
from browser.conftest import PATIENCE_SECONDS, PHONE
from threshold_api.app import create_app
from threshold_api.settings import Settings
from threshold_engine import Rulebook

NARROW = {"width": 320, "height": 640}
URGENT_SCREENS = {"v04-ed-infant-bruise": 6, "v10-eda-overdose-sole-carer": 7}
PLACES = {
    "ed-paediatric": "Emergency department: the patient is a child",
    "ed-adult": "Emergency department: the patient is an adult",
}


@pytest.fixture(scope="module")
def vignettes() -> dict[str, dict[str, Any]]:
    """The vignettes, by id."""
    text = files("threshold_api").joinpath("training", "vignettes.yaml").read_text(encoding="utf-8")
    return {entry["id"]: entry["case"] for entry in yaml.safe_load(text)}


def start(page: Page) -> str:
    """Start a check and give its address."""
    page.goto("/")
    page.get_by_role("button", name="Start now").click()
    return page.url.removesuffix("/danger")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def say(page: Page, danger: str = "No", place: str = "School or college", age: str = "9 years") -> str:
    """Answer the first two steps and give the address of the check."""
    check = start(page)
    page.get_by_label(danger, exact=True).check()
    go_on(page)
    page.get_by_label(place, exact=True).check()
    number, unit = age.split(" ")
    if unit.startswith("year"):
        page.get_by_label("1 year or older").check()
        page.get_by_label("Age in years").fill(number)
    else:
        page.get_by_label("Under 1 year").check()
        page.get_by_label("Age", exact=True).fill(age)
    go_on(page)
    return check


def choose(page: Page, *areas: str) -> None:
    """Choose areas by name, opening the list of the others where one of them is there."""
    for area in areas:
        box = page.get_by_label(area, exact=True)
        if not box.is_visible():
            page.get_by_text("More areas").click()
        box.check()
    go_on(page)


@pytest.mark.parametrize("vignette", URGENT_SCREENS)
def test_urgent_story_reaches_what_to_do_in_few_screens(
    any_page: Page, rulebook: Rulebook, vignettes: dict[str, dict[str, Any]], vignette: str
) -> None:
    """From the first page to the answer, each page counted; the person only ticks what the text was read to say."""
    case, asks = vignettes[vignette], {entry.id: entry.ask for entry in rulebook.indicators}
    screens: list[str] = []
    any_page.on("domcontentloaded", lambda page: screens.append(page.url))
    check = say(any_page, "No", PLACES[case["setting"]["agency"]], case["child"]["age"])
    any_page.get_by_label("Type or paste your worry").fill(case["narrative"])
    go_on(any_page)
    expect(any_page).to_have_url(f"{check}/signs")
    expect(any_page.locator("input[type=checkbox]:checked")).to_have_count(0)
    for name in case["present"]:
        box = any_page.get_by_label(asks[name], exact=True)
        if box.count() and box.is_visible():
            box.check()
    assert any_page.locator("input[type=checkbox]:checked").count() >= 2
    go_on(any_page)

    expect(any_page).to_have_url(f"{check}/answer")
    assert len(screens) <= URGENT_SCREENS[vignette]
    assert len(set(screens)) == len(screens)


def test_danger_now_says_999_first_and_leads_on(any_page: Page) -> None:
    """The call stands first; then the check goes on, or to what else to do."""
    check = start(any_page)
    any_page.get_by_label("Yes", exact=True).check()
    go_on(any_page)

    expect(any_page.get_by_role("heading", level=1)).to_have_text("Call 999 now")
    expect(any_page.locator("main a").first).to_have_attribute("href", "tel:999")
    expect(any_page.get_by_role("link", name="See what else to do")).to_have_attribute("href", re.compile("/answer$"))
    any_page.get_by_text("Carry on with the check").click()
    expect(any_page).to_have_url(f"{check}/child")


def test_short_path_from_area_to_answer_with_going_back(any_page: Page) -> None:
    """FGM has its own questions; going back shows what was said; stopping leads over the own view to the answer."""
    check = say(any_page)
    choose(any_page, "Female genital mutilation")
    go_on(any_page)
    expect(any_page.get_by_role("heading", level=1)).to_have_text("Female genital mutilation (FGM)")
    family = any_page.get_by_role("group", name=re.compile("mother or sister"))
    family.get_by_label("Yes").check()
    any_page.get_by_role("button", name="Save and continue").click()
    expect(any_page).to_have_url(f"{check}/questions/2")
    expect(any_page.locator(".so-far")).to_contain_text("Between level 3, Child in Need, and level 4, Child Protection.")

    any_page.go_back()
    expect(any_page).to_have_url(f"{check}/questions/1")
    expect(family.get_by_label("Yes")).to_be_checked()
    any_page.get_by_role("button", name="Save and continue").click()
    any_page.get_by_role("link", name="Back", exact=True).click()
    expect(any_page.get_by_role("group", name=re.compile("mother or sister")).get_by_label("Yes")).to_be_checked()

    any_page.get_by_role("button", name="Stop here and see the answer").click()
    expect(any_page).to_have_url(f"{check}/view")
    any_page.get_by_label("Level 3: Child in Need").check()
    any_page.get_by_role("button", name="See the answer").click()
    expect(any_page).to_have_url(f"{check}/answer")


def test_exploitation_path_asks_for_the_analysis(any_page: Page) -> None:
    """Spotting the Signs by its sections, then the analysis, which must say something or be put off."""
    check = say(any_page, age="15 years")
    choose(any_page, "Sexual exploitation")
    go_on(any_page)
    headings: list[str] = []
    while not any_page.get_by_role("button", name="Do this later").is_visible():
        headings += any_page.locator("h2.section-title").all_inner_texts()
        any_page.get_by_role("button", name="Save and continue").click()
        assert len(headings) < 20
    assert headings[0] == "Setting and confidentiality"
    assert len(headings) == 8
    analysis = any_page.url
    any_page.get_by_label("Power imbalance").fill("He is 24, she is 15.")
    any_page.get_by_role("button", name="Save and continue").click()
    expect(any_page.get_by_role("alert")).to_contain_text("Level of concern in own words")
    expect(any_page.get_by_label("Power imbalance")).to_have_value("He is 24, she is 15.")
    any_page.get_by_label("Level of concern in own words").fill("High.")
    any_page.get_by_label("Action, and who does it by when").fill("I ring MASH today.")
    any_page.get_by_role("button", name="Save and continue").click()

    any_page.goto(analysis)
    expect(any_page.get_by_label("Power imbalance")).to_have_value("He is 24, she is 15.")
    assert analysis.startswith(f"{check}/questions/")


def test_adult_patient_path_asks_who_has_the_children(any_page: Page) -> None:
    """The words are about the patient's children, and where they are comes first."""
    say(any_page, place=PLACES["ed-adult"], age="2 years")
    expect(any_page.get_by_role("heading", level=1)).to_have_text("What worries you about the patient’s children?")
    go_on(any_page)

    expect(any_page.get_by_role("heading", level=1)).to_have_text("The patient is an adult. Is a child safe?")
    expect(any_page.get_by_role("group", name="Is a safe adult with the children now?")).to_be_visible()


def test_double_submit_is_one_answer(any_page: Page) -> None:
    """Pressing twice, or going back and pressing again, sends the same answer twice and asks nothing twice."""
    check = say(any_page)
    choose(any_page, "Female genital mutilation")
    go_on(any_page)
    any_page.get_by_role("button", name="Save and continue").dblclick()
    expect(any_page.get_by_role("button", name="Save and continue")).to_be_visible()
    any_page.goto(f"{check}/questions/1")
    first = any_page.locator("input[name=ask]").evaluate_all("inputs => inputs.map(input => input.value)")
    any_page.goto(f"{check}/questions/2")
    second = any_page.locator("input[name=ask]").evaluate_all("inputs => inputs.map(input => input.value)")

    assert first
    assert second
    assert not set(first) & set(second)


def test_two_tabs_hold_two_checks(any_page: Page) -> None:
    """Each tab keeps its own child, whichever was used last."""
    one = say(any_page)
    other_page = any_page.context.new_page()
    other = say(other_page)
    any_page.get_by_label("Type or paste your worry").fill("Marks on both arms.")
    other_page.get_by_label("Type or paste your worry").fill("Hungry every day.")
    go_on(any_page)
    go_on(other_page)
    any_page.get_by_role("link", name="Back", exact=True).click()
    other_page.get_by_role("link", name="Back", exact=True).click()

    assert one != other
    expect(any_page.get_by_label("Type or paste your worry")).to_have_value("Marks on both arms.")
    expect(other_page.get_by_label("Type or paste your worry")).to_have_value("Hungry every day.")


def test_fields_of_an_age_show_when_their_choice_is_made(any_page: Page) -> None:
    """The style sheet does it, so it works without scripts; an error keeps what was typed."""
    start(any_page)
    any_page.get_by_label("Not sure").check()
    go_on(any_page)
    expect(any_page.get_by_label("Age in years")).to_be_hidden()
    any_page.get_by_label("1 year or older").check()
    any_page.get_by_label("Age in years").fill("grown up")
    go_on(any_page)

    expect(any_page).to_have_title(re.compile("^Error: "))
    expect(any_page.get_by_label("Age in years")).to_have_value("grown up")
    any_page.get_by_role("link", name=re.compile("Write the age")).click()
    expect(any_page.get_by_label("Age in years")).to_be_focused()


def test_keyboard_alone_goes_from_start_to_the_answer(page: Page, base_url: str) -> None:
    """Tab, space and enter are enough; the focus follows the order of the page."""
    page.goto(f"{base_url}/")
    _press_on(page, "Start now")
    page.locator("#danger-2").focus()
    page.keyboard.press("Space")
    _press_on(page, "Continue")
    page.locator("#where").focus()
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator("#who-4")).not_to_be_checked()
    page.locator("#who-2").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("13 weeks")
    _press_on(page, "Continue")
    page.keyboard.press("Tab")
    _focus_by_tab(page, "narrative")
    page.keyboard.type("There is a bruise on the cheek. She is not rolling.")
    _press_on(page, "Continue")
    _focus_by_tab(page, "present-bruise-non-mobile-infant")
    page.keyboard.press("Space")
    _press_on(page, "Continue")

    expect(page).to_have_url(re.compile("/answer$"))


def _focus_by_tab(page: Page, name: str) -> None:
    for _ in range(80):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} cannot be reached by tab")


def _press_on(page: Page, name: str) -> None:
    for _ in range(120):
        if page.evaluate("document.activeElement.tagName + document.activeElement.innerText.trim()") == f"BUTTON{name}":
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} cannot be reached by tab")


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "narrow"])
def test_steps_are_accessible_and_never_scroll_sideways(browser: Browser, base_url: str, size: dict[str, int]) -> None:
    """Every step and its error state: nothing for axe, nothing wider than the screen."""
    context = browser.new_context(bypass_csp=True, viewport=size, base_url=base_url)
    page, axe, seen = context.new_page(), Axe(), []

    def look() -> None:
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
        seen.append(page.url)

    check = start(page)
    look()
    go_on(page)
    look()
    page.goto(f"{check}/urgent")
    look()
    page.goto(f"{check}/child")
    look()
    go_on(page)
    look()
    say(page)
    page.get_by_text("More areas").click()
    look()
    page.get_by_label("Type or paste your worry").fill(
        "Her name is Zorina Petrakova. She is 14 years old. A bruise on her ear. No burns."
    )
    choose(page, "Sexual exploitation", "Female genital mutilation")
    look()
    go_on(page)
    while not page.get_by_role("button", name="Do this later").is_visible():
        look()
        page.get_by_role("button", name="Save and continue").click()
    look()
    page.get_by_role("button", name="Save and continue").click()
    look()
    page.get_by_role("button", name="Stop here and see the answer").click()
    page.goto(f"{page.url.split('/questions')[0]}/view")
    look()
    page.get_by_role("button", name="See the answer").click()
    look()
    context.close()

    assert len(seen) >= 16


@pytest.fixture
def stopped() -> Iterator[tuple[str, StoppedClock]]:
    """A service of its own with a clock that the test sets."""
    clock = StoppedClock()
    server = uvicorn.Server(
        uvicorn.Config(create_app(Settings(), clock=clock, log=io.StringIO()), port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < until:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", clock
    server.should_exit = True
    thread.join(PATIENCE_SECONDS)


def test_expired_visit_keeps_the_words_on_the_screen(page: Page, stopped: tuple[str, StoppedClock]) -> None:
    """After an hour the answers are gone, but not what was just typed."""
    address, clock = stopped
    page.goto(f"{address}/")
    page.get_by_role("button", name="Start now").click()
    page.goto(page.url.replace("/danger", "/worry"))
    page.get_by_label("Type or paste your worry").fill("Marks on both arms.")
    clock.now = NOW + timedelta(minutes=61)
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Your visit has ended")
    expect(page.get_by_label("narrative")).to_have_value("Marks on both arms.")
