"""The few pages for people, and the sign of life for machines. No script, nothing from another host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from threshold_api import presenters, views
from threshold_api.contract import json_response, problem_responses
from threshold_api.problems import KINDS
from threshold_api.service import Service
from threshold_engine.model.guidance import Rulebook

GUIDANCE = (
    ("/api/v1/rulebook", "What this guidance is"),
    ("/api/v1/levels", "Levels of need"),
    ("/api/v1/domains", "Groups of signs"),
    ("/api/v1/indicators", "Signs to look for"),
    ("/api/v1/rules", "Rules over signs and answers"),
    ("/api/v1/duties", "What must be done by law"),
    ("/api/v1/questions", "Questions of the form"),
    ("/api/v1/sources", "Documents behind it all"),
)
STATIC = (("style.css", "text/css"), ("icon.svg", "image/svg+xml"))
Endpoint = Callable[[], Awaitable[Response]]
A_DAY = "public, max-age=86400"


def router(service: Service) -> APIRouter:
    """Give the pages of a service."""
    routes = APIRouter(tags=["Service"])
    home = _page(home_text(service.rulebook), "What this service is, in one page.")
    html = {200: {"description": "A page.", "content": {"text/html": {"schema": {"type": "string"}}}}, **problem_responses()}
    routes.add_api_route(
        "/", home, response_class=HTMLResponse, response_model=None, summary="What this service is", responses=html
    )
    routes.add_api_route(
        "/health",
        _health(service),
        response_class=Response,
        response_model=None,
        summary="Is the service running, and on which guidance",
        responses={200: json_response(views.HealthView), **problem_responses()},
    )
    template = _environment().get_template("problem.html")
    for kind in KINDS:
        page = _page(template.render(kind=kind), "What a kind of error means.")
        routes.add_api_route(f"/problems/{kind.name}", page, response_class=HTMLResponse, include_in_schema=False)
    for name, media_type in STATIC:
        routes.add_api_route(f"/static/{name}", _static(name, media_type), include_in_schema=False)
    return routes


def _environment() -> Environment:
    return Environment(loader=PackageLoader("threshold_api"), autoescape=True, undefined=StrictUndefined)


def home_text(rulebook: Rulebook) -> str:
    """Write the first page."""
    return _environment().get_template("home.html").render(rulebook=rulebook, guidance=GUIDANCE)


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


def _static(name: str, media_type: str) -> Endpoint:
    text = files("threshold_api").joinpath("static", name).read_text(encoding="utf-8")

    async def static() -> Response:
        return Response(text, media_type=media_type, headers={"Cache-Control": A_DAY})

    return static
