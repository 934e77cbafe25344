"""The addresses of the training room, but for the live rooms."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from threshold_api.web.forms import read_form
from threshold_api.web.layout import Layout, PageError
from threshold_api.web.training.library import NO_FILTER, Filter, Scenario, library_view, load_library
from threshold_api.web.training.maker import NoCaseError, make_case
from threshold_api.web.training.reveal import level_choices, reveal
from threshold_api.web.words import AGENCIES

LEVELS = ("1", "2", "3", "4")
MOST_CASES = 1_000_000
NO_SCENARIO = PageError(HTTPStatus.NOT_FOUND, "There is no such case", "Choose one from the list of made-up cases.")
NO_LEVEL = "Choose the level you think it is"


def router(layout: Layout) -> APIRouter:
    """Give the routes, with the library read once."""
    pages = TrainingPages(layout, load_library(layout.service.rulebook))
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/training", pages.start)
    routes.add_api_route("/training/scenarios", pages.library)
    routes.add_api_route("/training/scenarios/{scenario_id}", pages.scenario)
    routes.add_api_route("/training/scenarios/{scenario_id}", pages.decide, methods=["POST"])
    routes.add_api_route("/training/scenarios/{scenario_id}/answer/{own}", pages.answer)
    routes.add_api_route("/training/make", pages.choose)
    routes.add_api_route("/training/make", pages.make, methods=["POST"])
    routes.add_api_route("/training/make/{level}/{agency}/{number}", pages.made)
    return routes


class TrainingPages:
    def __init__(self, layout: Layout, library: dict[str, Scenario]) -> None:
        self._layout = layout
        self._library = library

    def _page(
        self, request: Request, template: str, values: Mapping[str, object], status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return self._layout.page(request, f"web/training/{template}.html", values, section="training", status=status)

    async def start(self, request: Request) -> Response:
        """Show what can be done here."""
        return self._page(request, "start", {"total": len(self._library)})

    async def library(self, request: Request) -> Response:
        """Show the made-up cases that fit a filter."""
        asked = request.query_params
        chosen = Filter(asked.get("agency", NO_FILTER), asked.get("level", NO_FILTER), asked.get("theme", NO_FILTER))
        return self._page(request, "library", {"view": library_view(self._library, chosen, self._layout.service.rulebook)})

    def _scenario(self, scenario_id: str) -> Scenario:
        found = self._library.get(scenario_id)
        if found is None:
            raise NO_SCENARIO
        return found

    async def scenario(self, request: Request, scenario_id: str) -> Response:
        """Show a case to decide on."""
        return self._ask(request, self._scenario(scenario_id))

    def _ask(self, request: Request, found: Scenario, error: str = "") -> Response:
        choices = level_choices(self._layout.service.rulebook, found.answer)
        values = {"scenario": found, "agency": AGENCIES[found.agency], "choices": choices, "error": error}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
        return self._page(request, "scenario", values, status)

    async def decide(self, request: Request, scenario_id: str) -> Response:
        """Take an own decision. It is kept nowhere: it stands in the address of the answer."""
        found = self._scenario(scenario_id)
        own = (await read_form(request)).one("level")
        if own not in LEVELS:
            return self._ask(request, found, NO_LEVEL)
        return self._layout.redirect(f"/training/scenarios/{found.id}/answer/{own}")

    async def answer(self, request: Request, scenario_id: str, own: str) -> Response:
        """Show the answer of the guidance beside the own one."""
        found = self._scenario(scenario_id)
        if own not in LEVELS:
            raise NO_SCENARIO
        names = list(self._library)
        following = names[(names.index(found.id) + 1) % len(names)]
        values = {"scenario": found, "view": reveal(int(own), found.answer), "next": f"/training/scenarios/{following}"}
        return self._page(request, "answer", values)

    async def choose(self, request: Request) -> Response:
        """Ask which kind of case to make up."""
        return self._page(request, "make", {"agencies": list(AGENCIES.items()), "levels": LEVELS, "error": "", "asked": ("", "")})

    async def make(self, request: Request) -> Response:
        """Choose one of the many cases of a kind."""
        fields = await read_form(request)
        level, agency = fields.one("level"), fields.one("agency")
        if level not in LEVELS or agency not in AGENCIES:
            error = "Choose a level" if level not in LEVELS else "Choose where the worry is seen"
            values = {"agencies": list(AGENCIES.items()), "levels": LEVELS, "error": error, "asked": (level, agency)}
            return self._page(request, "make", values, HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._layout.redirect(f"/training/make/{level}/{agency}/{secrets.randbelow(MOST_CASES)}")

    async def made(self, request: Request, level: str, agency: str, number: str) -> Response:
        """Show a made-up case and its answer; the same address always gives the same case."""
        if level not in LEVELS or agency not in AGENCIES or not (number.isascii() and number.isdecimal() and len(number) <= 7):
            raise NO_SCENARIO
        edition = self._layout.service.edition(None)
        try:
            made = make_case(edition, int(level), agency, int(number))
        except NoCaseError:
            raise NO_SCENARIO from None
        values = {
            "made": made,
            "agency": AGENCIES[agency],
            "view": reveal(int(level), made.answer),
            "level": level,
            "agency_id": agency,
        }
        return self._page(request, "made", values)
