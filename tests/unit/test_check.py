"""Every check over a whole rulebook is seen to fire when one thing is changed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import threshold_engine.check
from threshold_engine import Problem
from threshold_engine.check import quality
from threshold_engine.load import read_rulebook
from unit.small import (
    MARK,
    Change,
    add,
    add_duty,
    add_indicator,
    add_level,
    add_question,
    add_rule,
    build,
    in_entry,
    put,
    swap,
)

PLACE = re.compile(r"small/[a-z]+\.yaml:[0-9]+ ")
UNTIL_BEFORE = "since: 2020-01-01\n{indent}until: 2019-01-01"
ALL_DAYS = "since: 2020-01-01"


def problems(root: Path, *changes: Change) -> tuple[Problem, ...]:
    return read_rulebook(build(root, *changes))[1]


def dated(name: str, entry: str, since: str, indent: str = "  ") -> Change:
    """Put other days on an entry."""
    return in_entry(name, entry, ALL_DAYS, since.replace("{indent}", indent))


CONTRADICTING_AGES = "{all: [{child: {age_below: 5 years}}, {child: {age_from: 10 years}}]}"
CONTRADICTING_ANSWERS = "{all: [{answer: {place: inside}}, {answer: {place: outside}}]}"
CONTRADICTING_CHILD = "{all: [{child: {unborn: true}}, {child: {unborn: false}}]}"
CONTRADICTING_SETTING = "{all: [{setting: {agency: school}}, {setting: {agency: police}}]}"
LATE_RULE = (
    f"- id: late\n  label: Late\n  when: {{answer: {{place: inside}}}}\n  then: {{floor: 2}}\n  because: Late.\n  {MARK}\n"
)
OFFICE = "    hours: {days: every-day}\n    checked_on: 2020-01-01\n"
CONTACT = (
    "  - id: {name}\n    name: A line\n    phone: '020'\n    use_for: all\n    levels: [1]\n"
    + OFFICE
    + "    source: {key: guide, at: page 1}\n    evidence: seen\n    since: 2020-01-01\n"
)

CIRCLE = (
    swap("rules.yaml", "{rag: red}", "{rag: red, finding: again}"),
    swap("rules.yaml", "{count: {of: {domain: home}, at_least: 2}}", "{finding: again}"),
)

ONE_CHANGE: list[tuple[str, str, tuple[Change, ...]]] = [
    # An id that is used twice
    ("DUPLICATE_ID", "a duty twice", (add_duty("tell-lead"),)),
    ("DUPLICATE_ID", "a question twice", (add_question("place", "boolean"),)),
    ("DUPLICATE_ID", "an indicator twice", (add_indicator("shouting", "risk", "harm", 3),)),
    ("DUPLICATE_ID", "a rule twice", (add_rule("danger", "{present: shouting}", "{floor: 2}"),)),
    ("DUPLICATE_ID", "a short path twice", (lambda files: {**files, "paths.yaml": files["paths.yaml"] * 2},)),
    ("DUPLICATE_ID", "a rule named as an indicator", (add_rule("shouting", "{present: shouting}", "{floor: 2}"),)),
    ("DUPLICATE_ID", "a domain twice", (add("domains.yaml", "- {id: harm, name: Again, ask: Again?}\n"),)),
    ("DUPLICATE_ID", "a source twice", (add("sources.yaml", "- {key: guide, title: Again, licence: none, status: seen}\n"),)),
    ("DUPLICATE_ID", "a pathway twice", (swap("pathways.yaml", "id: way-2", "id: way-1"),)),
    (
        "DUPLICATE_ID",
        "a contact twice",
        (swap("pathways.yaml", "ladder:\n", CONTACT.replace("{name}", "day-line") + "ladder:\n"),),
    ),
    ("DUPLICATE_ID", "a sharing point twice", (add("sharing.yaml", f"- id: share-safely\n  text: Again.\n  {MARK}\n"),)),
    ("DUPLICATE_ID", "a code list twice", (swap("rulebook.yaml", "[codes.yaml]", "[codes.yaml, codes.yaml]"),)),
    ("DUPLICATE_ID", "a reference twice", (swap("rulebook.yaml", "[references.yaml]", "[references.yaml, references.yaml]"),)),
    # A name that is not there
    ("UNKNOWN_SOURCE", "a duty", (in_entry("duties.yaml", "id: tell-lead", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a level", (in_entry("levels.yaml", "level: 2", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a rung", (in_entry("pathways.yaml", "rag: red", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a clock", (in_entry("pathways.yaml", "id: reply", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a contact", (in_entry("pathways.yaml", "id: day-line", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a code list", (swap("codes.yaml", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a sharing point", (swap("sharing.yaml", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a reference", (swap("references.yaml", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "the tool", (swap("tool.yaml", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a short path", (swap("paths.yaml", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a trigger", (in_entry("tool.yaml", "id: act-on-gifts", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "a category", (in_entry("tool.yaml", "category: 1", "key: guide", "key: gide"),)),
    ("UNKNOWN_SOURCE", "coverage", (add("coverage.yaml", "- {source: gide, part: All, state: encoded}\n"),)),
    ("UNKNOWN_DOMAIN", "an indicator", (add_indicator("new", "risk", "hram", 2),)),
    ("UNKNOWN_DOMAIN", "a selection", (add_rule("new", "{present: {domain: hram}}", "{floor: 2}"),)),
    ("UNKNOWN_DOMAIN", "an exception", (add_rule("new", "{present: {except_domain: hram}}", "{floor: 2}"),)),
    ("UNKNOWN_DOMAIN", "a count", (add_rule("new", "{count: {of: {domain: hram}, at_least: 1}}", "{floor: 2}"),)),
    ("UNKNOWN_DUTY", "an indicator", (swap("indicators.yaml", "duties: [tell-lead]", "duties: [tell-lead, tel-lead]"),)),
    ("UNKNOWN_DUTY", "a rule", (swap("rules.yaml", "duties: [call-police]", "duties: [call-police, cal-police]"),)),
    ("UNKNOWN_INDICATOR", "a rule", (add_rule("new", "{present: shoutin}", "{floor: 2}"),)),
    ("UNKNOWN_INDICATOR", "a count", (add_rule("new", "{count: {of: [shouting, shoutin], at_least: 2}}", "{floor: 2}"),)),
    ("UNKNOWN_INDICATOR", "deep in a rule", (add_rule("new", "{any: [{all: [{present: shoutin}]}]}", "{floor: 2}"),)),
    ("UNKNOWN_INDICATOR", "a met_when", (swap("indicators.yaml", "present: helper", "present: helpr"),)),
    ("UNKNOWN_INDICATOR", "when a short path opens", (swap("paths.yaml", "present: gifts", "present: gift"),)),
    ("UNKNOWN_DOMAIN", "the area of a short path", (swap("paths.yaml", "[exploitation-cse]", "[exploitation]"),)),
    ("UNKNOWN_GUIDE", "of a short path", (swap("paths.yaml", "guide: signs", "guide: sign"),)),
    ("UNKNOWN_INDICATOR", "a trigger", (in_entry("tool.yaml", "id: act-on-gifts", "present: gifts", "present: gift"),)),
    ("UNKNOWN_INDICATOR", "a category", (in_entry("tool.yaml", "category: 1", "present: gifts", "present: gift"),)),
    ("UNKNOWN_INDICATOR", "a class", (swap("tool.yaml", "signs_of_harm: []", "signs_of_harm: [gift]"),)),
    ("UNKNOWN_INDICATOR", "a prompt", (swap("tool.yaml", "indicator: gifts", "indicator: gift"),)),
    ("UNKNOWN_QUESTION", "a rule", (add_rule("new", "{answer: {plaec: inside}}", "{floor: 2}"),)),
    ("UNKNOWN_QUESTION", "an at_least", (add_rule("new", "{answer: {plaec: {at_least: 2}}}", "{floor: 2}"),)),
    ("UNKNOWN_QUESTION", "a short path", (swap("paths.yaml", "older-friend]", "older-freind]"),)),
    ("UNKNOWN_QUESTION", "the analysis", (swap("tool.yaml", "question: analysis", "question: analisis"),)),
    ("UNKNOWN_FINDING", "a rule", (add_rule("new", "{finding: many-at-hom}", "{floor: 2}"),)),
    (
        "UNKNOWN_TRIGGER",
        "a trigger",
        (in_entry("tool.yaml", "id: act-on-gifts", "do: Act on the gifts.", "do: Act on the gifts.\n    unless: [act-on-gift]"),),
    ),
    ("UNKNOWN_AGENCY", "a rule", (add_rule("new", "{setting: {agency: shcool}}", "{floor: 2}"),)),
    ("UNKNOWN_SECTION", "a prompt", (swap("tool.yaml", "section: talk", "section: tlak"),)),
    # A thing that cannot be
    ("NO_EFFECT", "a rule that does nothing", (add_rule("new", "{present: shouting}", "{}"),)),
    ("NO_EFFECT", "a rule that calls no duty", (add_rule("new", "{present: shouting}", "{duties: [], call_999: false}"),)),
    ("IMPOSSIBLE_ANSWER", "a word for a boolean", (add_rule("new", "{answer: {immediate_danger: yes}}", "{floor: 2}"),)),
    ("IMPOSSIBLE_ANSWER", "a number for a boolean", (add_rule("new", "{answer: {immediate_danger: 1}}", "{floor: 2}"),)),
    ("IMPOSSIBLE_ANSWER", "a truth for a number", (add_rule("new", "{answer: {times_told: true}}", "{floor: 2}"),)),
    ("IMPOSSIBLE_ANSWER", "a choice that is not one", (add_rule("new", "{answer: {place: upstairs}}", "{floor: 2}"),)),
    ("IMPOSSIBLE_ANSWER", "one of several choices", (add_rule("new", "{answer: {place: [inside, upstairs]}}", "{floor: 2}"),)),
    ("IMPOSSIBLE_ANSWER", "an at_least of a choice", (add_rule("new", "{answer: {place: {at_least: 2}}}", "{floor: 2}"),)),
    (
        "IMPOSSIBLE_ANSWER",
        "an at_least of a boolean",
        (add_rule("new", "{answer: {immediate_danger: {at_least: 1}}}", "{floor: 2}"),),
    ),
    ("IMPOSSIBLE_ANSWER", "free text in a rule", (add_rule("new", "{answer: {analysis: bad}}", "{floor: 2}"),)),
    ("TWO_CLASSES", "in two classes", (swap("tool.yaml", "signs_of_harm: []", "signs_of_harm: [gifts]"),)),
    ("TWO_CLASSES", "twice in one class", (swap("tool.yaml", "signs_of_risk: [gifts]", "signs_of_risk: [gifts, gifts]"),)),
    # Days
    ("IMPOSSIBLE_DATES", "a duty", (dated("duties.yaml", "id: tell-lead", UNTIL_BEFORE),)),
    ("IMPOSSIBLE_DATES", "a question", (dated("questions.yaml", "id: place", UNTIL_BEFORE),)),
    ("IMPOSSIBLE_DATES", "an indicator", (dated("indicators.yaml", "id: shouting", UNTIL_BEFORE),)),
    ("IMPOSSIBLE_DATES", "a rule", (dated("rules.yaml", "id: danger", UNTIL_BEFORE),)),
    ("IMPOSSIBLE_DATES", "ends on its first day", (dated("rules.yaml", "id: danger", f"{ALL_DAYS}\n  until: 2020-01-01"),)),
    ("IMPOSSIBLE_DATES", "a pathway", (dated("pathways.yaml", "id: way-2", UNTIL_BEFORE, "    "),)),
    ("IMPOSSIBLE_DATES", "a contact", (dated("pathways.yaml", "id: day-line", UNTIL_BEFORE, "    "),)),
    ("IMPOSSIBLE_DATES", "a clock", (dated("pathways.yaml", "id: reply", UNTIL_BEFORE, "    "),)),
    ("IMPOSSIBLE_DATES", "a sharing point", (dated("sharing.yaml", "id: share-safely", UNTIL_BEFORE),)),
    ("IMPOSSIBLE_DATES", "a trigger", (dated("tool.yaml", "id: act-on-gifts", UNTIL_BEFORE, "    "),)),
    ("IMPOSSIBLE_DATES", "a category", (dated("tool.yaml", "category: 1", UNTIL_BEFORE, "    "),)),
    ("IMPOSSIBLE_DATES", "a prompt", (in_entry("tool.yaml", "id: ask-gifts", ALL_DAYS, f"{ALL_DAYS}, until: 2019-01-01"),)),
    ("IMPOSSIBLE_DATES", "a code", (swap("codes.yaml", ALL_DAYS, f"{ALL_DAYS}, until: 2019-01-01"),)),
    ("NO_START", "a rule", (dated("rules.yaml", "id: danger", "since: null"),)),
    ("NO_START", "an indicator", (dated("indicators.yaml", "id: shouting", "since: null"),)),
    ("NO_START", "a trigger", (dated("tool.yaml", "id: act-on-gifts", "since: null"),)),
    ("NO_START", "a category", (dated("tool.yaml", "category: 1", "since: null"),)),
    ("PENDING", "no start and no reason", (dated("duties.yaml", "id: tell-lead", "since: null"),)),
    (
        "PENDING",
        "a reason and a start",
        (in_entry("duties.yaml", "id: tell-lead", "hard: true", "hard: true\n  pending: Later."),),
    ),
    (
        "OVERLAPPING_DATES",
        "a level twice from a later day",
        (add_level(2, "Again"), in_entry("levels.yaml", "Again", "2020", "2021")),
    ),
    ("OVERLAPPING_DATES", "a level twice from the first day", (add_level(2, "Again"),)),
    (
        "OVERLAPPING_DATES",
        "two levels in force on the first day, both with an end",
        (
            dated("levels.yaml", "level: 2", f"{ALL_DAYS}\n  until: 2022-01-01"),
            add_level(2, "Again"),
        ),
    ),
    (
        "OVERLAPPING_DATES",
        "two levels that began before the first day",
        (
            dated("levels.yaml", "level: 2", "since: 2010-01-01\n  until: 2022-01-01"),
            add_level(2, "Again"),
            dated("levels.yaml", "name: Again", "since: 2012-01-01"),
        ),
    ),
    ("OVERLAPPING_DATES", "a pathway twice", (swap("pathways.yaml", "level: 2", "level: 1"),)),
    ("OVERLAPPING_DATES", "a rung twice", (swap("pathways.yaml", "rag: red", "rag: blue"),)),
    ("GAP_IN_DATES", "a level that ends", (dated("levels.yaml", "level: 2", f"{ALL_DAYS}\n  until: 2024-01-01"),)),
    ("GAP_IN_DATES", "a level that ends before it starts", (dated("levels.yaml", "level: 2", UNTIL_BEFORE),)),
    ("GAP_IN_DATES", "a rung that ends before it starts", (dated("pathways.yaml", "rag: red", UNTIL_BEFORE, "    "),)),
    ("GAP_IN_DATES", "a level that starts late", (dated("levels.yaml", "level: 2", "since: 2020-01-02"),)),
    ("GAP_IN_DATES", "a pathway that is not there", (swap("pathways.yaml", "level: 2", "level: 1"),)),
    ("GAP_IN_DATES", "a rung that is not there", (swap("pathways.yaml", "rag: red", "rag: blue"),)),
    (
        "GAP_IN_DATES",
        "a day between two editions of a level",
        (
            dated("levels.yaml", "level: 2", f"{ALL_DAYS}\n  until: 2021-01-01"),
            add_level(2, "Again"),
            dated("levels.yaml", "name: Again", "since: 2021-01-02"),
        ),
    ),
    # Meaning
    ("FINDING_CYCLE", "two rules in a circle", CIRCLE),
    ("FINDING_CYCLE", "a rule that reads itself", (add_rule("new", "{finding: itself}", "{finding: itself}"),)),
    ("NOT_OVER_RISK", "a risk", (add_rule("new", "{not: {present: shouting}}", "{floor: 2}"),)),
    ("NOT_OVER_RISK", "a selection", (add_rule("new", "{not: {present: {domain: harm}}}", "{floor: 2}"),)),
    ("NOT_OVER_RISK", "a count", (add_rule("new", "{not: {count: {of: {domain: harm}, at_least: 2}}}", "{floor: 2}"),)),
    ("NOT_OVER_RISK", "a strength", (add_rule("new", "{not: {present: helper}}", "{floor: 2}"),)),
    ("NOT_OVER_RISK", "a selection of strengths", (add_rule("new", "{not: {present: {kind: strength}}}", "{floor: 2}"),)),
    ("NOT_OVER_RISK", "a finding", (add_rule("new", "{not: {finding: many-at-home}}", "{floor: 2}"),)),
    (
        "NOT_OVER_RISK",
        "deep inside",
        (add_rule("new", "{any: [{not: {all: [{present: [known-before, shouting]}]}}]}", "{floor: 2}"),),
    ),
    ("NOT_OVER_RISK", "a trigger", (in_entry("tool.yaml", "id: act-on-gifts", "{present: gifts}", "{not: {present: gifts}}"),)),
    ("MET_WHEN_ALWAYS", "a need that always counts", (swap("indicators.yaml", "counts: unless-met", "counts: always"),)),
    ("MET_WHEN_OVER_RISK", "a risk", (swap("indicators.yaml", "present: helper", "present: shouting"),)),
    ("MET_WHEN_OVER_RISK", "a selection of risks", (swap("indicators.yaml", "present: helper", "present: {domain: good}"),)),
    ("MET_WHEN_OVER_RISK", "a context", (swap("indicators.yaml", "present: helper", "present: known-before"),)),
    ("MET_WHEN_OVER_RISK", "a negation", (swap("indicators.yaml", "present: helper", "not: {child: {disabled: true}}"),)),
    ("MET_WHEN_OVER_RISK", "a finding", (swap("indicators.yaml", "present: helper", "finding: many-at-home"),)),
    ("UNREACHABLE", "contradicting ages", (add_rule("new", CONTRADICTING_AGES, "{floor: 2}"),)),
    ("UNREACHABLE", "contradicting answers", (add_rule("new", CONTRADICTING_ANSWERS, "{floor: 2}"),)),
    ("UNREACHABLE", "contradicting facts of the child", (add_rule("new", CONTRADICTING_CHILD, "{floor: 2}"),)),
    ("UNREACHABLE", "contradicting settings", (add_rule("new", CONTRADICTING_SETTING, "{floor: 2}"),)),
    (
        "UNREACHABLE",
        "a count larger than its set",
        (add_rule("new", "{count: {of: [shouting, gifts], at_least: 3}}", "{floor: 2}"),),
    ),
    (
        "UNREACHABLE",
        "more domains than there are",
        (add_rule("new", "{count: {of: [no-food, cold-home], at_least: 2, distinct: domain}}", "{floor: 2}"),),
    ),
    (
        "UNREACHABLE",
        "an empty selection",
        (add_rule("new", "{present: {domain: harm, level_from: 3, level_to: 3}}", "{floor: 2}"),),
    ),
    ("UNREACHABLE", "levels the wrong way round", (add_rule("new", "{present: {level_from: 4, level_to: 2}}", "{floor: 2}"),)),
    (
        "UNREACHABLE",
        "an age outside its band",
        (add_rule("new", "{all: [{present: bruise}, {child: {age_from: 2 years}}]}", "{floor: 2}"),),
    ),
    (
        "UNREACHABLE",
        "a finding that cannot be reached",
        (add_rule("new", CONTRADICTING_AGES, "{finding: never}"), add_rule("newer", "{finding: never}", "{floor: 2}")),
    ),
    ("UNREACHABLE", "a trigger", (in_entry("tool.yaml", "id: act-on-gifts", "{present: gifts}", CONTRADICTING_ANSWERS),)),
    ("UNREACHABLE", "a category", (in_entry("tool.yaml", "category: 1", "{present: gifts}", CONTRADICTING_AGES),)),
    (
        "UNREACHABLE_AT_TIMES",
        "an indicator that starts later",
        (add_rule("new", "{present: shouting}", "{floor: 2}"), dated("indicators.yaml", "id: shouting", "since: 2022-01-01")),
    ),
    (
        "UNREACHABLE_AT_TIMES",
        "an indicator that ends",
        (
            add_rule("new", "{present: shouting}", "{floor: 2}"),
            dated("indicators.yaml", "id: shouting", f"{ALL_DAYS}\n  until: 2022-01-01"),
        ),
    ),
    # Use
    ("UNUSED_INDICATOR", "a context nobody reads", (add_indicator("new", "context", "home", 1),)),
    ("UNUSED_DUTY", "a duty nobody calls for", (add_duty("new"),)),
    ("UNUSED_QUESTION", "a question nobody reads", (add_question("new", "boolean"),)),
    (
        "QUESTION_IS_USED",
        "a question on record that is read",
        (in_entry("questions.yaml", "id: place", "use: rules", "use: record"),),
    ),
    (
        "UNANSWERABLE",
        "a choice without choices",
        (in_entry("questions.yaml", "id: analysis", "type: text", "type: choice"),),
    ),
    ("UNANSWERABLE", "a question that starts after its rule", (dated("questions.yaml", "id: place", "since: 2021-01-01"),)),
    (
        "UNANSWERABLE",
        "a question that ends before its rule",
        (dated("questions.yaml", "id: place", f"{ALL_DAYS}\n  until: 2029-01-01"),),
    ),
    ("ALIAS_TWICE", "one alias for two", (swap("indicators.yaml", "[no heating]", "[mark on a baby]"),)),
    ("ALIAS_TWICE", "whatever the capitals", (swap("indicators.yaml", "[no heating]", "[Mark on a BABY]"),)),
    ("NO_COVERAGE", "a source that is cited", (put("coverage.yaml", "[]\n"),)),
]


@pytest.mark.parametrize(
    ("code", "changes"), [(code, changes) for code, _, changes in ONE_CHANGE], ids=[f"{c}: {w}" for c, w, _ in ONE_CHANGE]
)
def test_change_is_noticed_with_its_code(tmp_path: Path, code: str, changes: tuple[Change, ...]) -> None:
    """One thing put wrong in a good rulebook is told with the code of that mistake."""
    assert code in {problem.code for problem in problems(tmp_path, *changes)}


def test_every_code_of_the_checks_is_seen_to_fire() -> None:
    """No check is without a change above that makes it fire."""
    written: set[str] = set()
    # What is checked about the quality of a referral has its own changes, in test_quality_rules.py.
    for path in set(Path(threshold_engine.check.__file__).parent.glob("*.py")) - {Path(quality.__file__)}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                prefix = "UNKNOWN_" if node.func.id == "_unknown" else ""
                arguments = node.args[1:2] if node.func.id in ("Problem", "_unknown") else []
                written |= {f"{prefix}{item.value!s}" for item in arguments if isinstance(item, ast.Constant)}
    assert written == {code for code, _, _ in ONE_CHANGE}


@pytest.mark.parametrize(
    "changes",
    [changes for code, _, changes in ONE_CHANGE if code != "GAP_IN_DATES"],
    ids=[f"{c}: {w}" for c, w, _ in ONE_CHANGE if c != "GAP_IN_DATES"],
)
def test_problem_of_a_whole_rulebook_names_file_and_line(tmp_path: Path, changes: tuple[Change, ...]) -> None:
    """A problem that only shows in the whole is told with the place of the entry."""
    told = [problem for problem in problems(tmp_path, *changes) if problem.code != "GAP_IN_DATES"]
    assert [problem.where for problem in told if not PLACE.match(problem.where)] == []


@pytest.mark.parametrize("code", ["UNREACHABLE_AT_TIMES", "NO_COVERAGE"])
def test_warning_is_marked_as_one(tmp_path: Path, code: str) -> None:
    """What does not stop a rulebook is a warning."""
    changes = next(changes for name, _, changes in ONE_CHANGE if name == code)
    assert {(problem.code, problem.severity) for problem in problems(tmp_path, *changes)} == {(code, "warning")}


GOOD: dict[str, tuple[Change, ...]] = {
    "a not over a context": (add_rule("new", "{not: {present: known-before}}", "{floor: 2}"),),
    "a not over an answer": (add_rule("new", "{not: {answer: {immediate_danger: false}}}", "{floor: 2}"),),
    "a not over the child": (add_rule("new", "{not: {child: {mobile: true}}}", "{floor: 2}"),),
    "two editions of a level": (
        dated("levels.yaml", "level: 2", f"{ALL_DAYS}\n  until: 2021-01-01"),
        add_level(2, "Again"),
        dated("levels.yaml", "name: Again", "since: 2021-01-01"),
    ),
    "a level that ended before the first day": (
        add_level(2, "Old"),
        dated("levels.yaml", "name: Old", "since: 2010-01-01\n  until: 2015-01-01"),
    ),
    "a level that began before the first day": (dated("levels.yaml", "level: 2", "since: 2010-01-01"),),
    "ages that meet": (add_rule("new", "{all: [{child: {age_from: 4 years}}, {child: {age_below: 5 years}}]}", "{floor: 2}"),),
    "answers that agree": (
        add_rule("new", "{all: [{answer: {place: [inside, outside]}}, {answer: {place: inside}}]}", "{floor: 2}"),
    ),
    "a count as large as its set": (add_rule("new", "{count: {of: [shouting, gifts], at_least: 2}}", "{floor: 2}"),),
    "a pending duty": (
        in_entry("duties.yaml", "id: tell-lead", "hard: true", "hard: true\n  pending: Not yet begun."),
        dated("duties.yaml", "id: tell-lead", "since: null"),
    ),
    "a question that ends with its rule": (
        dated("questions.yaml", "id: place", f"{ALL_DAYS}\n  until: 2029-01-01"),
        dated("rules.yaml", "id: out-late", f"{ALL_DAYS}\n  until: 2029-01-01"),
    ),
    "an alias twice in one indicator": (swap("indicators.yaml", "[no heating]", "[no heating, No Heating]"),),
    "a context with a duty": (add_indicator("new", "context", "home", 1, "  duties: [tell-lead]\n"),),
    "a finding read by two": (add_rule("new", "{finding: many-at-home}", "{advise: Look.}"),),
}


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD.keys())
def test_change_that_is_right_gives_no_problem(tmp_path: Path, changes: tuple[Change, ...]) -> None:
    """The checks do not refuse what is right."""
    assert problems(tmp_path, *changes) == ()


def test_rule_that_starts_with_its_question_gives_no_problem(tmp_path: Path) -> None:
    """A rule in force only from a later day may read a question asked from that day."""
    changes = (
        add("rules.yaml", LATE_RULE.replace("2020-01-01", "2024-01-01")),
        add_rule("again", "{answer: {place: outside}}", "{floor: 2}"),
        dated("rules.yaml", "id: again", "since: 2024-01-01"),
        dated("rules.yaml", "id: out-late", "since: 2024-01-01"),
        dated("questions.yaml", "id: place", "since: 2024-01-01"),
    )
    assert problems(tmp_path, *changes) == ()


def test_gap_names_the_first_day_without_an_entry(tmp_path: Path) -> None:
    """The problem says on which day nothing is in force."""
    found = problems(tmp_path, dated("levels.yaml", "level: 2", f"{ALL_DAYS}\n  until: 2024-02-03"))
    assert [problem.what for problem in found] == ["nothing is in force on 2024-02-03"]


def test_overlap_alone_is_not_told_as_a_gap(tmp_path: Path) -> None:
    """An entry without an end leaves no gap, whatever stands beside it."""
    found = problems(
        tmp_path,
        add_level(2, "Again"),
        dated("levels.yaml", "name: Again", "since: 2021-01-01\n  until: 2022-01-01"),
    )
    assert [problem.code for problem in found] == ["OVERLAPPING_DATES"]


def test_unknown_name_offers_the_nearest(tmp_path: Path) -> None:
    """A mistyped name is met with the one probably meant."""
    found = problems(tmp_path, add_rule("new", "{present: shoutin}", "{floor: 2}"))
    assert [problem.fix for problem in found] == ["did you mean `shouting`?"]


def test_misspelt_agency_in_a_rule_is_refused(tmp_path: Path) -> None:
    """A rule about an agency that no case can name would never hold."""
    assert problems(tmp_path, add_rule("new", "{setting: {agency: shcool}}", "{floor: 2}")) != ()
