"""
A walk through every page and state of the service, for whoever wants to look at each.

``tour`` is a generator: each time it yields, the page shows the state it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

STORY = (
    "Baby of 13 weeks brought with a cough. When she was undressed there was a bruise on the left cheek. She is not rolling yet. "
    "Mum says her brother dropped a toy. Dad said it was the car seat. No other marks. Weight on the 25th centile. "
    "Phone mum on 07700 900123."
)
MILD = "Late twice a week since September and often tired. Mum says she is worn out and would like some help."
GUIDANCE = (
    "/guidance",
    "/guidance/levels",
    "/guidance/levels/4",
    "/guidance/areas",
    "/guidance/areas/abuse-physical",
    "/guidance/indicators/bruise-non-mobile-infant",
    "/guidance/rules",
    "/guidance/rules/combo-bruise-non-mobile",
    "/guidance/duties",
    "/guidance/duties/bruising-protocol",
    "/guidance/sources",
    "/guidance/sources/llr-bruise",
    "/guidance/pathways",
    "/guidance/exploitation",
    "/guidance/search?q=brusing+baby",
    "/guidance/search?q=",
    "/guidance/changes?from=2016-07-01&to=2026-11-22",
    "/guidance/levels/4?as_of=2018-01-01",
    "/guidance/indicators/nothing-like-it",
)
PLAIN = ("/", "/privacy", "/accessibility", "/about", "/finished", "/nowhere")
TRAINING = (
    "/training",
    "/training/scenarios",
    "/training/scenarios/v04-ed-infant-bruise",
    "/training/scenarios/v04-ed-infant-bruise/answer/3",
    "/training/make",
    "/training/make/4/school/7",
    "/training/join",
)


def tour(browser: Browser, base_url: str, *, width: int, bypass_csp: bool = False) -> Iterator[tuple[str, Page]]:
    """
    Visit every page and state.

    Yields:
        Its name, and the browser page that shows it.
    """
    context = browser.new_context(base_url=base_url, viewport={"width": width, "height": 800}, bypass_csp=bypass_csp)
    page = context.new_page()
    page.set_default_timeout(20_000)
    for address in (*PLAIN, *GUIDANCE, *TRAINING):
        page.goto(address)
        yield address, page
    yield from _urgent_check(page)
    yield from _mild_check(page)
    yield from _room(browser, base_url, page, width)
    page.goto("/")
    page.get_by_role("button", name="Finish and clear").click()
    context.close()


def go_on(page: Page) -> None:
    """Press the button that goes on."""
    page.get_by_role("button", name="Continue").click()


def begin(page: Page) -> str:
    """Start a check and give its address."""
    page.goto("/")
    page.get_by_role("button", name="Start now").click()
    return urlsplit(page.url).path.rsplit("/", 1)[0]


def place_and_age(page: Page, where: str, age: str) -> None:
    """Answer the page about the child."""
    page.get_by_role("radio", name=where).check()
    if age.endswith("weeks"):
        page.get_by_role("radio", name="Under 1 year").check()
        page.get_by_label("Age", exact=True).fill(age)
    else:
        page.get_by_role("radio", name="1 year or older").check()
        page.get_by_label("Age in years").fill(age)
    go_on(page)


def _urgent_check(page: Page) -> Iterator[tuple[str, Page]]:
    check = begin(page)
    yield "danger", page
    page.get_by_role("radio", name="Yes", exact=False).first.check()
    go_on(page)
    yield "danger now", page
    page.goto(f"{check}/danger")
    page.get_by_role("radio", name="No", exact=True).check()
    go_on(page)
    yield "child", page
    page.get_by_role("radio", name="1 year or older").check()
    page.get_by_label("Age in years").fill("four hundred")
    go_on(page)
    yield "child with an error", page
    place_and_age(page, "the patient is a child", "13 weeks")
    yield "worry", page
    page.get_by_label("Type or paste your worry").fill(STORY)
    go_on(page)
    yield "signs", page
    for box in page.locator("input[name=present]").all()[:3]:
        box.check()
    go_on(page)
    yield "urgent answer", page
    for part in ("answer/sheet", "answer/text", "disagree", "referral", "referral/print"):
        page.goto(f"{check}/{part}")
        yield part, page
    page.goto(f"{check}/referral")
    for address in page.locator("main a[href*='/referral/']").evaluate_all("links => links.map(link => link.pathname)"):
        if address.count("/") == 4 and "print" not in address and "." not in address:
            page.goto(address)
            yield f"referral section {address.rsplit('/', 1)[1]}", page


def _mild_check(page: Page) -> Iterator[tuple[str, Page]]:
    check = begin(page)
    page.get_by_role("radio", name="No", exact=True).check()
    go_on(page)
    place_and_age(page, "School or college", "8")
    page.get_by_label("Type or paste your worry").fill(MILD)
    page.locator("input[name=area][value=child-education]").check()
    go_on(page)
    yield "signs of an area", page
    page.locator("input[name=present]").first.check()
    go_on(page)
    yield "questions", page
    page.get_by_role("button", name="Stop here and see the answer").click()
    if page.url.endswith("/view"):
        yield "own view", page
        page.get_by_role("radio", name="Level 2").check()
        page.get_by_role("button", name="See the answer").click()
    yield "answer", page
    tries = page.locator("form[action$='/try'] button")
    if tries.count():
        page.locator("details").evaluate_all("parts => parts.forEach(part => part.open = true)")
        tries.first.click()
        yield "answer with a trial", page
    page.goto(f"{check}/disagree")
    page.locator("main form button").first.click()
    yield "disagree with an error", page


def _room(browser: Browser, base_url: str, page: Page, width: int) -> Iterator[tuple[str, Page]]:
    page.goto("/training/rooms")
    yield "open a room", page
    page.locator("main input[type=radio]").first.check()
    page.get_by_role("button", name="Open the room").click()
    yield "room waiting", page
    code = page.url.rsplit("/", 1)[1]
    context = browser.new_context(base_url=base_url, viewport={"width": width, "height": 800}, bypass_csp=True)
    trainee = context.new_page()
    trainee.goto("/training/join")
    trainee.get_by_label("The code of the room").fill(code)
    trainee.get_by_role("button", name="Join", exact=True).click()
    yield "room, trainee waiting", trainee
    page.reload()
    page.locator("form[action$='/start'] button").click()
    yield "room voting", page
    trainee.reload()
    yield "room, trainee voting", trainee
    trainee.locator("input[name=level]").nth(2).check()
    trainee.locator("form[action$='/vote'] button").first.click()
    yield "room, trainee voted", trainee
    page.reload()
    page.locator("form[action$='/reveal'] button").click()
    yield "room revealed", page
    trainee.reload()
    yield "room, trainee revealed", trainee
    context.close()
