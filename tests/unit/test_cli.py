"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from threshold_engine import EngineFault, Rulebook, cli, load_rulebook
from threshold_engine.cli import given
from threshold_engine.document import document
from unit.small import build, put, swap

SHIPPED = Path(__file__).parents[2] / "rules"
CASE = "as_of: 2026-11-22\nchild: {age: 3 months}\npresent: [bruise]\nanswers: {immediate_danger: false}\n"
EXAMPLES = "- name: a bruise\n  case: {present: [bruise], child: {age: 3 months}}\n  expect: {level: 4}\n"
EXERCISED = "they exercise 1 of 8 indicators; 0 of 5 rules; 0 of 2 categories and triggers; 0 of 10 clauses\n"


def commands(group: click.Group, names: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Give every command as the words that call it."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found += commands(command, (*names, name)) if isinstance(command, click.Group) else [(*names, name)]
    return found


@pytest.fixture(name="small")
def small_directory(tmp_path: Path) -> Path:
    return build(tmp_path)


@pytest.fixture(name="case")
def case_file(tmp_path: Path) -> Path:
    return write(tmp_path / "case.yaml", CASE)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run(*words: object, given: str | bytes | None = None) -> Result:
    """Run the command line; a crash inside it is a failed test."""
    result = CliRunner().invoke(cli.main, [str(word) for word in words], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    return result


def refused(result: Result) -> list[str]:
    """Give the codes of the problems of a refused run, which are on stderr and nothing on stdout."""
    assert (result.exit_code, result.stdout) == (2, "")
    return [line.split(": ")[1] for line in result.stderr.splitlines()]


def assessed(*words: object, given: str | bytes | None = None) -> dict[str, Any]:
    """Run assess and give its answer as data."""
    result = run("assess", *words, "--format", "json", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@pytest.mark.parametrize("words", commands(cli.main), ids=" ".join)
@pytest.mark.parametrize("part", ["Example:  threshold-engine ", "Exit codes: 0 "])
def test_command_has_help_with_an_example_and_exit_codes(words: tuple[str, ...], part: str) -> None:
    """Each command says how to call it and what its exit code means."""
    assert part in run(*words, "--help").stdout


@pytest.mark.parametrize("words", commands(cli.main), ids=" ".join)
def test_example_in_the_help_calls_that_command(words: tuple[str, ...]) -> None:
    """The example of a command is one of that command."""
    assert f"Example:  threshold-engine {' '.join(words)}" in run(*words, "--help").stdout


@pytest.mark.parametrize("words", [(), ("rules",)], ids=["main", "rules"])
def test_group_lists_its_commands(words: tuple[str, ...]) -> None:
    """The help of a group names each command in it."""
    said = run(*words, "--help").stdout
    assert [command for command in commands(cli.main) if command[: len(words)] == words and command[len(words)] not in said] == []


def test_help_says_what_to_do_in_danger() -> None:
    """The first thing the help says is that it advises, and to call 999 in danger."""
    assert "call 999" in run("--help").stdout


def test_version_is_printed() -> None:
    """The version of the engine can be asked."""
    assert run("--version").stdout.split()[-1] == version("threshold-engine")


def test_unknown_command_is_refused() -> None:
    """A command that is not there exits 2."""
    assert run("asess").exit_code == 2


def test_assess_prints_the_report(small: Path, case: Path) -> None:
    """The text form begins with the level."""
    result = run("assess", case, "--rulebook", small)
    assert (result.exit_code, result.stdout.splitlines()[0], result.stderr) == (0, "Level 4: Name 4", "")


def test_assess_prints_json(small: Path, case: Path) -> None:
    """The JSON form is the answer's mapping."""
    assert assessed(case, "--rulebook", small)["level"]["suggested"] == 4


def test_assess_without_a_rulebook_takes_the_shipped_one(tmp_path: Path, rulebook: Rulebook) -> None:
    """The guidance that comes with the engine answers unless another is named."""
    case = write(tmp_path / "case.yaml", "as_of: 2026-11-22\npresent: [bruise-non-mobile-infant]\n")
    assert assessed(case)["rulebook"]["digest"] == rulebook.digest


@pytest.mark.parametrize("text", [CASE, json.dumps({"as_of": "2026-11-22", "child": {"age": "3 months"}, "present": ["bruise"]})])
def test_assess_reads_standard_input(small: Path, text: str) -> None:
    """A dash stands for standard input, in YAML or JSON."""
    assert assessed("-", "--rulebook", small, given=text)["level"]["suggested"] == 4


def test_assess_reads_json_file(tmp_path: Path, small: Path) -> None:
    """A .json file is read as JSON."""
    case = write(tmp_path / "case.json", '{"as_of": "2026-11-22", "present": ["no-food"]}')
    assert assessed(case, "--rulebook", small)["level"]["suggested"] == 3


@pytest.mark.parametrize(("name", "text"), [("case.yaml", CASE), ("case.json", '{"as_of": "2026-11-22", "present": ["bruise"]}')])
def test_byte_order_mark_is_passed_over(tmp_path: Path, small: Path, name: str, text: str) -> None:
    """A file saved with a byte order mark is read like any other."""
    case = tmp_path / name
    case.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert assessed(case, "--rulebook", small)["level"]["suggested"] == 4


def test_as_of_option_stands_over_the_case(small: Path, case: Path) -> None:
    """The day on the command line is the day of the answer."""
    assert assessed(case, "--rulebook", small, "--as-of", "2021-02-03")["rulebook"]["as_of"] == "2021-02-03"


def test_as_of_of_the_case_is_kept(small: Path, case: Path) -> None:
    """Without the option the day is the case's own."""
    assert assessed(case, "--rulebook", small)["rulebook"]["as_of"] == "2026-11-22"


@pytest.mark.parametrize("text", ["present: [no-food]\n", "as_of: null\npresent: [no-food]\n"])
def test_today_is_filled_in_where_no_day_is_given(small: Path, text: str) -> None:
    """Without any day the answer is for today in London."""
    before = datetime.now(given.LONDON).date()
    as_of = assessed("-", "--rulebook", small, given=text)["rulebook"]["as_of"]
    after = datetime.now(given.LONDON).date()
    assert date.fromisoformat(as_of) in {before, after}


def test_time_of_day_is_not_filled_in_for_another_day(small: Path) -> None:
    """A case about another day shows every contact, whatever the time is now."""
    contacts = assessed("-", "--rulebook", small, given="as_of: 2026-12-25\npresent: [no-food]\n")["response"]["contacts"]
    assert [contact["id"] for contact in contacts] == ["day-line"]


def test_time_of_day_of_the_case_chooses_the_contacts(small: Path) -> None:
    """A line that does not answer at the time given is left out."""
    text = "as_of: 2026-11-24\ntime_of_day: 17:00\npresent: [no-food]\n"
    assert assessed("-", "--rulebook", small, given=text)["response"]["contacts"] == []


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "22/11/2026", ""])
def test_day_that_is_not_one_is_refused(small: Path, case: Path, day: str) -> None:
    """The option takes a day as year-month-day."""
    assert run("assess", case, "--rulebook", small, "--as-of", day).exit_code == 2


def test_day_before_the_guidance_is_refused(small: Path, case: Path) -> None:
    """A day the guidance does not answer for is a problem of the case."""
    assert refused(run("assess", case, "--rulebook", small, "--as-of", "2019-12-31")) == ["BEFORE_RULEBOOK"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("present: [brusie]\n", ["UNKNOWN_INDICATOR"]),
        ("presant: []\n", ["UNKNOWN_KEY"]),
        ("child: {age: ten}\n", ["IMPOSSIBLE_AGE"]),
        ("child: {disabled: yes}\n", ["BAD_VALUE"]),
        ("child: {age: 3 months, age: 4 months}\n", ["REPEATED_KEY"]),
        ("child: {age: 3 months\n", ["NOT_YAML"]),
        ('{"present": [}', ["NOT_JSON"]),
        ("a: &x 1\nb: *x\n", ["ALIAS", "ALIAS"]),
        ("- present\n", ["NOT_A_CASE"]),
        ("hello\n", ["NOT_A_CASE"]),
        ("", ["NOT_A_CASE"]),
        ("present: [bruise]\n---\n", ["TWO_DOCUMENTS"]),
        ("present: [bruise]\nabsent: [bruise]\n", ["CONTRADICTION"]),
        ("as_of: 2026-02-30\n", ["NOT_A_DATE"]),
        ("time_of_day: '17:30+01:00'\nas_of: 2026-11-24\n", ["BAD_VALUE"]),
        ("present: ['\\x00']\n", ["UNKNOWN_INDICATOR"]),
        ('{"present": ["\\ud800"]}', ["UNKNOWN_INDICATOR", "BAD_VALUE"]),
        ("a" * 3_000_000, ["TOO_LONG"]),
        ("a" * 10_000_000, ["TOO_LONG"]),
        ("é" * 5_000_000, ["TOO_LONG"]),
        ("[" * 100_000, ["NOT_YAML"]),
        ('{"a":' * 100_000, ["TOO_DEEP"]),
    ],
)
def test_wrong_case_is_refused_with_its_code(small: Path, text: str, codes: list[str]) -> None:
    """A wrong case exits 2 with the problem on stderr and nothing on stdout."""
    assert refused(run("assess", "-", "--rulebook", small, given=text)) == codes


def test_every_problem_of_a_case_is_on_a_line_of_its_own(small: Path) -> None:
    """All problems are told at once, with place, code and fix."""
    text = "present: [brusie, shoting]\nchild: {age: 3 months, unborn: true}\nanswers: {place: upstairs}\n"
    result = run("assess", "-", "--rulebook", small, given=text)
    assert sorted(refused(result)) == ["BAD_ANSWER", "CONTRADICTION", "UNKNOWN_INDICATOR", "UNKNOWN_INDICATOR"]
    assert "did you mean `bruise`?" in result.stderr


def test_problem_of_a_file_names_it_and_the_line(tmp_path: Path, small: Path) -> None:
    """A mistake in the text is told with the file and the line."""
    case = write(tmp_path / "wrong.yaml", "present: [bruise]\npresent: [gifts]\n")
    assert run("assess", case, "--rulebook", small).stderr.startswith(f"{case}:2: REPEATED_KEY: ")


def test_file_in_another_encoding_is_refused(tmp_path: Path, small: Path) -> None:
    """A case that is not UTF-8 is refused."""
    case = tmp_path / "case.yaml"
    case.write_bytes("narrative: Café\n".encode("utf-16"))
    assert refused(run("assess", case, "--rulebook", small)) == ["NOT_TEXT"]


def test_standard_input_in_another_encoding_is_refused(small: Path) -> None:
    """Standard input that is not UTF-8 is refused too."""
    assert refused(run("assess", "-", "--rulebook", small, given="narrative: Café\n".encode("latin-1"))) == ["NOT_TEXT"]


def test_missing_file_is_refused(tmp_path: Path, small: Path) -> None:
    """A case file that is not there is told."""
    assert refused(run("assess", tmp_path / "none.yaml", "--rulebook", small)) == ["NO_FILE"]


def test_directory_in_place_of_a_case_is_refused(tmp_path: Path, small: Path) -> None:
    """A directory is no case."""
    assert refused(run("assess", tmp_path, "--rulebook", small)) == ["NO_FILE"]


@pytest.mark.parametrize(
    "words", [("assess", "-"), ("rules", "test", "."), ("rules", "document"), ("rules", "coverage")], ids=lambda words: words[-2]
)
def test_wrong_rulebook_is_refused_with_every_problem(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A command that needs the rules exits 2 when they are wrong, with each problem."""
    wrong = build(tmp_path, swap("levels.yaml", "level: 2", "level: 9"), put("extra.yaml", "[]\n"))
    assert refused(run(*words, "--rulebook", wrong, given=CASE)) == ["NOT_LISTED", "BAD_VALUE"]


def test_missing_rulebook_is_refused(tmp_path: Path, case: Path) -> None:
    """A rulebook that is not there is told."""
    assert refused(run("assess", case, "--rulebook", tmp_path / "none")) == ["NO_RULEBOOK"]


def test_failure_of_the_engine_exits_1(small: Path, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own defect is told apart from wrong input: one line, exit 1."""

    def fail(*_: object) -> None:
        raise EngineFault("the network stopped")

    monkeypatch.setattr(cli, "assess", fail)
    result = run("assess", case, "--rulebook", small)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "the engine failed: the network stopped\n")


def test_check_of_a_good_rulebook_exits_0(small: Path) -> None:
    """A rulebook without problems is counted and exits 0."""
    result = run("rules", "check", small)
    assert (result.exit_code, result.stdout) == (0, "small 2020.1.1: 8 indicators, 5 rules, 2 duties, 1 sources; 0 problems\n")


def test_check_without_a_directory_checks_the_shipped_rulebook() -> None:
    """The rules that come with the engine are right."""
    result = run("rules", "check")
    assert (result.exit_code, result.stderr) == (0, "")


def test_check_of_a_wrong_rulebook_exits_2(tmp_path: Path) -> None:
    """Problems are printed on stderr with their severity, and the exit code is 2."""
    result = run("rules", "check", build(tmp_path, put("extra.yaml", "[]\n")))
    assert (result.exit_code, result.stderr.split(":")[0]) == (2, "error")


def test_check_with_warnings_alone_exits_0(tmp_path: Path) -> None:
    """A warning is told and does not fail the check."""
    result = run("rules", "check", build(tmp_path, put("coverage.yaml", "[]\n")))
    assert (result.exit_code, result.stderr.split(": ")[2]) == (0, "NO_COVERAGE")


def test_check_prints_problems_as_json(tmp_path: Path) -> None:
    """The JSON form has each problem with its parts."""
    result = run("rules", "check", build(tmp_path, put("extra.yaml", "[]\n")), "--format", "json")
    assert json.loads(result.stdout) == [
        {
            "severity": "error",
            "code": "NOT_LISTED",
            "where": "small/extra.yaml",
            "what": "this file is not listed in rulebook.yaml",
            "fix": "list it under parts, or take it away",
        }
    ]


def test_check_of_a_good_rulebook_prints_an_empty_list_as_json(small: Path) -> None:
    """Without problems the JSON form is an empty list."""
    assert json.loads(run("rules", "check", small, "--format", "json").stdout) == []


def test_examples_that_hold_exit_0(tmp_path: Path, small: Path) -> None:
    """Examples that hold are counted."""
    result = run("rules", "test", write(tmp_path / "good.yaml", EXAMPLES), "--rulebook", small)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"1 of 1 worked examples hold\n{EXERCISED}", "")


def test_example_that_does_not_hold_exits_2(tmp_path: Path, small: Path) -> None:
    """An example that does not hold is told with file, line, name and difference."""
    path = write(tmp_path / "bad.yaml", EXAMPLES + EXAMPLES.replace("level: 4", "level: 3"))
    result = run("rules", "test", path, "--rulebook", small)
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        f"1 of 2 worked examples hold\n{EXERCISED}",
        f"{path.as_posix()}:4: a bruise: level: expected 3, got 4\n",
    )


def test_examples_that_cannot_be_read_exit_2(tmp_path: Path, small: Path) -> None:
    """A file that holds no examples is refused."""
    assert refused(run("rules", "test", write(tmp_path / "bad.yaml", "a: 1\n"), "--rulebook", small)) == ["NOT_A_LIST"]


def test_examples_in_another_encoding_exit_2(tmp_path: Path, small: Path) -> None:
    """A file of examples that is not UTF-8 is refused."""
    path = tmp_path / "bad.yaml"
    path.write_bytes("- {name: Café}\n".encode("latin-1"))
    assert refused(run("rules", "test", path, "--rulebook", small)) == ["NOT_TEXT"]


def test_missing_examples_exit_2(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path and without tests/rules there is nothing to run, which is told."""
    monkeypatch.chdir(tmp_path)
    assert refused(run("rules", "test", "--rulebook", small)) == ["NO_FILE"]


def test_document_is_printed(small: Path) -> None:
    """Without a file the page is printed."""
    assert run("rules", "document", "--rulebook", small).stdout == document(load_rulebook(small))


def test_document_is_written(tmp_path: Path, small: Path) -> None:
    """With a file the page is written to it, and nothing is printed."""
    page = tmp_path / "page.md"
    result = run("rules", "document", "--rulebook", small, "--output", page)
    assert (result.exit_code, result.stdout, page.read_text(encoding="utf-8")) == (0, "", document(load_rulebook(small)))


def test_document_that_is_up_to_date_passes_the_check(tmp_path: Path, small: Path) -> None:
    """The check of a page just written exits 0."""
    page = write(tmp_path / "page.md", document(load_rulebook(small)))
    assert run("rules", "document", "--rulebook", small, "--output", page, "--check").exit_code == 0


@pytest.mark.parametrize("text", ["old\n", ""], ids=["old", "empty"])
def test_document_that_is_out_of_date_is_refused(tmp_path: Path, small: Path, text: str) -> None:
    """The check of another page exits 2 and leaves the page as it was."""
    page = write(tmp_path / "page.md", text)
    assert refused(run("rules", "document", "--rulebook", small, "--output", page, "--check")) == ["OUT_OF_DATE"]
    assert page.read_text(encoding="utf-8") == text


def test_document_that_is_missing_is_refused_by_the_check(tmp_path: Path, small: Path) -> None:
    """The check of a page that is not there exits 2 and writes none."""
    page = tmp_path / "page.md"
    assert refused(run("rules", "document", "--rulebook", small, "--output", page, "--check")) == ["OUT_OF_DATE"]
    assert not page.exists()


def test_document_in_another_encoding_is_out_of_date(tmp_path: Path, small: Path) -> None:
    """A page that is not UTF-8 is not what the rules say."""
    page = tmp_path / "page.md"
    page.write_bytes(b"\xff\xfe")
    assert refused(run("rules", "document", "--rulebook", small, "--output", page, "--check")) == ["OUT_OF_DATE"]


def test_document_check_without_a_page_is_refused(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that has nothing to check must not pass."""
    monkeypatch.chdir(tmp_path)
    assert run("rules", "document", "--rulebook", small, "--check").exit_code == 2


def test_document_that_cannot_be_written_is_told(tmp_path: Path, small: Path) -> None:
    """A place that cannot be written to is told in one line: it could not run."""
    result = run("rules", "document", "--rulebook", small, "--output", tmp_path / "none" / "page.md")
    assert (result.exit_code in (1, 2), len(result.stderr.splitlines())) == (True, 1)


def test_coverage_is_printed(small: Path) -> None:
    """The coverage names each source."""
    result = run("rules", "coverage", "--rulebook", small)
    assert (result.exit_code, "guide: The guide" in result.stdout) == (0, True)


def process(*words: object, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    call = [sys.executable, "-c", "from threshold_engine.cli import main; main()", *(str(word) for word in words)]
    return subprocess.run(call, input=given, capture_output=True, check=False, timeout=60, env={**os.environ, **environment})


def test_real_process_assesses_a_case() -> None:
    """As a process of its own it reads standard input and prints the report."""
    done = process(
        "assess", "-", given=b"as_of: 2026-11-22\npresent: [bruise-non-mobile-infant]\nanswers: {immediate_danger: true}\n"
    )
    assert (done.returncode, done.stderr, done.stdout.decode().splitlines()[0]) == (
        0,
        b"",
        "CALL 999 NOW. Do this before anything else.",
    )


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1"])
def test_real_process_prints_where_the_terminal_has_no_curly_quotes(encoding: str) -> None:
    """On a terminal that cannot show every character the report is still printed."""
    given = b"as_of: 2026-11-22\nchild: {age: 15 years}\npresent: [bruise-non-mobile-infant]\n"
    done = process("assess", "-", given=given, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_real_process_prints_no_colour_into_a_pipe() -> None:
    """Colours are for terminals: a pipe gets plain text."""
    assert b"\x1b[" not in process("assess", "-", given=b"as_of: 2026-11-22\n").stdout


def test_answer_and_rules_directory_are_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped rules are found whatever the working directory is."""
    monkeypatch.chdir(tmp_path)
    assert assessed("-", given="as_of: 2026-11-22\n")["rulebook"]["digest"] == load_rulebook(SHIPPED).digest


def test_trace_of_a_rule_is_printed(tmp_path: Path) -> None:
    """The trace of one rule stands clause by clause, true, false or unknown."""
    (tmp_path / "case.yaml").write_text("as_of: 2026-11-22\nchild: {mobile: false}\npresent: [injury-more-frequent]\n")

    lines = run("assess", tmp_path / "case.yaml", "--trace", "combo-bruise-non-mobile").stdout.splitlines()

    assert lines[0] == "TRUE: at least one of these"
    assert any(line.strip().startswith("UNKNOWN: ") for line in lines)


def test_a_text_is_read_with_the_words_behind_each_suggestion(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Boy aged 7. He is not registered with a GP. Mother denies any self-harm.", encoding="utf-8")
    text, data = run("read", note), json.loads(run("read", note, "--format", "json").stdout)

    assert "not registered with a GP”" in text.stdout
    assert "nothing is recorded yet" in text.stdout
    assert data["age"]["value"] == "7 years"
    assert "not-registered-gp" in {entry["indicator"] for entry in data["suggestions"]}


@pytest.mark.parametrize("words", ["Thank you for your call.", "Boy aged 7. No bruises or burns seen. Mum denies any self-harm."])
def test_a_text_in_which_nothing_is_found_has_no_level(words: str, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(words, encoding="utf-8")
    read, assessed = run("read", note).stdout, run("assess", "--read", note, "--as-of", "2026-11-22").stdout
    data = json.loads(run("assess", "--read", note, "--as-of", "2026-11-22", "--format", "json").stdout)

    assert "No worry was found in this text." in read.splitlines()[1]
    assert assessed.startswith("No level yet\nNo worry was found in this text.")
    assert "It could be anything from level 1 to level 4." in assessed
    assert "call 999" in read
    assert "call 999" in assessed
    assert "Universal" not in assessed
    assert "What to ask next" in assessed
    assert data["caveats"][0].startswith("No worry was found in this text.")


def test_a_level_read_from_text_says_that_nobody_has_confirmed_it(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Boy aged 7. He is not registered with a GP.", encoding="utf-8")
    text = run("assess", "--read", note, "--as-of", "2026-11-22")
    data = json.loads(run("assess", "--read", note, "--as-of", "2026-11-22", "--format", "json").stdout)

    assert text.stdout.startswith("This rests on words that were read by the computer")
    assert "nobody has confirmed" in data["caveats"][0]
    assert data["level"]["suggested"] == 2
    assert data["level"]["range"][1] == 4


@pytest.mark.parametrize(
    "words", [("assess",), ("assess", "a.yaml", "--read", "b.txt"), ("assess", "a.yaml", "--age", "3 months")]
)
def test_a_case_and_a_text_do_not_go_together(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_how_well_texts_are_read_is_told(tmp_path: Path) -> None:
    texts = tmp_path / "texts.yaml"
    texts.write_text(
        "- {id: t1, agency: school, level: 2, present: [not-registered-gp, weapon-carrying],"
        " text: He is not registered with a GP.}\n",
        encoding="utf-8",
    )
    told = run("rules", "reading", texts, "--misses").stdout

    assert "all signs                                  1    0.50       1.00  0.67       1 of 1" in told
    assert "missed  weapon-carrying" in told
