"""
Errors as RFC 9457 problem documents: every problem listed, nothing of the code shown.

``type`` is a link on this service: the page behind it says what the kind means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from threshold_engine.errors import FactsError, Problem

MEDIA_TYPE = "application/problem+json"
_LONGEST_NAME = 200
_SHOWN = 60


class ProblemItem(BaseModel):
    """One thing that is wrong, and how to put it right."""

    code: str
    where: str
    what: str
    fix: str


class ProblemDocument(BaseModel):
    """What went wrong (RFC 9457). Every problem is listed."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemItem]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error: the last part of its ``type``, and its words."""

    name: str
    status: HTTPStatus
    title: str
    detail: str


NOT_FOUND = Kind("not-found", HTTPStatus.NOT_FOUND, "Not found", "There is nothing at this address.")
NOT_ALLOWED = Kind(
    "method-not-allowed", HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed", "This address does not take this kind of request."
)
TOO_LARGE = Kind("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large", "The request is too long.")
MEDIA = Kind("media-type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Not JSON", "This address reads JSON only.")
FACTS = Kind("facts", HTTPStatus.UNPROCESSABLE_ENTITY, "The case cannot be used", "Put every problem right and send it again.")
QUERY = Kind("query", HTTPStatus.UNPROCESSABLE_ENTITY, "The question cannot be used", "Put every problem right and ask again.")
FAULT = Kind(
    "engine-fault",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "The service failed",
    "This is our mistake, not yours. Do not wait: follow your safeguarding procedure. If a child is in danger now, call 999.",
)
OTHER = Kind("request", HTTPStatus.BAD_REQUEST, "The request cannot be used", "The request is not one this service can read.")
KINDS = (NOT_FOUND, NOT_ALLOWED, TOO_LARGE, MEDIA, FACTS, QUERY, FAULT, OTHER)


class RefusalError(Exception):
    """A request that is refused, with every reason."""

    def __init__(self, kind: Kind, problems: Iterable[Problem], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(kind.name)
        self.kind = kind
        self.problems = tuple(problems)
        self.headers = dict(headers or {})


def document(kind: Kind, problems: Iterable[Problem]) -> ProblemDocument:
    """Give the problem document of a kind."""
    return ProblemDocument(
        type=f"/problems/{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=kind.detail,
        problems=[item_of(problem) for problem in problems],
    )


def problem_response(kind: Kind, problems: Iterable[Problem], headers: Mapping[str, str] | None = None) -> Response:
    """Give a problem document as a response."""
    body = document(kind, problems).model_dump_json()
    return Response(body, status_code=kind.status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def item_of(problem: Problem) -> ProblemItem:
    """Show a problem."""
    return ProblemItem(code=problem.code, where=problem.where, what=problem.what, fix=problem.fix)


def fault_problem() -> Problem:
    """Say that there is a defect of ours. It says nothing of what happened inside."""
    return Problem("service", "ENGINE_FAULT", "the service could not work this out", "try once more, then tell whoever runs it")


def fault_response() -> Response:
    """Give the answer to a defect of ours."""
    return problem_response(FAULT, [fault_problem()])


def unknown_name(kind: Kind, code: str, where: str, name: str, what: str, known: Iterable[str]) -> RefusalError:
    """Refuse a name nobody knows, with the nearest ones that exist."""
    names = sorted(set(known))
    near = get_close_matches(name[:_LONGEST_NAME].lower(), names, n=3, cutoff=0.5)
    fix = f"did you mean {' or '.join(f'`{item}`' for item in near)}?" if near else "see the list of names"
    return RefusalError(kind, [Problem(where, code, f"`{_shown(name)}` is not {what} of this guidance", fix)])


def add_handlers(app: FastAPI) -> None:
    """Make every error of an app a problem document."""
    app.exception_handler(RefusalError)(_refused)
    app.exception_handler(FactsError)(facts_response)
    app.exception_handler(RequestValidationError)(_query)
    app.exception_handler(HTTPException)(http_response)


async def _refused(_: Request, error: RefusalError) -> Response:
    return problem_response(error.kind, error.problems, error.headers)


async def facts_response(request: Request, error: FactsError) -> Response:
    """Give a problem document for facts, or a question, that cannot be used."""
    return problem_response(FACTS if request.method == "POST" else QUERY, error.problems)


async def _query(_: Request, error: RequestValidationError) -> Response:
    return problem_response(QUERY, sorted({_worded(item) for item in error.errors()}))


def _worded(item: Mapping[str, Any]) -> Problem:
    name = str(item["loc"][-1])
    where = f"{item['loc'][0]}.{_shown(name)}"
    if item["type"] == "extra_forbidden":
        return Problem(
            where, "UNKNOWN_PARAMETER", f"`{_shown(name)}` is not known at this address", "take it away, or check how it is spelt"
        )
    given = _shown(str(item.get("input")))
    message = str(item.get("ctx", {}).get("error", item["msg"]))
    return Problem(where, "BAD_VALUE", f"`{given}` cannot be used", message[:1].lower() + message[1:])


async def http_response(_: Request, error: HTTPException) -> Response:
    """Give a problem document for an address or a method that does not exist."""
    if error.status_code == HTTPStatus.NOT_FOUND:
        problem = Problem(
            "address", "NOT_FOUND", "there is nothing at this address", "see the list of addresses at /api/openapi.json"
        )
        return problem_response(NOT_FOUND, [problem])
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "")
        problem = Problem("method", "METHOD_NOT_ALLOWED", "this address does not take this kind of request", f"use {allowed}")
        return problem_response(NOT_ALLOWED, [problem], {"Allow": allowed})
    problem = Problem("request", "BAD_REQUEST", "the request cannot be read", "see /api/openapi.json for what can be sent")
    return problem_response(OTHER, [problem])


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
