"""The service, built once a session, with its journal in memory and a stopped clock."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.kit import NOW, Running, Send, StoppedClock
from threshold_api.app import create_app
from threshold_api.settings import Settings


@pytest.fixture(scope="session")
def built() -> Running:
    """The service, built once."""
    log, clock = io.StringIO(), StoppedClock()
    app = create_app(Settings(), clock=clock, log=log)
    return Running(app, TestClient(app), log, clock)


@pytest.fixture
def running(built: Running) -> Iterator[Running]:
    """The service with an empty journal and the clock at NOW."""
    built.log.seek(0)
    built.log.truncate()
    built.clock.now = NOW
    yield built
    built.clock.now = NOW


@pytest.fixture
def client(running: Running) -> TestClient:
    """A client of the service."""
    return running.client


@pytest.fixture
def send(client: TestClient) -> Send:
    """Send bytes or text as a case."""

    def posted(body: bytes | str, content_type: str = "application/json", **headers: str) -> Response:
        headers = {"content-type": content_type, **headers}
        return client.post("/api/v1/assessments", content=body, headers=headers)

    return posted


@pytest.fixture(scope="session")
def contract(built: Running) -> dict[str, Any]:
    """The OpenAPI document as published."""
    document: dict[str, Any] = built.client.get("/api/openapi.json").json()
    return document
