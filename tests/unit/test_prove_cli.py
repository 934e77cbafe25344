"""The commands ``rules prove`` and ``rules diff``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from threshold_engine.cli import main
from unit.small import add_rule, build, in_entry


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["rules", *map(str, words)])


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    """Give a rulebook that passes the checks, in which counts set levels and two of them conflict."""
    return build(tmp_path, add_rule("two-at-home-again", "{count: {of: {domain: home}, at_least: 2}}", "{floor: 4}"))


def test_prove_prints_a_line_for_each_property(failing: Path, tmp_path: Path) -> None:
    """Each property has its line, proved or failed."""
    printed = run("prove", failing, "--out", tmp_path / "out").stdout.splitlines()
    assert [line.split()[0] for line in printed if line.startswith(("proved", "FAILED"))] == [
        "FAILED",
        "proved",
        "proved",
        "proved",
        "proved",
        "proved",
        "FAILED",
        "proved",
    ]


def test_failed_proof_exits_2(failing: Path, tmp_path: Path) -> None:
    """A proof that fails is told to whoever runs it."""
    assert run("prove", failing, "--out", tmp_path / "out").exit_code == 2


def test_failed_proof_writes_its_case(failing: Path, tmp_path: Path) -> None:
    """The case is written as YAML, and the engine can assess it."""
    run("prove", failing, "--out", tmp_path / "out")
    case = tmp_path / "out" / "p3-1-case.yaml"
    answer = CliRunner().invoke(main, ["assess", str(case), "--rulebook", str(failing), "--format", "json"])
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["level"]["suggested"] >= 3


def test_failed_proof_says_its_case_in_words(failing: Path, tmp_path: Path) -> None:
    """The case is printed in words, with what the engine answers."""
    printed = run("prove", failing, "--out", tmp_path / "out").stdout
    assert "present: The label of cold-home; present: The label of no-food" in printed
    assert "the engine answers: level 4" in printed


def test_prove_as_json(failing: Path, tmp_path: Path) -> None:
    """The same as data."""
    proofs = json.loads(run("prove", failing, "--out", tmp_path / "out", "--format", "json").stdout)
    assert {proof["property"]: proof["proved"] for proof in proofs}["p4"] is True


def test_directory_that_cannot_be_made_is_a_problem(failing: Path, tmp_path: Path) -> None:
    """Where the cases cannot be written is told, with exit code 2."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    result = run("prove", failing, "--out", blocked / "out")
    assert (result.exit_code, "NOT_WRITTEN" in result.stderr) == (2, True)


def test_proof_needs_z3(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without z3 the command says what to install and exits 1."""
    monkeypatch.setattr("threshold_engine.cli.guidance.find_spec", lambda _name: None)
    result = run("prove")
    assert (result.exit_code, result.stderr) == (1, "this needs z3: install threshold-engine[prove]\n")


def test_diff_of_two_directories(tmp_path: Path) -> None:
    """Two directories are compared; a level that changes is told with its case."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    old = build(tmp_path / "a")
    new = build(tmp_path / "b", in_entry("indicators.yaml", "- id: shouting", "level: 2", "level: 3"))
    result = run("diff", old, new)
    assert result.exit_code == 0
    assert "level: 2 -> 3" in result.stdout
    assert "case: present: The label of shouting" in result.stdout


def test_diff_of_one_rulebook_on_one_day_is_empty(tmp_path: Path) -> None:
    """The same day twice: nothing is different, and that is proved."""
    result = run("diff", build(tmp_path), "--on", "2021-01-01", "2021-01-01", "--format", "json")
    data = json.loads(result.stdout)
    assert (data["entries"], data["situations"], data["complete"]) == ([], [], True)


def test_diff_without_two_sides_is_refused() -> None:
    """One directory and no days is not enough."""
    assert run("diff").exit_code == 2
