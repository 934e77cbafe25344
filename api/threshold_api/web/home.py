"""The first page, the end of a visit, and the pages about the service itself."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from threshold_api.web.forms import check_token, read_form
from threshold_api.web.layout import SAFE_COOKIE, Endpoint, Layout, PageError, cookie_of
from threshold_api.web.visits import VisitsFullError

ABOUT_PAGES = ("privacy", "accessibility", "about")
FULL = PageError(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Too many checks are open",
    "Finish and clear one you no longer need, or try again in a few minutes. Do not wait if you are worried: phone instead.",
)


def router(layout: Layout) -> APIRouter:
    """Give the routes."""
    pages = HomePages(layout)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/", pages.home)
    routes.add_api_route("/check", pages.begin, methods=["POST"])
    routes.add_api_route("/finish", pages.finish, methods=["POST"])
    routes.add_api_route("/finished", pages.finished)
    for name in ABOUT_PAGES:
        routes.add_api_route(f"/{name}", pages.about(name))
    return routes


class HomePages:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    async def home(self, request: Request) -> Response:
        """Show the first page."""
        visit = self._layout.visit(request)
        open_checks = list(visit.checks) if visit else []
        values = {"open_checks": open_checks, "rulebook": self._layout.service.rulebook}
        return self._layout.page(request, "web/home.html", values)

    async def begin(self, request: Request) -> Response:
        """Begin a check, and a visit if there is none."""
        layout = self._layout
        fields = await read_form(request)
        visit = layout.visit(request)
        token = None
        if visit is not None:
            check_token(fields, visit)
        try:
            if visit is None:
                token, visit = layout.visits.open()
            check = layout.visits.add_check(visit)
        except VisitsFullError:
            raise FULL from None
        response = layout.redirect(f"/check/{check.id}/danger")
        if token is not None:
            layout.begin(request, response, token)
        return response

    async def finish(self, request: Request) -> Response:
        """End the visit: nothing of it is left here or in the browser."""
        fields = await read_form(request)
        visit = self._layout.visit(request)
        if visit is not None:
            check_token(fields, visit)
            self._layout.visits.clear(request.cookies.get(cookie_of(request)))
        response = self._layout.redirect("/finished")
        name = cookie_of(request)
        response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=name == SAFE_COOKIE)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    async def finished(self, request: Request) -> Response:
        """Say that everything is cleared."""
        return self._layout.page(request, "web/finished.html", {})

    def about(self, name: str) -> Endpoint:
        """Give one of the pages about the service."""

        async def page(request: Request) -> Response:
            return self._layout.page(request, f"web/{name}.html", {"rulebook": self._layout.service.rulebook}, section="")

        return page
