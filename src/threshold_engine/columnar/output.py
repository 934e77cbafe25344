"""From planes to the columns of an answer: levels, urgency, and lists of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from threshold_engine.columnar.answers import Answer
from threshold_engine.columnar.planes import NO, Plane
from threshold_engine.columnar.span import LEVELS, Ladder
from threshold_engine.model.words import Rag

Found = Mapping[Plane, pl.Series]


def level_column(found: Found, ladder: Ladder) -> pl.Series:
    """Give the highest level reached, 1 if none."""
    level = pl.repeat(1, len(found[ladder[2]]), dtype=pl.Int8, eager=True)
    for wanted in LEVELS:
        level += found[ladder[wanted]].cast(pl.Int8)
    return level


def review_column(found: Found, ladder: Ladder) -> pl.Series:
    """Give the highest level a manager is asked to consider, null if none."""
    return _highest(found, [(wanted, ladder[wanted]) for wanted in LEVELS], pl.Int8(), None)


def rag_column(found: Found, answer: Answer) -> pl.Series:
    """Give the urgency: the most urgent of what is called for."""
    return _highest(found, [(str(rag), answer.rag[rag]) for rag in Rag if rag in answer.rag], RAG, str(Rag.BLUE))


RAG = pl.Enum([str(rag) for rag in Rag])


def _highest(found: Found, rising: Sequence[tuple[int | str, Plane]], kind: pl.DataType, none: str | None) -> pl.Series:
    choice = pl.lit(none, dtype=kind)
    for value, plane in rising:
        choice = pl.when(pl.col(str(plane))).then(pl.lit(value, dtype=kind)).otherwise(choice)
    return pl.DataFrame({str(plane): found[plane] for _, plane in rising}).select(choice.alias("chosen")).to_series()


def list_column(found: Found, entries: Sequence[tuple[str, Plane]], rows: int, names: pl.Enum) -> pl.Series:
    """
    Give, for each row, the ids of the entries that are so in it, in the order of the entries.

    Most entries are so in few rows. So each gives the numbers of its rows; a number carries
    its entry in its last digits, and sorting them all brings each row's ids together in order.
    """
    width = len(entries) + 1
    kind = pl.UInt32 if rows * width < 2**32 else pl.UInt64
    first = pl.int_range(rows, eager=True, dtype=kind) * width
    shown = ((place, found[plane]) for place, (_, plane) in enumerate(entries, 1) if plane != NO)
    hits = [first, *(first.filter(so) + place for place, so in shown if so.any())]
    numbers = pl.concat(hits, rechunk=True).sort(multithreaded=False)
    ids = pl.Series([None, *(name for name, _ in entries)], dtype=names)
    table = pl.DataFrame({"row": (numbers // width).set_sorted(), "id": ids.gather(numbers % width)})
    # Each row has a hit of its own before the others, so that a row without any is there too.
    return table.group_by("row", maintain_order=True).agg(pl.col("id").slice(1))["id"]
