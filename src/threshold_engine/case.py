"""
Reading what a practitioner tells us.

A mapping (from YAML, JSON or a form) becomes a frozen Case. Strict: an unknown key, a
"yes" where true is meant, an impossible age or two statements that contradict each
other are refused, all at once, each with the place and the way out. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.case import Age, Case, Child, Observation, ReferrerView
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import AGENCIES, Status
from threshold_engine.names import names_of
from threshold_engine.schema.ages import MONTHS_IN_YEAR, parse_age
from threshold_engine.schema.messages import problem_of, shortened

UNKNOWN = "unknown"
OLDEST_YEARS = 25
"""Care leavers and young people with special needs are children's services' concern up to 25."""
LAST_YEAR = 2199
MOST_PROBLEMS = 500
_TYPE_NAMES = ("bool", "int", "str", "constrained-str")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?")


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _DAY.fullmatch(value):
        raise ValueError("write it as year-month-day, for example 2026-11-22")
    return date.fromisoformat(value)


def _time(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _TIME.fullmatch(value):
        raise ValueError("write hours and minutes of the local time, for example 02:10")
    return time.fromisoformat(value)


def _known(value: object) -> object:
    return None if value == UNKNOWN else value


Day = Annotated[date, BeforeValidator(_day)]
TimeOfDay = Annotated[time, BeforeValidator(_time)]
YesNoUnknown = Annotated[bool | None, BeforeValidator(_known)]
Short = Annotated[str, StringConstraints(max_length=200)]
Long = Annotated[str, StringConstraints(max_length=200_000)]
Name = Annotated[str, StringConstraints(max_length=120)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ChildIn(_In):
    """The child. Leave out what is not known, or say `unknown`."""

    age: Annotated[
        str | None,
        Field(description="For example `3 months`, `13 weeks`, `7 years`, `unborn` or `unknown`.", examples=["3 months"]),
    ] = None
    unborn: YesNoUnknown = None
    disabled: YesNoUnknown = None
    mobile: Annotated[YesNoUnknown, Field(description="Can the child move about on their own?")] = None
    looked_after: YesNoUnknown = None
    sex: Annotated[Literal["female", "male", "indeterminate"] | None, BeforeValidator(_known)] = None
    ethnicity: Annotated[Short | None, BeforeValidator(_known)] = None


class SettingIn(_In):
    """Where the worry was seen, and by whom."""

    agency: Annotated[Short | None, Field(description=f"One of: {', '.join(AGENCIES)}."), BeforeValidator(_known)] = None
    source_code: Annotated[
        Short | None, Field(description="The census code of the contact source, for example 3E."), BeforeValidator(_known)
    ] = None
    role: Annotated[Short | None, BeforeValidator(_known)] = None


class ObservationIn(_In):
    """One indicator, where there is more to say than present or absent."""

    indicator: Name
    status: Literal["present", "absent", "unknown"] = "unknown"
    basis: Literal["observed", "disclosed", "reported", "suspected"] | None = None
    when: Literal["current", "historic"] | None = None
    met: Annotated[
        YesNoUnknown,
        Field(description="Is the need already met, with no effect on the child? Read for family and background factors only."),
    ] = None
    note: Long | None = None


class ReferrerViewIn(_In):
    level: Annotated[int, Field(ge=1, le=4)]
    why: Long | None = None


class CaseIn(_In):
    """What a practitioner tells us. Every field is optional; what is left out is unknown."""

    as_of: Annotated[Day | None, Field(description="The day the answer is for. Today if left out.")] = None
    time_of_day: Annotated[
        TimeOfDay | None, Field(description="Hours and minutes, to choose the phone numbers that answer now.")
    ] = None
    child: ChildIn = Field(default_factory=ChildIn)
    setting: SettingIn = Field(default_factory=SettingIn)
    present: Annotated[list[Name], Field(max_length=1000, description="Indicators found.")] = Field(default_factory=list)
    absent: Annotated[list[Name], Field(max_length=1000, description="Indicators looked for and not found.")] = Field(
        default_factory=list
    )
    observations: Annotated[list[ObservationIn], Field(max_length=1000)] = Field(default_factory=list)
    answers: Annotated[
        dict[Name, bool | int | Long | None], Field(max_length=500, description="Named questions of the form; see the rulebook.")
    ] = Field(default_factory=dict)
    domains: dict[Name, Literal["concern", "no-concern", "unknown"]] = Field(
        default_factory=dict, max_length=100, description="`no-concern` settles a whole domain as absent."
    )
    others: Literal["unknown", "absent"] = Field(
        default="unknown", description="`absent`: everything not mentioned was looked at and is not so."
    )
    narrative: Long | None = None
    referrer_view: ReferrerViewIn | None = None


def read_case(mapping: Mapping[str, Any], rulebook: Rulebook | None = None) -> Case:
    """
    Read a case.

    Args:
        mapping: In the shape of CaseIn.
        rulebook: If given, names and answers are checked against it as well, so that
            every problem can be told at once.

    Raises:
        FactsError: Something is wrong; every problem is listed.
    """
    problems: list[Problem] = []
    try:
        given = CaseIn.model_validate(dict(mapping) if isinstance(mapping, Mapping) else mapping)
    except ValidationError as error:
        problems += _worded(error.errors(include_url=False))
        problems += _further_problems(mapping, rulebook)
        raise FactsError(_capped(problems)) from None
    child = _child(given.child, problems)
    observations = _observations(given, problems)
    case = Case(
        as_of=given.as_of,
        time_of_day=given.time_of_day,
        child=child,
        setting={key: value for key, value in sorted(given.setting.model_dump().items()) if value is not None},
        observations=observations,
        answers={key: value for key, value in sorted(given.answers.items()) if value is not None and value != UNKNOWN},
        domains={key: value for key, value in sorted(given.domains.items()) if value != UNKNOWN},
        others=Status(given.others),
        narrative=given.narrative,
        referrer_view=ReferrerView(**given.referrer_view.model_dump()) if given.referrer_view else None,
    )
    if given.setting.agency is not None and given.setting.agency not in AGENCIES:
        problems.append(
            Problem(
                "setting.agency",
                "UNKNOWN_AGENCY",
                f"`{given.setting.agency}` is not a known agency",
                f"use one of: {', '.join(AGENCIES)}",
            )
        )
    if rulebook is not None:
        problems += names_of(rulebook).problems(case)
    if case.as_of is not None and case.as_of.year > LAST_YEAR:
        problems.append(Problem("as_of", "IMPOSSIBLE_DAY", f"`{case.as_of}` is too far ahead", f"use a year up to {LAST_YEAR}"))
    if problems:
        raise FactsError(_capped(problems))
    return case


def _capped(problems: list[Problem]) -> list[Problem]:
    """Keep an answer to nonsense short: nobody reads past some hundreds of problems."""
    left_out = len(problems) - MOST_PROBLEMS
    if left_out <= 0:
        return problems
    more = Problem("case", "MORE_PROBLEMS", f"there are {left_out} more problems", "put these right first")
    return [*sorted(problems)[:MOST_PROBLEMS], more]


def _child(given: ChildIn, problems: list[Problem]) -> Child:
    age = _age(given.age, problems)
    unborn = given.unborn
    if given.age == "unborn" or age is not None:
        implied = given.age == "unborn"
        if unborn is not None and unborn is not implied:
            said = "unborn" if unborn else "born"
            problems.append(
                Problem(
                    "child.unborn",
                    "CONTRADICTION",
                    f"the age is `{given.age}` but the child is said to be {said}",
                    "correct one of the two",
                )
            )
        unborn = implied
    return Child(
        age=age,
        unborn=unborn,
        disabled=given.disabled,
        mobile=given.mobile,
        looked_after=given.looked_after,
        sex=given.sex,
        ethnicity=given.ethnicity,
    )


def _age(words: str | None, problems: list[Problem]) -> Age | None:
    if words is None or words in (UNKNOWN, "unborn"):
        return None
    months = parse_age(words)
    if months is not None and months[0] < (OLDEST_YEARS + 1) * MONTHS_IN_YEAR:
        return Age(*months, words=words)
    shown = shortened(words)
    if months is not None:
        what, fix = f"`{shown}` is too old", f"this guidance is about children: the age must be {OLDEST_YEARS} years or less"
    elif " and " in words:
        what, fix = f"`{shown}` is more than one age", "check each child by itself, the youngest first: give one age"
    else:
        problems.append(_not_an_age(words))
        return None
    problems.append(Problem("child.age", "IMPOSSIBLE_AGE", what, fix))
    return None


def _not_an_age(words: str) -> Problem:
    fix = "write a number and a unit, for example 3 months, 13 weeks or 7 years; or unborn; or unknown"
    return Problem("child.age", "IMPOSSIBLE_AGE", f"`{shortened(words)}` is not an age", fix)


def _observations(given: CaseIn, problems: list[Problem]) -> tuple[Observation, ...]:
    found = [Observation(name, Status.PRESENT) for name in given.present]
    found += [Observation(name, Status.ABSENT) for name in given.absent]
    found += [
        Observation(item.indicator, Status(item.status), item.basis, item.when, item.met, item.note)
        for item in given.observations
    ]
    said: dict[str, set[str]] = {}
    needs: dict[str, set[bool]] = {}
    for item in found:
        if item.status is not Status.UNKNOWN:
            said.setdefault(item.indicator, set()).add(item.status)
        if item.met is not None:
            needs.setdefault(item.indicator, set()).add(item.met)
    problems.extend(
        _contradiction(f"`{name}` is given as both present and absent")
        for name, statuses in sorted(said.items())
        if len(statuses) > 1
    )
    problems.extend(
        _contradiction(f"the need of `{shortened(name)}` is given as both met and not met")
        for name, values in sorted(needs.items())
        if len(values) > 1
    )
    return tuple(sorted(set(found), key=lambda item: tuple(str(part) for part in _parts(item))))


def _contradiction(what: str) -> Problem:
    return Problem("observations", "CONTRADICTION", what, "keep the one that is right")


def _parts(item: Observation) -> tuple[object, ...]:
    return item.indicator, item.status, item.basis, item.when, item.met, item.note


def _worded(errors: list[Any]) -> list[Problem]:
    """Word the validator's findings: one for each place, since a choice of types fails once for each type."""
    found: dict[str, Problem] = {}
    for item in errors:
        steps = [shortened(str(step)) for step in item["loc"] if step not in _TYPE_NAMES]
        where = ".".join(steps) or "case"
        if item["loc"] == ("child", "age"):
            found[where] = _not_an_age(repr(item["input"]))
        found.setdefault(where, problem_of(item, where, CaseIn))
    return list(found.values())


def _further_problems(mapping: Any, rulebook: Rulebook | None) -> list[Problem]:
    """Check the names in a case whose shape is wrong, as far as they can be read."""
    if not isinstance(mapping, Mapping):
        return []
    present, absent = _texts(mapping.get("present")), _texts(mapping.get("absent"))
    found = [_contradiction(f"`{shortened(name)}` is given as both present and absent") for name in sorted(present & absent)]
    child = mapping.get("child")
    words = child.get("age") if isinstance(child, Mapping) else None
    if isinstance(words, str):
        _age(words, found)
    if rulebook is not None:
        rows = mapping.get("observations")
        rows = rows if isinstance(rows, list) else []
        named = _texts([row.get("indicator") for row in rows if isinstance(row, Mapping)])
        found += names_of(rulebook).unknown_indicators(sorted(present | absent | named))
    return found


def _texts(values: object) -> set[str]:
    return {value for value in values if isinstance(value, str)} if isinstance(values, list) else set()
