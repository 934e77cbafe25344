"""Loading a rulebook: strict, every problem at once, each with file, line and code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from threshold_engine import Problem, Rulebook, RulebookError, load_rulebook
from threshold_engine.load import read_rulebook
from unit.small import MARK, Change, add, add_rule, build, drop, in_entry, put, swap

PLACE = re.compile(r"small/[a-z]+\.yaml(:[0-9]+)?( |$)")
DUTY_SOURCE = "  source: {key: guide, at: page 1}\n"


def problems(root: Path, *changes: Change) -> tuple[Problem, ...]:
    """Load the small rulebook with changes and give its problems."""
    return read_rulebook(build(root, *changes))[1]


def codes(root: Path, *changes: Change) -> list[str]:
    return [problem.code for problem in problems(root, *changes)]


def digest(root: Path, *changes: Change) -> str:
    root.mkdir()
    return load_rulebook(build(root, *changes)).digest


def test_shipped_rulebook_has_no_problem() -> None:
    """The guidance that comes with the engine loads without an error and without a warning."""
    assert read_rulebook()[1] == ()


def test_small_rulebook_has_no_problem(tmp_path: Path) -> None:
    """The small rulebook of these tests is complete."""
    assert problems(tmp_path) == ()


def test_small_rulebook_is_loaded_whole(tmp_path: Path) -> None:
    """Every part of the files is in the rulebook."""
    loaded = load_rulebook(build(tmp_path))
    assert [len(part) for part in (loaded.levels, loaded.duties, loaded.questions, loaded.indicators, loaded.rules)] == [
        4,
        2,
        4,
        8,
        5,
    ]


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        (swap("levels.yaml", "name: Name 2", "nmae: Name 2"), "small/levels.yaml:14 $[1].nmae", "UNKNOWN_KEY"),
        (swap("levels.yaml", "  name: Name 2\n", ""), "small/levels.yaml:13 $[1].name", "MISSING_KEY"),
        (swap("levels.yaml", "level: 2", "level: 5"), "small/levels.yaml:13 $[1].level", "BAD_VALUE"),
        (swap("levels.yaml", "level: 2", "level: '2'"), "small/levels.yaml:13 $[1].level", "BAD_VALUE"),
        (swap("levels.yaml", "level: 2", "level: true"), "small/levels.yaml:13 $[1].level", "BAD_VALUE"),
        (swap("levels.yaml", "needed: true", "needed: yes"), "small/levels.yaml:8 $[0].consent.needed", "BAD_VALUE"),
        (swap("levels.yaml", "name: Name 1", "name: ' '"), "small/levels.yaml:2 $[0].name", "BAD_VALUE"),
        (swap("levels.yaml", "name: Name 1", "name: 7"), "small/levels.yaml:2 $[0].name", "BAD_VALUE"),
        (swap("levels.yaml", "since: 2020-01-01", "since: soon"), "small/levels.yaml:12 $[0].since", "BAD_VALUE"),
        (swap("levels.yaml", "since: 2020-01-01", "since: '2020-01-01'"), "small/levels.yaml:12 $[0].since", "BAD_VALUE"),
        (swap("levels.yaml", "since: 2020-01-01", "since: 2020-02-30"), "small/levels.yaml:12", "NOT_A_DATE"),
        (swap("levels.yaml", "evidence: seen", "evidence: guessed"), "small/levels.yaml:11 $[0].evidence", "BAD_VALUE"),
        (swap("levels.yaml", "  meaning:", "  name: Again\n  meaning:"), "small/levels.yaml:3", "REPEATED_KEY"),
        (swap("duties.yaml", DUTY_SOURCE, ""), "small/duties.yaml:1 $[0].source", "NO_SOURCE"),
        (swap("duties.yaml", DUTY_SOURCE, "  source: the guide\n"), "small/duties.yaml:9 $[0].source", "BAD_VALUE"),
        (swap("duties.yaml", ", at: page 1", ""), "small/duties.yaml:9 $[0].source.at", "MISSING_KEY"),
        (swap("duties.yaml", "id: tell-lead", "id: Tell Lead"), "small/duties.yaml:1 $[0].id", "BAD_VALUE"),
        (swap("duties.yaml", "consent: cannot-stop", "consent: never"), "small/duties.yaml:7 $[0].consent", "BAD_VALUE"),
        (swap("indicators.yaml", "below: 12 months", "below: 12"), "small/indicators.yaml:8 $[0].age.below", "BAD_VALUE"),
        (
            swap("indicators.yaml", "below: 12 months", "under: 12 months"),
            "small/indicators.yaml:8 $[0].age.under",
            "UNKNOWN_KEY",
        ),
        (
            swap("indicators.yaml", "present: helper", "presant: helper"),
            "small/indicators.yaml:32 $[2].met_when",
            "BAD_CONDITION",
        ),
        (swap("indicators.yaml", "kind: risk", "kind: danger"), "small/indicators.yaml:4 $[0].kind", "BAD_VALUE"),
        (
            swap("rules.yaml", "age_below: 5 years", "age_below: 5"),
            "small/rules.yaml:19 $[2].when.all[1].child.age_below",
            "BAD_AGE",
        ),
        (swap("rules.yaml", "review: 3", "raise_review_by: 4"), "small/rules.yaml:12 $[1].then.raise_review_by", "BAD_VALUE"),
        (swap("rules.yaml", "floor: 4", "floor: 0"), "small/rules.yaml:4 $[0].then.floor", "BAD_VALUE"),
        (swap("pathways.yaml", "020 7946 0001", "ask"), "small/pathways.yaml:33 $.contacts[0].phone", "BAD_VALUE"),
        (swap("pathways.yaml", '"09:00"', '"9 am"'), "small/pathways.yaml:36 $.contacts[0].hours.opens", "BAD_VALUE"),
        (swap("pathways.yaml", "P3D", "three days"), "small/pathways.yaml:53 $.ladder[1].act_within", "BAD_VALUE"),
        (swap("pathways.yaml", "clocks:", "times:"), "small/pathways.yaml:1 $.clocks", "MISSING_KEY"),
        (swap("tool.yaml", "category: 1", "category: 4"), "small/tool.yaml:17 $.categories[0].category", "BAD_VALUE"),
        (swap("tool.yaml", "when: {present: gifts}", "when: gifts"), "small/tool.yaml:21 $.categories[0].when", "BAD_CONDITION"),
        (swap("sources.yaml", "licence: made up", "license: made up"), "small/sources.yaml:4 $[0].license", "UNKNOWN_KEY"),
        (swap("rulebook.yaml", "starts: 2020-01-01\n", ""), "small/rulebook.yaml:1 $.starts", "MISSING_KEY"),
        (put("domains.yaml", "harm: Harm\n"), "small/domains.yaml:1", "NOT_A_LIST"),
        (put("domains.yaml", ""), "small/domains.yaml:1", "NOT_A_LIST"),
        (add("domains.yaml", "- harm\n"), "small/domains.yaml:5 $[4]", "BAD_VALUE"),
        (put("tool.yaml", "- id: signs\n"), "small/tool.yaml:1 $", "BAD_VALUE"),
        (put("extra.yaml", "[]\n"), "small/extra.yaml", "NOT_LISTED"),
        (put("extra.yml", "[]\n"), "small/extra.yml", "NOT_LISTED"),
        (drop("duties.yaml"), "small/duties.yaml", "NO_FILE"),
        (drop("rulebook.yaml"), "small/rulebook.yaml", "NO_FILE"),
        (put("rulebook.yaml", ""), "small/rulebook.yaml:1 $", "BAD_VALUE"),
        (swap("rulebook.yaml", "codes: [codes.yaml]", "lists: [codes.yaml]"), "small/rulebook.yaml", "UNKNOWN_PART"),
        (
            swap("rulebook.yaml", "exploitation: [tool.yaml]", "exploitation: [tool.yaml, tool.yaml]"),
            "small/rulebook.yaml",
            "PART_COUNT",
        ),
        (
            swap("rulebook.yaml", "pathways: [pathways.yaml]", "pathways: [pathways.yaml, pathways.yaml]"),
            "small/rulebook.yaml",
            "PART_COUNT",
        ),
    ],
)
def test_mistake_in_a_file_is_told_with_place_and_code(tmp_path: Path, change: Change, where: str, code: str) -> None:
    """A mistake is told with the file, the line, the path in it and a code."""
    assert (where, code) in [(problem.where, problem.code) for problem in problems(tmp_path, change)]


@pytest.mark.parametrize(
    ("change", "fix"),
    [
        (swap("duties.yaml", "who:", "woh:"), "did you mean `who`?"),
        (swap("duties.yaml", "legal_basis:", "legal-basis:"), "did you mean `legal_basis`?"),
        (swap("levels.yaml", "needed:", "neded:"), "did you mean `needed`?"),
        (swap("indicators.yaml", "age: {below:", "age: {belwo:"), "did you mean `below`?"),
        (swap("indicators.yaml", "age: {below:", "age: {form:"), "did you mean `from`?"),
        (swap("pathways.yaml", "use_for:", "used_for:"), "did you mean `use_for`?"),
        (swap("tool.yaml", "handling:", "handlng:"), "did you mean `handling`?"),
        (swap("rules.yaml", "call_999:", "call999:"), "did you mean `call_999`?"),
    ],
)
def test_unknown_key_offers_the_nearest(tmp_path: Path, change: Change, fix: str) -> None:
    """A mistyped key is met with the key that was probably meant, however deep it stands."""
    assert fix in [problem.fix for problem in problems(tmp_path, change) if problem.code == "UNKNOWN_KEY"]


def test_unknown_key_like_no_other_lists_the_known_ones(tmp_path: Path) -> None:
    """A key like no other is met with the list of keys."""
    found = problems(tmp_path, swap("domains.yaml", "{id: harm,", "{zzz: 1, id: harm,"))
    assert [problem.fix for problem in found] == ["use one of: id, name, ask"]


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("levels.yaml", "- level: 1"),
        ("duties.yaml", "- id: tell-lead"),
        ("questions.yaml", "- id: place"),
        ("indicators.yaml", "- id: shouting"),
        ("rules.yaml", "- id: told-often"),
        ("sharing.yaml", "- id: share-safely"),
        ("references.yaml", "- id: background"),
        ("codes.yaml", "- id: referral-source"),
        ("pathways.yaml", "- id: way-2"),
        ("pathways.yaml", "- id: day-line"),
        ("pathways.yaml", "- rag: red"),
        ("pathways.yaml", "- id: reply"),
        ("tool.yaml", "id: signs"),
        ("tool.yaml", "- category: 1"),
        ("tool.yaml", "- id: act-on-gifts"),
    ],
)
def test_entry_without_a_source_is_refused(tmp_path: Path, name: str, entry: str) -> None:
    """No word stands in the guidance without its source."""
    assert "NO_SOURCE" in codes(tmp_path, in_entry(name, entry, "source: {key: guide, at: page 1}\n", "note: none\n"))


def test_problems_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    """Loading does not stop at the first mistake, nor at the first file."""
    found = codes(
        tmp_path,
        swap("levels.yaml", "level: 2", "level: 9"),
        swap("duties.yaml", DUTY_SOURCE, ""),
        put("extra.yaml", "[]\n"),
        swap("rules.yaml", "age_below: 5 years", "age_below: 5"),
        put("codes.yaml", "a: 1.5\n"),
        drop("sharing.yaml"),
    )
    assert found == ["DECIMAL", "NO_SOURCE", "NOT_LISTED", "BAD_VALUE", "BAD_AGE", "NO_FILE"]


def test_two_mistakes_in_one_entry_are_both_told(tmp_path: Path) -> None:
    """A condition and a key of one entry may both be wrong."""
    found = codes(tmp_path, add("rules.yaml", f"- id: x\n  label: x\n  when: {{presant: a}}\n  then: {{}}\n  {MARK}\n"))
    assert sorted(found) == ["BAD_CONDITION", "MISSING_KEY"]


def test_wrong_rulebook_raises_with_every_problem(tmp_path: Path) -> None:
    """Loading a wrong rulebook raises, and the error carries each problem."""
    directory = build(tmp_path, swap("levels.yaml", "level: 2", "level: 9"), put("extra.yaml", "[]\n"))
    with pytest.raises(RulebookError) as raised:
        load_rulebook(directory)
    assert [problem.code for problem in raised.value.problems] == ["NOT_LISTED", "BAD_VALUE"]


def test_warning_does_not_stop_loading(tmp_path: Path) -> None:
    """A rulebook with warnings alone is loaded."""
    assert load_rulebook(build(tmp_path, put("coverage.yaml", "[]\n"))).id == "small"


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is a problem of that file."""
    directory = build(tmp_path)
    (directory / "domains.yaml").write_bytes("- {id: a, name: Café, ask: b}".encode("latin-1"))
    assert [(problem.where, problem.code) for problem in read_rulebook(directory)[1]] == [("small/domains.yaml", "NOT_TEXT")]


def test_listed_name_that_is_a_directory_is_refused(tmp_path: Path) -> None:
    """A directory in the place of a file is a problem of that file, not a crash."""
    directory = build(tmp_path, drop("duties.yaml"))
    (directory / "duties.yaml").mkdir()
    assert "NO_FILE" in [problem.code for problem in read_rulebook(directory)[1]]


def test_missing_directory_is_refused(tmp_path: Path) -> None:
    """A directory that is not there is said to be missing."""
    assert [problem.code for problem in read_rulebook(tmp_path / "none")[1]] == ["NO_RULEBOOK"]


def test_file_in_place_of_a_directory_is_refused(tmp_path: Path) -> None:
    """A rulebook is a directory."""
    file = tmp_path / "rulebook.yaml"
    file.write_text("id: a\n", encoding="utf-8")
    assert [problem.code for problem in read_rulebook(file)[1]] == ["NO_RULEBOOK"]


def test_every_problem_of_loading_names_its_file(tmp_path: Path) -> None:
    """Whatever is wrong, the place begins with the file."""
    found = problems(
        tmp_path,
        swap("levels.yaml", "level: 2", "level: 9"),
        put("domains.yaml", "a: 1\n"),
        put("extra.yaml", "[]\n"),
        drop("sharing.yaml"),
        swap("rulebook.yaml", "codes:", "lists:"),
    )
    assert [problem for problem in found if not PLACE.match(problem.where)] == []


def test_digest_does_not_change_with_comments(tmp_path: Path) -> None:
    """A comment is not content."""
    plain = digest(tmp_path / "a")
    assert (
        digest(tmp_path / "b", add("rules.yaml", "# A remark.\n"), swap("levels.yaml", "- level: 1", "# One.\n- level: 1"))
        == plain
    )


def test_digest_does_not_change_with_layout(tmp_path: Path) -> None:
    """Quotes, empty lines, the order of keys and the style of lists are not content."""
    plain = digest(tmp_path / "a")
    other = digest(
        tmp_path / "b",
        swap("domains.yaml", "{id: harm, name: Harm,", "\n    {name: 'Harm', id: \"harm\","),
        swap("rulebook.yaml", "codes: [codes.yaml]", "codes:\n    - codes.yaml\n"),
    )
    assert other == plain


@pytest.mark.parametrize(
    "change",
    [
        swap("levels.yaml", "The meaning of level 3.", "Another meaning of level 3."),
        swap("rules.yaml", "floor: 3", "floor: 2"),
        swap("rules.yaml", "at_least: 3", "at_least: 4"),
        swap("coverage.yaml", "state: encoded", "state: partly"),
        swap("rulebook.yaml", "version: 2020.1.1", "version: 2020.1.2"),
        swap("duties.yaml", "at: page 1", "at: page 2"),
        add_rule("one-more", "{present: shouting}", "{advise: Talk.}"),
    ],
)
def test_digest_changes_with_content(tmp_path: Path, change: Change) -> None:
    """Any change of what is said changes the digest."""
    assert digest(tmp_path / "b", change) != digest(tmp_path / "a")


def test_digest_is_the_same_wherever_the_files_are(tmp_path: Path) -> None:
    """The directory is not content."""
    (tmp_path / "deep").mkdir()
    assert digest(tmp_path / "a") == digest(tmp_path / "deep" / "b")


def test_shipped_rulebook_has_a_digest(rulebook: Rulebook) -> None:
    """The digest is a SHA-256 in hexadecimal."""
    assert re.fullmatch(r"[0-9a-f]{64}", rulebook.digest)
