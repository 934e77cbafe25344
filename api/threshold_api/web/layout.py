"""Writing pages: the templates, what every page shows, and the cookie of a visit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined

from threshold_api.service import Service
from threshold_api.web.emergency import EmergencyView, emergency
from threshold_api.web.forms import Fields, FormError, check_token, read_form
from threshold_api.web.limits import Limits
from threshold_api.web.visits import Check, Visit, Visits

COOKIE = "visit"
SAFE_COOKIE = f"__Host-{COOKIE}"
"""A browser takes a cookie of such a name only from this very site, so no neighbour can plant one; only where there is TLS."""
Endpoint = Callable[[Request], Awaitable[Response]]


class PageError(Exception):
    """A request that is answered by a page saying what is wrong and what to do."""

    def __init__(self, status: HTTPStatus, title: str, text: str, fields: Fields | None = None) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.text = text
        self.fields = fields


ENDED = (
    "Your visit has ended",
    (
        "A visit ends after 60 minutes without use, when you choose “finish and clear”, or when the service restarts. "
        "Its answers are gone. Nothing about the child is kept."
    ),
)


@dataclass(frozen=True, slots=True)
class ShellView:
    """
    What every page shows round its content.

    Attributes:
        emergency: Who takes urgent worries at this time of day.
        form_token: For the forms of this visit; empty outside a visit.
        has_checks: Whether there is anything to clear.
        section: Which part of the navigation is marked: ``check``, ``guidance`` or ``training``.
    """

    emergency: EmergencyView | None
    form_token: str
    has_checks: bool
    section: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A form of a visit that is still open."""

    visit: Visit
    fields: Fields


class Layout:
    """What the routes of the pages share."""

    def __init__(self, service: Service, visits: Visits) -> None:
        self.service = service
        self.visits = visits
        self.limits = Limits(service.clock)
        self._environment = environment()

    def page(
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any],
        *,
        section: str = "check",
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HTMLResponse:
        """Write a page."""
        text = self._environment.get_template(template).render({**values, "shell": self._shell(request, section)})
        return HTMLResponse(text, status_code=status)

    def fragment(self, template: str, values: Mapping[str, Any]) -> HTMLResponse:
        """Write a piece of a page, for a script that puts it in place."""
        return HTMLResponse(self._environment.get_template(template).render(values))

    def visit(self, request: Request) -> Visit | None:
        """Give the visit of a browser; None if it has none or it has ended."""
        return self.visits.find(request.cookies.get(cookie_of(request)))

    def check(self, request: Request, check_id: str) -> tuple[Visit, Check]:
        """
        Give a check of this browser's visit.

        Raises:
            PageError: The visit has ended, or the check is not one of its own.
        """
        visit = self.visit(request)
        found = visit.checks.get(check_id) if visit else None
        if visit is None or found is None:
            raise PageError(HTTPStatus.NOT_FOUND, *ENDED)
        return visit, found

    async def posted(self, request: Request) -> Posted:
        """
        Read a form of this browser's visit.

        Raises:
            FormError: It cannot be taken.
            PageError: The visit has ended; the page shows what was typed, so that it can be copied.
        """
        # Noted, so that whatever refuses the form further on can still show what was typed.
        fields = request.state.typed = await read_form(request)
        visit = self.visit(request)
        if visit is None:
            raise PageError(HTTPStatus.NOT_FOUND, *ENDED, fields)
        check_token(fields, visit)
        return Posted(visit, fields)

    async def posted_check(self, request: Request, check_id: str) -> tuple[Posted, Check]:
        """
        Read a form about one check of this browser's visit.

        Raises:
            FormError, PageError: As for posted; or the check is not one of this visit's.
        """
        posted = await self.posted(request)
        found = posted.visit.checks.get(check_id)
        if found is None:
            raise PageError(HTTPStatus.NOT_FOUND, *ENDED, posted.fields)
        return posted, found

    def redirect(self, address: str) -> Response:
        """Send the browser on to a page, so that going back or reloading never sends a form twice."""
        return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)

    def begin(self, request: Request, response: Response, token: str) -> None:
        """Give the browser the token of its visit, until the browser is closed."""
        name = cookie_of(request)
        response.set_cookie(name, token, httponly=True, samesite="lax", secure=name == SAFE_COOKIE, path="/")

    def error(self, request: Request, error: PageError) -> HTMLResponse:
        """Write the page of an error, with what was typed."""
        typed = [
            (name, value)
            for name, given in (error.fields.values if error.fields else {}).items()
            for value in given
            if value and name != "form_token"
        ]
        values = {"title": error.title, "text": error.text, "typed": typed}
        return self.page(request, "web/error.html", values, section="", status=error.status)

    def form_error(self, request: Request, error: FormError) -> HTMLResponse:
        """Write the page of a form that could not be taken."""
        status, title, text = FORM_ERRORS[error.reason]
        return self.error(request, PageError(status, title, text, error.fields))

    def _shell(self, request: Request, section: str) -> ShellView:
        visit = self.visit(request)
        line = emergency(self.service.edition(None), self.service.clock())
        return ShellView(line, visit.form_token if visit else "", bool(visit and visit.checks), section)


TOO_MUCH_HELD = (
    "There is no room for this text",
    (
        "The service holds as much text as it can for now. This was not saved, and nothing else was changed. Copy what you need, "
        "then go back and make it shorter, or finish and clear. If you are worried about a child, do not wait: phone instead."
    ),
)
FORM_ERRORS = {
    "foreign": (
        HTTPStatus.FORBIDDEN,
        "This form came from another site",
        "For safety it was not used. Start again from the first page of this service.",
    ),
    "token": (
        HTTPStatus.FORBIDDEN,
        "This form is from another visit",
        "For safety it was not used. Copy what you typed, then start again from the first page.",
    ),
    "too-large": (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "That is too long",
        "Go back, make the text shorter and send it again. Nothing was changed.",
    ),
    "not-a-form": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "This address takes a form",
        "Use the page of this service to send it.",
    ),
}


def cookie_of(request: Request) -> str:
    """Give the name of the cookie that holds the token of a visit."""
    return SAFE_COOKIE if request.url.scheme == "https" else COOKIE


def wants_page(headers: Mapping[str, str], path: str) -> bool:
    """Tell a person's browser from a program: it asks for HTML, and not under the address of the interface."""
    return "text/html" in headers.get("accept", "") and not path.startswith("/api/")


def fault_text() -> str:
    """Write the page of a defect of ours. It needs nothing that could be broken."""
    return environment().get_template("web/fault.html").render()


def environment() -> Environment:
    """Give the templates: ours, and the components of GOV.UK Frontend."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    # The components ask for options that may not be given, so an undefined name is empty here.
    return Environment(
        loader=ChoiceLoader([PackageLoader("threshold_api"), components]),
        autoescape=True,
        undefined=Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
