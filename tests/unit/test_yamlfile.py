"""YAML and JSON are read strictly, and no text can hurt the reader."""

from __future__ import annotations

import json
from datetime import date

import pytest

from threshold_engine.yamlfile import MAX_DEPTH, Parsed, read_json, read_yaml, reader_for


def codes(parsed: Parsed) -> list[str]:
    return [problem.code for problem in parsed.problems]


def value_of(text: str) -> object:
    """Read a text that must be without problems."""
    parsed = read_yaml(text, "a.yaml")
    assert parsed.problems == []
    return parsed.value


def test_repeated_key_is_refused() -> None:
    """The same key twice in one group is a problem, since one value would be lost."""
    assert codes(read_yaml("a: 1\nb: 2\na: 3\n", "a.yaml")) == ["REPEATED_KEY"]


def test_repeated_key_problem_names_the_line_of_the_second() -> None:
    """The place is the file and the line of the second key."""
    assert read_yaml("a: 1\nb: 2\na: 3\n", "a.yaml").problems[0].where == "a.yaml:3"


def test_repeated_key_deep_inside_is_refused() -> None:
    """A repeated key is found inside lists and groups too."""
    assert read_yaml("- x:\n    k: 1\n    k: 2\n", "a.yaml").problems[0].where == "a.yaml:3"


def test_same_key_in_two_groups_is_allowed() -> None:
    """Two entries of a list may use the same keys."""
    assert value_of("- {a: 1}\n- {a: 2}\n") == [{"a": 1}, {"a": 2}]


def test_number_key_and_its_text_are_one_key() -> None:
    """`1` and `"1"` would be one name, so together they are a repeated key."""
    assert codes(read_yaml('1: a\n"1": b\n', "a.yaml")) == ["REPEATED_KEY"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &here 1\n", "ALIAS"),
        ("a: &here [1]\n", "ALIAS"),
        ("a: &here {b: 1}\n", "ALIAS"),
        ("a: &here 1\nb: *here\n", "ALIAS"),
        ("a: !!python/object/apply:os.system [ls]\n", "TAG"),
        ("a: !!str 1\n", "TAG"),
        ("a: !mine {b: 1}\n", "TAG"),
        ("a: 1.5\n", "DECIMAL"),
        ("a: .5\n", "DECIMAL"),
        ("a: 1.\n", "DECIMAL"),
        ("a: 1.5e3\n", "DECIMAL"),
        ("a: .inf\n", "DECIMAL"),
        ("a: .nan\n", "DECIMAL"),
        ("a: 2026-02-30\n", "NOT_A_DATE"),
        ("a: 2026-13-01\n", "NOT_A_DATE"),
        ("a: 0000-01-01\n", "NOT_A_DATE"),
        ("true: 1\n", "KEY_NOT_TEXT"),
        ("? [a, b]\n: 1\n", "KEY_NOT_TEXT"),
        ("? {a: b}\n: 1\n", "KEY_NOT_TEXT"),
        ("~: 1\n", "KEY_NOT_TEXT"),
        ("a: 1\n---\nb: 2\n", "TWO_DOCUMENTS"),
        ("a: [1\n", "NOT_YAML"),
        ("a: 'open\n", "NOT_YAML"),
        ("a: 1\n b: 2\n", "NOT_YAML"),
        ("\ta: 1\n", "NOT_YAML"),
        ("a: @b\n", "NOT_YAML"),
        ("%YAML 9.9.9\n", "NOT_YAML"),
    ],
)
def test_yaml_outside_the_language_is_refused(text: str, code: str) -> None:
    """What the language leaves out is refused with its own code."""
    assert code in codes(read_yaml(text, "a.yaml"))


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x07", "\x1b", "\x7f", "\ufffe"])
def test_control_character_is_refused(character: str) -> None:
    """A character that cannot be in a text file is a problem, not a crash."""
    assert codes(read_yaml(f"a: b{character}c\n", "a.yaml")) in (["NOT_TEXT"], ["NOT_YAML"])


def test_lone_surrogate_in_yaml_is_refused() -> None:
    """Half a character, which Python text can hold, is a problem and not a crash."""
    assert codes(read_yaml("a: b\ud800c\n", "a.yaml")) == ["NOT_TEXT"]


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "No",
        "1:30",
        "17:30:00",
        "012",
        "0x1F",
        "0b1",
        "0o7",
        "1_000",
        "1e3",
        "<<",
        "2026-1-2",
        "=",
    ],
)
def test_bare_word_stays_text(text: str) -> None:
    """What YAML 1.1 would turn into something else stays as it was written."""
    assert value_of(f"a: {text}\n") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("7", 7),
        ("0", 0),
        ("-3", -3),
        ("2026-11-22", date(2026, 11, 22)),
        ("2024-02-29", date(2024, 2, 29)),
        ("'7'", "7"),
        ('"true"', "true"),
        ("'2026-11-22'", "2026-11-22"),
        ("'1.5'", "1.5"),
        ("999999999999999999", 999_999_999_999_999_999),
    ],
)
def test_plain_value_is_read_as_its_type(text: str, value: object) -> None:
    """Truth values, nothing, whole numbers and days are read as such; quotes make text."""
    read = value_of(f"a: {text}\n")
    assert isinstance(read, dict)
    assert (type(read["a"]), read["a"]) == (type(value), value)


def test_number_of_nineteen_digits_stays_text() -> None:
    """A whole number too long to be one that anybody means stays text."""
    assert value_of(f"a: {'9' * 19}\n") == {"a": "9" * 19}


def test_impossible_day_problem_names_the_line() -> None:
    """The place of an impossible day is the line it stands on."""
    assert read_yaml("a: 1\nb: 2026-02-30\n", "a.yaml").problems[0].where == "a.yaml:2"


def test_day_as_key_is_text() -> None:
    """A day used as a key is read as text."""
    assert value_of("2026-11-22: x\n") == {"2026-11-22": "x"}


def test_block_text_is_kept() -> None:
    """Folded and literal text come out as YAML says."""
    assert value_of("a: >-\n  one\n  two\nb: |\n  one\n  two\n") == {"a": "one two", "b": "one\ntwo\n"}


def test_lines_are_known_for_every_place() -> None:
    """Each value has the line it stands on, by its path."""
    lines = read_yaml("- id: a\n  list:\n    - x\n    - y\n- id: b\n", "a.yaml").lines
    assert [lines[path] for path in ((0,), (0, "id"), (0, "list", 1), (1,))] == [1, 1, 4, 5]


def test_nesting_to_the_limit_is_read() -> None:
    """Lists nested as deep as the limit are read."""
    assert codes(read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "a.yaml")) == []


def test_nesting_one_over_the_limit_is_refused() -> None:
    """One list more is too deep."""
    assert codes(read_yaml("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "a.yaml")) == ["TOO_DEEP"]


@pytest.mark.timeout(10)
@pytest.mark.parametrize("bracket", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_brackets_are_refused(bracket: str) -> None:
    """Very deep nesting is refused, by us or by the parser, without using up the stack."""
    found = read_yaml(bracket * 100_000, "a.yaml").problems
    assert "TOO_DEEP" in [problem.code for problem in found] or "nesting depth" in found[-1].what


@pytest.mark.timeout(10)
def test_billion_laughs_is_refused() -> None:
    """A text that would grow a thousand million times by aliases is refused, and does not grow."""
    lines = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert set(codes(read_yaml("\n".join(lines), "a.yaml"))) == {"ALIAS"}


@pytest.mark.parametrize("reader", [read_yaml, read_json])
def test_text_of_three_million_characters_is_refused(reader: object) -> None:
    """A text over the limit is refused before it is read."""
    assert callable(reader)
    assert codes(reader('"' + "a" * 3_000_000 + '"', "a")) == ["TOO_LONG"]


def test_empty_yaml_is_nothing() -> None:
    """An empty file says nothing and is no problem of its own."""
    assert value_of("") is None


def test_several_yaml_problems_are_all_told() -> None:
    """Reading goes on after a problem, so that all are told at once."""
    assert codes(read_yaml("a: 1.5\na: 2026-02-30\nb: !x 1\n", "a.yaml")) == ["DECIMAL", "REPEATED_KEY", "NOT_A_DATE", "TAG"]


def test_json_repeated_key_is_refused() -> None:
    """JSON with a key twice in one group is refused too."""
    assert codes(read_json('{"a": 1, "a": 2}', "a.json")) == ["REPEATED_KEY"]


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_json_word_for_no_number_is_refused(word: str) -> None:
    """NaN and infinity, which JSON does not have, are refused."""
    assert codes(read_json(f'{{"a": {word}}}', "a.json")) == ["NOT_A_NUMBER"]


@pytest.mark.timeout(10)
@pytest.mark.parametrize("bracket", ["[", '{"a":'])
def test_json_nested_very_deep_is_refused(bracket: str) -> None:
    """Very deep JSON is refused without a crash."""
    assert codes(read_json(bracket * 100_000, "a.json")) == ["TOO_DEEP"]


def test_json_one_over_the_depth_limit_is_refused() -> None:
    """JSON has the same depth limit as YAML."""
    text = "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)
    assert codes(read_json(text, "a.json")) == ["TOO_DEEP"]


def test_json_nested_to_the_limit_is_read() -> None:
    """JSON nested as deep as the limit is read."""
    assert codes(read_json("[" * MAX_DEPTH + "]" * MAX_DEPTH, "a.json")) == []


@pytest.mark.timeout(10)
@pytest.mark.parametrize("digits", [5_000, 1_000_000])
def test_json_huge_whole_number_is_refused(digits: int) -> None:
    """A whole number of very many digits is refused, and costs no time."""
    assert codes(read_json(f'{{"a": {"9" * digits}}}', "a.json")) == ["NOT_A_NUMBER"]


@pytest.mark.parametrize("number", ["1.5", "1e400"])
def test_json_decimal_is_refused_as_in_yaml(number: str) -> None:
    """JSON is read under the same rules: a decimal is refused."""
    assert codes(read_json(f'{{"a": {number}}}', "a.json")) == ["DECIMAL"]


def test_broken_json_names_the_line() -> None:
    """The place of a JSON mistake is its line."""
    problem = read_json('{"a": 1,\n "b" 2}', "a.json").problems[0]
    assert (problem.code, problem.where) == ("NOT_JSON", "a.json:2")


def test_json_value_is_read() -> None:
    """Good JSON gives its value."""
    given = {"a": [1, "x", None, True]}
    assert read_json(json.dumps(given), "a.json").value == given


@pytest.mark.parametrize(
    ("name", "text", "reader"),
    [
        ("a.json", "[1]", read_json),
        ("-", ' \n{"a": 1}', read_json),
        ("a.yaml", "a: 1", read_yaml),
        ("-", "a: 1", read_yaml),
    ],
)
def test_reader_is_chosen_by_name_and_first_character(name: str, text: str, reader: object) -> None:
    """A .json name or a brace at the start means JSON, all else YAML."""
    assert reader_for(name, text) is reader
