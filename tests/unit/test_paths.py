"""Short paths: what opens each, what it leaves out, and that it changes nothing but the order of questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from threshold_engine import FactsError, Rulebook, assess, read_case
from threshold_engine.model.guidance import Period
from threshold_engine.paths import opened_paths

DAY = "2026-11-23"
BABY = "path-mark-on-baby"
EXPLOITATION = "path-sexual-exploitation"
UNDER_13 = "path-under-13-sexual"

OPENS: list[tuple[str, dict[str, Any], set[str]]] = [
    ("nothing known", {}, set()),
    ("the adult department", {"setting": {"agency": "ed-adult"}}, {"path-adult-emergency"}),
    ("the children's department", {"setting": {"agency": "ed-paediatric"}}, set()),
    ("the area FGM", {"domains": {"fgm": "concern"}}, {"path-fgm"}),
    ("no worry about FGM", {"domains": {"fgm": "no-concern"}}, set()),
    ("a sign of FGM", {"present": ["fgm-at-risk"]}, {"path-fgm"}),
    ("an injury, a baby", {"child": {"age": "11 months"}, "domains": {"abuse-physical": "concern"}}, {BABY}),
    ("an injury, a year old", {"child": {"age": "12 months"}, "domains": {"abuse-physical": "concern"}}, set()),
    ("an injury, age not known", {"domains": {"abuse-physical": "concern"}}, set()),
    ("a mark on a baby, age not known", {"present": ["bruise-non-mobile-infant"]}, {BABY}),
    ("an injury, cannot move", {"child": {"age": "9 years", "mobile": False}, "present": ["injury-more-frequent"]}, {BABY}),
    ("sexual, 12", {"child": {"age": "12 years"}, "domains": {"abuse-sexual": "concern"}}, {UNDER_13}),
    ("sexual, 13", {"child": {"age": "13 years"}, "domains": {"abuse-sexual": "concern"}}, set()),
    ("under 13 told later", {"child": {"age": "15 years"}, "present": ["sexual-activity-under-13"]}, {UNDER_13}),
    ("exploitation, 15", {"child": {"age": "15 years"}, "domains": {"exploitation-cse": "concern"}}, {EXPLOITATION}),
    ("exploitation, 12", {"child": {"age": "12 years"}, "present": ["cse-emerging-signs"]}, {UNDER_13, EXPLOITATION}),
]


@pytest.mark.parametrize(("case", "opened"), [(case, opened) for _, case, opened in OPENS], ids=[name for name, _, _ in OPENS])
def test_path_opens_when_its_worry_shows(rulebook: Rulebook, case: dict[str, Any], opened: set[str]) -> None:
    """Each path opens by its own area, sign or place, and not before."""
    found = opened_paths(read_case({"as_of": DAY, **case}, rulebook), rulebook)

    assert {each.path.id for each in found} == opened


def test_known_answers_are_left_out_and_the_order_is_kept(rulebook: Rulebook) -> None:
    """Answered, recorded and out of age is not asked; the rest comes in the order of the file."""
    case = read_case(
        {
            "as_of": DAY,
            "child": {"age": "3 months", "mobile": False},
            "domains": {"abuse-physical": "concern"},
            "present": ["injury-delay-presentation"],
            "absent": ["injury-infant-any-under-1"],
            "answers": {"cpis_checked": "checked-nothing-found"},
        },
        rulebook,
    )

    assert opened_paths(case, rulebook)[0].left == (
        "bruise-non-mobile-infant",
        "injury-oral-frenum-infant",
        "bruise-non-mobile-disabled",
        "answers.birth_eye_bleed_confirmed",
        "injury-explanation-changes",
        "answers.other_children_in_household",
    )


def test_sign_for_another_age_is_not_asked(rulebook: Rulebook) -> None:
    """A path does not ask about a baby's mouth in a child of nine."""
    given = {"as_of": DAY, "child": {"age": "9 years", "mobile": False}, "present": ["bruise-non-mobile-disabled"]}
    left = opened_paths(read_case(given, rulebook), rulebook)[0].left

    assert "injury-oral-frenum-infant" not in left
    assert "injury-explanation-changes" in left


def test_path_is_open_only_while_it_is_in_force(rulebook: Rulebook) -> None:
    """A path that starts later is not there yet."""
    later = replace(rulebook, paths=tuple(replace(path, period=Period(date(2027, 1, 1))) for path in rulebook.paths), cache={})
    case = read_case({"as_of": DAY, "setting": {"agency": "ed-adult"}}, rulebook)

    assert opened_paths(case, rulebook)
    assert opened_paths(case, later) == ()


def test_path_changes_no_answer(rulebook: Rulebook) -> None:
    """Without any path the assessment is the same, word for word."""
    case = read_case({"as_of": DAY, "setting": {"agency": "ed-adult"}, "present": ["pmh-acute-with-children"]}, rulebook)

    assert assess(case, replace(rulebook, paths=(), cache={})).to_dict() == assess(case, rulebook).to_dict()


def test_case_without_a_day_is_refused(rulebook: Rulebook) -> None:
    """The core reads no clock."""
    with pytest.raises(FactsError):
        opened_paths(read_case({}, rulebook), rulebook)
