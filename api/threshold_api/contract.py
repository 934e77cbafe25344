"""
The OpenAPI 3.1 document: shapes taken from the engine's own types, so that they cannot drift.

The names a case may use (indicators, questions, domains, agencies) are listed in the
document; they are those of the rulebook the service was started with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter

from threshold_api import problems, views
from threshold_api.caseschema import complete_case_schema, complete_referral_schema
from threshold_api.envelope import CASES, MOST_CASES
from threshold_engine.case import CaseIn
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.guidance import Document, Duty, Indicator, Rule, Rulebook
from threshold_engine.model.narrative import Narrative
from threshold_engine.quality import Quality
from threshold_engine.referral import ReferralIn

PREFIX = "/api/v1"
ASSESSMENTS = f"{PREFIX}/assessments"
BATCH = f"{ASSESSMENTS}:batch"
NARRATIVES = f"{PREFIX}/narratives"
REFERRAL_QUALITY = f"{PREFIX}/referral-quality"
INDICATORS = f"{PREFIX}/indicators"
REF = "#/components/schemas/{model}"
JSON = "application/json"
Responses = dict[int | str, dict[str, Any]]

SHOWN: tuple[type[Any], ...] = (
    Assessment,
    Narrative,
    Quality,
    problems.ProblemDocument,
    views.BatchAnswer,
    views.HealthView,
    views.RulebookView,
    views.LevelList,
    views.IndicatorList,
    views.RuleList,
    views.DutyList,
    views.QuestionList,
    views.DomainList,
    views.DocumentList,
)
DESCRIPTION = """\
Suggests a level of need for a child, says what to do now, and explains why. It advises; a named person decides.

**If a child is in danger now, call 999.** Do not wait for an answer from here.

Nothing that is sent to `POST /api/v1/assessments`, `/assessments:batch`, `/narratives` or `/referral-quality` is stored
or logged.
"""
NOT_ASKED_FOR = "Null if it was not asked for: `what_if` was false. An empty list means that there is nothing to tell."


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A body that can be sent, for example a case, and what was answered to it at start-up."""

    name: str
    summary: str
    case: Mapping[str, Any]
    answer: Mapping[str, Any]


def ref(shape: type[Any]) -> dict[str, str]:
    """Point at a shape of the document."""
    return {"$ref": REF.format(model=shape.__name__)}


def json_response(shape: type[Any], description: str = "The answer.") -> dict[str, Any]:
    """Describe an answer in JSON."""
    return {"description": description, "content": {JSON: {"schema": ref(shape)}}}


def problem_responses(*kinds: problems.Kind) -> Responses:
    """Describe the errors an address can give, with a sample of each."""
    described: Responses = {}
    for kind in (*kinds, problems.NOT_ALLOWED, problems.FAULT):
        entry: dict[str, Any] = {
            "description": kind.title,
            "content": {problems.MEDIA_TYPE: {"schema": ref(problems.ProblemDocument)}},
        }
        if kind is problems.NOT_ALLOWED:
            entry["headers"] = {"Allow": {"description": "What can be used.", "required": True, "schema": {"type": "string"}}}
        described[int(kind.status)] = entry
    return described


def guidance_responses(shape: type[BaseModel], *, single: bool) -> Responses:
    """Describe the answers of a guidance endpoint."""
    missing = (problems.NOT_FOUND,) if single else ()
    return {int(HTTPStatus.OK): json_response(shape), **problem_responses(*missing, problems.QUERY)}


def assessment_responses() -> Responses:
    """Describe the answers of the assessment endpoint."""
    answer = json_response(Assessment, "The suggestion, what to do now, and why.")
    return {int(HTTPStatus.OK): answer, **problem_responses(problems.TOO_LARGE, problems.MEDIA, problems.FACTS)}


def assessment_request() -> dict[str, Any]:
    """Describe the body of the assessment endpoint."""
    return _request(ref(CaseIn))


def batch_responses() -> Responses:
    """Describe the answers of the batch endpoint."""
    answer = json_response(views.BatchAnswer, "An answer for each case, in the same order.")
    return {int(HTTPStatus.OK): answer, **problem_responses(problems.TOO_LARGE, problems.MEDIA, problems.FACTS)}


def batch_request() -> dict[str, Any]:
    """Describe the body of the batch endpoint."""
    # Said as it is: whatever stands in the list is taken, and what is not a case comes back with its problems.
    entry = {"anyOf": [ref(CaseIn), {"description": "Anything else is answered with its problems."}]}
    cases = {"type": "array", "minItems": 1, "maxItems": MOST_CASES, "items": entry}
    return _request({"type": "object", "properties": {CASES: cases}, "required": [CASES], "additionalProperties": False})


def narrative_responses() -> Responses:
    """Describe the answers of the endpoint that reads free text."""
    answer = json_response(Narrative, "What the text may say; a person accepts or rejects each suggestion.")
    return {int(HTTPStatus.OK): answer, **problem_responses(problems.TOO_LARGE, problems.MEDIA, problems.FACTS)}


def referral_responses() -> Responses:
    """Describe the answers of the endpoint that marks a referral."""
    answer = json_response(Quality, "The marks, what cannot wait, and how to make it better.")
    return {int(HTTPStatus.OK): answer, **problem_responses(problems.TOO_LARGE, problems.MEDIA, problems.FACTS)}


def referral_request() -> dict[str, Any]:
    """Describe the body of the endpoint that marks a referral."""
    return _request(ref(ReferralIn))


def plain_request(shape: type[BaseModel]) -> dict[str, Any]:
    """Describe a body that one flat shape says all about."""
    return _request(shape.model_json_schema())


def _request(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def document_builder(
    app: FastAPI, rulebook: Rulebook, examples: Mapping[str, tuple[WorkedExample, ...]]
) -> Callable[[], dict[str, Any]]:
    """
    Give what gives the document of an app: made now, once.

    Args:
        examples: By the address they are posted to.
    """
    document = get_openapi(
        title=app.title, version=app.version, openapi_version=app.openapi_version, description=DESCRIPTION, routes=app.routes
    )
    document["components"] = {"schemas": schemas(rulebook)}
    _complete_parameters(document["paths"], rulebook)
    # Put in last: the framework leaves out every null of what it is given, and an answer has them.
    for path, shown in examples.items():
        _show(document["paths"][path]["post"], shown)
    return lambda: document


def _complete_parameters(paths: dict[str, Any], rulebook: Rulebook) -> None:
    """Add what only the rulebook knows: the groups to filter by, and a real id for each single entry."""
    samples: dict[str, tuple[Indicator | Rule | Duty | Document, ...]] = {
        f"{INDICATORS}/{{id}}": rulebook.indicators,
        f"{PREFIX}/rules/{{id}}": rulebook.rules,
        f"{PREFIX}/duties/{{id}}": rulebook.duties,
        f"{PREFIX}/sources/{{key}}": rulebook.sources,
    }
    for path, entries in samples.items():
        for parameter in paths[path]["get"]["parameters"]:
            if parameter["in"] == "path" and entries:
                parameter["examples"] = {"first": {"value": entry_name(entries[0])}}
    for parameter in paths[INDICATORS]["get"]["parameters"]:
        if parameter["name"] == "domain":
            parameter["schema"] = {"$ref": REF.format(model="DomainId")}


def entry_name(entry: Indicator | Rule | Duty | Document) -> str:
    """Give the name an entry is asked for by."""
    return entry.key if isinstance(entry, Document) else entry.id


def _show(operation: dict[str, Any], examples: tuple[WorkedExample, ...]) -> None:
    asked = operation["requestBody"]["content"][JSON]
    answered = operation["responses"][str(int(HTTPStatus.OK))]["content"][JSON]
    asked["examples"] = {item.name: {"summary": item.summary, "value": item.case} for item in examples}
    answered["examples"] = {item.name: {"summary": item.summary, "value": item.answer} for item in examples}


def schemas(rulebook: Rulebook) -> dict[str, Any]:
    """Give every shape of the document by name."""
    adapters = [(shape.__name__, "serialization", TypeAdapter(shape)) for shape in SHOWN]
    refs, whole = TypeAdapter.json_schemas(adapters, ref_template=REF)  # type: ignore[arg-type]
    answers: dict[str, Any] = dict(whole["$defs"])
    for (name, _), schema in refs.items():
        if "$ref" not in schema:
            answers[str(name)] = schema
    for schema in answers.values():
        _complete(schema)
    assessment = answers["Assessment"]["properties"]
    assessment["quality"]["description"] = "Room for the quality of a referral."
    for name in ("changes", "stability", "ask_next"):
        assessment[name]["description"] = NOT_ASKED_FOR
    return {
        **answers,
        **complete_referral_schema(ReferralIn.model_json_schema(ref_template=REF), rulebook),
        **complete_case_schema(CaseIn.model_json_schema(ref_template=REF), rulebook),
    }


def _complete(schema: dict[str, Any]) -> None:
    """Say that an answer always has all its fields: none is ever left out."""
    if "properties" in schema:
        # A field that could not be named after a word of Python carries an underscore there.
        schema["properties"] = {name.rstrip("_"): inner for name, inner in schema["properties"].items()}
        schema["required"] = list(schema["properties"])
        for inner in schema["properties"].values():
            inner.pop("default", None)
