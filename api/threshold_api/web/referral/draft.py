"""
The referral of a check: its case, what follows from the answers already given, and what was typed since.

The case is never changed here. The check keeps only what differs from what is already known, so
that a later change of an answer shows in the referral as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from threshold_api.service import Service
from threshold_api.web.cases import assessment, dated, is_urgent
from threshold_api.web.referral.entries import (
    Entries,
    Values,
    at_path,
    entries_of_referral,
    name_in_form,
    unsure_in,
    values_of,
    with_value,
    without_value,
)
from threshold_api.web.referral.form_words import SOURCE_CODES, Choices
from threshold_api.web.referral.shapes import Field, Section, fields_of, groups_of
from threshold_api.web.visits import Check
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.referral import Referral
from threshold_engine.quality.answer import Quality
from threshold_engine.quality.score import score
from threshold_engine.referral import read_referral

UNSURE_PREFIX = "referral."
CONSENT = {"given": "yes", "refused": "no", "not-sought": "not-asked", "not-possible": "not-asked"}
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A referral as far as it is written, read and marked.

    Attributes:
        mapping: In the shape of the contract's Referral, as of now.
        urgent: What was said calls for acting now.
    """

    check: Check
    mapping: Mapping[str, Any]
    referral: Referral
    assessment: Assessment
    quality: Quality
    urgent: bool


@dataclass(frozen=True, slots=True)
class FieldError:
    """Something typed that cannot be used: the name of its field in the form, and what to do."""

    name: str
    text: str


def draft_of(service: Service, check: Check) -> Draft:
    """
    Read and mark the referral of a check.

    Raises:
        FactsError: The answers of the check do not fit together.
    """
    found = assessment(service, check.case, what_if=False)
    return marked(service, check, mapping_of(check, found), found)


def draft_with(service: Service, check: Check, section: Section, entries: Entries) -> Draft:
    """Read and mark a referral with the entries of one section in the place of what is kept; nothing is kept."""
    found = assessment(service, check.case, what_if=False)
    return marked(service, check, mapping_of(kept(check, section, entries, found), found), found)


def marked(service: Service, check: Check, mapping: Mapping[str, Any], found: Assessment) -> Draft:
    """Read and mark a mapping."""
    current = dated(mapping, service.clock())
    referral = read_referral(current, service.rulebook)
    return Draft(check, current, referral, found, score(referral, service.rulebook), is_urgent(found))


def mapping_of(check: Check, found: Assessment) -> dict[str, Any]:
    """Give the referral of a check, in the shape of the contract."""
    base: Mapping[str, Any] = check.case
    for path, value in known_values(check, found).items():
        base = with_value(base, path, value)
    return _overlaid(base, check.referral)


def known_values(check: Check, found: Assessment) -> Values:
    """Give what the answers of the check already say of questions of the referral, by path."""
    given = dict(_known(check, found))
    return {path: value for path, value in given.items() if value is not None}


def entries_now(check: Check, section: Section, mapping: Mapping[str, Any]) -> Entries:
    """Give the entries of a section as they are kept, for its form."""
    unsure = frozenset(name.removeprefix(UNSURE_PREFIX) for name in check.unsure if name.startswith(UNSURE_PREFIX))
    return entries_of_referral(section, mapping, unsure)


def kept(check: Check, section: Section, entries: Entries, found: Assessment) -> Check:
    """Keep the entries of a section in a check; what is already known from its answers is not kept twice."""
    known = known_values(check, found)
    referral: Mapping[str, Any] = check.referral
    for path, value in values_of(section, entries).items():
        referral = without_value(referral, path)
        if value not in (known.get(path), []):
            referral = with_value(referral, path, value)
    paths = {f"{UNSURE_PREFIX}{field.path}" for field in fields_of(section)}
    unsure = {f"{UNSURE_PREFIX}{path}" for path in unsure_in(section, entries)}
    return replace(check, referral=referral, unsure=frozenset((check.unsure - paths) | unsure))


def errors_in(section: Section, entries: Entries, rulebook: Rulebook, choices: Choices) -> tuple[FieldError, ...]:
    """Name everything in the entries of a section that the engine cannot read, each field once, in the order of the page."""
    mapping: Mapping[str, Any] = {}
    for path, value in values_of(section, entries).items():
        if value is not None:
            mapping = with_value(mapping, path, value)
    found: dict[str, str] = {}
    for field in fields_of(section):
        typed = entries.single.get(field.path)
        if typed and field.kind in choices and typed not in {option.value for option in choices[field.kind]}:
            found[field.path] = "Choose one of the answers"
    try:
        read_referral(mapping, rulebook)
    except FactsError as error:
        for problem in error.problems:
            name = name_in_form(section, entries, problem.where)
            found.setdefault(name, _worded(_asked(section, name), problem))
    order = {name: at for at, name in enumerate(_names(section, entries))}
    return tuple(FieldError(name, found[name]) for name in sorted(found, key=lambda name: order.get(name, len(order))))


def _known(check: Check, found: Assessment) -> Iterator[tuple[str, Any]]:
    case = check.case
    agency, answers = at_path(case, "setting.agency"), case.get("answers", {})
    yield "narrative", case.get("narrative")
    yield "setting.source_code", at_path(case, "setting.source_code") or SOURCE_CODES.get(agency)
    yield "referrer.role", at_path(case, "setting.role")
    yield "sharing.answer", CONSENT.get(answers.get("consent"))
    told = answers.get("parents_informed")
    yield "sharing.parents_told", {True: "yes", False: "no"}[told] if isinstance(told, bool) else None
    yield "sharing.reason", answers.get("consent_reason")
    yield "diversity.sex", at_path(case, "child.sex")
    yield "level_view.level", at_path(case, "referrer_view.level")
    if check.disagreement is not None:
        level = check.disagreement["level"]
        yield "level_view.level", level
        side = "why_not_lower" if level > found.level.suggested else "why_not_higher"
        yield f"level_view.{side}", check.disagreement.get("why")


def _overlaid(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    """Lay what was typed over what is known; what was emptied stays empty."""
    laid = dict(base)
    for key, value in top.items():
        below = base.get(key)
        laid[key] = _overlaid(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return laid


def _names(section: Section, entries: Entries) -> Iterator[str]:
    for part in section.parts:
        if isinstance(part, Field):
            yield part.path
            continue
        for number in entries.rows.get(part.path, {}):
            yield from (f"{part.path}.{number}.{field.path}" for field in part.fields)


def _asked(section: Section, name: str) -> Field | None:
    for group in groups_of(section):
        if name.startswith(f"{group.path}."):
            return next((field for field in group.fields if field.path == name.rpartition(".")[2]), None)
    return next((field for field in fields_of(section) if field.path == name), None)


def _worded(field: Field | None, problem: Problem) -> str:
    """Say what to do in the words of the form; the engine's own words are for whoever writes the data."""
    if field is None:
        return f"{problem.what}; {problem.fix}"
    if field.kind == "day":
        return f"{field.label.rstrip('?')}: write a real day, month and year, such as 27 3 2019"
    if field.kind == "time":
        return f"{field.label}: write hours and minutes, such as 15:20"
    if field.kind in ("choice", "list", "level"):
        return "Choose one of the answers"
    most = LONGEST_LINE if field.kind == "line" else None
    return (
        f"{field.label.rstrip('?')}: use {most} characters or fewer"
        if most
        else f"{field.label.rstrip('?')}: make the text shorter"
    )
