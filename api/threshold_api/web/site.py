"""All pages together."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Depends, FastAPI, Request, Response
from starlette.exceptions import HTTPException

from threshold_api.problems import facts_response, http_response
from threshold_api.service import Service
from threshold_api.web import answer, assets, check, guidance, home, referral, rooms, training
from threshold_api.web.forms import FormError
from threshold_api.web.gate import gate
from threshold_api.web.layout import TOO_MUCH_HELD, Layout, PageError, wants_page
from threshold_api.web.visits import TooMuchHeldError, Visits
from threshold_engine.errors import FactsError

NO_PAGE = {
    HTTPStatus.NOT_FOUND: ("There is no page here", "Check the address, or go to the start."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("This page cannot be opened like that", "It only takes a form from a page of this service."),
    HTTPStatus.BAD_REQUEST: ("That could not be read", "Go back and try again. Nothing was changed."),
}


def add_pages(app: FastAPI, service: Service) -> Layout:
    """Put the pages on an app, and make their errors pages too."""
    layout = app.state.layout = Layout(service, Visits(service.clock))
    for part in (home, check, answer, rooms, referral, guidance, training):
        app.include_router(part.router(layout), dependencies=[Depends(gate(layout))])
    app.include_router(assets.router())

    async def page_error(request: Request, error: PageError) -> Response:
        return layout.error(request, error)

    async def no_page(request: Request, error: HTTPException) -> Response:
        if not wants_page(request.headers, request.url.path):
            return await http_response(request, error)
        status = HTTPStatus(error.status_code)
        return layout.error(request, PageError(status, *NO_PAGE.get(status, NO_PAGE[HTTPStatus.BAD_REQUEST])))

    async def form_error(request: Request, error: FormError) -> Response:
        return layout.form_error(request, error)

    async def too_much(request: Request, _: TooMuchHeldError) -> Response:
        typed = getattr(request.state, "typed", None)
        return layout.error(request, PageError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, *TOO_MUCH_HELD, typed))

    async def facts_error(request: Request, error: FactsError) -> Response:
        check_id = request.path_params.get("check_id")
        # The page of the answer says what does not fit together, and where it can be put right.
        return await facts_response(request, error) if check_id is None else layout.redirect(f"/check/{check_id}/answer")

    app.exception_handler(PageError)(page_error)
    app.exception_handler(TooMuchHeldError)(too_much)
    app.exception_handler(FactsError)(facts_error)
    app.exception_handler(HTTPException)(no_page)
    app.exception_handler(FormError)(form_error)
    return layout
