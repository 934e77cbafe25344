"""The addresses of the guidance."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from threshold_api.web.guidance import opening, search
from threshold_api.web.guidance.book import ENTRIES, LISTS, Build, Find
from threshold_api.web.guidance.changed import ChangesPages
from threshold_api.web.guidance.days import DayError, Reading, page_on, page_path, reading, typed, typed_day
from threshold_api.web.guidance.frame import ASK_DAY, LinkView, asked_day, frame
from threshold_api.web.guidance.missing import Part, missing
from threshold_api.web.layout import Endpoint, Layout

SECTION = "guidance"
WRONG_DAY = "That day cannot be shown"


def router(layout: Layout) -> APIRouter:
    """Give the routes."""
    pages = GuidancePages(layout)
    changes = ChangesPages(layout)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/guidance", pages.start)
    routes.add_api_route("/guidance/on", pages.choose_day)
    routes.add_api_route("/guidance/search", pages.search)
    routes.add_api_route("/guidance/changes", changes.page)
    routes.add_api_route("/guidance/indicators", pages.signs)
    for name, template, build in LISTS:
        routes.add_api_route(f"/guidance/{name}", pages.listed(name, template, build))
    for name, template, part, find in ENTRIES:
        routes.add_api_route(f"/guidance/{name}/{{name}}", pages.entry(name, template, part, find))
    return routes


class GuidancePages:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    async def start(self, request: Request) -> Response:
        """Show the first page."""
        return self._day_page(
            request, lambda read: self._page(request, read, "start", "Guidance", "", opening.opening_page(read))
        )

    async def signs(self, request: Request) -> Response:
        """Lead to the areas, which list the signs: there are too many for one page."""
        return self._day_page(request, lambda read: self._layout.redirect(read.to("/areas")))

    async def search(self, request: Request) -> Response:
        """Search the guidance. What is searched for is never written down."""
        words = request.query_params.get("q", "")
        return self._day_page(request, lambda read: self._search(request, read, words))

    async def choose_day(self, request: Request) -> Response:
        """Take a day from its form and go back to the page, as it stood on that day."""
        given, page = request.query_params, request.query_params.get("page", "")
        words = given.get("q", "")[: search.MOST_LETTERS]
        try:
            day = typed_day(typed(given, ASK_DAY), self._layout.service.rulebook)
        except DayError as error:
            return self._wrong_day(request, error, page_path(page), words)
        return self._layout.redirect(page_on(page, day, words))

    def listed(self, name: str, template: str, build: Build) -> Endpoint:
        """Give a page that shows a part of the guidance."""

        async def page(request: Request) -> Response:
            def write(read: Reading) -> Response:
                view = build(read)
                if view is None:
                    raise HTTPException(HTTPStatus.NOT_FOUND)
                return self._page(request, read, template, view.title, f"/{name}", view)

            return self._day_page(request, write)

        return page

    def entry(self, part: str, template: str, held: Callable[[Reading], Part], find: Find) -> Callable[..., Awaitable[Response]]:
        """Give the pages that show one entry each."""

        async def page(request: Request, name: str) -> Response:
            def write(read: Reading) -> Response:
                found = find(read, name)
                if found is None:
                    return self._missing(request, read, held(read), name)
                return self._page(request, read, template, found.title, f"/{part}/{name}", found.view, found.trail)

            return self._day_page(request, write)

        return page

    def _search(self, request: Request, read: Reading, words: str) -> Response:
        view = search.search(read, words)
        title = f"{view.words} – search" if view.words else "Search"
        values = {"frame": frame(read, title, "/guidance/search", (), view.words), "view": view, **self._asked(read)}
        return self._layout.page(request, "web/guidance/search.html", values, section=SECTION)

    def _missing(self, request: Request, read: Reading, part: Part, name: str) -> Response:
        view = missing(read, part, name)
        values = {"frame": frame(read, view.title, f"/guidance{part.path}"), "view": view, **self._asked(read)}
        status = HTTPStatus.NOT_FOUND
        return self._layout.page(request, "web/guidance/missing.html", values, section=SECTION, status=status)

    def _day_page(self, request: Request, write: Callable[[Reading], Response]) -> Response:
        """Write a page of the day that the address names."""
        service = self._layout.service
        try:
            read = reading(service.rulebook, service.day(None), request.query_params.getlist(ASK_DAY))
        except DayError as error:
            return self._wrong_day(request, error, page_path(request.url.path), request.query_params.get("q", ""))
        return write(read)

    def _wrong_day(self, request: Request, error: DayError, page: str, words: str) -> Response:
        service = self._layout.service
        read = reading(service.rulebook, service.day(None), ())
        asked = asked_day(read, error.typed, error.text, error.part)
        values = {"frame": frame(read, WRONG_DAY, page, (), words), "asked": asked, **self._asked(read)}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return self._layout.page(request, "web/guidance/day.html", values, section=SECTION, status=status)

    def _page(
        self,
        request: Request,
        read: Reading,
        template: str,
        title: str,
        page: str,
        view: object,
        trail: Sequence[LinkView] = (),
    ) -> Response:
        values = {"frame": frame(read, title, f"/guidance{page}", trail), "view": view, **self._asked(read)}
        return self._layout.page(request, f"web/guidance/{template}.html", values, section=SECTION)

    def _asked(self, read: Reading) -> dict[str, str]:
        """Give the day that the search form keeps."""
        return {"kept_day": read.chosen.isoformat() if read.chosen else ""}
