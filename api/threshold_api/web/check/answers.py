"""One question of a screen: how it is asked, and how its answer is taken into a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from threshold_api.web.cases import status_of, with_observation, with_part
from threshold_api.web.check.ages import read_age
from threshold_api.web.check.shapes import NO, NOT_SURE, YES, YES_NO_NOT_SURE, Option, options
from threshold_api.web.check.worry import CONCERN, NO_CONCERN
from threshold_engine.ask import AGE_QUESTION, CHILD_QUESTIONS
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Question

RADIOS, NUMBER, TEXT, AGE = "radios", "number", "text", "age"
MOST_DIGITS = 3
LONGEST_TEXT = 5_000
NO_AGE = "Write the age as a number and a unit, for example 13 weeks or 7 years"
UNBORN = "unborn"
_AREA = ((CONCERN, "Yes, I am worried"), (NO_CONCERN, "No worry"), (NOT_SURE, "Not sure"))
_YES_NO = {YES: True, NO: False}

Case = Mapping[str, Any]


class AnswerError(Exception):
    """An answer that cannot be taken; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One question.

    Attributes:
        kind: ``radios``, ``number``, ``text`` or ``age``.
        value: The answer so far, as the form sends it.
    """

    id: str
    kind: str
    ask: str
    why: str | None
    choices: tuple[Option, ...]
    value: str


def asked(name: str, case: Case, edition: Edition) -> Asked | None:
    """Give a question with the answer so far; None if the guidance has none of this name."""
    part, _, key = name.partition(".")
    match part:
        case "answers" if key in edition.questions:
            return _answer(name, edition.questions[key], case)
        case "child" if key in CHILD_QUESTIONS:
            return Asked(name, RADIOS, CHILD_QUESTIONS[key], None, options(YES_NO_NOT_SURE), _word(case, "child", key))
        case "child" if key == "age":
            return Asked(name, AGE, AGE_QUESTION, None, (), str(case.get("child", {}).get("age", "")))
        case "domains":
            domain = next((domain for domain in edition.rulebook.domains if domain.id == key), None)
            value = str(case.get("domains", {}).get(key, ""))
            return Asked(name, RADIOS, domain.ask, None, options(_AREA), value) if domain else None
        case _ if name in edition.indicators:
            value = {"present": YES, "absent": NO}.get(status_of(case, name) or "", "")
            return Asked(name, RADIOS, edition.indicators[name].ask, None, options(YES_NO_NOT_SURE), value)
    return None


def with_answer(question: Asked, given: str, case: Case) -> dict[str, Any]:
    """
    Put an answer into a case. Blank or "not sure" takes it back to unknown.

    Raises:
        AnswerError: The answer cannot be taken.
    """
    part, _, key = question.id.partition(".")
    if not is_answer(given):
        return with_part(case, part, key, None) if key else with_observation(case, question.id, None)
    if question.kind == RADIOS and given not in {option["value"] for option in question.choices}:
        raise AnswerError("Choose one of the answers")
    if not key:
        return with_observation(case, question.id, "present" if given == YES else "absent")
    return with_part(case, part, key, _value(question, given))


def is_answer(given: str) -> bool:
    """Tell an answer from "not sure" and from what was left blank."""
    return given not in ("", NOT_SURE)


def _value(question: Asked, given: str) -> object:
    match question.kind:
        case "number":
            if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS):
                raise AnswerError(f"Write a whole number from 0 to {'9' * MOST_DIGITS}, or leave it blank")
            return int(given)
        case "text":
            if len(given) > LONGEST_TEXT:
                raise AnswerError(f"Make it shorter than {LONGEST_TEXT:,} letters")
            return given
        case "age":
            age = UNBORN if given.lower() in (UNBORN, "not born yet") else read_age(given, "year")
            if age is None:
                raise AnswerError(NO_AGE)
            return age
    return _YES_NO.get(given, given)


def _answer(name: str, question: Question, case: Case) -> Asked:
    said = case.get("answers", {}).get(question.id)
    match question.type:
        case "boolean":
            return Asked(name, RADIOS, question.ask, question.why, options(YES_NO_NOT_SURE), _word(case, "answers", question.id))
        case "choice":
            choices = (*((choice, choice_words(choice)) for choice in question.choices), (NOT_SURE, "Not sure"))
            return Asked(name, RADIOS, question.ask, question.why, options(choices), str(said or ""))
        case "number":
            return Asked(name, NUMBER, question.ask, question.why, (), "" if said is None else str(said))
    return Asked(name, TEXT, question.ask, question.why, (), str(said or ""))


def choice_words(choice: str) -> str:
    """Give a choice as a person reads it."""
    plain = choice.replace("-", " ")
    return plain[0].upper() + plain[1:]


def _word(case: Case, part: str, key: str) -> str:
    said = case.get(part, {}).get(key)
    return "" if said is None else YES if said else NO
