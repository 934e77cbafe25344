"""The runner of worked examples: it passes what is so, and says in what an answer differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from threshold_engine import Rulebook, RulebookError, load_rulebook
from threshold_engine.examples import DEFAULT_DAY, Example, answer, differences, read_examples
from unit.small import build

MUST_FAIL = Path(__file__).parents[1] / "rules_must_fail"
CASE: dict[str, Any] = {
    "child": {"age": "3 months"},
    "present": ["bruise", "gifts"],
    "answers": {"times_told": 3, "immediate_danger": False},
}


@pytest.fixture(name="small", scope="module")
def small_rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(build(tmp_path_factory.mktemp("rules")))


def found(small: Rulebook, case: dict[str, Any], **expect: Any) -> list[str]:
    return differences(Example.model_validate({"name": "one", "case": case, "expect": expect}), small)


def codes(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(RulebookError) as raised:
        read_examples([path])
    return [(problem.where.removeprefix(path.as_posix()), problem.code) for problem in raised.value.problems]


def write(directory: Path, text: str) -> Path:
    path = directory / "examples.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "expect",
    [
        {"level": 4},
        {"level_at_least": 3},
        {"range": [4, 4]},
        {"no_review": True},
        {"rag": "red"},
        {"call_999": False},
        {"duties": ["tell-lead"]},
        {"no_duties": ["call-police"]},
        {"reasons": ["bruise", "told-often"]},
        {"no_reasons": ["danger"]},
        {"reason_levels": {"bruise": 4, "gifts": 3}},
        {"contacts": ["day-line"]},
        {"consent_needed": False},
        {"advice": "what was told"},
        {"caveat": "Draft guidance"},
        {"category": 1},
        {"triggers": ["act-on-gifts"]},
    ],
    ids=lambda expect: next(iter(expect)),
)
def test_expectation_that_is_so_has_no_difference(small: Rulebook, expect: dict[str, Any]) -> None:
    """Each thing an example may expect is met where it is so."""
    assert found(small, CASE, **expect) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ({"level": 3}, "level: expected 3, got 4"),
        ({"range": [3, 4]}, "range: expected (3, 4), got (4, 4)"),
        ({"review": 4}, "review: expected 4, got None"),
        ({"rag": "amber"}, "rag: expected amber, got red"),
        ({"call_999": True}, "call_999: expected True, got False"),
        ({"duties": ["call-police"]}, "duty call-police is missing"),
        ({"no_duties": ["tell-lead"]}, "duty tell-lead should not be there"),
        ({"reasons": ["danger"]}, "reason danger is missing"),
        ({"no_reasons": ["bruise"]}, "reason bruise should not be there"),
        ({"reason_levels": {"gifts": 4}}, "level of reason gifts: expected 4, got 3"),
        ({"reason_levels": {"danger": 4}}, "level of reason danger: expected 4, got None"),
        ({"blocked": ["danger"]}, "blocked rule danger is missing"),
        ({"contacts": ["night-line"]}, "contact night-line is missing"),
        ({"no_contacts": ["day-line"]}, "contact day-line should not be there"),
        ({"consent_needed": True}, "consent_needed: expected True, got False"),
        ({"advice": "something else"}, "no advice says “something else”"),
        ({"caveat": "something else"}, "no caveat says “something else”"),
        ({"category": 2}, "category: expected 2, got 1"),
        ({"triggers": ["act-on-friends"]}, "trigger act-on-friends is missing"),
        ({"no_triggers": ["act-on-gifts"]}, "trigger act-on-gifts should not be there"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_expectation_that_is_not_so_is_told(small: Rulebook, expect: dict[str, Any], difference: str) -> None:
    """Each thing an example may expect is seen to fail where it is not so."""
    assert found(small, CASE, **expect) == [difference]


def test_level_below_the_least_is_told(small: Rulebook) -> None:
    """An answer under the least level expected is a difference."""
    assert found(small, {"present": ["no-food"]}, level_at_least=4) == ["level: expected at least 4, got 3"]


def test_review_that_should_not_be_there_is_told(small: Rulebook) -> None:
    """A review where none is expected is a difference."""
    assert found(small, {"answers": {"times_told": 3}}, no_review=True) == ["review: expected none, got 3"]


def test_review_that_is_so_has_no_difference(small: Rulebook) -> None:
    """A review that is expected and asked for is met."""
    assert found(small, {"answers": {"times_told": 3}}, review=3) == []


def test_blocked_rule_that_is_so_has_no_difference(small: Rulebook) -> None:
    """A rule held back that is expected to be is met."""
    assert found(small, {"present": ["cold-home"]}, blocked=["two-at-home"]) == []


def test_trigger_that_should_not_be_there_and_is_not_has_no_difference(small: Rulebook) -> None:
    """A trigger that is not wanted and does not hold is no difference, with or without an exploitation answer."""
    assert found(small, {"present": ["older-friend"]}, no_triggers=["act-on-gifts"]) == []
    assert found(small, {"present": ["cold-home"]}, no_triggers=["act-on-gifts"]) == []


def test_every_difference_of_an_example_is_told(small: Rulebook) -> None:
    """An example that is wrong in three ways says so three times."""
    assert len(found(small, CASE, level=1, rag="blue", duties=["call-police"])) == 3


def test_case_that_cannot_be_read_is_a_difference(small: Rulebook) -> None:
    """A wrong case in an example is told, and stops no other."""
    (difference,) = found(small, {"present": ["brusie"]}, level=4)
    assert "UNKNOWN_INDICATOR" in difference


def test_example_without_a_day_has_the_standing_one(small: Rulebook) -> None:
    """An example's answer never changes by itself."""
    assert answer(Example.model_validate({"name": "one", "case": {}, "expect": {}}), small).rulebook.as_of == DEFAULT_DAY


def test_example_with_a_day_has_its_own(small: Rulebook) -> None:
    """An example may be about any day."""
    given = answer(Example.model_validate({"name": "one", "case": {"as_of": "2021-02-03"}, "expect": {}}), small)
    assert given.rulebook.as_of.isoformat() == "2021-02-03"


def test_examples_are_read_with_their_lines(tmp_path: Path) -> None:
    """Each example knows the file and line it stands on."""
    path = write(tmp_path, "- name: one\n  case: {}\n  expect: {level: 1}\n- name: two\n  case: {}\n  expect: {level: 1}\n")
    assert [(item.example.name, item.where) for item in read_examples([path])] == [
        ("one", f"{path.as_posix()}:1"),
        ("two", f"{path.as_posix()}:4"),
    ]


def test_directory_is_read_with_its_subdirectories(tmp_path: Path) -> None:
    """A directory stands for every .yaml file under it."""
    (tmp_path / "deep").mkdir()
    write(tmp_path, "- {name: one, case: {}, expect: {level: 1}}\n")
    write(tmp_path / "deep", "- {name: two, case: {}, expect: {level: 1}}\n")
    assert {item.example.name for item in read_examples([tmp_path])} == {"one", "two"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: one\n", [(":1", "NOT_A_LIST")]),
        ("", [(":1", "NOT_A_LIST")]),
        ("- {name: one, case: {}, expect: {levle: 1}}\n", [(":1", "UNKNOWN_KEY")]),
        ("- {name: one, case: {}, expect: {level: 5}}\n", [(":1", "BAD_VALUE")]),
        ("- {name: one, case: {}, expect: {level: '4'}}\n", [(":1", "BAD_VALUE")]),
        ("- {name: one, expect: {level: 1}}\n- {name: two, case: {}}\n", [(":1", "MISSING_KEY"), (":2", "MISSING_KEY")]),
        ("- one\n", [(":1", "BAD_VALUE")]),
        ("- {name: one, case: {a: 1.5}, expect: {level: 1}}\n", [(":1", "DECIMAL")]),
        ("- {name: one, case: {a: 1, a: 2}, expect: {level: 1}}\n", [(":1", "REPEATED_KEY")]),
        ("- {name: one, case: [\n", [(":2", "NOT_YAML")]),
    ],
)
def test_file_that_holds_no_examples_is_refused(tmp_path: Path, text: str, told: list[tuple[str, str]]) -> None:
    """What cannot be read as examples is told with file, line and code."""
    assert codes(write(tmp_path, text)) == told


def test_missing_path_is_refused(tmp_path: Path) -> None:
    """A path that is not there is told."""
    assert codes(tmp_path / "none") == [("", "NO_FILE")]


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """A file in another encoding is a problem, not a crash."""
    path = tmp_path / "examples.yaml"
    path.write_bytes("- {name: Café, case: {}, expect: {}}\n".encode("latin-1"))
    assert codes(path) == [("", "NOT_TEXT")]


@pytest.mark.parametrize(
    "field", ["duties", "no_duties", "reasons", "no_reasons", "blocked", "contacts", "no_contacts", "triggers", "no_triggers"]
)
def test_expected_name_that_nobody_knows_is_told(small: Rulebook, field: str) -> None:
    """A mistyped name cannot make an example hold: not even as something that should not be there."""
    assert found(small, CASE, **{field: ["no-such-name"]}) != []


def _announced(difference: str, example: Example) -> bool:
    """Tell whether the note of an example announces a difference: in full, or by the code of a problem."""
    note = " ".join((example.note or "").split())
    return difference in note or any(f": {word}:" in difference for word in note.replace(",", " ").split() if word.isupper())


@pytest.mark.parametrize("path", sorted(MUST_FAIL.rglob("*.yaml")), ids=lambda path: path.stem)
def test_examples_that_must_fail_do(rulebook: Rulebook, path: Path) -> None:
    """The runner passes no example known to be wrong: the file is refused, or each differs just as its note says."""
    try:
        loaded = read_examples([path])
    except RulebookError:
        loaded = []
    passed = [
        item.example.name
        for item in loaded
        if not (told := differences(item.example, rulebook)) or any(not _announced(words, item.example) for words in told)
    ]
    assert passed == []


def test_examples_that_must_fail_are_there() -> None:
    """There are files of examples known to be wrong, one of which can be read."""
    assert read_examples([MUST_FAIL / "differences.yaml"]) != []
