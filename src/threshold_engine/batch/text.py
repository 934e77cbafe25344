"""CSV files: every cell is text, and becomes what its column holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from threshold_engine.batch.pieces import Piece, Reading, counted, frames
from threshold_engine.columnar.engine import Flag
from threshold_engine.columnar.table import CASE_ID, UNKNOWN, Type, column_type, unknown_column
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.guidance import Rulebook

FIELD = "field"
VALUE = "value"
LONG = {CASE_ID, FIELD, VALUE}
ROW = "row"
_YES_NO = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_KINDS = {Type.MONTHS: pl.Float64, Type.NUMBER: pl.Int64}
_SHAPES = {Type.MONTHS: r"^[0-9]+(\.[0-9]+)?$", Type.NUMBER: r"^[0-9]{1,18}$", Type.DAY: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_FIXES = {
    Type.YES_NO: "write true, false or unknown",
    Type.MONTHS: "write a number of months, for example 3 or 7.5",
    Type.NUMBER: "write a whole number, or leave it out",
    Type.DAY: "write it as year-month-day, for example 2026-11-22",
}


@dataclass(frozen=True)
class WideCsv:
    """One row a case, one column a fact."""

    path: Path
    rulebook: Rulebook

    def total(self) -> int | None:
        return None

    def pieces(self, rows: int) -> Iterator[Reading]:
        for first, frame in frames(scan(self.path), rows, self.path):
            yield _Wide(frame, counted(first, frame.height), self.rulebook)


@dataclass(frozen=True)
class _Wide:
    frame: pl.DataFrame
    numbers: pl.Series
    rulebook: Rulebook

    def __call__(self) -> Piece:
        frame, flags = typed(self.frame, self.rulebook)
        return Piece(frame, self.numbers, flags)


@dataclass(frozen=True)
class LongCsv:
    """One row a fact: ``case_id``, ``field``, ``value``. The rows of a case stand together."""

    path: Path
    rulebook: Rulebook

    def total(self) -> int | None:
        return None

    def pieces(self, rows: int) -> Iterator[Reading]:
        self._refuse_split_cases()
        kept = pl.DataFrame(schema={CASE_ID: pl.String, FIELD: pl.String, VALUE: pl.String, ROW: pl.Int64})
        for first, frame in frames(scan(self.path).select(CASE_ID, FIELD, VALUE), rows, self.path):
            kept = pl.concat([kept, frame.with_columns(counted(first, frame.height).alias(ROW))])
            ids = kept[CASE_ID].fill_null("")
            # The last case may go on in the next frame.
            last = (ids != ids[-1]).reverse().arg_max() or kept.height
            whole = kept.height - last
            if ids[0] != ids[-1]:
                yield _Long(kept.head(whole), self.rulebook)
                kept = kept.slice(whole)
        if kept.height:
            yield _Long(kept, self.rulebook)

    def _refuse_split_cases(self) -> None:
        ids = pl.col(CASE_ID).fill_null("")
        starts = scan(self.path).select(ids).filter((ids != ids.shift()).fill_null(True))
        runs, cases = starts.select(pl.len(), ids.n_unique().alias("cases")).collect(engine="streaming").row(0)
        if runs != cases:
            what = f"the rows of {runs - cases} cases do not stand together"
            raise FactsError([Problem(str(self.path), "REPEATED_KEY", what, f"sort the rows by {CASE_ID}")])


@dataclass(frozen=True)
class _Long:
    rows: pl.DataFrame
    rulebook: Rulebook

    def __call__(self) -> Piece:
        rows = self.rows
        cases = rows.group_by(CASE_ID, maintain_order=True).agg(pl.col(ROW).first())
        known = [name for name in rows[FIELD].unique() if name and column_type(name, self.rulebook) and name != CASE_ID]
        said = rows.filter(pl.col(FIELD).is_in(known) & pl.col(VALUE).is_not_null())
        if said.height:
            wide = said.pivot(on=FIELD, index=CASE_ID, values=VALUE, aggregate_function="first")
            cases = cases.join(wide, on=CASE_ID, how="left", nulls_equal=True, maintain_order="left")
        frame, flags = typed(cases.drop(ROW), self.rulebook)
        return Piece(frame, cases[ROW], [*self._flags(cases[CASE_ID], said), *flags])

    def _flags(self, cases: pl.Series, said: pl.DataFrame) -> Iterator[Flag]:
        for name in sorted(self.rows[FIELD].fill_null("").unique()):
            if name == CASE_ID or column_type(name, self.rulebook) is None:
                having = self.rows.filter(pl.col(FIELD).fill_null("") == name)[CASE_ID]
                for problem in unknown_column(name, self.rulebook):
                    yield cases.is_in(having.implode(), nulls_equal=True), problem
        twice = said.filter(pl.struct(CASE_ID, FIELD).is_duplicated())[CASE_ID]
        what = "a field is given twice for the case"
        yield cases.is_in(twice.implode(), nulls_equal=True), Problem(FIELD, "REPEATED_KEY", what, "keep one of the two")


def scan(path: Path) -> pl.LazyFrame:
    """Read a CSV file, every cell as text; an empty cell is null."""
    return pl.scan_csv(path, infer_schema=False, glob=False)


def typed(frame: pl.DataFrame, rulebook: Rulebook) -> tuple[pl.DataFrame, list[Flag]]:
    """Read the text of each column as what the column holds; say which cells cannot be read."""
    said = frame.select(pl.when(pl.col(name) != UNKNOWN).then(pl.col(name)).alias(name) for name in frame.columns)
    kinds = {name: column_type(name, rulebook) for name in frame.columns}
    table = said.select(_value(name, kind).alias(name) for name, kind in kinds.items())
    flags = []
    for name, kind in kinds.items():
        if kind in _FIXES:
            rows = table[name].is_null() & said[name].is_not_null()
            if rows.any():
                flags.append((rows, Problem(name, "BAD_VALUE", "this cannot be read", _FIXES[kind])))
    return table, flags


def _value(name: str, kind: Type | None) -> pl.Expr:
    text = pl.col(name)
    if kind is Type.YES_NO:
        return text.replace_strict(_YES_NO, default=None, return_dtype=pl.Boolean)
    if kind not in _SHAPES:
        return text
    sound = pl.when(text.str.contains(_SHAPES[kind])).then(text)
    if kind is Type.DAY:
        return sound.str.to_date("%Y-%m-%d", strict=False)
    return sound.cast(_KINDS[kind], strict=False)
