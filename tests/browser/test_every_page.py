"""Every page and state: nothing for axe to find, no sideways scrolling at 320 pixels, light, and from us alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser.tour import tour

NARROW, WIDE = 320, 1280
MOST_BYTES = 100_000
FEWEST_STATES = 60
SIZES = (
    "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))"
    ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)"
)
"""The page and each file it uses, packed as they travel; from the cache they weigh the same."""
EXPECTED = ("status of 404", "status of 422")
"""What a browser notes when a page of an error is opened."""


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, base_url: str, width: int) -> None:
    """Nothing of any severity; 320 pixels is also 1280 at 400%."""
    axe, found, sideways, seen = Axe(), [], {}, 0
    for name, page in tour(browser, base_url, width=width, bypass_csp=True):
        seen += 1
        result = axe.run(page)
        found += [
            f"{name}: {violation['id']} at {violation['nodes'][0]['target']}" for violation in result.response["violations"]
        ]
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            sideways[name] = across

    assert (found, sideways) == ([], {})
    assert seen >= FEWEST_STATES


def test_pages_are_light_and_ours_alone(browser: Browser, base_url: str) -> None:
    """A first visit to any page takes under 100 kB over the wire, no other host is asked, and the policy blocks nothing."""
    heavy: dict[str, int] = {}
    hosts: set[str] = set()
    blocked: list[str] = []
    listening: set[int] = set()

    def listen(page: Page) -> None:
        listening.add(id(page))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: blocked.append(str(error)))

    for name, page in tour(browser, base_url, width=WIDE):
        if id(page) not in listening:
            listen(page)
        size = page.evaluate(SIZES)
        if size > MOST_BYTES:
            heavy[name] = size

    assert heavy == {}
    assert hosts == {urlsplit(base_url).netloc}
    assert [text for text in blocked if not any(words in text for words in EXPECTED)] == []
