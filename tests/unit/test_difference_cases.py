"""Which cases of a file move between two rulebooks, or two days, and where."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from properties.generators import a_case
from threshold_engine import Assessment, FactsError, Rulebook, assess, read_case
from threshold_engine.batch.cases import frame_of, row_of
from threshold_engine.batch.compare import CaseJob, compare
from threshold_engine.cli import main
from threshold_engine.columnar import Engine
from threshold_engine.difference.cases import CaseDifference, Move, Rejected, Stand
from threshold_engine.difference.cases_report import mapping, report
from threshold_engine.model.condition import AnswerIs, Count, Selector
from threshold_engine.model.guidance import Period, Question
from unit.broken_rulebooks import ONE_OF_EACH, book, indicator, rule, sound

DAY = date(2026, 11, 22)
FIRST, LAST = date(2016, 6, 29), DAY
COLUMNS = [
    "case_id",
    *(f"{side}_{name}" for name in ("level", "rag", "review", "call_999", "duties") for side in ("old", "new")),
]


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def compared(source: Path, old: Rulebook, new: Rulebook, days: tuple[date, date] | None = None, **more: Any) -> CaseDifference:
    before, after = days or (None, None)
    return compare(CaseJob(source, Stand(old, before), Stand(new, after), today=DAY, **more))


def on_csv(tmp_path: Path, text: str, old: Rulebook, new: Rulebook, **more: Any) -> CaseDifference:
    """Compare on the cases of a wide CSV file."""
    return compared(put(tmp_path / "cases.csv", text), old, new, **more)


def moves(found: CaseDifference, kind: str) -> list[tuple[str | None, str | None, int, tuple[str, ...]]]:
    return [(move.old, move.new, move.cases, move.examples) for move in found.moves if move.kind == kind]


def text(found: CaseDifference) -> str:
    return "\n".join(line.text for line in report(found))


def with_two(level: int) -> Rulebook:
    """Give the sound rulebook with its sign ``two`` at a level."""
    changed = tuple(replace(entry, level=level) if entry.id == "two" else entry for entry in ONE_OF_EACH)
    return replace(sound(), indicators=changed, digest=str(level) * 64, cache={})


TWO = "case_id,two,three\na,true,\nb,true,true\nc,,true\nd,true,\ne,,\n"


def test_moves_between_levels_are_counted_with_their_cases(tmp_path: Path) -> None:
    """A sign that goes from level 2 to 4 moves the cases that have it, each from where it was."""
    found = on_csv(tmp_path, TWO, with_two(2), with_two(4))

    assert (found.compared, found.moved) == (5, 3)
    assert found.levels == {(2, 4): 2, (3, 4): 1, (3, 3): 1, (1, 1): 1}
    assert moves(found, "level") == [("2", "4", 2, ("a", "d")), ("3", "4", 1, ("b",))]
    assert moves(found, "urgency") == [("green", "red", 2, ("a", "d")), ("amber", "red", 1, ("b",))]


def test_moves_down_are_counted_too(tmp_path: Path) -> None:
    """The other way round, the same cases come down."""
    found = on_csv(tmp_path, TWO, with_two(4), with_two(2))

    assert moves(found, "level") == [("4", "2", 2, ("a", "d")), ("4", "3", 1, ("b",))]
    assert "At a higher level: 0. At a lower level: 3." in text(found)


def test_duties_gained_and_lost_are_counted_each(tmp_path: Path) -> None:
    """A rule that calls for another duty: one is lost, one is gained, one stays and is not told."""
    old, new = (
        book(rule("tell", AnswerIs("q0", (True,)), floor=2, duties=duties))
        for duties in (("duty-0", "duty-1"), ("duty-2", "duty-0"))
    )
    found = on_csv(tmp_path, "case_id,answers.q0\na,true\nb,false\nc,true\n", old, new)

    assert found.moved == 2
    assert found.moves == (Move("duty", None, "duty-2", 2, ("a", "c")), Move("duty", "duty-1", None, 2, ("a", "c")))


def test_same_duties_in_another_order_are_no_move(tmp_path: Path) -> None:
    """The order of the duties in a rulebook is not a difference."""
    old = book(rule("tell", AnswerIs("q0", (True,)), floor=2, duties=("duty-0", "duty-1")))
    new = replace(old, duties=old.duties[::-1], cache={})

    assert on_csv(tmp_path, "case_id,answers.q0\na,true\n", old, new).moved == 0


def test_review_gained_and_lost_is_counted(tmp_path: Path) -> None:
    """What a manager is asked comes, goes, or is about another level."""
    old, new = (
        book(
            rule("often", Count(Selector(level_from=2, level_to=2), 2), review=review),
            *(rule(f"{answer}", AnswerIs("q2", (answer,)), review=4) for answer in asked),
        )
        for review, asked in ((3, "a"), (4, "b"))
    )
    found = on_csv(tmp_path, "case_id,one,two,answers.q2\nk,true,true,c\nl,,,a\nm,,,b\n", old, new)

    assert found.moves == (
        Move("review", None, "4", 1, ("m",)),
        Move("review", "3", "4", 1, ("k",)),
        Move("review", "4", None, 1, ("l",)),
    )
    told = text(found)
    assert "to consider level 4, gained: 1 case, for example m" in told
    assert "to consider level 4 instead of 3: 1 case, for example k" in told
    assert "to consider level 4, lost: 1 case, for example l" in told


@pytest.mark.parametrize("turned", [False, True])
def test_level_that_rises_to_what_was_asked_is_no_review_lost(turned: bool, tmp_path: Path) -> None:
    """A rule that now sets the level it had only asked about, or the other way round."""
    sides = [book(rule("sure", AnswerIs("q0", (True,)), **effect)) for effect in ({"review": 4}, {"floor": 4})]
    found = on_csv(tmp_path, "case_id,answers.q0\na,true\n", *(sides[::-1] if turned else sides))

    assert moves(found, "review") == [("reached", "4", 1, ("a",)) if turned else ("4", "reached", 1, ("a",))]
    words = "at level 4 before, now only to consider it" if turned else "to consider level 4 before, now at that level"
    [style] = [line.style for line in report(found) if line.text == f"  {words}: 1 case, for example a"]
    assert style == ("warning" if turned else "plain")


def test_calls_to_999_are_counted(tmp_path: Path) -> None:
    """A rule that no longer says to call 999, at the same level: the most dangerous of all moves."""
    old, new = (book(rule("danger", AnswerIs("q0", (True,)), floor=4, call_999=call)) for call in (True, False))
    found = on_csv(tmp_path, "case_id,answers.q0\na,true\n", old, new)

    assert found.moves == (Move("call_999", "true", "false", 1, ("a",)),)
    assert [line.style for line in report(found) if line.text == "  lost: 1 case, for example a"] == ["warning"]


@pytest.mark.parametrize(("level", "style"), [(4, "plain"), (1, "warning")])
def test_what_lessens_stands_out(level: int, style: str, tmp_path: Path) -> None:
    """Moves to less are shown as a warning, moves to more are not."""
    found = on_csv(tmp_path, "case_id,two\na,true\n", with_two(2), with_two(level))

    assert {line.style for line in report(found) if line.text.endswith("for example a")} == {style}


def test_rulebook_against_itself_moves_nothing(tmp_path: Path) -> None:
    """Nothing moves, and every case is counted where it stays."""
    found = on_csv(tmp_path, TWO, with_two(2), with_two(2))

    assert (found.compared, found.moved, found.moves) == (5, 0, ())
    assert sum(found.levels.values()) == 5


@pytest.mark.parametrize(("examples", "named"), [(0, ()), (1, ("a",)), (3, ("a", "b", "c"))])
def test_so_many_cases_are_named(examples: int, named: tuple[str, ...], tmp_path: Path) -> None:
    """The first of the file are named, also where they come from several pieces."""
    rows = "".join(f"{name},true\n" for name in "abcdef")
    found = on_csv(tmp_path, f"case_id,two\n{rows}", with_two(2), with_two(4), examples=examples, rows_a_part=2)

    assert moves(found, "level") == [("2", "4", 6, named)]


def later() -> Rulebook:
    """Give the sound rulebook with its sign ``two`` from 2022 on."""
    changed = tuple(replace(entry, period=Period(date(2022, 1, 1))) if entry.id == "two" else entry for entry in ONE_OF_EACH)
    return replace(sound(), indicators=changed, cache={})


DAYS = "case_id,as_of,two\na,2021-12-31,true\nb,2022-01-01,true\nc,,true\n"


def test_each_case_keeps_its_own_day(tmp_path: Path) -> None:
    """Without days for the sides a case of 2021 is of 2021 on both; one that gives none is of today."""
    found = on_csv(tmp_path, DAYS, later(), with_two(2))

    assert found.levels == {(1, 2): 1, (2, 2): 2}
    assert moves(found, "level") == [("1", "2", 1, ("a",))]


def test_days_of_the_sides_stand_above_those_of_the_cases(tmp_path: Path) -> None:
    """With days every case is of the day of the side, whatever it gives."""
    rulebook = later()
    found = on_csv(tmp_path, DAYS, rulebook, rulebook, days=(date(2021, 6, 1), date(2022, 6, 1)))

    assert found.levels == {(1, 2): 3}
    assert "on 2021-06-01" in text(found)
    assert "on 2022-06-01" in text(found)


def test_day_before_the_rulebook_is_refused(tmp_path: Path) -> None:
    """A day of a side before the first one its rulebook answers for is an error."""
    with pytest.raises(FactsError, match="BEFORE_RULEBOOK"):
        on_csv(tmp_path, TWO, sound(), sound(), days=(date(1999, 1, 1), DAY))


def test_rejects_are_counted_by_side(tmp_path: Path) -> None:
    """A case can be of use on both sides, on one, or on neither; only the first are compared."""
    old, new = sound(), replace(sound(), starts=date(2024, 1, 1), cache={})
    rows = "a,2026-11-22,3\nb,2023-01-01,3\nc,2023-01-01,400\nd,2026-11-22,400\n"
    found = on_csv(tmp_path, f"case_id,as_of,age_months\n{rows}", old, new)

    assert (found.compared, found.rejected) == (1, Rejected(both=2, old=0, new=1))
    assert on_csv(tmp_path, f"case_id,as_of,age_months\n{rows}", new, old).rejected == Rejected(both=2, old=1, new=0)
    told = text(found)
    assert "Not usable on either side: 2." in told
    assert "Not usable on the new side only: 1." in told
    assert "on the old side only" not in told


def test_rejected_rows_do_not_shift_the_others(tmp_path: Path) -> None:
    """Rows that drop out on one side leave each answer beside its own on the other."""
    old, new = with_two(2), replace(with_two(4), starts=date(2024, 1, 1), cache={})
    rows = "a,2023-01-01,true\nb,2026-11-22,true\nc,2026-11-22,\nd,2023-01-01,\ne,2026-11-22,true\n"
    found = on_csv(tmp_path, f"case_id,as_of,two\n{rows}", old, new)

    assert found.levels == {(2, 4): 2, (1, 1): 1}
    assert moves(found, "level") == [("2", "4", 2, ("b", "e"))]


def test_cases_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    """Lines that are no cases are rejected on both sides; the others are compared."""
    source = put(tmp_path / "cases.jsonl", '{bad\n{}\n{"case_id": "c", "as_of": "2026-11-22", "present": ["two"]}\n')
    found = compared(source, with_two(2), with_two(4))

    assert (found.compared, found.rejected.both) == (1, 2)
    assert moves(found, "level") == [("2", "4", 1, ("c",))]


def test_case_ids_need_not_differ(tmp_path: Path) -> None:
    """Answers are put side by side by row, not by name."""
    found = on_csv(tmp_path, "case_id,two\na,true\na,\na,true\n", with_two(2), with_two(4))

    assert found.levels == {(2, 4): 2, (1, 1): 1}


CSV = "case_id,five,two\na,true,\nb,,true\n"
JSON_LINES = '{"case_id": "a", "present": ["five"]}\n{"case_id": "b", "present": ["two"]}\n'


@pytest.mark.parametrize(("name", "content"), [("cases.csv", CSV), ("cases.jsonl", JSON_LINES)])
@pytest.mark.parametrize("turned", [False, True])
def test_names_of_either_side_can_be_used(name: str, content: str, turned: bool, tmp_path: Path) -> None:
    """A sign that only one side has is left out on the other, and that is told."""
    sides = [book(), book(indicators=(*ONE_OF_EACH, indicator("five", 3)))]
    found = compared(put(tmp_path / name, content), *(sides[::-1] if turned else sides))

    assert found.levels == {((3, 1) if turned else (1, 3)): 1, (2, 2): 1}
    assert found.not_known == (((), ("five",)) if turned else (("five",), ()))
    assert f"Not known to the {'new' if turned else 'old'} side, which was answered without: five" in text(found)


def test_name_that_neither_side_knows_is_refused(tmp_path: Path) -> None:
    """A spelling mistake cannot hide a sign."""
    with pytest.raises(FactsError, match="UNKNOWN_INDICATOR"):
        on_csv(tmp_path, "case_id,tow\na,true\n", with_two(2), with_two(4))


def with_question(rulebook: Rulebook, name: str, **changed: Any) -> Rulebook:
    def change(question: Question) -> Question:
        return replace(question, **changed) if question.id == name else question

    return replace(rulebook, questions=tuple(map(change, rulebook.questions)), cache={})


def test_choice_of_one_side_rejects_the_case_on_the_other(tmp_path: Path) -> None:
    """A word that only one side offers is read, and cannot be used on the side that does not offer it."""
    new = with_question(sound(), "q2", choices=("a", "b", "c", "d"))
    source = put(tmp_path / "cases.jsonl", '{"case_id": "k", "answers": {"q2": "d"}}\n{"case_id": "l", "answers": {"q2": "a"}}\n')

    assert compared(source, sound(), new).rejected == Rejected(both=0, old=1, new=0)
    assert compared(source, new, sound()).rejected == Rejected(both=0, old=0, new=1)


def test_question_of_another_type_is_refused_with_its_side(tmp_path: Path) -> None:
    """An answer that only one side could understand would be a difference that is none."""
    other = replace(with_question(sound(), "q1", type="boolean"), id="other")
    with pytest.raises(FactsError, match=r"BAD_VALUE") as caught:
        on_csv(tmp_path, "case_id,answers.q1\na,3\n", other, sound())

    assert caught.value.problems[0].where.startswith("other ")


SHIPPED_CASES = 150


@pytest.fixture(scope="module")
def drawn(rulebook: Rulebook) -> list[dict[str, Any]]:
    """Draw cases of three days of the shipped rulebook."""
    random = Random(23)
    return [{**a_case(random, rulebook), "as_of": random.choice((FIRST, date(2021, 12, 1), LAST))} for _ in range(SHIPPED_CASES)]


@pytest.fixture(scope="module")
def table(rulebook: Rulebook, drawn: list[dict[str, Any]]) -> pl.DataFrame:
    return frame_of([row_of(read_case(case, rulebook), str(number)) for number, case in enumerate(drawn)], rulebook)


def review(own: Assessment, other: Assessment) -> str | None:
    """Say what a manager is asked on one side, or that the level itself is what is asked on the other."""
    if own.level.review is not None:
        return str(own.level.review.level)
    asked = other.level.review.level if other.level.review else 5
    return "reached" if own.level.suggested >= asked else None


def expected(pairs: list[tuple[Assessment, Assessment]]) -> tuple[Counter[Any], Counter[Any]]:
    """Count levels and moves from assessments made one by one."""
    levels: Counter[Any] = Counter()
    moved: Counter[Any] = Counter()
    for old, new in pairs:
        levels[old.level.suggested, new.level.suggested] += 1
        seen = [("urgency", old.urgency.rag, new.urgency.rag)]
        seen += [("level", str(old.level.suggested), str(new.level.suggested))]
        seen += [("call_999", *(str(side.urgency.call_999).lower() for side in (old, new)))]
        seen += [("review", review(old, new), review(new, old))]
        duties = [{duty.id for duty in side.duties} for side in (old, new)]
        seen += [("duty", None, duty) for duty in duties[1] - duties[0]]
        seen += [("duty", duty, None) for duty in duties[0] - duties[1]]
        moved.update(each for each in seen if each[1] != each[2])
    return levels, moved


def test_days_of_the_shipped_rulebook_move_as_one_by_one(
    rulebook: Rulebook, drawn: list[dict[str, Any]], table: pl.DataFrame, tmp_path: Path
) -> None:
    """The first day against today: the counts are those of the cases assessed one by one on either day."""
    table.write_parquet(tmp_path / "cases.parquet")
    found = compared(tmp_path / "cases.parquet", rulebook, rulebook, (FIRST, LAST))
    cases = [[read_case({**case, "as_of": day}, rulebook) for day in (FIRST, LAST)] for case in drawn]
    levels, moved = expected([tuple(assess(case, rulebook, what_if=False) for case in pair) for pair in cases])

    assert found.levels == levels
    assert {(move.kind, move.old, move.new): move.cases for move in found.moves} == moved
    assert {move.new is None for move in found.moves if move.kind == "duty"} == {True, False}


def without_some_rules(rulebook: Rulebook) -> Rulebook:
    """Leave out every fifth rule, and all that say to call 999."""
    kept = tuple(entry for number, entry in enumerate(rulebook.rules) if number % 5 and not entry.then.call_999)
    return replace(rulebook, rules=kept, digest="0" * 64, cache={})


def test_two_rulebooks_move_as_one_by_one(
    rulebook: Rulebook, drawn: list[dict[str, Any]], table: pl.DataFrame, tmp_path: Path
) -> None:
    """The shipped rulebook against one with fewer rules, each case on its own day."""
    table.write_parquet(tmp_path / "cases.parquet")
    other = without_some_rules(rulebook)
    found = compared(tmp_path / "cases.parquet", rulebook, other)
    read = [read_case(case, rulebook) for case in drawn]
    pairs = [(assess(case, rulebook, what_if=False), assess(case, other, what_if=False)) for case in read]
    levels, moved = expected(pairs)

    assert found.levels == levels
    assert {(move.kind, move.old, move.new): move.cases for move in found.moves} == moved
    assert {move.kind for move in found.moves} == {"level", "urgency", "duty", "review", "call_999"}


@pytest.mark.parametrize("rows", [1, 7, 1_000])
def test_pieces_of_any_size_give_the_same(rulebook: Rulebook, table: pl.DataFrame, rows: int, tmp_path: Path) -> None:
    """Cut in pieces, nothing is lost, doubled or moved to another place."""
    table.head(40).write_parquet(tmp_path / "cases.parquet")
    whole = compared(tmp_path / "cases.parquet", rulebook, rulebook, (FIRST, LAST), moved=tmp_path / "whole.parquet")
    cut = compared(
        tmp_path / "cases.parquet", rulebook, rulebook, (FIRST, LAST), moved=tmp_path / "cut.parquet", rows_a_part=rows
    )

    assert cut == whole
    assert pl.read_parquet(tmp_path / "cut.parquet").equals(pl.read_parquet(tmp_path / "whole.parquet"))
    assert whole.moved


def test_moved_cases_are_written_with_both_answers(tmp_path: Path) -> None:
    """One row for each case that moves, in the order of the file, and none for the others."""
    on_csv(tmp_path, f"{TWO}f,,\ng,true,\n", with_two(2), with_two(4), moved=tmp_path / "moved.parquet", rows_a_part=3)
    found = pl.read_parquet(tmp_path / "moved.parquet")

    assert found.columns == COLUMNS
    assert found["case_id"].to_list() == ["a", "b", "d", "g"]
    assert found.row(0, named=True) == {
        "case_id": "a",
        "old_level": 2,
        "new_level": 4,
        "old_rag": "green",
        "new_rag": "red",
        "old_review": None,
        "new_review": None,
        "old_call_999": False,
        "new_call_999": False,
        "old_duties": [],
        "new_duties": [],
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv", "moved.parquet"]


def test_moved_cases_may_be_csv(tmp_path: Path) -> None:
    """In a CSV file the duties stand in one cell, parted by spaces."""
    old, new = (book(rule("tell", AnswerIs("q0", (True,)), duties=duties)) for duties in (("duty-0",), ("duty-1", "duty-0")))
    on_csv(tmp_path, "case_id,answers.q0\na,true\n", old, new, moved=tmp_path / "moved.csv")

    assert (tmp_path / "moved.csv").read_text(encoding="utf-8").splitlines() == [
        ",".join(COLUMNS),
        "a,1,1,blue,blue,,,false,false,duty-0,duty-0 duty-1",
    ]


@pytest.mark.parametrize("name", ["moved.parquet", "moved.csv"])
def test_nothing_moved_is_a_table_without_rows(name: str, tmp_path: Path) -> None:
    """The file is there, with its columns."""
    on_csv(tmp_path, TWO, with_two(2), with_two(2), moved=tmp_path / name)
    read = pl.read_parquet if name.endswith("parquet") else pl.read_csv

    assert (read(tmp_path / name).columns, read(tmp_path / name).height) == (COLUMNS, 0)


def test_moved_cases_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    """A directory that is not there is told as such."""
    with pytest.raises(FactsError, match="NOT_WRITTEN"):
        on_csv(tmp_path, TWO, with_two(2), with_two(4), moved=tmp_path / "nowhere" / "moved.csv")


def test_run_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the middle of a file: no file that could be taken for the whole, and nothing beside it."""
    real = Engine.answer
    calls: list[int] = []

    def failing(self: Engine, *given: Any) -> Any:
        calls.append(1)
        if len(calls) > 4:
            raise ZeroDivisionError
        return real(self, *given)

    monkeypatch.setattr(Engine, "answer", failing)
    with pytest.raises(ZeroDivisionError):
        on_csv(tmp_path, TWO, with_two(2), with_two(4), moved=tmp_path / "moved.csv", rows_a_part=1)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv"]


def test_file_without_cases_is_compared(tmp_path: Path) -> None:
    """No cases: nothing moves, and no share of nothing is worked out."""
    found = on_csv(tmp_path, "case_id,two\n", with_two(2), with_two(4))

    assert (found.compared, found.moves) == (0, ())
    assert "Cases compared: 0. Moved: 0. Not moved: 0." in text(found)


def test_progress_is_told_to_the_last_row(tmp_path: Path) -> None:
    """The rows done grow to the rows in all, rejected ones included."""
    pl.DataFrame({"case_id": list("abcdefg"), "age_months": [3, 3, 3, -1, 3, 3, 3]}).write_parquet(tmp_path / "in.parquet")
    told: list[tuple[int, int | None]] = []
    job = CaseJob(tmp_path / "in.parquet", Stand(with_two(2)), Stand(with_two(4)), DAY, rows_a_part=3)
    compare(job, lambda done, total: told.append((done, total)))

    assert told == [(3, 7), (6, 7), (7, 7)]


PEAK = """
import resource, sys
from datetime import date
from pathlib import Path
from threshold_engine import load_rulebook
from threshold_engine.batch.compare import CaseJob, compare
from threshold_engine.difference.cases import Stand
source, rulebook = Path(sys.argv[1]), load_rulebook()
days = (date(2016, 6, 29), date(2026, 11, 22))
sides = (Stand(rulebook, day) for day in days)
found = compare(CaseJob(source, *sides, days[1], moved=source.with_suffix(".csv"), rows_a_part=4096))
assert found.moved == found.compared
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_kilobytes(source: Path) -> int:
    return int(subprocess.run([sys.executable, "-c", PEAK, str(source)], check=True, capture_output=True, text=True).stdout)


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Ten times as many rows, each of which moves, take less than a third more memory."""
    names = [f"case {number}" for number in range(30_000)]
    small = pl.DataFrame({"case_id": names}).with_columns(pl.lit(True).alias("da-incidents-physical"))
    small.write_parquet(tmp_path / "small.parquet", row_group_size=4096)
    pl.concat([small] * 10).write_parquet(tmp_path / "large.parquet", row_group_size=4096)

    assert peak_kilobytes(tmp_path / "large.parquet") < 1.33 * peak_kilobytes(tmp_path / "small.parquet")


def test_data_says_the_same_as_the_comparison(tmp_path: Path) -> None:
    """The data can be written as JSON: sixteen pairs of levels, and every move with its cases."""
    found = on_csv(tmp_path, TWO, with_two(2), with_two(4))
    data = json.loads(json.dumps(mapping(found)))

    assert {(each["old"], each["new"]): each["cases"] for each in data["levels"] if each["cases"]} == found.levels
    assert len(data["levels"]) == 16
    assert data["moves"][0] == {"kind": "level", "old": "2", "new": "4", "cases": 2, "examples": ["a", "d"]}
    assert (data["compared"], data["moved"], data["rejected"]) == (5, 3, {"both": 0, "old": 0, "new": 0})
    assert (data["old"]["digest"], data["old"]["day"]) == ("2" * 64, None)


def test_report_has_the_table_of_levels(tmp_path: Path) -> None:
    """Old levels down, new levels across."""
    lines = [line.text.split() for line in report(on_csv(tmp_path, TWO, with_two(2), with_two(4)))]

    assert ["level", "2", "0", "0", "0", "2"] in lines
    assert ["level", "3", "0", "0", "1", "1"] in lines


def command(*words: object) -> Result:
    return CliRunner().invoke(main, ["rules", "diff", *(str(word) for word in words)])


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    """Two contacts, one of domestic abuse, of which a child has been a victim by law only since 2022."""
    return put(tmp_path / "cases.csv", "case_id,da-incidents-physical\na1,true\na2,\n")


def test_command_prints_the_comparison(contacts: Path) -> None:
    """One rulebook on two days, as text."""
    result = command("--on", "2016-06-29", "2026-11-22", "--cases", contacts)

    assert result.exit_code == 0, result.stderr
    assert "Cases compared: 2." in result.stdout
    assert "Entries that differ" not in result.stdout


def test_command_prints_json_and_writes_the_moved_cases(contacts: Path, tmp_path: Path) -> None:
    """As data, with one example each, and the moved cases in a file."""
    words = ("--on", "2016-06-29", "2026-11-22", "--cases", contacts, "--examples", 1, "--moved", tmp_path / "moved.csv")
    result = command(*words, "--format", "json")
    data = json.loads(result.stdout)

    assert data["compared"] == 2
    assert max(len(move["examples"]) for move in data["moves"]) == 1
    assert pl.read_csv(tmp_path / "moved.csv").height == data["moved"]


def test_command_refuses_cases_that_are_not_there(tmp_path: Path) -> None:
    """Exit 2 and the name."""
    result = command("--on", "2016-06-29", "2026-11-22", "--cases", tmp_path / "none.csv")

    assert (result.exit_code, "NO_FILE" in result.stderr) == (2, True)


@pytest.mark.parametrize("words", [("--moved", "out.csv"), ("--examples", "3")])
def test_command_refuses_what_is_about_cases_without_cases(words: tuple[str, str]) -> None:
    """Options of the comparison on cases do nothing without cases, so they are refused."""
    result = command("--on", "2016-06-29", "2026-11-22", *words)

    assert (result.exit_code, "--cases" in result.stderr) == (2, True)


def test_command_still_needs_two_sides(contacts: Path) -> None:
    """One rulebook without days is no comparison."""
    assert command("--cases", contacts).exit_code == 2


WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
from threshold_engine.cli import main
main(["rules", "diff", "--on", "2016-06-29", "2026-11-22", "--cases", sys.argv[2]])
"""


def without(module: str, source: Path) -> subprocess.CompletedProcess[str]:
    """Run the command where a module is not installed."""
    words = [sys.executable, "-c", WITHOUT, module, str(source)]
    return subprocess.run(words, check=False, capture_output=True, text=True)


def test_comparison_on_cases_does_not_need_z3(contacts: Path) -> None:
    """It works with the batch part alone."""
    result = without("z3", contacts)

    assert (result.returncode, "Cases compared: 2." in result.stdout) == (0, True), result.stderr


def test_missing_batch_part_is_told(contacts: Path) -> None:
    """Without Polars the message says what to install."""
    result = without("polars", contacts)

    assert (result.returncode, "threshold-engine[batch]" in result.stderr) == (1, True)
