"""Answering the rows of a table, each under the edition in force on its day."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from threading import Lock

import polars as pl

from threshold_engine.columnar.answers import Answer, compile_answer
from threshold_engine.columnar.output import Found, level_column, list_column, rag_column, review_column
from threshold_engine.columnar.planes import Plan, Plane
from threshold_engine.columnar.table import AS_OF, CASE_ID, prepared, row_problems, without_disputed_ages
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.edition import Edition, change_days, edition_on
from threshold_engine.model.guidance import Rulebook
from threshold_engine.settle import AGE_DISPUTED

ROW = "row"
MOST_KEPT = 64
"""Compiled editions; files of cases may have other columns in each piece."""
REJECTS = {CASE_ID: pl.String, ROW: pl.Int64, "where": pl.String, "code": pl.String, "what": pl.String, "fix": pl.String}


Flag = tuple[pl.Series, Problem]
"""The rows in which something is wrong, and what."""


@dataclass(frozen=True)
class Answered:
    """
    Attributes:
        answers: One row for each row of the table that could be read.
        rejects: One row for each problem of a row that could not.
        wrong: The same problems, each with the numbers of its rows.
    """

    answers: pl.DataFrame
    rejects: pl.DataFrame
    wrong: tuple[Flag, ...] = ()

    def problems(self) -> list[Problem]:
        """Give the rejects as problems."""
        return [replace(problem, where=f"row {row}, {problem.where}") for rows, problem in self.wrong for row in rows]


def _rejected(names: pl.Series, numbers: pl.Series, problem: Problem) -> pl.DataFrame:
    words = {"where": problem.where, "code": problem.code, "what": problem.what, "fix": problem.fix}
    told = {name: pl.lit(text, dtype=pl.String) for name, text in words.items()}
    return pl.DataFrame({CASE_ID: names, ROW: numbers.cast(pl.Int64)}).with_columns(**told)


class Engine:
    """A rulebook, ready for tables. What is compiled for a set of columns is kept for the next table with the same."""

    def __init__(self, rulebook: Rulebook, as_of: date | None = None) -> None:
        """
        Args:
            as_of: The day for rows that give none.

        Raises:
            FactsError: The day is before the first one the rulebook answers for.
        """
        self._rulebook = rulebook
        self._as_of = as_of
        self._edition = edition_on(rulebook, as_of) if as_of is not None else None
        self._compiling = Lock()
        self._compiled: dict[tuple[date, frozenset[str]], Compiled] = {}
        self._duties = pl.Enum(sorted({duty.id for duty in rulebook.duties}))
        self._reasons = pl.Enum(sorted({*(entry.id for entry in rulebook.indicators), *(rule.id for rule in rulebook.rules)}))

    def answer(self, frame: pl.DataFrame, numbers: pl.Series | None = None, flags: Sequence[Flag] = ()) -> Answered:
        """
        Answer the rows of a table whose columns were checked.

        Args:
            numbers: The number of each row, for the rejects; counted from 1 if not given.
            flags: What was found wrong with some rows already.
        """
        table = prepared(frame, self._rulebook)
        if AS_OF not in table.columns and self._edition is None:
            raise FactsError([Problem(AS_OF, "NO_DAY", "there is no day the answers are for", "give a column as_of, or a day")])
        checks = row_problems(table.columns, self._rulebook, self._as_of)
        found = table.select(check.found.fill_null(False).alias(str(number)) for number, check in enumerate(checks))
        wrong = [*flags, *((found[str(number)], check.problem) for number, check in enumerate(checks))]
        wrong = [(rows, problem) for rows, problem in wrong if rows.any()]
        if not wrong:
            return Answered(self._by_edition(table), pl.DataFrame(schema=REJECTS))
        counted = pl.int_range(1, table.height + 1, eager=True) if numbers is None else numbers
        names = table[CASE_ID] if CASE_ID in table.columns else pl.repeat(None, table.height, dtype=pl.String, eager=True)
        rejects = pl.concat([_rejected(names.filter(rows), counted.filter(rows), problem) for rows, problem in wrong])
        sound = ~reduce(operator.or_, (rows for rows, _ in wrong))
        told = tuple((counted.filter(rows), problem) for rows, problem in wrong)
        return Answered(self._by_edition(table.filter(sound)), rejects.sort(ROW, maintain_order=True), told)

    def empty(self) -> pl.DataFrame:
        """Give a table of answers without rows."""
        return self._by_edition(pl.DataFrame(schema={CASE_ID: pl.String}))

    def _by_edition(self, table: pl.DataFrame) -> pl.DataFrame:
        if AS_OF not in table.columns or not table.height:
            return self._under(self._edition or edition_on(self._rulebook, self._rulebook.starts), table)
        days = change_days(self._rulebook)
        asked = table[AS_OF] if self._as_of is None else table[AS_OF].fill_null(self._as_of)
        place = pl.Series(days).search_sorted(asked, side="right").cast(pl.Int64) - 1
        found = place.unique(maintain_order=True)
        if len(found) == 1:
            return self._under(edition_on(self._rulebook, days[found[0]]), table)
        order = pl.int_range(table.height, eager=True)
        parts = []
        for number in found:
            rows = place == number
            answers = self._under(edition_on(self._rulebook, days[number]), table.filter(rows))
            parts.append(answers.with_columns(order.filter(rows).alias(ROW)))
        return pl.concat(parts).sort(ROW).drop(ROW)

    def _under(self, edition: Edition, table: pl.DataFrame) -> pl.DataFrame:
        key = edition.first_day, frozenset(table.columns)
        with self._compiling:
            compiled = self._compiled.get(key)
            if compiled is None:
                if len(self._compiled) >= MOST_KEPT:
                    self._compiled.clear()
                compiled = self._compiled[key] = Compiled(edition, key[1], self._duties, self._reasons)
        return compiled.answer(table)


class Compiled:
    """An edition, compiled for a table that has some columns."""

    def __init__(self, edition: Edition, columns: frozenset[str], duties: pl.Enum, reasons: pl.Enum) -> None:
        self._duties = duties
        self._reasons = reasons
        self._disputable = AGE_DISPUTED in edition.indicators
        planes, answer = compile_answer(edition, columns)
        self._answer = answer
        self._plan = Plan(planes, _wanted(answer))
        self._again = Plan(planes, [*answer.span.open_low.values(), *answer.span.open_high.values()])

    def answer(self, table: pl.DataFrame) -> pl.DataFrame:
        """Answer the rows of a prepared table in which every row is sound."""
        table = without_disputed_ages(table, self._disputable)
        answer = self._answer
        found = self._plan.run(table)
        low, high = self._range(table, found)
        return pl.DataFrame(
            {
                CASE_ID: table[CASE_ID],
                "level": level_column(found, answer.level),
                "level_low": low,
                "level_high": high,
                "rag": rag_column(found, answer),
                "review": review_column(found, answer.review),
                "call_999": found[answer.call_999],
                "duties": list_column(found, answer.duties, table.height, self._duties),
                "reasons": list_column(found, answer.reasons, table.height, self._reasons),
            }
        )

    def _range(self, table: pl.DataFrame, found: Found) -> tuple[pl.Series, pl.Series]:
        """Give both ends of the range. Rows whose age is open are worked out again, at every age they could be."""
        ends = self._answer.span
        is_open = found[ends.again]
        low, high = level_column(found, ends.low), level_column(found, ends.high)
        if not is_open.any():
            return low, high
        again = self._again.run(table.filter(is_open))
        where = pl.int_range(table.height, eager=True).filter(is_open)
        open_low, open_high = level_column(again, ends.open_low), level_column(again, ends.open_high)
        return low.scatter(where, open_low), high.scatter(where, open_high)


def _wanted(answer: Answer) -> list[Plane]:
    ladders = (answer.level, answer.span.low, answer.span.high, answer.review)
    return [
        *(plane for ladder in ladders for plane in ladder.values()),
        *answer.rag.values(),
        answer.call_999,
        answer.span.again,
        *(plane for _, plane in (*answer.duties, *answer.reasons)),
    ]
