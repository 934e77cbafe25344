"""The endpoint that marks a referral: a referral in, marks and questions out, nothing kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from threshold_api.contract import REFERRAL_QUALITY, WorkedExample, referral_request, referral_responses
from threshold_api.queries import refuse_repeats
from threshold_api.reading import read_mapping, with_now
from threshold_api.service import Service
from threshold_engine.errors import FactsError
from threshold_engine.model.guidance import Rulebook
from threshold_engine.quality import score_referral

REFERRALS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    (
        "poor",
        "Three sentences that leave the screener with nothing to decide on",
        {
            "as_of": "2026-11-23",
            "narrative": "Concerns raised about this family. Mum is not coping and the home is dirty. Please advise.",
        },
    ),
    (
        "fair",
        "What was seen, said and asked for, in a few fields",
        {
            "as_of": "2026-11-23",
            "child": {"age": "7 years"},
            "setting": {"agency": "school", "role": "class teacher"},
            "referrer": {"name": "Ruth Bell", "phone": "020 7946 0100", "available_until": "18:00"},
            "worry": "Kofi came to school hungry on 9 of the last 15 days. On 20 November I saw him take another child's lunch.",
            "child_voice": "I asked him what he had for dinner. He said, “There is no food at home.”",
            "household": [{"name": "Ama", "age": "4 years", "relationship": "sister", "lives_with_child": "yes"}],
            "sharing": {"consent_asked_by": "Ruth Bell", "asked_on": "2026-11-23", "answer": "yes"},
            "safety_tonight": {"where": "At home with his mother", "safe": "yes"},
            "request": {"kind": "action", "service": "family support"},
        },
    ),
)
"""Made-up children. The day is fixed, so that the answers stay the same."""


def marked(given: Mapping[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    """
    Mark a referral.

    Raises:
        FactsError: It cannot be read; every problem is listed.
    """
    return score_referral(given, rulebook).to_dict()


def worked_examples(rulebook: Rulebook) -> tuple[WorkedExample, ...]:
    """Mark the worked examples. There are none where the rulebook cannot mark a referral."""
    found = []
    for name, summary, referral in REFERRALS:
        try:
            found.append(WorkedExample(name, summary, referral, marked(referral, rulebook)))
        except FactsError:
            continue
    return tuple(found)


def router(service: Service) -> APIRouter:
    """Give the endpoint of a service that marks referrals."""
    routes = APIRouter(tags=["Assessment"], dependencies=[Depends(refuse_repeats)])

    async def mark_referral(request: Request) -> Response:
        """
        Mark a referral part by part, and say how to make it better.

        The marks are for the text, never for how much the child needs, and hold nothing back: `send_now` says first
        what cannot wait. Nothing that is sent is stored or logged.
        """
        given = with_now(await read_mapping(request, service.settings.max_body_bytes), service.clock())
        # In a thread: a long text takes many times as long as a case.
        found = await run_in_threadpool(marked, given, service.rulebook)
        return Response(json.dumps(found, ensure_ascii=False, separators=(",", ":")), media_type="application/json")

    routes.add_api_route(
        REFERRAL_QUALITY,
        mark_referral,
        methods=["POST"],
        response_model=None,
        response_class=Response,
        summary="Mark a referral",
        responses=referral_responses(),
        openapi_extra=referral_request(),
    )
    return routes
