"""Refusing work that takes long, where one place or one visit asks for too much of it, before any of it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import Request

from threshold_api.shell import route_of
from threshold_api.web.forms import MOST_BYTES, read_form
from threshold_api.web.layout import Layout, PageError
from threshold_api.web.limits import WORK, cost_of, line_of
from threshold_api.web.visits import Visit, letters_of

TOO_MUCH = (
    "Too much was asked for at once",
    (
        "Nothing was changed. Wait a few minutes, go back and try again. If you are worried about a child, do not wait: phone "
        "instead. The numbers are at the top of this page."
    ),
)
MOST_DIGITS = 9


def gate(layout: Layout) -> Callable[[Request], Awaitable[None]]:
    """Give the check that stands before every page."""

    async def let_in(request: Request) -> None:
        work = WORK.get((request.method, route_of(request.scope)))
        if work is None:
            return
        visit = layout.visit(request)
        if visit is None and work.needs_visit:
            return
        key, cost = visit.key if visit else None, cost_of(_letters(request, visit))
        if layout.limits.take(work, line_of_request(request), key, cost):
            return
        fields = await read_form(request) if request.method == "POST" else None
        raise PageError(HTTPStatus.TOO_MANY_REQUESTS, *TOO_MUCH, fields)

    return let_in


def line_of_request(request: Request) -> str:
    """Give the place that a request came from."""
    return line_of(request.client.host if request.client else "")


def _letters(request: Request, visit: Visit | None) -> int:
    """Give how much there is to read: the text of the check, and what is sent with the request."""
    check = visit.checks.get(request.path_params.get("check_id", "")) if visit else None
    return (letters_of(check) if check else 0) + (_sent(request) if request.method == "POST" else 0)


def _sent(request: Request) -> int:
    """Give how long a form says it is; one that does not say so may be as long as any."""
    said = request.headers.get("content-length", "")
    return min(int(said), MOST_BYTES) if said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS else MOST_BYTES
