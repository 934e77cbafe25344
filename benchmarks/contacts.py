"""
Made-up contacts as Parquet tables of any length: what the batch rows of the benchmark are timed on.

Nothing in them is about anybody. Each cell is drawn by hashing the number of its row, so
that a table is the same in each run, and is written in pieces whatever its length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Question
from threshold_engine.whatif import facts_read

CASE_ID, AGE = "case_id", "age_months"
CHILD = ("unborn", "disabled", "mobile", "looked_after")
ROW = "row"
ROWS_A_PIECE = 131_072
ROWS_A_GROUP = 131_072
PARTS = 1_000
OLDEST_MONTHS = 216
NARROW_SIGNS = (
    "bruise-non-mobile-infant",
    "injury-explanation-changes",
    "da-incidents-physical",
    "psm-affecting-care",
    "pmh-mild",
    "attendance-inconsistent",
    "missing-repeated",
    "prot-engaging-service",
)
NARROW_ANSWERS = ("immediate_danger", "child_seen")
MANY, FEW = (150, 350), (8, 100)
"""Of a thousand cells, how many say yes and how many say no; the others are empty."""

Columns = Mapping[str, pl.Expr]


def narrow(edition: Edition) -> Columns:
    """Give twelve columns: the name, the age, eight signs and two answers. A case has one or two of the signs."""
    signs = {name: yes_no(name, MANY) for name in NARROW_SIGNS}
    return {**_start(), **signs, **_answers([edition.questions[name] for name in NARROW_ANSWERS])}


def wide(edition: Edition) -> Columns:
    """Give every column that a rule reads, and every sign. A case has about three of the signs."""
    read = {fact for rule in edition.rules for fact in facts_read(rule.when, edition)}
    child = {name: yes_no(name, FEW if name in CHILD[1:] else (0, 100)) for name in CHILD}
    signs = {name: yes_no(name, FEW) for name in edition.indicators}
    questions = [question for question in edition.questions.values() if f"answers.{question.id}" in read]
    return {**_start(), **child, **signs, **_answers(questions)}


def write(path: Path, columns: Columns, rows: int) -> None:
    """Write a table, a piece at a time."""
    starts = range(0, rows, ROWS_A_PIECE)
    pieces = [_numbered(start, min(start + ROWS_A_PIECE, rows)).select(**columns) for start in starts]
    pl.concat(pieces).sink_parquet(path, row_group_size=ROWS_A_GROUP, maintain_order=True)


def first(columns: Columns, rows: int) -> list[dict[str, object]]:
    """Give the first rows of a table, each with the cells that are not empty."""
    table = _numbered(0, rows).select(**columns).collect()
    return [{name: value for name, value in row.items() if value is not None} for row in table.iter_rows(named=True)]


def _numbered(start: int, end: int) -> pl.LazyFrame:
    return pl.LazyFrame().select(pl.int_range(start, end, dtype=pl.Int64).alias(ROW))


def _start() -> Columns:
    months = _drawn(AGE) % OLDEST_MONTHS
    return {CASE_ID: pl.col(ROW), AGE: pl.when(_drawn(f"{AGE}?") % PARTS >= MANY[0]).then(months).cast(pl.Float64)}


def _answers(questions: Sequence[Question]) -> Columns:
    return {f"answers.{question.id}": _answer(question) for question in questions}


def _answer(question: Question) -> pl.Expr:
    name = f"answers.{question.id}"
    if question.type == "boolean":
        return yes_no(name, FEW)
    said = _drawn(f"{name}?") % PARTS < sum(FEW)
    if question.type == "number":
        return pl.when(said).then((_drawn(name) % 8).cast(pl.Int64))
    return pl.when(said).then(_one_of(question.choices, _drawn(name)))


def _one_of(words: Sequence[str], drawn: pl.Expr) -> pl.Expr:
    return (drawn % len(words)).replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def yes_no(name: str, how_often: tuple[int, int]) -> pl.Expr:
    """Give a cell that says yes or no so often, of a thousand, and else is empty."""
    yes, no = how_often
    drawn = _drawn(name) % PARTS
    return pl.when(drawn < yes).then(statement=True).when(drawn < yes + no).then(statement=False)


def _drawn(name: str) -> pl.Expr:
    """Give a number for each row that looks like chance, another one for each name."""
    return pl.col(ROW).hash(seed=sum(letter * 31**place for place, letter in enumerate(name.encode())) % 2**32)
