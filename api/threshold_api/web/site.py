"""All pages together."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from threshold_api.service import Service
from threshold_api.web import assets, home
from threshold_api.web.forms import FormError
from threshold_api.web.layout import Layout, PageError
from threshold_api.web.visits import Visits


def add_pages(app: FastAPI, service: Service) -> Layout:
    """Put the pages on an app, and make their errors pages too."""
    layout = Layout(service, Visits(service.clock))
    for part in (home,):
        app.include_router(part.router(layout))
    app.include_router(assets.router())

    async def page_error(request: Request, error: PageError) -> Response:
        return layout.error(request, error)

    async def form_error(request: Request, error: FormError) -> Response:
        return layout.form_error(request, error)

    app.exception_handler(PageError)(page_error)
    app.exception_handler(FormError)(form_error)
    return layout
