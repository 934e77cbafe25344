"""The day that the inspectors’ letter asks for, in a real browser: two nurses and a school, with scripts and without."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from browser.stories import begin_story, stop_and_say, story, tell, tick_signs
from browser.tour import go_on
from threshold_engine import Rulebook

OWN_REASON = "The team around him could meet first."
FACTS = {
    "safety": {
        "Where is the child now?": "At school until 15:30, then at home with his mum.",
        "Until when is that safe?": "Until tomorrow morning.",
    },
    "worry": {
        "What exactly happened?": (
            "On 9 November 2026 at 15:40 I saw him get into a grey car with two men of about 20. On 12 November he came in with "
            "a new phone and £60. Ms Adeyemi, his tutor, saw that his shirt was torn and stained on 3 of 5 days that week."
        ),
        "What did the child say or do?": "He said to me alone: “They just give me lifts. I can’t say no to them.”",
        "What does it do to the child?": "He has missed 6 of 20 days since the half term. He falls asleep in lessons.",
    },
    "strengths": {
        "Who or what keeps the child safe and well?": "He trusts his tutor and sees her daily. His aunt takes him on Sundays.",
        "What does each parent say?": (
            "His mum, Femi Made-Up, told me on 13 November that she worries about the men. His father lives abroad, and nobody "
            "has a number for him."
        ),
        "What do you make of it all?": "I think the men draw him into crime. What we do not know is who they are.",
    },
    "consent": {"Who asked them?": "I asked his mum on the phone."},
}


def test_adult_nurse_hears_red_with_the_hub_and_the_police(any_page: Page, rulebook: Rulebook) -> None:
    """Step 1: an overdose by a mother alone with a child of two. The children are asked about, and it stays red."""
    page = any_page
    told = story("v10", rulebook, age="2")
    begin_story(page, told)
    expect(page.get_by_label("Type or paste your worry")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("the patient’s children")

    check = tell(page, told)
    expect(page).to_have_url(re.compile(f"{check}/answer$"))
    _expect_red(page)
    page.get_by_role("link", name="Go on with the questions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The patient is an adult. Is a child safe?")
    for question, answer in (
        ("live with, care for or often see a child", "Yes"),
        ("Is a safe adult with the children now?", "No"),
        ("Do you know who has the children now?", "No"),
    ):
        page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check()
    page.get_by_role("button", name="Stop here and see the answer").click()

    _expect_red(page)
    steps = page.locator("ol.steps")
    expect(steps).to_contain_text("Phone MASH (the council's safeguarding hub) now.")
    expect(steps).to_contain_text("If a child is in danger right now, call 999.")
    expect(page.locator(".phones").get_by_role("link", name="101")).to_be_visible()
    for duty in ("Phone MASH today, then write", "Police can take the child into protection", "Hold a strategy discussion"):
        expect(page.get_by_role("heading", name=duty)).to_be_visible()
    expect(page.locator(".reason").filter(has_text="safe adult").first).to_be_visible()


def test_child_nurse_hears_red_for_the_bruise_with_reasons(any_page: Page, rulebook: Rulebook) -> None:
    """Step 2: a mark on the cheek of a baby of 13 weeks, and two accounts of it."""
    tell(any_page, story("v04", rulebook, age="13 weeks"))

    _expect_red(any_page)
    _expect_reason(any_page, "Any bruise or mark on a baby who is not mobile")
    expect(any_page.get_by_role("heading", name="Same-day look by a paediatrician")).to_be_visible()


def test_child_nurse_hears_amber_for_the_asthma_with_reasons(any_page: Page, rulebook: Rulebook) -> None:
    """Step 2: an illness not looked after and clinics missed. Not red, but a manager thinks about level 4."""
    page = any_page
    tell(page, story("v03", rulebook, age="7"))
    stop_and_say(page, "Level 3", "Asthma that nobody treats can kill.")

    expect(page.get_by_role("heading", level=1)).to_contain_text("level 3: Child in Need")
    expect(page.locator(".urgency__label")).to_have_text("Amber: act within 1 working day")
    expect(page.get_by_role("heading", name="Ask a manager to consider level 4")).to_be_visible()
    _expect_reason(page, "not treated or controlled")
    expect(page.locator(".views")).to_contain_text("Asthma that nobody treats can kill.")


def test_school_gets_questions_back_and_the_level_moves_with_the_facts(any_page: Page, rulebook: Rulebook) -> None:
    """Step 3: a vague referral scores low and says what to ask; answers raise the score, and facts raise the level."""
    page = any_page
    check = tell(page, story("v13", rulebook, age="12"))
    stop_and_say(page, "Level 2", OWN_REASON)
    expect(page.get_by_role("heading", level=1)).to_contain_text("level 2: Early Help")
    expect(page.get_by_text("Your view is the same as the suggestion.")).to_be_visible()

    page.get_by_role("button", name="Write the referral").click()
    before = _score(page)
    assert before < 20
    expect(page.get_by_text("Needs completing", exact=True)).to_be_visible()
    returned = page.get_by_role("region", name="Readers cannot do without")
    expect(returned.get_by_role("link")).to_contain_text(["Where is the child now", "Did the family agree?"])
    expect(page.locator(".score__next")).to_contain_text("It can add")
    _answer_what_was_asked(page)
    expect(returned).to_have_count(0)
    assert _score(page) >= before + 25

    _go_back_to_the_worry(page, check)
    for area in ("abuse-neglect", "exploitation-cce"):
        page.locator(f"input[name=area][value={area}]").check()
    go_on(page)
    new_signs = ("neglect-signs-consistent", "cce-emerging-signs")
    assert tick_signs(page, new_signs) == set(new_signs)
    go_on(page)
    page.get_by_role("button", name="Stop here and see the answer").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("level 3: Child in Need")
    expect(page.locator(".views__one").first).to_contain_text(f"Level 2“{OWN_REASON}”")
    expect(page.get_by_text("Your view is lower than the suggestion.")).to_be_visible()
    _expect_reason(page, "Emerging signs of criminal exploitation")
    page.goto(f"{check}/referral/level")
    known = page.locator(".known")
    expect(known).to_contain_text("Level 3: Child in Need")
    expect(known).to_contain_text(f"Level 2. {OWN_REASON}")


def _expect_red(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("This points to level 4: Child Protection")
    expect(page.locator(".urgency__label")).to_have_text("Red: act now")
    expect(page.get_by_role("heading", name="What to do now")).to_be_visible()


def _expect_reason(page: Page, words: str) -> None:
    """Open a reason: it says which answer it rests on, and where the guidance says so."""
    reason = page.locator(".reason").filter(has_text=words).first
    reason.locator("summary").click()
    expect(reason.get_by_text("Because ")).to_be_visible()
    expect(reason.locator(".source")).to_contain_text("Source: ")


def _score(page: Page) -> int:
    return int(page.locator(".score__number").inner_text())


def _answer_what_was_asked(page: Page) -> None:
    """Fill in the parts that readers cannot do without and those with the most marks, then go back to the list."""
    base = page.url
    for section, answers in FACTS.items():
        page.goto(f"{base}/{section}")
        for label, text in answers.items():
            page.get_by_label(label).fill(text)
        if section == "safety":
            page.get_by_role("radio", name="Yes", exact=True).check()
        if section == "consent":
            page.get_by_role("group", name="Did the family agree").get_by_role("radio", name="Yes", exact=True).check()
        page.get_by_role("button", name="Save and go back to all parts").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Write the referral")


def _go_back_to_the_worry(page: Page, check: str) -> None:
    """From the answer by the links of the pages, as far as the page where areas are chosen."""
    page.goto(f"{check}/answer")
    page.get_by_role("link", name="Go on with the questions").click()
    while not page.url.endswith("/worry"):
        page.get_by_role("link", name="Back", exact=True).click()
    page.get_by_text("More areas").click()
