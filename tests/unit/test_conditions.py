"""The YAML form of a condition becomes the condition, and every mistake is told."""

from __future__ import annotations

import pytest

from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    All,
    AnswerAtLeast,
    AnswerIs,
    Any,
    ChildIs,
    Condition,
    Count,
    FindingIs,
    Not,
    Present,
    Selector,
    SettingIs,
)
from threshold_engine.model.words import Kind
from threshold_engine.schema.conditions import parse_condition
from threshold_engine.yamlfile import Path, read_yaml

Told = list[tuple[Path, str]]


def parse(text: str) -> tuple[Condition, Told, list[str]]:
    """Read a condition as it is written in a file; give it, where which code was told, and the fixes."""
    told: Told = []
    fixes: list[str] = []

    def report(path: Path, code: str, what: str, fix: str) -> None:
        assert what
        told.append((path, code))
        fixes.append(fix)

    read = read_yaml(text, "rules.yaml")
    assert read.problems == []
    return parse_condition(read.value, ("when",), report), told, fixes


A = Present(Selector(ids=("a",)))
B = Present(Selector(ids=("b",)))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("present: a", A),
        ("present: [a]", A),
        ("present: [a, b]", Present(Selector(ids=("a", "b")))),
        ("present: {ids: a, any_age: true}", Present(Selector(ids=("a",)), any_age=True)),
        ("present: {ids: [a, b]}", Present(Selector(ids=("a", "b")))),
        ("present: {domain: harm}", Present(Selector(domains=("harm",)))),
        ("present: {domain: [harm, home], level_from: 2}", Present(Selector(domains=("harm", "home"), level_from=2))),
        ("present: {level_to: 3, except_domain: home}", Present(Selector(except_domains=("home",), level_to=3))),
        ("present: {kind: strength}", Present(Selector(kind=Kind.STRENGTH))),
        ("count: {of: [a, b], at_least: 2}", Count(Selector(ids=("a", "b")), 2)),
        ("count: {of: {kind: risk}, at_least: 3, distinct: domain}", Count(Selector(), 3, by_domain=True)),
        ("count: {of: a, at_least: 1, distinct: indicator}", Count(Selector(ids=("a",)), 1)),
        ("child: {age_below: 5 years}", AgeBelow(60)),
        ("child: {age_from: 18 months}", AgeFrom(18)),
        ("child: {unborn: true}", ChildIs("unborn", value=True)),
        ("child: {disabled: false}", ChildIs("disabled", value=False)),
        (
            "child: {mobile: false, looked_after: true}",
            All((ChildIs("mobile", value=False), ChildIs("looked_after", value=True))),
        ),
        ("answer: {seen: true}", AnswerIs("seen", (True,))),
        ("answer: {place: [inside, outside]}", AnswerIs("place", ("inside", "outside"))),
        ("answer: {times: 3}", AnswerIs("times", (3,))),
        ("answer: {seen: no}", AnswerIs("seen", ("no",))),
        ("answer: {times: {at_least: 3}}", AnswerAtLeast("times", 3)),
        ("answer: {seen: true, times: 3}", All((AnswerIs("seen", (True,)), AnswerIs("times", (3,))))),
        ("setting: {agency: school}", SettingIs("agency", ("school",))),
        ("setting: {role: [nurse, doctor]}", SettingIs("role", ("nurse", "doctor"))),
        ("finding: many", FindingIs("many")),
        ("all: [{present: a}, {present: b}]", All((A, B))),
        ("any: [{present: a}, {present: b}]", Any((A, B))),
        ("not: {finding: many}", Not(FindingIs("many"))),
        ("any: [{all: [{present: a}]}, {not: {present: b}}]", Any((All((A,)), Not(B)))),
    ],
)
def test_each_form_is_read_as_its_condition(text: str, condition: Condition) -> None:
    """Every form of the language has one meaning."""
    assert parse(text)[:2] == (condition, [])


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("", ("when",), "BAD_CONDITION"),
        ("a", ("when",), "BAD_CONDITION"),
        ("[{present: a}]", ("when",), "BAD_CONDITION"),
        ("{}", ("when",), "BAD_CONDITION"),
        ("{present: a, child: {unborn: true}}", ("when",), "BAD_CONDITION"),
        ("presant: a", ("when",), "BAD_CONDITION"),
        ("present: []", ("when", "present"), "BAD_VALUE"),
        ("present: 3", ("when", "present"), "BAD_VALUE"),
        ("present: [a, 3]", ("when", "present"), "BAD_VALUE"),
        ("present: {ids: {a: b}}", ("when", "present", "ids"), "BAD_VALUE"),
        ("present: {ids: a, domain: harm}", ("when", "present"), "UNKNOWN_KEY"),
        ("present: {ids: a, any_age: yes}", ("when", "present"), "BAD_VALUE"),
        ("present: {domian: harm}", ("when", "present"), "UNKNOWN_KEY"),
        ("present: {domain: 3}", ("when", "present", "domain"), "BAD_VALUE"),
        ("present: {except_domain: []}", ("when", "present", "except_domain"), "BAD_VALUE"),
        ("present: {level_from: 0}", ("when", "present", "level_from"), "BAD_VALUE"),
        ("present: {level_from: true}", ("when", "present", "level_from"), "BAD_VALUE"),
        ("present: {level_to: 5}", ("when", "present", "level_to"), "BAD_VALUE"),
        ("present: {kind: danger}", ("when", "present"), "BAD_VALUE"),
        ("present: {kind: [risk]}", ("when", "present"), "BAD_VALUE"),
        ("present: {kind: {a: b}}", ("when", "present"), "BAD_VALUE"),
        ("count: a", ("when", "count"), "BAD_CONDITION"),
        ("count: {of: a}", ("when", "count"), "BAD_CONDITION"),
        ("count: {at_least: 2}", ("when", "count"), "BAD_CONDITION"),
        ("count: {of: a, at_least: 2, atmost: 3}", ("when", "count"), "BAD_CONDITION"),
        ("count: {of: a, at_least: 0}", ("when", "count", "at_least"), "BAD_VALUE"),
        ("count: {of: a, at_least: true}", ("when", "count", "at_least"), "BAD_VALUE"),
        ("count: {of: a, at_least: many}", ("when", "count", "at_least"), "BAD_VALUE"),
        ("count: {of: a, at_least: 2, distinct: child}", ("when", "count"), "BAD_VALUE"),
        ("child: {}", ("when", "child"), "BAD_CONDITION"),
        ("child: unborn", ("when", "child"), "BAD_CONDITION"),
        ("child: {age_below: 5}", ("when", "child", "age_below"), "BAD_AGE"),
        ("child: {age_from: 13 weeks}", ("when", "child", "age_from"), "BAD_AGE"),
        ("child: {age_over: 5 years}", ("when", "child", "age_over"), "UNKNOWN_KEY"),
        ("child: {unborn: yes}", ("when", "child", "unborn"), "BAD_VALUE"),
        ("child: {disabled: 1}", ("when", "child", "disabled"), "BAD_VALUE"),
        ("answer: {}", ("when", "answer"), "BAD_CONDITION"),
        ("answer: seen", ("when", "answer"), "BAD_CONDITION"),
        ("answer: {seen: null}", ("when", "answer", "seen"), "BAD_VALUE"),
        ("answer: {seen: []}", ("when", "answer", "seen"), "BAD_VALUE"),
        ("answer: {seen: 2026-11-22}", ("when", "answer", "seen"), "BAD_VALUE"),
        ("answer: {times: {at_most: 3}}", ("when", "answer", "times"), "BAD_CONDITION"),
        ("answer: {times: {at_least: 0}}", ("when", "answer", "times", "at_least"), "BAD_VALUE"),
        ("setting: {}", ("when", "setting"), "BAD_CONDITION"),
        ("setting: {place: school}", ("when", "setting"), "BAD_CONDITION"),
        ("setting: {agency: 3}", ("when", "setting", "agency"), "BAD_VALUE"),
        ("finding: [a]", ("when", "finding"), "BAD_VALUE"),
        ("all: []", ("when", "all"), "BAD_CONDITION"),
        ("any: {present: a}", ("when", "any"), "BAD_CONDITION"),
        ("not: []", ("when", "not"), "BAD_CONDITION"),
        ("all: [{present: a}, {present: 3}]", ("when", "all", 1, "present"), "BAD_VALUE"),
        ("not: {any: [{child: {mobile: maybe}}]}", ("when", "not", "any", 0, "child", "mobile"), "BAD_VALUE"),
    ],
)
def test_each_mistake_is_told_with_its_place(text: str, path: Path, code: str) -> None:
    """A mistake is told once, with the path to where it stands and a code."""
    assert parse(text)[1] == [(path, code)]


def test_several_mistakes_are_all_told() -> None:
    """Reading goes on after a mistake."""
    told = parse("all: [{presant: a}, {child: {age_below: x, happy: true}}, {count: {of: {kind: x}, at_least: 0}}]")[1]
    assert [code for _, code in told] == ["BAD_CONDITION", "BAD_AGE", "UNKNOWN_KEY", "BAD_VALUE", "BAD_VALUE"]


def test_fix_never_offers_what_was_just_refused() -> None:
    """A count over `{ids: ...}` is either read, or the fix does not tell the writer to use ids."""
    _, told, fixes = parse("count: {of: {ids: [a, b]}, at_least: 2}")
    assert not told or "ids" not in fixes[0]
