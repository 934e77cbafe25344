"""What the tests of the service share: how it is held, and what every problem document must look like."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from threshold_api.service import LONDON

NOW = datetime(2026, 11, 23, 10, 30, 15, 250_000, tzinfo=LONDON)
"""A Monday morning."""


class StoppedClock:
    """A clock that a test can set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Running:
    app: FastAPI
    client: TestClient
    log: io.StringIO
    clock: StoppedClock

    def entries(self) -> list[dict[str, Any]]:
        """Give the lines of the journal since the test began."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


Send = Callable[..., Response]

FIELDS = {"type", "title", "status", "detail", "problems"}
ITEM_FIELDS = {"code", "where", "what", "fix"}


def codes(response: Response, status: int, kind: str) -> list[str]:
    """Check a problem document through and through, and give the codes it lists."""
    document = response.json()

    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert set(document) == FIELDS
    assert document["status"] == status
    assert document["type"] == f"/problems/{kind}"
    assert document["problems"]
    assert all(set(item) == ITEM_FIELDS and all(item.values()) for item in document["problems"])
    assert "Traceback" not in response.text
    return [item["code"] for item in document["problems"]]
