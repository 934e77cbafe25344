"""Every address of the pages, taken from the app itself, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from threshold_api.app import create_app

INTERFACE = ("/api/", "/static/", "/problems/", "/health")


def addresses(method: str) -> list[str]:
    """Give the pages that take a method, as declared."""
    routes = _flat(create_app().routes)
    return sorted({route.path for route in routes if method in route.methods and not route.path.startswith(INTERFACE)})


def _flat(routes: Iterable[Any]) -> Iterator[Any]:
    for route in routes:
        if hasattr(route, "original_router"):
            yield from _flat(route.original_router.routes)
        else:
            yield route
