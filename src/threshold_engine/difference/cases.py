"""
What becomes of the cases of a file on two sides: how many move, and where.

A side is a rulebook, and a day or the day of each case. Both are answered over columns, a
piece of the file at a time; what is kept of a piece is counts and the names of a few cases,
so that it does not grow with the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from threshold_engine.columnar.engine import ROW, Engine, Flag
from threshold_engine.columnar.table import AS_OF, CASE_ID, column_problems, column_type
from threshold_engine.errors import FactsError
from threshold_engine.model.guidance import Question, Rulebook

LEVEL, RAG, REVIEW, CALL_999, DUTIES = "level", "rag", "review", "call_999", "duties"
ANSWERED = (LEVEL, RAG, REVIEW, CALL_999, DUTIES)
URGENCY, DUTY = "urgency", "duty"
REACHED = "reached"
"""In place of a review: nothing is left to consider, since the level itself is as high as the review of the other side."""
_KINDS = {LEVEL: LEVEL, RAG: URGENCY, CALL_999: CALL_999}
_NEW = "_new"
_Key = tuple[str, str | None, str | None]
"""Kind, and what it is on the old side and on the new."""


@dataclass(frozen=True)
class Stand:
    """
    One side of a comparison.

    Attributes:
        day: The day all cases are taken to be of; None for the day that each case gives.
    """

    rulebook: Rulebook
    day: date | None = None


@dataclass(frozen=True)
class Move:
    """
    Attributes:
        kind: ``level``, ``urgency``, ``review``, ``call_999`` or ``duty``.
        old, new: What it is on either side; None where there is none, as for a duty gained or lost; for
            a review also ``reached``.
        cases: How many.
        examples: The names of the first of them.
    """

    kind: str
    old: str | None
    new: str | None
    cases: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Rejected:
    """
    Cases that could not be used.

    Attributes:
        both: On neither side.
        old, new: Only not on that side.
    """

    both: int = 0
    old: int = 0
    new: int = 0


@dataclass(frozen=True)
class CaseDifference:
    """
    Attributes:
        compared: Cases that were answered on both sides.
        moved: Those of them with another level, rating, review, call to 999 or duty.
        levels: How many have a level on the old side and one on the new, by the two.
        moves: Each kind of move, the one with the most cases first.
        not_known: The columns or facts that a side does not know, and was answered without.
    """

    old: Stand
    new: Stand
    compared: int
    moved: int
    rejected: Rejected
    levels: dict[tuple[int, int], int]
    moves: tuple[Move, ...]
    not_known: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """
    A piece of a file, compared.

    Attributes:
        levels: How many have a level on the old side and one on the new, by the two.
        tally: One row for each kind of move.
        moved: The cases that move, with both answers.
    """

    levels: dict[tuple[int, int], int]
    tally: pl.DataFrame
    moved: pl.DataFrame
    compared: int
    rejected: Rejected
    not_known: tuple[frozenset[str], frozenset[str]]


def for_reading(old: Rulebook, new: Rulebook) -> Rulebook:
    """Give a rulebook that knows the names of both: cases are read with it, and never answered."""
    if old is new:
        return new
    return replace(
        new,
        indicators=(*old.indicators, *new.indicators),
        domains=(*old.domains, *new.domains),
        questions=(*old.questions, *(_with_choices_of(old, question) for question in new.questions)),
        # No rule reads a code, so a case is not turned away for one.
        codes=(),
        cache={},
    )


def _with_choices_of(old: Rulebook, question: Question) -> Question:
    before = [choice for entry in old.questions if entry.id == question.id for choice in entry.choices]
    return replace(question, choices=tuple(dict.fromkeys((*before, *question.choices))))


class Comparison:
    """Both sides, ready for the pieces of a file."""

    def __init__(self, old: Stand, new: Stand, today: date, examples: int) -> None:
        """
        Args:
            today: The day for cases that give none.
            examples: How many cases are named for each kind of move.

        Raises:
            FactsError: A day is before the first one that its rulebook answers for.
        """
        self._old, self._new = _Side(old, today), _Side(new, today)
        self._examples = examples

    def part(self, frame: pl.DataFrame, numbers: pl.Series, flags: Sequence[Flag], unread: int) -> Part:
        """
        Compare the answers to a piece of a file.

        Args:
            frame: In the shape of the wide table, with names that either side knows.
            numbers: The number of each row in the file.
            flags: What was found wrong with some of them.
            unread: How many cases of the piece could not be read at all.

        Raises:
            FactsError: A column is of a type that one of the sides cannot use.
        """
        old, not_known_to_old = self._old.answers(frame, numbers, flags)
        new, not_known_to_new = self._new.answers(frame, numbers, flags)
        pair = old.join(new.drop(CASE_ID), on=ROW, how="inner", suffix=_NEW, maintain_order="left")
        moved = pair.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}{_NEW}")) for name in ANSWERED))
        return Part(
            levels={
                (before, after): number for before, after, number in pair.group_by(LEVEL, f"{LEVEL}{_NEW}").len().iter_rows()
            },
            tally=_tally(moved, self._examples),
            moved=moved.select(_shown()),
            compared=pair.height,
            rejected=Rejected(
                both=unread + frame.height - old.height - new.height + pair.height,
                old=new.height - pair.height,
                new=old.height - pair.height,
            ),
            not_known=(not_known_to_old, not_known_to_new),
        )

    def nothing(self) -> pl.DataFrame:
        """Give a table of moved cases without rows."""
        return self.part(pl.DataFrame(schema={CASE_ID: pl.String}), pl.Series(dtype=pl.Int64), (), 0).moved


class _Side:
    def __init__(self, stand: Stand, today: date) -> None:
        self._stand = stand
        self._engine = Engine(stand.rulebook, stand.day or today)

    def answers(self, frame: pl.DataFrame, numbers: pl.Series, flags: Sequence[Flag]) -> tuple[pl.DataFrame, frozenset[str]]:
        """Give the number and the answer of each row that can be used, and the columns this side does not know."""
        rulebook = self._stand.rulebook
        not_known = frozenset(name for name in frame.columns if column_type(name, rulebook) is None)
        table = frame.drop(not_known)
        if self._stand.day is not None:
            table = table.drop(AS_OF, strict=False)
        problems = column_problems(table.schema, rulebook)
        if problems:
            raise FactsError(replace(item, where=f"{rulebook.id} {rulebook.version}, {item.where}") for item in problems)
        answered = self._engine.answer(table, numbers, flags)
        rows = numbers.filter(~numbers.is_in(answered.rejects[ROW].implode()))
        duties = pl.col(DUTIES).cast(pl.List(pl.String)).list.sort()
        return answered.answers.select(
            CASE_ID, rows.alias(ROW), LEVEL, pl.col(RAG).cast(pl.String), REVIEW, CALL_999, duties
        ), not_known


def _shown() -> list[pl.Expr]:
    sides = (pl.col(f"{name}{end}").alias(f"{side}_{name}") for name in ANSWERED for side, end in (("old", ""), ("new", _NEW)))
    return [pl.col(CASE_ID), *sides]


def _tally(moved: pl.DataFrame, examples: int) -> pl.DataFrame:
    old, new = pl.col(DUTIES), pl.col(f"{DUTIES}{_NEW}")
    none = pl.lit(None, dtype=pl.String)
    gained = moved.select(CASE_ID, old=none, new=new.list.set_difference(old)).explode("new").filter(pl.col("new").is_not_null())
    lost = moved.select(CASE_ID, old=old.list.set_difference(new), new=none).explode("old").filter(pl.col("old").is_not_null())
    others = [(kind, _both(moved, name)) for name, kind in _KINDS.items()]
    tables = (*others, (REVIEW, _reviews(moved)), (DUTY, gained), (DUTY, lost))
    return pl.concat(_counted(kind, table, examples) for kind, table in tables)


def _reviews(moved: pl.DataFrame) -> pl.DataFrame:
    """Give the reviews that are not the same. A level that rises to what was to be considered is not a review lost."""
    asked, level = (REVIEW, f"{REVIEW}{_NEW}"), (LEVEL, f"{LEVEL}{_NEW}")

    def side(own: int, other: int) -> pl.Expr:
        reached = pl.col(asked[own]).is_null() & (pl.col(level[own]) >= pl.col(asked[other]))
        return pl.when(reached).then(pl.lit(REACHED)).otherwise(pl.col(asked[own]).cast(pl.String))

    return _unlike(moved.select(CASE_ID, old=side(0, 1), new=side(1, 0)))


def _both(table: pl.DataFrame, name: str) -> pl.DataFrame:
    return _unlike(table.select(CASE_ID, old=pl.col(name).cast(pl.String), new=pl.col(f"{name}{_NEW}").cast(pl.String)))


def _unlike(both: pl.DataFrame) -> pl.DataFrame:
    return both.filter(pl.col("old").ne_missing(pl.col("new")))


def _counted(kind: str, table: pl.DataFrame, examples: int) -> pl.DataFrame:
    found = table.group_by("old", "new", maintain_order=True).agg(
        cases=pl.len().cast(pl.Int64), examples=pl.col(CASE_ID).head(examples)
    )
    return found.select(pl.lit(kind).alias("kind"), "old", "new", "cases", "examples")


def summed(parts: Iterable[Part], old: Stand, new: Stand, examples: int) -> CaseDifference:
    """Put the pieces of a file together, in their order."""
    compared = moved = 0
    rejected = Rejected()
    not_known: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    levels: Counter[tuple[int, int]] = Counter()
    cases: Counter[_Key] = Counter()
    named: dict[_Key, list[str]] = {}
    for part in parts:
        levels.update(part.levels)
        compared += part.compared
        moved += part.moved.height
        more = part.rejected
        rejected = Rejected(rejected.both + more.both, rejected.old + more.old, rejected.new + more.new)
        not_known = not_known[0] | part.not_known[0], not_known[1] | part.not_known[1]
        for kind, before, after, number, names in part.tally.iter_rows():
            key = (kind, before, after)
            cases[key] += number
            named[key] = [*named.get(key, ()), *names][:examples]
    return CaseDifference(
        old,
        new,
        compared,
        moved,
        rejected,
        levels=dict(levels),
        moves=tuple(_moves(cases, named)),
        not_known=(tuple(sorted(not_known[0])), tuple(sorted(not_known[1]))),
    )


def _moves(cases: Counter[_Key], named: dict[_Key, list[str]]) -> Iterable[Move]:
    for key in sorted(cases, key=lambda key: (-cases[key], key[0], key[1] or "", key[2] or "")):
        yield Move(*key, cases[key], tuple(named[key]))
