"""A real service on a free port of this machine, and a real Chromium."""

from __future__ import annotations

import io
import shutil
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from threshold_api.app import create_app
from threshold_api.settings import Settings

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_SECONDS = 60
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium of the system."""
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": list(QUIET)}


@pytest.fixture(scope="session")
def journal() -> io.StringIO:
    """What the service wrote about itself."""
    return io.StringIO()


@pytest.fixture(scope="session")
def base_url(journal: io.StringIO) -> Iterator[str]:
    """The address of a running service."""
    config = uvicorn.Config(create_app(Settings(), log=journal), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < until:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(PATIENCE_SECONDS)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def any_page(request: pytest.FixtureRequest, browser: Browser, base_url: str) -> Iterator[Page]:
    """A page with scripts, and one without."""
    context = browser.new_context(java_script_enabled=request.param, base_url=base_url)
    yield context.new_page()
    context.close()
