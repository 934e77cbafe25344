"""The names a case may use, and the nearest ones when it uses another."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from threshold_engine.errors import Problem
from threshold_engine.model.case import AnswerValue, Case
from threshold_engine.model.guidance import Question, Rulebook
from threshold_engine.schema.messages import shortened

_MOST_LOOKED_UP = 20
"""Looking for near names is slow; a case with more unknown ones was not typed by a person."""


def names_of(rulebook: Rulebook) -> Names:
    """Give the names of a rulebook, worked out once."""
    found = rulebook.cache.get("names")
    if not isinstance(found, Names):
        found = rulebook.cache["names"] = Names(rulebook)
    return found


class Names:
    """Checks the names and answers of a case against a rulebook, every edition of it."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._indicators = {indicator.id: indicator for indicator in rulebook.indicators}
        self._questions = {question.id: question for question in rulebook.questions}
        self._domains = {domain.id for domain in rulebook.domains} | {i.domain for i in rulebook.indicators}
        self._codes = {codes.id: {value.code for value in codes.values} for codes in rulebook.codes}

    def problems(self, case: Case) -> list[Problem]:
        """List every name that is not known and every answer that is not of its question's type."""
        found = self.unknown_indicators(sorted({item.indicator for item in case.observations}))
        for domain in case.domains:
            if domain not in self._domains:
                found.append(
                    Problem(
                        f"domains.{shortened(domain)}",
                        "UNKNOWN_DOMAIN",
                        f"`{shortened(domain)}` is not a domain",
                        _nearest(domain, self._domains),
                    )
                )
        for name, value in case.answers.items():
            found += self._answer(name, value)
        found += self._code("setting.source_code", case.setting.get("source_code"), "referral-source")
        found += self._code("child.ethnicity", case.child.ethnicity, "ethnicity")
        return found

    def unknown_indicators(self, names: Iterable[str]) -> list[Problem]:
        """Name each id that no edition has, with the nearest ones that exist."""
        unknown = [name for name in names if name not in self._indicators]
        return [
            Problem(
                f"indicator {shortened(name)}",
                "UNKNOWN_INDICATOR",
                f"`{shortened(name)}` is not an indicator of this guidance",
                _nearest(name, self._indicators if number < _MOST_LOOKED_UP else ()),
            )
            for number, name in enumerate(unknown)
        ]

    def _answer(self, name: str, value: AnswerValue) -> list[Problem]:
        where = f"answers.{shortened(name)}"
        question = self._questions.get(name)
        if question is None:
            return [
                Problem(
                    where,
                    "UNKNOWN_QUESTION",
                    f"`{shortened(name)}` is not a question of the form",
                    _nearest(name, self._questions),
                )
            ]
        if _fits(question, value):
            return []
        return [Problem(where, "BAD_ANSWER", f"`{shortened(str(value))}` does not answer: {question.ask}", _wanted(question))]

    def _code(self, where: str, code: str | None, codes: str) -> list[Problem]:
        known = self._codes.get(codes)
        if code is None or not known or code in known:
            return []
        return [
            Problem(
                where, "UNKNOWN_CODE", f"`{shortened(code)}` is not in the code list", f"use one of: {', '.join(sorted(known))}"
            )
        ]


def unknown_rule(name: str, known: Iterable[str]) -> Problem:
    """Say that there is no such rule on the day, with the nearest ones."""
    where = f"rule {shortened(name)}"
    return Problem(where, "UNKNOWN_RULE", f"no rule `{shortened(name)}` is in force on that day", _nearest(name, known))


def _fits(question: Question, value: AnswerValue) -> bool:
    match question.type:
        case "boolean":
            return isinstance(value, bool)
        case "number":
            return type(value) is int and 0 <= value < 1_000_000
        case "choice":
            return value in question.choices
        case _:
            return isinstance(value, str)


def _wanted(question: Question) -> str:
    match question.type:
        case "boolean":
            return "write true, false or unknown"
        case "number":
            return "write a whole number, or unknown"
        case "choice":
            return f"write one of: {', '.join(question.choices)}, or unknown"
        case _:
            return "write text, or leave it out"


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name[:200].lower(), list(known), n=3, cutoff=0.5)
    if near:
        return f"did you mean {' or '.join(f'`{item}`' for item in near)}?"
    return "see the list in docs/thresholds.md"
