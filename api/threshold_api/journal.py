"""
What the service writes about itself: one JSON object a line.

Nothing about a child can get in, because there is no way to hand it over: each method
takes the few named values it writes, and those are routes as declared, codes and ids.
"""

from __future__ import annotations

import sys
import traceback
from typing import Any, TextIO

import structlog

from threshold_engine.model.assessment import Channels, Stamp

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
NO_ROUTE = "unmatched"


class Journal:
    """Writes requests, incidents and faults."""

    def __init__(self, sink: TextIO | None = None) -> None:
        self._log: Any = structlog.wrap_logger(
            structlog.PrintLogger(sink if sink is not None else sys.stdout),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.BoundLogger,
            cache_logger_on_first_use=True,
        )

    def request(self, method: str, route: str, status: int, duration_ms: float) -> None:
        """Write that a request was answered. A made-up method is not repeated: it could say anything."""
        self._log.info(
            "request",
            method=method if method in METHODS else "OTHER",
            route=route,
            status=status,
            duration_ms=round(duration_ms, 2),
        )

    def channels_differ(self, rulebook: Stamp, channels: Channels) -> None:
        """Write an incident: the two channels did not agree (P10). Ids of the guidance only."""
        self._log.error(
            "incident",
            kind="channels-differ",
            rulebook=rulebook.id,
            version=rulebook.version,
            digest=rulebook.digest,
            only_first=channels.only_first,
            only_second=channels.only_second,
        )

    def fault(self, route: str, error: BaseException) -> None:
        """Write a defect: its type and the line of code, never its message, which may quote a case."""
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "unknown"
        self._log.error("fault", route=route, kind=type(error).__name__, place=place)
