"""Telling the story of a practice case to the pages, the way a person would: type it, then tick what is so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml
from playwright.sync_api import Page, expect

from browser.tour import begin, go_on, place_and_age
from threshold_engine import Rulebook

MOST_SCREENS = 20
LEFT_TO_THE_QUESTIONS = ("status", "protective")
"""Areas that nobody can choose as a worry."""
PLACES = {
    "ed-paediatric": "the patient is a child",
    "ed-adult": "the patient is an adult",
    "school": "School or college",
}


@dataclass(frozen=True, slots=True)
class Story:
    """
    A practice case.

    Attributes:
        age: As it is typed.
        areas: Those that its signs belong to.
    """

    where: str
    age: str
    narrative: str
    present: tuple[str, ...]
    areas: tuple[str, ...]


def story(number: str, rulebook: Rulebook, *, age: str) -> Story:
    """Give the practice case whose id begins so."""
    text = files("threshold_api").joinpath("training", "vignettes.yaml").read_text(encoding="utf-8")
    case: dict[str, Any] = next(entry["case"] for entry in yaml.safe_load(text) if entry["id"].startswith(f"{number}-"))
    domains = dict.fromkeys(sign.domain for sign in rulebook.indicators if sign.id in case["present"])
    areas = tuple(name for name in domains if name not in LEFT_TO_THE_QUESTIONS)
    return Story(PLACES[case["setting"]["agency"]], age, case["narrative"], tuple(case["present"]), areas)


def begin_story(page: Page, told: Story) -> str:
    """Go as far as the worry, and give the address of the check."""
    check = begin(page)
    page.get_by_role("radio", name="No", exact=True).check()
    go_on(page)
    place_and_age(page, told.where, told.age)
    return check


def tell(page: Page, told: Story) -> str:
    """Type the story, choose its areas, tick every sign that is so, and give the address of the check."""
    check = begin_story(page, told)
    page.get_by_label("Type or paste your worry").fill(told.narrative)
    choose_areas(page, told.areas)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Which of these are so?")
    expect(page.locator("main input[type=checkbox]:checked")).to_have_count(0)
    ticked = tick_signs(page, told.present)
    assert ticked == set(told.present)
    go_on(page)
    return check


def choose_areas(page: Page, areas: Iterable[str]) -> None:
    """Choose areas, opening the list of the others where one of them is there."""
    for area in areas:
        box = page.locator(f"input[name=area][value={area}]")
        if not box.is_visible():
            page.get_by_text("More areas").click()
        box.check()


def tick_signs(page: Page, present: Iterable[str]) -> set[str]:
    """Tick the signs that stand on the page, folded ones too, and give them."""
    ticked = set()
    for sign in present:
        box = page.locator(f"input[name=present][value={sign}]")
        if not box.count():
            continue
        if not box.is_visible():
            page.locator("details").filter(has=box).locator("summary").click()
        box.check()
        ticked.add(sign)
    return ticked


def stop_and_say(page: Page, level: str, why: str) -> None:
    """Stop the questions and say one's own view before the answer."""
    page.get_by_role("button", name="Stop here and see the answer").click()
    page.get_by_role("radio", name=level).check()
    page.get_by_label("Why?").fill(why)
    page.get_by_role("button", name="See the answer").click()
