"""The names a case may use, and the nearest ones when it uses another."""

from __future__ import annotations

from pathlib import Path

import pytest

from threshold_engine import Rulebook, load_rulebook
from threshold_engine.model.case import Case, Child, Observation
from threshold_engine.model.words import Status
from threshold_engine.names import Names, names_of
from unit.small import build


@pytest.fixture(name="names")
def small_names(tmp_path: Path) -> Names:
    """Give the names of the small rulebook."""
    return names_of(load_rulebook(build(tmp_path)))


def test_known_names_are_no_problem(names: Names) -> None:
    """A case of names and answers that exist has no problem."""
    case = Case(
        child=Child(ethnicity="anything, since this rulebook has no list of ethnicities"),
        setting={"source_code": "1A"},
        observations=(Observation("bruise", Status.PRESENT),),
        answers={"immediate_danger": False, "times_told": 2, "place": "inside", "analysis": "words"},
        domains={"home": "no-concern"},
    )
    assert names.problems(case) == []


def test_unknown_indicator_offers_up_to_three_near_ones(names: Names) -> None:
    """The nearest names are offered, joined by `or`."""
    (problem,) = names.unknown_indicators(["older-friends"])
    assert problem.fix.startswith("did you mean `older-friend`")


def test_unknown_indicator_in_capitals_offers_the_nearest(names: Names) -> None:
    """Capitals do not hide the name that was meant."""
    (problem,) = names.unknown_indicators(["SHOUTING"])
    assert problem.fix == "did you mean `shouting`?"


def test_name_like_no_other_points_to_the_list(names: Names) -> None:
    """A name like no other is met with the place where all are listed."""
    (problem,) = names.unknown_indicators(["qqqq"])
    assert problem.fix == "see the list in docs/thresholds.md"


def test_long_name_is_shortened(names: Names) -> None:
    """A very long name is not printed back whole."""
    (problem,) = names.unknown_indicators(["x" * 100_000])
    assert len(str(problem)) < 300


def test_problem_of_an_answer_says_what_was_asked(names: Names) -> None:
    """A wrong answer is told with the question and the answers allowed."""
    (problem,) = names.problems(Case(answers={"place": "upstairs"}))
    assert (problem.what, problem.fix) == (
        "`upstairs` does not answer: Is it so (place)?",
        "write one of: inside, outside, or unknown",
    )


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (Case(observations=(Observation("brusie", Status.UNKNOWN),)), "UNKNOWN_INDICATOR"),
        (Case(domains={"hoem": "concern"}), "UNKNOWN_DOMAIN"),
        (Case(answers={"plaec": "inside"}), "UNKNOWN_QUESTION"),
        (Case(answers={"times_told": True}), "BAD_ANSWER"),
        (Case(setting={"source_code": "9Z"}), "UNKNOWN_CODE"),
    ],
)
def test_unknown_name_is_told_with_its_code(names: Names, case: Case, code: str) -> None:
    """Each sort of name has a code of its own."""
    assert [problem.code for problem in names.problems(case)] == [code]


def test_ethnicity_is_checked_against_its_list(rulebook: Rulebook) -> None:
    """Where the guidance has a list of ethnicities, a code outside it is refused."""
    found = names_of(rulebook).problems(Case(child=Child(ethnicity="ZZZZ")))
    assert [(problem.where, problem.code) for problem in found] == [("child.ethnicity", "UNKNOWN_CODE")]
