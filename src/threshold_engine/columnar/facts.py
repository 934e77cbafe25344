"""What the columns of a table say of each row, as planes. A column that is missing is unknown in every row."""

from __future__ import annotations

from collections.abc import Mapping, Set

import polars as pl

from threshold_engine.columnar.planes import NO, YES, Plane
from threshold_engine.columnar.verdicts import UNKNOWN, Logic, Verdict, known
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Indicator
from threshold_engine.model.words import Kind

OTHERS = "others"

Value = bool | int | str


class Facts:
    """
    The facts of every row under one edition.

    What is said of an indicator by itself stands. A domain with no concern settles its
    other risk indicators as absent; ``others`` absent settles everything else.
    """

    def __init__(self, logic: Logic, edition: Edition, columns: Set[str], supposed: Mapping[str, Value] | None = None) -> None:
        """
        Args:
            columns: The columns the table has.
            supposed: Facts taken to be so in every row, by column.
        """
        self.logic = logic
        self.edition = edition
        self.columns = columns
        self._supposed = supposed or {}
        self._recorded: dict[str, Verdict] = {}

    def supposing(self, column: str, value: Value) -> Facts:
        """Give the facts as they would be if one of them had a certain value in every row."""
        return Facts(self.logic, self.edition, self.columns, {**self._supposed, column: value})

    def is_open(self, column: str) -> Plane:
        """Say where nothing settles a fact."""
        if column in self.edition.indicators:
            recorded = self.recorded(column)
            return self.logic.planes.every([recorded.could, self.logic.planes.opposite(recorded.sure)])
        return self.logic.planes.leaf(f"no {column}", pl.col(column).is_null()) if column in self.columns else YES

    def recorded(self, name: str) -> Verdict:
        """Say where an indicator in force is recorded, whatever the age of the child."""
        found = self._recorded.get(name)
        if found is None:
            found = self._recorded[name] = self._record(self.edition.indicators[name])
        return found

    def _record(self, indicator: Indicator) -> Verdict:
        if indicator.id in self._supposed:
            return known(self._supposed[indicator.id] is True)
        planes = self.logic.planes
        said = self._yes_no(indicator.id)
        unsettled = planes.opposite(self._settled(indicator))
        return Verdict(said.sure, planes.some([said.sure, planes.every([said.could, unsettled])]))

    def _settled(self, indicator: Indicator) -> Plane:
        found = [self._word(OTHERS, "absent")]
        if indicator.kind is Kind.RISK:
            found.append(self._word(f"domains.{indicator.domain}", "no-concern"))
        return self.logic.planes.some(found)

    def met(self, name: str) -> Verdict:
        """Say where a need was said outright to be met, or not to be."""
        return self._yes_no(f"met.{name}")

    def attribute(self, name: str) -> Verdict:
        """Say where a yes/no fact of the child is so: disabled, mobile, looked_after."""
        return self._yes_no(name)

    def answer(self, question: str, values: tuple[Value, ...]) -> Verdict:
        """Say where a question is answered with one of some values; no answer is known to a question not yet asked."""
        return self._is_one_of(f"answers.{question}", values) if question in self.edition.questions else UNKNOWN

    def reaches(self, question: str, least: int) -> Verdict:
        """Say where a question for a number is answered with so many or more."""
        name = f"answers.{question}"
        given = self._supposed.get(name)
        if given is not None:
            return known(type(given) is int and given >= least)
        if name not in self.columns or question not in self.edition.questions:
            return UNKNOWN
        if self.edition.questions[question].type != "number":
            return self._compared(f"{name} reaches", pl.when(pl.col(name).is_not_null()).then(False))
        return self._compared(f"{name} reaches {least}", pl.col(name) >= least)

    def setting(self, field: str, values: tuple[str, ...]) -> Verdict:
        return self._is_one_of(f"setting.{field}", values)

    def said(self, name: str) -> Verdict:
        """Say where an indicator is said to be so by itself, in force or not."""
        return self._yes_no(name)

    def _yes_no(self, column: str) -> Verdict:
        if column in self._supposed:
            return known(self._supposed[column] is True)
        return self._compared(column, pl.col(column)) if column in self.columns else UNKNOWN

    def _word(self, column: str, word: str) -> Plane:
        if column not in self.columns:
            return NO
        return self.logic.planes.leaf(f"{column} is {word}", (pl.col(column) == word).eq_missing(True))

    def _is_one_of(self, column: str, values: tuple[Value, ...]) -> Verdict:
        if column in self._supposed:
            given = self._supposed[column]
            return known(any(type(value) is type(given) and value == given for value in values))
        if column not in self.columns:
            return UNKNOWN
        kind = self._kind_of(column)
        wanted = [value for value in values if type(value) is kind]
        said = pl.col(column)
        same = said.is_in(wanted) if wanted else pl.when(said.is_not_null()).then(False)
        return self._compared(f"{column} in {wanted}", same)

    def _kind_of(self, column: str) -> type:
        head, _, question = column.partition(".")
        if head != "answers":
            return str
        return {"boolean": bool, "number": int}.get(self.edition.questions[question].type, str)

    def _compared(self, name: str, expression: pl.Expr) -> Verdict:
        planes = self.logic.planes
        return Verdict(
            planes.leaf(f"{name}: sure", expression.eq_missing(True)),
            planes.leaf(f"{name}: could be", expression.ne_missing(False)),
        )
