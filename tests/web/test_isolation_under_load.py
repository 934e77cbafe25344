"""Forty visits at once on a real server: no page of one ever holds a word of another."""

from __future__ import annotations

import io
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
import uvicorn

from threshold_api.app import create_app
from web.conftest import TOKEN

VISITS, ROUNDS, PATIENCE_SECONDS = 40, 3, 60
WORD = re.compile(r"secretword\w+")


@pytest.fixture
def address() -> Iterator[str]:
    """A real service on a free port."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(log=io.StringIO()), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < until:
        thread.join(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(PATIENCE_SECONDS)
    listening.close()


def words_seen(address: str, number: int) -> tuple[str, set[str]]:
    """Walk a check with a word of one's own and give every such word on any page."""
    own, found = f"secretword{number}x", list[str]()
    with httpx2.Client(base_url=address, follow_redirects=True, timeout=PATIENCE_SECONDS) as browser:
        page = browser.post("/check")
        token = TOKEN.search(page.text)
        assert token
        check = page.url.path.removesuffix("/danger")
        for turn in range(ROUNDS):
            for step, fields in {
                "child": {"where": "school", "who": "years", "years": "9"},
                "worry": {"narrative": f"{own} was hit {'again ' * turn}", "area": "abuse-physical"},
                "signs": {},
                "view": {"level": "2", "why": own},
                "referral/people": {"household.0.name": own, "do": "update"},
            }.items():
                found += WORD.findall(browser.post(f"{check}/{step}", data={"form_token": token[1], **fields}).text)
            for step in ("worry", "signs", "view", "answer/answer.txt", "referral", "referral/people", "referral/referral.json"):
                response = browser.get(f"{check}/{step}")
                assert response.status_code == 200, response.text[:300]
                found += WORD.findall(response.text)
    return own, set(found)


def test_forty_visits_at_once_never_see_each_other(address: str) -> None:
    """Each sees its own word, and no other."""
    with ThreadPoolExecutor(VISITS) as browsers:
        seen = dict(browsers.map(lambda number: words_seen(address, number), range(VISITS)))

    assert seen == {own: {own} for own in seen}
    assert len(seen) == VISITS
