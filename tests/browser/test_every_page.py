"""Every page and state: nothing for axe to find, no sideways scrolling at 320 pixels, light, and from us alone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser.tour import tour

NARROW, WIDE = 320, 1280
MOST_BYTES = 100_000
FEWEST_STATES = 60


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing(browser: Browser, base_url: str, width: int) -> None:
    """Nothing of any severity, on a wide screen and on a narrow one."""
    axe, found, seen = Axe(), [], 0
    for name, page in tour(browser, base_url, width=width, bypass_csp=True):
        seen += 1
        result = axe.run(page)
        found += [
            f"{name}: {violation['id']} at {violation['nodes'][0]['target']}" for violation in result.response["violations"]
        ]

    assert found == []
    assert seen >= FEWEST_STATES


def test_nothing_scrolls_sideways_at_320_pixels(browser: Browser, base_url: str) -> None:
    """Which is also 1280 pixels at 400%."""
    wide = {
        name: page.evaluate("document.documentElement.scrollWidth")
        for name, page in tour(browser, base_url, width=NARROW)
        if page.evaluate("document.documentElement.scrollWidth") > NARROW
    }

    assert wide == {}


def test_pages_are_light_and_ours_alone(browser: Browser, base_url: str) -> None:
    """A first visit to any page takes under 100 kB over the wire, no other host is asked, and the policy blocks nothing."""
    heavy, foreign, blocked = {}, set(), []
    listening: set[int] = set()

    def listen(page: Page) -> None:
        page.on("request", lambda request: foreign.add(urlsplit(request.url).netloc))
        page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: blocked.append(str(error)))

    for name, page in tour(browser, base_url, width=WIDE):
        if id(page) not in listening:
            listening.add(id(page))
            listen(page)
        size = sum(_weights(page))
        if size > MOST_BYTES:
            heavy[name] = size

    assert heavy == {}
    assert foreign <= {urlsplit(base_url).netloc}
    assert [text for text in blocked if "status of 404" not in text and "status of 422" not in text] == []


def _weights(page: Page) -> Iterator[int]:
    """Give the bytes of the page and of each file it uses, packed as they travel; from the cache they weigh the same."""
    sizes = page.evaluate(
        "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))"
        ".map(entry => entry.encodedBodySize)"
    )
    yield from sizes
