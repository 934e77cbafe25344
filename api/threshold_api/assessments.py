"""The assessment endpoint: a case in, advice out, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from threshold_api.contract import ASSESSMENTS, WorkedExample, assessment_request, assessment_responses
from threshold_api.queries import CaseQuery, refuse_repeats
from threshold_api.reading import read_mapping, with_now
from threshold_api.service import Service
from threshold_api.writing import written
from threshold_engine import Assessment, assess, read_case
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


def assessed(case: Mapping[str, Any], service: Service, *, what_if: bool) -> Assessment:
    """
    Assess a case, and write an incident if the channels differ.

    Raises:
        FactsError: The case cannot be used; every problem is listed.
        EngineFault: The engine failed.
    """
    assessment = assess(read_case(case, service.rulebook), service.rulebook, what_if=what_if)
    if not assessment.channels.agree:
        service.journal.channels_differ(assessment.rulebook, assessment.channels)
    return assessment


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
    routes = APIRouter(tags=["Assessment"], dependencies=[Depends(refuse_repeats)])

    # The work is pure computing, about as long as a hop to a thread and back, so it stays in the loop.
    async def assess_case(request: Request, query: Annotated[CaseQuery, Query()]) -> Response:
        """
        Suggest a level of need, say what to do now, and explain why.

        Leave out what is not known. Nothing that is sent is stored or logged.
        """
        given = with_now(await read_mapping(request, service.settings.max_body_bytes), service.clock())
        return Response(written(assessed(given, service, what_if=query.what_if)), media_type="application/json")

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
