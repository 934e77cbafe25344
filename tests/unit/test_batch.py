"""Batches: every form of input, bad rows, runs that are killed, output that is whole or not there."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
import yaml
from click.testing import CliRunner, Result

from properties.generators import a_case
from threshold_engine import FactsError, Rulebook, load_rulebook, read_case
from threshold_engine.batch import Job, run
from threshold_engine.batch.cases import documents, frame_of, row_of
from threshold_engine.cli import main
from threshold_engine.columnar import Engine, answer_table

DAY = date(2026, 11, 22)
BRUISE = "bruise-non-mobile-infant"
COLUMNS = ["case_id", "level", "level_low", "level_high", "rag", "review", "call_999", "duties", "reasons"]
SHIPPED = load_rulebook()


def made_cases(number: int) -> list[dict[str, Any]]:
    """Draw cases of one day, so that one edition serves."""
    random = Random(5)
    return [{**a_case(random, SHIPPED), "as_of": DAY.replace()} for _ in range(number)]


CASES = made_cases(60)
TABLE = frame_of([row_of(read_case(case, SHIPPED), f"case {number}") for number, case in enumerate(CASES)], SHIPPED)
ANSWERS = answer_table(TABLE, SHIPPED, DAY).to_dicts()


def job(source: Path, **changed: Any) -> Job:
    given = {"out": source.with_name("out.parquet"), "rejects": source.with_name("rejects.csv"), "today": DAY, **changed}
    return Job(source=source, **given)


def answered(source: Path, rulebook: Rulebook = SHIPPED, **changed: Any) -> pl.DataFrame:
    """Run a batch and give its answers."""
    work = job(source, **changed)
    run(work, rulebook)
    return pl.read_parquet(work.out)


def rejected(source: Path) -> list[tuple[str | None, int, str, str]]:
    """Run a batch and give who was rejected, where and why."""
    work = job(source)
    run(work, SHIPPED)
    return pl.read_csv(work.rejects).select("case_id", "row", "where", "code").rows()


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def command(*words: object) -> Result:
    return CliRunner().invoke(main, ["batch", *(str(word) for word in words)])


def as_parquet(path: Path) -> Path:
    TABLE.write_parquet(path / "in.parquet")
    return path / "in.parquet"


def as_wide_csv(path: Path) -> Path:
    TABLE.write_csv(path / "in.csv")
    return path / "in.csv"


def as_long_csv(path: Path) -> Path:
    text = TABLE.with_columns(pl.exclude("case_id").cast(pl.String)).with_row_index("number")
    long = text.unpivot(index=["number", "case_id"], variable_name="field").sort("number", maintain_order=True)
    long.select("case_id", "field", "value").write_csv(path / "in.csv")
    return path / "in.csv"


def plain_cases() -> Iterator[dict[str, Any]]:
    for number, case in enumerate(CASES):
        yield {"case_id": f"case {number}", **case}


def as_json_lines(path: Path) -> Path:
    return put(path / "in.jsonl", "".join(json.dumps(case, default=str) + "\n" for case in plain_cases()))


def as_yaml_documents(path: Path) -> Path:
    return put(path / "in.yaml", yaml.safe_dump_all(plain_cases()))


def as_yaml_list(path: Path) -> Path:
    return put(path / "in.yml", yaml.safe_dump(list(plain_cases())))


FORMS = (as_parquet, as_wide_csv, as_long_csv, as_json_lines, as_yaml_documents, as_yaml_list)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_answers(form: Any, tmp_path: Path) -> None:
    """Parquet, both CSV forms, JSON lines and YAML: the answers of one pass over the table."""
    assert answered(form(tmp_path)).to_dicts() == ANSWERS


@pytest.mark.parametrize("form", FORMS)
def test_pieces_of_any_size_give_the_same_answers(form: Any, tmp_path: Path) -> None:
    """Cut into pieces of seven rows, nothing is lost, doubled or moved."""
    assert answered(form(tmp_path), rows_a_part=7).to_dicts() == ANSWERS


def test_output_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    """Names and order are fixed; lists are lists of ids."""
    found = answered(as_parquet(tmp_path))
    assert found.columns == COLUMNS
    assert found["reasons"].to_list() == [answer["reasons"] for answer in ANSWERS]


def test_missing_columns_are_unknown(tmp_path: Path) -> None:
    """A table of names alone: nothing is known, so all is open."""
    pl.DataFrame({"case_id": [7]}).write_parquet(tmp_path / "in.parquet")
    found = answered(tmp_path / "in.parquet").row(0, named=True)
    assert (found["case_id"], found["level"], found["level_low"], found["level_high"]) == ("7", 1, 1, 4)


def test_day_given_stands_above_the_days_of_the_cases(tmp_path: Path) -> None:
    """``as_of`` answers a day of long ago as on the day asked for."""
    source = put(tmp_path / "in.csv", f"case_id,as_of,{BRUISE}\na,1999-01-01,true\n")
    assert answered(source, as_of=DAY)["level"].to_list() == [4]


def test_empty_input_gives_an_empty_output(tmp_path: Path) -> None:
    """No cases: an output with its columns and no rows."""
    found = answered(put(tmp_path / "in.jsonl", "\n"))
    assert (found.columns, found.height) == (COLUMNS, 0)


def test_bad_rows_of_a_wide_file_are_rejected(tmp_path: Path) -> None:
    """Each problem is told with case and row, and the other rows are answered."""
    source = put(
        tmp_path / "in.csv",
        f"case_id,as_of,age_months,{BRUISE}\na,2026-11-22,3,true\nb,2026-02-30,3,yes\nc,,400,\n,,,\ne,,unknown,TRUE\n",
    )
    assert rejected(source) == [
        ("b", 2, "as_of", "BAD_VALUE"),
        ("b", 2, BRUISE, "BAD_VALUE"),
        ("c", 3, "age_months", "IMPOSSIBLE_AGE"),
        (None, 4, "case_id", "MISSING_KEY"),
    ]
    assert pl.read_parquet(tmp_path / "out.parquet")["case_id"].to_list() == ["a", "e"]


def test_bad_facts_of_a_long_file_reject_their_case(tmp_path: Path) -> None:
    """A case with an unknown field, or one field twice, is not answered on the rest of its facts."""
    source = put(
        tmp_path / "in.csv",
        f"case_id,field,value\na,{BRUISE},true\nb,mobil,true\nb,{BRUISE},true\nc,mobile,true\nc,mobile,false\nd,mobile,\n",
    )
    assert rejected(source) == [("b", 2, "indicator mobil", "UNKNOWN_INDICATOR"), ("c", 4, "field", "REPEATED_KEY")]
    assert pl.read_parquet(tmp_path / "out.parquet")["case_id"].to_list() == ["a", "d"]


def test_long_file_in_which_a_case_comes_back_is_refused(tmp_path: Path) -> None:
    """Half of a case would be answered as if it were the whole."""
    source = put(tmp_path / "in.csv", "case_id,field,value\na,mobile,true\nb,mobile,true\na,disabled,true\n")
    with pytest.raises(FactsError, match="REPEATED_KEY"):
        run(job(source), SHIPPED)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_bad_lines_are_rejected(tmp_path: Path) -> None:
    """A line that is not JSON, a case without a name and a case that contradicts itself."""
    lines = ["{bad", "{}", f'{{"case_id": "c", "present": ["{BRUISE}"], "absent": ["{BRUISE}"]}}', '{"case_id": 4}']
    source = put(tmp_path / "in.jsonl", "\n".join(lines))
    assert [(name, row, code) for name, row, _, code in rejected(source)] == [
        (None, 1, "NOT_JSON"),
        (None, 2, "MISSING_KEY"),
        ("c", 3, "CONTRADICTION"),
    ]
    assert pl.read_parquet(tmp_path / "out.parquet")["case_id"].to_list() == ["4"]


def test_rejects_may_be_parquet(tmp_path: Path) -> None:
    """The name of the rejects file says its form."""
    source = put(tmp_path / "in.csv", "case_id,age_months\na,-3\n")
    run(job(source, rejects=tmp_path / "bad.parquet"), SHIPPED)
    assert pl.read_parquet(tmp_path / "bad.parquet")["code"].to_list() == ["BAD_VALUE"]


def test_rejects_do_not_repeat_the_cell(tmp_path: Path) -> None:
    """What a cell of a table said stays out of the messages."""
    source = put(tmp_path / "in.csv", f"case_id,{BRUISE}\na,Zebedee Madeup\n")
    run(job(source), SHIPPED)
    assert "Zebedee" not in (tmp_path / "rejects.csv").read_text(encoding="utf-8")


def test_totals_add_up(tmp_path: Path) -> None:
    """Answered and rejected are all the cases; the levels and ratings are all the answers."""
    totals = run(job(put(tmp_path / "in.csv", f"case_id,{BRUISE}\na,true\nb,\nc,perhaps\n"), rows_a_part=1), SHIPPED)
    assert (totals.answered, totals.rejected) == (2, 1)
    assert (totals.by_level, totals.by_rag) == ({4: 1, 1: 1}, {"red": 1, "blue": 1})


def test_progress_is_told_to_the_last_row(tmp_path: Path) -> None:
    """The rows done grow to the rows in all."""
    told: list[tuple[int, int | None]] = []
    run(job(as_parquet(tmp_path), rows_a_part=7), SHIPPED, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (60, 60)


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from threshold_engine import load_rulebook
from threshold_engine.batch import Job, run
source, out, rejects = map(Path, sys.argv[1:4])
def report(done, total):
    if done >= 20:
        os.kill(os.getpid(), signal.SIGKILL)
run(Job(source, out, rejects, date(2026, 11, 22), rows_a_part=7), load_rulebook(), report)
"""


def killed(source: Path) -> Path:
    """Run a batch in pieces of seven that kills itself in the middle; give the directory of its parts."""
    work = job(source)
    words = [sys.executable, "-c", KILLED, str(source), str(work.out), str(work.rejects)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert not work.out.exists()
    return work.out.with_name("out.parquet.parts")


@pytest.mark.parametrize("form", [as_parquet, as_wide_csv])
def test_killed_run_goes_on_to_the_same_bytes(form: Any, tmp_path: Path) -> None:
    """After kill -9 the same command gives, byte for byte, the file of a run that was left alone."""
    (tmp_path / "alone").mkdir()
    alone = job(form(tmp_path / "alone"), rows_a_part=7)
    run(alone, SHIPPED)

    source = form(tmp_path)
    parts = killed(source)
    (parts / "00000099.answers.arrow.unfinished").write_bytes(b"half a file")
    work = job(source, rows_a_part=7)
    run(work, SHIPPED)

    assert work.out.read_bytes() == alone.out.read_bytes()
    assert work.rejects.read_bytes() == alone.rejects.read_bytes()
    assert not parts.exists()


def test_killed_run_does_not_answer_finished_parts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the parts that are not there are worked out."""
    source = as_parquet(tmp_path)
    there = len(list(killed(source).glob("*.answers.arrow")))
    sizes: list[int] = []
    real = Engine.answer

    def counted(self: Engine, frame: pl.DataFrame, *rest: Any) -> Any:
        sizes.append(frame.height)
        return real(self, frame, *rest)

    monkeypatch.setattr(Engine, "answer", counted)
    run(job(source, rows_a_part=7), SHIPPED)

    assert there >= 2
    assert len(sizes) == 9 - there


@pytest.mark.parametrize("change", ["input", "day", "rulebook"])
def test_parts_of_another_job_are_thrown_away(change: str, tmp_path: Path) -> None:
    """A changed input, day or rulebook starts over."""
    source = as_parquet(tmp_path)
    killed(source)
    table = TABLE.with_columns(pl.lit(True).alias("answers.immediate_danger")) if change == "input" else TABLE
    table.write_parquet(source)
    rulebook = replace(SHIPPED, rules=(), digest="another", cache={}) if change == "rulebook" else SHIPPED
    as_of = date(2026, 11, 23) if change == "day" else None

    found = answered(source, rulebook, rows_a_part=7, as_of=as_of)

    fresh = table.drop("as_of") if as_of else table
    assert found.to_dicts() == answer_table(fresh, rulebook, as_of or DAY).to_dicts()


def test_failed_run_leaves_no_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the middle of a run: no file that could be taken for the answer."""
    source = as_parquet(tmp_path)
    real = Engine.answer
    calls: list[int] = []

    def failing(self: Engine, *given: Any) -> Any:
        calls.append(1)
        if len(calls) > 3:
            raise ZeroDivisionError
        return real(self, *given)

    monkeypatch.setattr(Engine, "answer", failing)
    with pytest.raises(ZeroDivisionError):
        run(job(source, rows_a_part=7), SHIPPED)

    assert not (tmp_path / "out.parquet").exists()


def test_failed_run_leaves_an_earlier_output_alone(tmp_path: Path) -> None:
    """An output that is there is replaced by a whole one or not at all."""
    before = put(tmp_path / "out.parquet", "the output of yesterday")
    with pytest.raises(FactsError):
        run(job(put(tmp_path / "in.csv", "case_id,nonsense\na,true\n")), SHIPPED)
    assert before.read_text(encoding="utf-8") == "the output of yesterday"


def test_two_runs_do_not_share_an_output(tmp_path: Path) -> None:
    """While one run writes an output, another is refused."""
    source = as_parquet(tmp_path)
    codes: list[str] = []

    def start_another(_done: int, _total: int | None) -> None:
        try:
            run(job(source, rows_a_part=7), SHIPPED)
        except FactsError as error:
            codes.extend(problem.code for problem in error.problems)

    run(job(source, rows_a_part=30), SHIPPED, start_another)
    assert set(codes) == {"NOT_WRITTEN"}


PEAK = """
import resource, sys
from datetime import date
from pathlib import Path
from threshold_engine import load_rulebook
from threshold_engine.batch import Job, run
source = Path(sys.argv[1])
run(Job(source, source.with_suffix(".out"), source.with_suffix(".bad"), date(2026, 11, 22), rows_a_part=4096), load_rulebook())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_kilobytes(source: Path) -> int:
    return int(subprocess.run([sys.executable, "-c", PEAK, str(source)], check=True, capture_output=True, text=True).stdout)


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Ten times as many rows take less than a third more memory."""
    small = pl.concat([TABLE.select("case_id", "age_months", "answers.immediate_danger", pl.lit(True).alias(BRUISE))] * 500)
    small.write_parquet(tmp_path / "small.parquet", row_group_size=4096)
    pl.concat([small] * 10).write_parquet(tmp_path / "large.parquet", row_group_size=4096)

    assert peak_kilobytes(tmp_path / "large.parquet") < 1.33 * peak_kilobytes(tmp_path / "small.parquet")


def test_yaml_list_inside_a_case_does_not_part_it() -> None:
    """Dashes at the margin belong to a field where the file is not a list."""
    text = ["case_id: a\n", "present:\n", "- bruise\n", "--- \n", "# nothing\n", "---\n", "case_id: b\n"]
    assert list(documents(iter(text))) == ["case_id: a\npresent:\n- bruise\n", "case_id: b\n"]


def test_command_prints_totals(tmp_path: Path) -> None:
    """The totals stand on stdout, and the rejects file beside the output by default."""
    source = put(tmp_path / "in.csv", f"case_id,{BRUISE}\na,true\nb,yes\n")
    result = command(source, tmp_path / "out.parquet", "--as-of", "2026-11-22")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:3] == ["2 cases: 1 answered, 1 rejected", "by level: 4: 1", "by rating: red: 1"]
    assert (tmp_path / "out.parquet.rejects.csv").is_file()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("in.csv", "case_id,nonsense\na,true\n", "UNKNOWN_INDICATOR"),
        ("in.csv", f"{BRUISE}\ntrue\n", "MISSING_KEY"),
        ("in.csv", "case_id,mobile\na,true,false\n", "NOT_A_TABLE"),
        ("in.csv", "", "NOT_A_TABLE"),
        ("in.parquet", "not parquet", "NOT_A_TABLE"),
        ("in.xlsx", "", "NOT_A_TABLE"),
    ],
)
def test_command_refuses_a_file_it_cannot_use(name: str, text: str, code: str, tmp_path: Path) -> None:
    """Exit 2, the problem on stderr, and no output."""
    result = command(put(tmp_path / name, text), tmp_path / "out.parquet")
    assert (result.exit_code, result.stdout) == (2, "")
    assert code in result.stderr
    assert not (tmp_path / "out.parquet").exists()


def test_command_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Exit 2 and the name."""
    result = command(tmp_path / "none.csv", tmp_path / "out.parquet")
    assert (result.exit_code, "NO_FILE" in result.stderr) == (2, True)


def test_command_refuses_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    """Exit 2 where a file stands in the place of a directory."""
    wall = put(tmp_path / "wall", "")
    result = command(put(tmp_path / "in.csv", "case_id\na\n"), wall / "out.parquet")
    assert (result.exit_code, "NOT_WRITTEN" in result.stderr) == (2, True)


PAGE = (Path(__file__).parents[2] / "docs" / "batch.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "number", "name"), [("csv", 0, "in.csv"), ("csv", 1, "in.csv"), ("yaml", 0, "in.yaml")])
def test_examples_of_the_page_are_answered(kind: str, number: int, name: str, tmp_path: Path) -> None:
    """Each example of docs/batch.md is read and gives the same two answers."""
    example = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)[number]
    found = answered(put(tmp_path / name, example))
    assert found.select("case_id", "level", "level_low").rows() == [("a1", 4, 4), ("a2", 1, 1)]


def test_columns_of_the_page_are_those_of_the_output() -> None:
    """The table of what comes out names every column, in order."""
    part = PAGE.partition("## What comes out")[2].partition("## Bad cases")[0]
    assert re.findall(r"`([a-z_0-9]+)`", "".join(re.findall(r"(?m)^\| (`.*?) \|", part))) == COLUMNS
