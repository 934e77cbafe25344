"""Cases as mappings: JSON lines, one case a line; YAML, one case a document or an entry of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl

from threshold_engine.batch.pieces import Piece, Reading, batched, not_a_table
from threshold_engine.case import read_case
from threshold_engine.columnar.children import AGE, AGE_BELOW, UNBORN
from threshold_engine.columnar.engine import REJECTS
from threshold_engine.columnar.table import AS_OF, CASE_ID, Type, column_type
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.case import Case
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Status
from threshold_engine.yamlfile import Reader, read_json, read_yaml

_KINDS = {
    Type.NAME: pl.String,
    Type.YES_NO: pl.Boolean,
    Type.MONTHS: pl.Float64,
    Type.NUMBER: pl.Int64,
    Type.DAY: pl.Date,
    Type.WORD: pl.String,
}
CASES_A_PIECE = 8_192
"""Reading a case costs far more than answering it; more at a time would only take memory."""
Row = dict[str, Any]
Numbered = tuple[int, str]


@dataclass(frozen=True)
class Mappings:
    """
    A file of cases.

    Attributes:
        split: Gives the text of each case.
        reader: Reads the text of one.
    """

    path: Path
    rulebook: Rulebook
    split: Callable[[Iterator[str]], Iterator[str]]
    reader: Reader

    def total(self) -> int | None:
        return None

    def pieces(self, rows: int) -> Iterator[Reading]:
        try:
            with self.path.open(encoding="utf-8-sig") as file:
                for texts in batched(zip(count(1), self.split(iter(file)), strict=False), min(rows, CASES_A_PIECE)):
                    yield _Texts(texts, self)
        except UnicodeDecodeError:
            raise not_a_table(self.path) from None


@dataclass(frozen=True)
class _Texts:
    texts: list[Numbered]
    source: Mappings

    def __call__(self) -> Piece:
        rows: list[Row] = []
        numbers: list[int] = []
        rejects: list[Row] = []
        for number, text in self.texts:
            name, case, problems = self._read(text)
            if case is not None and not problems:
                rows.append(row_of(case, name))
                numbers.append(number)
            rejects += [
                {CASE_ID: name, "row": number, "where": item.where, "code": item.code, "what": item.what, "fix": item.fix}
                for item in problems
            ]
        return Piece(
            frame_of(rows, self.source.rulebook),
            pl.Series(numbers, dtype=pl.Int64),
            rejects=pl.DataFrame(rejects, schema=REJECTS, orient="row"),
        )

    def _read(self, text: str) -> tuple[str | None, Case | None, tuple[Problem, ...]]:
        parsed = self.source.reader(text, "case")
        if parsed.problems:
            return None, None, tuple(parsed.problems)
        given = parsed.value[0] if isinstance(parsed.value, list) and len(parsed.value) == 1 else parsed.value
        if not isinstance(given, dict):
            what, fix = "this is not a case", "start with a field such as child: or present:"
            return None, None, (Problem("case", "NOT_A_CASE", what, fix),)
        name = given.pop(CASE_ID, None)
        if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
            missing = Problem(CASE_ID, "MISSING_KEY", "the case has no name", "give each case a case_id")
            return None, None, (missing,)
        try:
            return str(name), read_case(given, self.source.rulebook), ()
        except FactsError as error:
            return str(name), None, error.problems


def lines(file: Iterator[str]) -> Iterator[str]:
    """Give each line that is not empty."""
    return (line for line in file if line.strip())


def documents(file: Iterator[str]) -> Iterator[str]:
    """
    Give each case of a YAML file, without reading the whole of it.

    A file that starts with a dash is a list, and each dash at the margin starts a case;
    otherwise three dashes part the cases.
    """
    block: list[str] = []
    listed: bool | None = None
    for line in file:
        if listed is None and line.strip() and not line.startswith(("#", "---")):
            listed = line.startswith("-")
        if line.startswith(("- ", "-\n") if listed else "---"):
            if any(_says_something(each) for each in block):
                yield "".join(block)
            block = []
        if not line.startswith("---"):
            block.append(line)
    if any(_says_something(each) for each in block):
        yield "".join(block)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def json_lines(path: Path, rulebook: Rulebook) -> Mappings:
    return Mappings(path, rulebook, lines, read_json)


def yaml_cases(path: Path, rulebook: Rulebook) -> Mappings:
    return Mappings(path, rulebook, documents, read_yaml)


def row_of(case: Case, name: str | None) -> Row:
    """Write a case as a row of the wide table."""
    child = case.child
    row: Row = {CASE_ID: name, AS_OF: case.as_of, UNBORN: child.unborn, "others": str(case.others)}
    row |= {"disabled": child.disabled, "mobile": child.mobile, "looked_after": child.looked_after}
    if child.age is not None:
        row |= {AGE: child.age.low_months, AGE_BELOW: child.age.high_months}
    row |= {f"setting.{name}": value for name, value in case.setting.items() if name in ("agency", "role")}
    row |= {f"answers.{name}": value for name, value in case.answers.items()}
    row |= {f"domains.{name}": value for name, value in case.domains.items()}
    for item in case.observations:
        if item.status is not Status.UNKNOWN:
            row[item.indicator] = item.status is Status.PRESENT
        if item.met is not None:
            row[f"met.{item.indicator}"] = item.met
    return row


def frame_of(rows: list[Row], rulebook: Rulebook) -> pl.DataFrame:
    """Make a table with the columns that some row speaks of."""
    names = {CASE_ID: None} | {name: None for row in rows for name, value in row.items() if value is not None}
    kinds = {name: column_type(name, rulebook) for name in names}
    return pl.DataFrame(rows, schema={name: _KINDS[kind] for name, kind in kinds.items() if kind is not None})
