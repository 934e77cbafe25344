"""Building the service. Importing this does nothing; bad rules stop the building, never a request."""

from __future__ import annotations

from importlib.metadata import version
from typing import TextIO

from fastapi import FastAPI

from threshold_api import assessments, batches, guidance, narratives, pages, referrals
from threshold_api.contract import ASSESSMENTS, BATCH, NARRATIVES, REFERRAL_QUALITY, document_builder
from threshold_api.journal import Journal
from threshold_api.problems import add_handlers
from threshold_api.service import Clock, Service, london_now
from threshold_api.settings import Settings
from threshold_api.shell import Shell
from threshold_api.web.site import add_pages
from threshold_engine.load import load_rulebook
from threshold_engine.model.edition import edition_on


def create_app(settings: Settings | None = None, *, clock: Clock = london_now, log: TextIO | None = None) -> FastAPI:
    """
    Build the service.

    Args:
        clock: Gives the time in London, for cases that name no day.
        log: Where the journal goes; standard output if not given.

    Raises:
        RulebookError: The rules are wrong; every problem is listed.
    """
    chosen = settings if settings is not None else Settings()
    rulebook = load_rulebook(chosen.rulebook)
    service = Service(rulebook, chosen, Journal(log), clock)
    # Today's edition is made ready now, so that the first caller does not wait for it.
    edition_on(rulebook, max(service.day(None), rulebook.starts))
    app = FastAPI(
        title="Threshold advice for child safeguarding",
        version=version("threshold-engine"),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for part in (assessments, batches, narratives, referrals, guidance, pages):
        app.include_router(part.router(service))
    add_handlers(app)
    if chosen.pages:
        add_pages(app, service)
    app.add_middleware(Shell, journal=service.journal)
    examples = {ASSESSMENTS: assessments.worked_examples(rulebook), BATCH: batches.worked_examples(service)}
    examples[REFERRAL_QUALITY] = referrals.worked_examples(rulebook)
    if rulebook.context is not None:
        examples[NARRATIVES] = narratives.worked_examples(rulebook)
    app.openapi = document_builder(app, rulebook, examples)  # type: ignore[method-assign]
    return app
