"""The batch endpoint: up to a thousand cases in, an answer to each, nothing kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from threshold_api import assessments
from threshold_api.contract import BATCH, WorkedExample, batch_request, batch_responses
from threshold_api.envelope import CASES, case_texts
from threshold_api.problems import fault_problem, item_of
from threshold_api.queries import BatchQuery, refuse_repeats
from threshold_api.reading import decoded, parse, read_body, with_now
from threshold_api.service import Service
from threshold_api.views import BatchRefused
from threshold_api.writing import written
from threshold_engine.errors import EngineFault, FactsError, Problem

CASE = "case"
UNUSABLE = {"as_of": "2026-11-22", "child": {"age": "200 years"}}
"""Shows in the document what becomes of a case with a mistake in it."""


def texts_of(body: bytes) -> list[str]:
    """
    Give the text of each case of a batch.

    Raises:
        FactsError: The body is not a batch of cases.
    """
    return case_texts(decoded(body))


def result_of(service: Service, now: datetime, what_if: bool, text: str) -> bytes:
    """Answer one case of a batch, as JSON: with an assessment, or with all that is wrong in it."""
    try:
        _refuse_too_large(text, service.settings.max_body_bytes)
        given = with_now(parse(text, CASE), now)
        return b'{"assessment":' + written(assessments.assessed(given, service, what_if=what_if)) + b"}"
    except FactsError as error:
        problems = error.problems
    except EngineFault as error:
        service.journal.fault(BATCH, error)
        problems = (fault_problem(),)
    return BatchRefused(problems=[item_of(problem) for problem in problems]).model_dump_json().encode()


def _refuse_too_large(text: str, max_bytes: int) -> None:
    if len(text.encode()) > max_bytes:
        fix = "send only what matters to the case"
        raise FactsError([Problem(CASE, "TOO_LARGE", f"the case has more than {max_bytes:,} bytes", fix)])


def joined(results: Iterable[bytes]) -> bytes:
    """Give the answer to a batch."""
    return b'{"results":[' + b",".join(results) + b"]}"


def worked_examples(service: Service) -> tuple[WorkedExample, ...]:
    """Answer a batch of the worked examples, with one case that cannot be used."""
    cases = [dict(item.case) for item in assessments.worked_examples(service.rulebook)]
    batch = {CASES: [*cases, UNUSABLE]}
    texts = texts_of(json.dumps(batch).encode())
    answer = joined(result_of(service, service.clock(), False, text) for text in texts)
    return (WorkedExample("three-cases", "Cases, one of them with a mistake", batch, json.loads(answer)),)


def router(service: Service) -> APIRouter:
    """Give the batch endpoint of a service."""
    routes = APIRouter(tags=["Assessment"], dependencies=[Depends(refuse_repeats)])
    # One thread: the work is pure computing, so that a second one would only slow both, and everyone else.
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batch")

    async def assess_batch(request: Request, query: Annotated[BatchQuery, Query()]) -> Response:
        """
        Assess up to 1,000 cases at once.

        Each case is answered as by `POST /api/v1/assessments`, in the same order. A case that cannot be used is
        answered with its problems; the others are answered all the same.

        What would change the level and what to ask next are left out here, since they take several times as long:
        `changes`, `stability` and `ask_next` are null. Ask for them with `what_if=true`.

        Leave out what is not known. Nothing that is sent is stored or logged.
        """
        body = await read_body(request, service.settings.max_batch_bytes, "send fewer cases at a time")
        off_the_loop = partial(asyncio.get_running_loop().run_in_executor, worker)
        answer = partial(result_of, service, service.clock(), query.what_if)
        # One case at a time, so that whoever sends one case, or another batch, waits for one case and not for all.
        results = [await off_the_loop(answer, text) for text in await off_the_loop(texts_of, body)]
        return Response(joined(results), media_type="application/json")

    routes.add_api_route(
        BATCH,
        assess_batch,
        methods=["POST"],
        response_model=None,
        response_class=Response,
        summary="Assess many cases",
        responses=batch_responses(),
        openapi_extra=batch_request(),
    )
    return routes
