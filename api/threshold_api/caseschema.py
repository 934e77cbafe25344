"""
The published shape of a case: the engine's own schema, completed with what only the rulebook knows.

The engine reads `unknown` wherever a thing can be known or not, and times without a zone;
its generated schema says neither.
"""

from __future__ import annotations

from typing import Any

from threshold_engine.case import UNKNOWN
from threshold_engine.model.guidance import Question, Rulebook
from threshold_engine.model.words import AGENCIES

Schema = dict[str, Any]
TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
MAY_BE_UNKNOWN = {
    "ChildIn": ("unborn", "disabled", "mobile", "looked_after", "sex"),
    "ObservationIn": ("met",),
}
_REF = "#/components/schemas/"


def complete_case_schema(schema: Schema, rulebook: Rulebook) -> dict[str, Schema]:
    """
    Give the schema of a case, in parts, by name.

    Args:
        schema: As pydantic makes it from CaseIn, its parts under ``$defs``.
    """
    parts: dict[str, Schema] = schema.pop("$defs")
    case = parts["CaseIn"] = schema
    for part, names in MAY_BE_UNKNOWN.items():
        for name in names:
            _allow(parts[part]["properties"][name], {"const": UNKNOWN})
    fields = case["properties"]
    _replace_text(fields["time_of_day"], {"type": "string", "pattern": TIME_PATTERN, "examples": ["14:30"]})
    _replace_text(parts["SettingIn"]["properties"]["agency"], {"type": "string", "enum": [*AGENCIES, UNKNOWN]})
    parts["IndicatorId"] = _enum("The id of an indicator of this guidance.", [entry.id for entry in rulebook.indicators])
    parts["DomainId"] = _enum("The id of a domain of this guidance.", [entry.id for entry in rulebook.domains])
    parts["Answers"] = _answers(rulebook)
    fields["present"]["items"] = fields["absent"]["items"] = {"$ref": f"{_REF}IndicatorId"}
    parts["ObservationIn"]["properties"]["indicator"] = {"$ref": f"{_REF}IndicatorId"}
    fields["domains"]["propertyNames"] = {"$ref": f"{_REF}DomainId"}
    fields["answers"] = {"$ref": f"{_REF}Answers"}
    return parts


def complete_referral_schema(schema: Schema, rulebook: Rulebook) -> dict[str, Schema]:
    """
    Give the schema of a referral, which is a case and more, in parts, by name.

    Args:
        schema: As pydantic makes it from ReferralIn, its parts under ``$defs``.
    """
    parts = complete_case_schema(schema, rulebook)
    parts["ReferralIn"] = parts.pop("CaseIn")
    _replace_text(
        parts["ReferrerIn"]["properties"]["sent_at"], {"type": "string", "pattern": TIME_PATTERN, "examples": ["14:30"]}
    )
    return parts


def _allow(field: Schema, more: Schema) -> None:
    field["anyOf"] = [*field["anyOf"], more]


def _replace_text(field: Schema, text: Schema) -> None:
    field["anyOf"] = [text if option.get("type") == "string" else option for option in field["anyOf"]]


def _enum(description: str, names: list[str]) -> Schema:
    return {"type": "string", "description": description, "enum": list(dict.fromkeys(names))}


def _answers(rulebook: Rulebook) -> Schema:
    return {
        "type": "object",
        "description": "Answers to the named questions of the form.",
        "properties": {question.id: _answer(question) for question in rulebook.questions},
        "additionalProperties": False,
    }


def _answer(question: Question) -> Schema:
    options: dict[str, list[Schema]] = {
        "boolean": [{"type": "boolean"}, {"const": UNKNOWN}],
        "number": [{"type": "integer", "minimum": 0, "maximum": 999_999}, {"const": UNKNOWN}],
        "choice": [{"type": "string", "enum": [*question.choices, UNKNOWN]}],
    }
    allowed = options.get(question.type, [{"type": "string", "maxLength": 200_000}])
    return {"description": question.ask, "anyOf": [*allowed, {"type": "null"}]}
