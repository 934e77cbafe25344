"""
Many cases at once: the guidance over the columns of a table, on Polars.

The third reading of the rules, independent of spec.py and rete.py. An edition becomes
expressions over the columns that a table has, and bit operations between them; one pass
answers every row. A missing column and an empty cell are unknown, never no.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from threshold_engine.columnar.engine import Engine
from threshold_engine.columnar.table import column_problems
from threshold_engine.errors import FactsError
from threshold_engine.model.guidance import Rulebook

__all__ = ["Engine", "answer_table"]


def answer_table(frame: pl.DataFrame, rulebook: Rulebook, as_of: date | None = None) -> pl.DataFrame:
    """
    Answer every case of a table.

    Args:
        frame: In the shape of docs/batch.md, one row a case.
        as_of: The day for rows that give none.

    Returns:
        One row a case, in the same order: ``case_id``, ``level``, ``level_low``, ``level_high``,
        ``rag``, ``review``, ``call_999``, ``duties``, ``reasons``.

    Raises:
        FactsError: A column or a row is wrong; every problem is listed.
    """
    problems = column_problems(frame.schema, rulebook)
    if problems:
        raise FactsError(problems)
    answered = Engine(rulebook, as_of).answer(frame)
    if answered.rejects.height:
        raise FactsError(answered.problems())
    return answered.answers
