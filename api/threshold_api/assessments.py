"""The assessment endpoint: a case in, advice out, nothing kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from threshold_api.contract import ASSESSMENTS, WorkedExample, assessment_request, assessment_responses
from threshold_api.reading import read_mapping, with_now
from threshold_api.service import Service
from threshold_engine import assess, read_case
from threshold_engine.errors import FactsError
from threshold_engine.model.guidance import Rulebook

CASES: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    (
        "infant-bruise",
        "A bruise on a baby who cannot move about",
        {
            "as_of": "2026-11-22",
            "time_of_day": "21:30",
            "child": {"age": "3 months", "mobile": False},
            "setting": {"agency": "ed-paediatric", "role": "nurse"},
            "present": ["bruise-non-mobile-infant"],
            "answers": {"immediate_danger": False, "parents_informed": True},
        },
    ),
    (
        "mild-worry",
        "A first, mild worry at school",
        {
            "as_of": "2026-11-23",
            "time_of_day": "10:15",
            "child": {"age": "8 years"},
            "setting": {"agency": "school", "role": "teacher"},
            "present": ["attendance-inconsistent"],
            "answers": {"immediate_danger": False},
            "others": "absent",
        },
    ),
)
"""Made-up children. The day is fixed, so that the answers stay the same."""


def answer(case: Mapping[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    """Give the engine's answer to a case."""
    return assess(read_case(case, rulebook), rulebook).to_dict()


def worked_examples(rulebook: Rulebook) -> tuple[WorkedExample, ...]:
    """Answer the worked examples. One whose signs the rulebook does not have is left out."""
    found = []
    for name, summary, case in CASES:
        try:
            found.append(WorkedExample(name, summary, case, answer(case, rulebook)))
        except FactsError:
            continue
    return tuple(found)


def router(service: Service) -> APIRouter:
    """Give the assessment endpoint of a service."""
    routes = APIRouter(tags=["Assessment"])

    # The work is pure computing, about as long as a hop to a thread and back, so it stays in the loop.
    async def assess_case(request: Request) -> Response:
        """
        Suggest a level of need, say what to do now, and explain why.

        Leave out what is not known. Nothing that is sent is stored or logged.
        """
        given = with_now(await read_mapping(request, service.settings.max_body_bytes), service.clock())
        assessment = assess(read_case(given, service.rulebook), service.rulebook)
        if not assessment.channels.agree:
            service.journal.channels_differ(assessment.rulebook, assessment.channels)
        body = json.dumps(assessment.to_dict(), ensure_ascii=False, separators=(",", ":"))
        return Response(body, media_type="application/json")

    routes.add_api_route(
        ASSESSMENTS,
        assess_case,
        methods=["POST"],
        response_model=None,
        response_class=Response,
        summary="Assess a case",
        responses=assessment_responses(),
        openapi_extra=assessment_request(),
    )
    return routes
