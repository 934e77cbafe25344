"""The table of cases: which columns it may have, of which type, and what is wrong with its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

import polars as pl

from threshold_engine.case import LAST_YEAR
from threshold_engine.columnar.children import AGE, AGE_BELOW, UNBORN
from threshold_engine.columnar.facts import OTHERS
from threshold_engine.columnar.span import OLDEST_MONTHS
from threshold_engine.errors import Problem
from threshold_engine.model.case import Case
from threshold_engine.model.guidance import Question, Rulebook
from threshold_engine.model.words import AGENCIES
from threshold_engine.names import names_of
from threshold_engine.schema.messages import shortened
from threshold_engine.settle import ADULT_MONTHS, AGE_DISPUTED, AGE_IN_DOUBT

CASE_ID = "case_id"
AS_OF = "as_of"
UNKNOWN = "unknown"
LARGEST_NUMBER = 999_999


class Type(Enum):
    """What a column holds, in words for the reader."""

    NAME = "text or whole numbers"
    YES_NO = "true, false or empty"
    MONTHS = "numbers"
    NUMBER = "whole numbers"
    DAY = "days"
    WORD = "text"


_FITS: Mapping[Type, Callable[[pl.DataType], bool]] = {
    Type.NAME: lambda kind: _is_text(kind) or kind.is_integer(),
    Type.YES_NO: lambda kind: kind == pl.Boolean,
    Type.MONTHS: lambda kind: kind.is_float() or kind.is_integer(),
    Type.NUMBER: lambda kind: kind.is_integer(),
    Type.DAY: lambda kind: kind == pl.Date,
    Type.WORD: lambda kind: _is_text(kind),
}


def _is_text(kind: pl.DataType) -> bool:
    return kind == pl.String or isinstance(kind, pl.Categorical | pl.Enum)


@dataclass(frozen=True)
class RowProblem:
    """Something that can be wrong with a row, and the expression that says in which rows it is."""

    found: pl.Expr
    problem: Problem


def column_type(name: str, rulebook: Rulebook) -> Type | None:
    """Give what a column holds, None if it is not a column of the table."""
    return _types(rulebook).get(name)


def _types(rulebook: Rulebook) -> Mapping[str, Type]:
    known = rulebook.cache.get("columns")
    if isinstance(known, dict):
        return known
    types = {
        CASE_ID: Type.NAME,
        AS_OF: Type.DAY,
        AGE: Type.MONTHS,
        AGE_BELOW: Type.MONTHS,
        OTHERS: Type.WORD,
        "setting.agency": Type.WORD,
        "setting.role": Type.WORD,
        **dict.fromkeys((UNBORN, "disabled", "mobile", "looked_after"), Type.YES_NO),
    }
    for indicator in rulebook.indicators:
        types[indicator.id] = types[f"met.{indicator.id}"] = Type.YES_NO
        types[f"domains.{indicator.domain}"] = Type.WORD
    types |= {f"domains.{domain.id}": Type.WORD for domain in rulebook.domains}
    for question in rulebook.questions:
        kind = {"boolean": Type.YES_NO, "number": Type.NUMBER}.get(question.type, Type.WORD)
        types[f"answers.{question.id}"] = kind
    rulebook.cache["columns"] = types
    return types


def column_problems(schema: Mapping[str, pl.DataType], rulebook: Rulebook) -> list[Problem]:
    """List the columns that are not known, of the wrong type, or missing."""
    found = []
    if CASE_ID not in schema:
        found.append(Problem(CASE_ID, "MISSING_KEY", "the column is missing", "add a column that names each case"))
    for name, kind in schema.items():
        wanted = column_type(name, rulebook)
        if wanted is None:
            found += unknown_column(name, rulebook)
        elif kind != pl.Null and not _FITS[wanted](kind):
            where = f"column {shortened(name)}"
            found.append(Problem(where, "BAD_VALUE", f"it holds `{kind}`", f"make it a column of {wanted.value}"))
    return found


def unknown_column(name: str, rulebook: Rulebook) -> list[Problem]:
    """Say that there is no such column, with the nearest names."""
    head, dot, rest = name.partition(".")
    names = names_of(rulebook)
    if dot and head == "answers":
        return names.problems(Case(answers={rest: True}))
    if dot and head == "domains":
        return names.problems(Case(domains={rest: "concern"}))
    return names.unknown_indicators([rest if dot and head == "met" else name])


def prepared(frame: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Give the table with plain text columns, in which `unknown` is empty, and without columns that say nothing."""
    changed = []
    for name, kind in frame.schema.items():
        if kind == pl.Null:
            continue
        column = pl.col(name)
        wanted = column_type(name, rulebook)
        if wanted is Type.NAME:
            column = column.cast(pl.String)
        elif wanted is Type.WORD:
            text = column.cast(pl.String)
            column = pl.when(text != UNKNOWN).then(text).alias(name)
        changed.append(column)
    table = frame.select(changed)
    if AGE in table.columns and UNBORN not in table.columns and {f"answers.{AGE_IN_DOUBT}", AGE_DISPUTED} & {*table.columns}:
        table = table.with_columns(pl.lit(None, dtype=pl.Boolean).alias(UNBORN))
    return table


def without_disputed_ages(table: pl.DataFrame, disputable: bool) -> pl.DataFrame:
    """
    Take an age of 18 or over that is in dispute as unknown, and the person as a child who is born.

    Args:
        disputable: The sign that an age is in dispute is in force.
    """
    said = [f"answers.{AGE_IN_DOUBT}", *([AGE_DISPUTED] if disputable else [])]
    said = [name for name in said if name in table.columns]
    if AGE not in table.columns or not said:
        return table
    adult = pl.col(AGE) >= ADULT_MONTHS
    if AGE_BELOW in table.columns:
        adult = adult | (pl.col(AGE_BELOW) > ADULT_MONTHS)
    rows = table.select((adult & pl.any_horizontal(said)).fill_null(False)).to_series()
    if not rows.any():
        return table
    ages = [name for name in (AGE, AGE_BELOW) if name in table.columns]
    return table.with_columns(
        *(pl.when(~rows).then(pl.col(name)).alias(name) for name in ages),
        pl.when(rows).then(False).otherwise(pl.col(UNBORN)).alias(UNBORN),
    )


def row_problems(columns: Iterable[str], rulebook: Rulebook, as_of: date | None) -> list[RowProblem]:
    """List what can be wrong with the rows of a prepared table that has some columns."""
    present = set(columns)
    found = [*_name_problems(present), *_age_problems(present), *_day_problems(present, rulebook, as_of)]
    found += [item for question in rulebook.questions for item in _answer_problems(question, present)]
    for name in sorted(present):
        if name.startswith("domains."):
            found.append(_not_a_word(name, ("concern", "no-concern")))
    if OTHERS in present:
        found.append(_not_a_word(OTHERS, ("absent",)))
    if "setting.agency" in present:
        fix = f"use one of: {', '.join(AGENCIES)}"
        outside = _outside("setting.agency", AGENCIES)
        found.append(RowProblem(outside, Problem("setting.agency", "UNKNOWN_AGENCY", "this is not a known agency", fix)))
    return found


def _outside(column: str, words: Iterable[str]) -> pl.Expr:
    return ~pl.col(column).is_in(list(words))


def _not_a_word(column: str, words: tuple[str, ...]) -> RowProblem:
    fix = f"write one of: {', '.join(words)}, unknown"
    return RowProblem(_outside(column, words), Problem(column, "BAD_VALUE", "this is not one of the words allowed", fix))


def _name_problems(present: set[str]) -> list[RowProblem]:
    missing = pl.col(CASE_ID).is_null() | (pl.col(CASE_ID) == "") if CASE_ID in present else pl.lit(True)
    return [RowProblem(missing, Problem(CASE_ID, "MISSING_KEY", "the case has no name", "give each case a case_id"))]


def _age_problems(present: set[str]) -> list[RowProblem]:
    found = []
    if AGE in present:
        age = pl.col(AGE).cast(pl.Float64)
        fix = f"write the age in months, from 0 to under {OLDEST_MONTHS}, or leave it out"
        bad = ~age.is_between(0, OLDEST_MONTHS, closed="left") | age.is_nan()
        found.append(RowProblem(bad, Problem(AGE, "IMPOSSIBLE_AGE", "this is not the age of a child", fix)))
        if UNBORN in present:
            what, fix = "the child has an age but is said to be unborn", "correct one of the two"
            found.append(RowProblem(age.is_not_null() & pl.col(UNBORN), Problem(UNBORN, "CONTRADICTION", what, fix)))
    if AGE_BELOW in present:
        below = pl.col(AGE_BELOW).cast(pl.Float64)
        age = pl.col(AGE).cast(pl.Float64) if AGE in present else pl.lit(None, dtype=pl.Float64)
        bad = below.is_not_null() & ~((below > age) & below.is_finite()).fill_null(False)
        fix = f"give {AGE} as well, and a higher number here; or leave this out"
        found.append(RowProblem(bad, Problem(AGE_BELOW, "IMPOSSIBLE_AGE", f"this is not above {AGE}", fix)))
    return found


def _day_problems(present: set[str], rulebook: Rulebook, as_of: date | None) -> list[RowProblem]:
    if AS_OF not in present:
        return []
    day = pl.col(AS_OF)
    before = Problem(
        AS_OF, "BEFORE_RULEBOOK", "this is before the first day of this guidance", f"use {rulebook.starts} or a later day"
    )
    late = Problem(AS_OF, "IMPOSSIBLE_DAY", "this is too far ahead", f"use a year up to {LAST_YEAR}")
    found = [RowProblem(day < rulebook.starts, before), RowProblem(day.dt.year() > LAST_YEAR, late)]
    if as_of is None:
        missing = Problem(AS_OF, "NO_DAY", "the day the answer is for is missing", "give as_of, for example 2026-11-22")
        found.append(RowProblem(day.is_null(), missing))
    return found


def _answer_problems(question: Question, present: set[str]) -> list[RowProblem]:
    column = f"answers.{question.id}"
    if column not in present:
        return []
    if question.type == "choice":
        fix = f"write one of: {', '.join(question.choices)}, or unknown"
        return [RowProblem(_outside(column, question.choices), _bad_answer(column, question, fix))]
    if question.type == "number":
        outside = ~pl.col(column).is_between(0, LARGEST_NUMBER)
        return [RowProblem(outside, _bad_answer(column, question, "write a whole number, or unknown"))]
    return []


def _bad_answer(column: str, question: Question, fix: str) -> Problem:
    return Problem(column, "BAD_ANSWER", f"this does not answer: {question.ask}", fix)
