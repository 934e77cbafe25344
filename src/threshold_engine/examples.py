"""
Worked examples: a case, and what the guidance must answer.

Written in YAML so that a safeguarding lead can read and write them; run by
``threshold-engine rules test`` and by the test suite.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.errors import FactsError, Problem, RulebookError
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.case import Case
from threshold_engine.model.guidance import Rulebook
from threshold_engine.schema.messages import problem_of
from threshold_engine.yamlfile import read_yaml

DEFAULT_DAY = date(2026, 11, 22)
"""The day of an example that names none, so that its answer never changes by itself."""


class Expected(BaseModel):
    """What must be so. What is not named is not looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    level: Annotated[int, Field(ge=1, le=4)] | None = None
    level_at_least: Annotated[int, Field(ge=1, le=4)] | None = None
    range: list[int] | None = None
    review: Annotated[int, Field(ge=1, le=4)] | None = None
    no_review: bool = False
    rag: str | None = None
    call_999: bool | None = None
    duties: list[str] = Field(default_factory=list)
    no_duties: list[str] = Field(default_factory=list)
    reasons: list[str] = Field(default_factory=list)
    no_reasons: list[str] = Field(default_factory=list)
    reason_levels: dict[str, Annotated[int, Field(ge=1, le=4)]] = Field(default_factory=dict)
    blocked: list[str] = Field(default_factory=list)
    contacts: list[str] = Field(default_factory=list)
    no_contacts: list[str] = Field(default_factory=list)
    consent_needed: bool | None = None
    advice: str | None = None
    caveat: str | None = None
    category: int | None = None
    triggers: list[str] = Field(default_factory=list)
    no_triggers: list[str] = Field(default_factory=list)


class Example(BaseModel):
    """One worked example."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str
    case: dict[str, Any]
    expect: Expected
    id: str | None = None
    note: str | None = None
    about: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    example: Example
    where: str


def read_examples(paths: Iterable[Path]) -> list[Loaded]:
    """
    Read worked examples from files and directories.

    Raises:
        RulebookError: A file cannot be read as examples; every problem is listed.
    """
    problems: list[Problem] = []
    found: list[Loaded] = []
    for path in _files(paths, problems):
        text = _text(path, problems)
        if text is None:
            continue
        parsed = read_yaml(text, path.as_posix())
        problems += parsed.problems
        if parsed.problems:
            continue
        if not isinstance(parsed.value, list):
            problems.append(
                Problem(f"{path.as_posix()}:1", "NOT_A_LIST", "a file of examples is a list", "start each example with a dash")
            )
            continue
        for index, raw in enumerate(parsed.value):
            where = f"{path.as_posix()}:{parsed.lines.get((index,), 1)}"
            try:
                found.append(Loaded(Example.model_validate(raw), where))
            except ValidationError as error:
                problems += [problem_of(item, where, Example) for item in error.errors(include_url=False)]
    if problems:
        raise RulebookError(problems)
    return found


def _text(path: Path, problems: list[Problem]) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problems.append(Problem(path.as_posix(), "NOT_TEXT", f"byte {error.start} is not UTF-8 text", "save the file as UTF-8"))
        return None


def _files(paths: Iterable[Path], problems: list[Problem]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(path.rglob("*.yaml"))
        elif path.is_file():
            files.append(path)
        else:
            problems.append(
                Problem(
                    path.as_posix(), "NO_FILE", "there is no such file or directory", "give a path that holds worked examples"
                )
            )
    return files


def case_of(example: Example, rulebook: Rulebook) -> Case:
    """
    Read the case of an example, on its own day or the standing one.

    Raises:
        FactsError: The case cannot be read.
    """
    return read_case({"as_of": DEFAULT_DAY, **example.case}, rulebook)


def answer(example: Example, rulebook: Rulebook) -> Assessment:
    """Assess the case of an example, on its own day or the standing one."""
    return assess(case_of(example, rulebook), rulebook, what_if=False)


def differences(example: Example, rulebook: Rulebook) -> list[str]:
    """Say in what the engine's answer is not the expected one; empty if it is."""
    try:
        given = answer(example, rulebook)
    except FactsError as error:
        return [str(problem) for problem in error.problems]
    return [*_unheard_of(example.expect, rulebook), *differing(example.expect, given)]


def differing(expect: Expected, given: Assessment) -> list[str]:
    """Say in what an answer is not the expected one; empty if it is."""
    return [*_values(expect, given), *_names(expect, given), *_reason_levels(expect, given), *_words(expect, given)]


def _unheard_of(expect: Expected, rulebook: Rulebook) -> list[str]:
    """Say which unwanted names exist in no edition: a mistyped one would never be there, and so always hold."""
    reasons = {entry.id for entry in rulebook.indicators} | {entry.id for entry in rulebook.rules}
    tool = rulebook.exploitation
    wanted = (
        ("duty", expect.no_duties, {entry.id for entry in rulebook.duties}),
        ("indicator or rule", expect.no_reasons, reasons),
        ("contact", expect.no_contacts, {entry.id for entry in rulebook.contacts}),
        ("trigger", expect.no_triggers, {entry.id for entry in tool.triggers} if tool else set()),
    )
    return [f"there is no {what} {name}" for what, names, known in wanted for name in names if name not in known]


def _values(expect: Expected, given: Assessment) -> list[str]:
    review = given.level.review.level if given.level.review else None
    category = given.exploitation.category.category if given.exploitation and given.exploitation.category else None
    pairs = (
        ("level", expect.level, given.level.suggested),
        ("range", tuple(expect.range) if expect.range else None, given.level.range),
        ("review", expect.review, review),
        ("rag", expect.rag, given.urgency.rag),
        ("call_999", expect.call_999, given.urgency.call_999),
        ("consent_needed", expect.consent_needed, given.sharing.consent_needed),
        ("category", expect.category, category),
    )
    found = [f"{name}: expected {wanted}, got {got}" for name, wanted, got in pairs if wanted is not None and wanted != got]
    if expect.level_at_least is not None and given.level.suggested < expect.level_at_least:
        found.append(f"level: expected at least {expect.level_at_least}, got {given.level.suggested}")
    if expect.no_review and review is not None:
        found.append(f"review: expected none, got {review}")
    if not given.channels.agree:
        found.append("the two channels do not agree")
    return found


def _names(expect: Expected, given: Assessment) -> list[str]:
    duties = {duty.id for duty in given.duties}
    reasons = {reason.id for reason in given.reasons}
    contacts = {contact.id for contact in given.response.contacts}
    triggers = {trigger.id for trigger in given.exploitation.triggers} if given.exploitation else set()
    wanted = (
        ("duty", expect.duties, duties),
        ("reason", expect.reasons, reasons),
        ("blocked rule", expect.blocked, {entry.id for entry in given.blocked}),
        ("contact", expect.contacts, contacts),
        ("trigger", expect.triggers, triggers),
    )
    unwanted = (
        ("duty", expect.no_duties, duties),
        ("reason", expect.no_reasons, reasons),
        ("contact", expect.no_contacts, contacts),
        ("trigger", expect.no_triggers, triggers),
    )
    return [f"{what} {name} is missing" for what, names, got in wanted for name in names if name not in got] + [
        f"{what} {name} should not be there" for what, names, got in unwanted for name in names if name in got
    ]


def _reason_levels(expect: Expected, given: Assessment) -> list[str]:
    """Say which reasons do not have the level they should by themselves."""
    levels = {reason.id: reason.level for reason in given.reasons}
    return [
        f"level of reason {name}: expected {wanted}, got {levels.get(name)}"
        for name, wanted in expect.reason_levels.items()
        if levels.get(name) != wanted
    ]


def _words(expect: Expected, given: Assessment) -> list[str]:
    found = []
    if expect.advice and not any(expect.advice in (reason.advise or "") for reason in given.reasons):
        found.append(f"no advice says “{expect.advice}”")
    if expect.caveat and not any(expect.caveat in caveat for caveat in given.caveats):
        found.append(f"no caveat says “{expect.caveat}”")
    return found
