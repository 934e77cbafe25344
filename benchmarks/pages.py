"""
How heavy and how quick each page is: ``make pages``.

Walks every page and state in Chromium against a service of this process, then prints for each route how long the
service took to answer (from its journal, median and most) and for each state how many bytes travelled.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from threshold_api.app import create_app

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser.conftest import QUIET
from browser.test_every_page import SIZES
from browser.tour import tour

ROUNDS = 3
WIDE = 1280


def main() -> None:
    """Walk, then print both tables."""
    journal = io.StringIO()
    weights: dict[str, int] = {}
    with service(journal) as address, chromium() as browser:
        for _ in range(ROUNDS):
            for name, page in tour(browser, address, width=WIDE):
                weights[name] = page.evaluate(SIZES)
    lines = [*_times(journal), "", *_weights(weights)]
    sys.stdout.writelines(f"{line}\n" for line in lines)


@contextmanager
def service(journal: io.StringIO) -> Iterator[str]:
    """Serve on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(log=journal), port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the Chromium of the system."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        yield browser
        browser.close()


def _times(journal: io.StringIO) -> Iterator[str]:
    taken: dict[str, list[float]] = defaultdict(list)
    for line in journal.getvalue().splitlines():
        entry = json.loads(line)
        if entry["event"] == "request" and not entry["route"].startswith("/static"):
            taken[f"{entry['method']:4} {entry['route']}"].append(entry["duration_ms"])
    yield f"{'Route':60} {'Times':>5} {'Median ms':>9} {'Most ms':>8}"
    for route, times in sorted(taken.items(), key=lambda item: -median(item[1])):
        yield f"{route:60} {len(times):5} {median(times):9.1f} {max(times):8.1f}"
    every = [time for times in taken.values() for time in times]
    yield f"{'All':60} {len(every):5} {median(every):9.1f} {max(every):8.1f}"


def _weights(weights: dict[str, int]) -> Iterator[str]:
    yield f"{'Page, with all it needs, as it travels':60} {'kB':>6}"
    for name, size in sorted(weights.items(), key=lambda item: -item[1]):
        yield f"{name:60} {size / 1000:6.1f}"


if __name__ == "__main__":
    main()
