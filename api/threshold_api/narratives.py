"""The endpoint that reads free text: words in, suggestions out, nothing kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from threshold_api.contract import NARRATIVES, WorkedExample, narrative_responses, plain_request
from threshold_api.queries import refuse_repeats
from threshold_api.reading import BODY, read_mapping
from threshold_api.service import Service
from threshold_engine.errors import FactsError
from threshold_engine.model.guidance import Rulebook
from threshold_engine.narrative import LONGEST_TEXT, read_narrative
from threshold_engine.schema.messages import problem_of

EXAMPLE: Mapping[str, Any] = {
    "text": (
        "Baby girl aged 3 months, not rolling yet. Bruise 1 cm on the left cheek. Father could not explain the bruise."
        " No other marks. Mother denies any violence at home."
    )
}
"""A made-up child."""


class NarrativeIn(BaseModel):
    """Free text about a child, and the child's age if it is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    text: Annotated[str, Field(max_length=LONGEST_TEXT, description="As it was written. Places in the answer count from 0.")]
    age: Annotated[str | None, Field(description="Such as `3 months`. Read from the text if it is not given.")] = None


def read(given: Mapping[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    """
    Read the text of a request.

    Raises:
        FactsError: The request is not one; every problem is listed.
    """
    try:
        asked = NarrativeIn.model_validate(dict(given))
    except ValidationError as error:
        raise FactsError([problem_of(item, BODY, NarrativeIn) for item in error.errors(include_url=False)]) from None
    return read_narrative(asked.text, rulebook, age=asked.age).to_dict()


def worked_examples(rulebook: Rulebook) -> tuple[WorkedExample, ...]:
    """Read the worked example."""
    return (WorkedExample("baby", "A bruise on a baby", EXAMPLE, read(EXAMPLE, rulebook)),)


def router(service: Service) -> APIRouter:
    """Give the endpoint of a service that reads free text."""
    routes = APIRouter(tags=["Assessment"], dependencies=[Depends(refuse_repeats)])

    async def read_text(request: Request) -> Response:
        """
        Suggest what a text says about a child, each with the exact words it rests on.

        Suggestions only: a person accepts or rejects each. A text in which nothing is found may still be about a
        child at risk. Nothing that is sent is stored or logged.
        """
        given = await read_mapping(request, service.settings.max_body_bytes)
        # In a thread: a long text takes many times as long as a case.
        found = await run_in_threadpool(read, given, service.rulebook)
        return Response(json.dumps(found, ensure_ascii=False, separators=(",", ":")), media_type="application/json")

    routes.add_api_route(
        NARRATIVES,
        read_text,
        methods=["POST"],
        response_model=None,
        response_class=Response,
        summary="Read free text",
        responses=narrative_responses(),
        openapi_extra=plain_request(NarrativeIn),
    )
    return routes
