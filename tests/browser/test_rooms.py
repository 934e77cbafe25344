"""A live room in real browsers: a trainer on a projector, phones with and without scripts, and sixty people at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import PHONE

PROJECTOR = {"width": 1280, "height": 800}
SMALL = {"width": 320, "height": 640}
TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
SOON = 15_000
"""Long enough for a busy machine to ask twice whether something changed."""


@dataclass(frozen=True)
class Hall:
    """A room full of browsers."""

    browser: Browser
    base_url: str
    contexts: list[BrowserContext]

    def page(self, size: dict[str, int], *, script: bool = True) -> Page:
        """Give a browser of its own."""
        context = self.browser.new_context(
            base_url=self.base_url,
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=script,
            bypass_csp=True,
        )
        self.contexts.append(context)
        return context.new_page()

    def trainer(self, scenario: str = "the-one-who-cooks") -> tuple[Page, str]:
        """Open a room on a projector."""
        page = self.page(PROJECTOR)
        page.goto("/training/rooms")
        page.locator(f"input[value={scenario}]").check()
        page.get_by_role("button", name="Open the room").click()
        return page, page.url.rsplit("/", 1)[1]

    def trainee(self, code: str, size: dict[str, int], *, script: bool = True) -> Page:
        """Join a room."""
        page = self.page(size, script=script)
        page.goto("/training/join")
        page.get_by_label("The code of the room").fill(code.lower())
        page.get_by_role("button", name="Join", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You are in")
        return page

    def voter(self, code: str) -> httpx2.Client:
        """Join without a screen."""
        client = httpx2.Client(base_url=self.base_url, follow_redirects=True)
        assert client.post("/training/join", data={"code": code}).status_code == 200
        return client


@pytest.fixture
def hall(browser: Browser, base_url: str) -> Iterator[Hall]:
    """An empty hall."""
    made = Hall(browser, base_url, [])
    yield made
    for context in made.contexts:
        context.close()


def vote(client: httpx2.Client, code: str, level: int) -> None:
    """Vote without a screen."""
    address = f"/training/rooms/{code}"
    found = TOKEN.search(client.get(address).text)
    assert found
    sent = client.post(f"{address}/vote", data={"form_token": found[1], "number": "1", "level": str(level)})
    assert sent.status_code == 200


def sound(page: Page) -> None:
    """Hold a page against axe, and against its own width."""
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_room_of_sixty_from_opening_to_the_next_case(hall: Hall) -> None:
    """Sixty people vote; the phones follow the trainer without being touched."""
    trainer, code = hall.trainer()
    phones = [hall.trainee(code, PHONE), hall.trainee(code, SMALL)]
    others = [hall.voter(code) for _ in range(58)]
    expect(trainer.get_by_text("60 people in the room")).to_be_visible(timeout=SOON)
    sound(trainer)
    trainer.get_by_role("button", name="Show the case and start voting").click()
    for phone in phones:
        phone.get_by_label("Level 4").check(timeout=SOON)
        sound(phone)
        phone.get_by_role("button", name="Send my vote").click()
        expect(phone.get_by_text("Your vote is in: level 4")).to_be_visible()
    for place, client in enumerate(others):
        vote(client, code, 2 if place < 20 else 3)
    expect(trainer.get_by_text("60 of 60 people voted")).to_be_visible(timeout=SOON)
    expect(trainer.get_by_role("status")).to_have_text("Everyone has voted.")
    sound(trainer)
    trainer.get_by_role("button", name="Show the votes").click()
    for page in (trainer, *phones):
        expect(page.get_by_role("row", name="3 Child in Need")).to_contain_text("38", timeout=SOON)
        expect(page.get_by_role("row", name="2 Early Help")).to_contain_text("20")
        sound(page)
    trainer.get_by_role("group", name="Caring interferes").get_by_role("button", name="No", exact=True).click()
    for page in (trainer, *phones):
        expect(page.get_by_text("Down to level 2, Early Help")).to_be_visible(timeout=SOON)
        sound(page)
    trainer.get_by_label("A mark on the ear").check()
    trainer.get_by_role("button", name="Show it and start voting").click()
    for phone in phones:
        expect(phone.get_by_role("heading", level=1)).to_have_text("A mark on the ear", timeout=SOON)
    for client in others:
        client.close()


def test_switch_keeps_its_place_for_the_keyboard(hall: Hall) -> None:
    """A trainer who works by keyboard stays on the button just pressed, and the news is said."""
    trainer, code = hall.trainer()
    hall.trainee(code, PHONE)
    trainer.get_by_role("button", name="Show the case and start voting").press("Enter")
    trainer.get_by_role("button", name="Show the votes").press("Enter")
    switch = trainer.get_by_role("group", name="Caring interferes").get_by_role("button", name="Not known")
    switch.press("Enter")

    expect(switch).to_have_attribute("aria-pressed", "true", timeout=SOON)
    expect(switch).to_be_focused()
    expect(trainer.get_by_role("status")).to_contain_text("the guidance says level 2")
    expect(trainer.get_by_text("It could be up to level 3, if what is not known turns out to be so.")).to_be_visible()


def test_ticks_are_not_lost_while_others_vote(hall: Hall) -> None:
    """Half a vote stays on the phone, whatever goes on in the room, until the votes are shown."""
    trainer, code = hall.trainer()
    phone, other = hall.trainee(code, PHONE), hall.voter(code)
    trainer.get_by_role("button", name="Show the case and start voting").click()
    phone.get_by_label("Something else").check(timeout=SOON)
    vote(other, code, 3)
    expect(trainer.get_by_text("1 of 2 people voted")).to_be_visible(timeout=SOON)

    with phone.expect_response(re.compile("/state$")) as asked:
        pass
    assert asked.value.status == 304
    expect(phone.get_by_label("Something else")).to_be_checked()
    other.close()


def test_room_works_without_scripts(hall: Hall) -> None:
    """A trainee without scripts refreshes by a button, and sees the same."""
    trainer, code = hall.trainer()
    plain = hall.trainee(code, SMALL, script=False)
    trainer.get_by_role("button", name="Show the case and start voting").click()
    plain.get_by_role("button", name="Refresh").click()
    plain.get_by_role("button", name="Send my vote").click()
    expect(plain.get_by_role("alert").get_by_role("link", name="Choose a level")).to_be_visible()
    plain.get_by_label("Level 3").check()
    plain.get_by_role("button", name="Send my vote").click()
    expect(plain.get_by_text("Your vote is in: level 3")).to_be_visible()
    trainer.get_by_role("button", name="Show the votes").click()
    plain.reload()

    expect(plain.get_by_text("You chose level 3, Child in Need.")).to_be_visible()
    expect(plain.get_by_role("row", name="3 Child in Need")).to_contain_text("100%")


def test_trainer_without_scripts_runs_a_room(any_page: Page) -> None:
    """Every step of the trainer is a form: opening, starting, showing, switching, putting back, closing."""
    any_page.goto("/training/rooms")
    any_page.get_by_label("A mark on the ear").check()
    for name in ("Open the room", "Show the case and start voting", "Show the votes"):
        any_page.get_by_role("button", name=name).click()
    any_page.get_by_role("group", name="Any bruise").get_by_role("button", name="No", exact=True).click()
    expect(any_page.get_by_text("Down to level 1, Universal")).to_be_visible(timeout=SOON)
    any_page.get_by_role("button", name="Put the facts back").click()
    expect(any_page.get_by_text("As the case is told: level 4, Child Protection")).to_be_visible()
    any_page.get_by_role("button", name="Close the room").click()

    expect(any_page.get_by_role("heading", level=1)).to_have_text("Open a live room")


def test_closed_room_says_so_on_the_phone(hall: Hall) -> None:
    """The page changes by itself, and stops asking."""
    trainer, code = hall.trainer()
    phone = hall.trainee(code, PHONE)
    trainer.get_by_role("button", name="Close the room").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("You are not in this room", timeout=SOON)
    sound(phone)


@pytest.mark.parametrize("address", ["/training/rooms", "/training/join"])
def test_doors_of_a_room_are_sound(hall: Hall, address: str) -> None:
    """The pages before a room, with and without an error, on the smallest screen."""
    page = hall.page(SMALL)
    page.goto(address)
    sound(page)
    page.locator("main form button").click()

    expect(page.get_by_role("alert")).to_be_visible()
    sound(page)
