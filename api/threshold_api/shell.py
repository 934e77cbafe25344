"""
The outermost layer: security headers, the journal, and a last catch.

An unforeseen error becomes a 500 here and goes no further, so that no server log can
print a traceback whose message quotes a case.
"""

from __future__ import annotations

from http import HTTPStatus
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from threshold_api.journal import NO_ROUTE, Journal
from threshold_api.problems import fault_response
from threshold_api.web.layout import fault_text, wants_page

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLIENT_LEFT = 499


class Shell:
    """Wraps the app."""

    def __init__(self, app: ASGIApp, journal: Journal) -> None:
        self._app = app
        self._journal = journal
        self._fault_page = fault_text()

    def _fault(self, headers: Headers, path: str) -> Response:
        if wants_page(headers, path):
            return HTMLResponse(self._fault_page, status_code=HTTPStatus.INTERNAL_SERVER_ERROR)
        return fault_response()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        status = 0

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _secure(message)
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        except ClientDisconnect:
            status = CLIENT_LEFT
        except Exception as error:  # noqa: BLE001 - the last catch: see the top of this module
            self._journal.fault(route_of(scope), error)
            if not status:
                await self._fault(Headers(scope=scope), scope["path"])(scope, receive, guarded)
            status = HTTPStatus.INTERNAL_SERVER_ERROR
        self._journal.request(scope["method"], route_of(scope), int(status), (perf_counter() - started) * 1000)


def route_of(scope: Scope) -> str:
    """Give the route as declared, never the address as sent."""
    return getattr(scope.get("route"), "path", None) or NO_ROUTE


def _secure(message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-store")
