"""What the worked examples exercise, and which small changes to the rules they notice: planted gaps are found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from threshold_engine import Rulebook, load_rulebook
from threshold_engine.assess import wording_of
from threshold_engine.cli import main
from threshold_engine.examples import Example, Loaded, differences, read_examples
from threshold_engine.exercise import Tried, mutants, reached, try_each, worked
from threshold_engine.exercise.alterations import Sort, alterations, moved_levels, moved_limits
from threshold_engine.exercise.entries import name_of
from threshold_engine.exercise.noticed import can_reach, notices
from threshold_engine.exercise.reached import clauses_of
from threshold_engine.exercise.report import share
from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    All,
    AnswerAtLeast,
    AnswerIs,
    ChildIs,
    Condition,
    Count,
    FindingIs,
    Not,
    Present,
    Selector,
    SettingIs,
)
from threshold_engine.model.condition import (
    Any as AnyOf,
)
from unit.small import add_indicator, add_rule, build, in_entry

EXAMPLES = Path(__file__).parents[1] / "rules"

GOOD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a bruise at eleven months": ({"child": {"age": "11 months"}, "present": ["bruise"]}, {"level": 4}),
    "a bruise at twelve months": ({"child": {"age": "12 months"}, "present": ["bruise"]}, {"no_reasons": ["bruise"]}),
    "shouting": ({"present": ["shouting"]}, {"level": 2}),
    "no food": ({"present": ["no-food"]}, {"level": 3}),
    "no food, and a helper": ({"present": ["no-food", "helper"]}, {"level": 1}),
    "a cold home": ({"present": ["cold-home"]}, {"level": 2, "no_reasons": ["two-at-home"]}),
    "gifts": (
        {"present": ["gifts"]},
        {"level": 3, "category": 1, "triggers": ["act-on-gifts"]},
    ),
    "an older friend": ({"present": ["older-friend"]}, {"level": 2, "no_triggers": ["act-on-gifts"]}),
    "danger": ({"answers": {"immediate_danger": True}}, {"reasons": ["danger"], "reason_levels": {"danger": 4}}),
    "told three times": ({"answers": {"times_told": 3}}, {"review": 3}),
    "told twice": ({"answers": {"times_told": 2}}, {"no_reasons": ["told-often"]}),
    "outside at four": ({"child": {"age": "4 years"}, "answers": {"place": "outside"}}, {"level": 3}),
    "outside at five": ({"child": {"age": "5 years"}, "answers": {"place": "outside"}}, {"no_reasons": ["out-late"]}),
    "inside at four": ({"child": {"age": "4 years"}, "answers": {"place": "inside"}}, {"no_reasons": ["out-late"]}),
    "two at home": (
        {"present": ["no-food", "cold-home"]},
        {"reason_levels": {"two-at-home": 3}, "no_reasons": ["home-again"]},
    ),
    "two at home, known before": ({"present": ["no-food", "cold-home", "known-before"]}, {"reasons": ["home-again"]}),
    "known before": ({"present": ["known-before"]}, {"no_reasons": ["home-again"]}),
}
"""Examples that exercise all of the small rulebook and notice every change to it."""


GIFTS, FRIEND = Present(Selector(ids=("gifts",))), Present(Selector(ids=("older-friend",)))
BOTH = Present(Selector(ids=("gifts", "older-friend")))
HOME = Selector(domains=("home",), level_from=3)
HOME_MOVED = (replace(HOME, level_from=2), replace(HOME, level_from=4))


@pytest.fixture(name="small", scope="module")
def small_rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(build(tmp_path_factory.mktemp("rules")))


def loaded(*without: str) -> list[Loaded]:
    """Give the good examples, but for some."""
    return [
        Loaded(Example.model_validate({"name": name, "case": case, "expect": expect}), f"good.yaml:{number}")
        for number, (name, (case, expect)) in enumerate(GOOD.items())
        if name not in without
    ]


def tried_with(small: Rulebook, examples: Sequence[Loaded]) -> list[Tried]:
    return list(try_each(mutants(small), list(worked(examples, small)), small))


def unnoticed(tried: Sequence[Tried]) -> list[str]:
    return [f"{name_of(each.mutant.was)}: {each.mutant.words}" for each in tried if each.by is None]


def unseen(small: Rulebook, *without: str) -> dict[str, tuple[str, ...]]:
    """Give what is not exercised when some examples are left out, by kind."""
    tallies = reached(list(worked(loaded(*without), small)), small)
    return {tally.of: tally.unseen for tally in tallies if tally.unseen}


def test_good_examples_hold(small: Rulebook) -> None:
    """The ground of the other tests: each example is right about the small rulebook."""
    assert [differences(item.example, small) for item in loaded()] == [[] for _ in GOOD]


def test_everything_is_exercised_and_noticed(small: Rulebook) -> None:
    """The good examples leave no gap: what a test finds below is the gap it made."""
    assert unseen(small) == {}
    assert unnoticed(tried_with(small, loaded())) == []


@pytest.mark.parametrize(
    ("without", "kind", "found"),
    [
        (["shouting"], "indicators", "shouting: present in no example"),
        (["a bruise at eleven months"], "indicators", "bruise: present in no example"),
        (["two at home, known before"], "rules", "home-again: holds in no example"),
        (["told three times"], "rules", "told-often: holds in no example"),
        (["gifts"], "categories and triggers", "act-on-gifts: holds in no example"),
        (["gifts"], "clauses", "act-on-gifts: never seen holding: “The label of gifts”"),
        (
            ["outside at four", "inside at four", "a bruise at eleven months", "a bruise at twelve months"],
            "clauses",
            "out-late: never seen holding: the child is under 5 years",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "without",
)
def test_gap_in_what_is_exercised_is_found(small: Rulebook, without: list[str], kind: str, found: str) -> None:
    """A sign present in no example, a rule that never holds and a clause seen one way only are told, with their place."""
    assert found in [words.partition(" ")[2] for words in unseen(small, *without)[kind]]


def test_sign_of_another_age_is_not_exercised(small: Rulebook) -> None:
    """A sign recorded only for a child certainly outside its ages is present in no example."""
    assert any("bruise" in words for words in unseen(small, "a bruise at eleven months")["indicators"])


def test_clause_that_always_holds_is_told(small: Rulebook) -> None:
    """A clause that holds in every example was never seen not holding."""
    tallies = reached(list(worked([item for item in loaded() if item.example.name == "danger"], small)), small)
    clauses = next(tally.unseen for tally in tallies if tally.of == "clauses")
    assert any(words.endswith("danger: never seen not holding: Is it so (immediate_danger)? Yes") for words in clauses)


@pytest.mark.parametrize(
    ("without", "change"),
    [
        ("a bruise at twelve months", "bruise: under 12 months made 13 months"),
        ("a bruise at eleven months", "bruise: under 12 months made 11 months"),
        ("shouting", "shouting: level 2 made 3"),
        ("no food, and a helper", "no-food: without its only clause"),
        ("danger", "danger: minimum level 4 made 3"),
        ("danger", "danger: without its only clause"),
        ("told three times", "told-often: level to review 3 made 2"),
        ("told three times", "told-often: 4 in place of 3 in: Is it so (times_told)? 3 or more"),
        ("told twice", "told-often: 2 in place of 3 in: Is it so (times_told)? 3 or more"),
        ("outside at five", "out-late: under 5 years made 6 years"),
        ("outside at five", "out-late: without the clause: the child is under 5 years"),
        ("inside at four", "out-late: without the clause: Is it so (place)? outside"),
        ("outside at four", "out-late: under 5 years made 4 years"),
        ("two at home", "home-again: without the clause: “The label of known-before”"),
        ("known before", "home-again: without the clause: another rule found: many at home"),
        ("gifts", "category 1: without its only clause"),
        ("gifts", "act-on-gifts: without its only clause"),
    ],
)
def test_change_that_no_example_notices_is_found(small: Rulebook, without: str, change: str) -> None:
    """Without the one example that notices a change, the change is listed."""
    assert change in unnoticed(tried_with(small, loaded(without)))


def test_example_that_notices_is_named(small: Rulebook) -> None:
    """A change that is noticed says by which example."""
    by = {f"{name_of(each.mutant.was)}: {each.mutant.words}": each.by for each in tried_with(small, loaded())}
    noticed = by["bruise: under 12 months made 13 months"]
    assert noticed is not None
    assert noticed.example.name == "a bruise at twelve months"


OPEN: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"child": {"age": "3 months"}, "present": ["cold-home"], "answers": {"immediate_danger": False}}, {"range": [2, 4]}),
    ({"present": ["cold-home"]}, {"blocked": ["two-at-home"]}),
    (
        {"child": {"age": "2 years"}, "present": ["cold-home"], "answers": {"immediate_danger": False}},
        {"caveat": "could take this up to level 3"},
    ),
)
"""Examples that expect something of what is not known."""


def test_no_example_is_passed_over_that_would_notice(small: Rulebook) -> None:
    """Leaving out what a change cannot reach saves time only: every example that would notice is looked at."""
    about_open = [
        Loaded(Example.model_validate({"name": f"open {number}", "case": case, "expect": expect}), "open.yaml:1")
        for number, (case, expect) in enumerate(OPEN)
    ]
    assert [differences(item.example, small) for item in about_open] == [[] for _ in OPEN]
    examples = list(worked([*loaded(), *about_open], small))
    missed = [
        (name_of(mutant.was), mutant.words, item.loaded.example.name)
        for mutant in mutants(small)
        for item in examples
        if not can_reach(mutant, item) and notices(item, mutant.rulebook(small))
    ]
    assert missed == []


def test_examples_out_of_reach_are_passed_over(small: Rulebook) -> None:
    """Most examples have nothing to do with a change, and are not worked out again."""
    examples = list(worked(loaded(), small))
    reaching = sum(can_reach(mutant, item) for mutant in mutants(small) for item in examples)
    assert 0 < reaching < len(examples) * len(list(mutants(small))) / 4


def test_rule_that_is_not_in_force_is_not_exercised_and_not_reached(tmp_path: Path) -> None:
    """On a day before a rule starts, an example says nothing of it."""
    book = load_rulebook(build(tmp_path, in_entry("rules.yaml", "- id: danger", "since: 2020-01-01", "since: 2025-01-01")))
    example = {"name": "before", "case": {"as_of": "2024-12-31", "answers": {"immediate_danger": True}}, "expect": {"level": 1}}
    (item,) = worked([Loaded(Example.model_validate(example), "before.yaml:1")], book)
    (rules,) = (tally.unseen for tally in reached([item], book) if tally.of == "rules")
    assert any(words.endswith("danger: holds in no example") for words in rules)
    assert [mutant.words for mutant in mutants(book) if name_of(mutant.was) == "danger" and can_reach(mutant, item)] == []


def test_sign_recorded_absent_is_not_reached(small: Rulebook) -> None:
    """A change to a sign can make no difference where the sign was looked for and is not there."""
    example = {"name": "no bruise", "case": {"absent": ["bruise"]}, "expect": {"level": 1}}
    (item,) = worked([Loaded(Example.model_validate(example), "absent.yaml:1")], small)
    assert [mutant.words for mutant in mutants(small) if name_of(mutant.was) == "bruise" and can_reach(mutant, item)] == []


def test_rule_with_one_clause_loses_it_and_never_holds(small: Rulebook) -> None:
    """Only where a condition is one clause does leaving it out leave nothing."""
    alone = [name_of(mutant.was) for mutant in mutants(small) if mutant.words == "without its only clause"]
    assert alone == ["no-food", "danger", "told-often", "two-at-home", "category 1", "act-on-gifts"]


def test_clauses_are_the_parts_and_not_the_groups_at_the_top(small: Rulebook) -> None:
    """A group at the top is no clause, one further in is; under a not, what stands there is the clause."""
    inner = AnyOf((GIFTS, FRIEND))
    rule = replace(small.rules[0], when=All((inner, Not(AgeBelow(12)))))
    assert list(clauses_of(rule)) == [inner, GIFTS, FRIEND, AgeBelow(12)]
    assert list(clauses_of(replace(rule, when=GIFTS))) == [GIFTS]


def test_mutant_differs_from_the_rulebook_in_one_entry(small: Rulebook) -> None:
    """Each change touches one entry and leaves the rulebook as it was."""
    for mutant in mutants(small):
        after = mutant.rulebook(small)
        tool, tool_after = small.exploitation, after.exploitation
        assert tool is not None
        assert tool_after is not None
        before = (*small.indicators, *small.rules, *tool.categories, *tool.triggers)
        now = (*after.indicators, *after.rules, *tool_after.categories, *tool_after.triggers)
        assert [(was, is_now) for was, is_now in zip(before, now, strict=True) if was != is_now] == [(mutant.was, mutant.now)]


def test_each_change_is_made_once(small: Rulebook) -> None:
    """No change is tried twice, which would count it twice."""
    made = [(name_of(mutant.was), repr(mutant.now)) for mutant in mutants(small)]
    assert len(made) == len(set(made))


@pytest.mark.parametrize(
    ("name", "levels"),
    [("bruise", {3}), ("shouting", {1, 3}), ("helper", set()), ("known-before", set())],
)
def test_level_moves_only_where_it_means_something(small: Rulebook, name: str, levels: set[int]) -> None:
    """A level goes up and down by one, between 1 and 4; that of a strength or of background sets nothing and stays."""
    moved = {mutant.words for mutant in mutants(small) if name_of(mutant.was) == name and mutant.sort is Sort.LEVEL}
    assert {int(words.rpartition(" ")[2]) for words in moved} == levels


def test_level_of_background_moves_where_a_rule_reads_it(tmp_path: Path) -> None:
    """Where a rule takes background of a level, that level can change an answer."""
    book = load_rulebook(
        build(
            tmp_path,
            add_indicator("old-plan", "context", "home", 3),
            add_rule("plan-before", "{present: {kind: context, level_from: 3}}", "{review: 4}"),
        )
    )
    moved = {mutant.words for mutant in mutants(book) if name_of(mutant.was) == "old-plan"}
    assert moved == {"level 3 made 2"}


@pytest.mark.parametrize(
    ("months", "moved"), [(12, [11, 13]), (13, [12, 14]), (24, [12, 36]), (60, [48, 72]), (1, [2]), (213, [212, 214])]
)
def test_age_limit_moves_by_the_unit_it_is_said_in(months: int, moved: list[int]) -> None:
    """A limit in years moves by a year, one in months by a month, and never to nothing."""
    assert moved_limits(months) == moved


@pytest.mark.parametrize(("level", "moved"), [(1, [2]), (2, [1, 3]), (4, [3])])
def test_level_moves_by_one(level: int, moved: list[int]) -> None:
    """A level has the one below and the one above, where there is one."""
    assert moved_levels(level) == moved


@pytest.mark.parametrize(
    ("condition", "altered"),
    [
        (GIFTS, []),
        (BOTH, [FRIEND, GIFTS]),
        (
            Present(Selector(ids=("gifts", "older-friend")), any_age=True),
            [replace(FRIEND, any_age=True), replace(GIFTS, any_age=True)],
        ),
        (All((GIFTS, FRIEND)), [All((FRIEND,)), All((GIFTS,))]),
        (AnyOf((GIFTS, FRIEND)), [AnyOf((FRIEND,)), AnyOf((GIFTS,))]),
        (All((GIFTS,)), []),
        (Not(All((GIFTS, FRIEND))), [Not(All((FRIEND,))), Not(All((GIFTS,)))]),
        (
            All((GIFTS, AgeBelow(12))),
            [All((AgeBelow(12),)), All((GIFTS,)), All((GIFTS, AgeBelow(11))), All((GIFTS, AgeBelow(13)))],
        ),
        (AgeFrom(60), [AgeFrom(48), AgeFrom(72)]),
        (ChildIs("mobile", value=False), []),
        (FindingIs("many-at-home"), []),
        (AnswerIs("place", ("inside", "outside")), [AnswerIs("place", ("outside",)), AnswerIs("place", ("inside",))]),
        (AnswerIs("place", ("inside",)), []),
        (SettingIs("agency", ("gp", "police")), [SettingIs("agency", ("police",)), SettingIs("agency", ("gp",))]),
        (AnswerAtLeast("times_told", 1), [AnswerAtLeast("times_told", 2)]),
        (Count(HOME, 2), [*(Count(of, 2) for of in HOME_MOVED), Count(HOME, 1), Count(HOME, 3)]),
        (Present(HOME), [Present(of) for of in HOME_MOVED]),
        (
            Present(Selector(domains=("home", "harm"))),
            [Present(Selector(domains=("harm",))), Present(Selector(domains=("home",)))],
        ),
        (Present(Selector(except_domains=("home",))), [Present(Selector())]),
        (Present(Selector(except_domains=("good",))), []),
        (Present(Selector(level_from=2, level_to=2)), [Present(Selector(level_from=2, level_to=3))]),
        (Present(Selector(level_to=2)), [Present(Selector(level_to=1)), Present(Selector(level_to=3))]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_form_of_condition_is_altered(small: Rulebook, condition: Condition, altered: list[Condition]) -> None:
    """Each clause is left out and each number moved, one at a time; a group that takes the same signs is no change."""
    found = alterations(condition, small.indicators, wording_of(small))
    assert sorted(map(repr, (each.condition for each in found))) == sorted(map(repr, altered))


def test_share_is_rounded_down(small: Rulebook) -> None:
    """A share of 100% means that every change was noticed; of no changes, none was missed."""
    tried = tried_with(small, loaded())
    many = [*tried] * 100
    assert share(many) == 100.0
    assert share([*many, replace(tried[0], by=None)]) == 99.9
    assert share([]) == 100.0


# The command


YAML = """\
- name: {name}
  case: {{child: {{age: 11 months}}, present: [bruise]}}
  expect: {{level: {level}}}
"""


@pytest.fixture(name="directory", scope="module")
def small_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("rules"))


def run(path: Path, directory: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["rules", "test", str(path), "--rulebook", str(directory), *words])


@pytest.fixture(name="examples")
def good_examples(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    raw = [{"name": name, "case": case, "expect": expect} for name, (case, expect) in GOOD.items()]
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


@pytest.fixture(name="one")
def one_example(tmp_path: Path) -> Path:
    path = tmp_path / "one.yaml"
    path.write_text(YAML.format(name="a bruise", level=4), encoding="utf-8")
    return path


def test_totals_are_printed(examples: Path, directory: Path) -> None:
    """How much is exercised stands in one line after the count of examples."""
    result = run(examples, directory)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "17 of 17 worked examples hold",
        "they exercise 8 of 8 indicators; 5 of 5 rules; 2 of 2 categories and triggers; 10 of 10 clauses",
    ]


def test_coverage_lists_what_is_not_exercised(one: Path, directory: Path) -> None:
    """Each sign, rule and clause that is not exercised is listed with file and line; that is no failure."""
    result = run(one, directory, "--coverage")
    assert result.exit_code == 0
    assert "they exercise 1 of 8 indicators; 0 of 5 rules" in result.stdout
    assert "  small/indicators.yaml:14 shouting: present in no example" in result.stdout.splitlines()


def test_mutation_lists_what_is_not_noticed(one: Path, directory: Path) -> None:
    """The share and each change that is not noticed are printed; without --at-least that is no failure."""
    result = run(one, directory, "--mutate")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert any(line.startswith("2 of ") and "changes to the rules were noticed" in line for line in lines)
    assert "  small/indicators.yaml:1 bruise: under 12 months made 13 months" in lines


def test_mutation_with_a_high_enough_share_exits_0(examples: Path, directory: Path) -> None:
    """All noticed is enough for any share."""
    result = run(examples, directory, "--mutate", "--at-least", "100")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "were noticed (100.0%)" in result.stdout


def test_mutation_with_a_low_share_exits_2(one: Path, directory: Path) -> None:
    """Too small a share is a problem with a code and a way to put it right."""
    result = run(one, directory, "--mutate", "--at-least", "90")
    assert result.exit_code == 2
    assert "TOO_FEW_NOTICED" in result.stderr
    assert "at least 90% should be" in result.stderr


def test_at_least_needs_mutate(one: Path, directory: Path) -> None:
    """A share cannot be asked for where no change is tried."""
    result = run(one, directory, "--at-least", "90")
    assert result.exit_code == 2
    assert "--at-least needs --mutate" in result.stderr


def test_everything_is_given_as_json(one: Path, directory: Path) -> None:
    """The JSON form holds the examples, what they exercise and what they notice."""
    given = json.loads(run(one, directory, "--mutate", "--format", "json").stdout)
    assert (given["examples"], given["hold"], given["failed"]) == (1, 1, [])
    assert [(tally["of"], tally["exercised"]) for tally in given["coverage"]][:2] == [("indicators", 1), ("rules", 0)]
    assert given["mutation"]["noticed"] == 2
    assert {
        "entry": "shouting",
        "where": "small/indicators.yaml:14 shouting",
        "sort": "level moved by one",
        "change": "level 2 made 3",
    } in given["mutation"]["not_noticed"]


def test_example_that_does_not_hold_notices_nothing(tmp_path: Path, directory: Path) -> None:
    """An example that is wrong already would notice any change: it counts for nothing, and the exit is 2."""
    path = tmp_path / "wrong.yaml"
    path.write_text(YAML.format(name="a bruise", level=3), encoding="utf-8")
    result = run(path, directory, "--mutate", "--format", "json")
    given = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [(item["name"], item["differences"]) for item in given["failed"]] == [("a bruise", ["level: expected 3, got 4"])]
    assert (given["mutation"]["noticed"], given["coverage"][0]["exercised"]) == (0, 0)


# The rulebook that comes with the engine


def test_shipped_rulebook_is_exercised(rulebook: Rulebook) -> None:
    """Every sign, rule, category, trigger and clause is exercised by a worked example."""
    examples = list(worked(read_examples([EXAMPLES]), rulebook))
    assert {tally.of: tally.unseen for tally in reached(examples, rulebook) if tally.unseen} == {}
