"""The sign of life for machines, and what each kind of error means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from threshold_api import presenters, views
from threshold_api.contract import json_response, problem_responses
from threshold_api.problems import KINDS
from threshold_api.service import Service

Endpoint = Callable[[], Awaitable[Response]]


def router(service: Service) -> APIRouter:
    """Give the pages of a service."""
    routes = APIRouter(tags=["Service"])
    routes.add_api_route(
        "/health",
        _health(service),
        response_class=Response,
        response_model=None,
        summary="Is the service running, and on which guidance",
        responses={200: json_response(views.HealthView), **problem_responses()},
    )
    if not service.settings.pages:
        only = _environment().get_template("interface.html").render()
        routes.add_api_route("/", _page(only, "There are no pages here."), response_class=HTMLResponse, include_in_schema=False)
    template = _environment().get_template("problem.html")
    for kind in KINDS:
        page = _page(template.render(kind=kind), "What a kind of error means.")
        routes.add_api_route(f"/problems/{kind.name}", page, response_class=HTMLResponse, include_in_schema=False)
    return routes


def _environment() -> Environment:
    return Environment(loader=PackageLoader("threshold_api"), autoescape=True, undefined=StrictUndefined)


def _page(text: str, purpose: str) -> Endpoint:
    async def page() -> Response:
        return HTMLResponse(text)

    page.__doc__ = purpose
    return page


def _health(service: Service) -> Endpoint:
    body = presenters.health(service.rulebook).model_dump_json()

    async def health() -> Response:
        """The service runs, and this is the guidance it answers from."""
        return Response(body, media_type="application/json")

    return health
