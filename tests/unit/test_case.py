"""Reading a case: strict, nothing guessed, every problem at once."""

from __future__ import annotations

from datetime import date, time
from itertools import permutations
from typing import Any

import pytest

from threshold_engine import Case, FactsError, Problem, Rulebook, read_case
from threshold_engine.model.case import Age, Observation
from threshold_engine.model.words import Status

BRUISE = "bruise-non-mobile-infant"
DELAY = "injury-delay-presentation"


def problems(mapping: object, rulebook: Rulebook | None = None) -> tuple[Problem, ...]:
    """Read a case that must be refused and give its problems."""
    with pytest.raises(FactsError) as raised:
        read_case(mapping, rulebook)  # type: ignore[arg-type]
    return raised.value.problems


def codes(mapping: object, rulebook: Rulebook | None = None) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in problems(mapping, rulebook)]


def test_empty_case_is_a_case() -> None:
    """Every field is optional, and what is left out is unknown."""
    assert read_case({}) == Case()


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("3 months", 3, 4),
        ("7 years", 84, 96),
        ("2 years 4 months", 28, 29),
        ("2 years and 4 months", 28, 29),
        ("25 years", 300, 312),
    ],
)
def test_age_is_read_as_a_range_of_months(words: str, low: float, high: float) -> None:
    """An age is kept as the months it may mean, with the words it was given in."""
    assert read_case({"child": {"age": words}}).child.age == Age(low, high, words)


def test_age_in_weeks_is_read() -> None:
    """A baby's age may be given in weeks: 13 weeks is just under three months."""
    age = read_case({"child": {"age": "13 weeks"}}).child.age
    assert age is not None
    assert (age.low_months, age.high_months) == pytest.approx((2.99, 3.22), abs=0.01)


def test_age_of_the_born_says_the_child_is_born() -> None:
    """A child with an age is not unborn."""
    assert read_case({"child": {"age": "3 months"}}).child.unborn is False


def test_age_unborn_says_the_child_is_unborn() -> None:
    """The age `unborn` means the same as unborn: true."""
    assert read_case({"child": {"age": "unborn"}}) == read_case({"child": {"unborn": True}})


def test_age_unknown_is_no_age() -> None:
    """The age `unknown` is the same as none."""
    assert read_case({"child": {"age": "unknown"}}) == read_case({})


@pytest.mark.parametrize("field", ["unborn", "disabled", "mobile", "looked_after"])
def test_unknown_fact_of_the_child_is_neither_yes_nor_no(field: str) -> None:
    """A fact of the child may be said to be unknown."""
    assert getattr(read_case({"child": {field: "unknown"}}).child, field) is None


@pytest.mark.parametrize("field", ["unborn", "disabled", "mobile", "looked_after"])
@pytest.mark.parametrize("word", ["yes", "no", "true", 1, 0, "Y", []])
def test_word_for_true_or_false_is_refused(field: str, word: object) -> None:
    """Only true, false and unknown are taken for a yes/no fact."""
    assert codes({"child": {field: word}}) == [(f"child.{field}", "BAD_VALUE")]


@pytest.mark.parametrize(
    "age",
    ["", "3", "three", "-1 years", "26 years", "400 months", "9999 years", "4 months 2 years", "3 months old", "3.5 years"],
)
def test_impossible_age_is_refused(age: str) -> None:
    """What is not an age of a child is told as an impossible age."""
    assert codes({"child": {"age": age}}) == [("child.age", "IMPOSSIBLE_AGE")]


@pytest.mark.parametrize("age", [3, 3.5, True, ["3 months"], {"months": 3}])
def test_age_that_is_not_text_is_refused(age: object) -> None:
    """An age without its unit is not guessed at."""
    assert codes({"child": {"age": age}})[0][0] == "child.age"


@pytest.mark.parametrize("age", ["2 and 3 years", "3 years and 5 years", "3 months and 7 years", "3 and 5"])
def test_two_ages_ask_for_one_child(age: str) -> None:
    """Two children in one text are told apart: the fix is to check each by itself."""
    found = problems({"child": {"age": age}})
    assert [(problem.code, problem.fix) for problem in found] == [
        ("IMPOSSIBLE_AGE", "check each child by itself, the youngest first: give one age")
    ]


@pytest.mark.parametrize(
    "child", [{"age": "3 months", "unborn": True}, {"age": "unborn", "unborn": False}], ids=["born and unborn", "unborn and born"]
)
def test_age_against_unborn_is_a_contradiction(child: dict[str, object]) -> None:
    """An age and `unborn` that say different things are refused."""
    assert codes({"child": child}) == [("child.unborn", "CONTRADICTION")]


@pytest.mark.parametrize("child", [{"age": "3 months", "unborn": False}, {"age": "unborn", "unborn": True}])
def test_age_that_agrees_with_unborn_is_read(child: dict[str, object]) -> None:
    """Saying the same thing twice is no contradiction."""
    assert read_case({"child": child}).child.unborn is child["unborn"]


@pytest.mark.parametrize(
    "case",
    [
        {"present": [BRUISE], "absent": [BRUISE]},
        {"present": [BRUISE], "observations": [{"indicator": BRUISE, "status": "absent"}]},
        {"observations": [{"indicator": BRUISE, "status": "present"}, {"indicator": BRUISE, "status": "absent"}]},
        {"observations": [{"indicator": BRUISE, "met": True}, {"indicator": BRUISE, "met": False}]},
    ],
)
def test_two_statements_that_cannot_both_be_so_are_refused(case: dict[str, object]) -> None:
    """Present and absent, or met and not met, of one indicator is a contradiction."""
    assert codes(case) == [("observations", "CONTRADICTION")]


@pytest.mark.parametrize(
    "case",
    [
        {"present": [BRUISE, BRUISE]},
        {"present": [BRUISE], "observations": [{"indicator": BRUISE, "status": "present"}]},
        {"present": [BRUISE], "observations": [{"indicator": BRUISE, "status": "unknown"}]},
        {"present": [BRUISE], "observations": [{"indicator": BRUISE, "basis": "observed"}]},
    ],
)
def test_statement_said_twice_is_no_contradiction(case: dict[str, object]) -> None:
    """Saying a thing twice, or adding to it, is allowed."""
    assert Observation(BRUISE, Status.PRESENT) in read_case(case).observations


def test_short_and_long_form_give_the_same_case() -> None:
    """`present` and `absent` are short for observations."""
    long = [{"indicator": BRUISE, "status": "present"}, {"indicator": DELAY, "status": "absent"}]
    assert read_case({"present": [BRUISE], "absent": [DELAY]}) == read_case({"observations": long})


def test_order_of_statements_does_not_matter() -> None:
    """The same statements in any order are the same case."""
    rows = [
        {"indicator": BRUISE, "status": "present", "basis": "observed"},
        {"indicator": BRUISE, "status": "present", "basis": "reported", "note": "by the father"},
        {"indicator": DELAY, "status": "absent"},
    ]
    assert len({read_case({"observations": list(order)}).observations for order in permutations(rows)}) == 1


def test_order_of_answers_does_not_matter() -> None:
    """Answers, domains and setting stand in a fixed order whatever the order they came in."""
    one = read_case({"answers": {"a": 1, "b": True}, "domains": {"x": "concern", "y": "no-concern"}})
    other = read_case({"domains": {"y": "no-concern", "x": "concern"}, "answers": {"b": True, "a": 1}})
    assert (list(one.answers), list(one.domains)) == (list(other.answers), list(other.domains))


@pytest.mark.parametrize("answer", [None, "unknown"])
def test_unknown_answer_is_left_out(answer: object) -> None:
    """An answer that is not known is the same as no answer."""
    assert read_case({"answers": {"immediate_danger": answer}}) == read_case({})


def test_unknown_domain_word_is_left_out() -> None:
    """A domain about which nothing is known is the same as one not named."""
    assert read_case({"domains": {"abuse-sexual": "unknown"}}) == read_case({})


@pytest.mark.parametrize("day", [date(2026, 11, 22), "2026-11-22"])
def test_day_is_read_from_text_or_date(day: object) -> None:
    """YAML gives a date, JSON gives text; both are a day."""
    assert read_case({"as_of": day}).as_of == date(2026, 11, 22)


def test_time_of_day_is_read() -> None:
    """A time is hours and minutes."""
    assert read_case({"time_of_day": "17:30"}).time_of_day == time(17, 30)


@pytest.mark.parametrize(
    ("case", "where"),
    [
        ({"as_of": "soon"}, "as_of"),
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"as_of": 20261122}, "as_of"),
        ({"time_of_day": "25:00"}, "time_of_day"),
        ({"time_of_day": 17}, "time_of_day"),
        ({"time_of_day": "17:30+01:00"}, "time_of_day"),
        ({"time_of_day": "17:30Z"}, "time_of_day"),
        ({"child": "3 months"}, "child"),
        ({"child": {"sex": "F"}}, "child.sex"),
        ({"present": BRUISE}, "present"),
        ({"present": {BRUISE: True}}, "present"),
        ({"present": [3]}, "present.0"),
        ({"present": ["a" * 121]}, "present.0"),
        ({"present": ["a"] * 1001}, "present"),
        ({"observations": [BRUISE]}, "observations.0"),
        ({"observations": [{"indicator": BRUISE, "status": "yes"}]}, "observations.0.status"),
        ({"observations": [{"indicator": BRUISE, "basis": "guessed"}]}, "observations.0.basis"),
        ({"observations": [{"indicator": BRUISE, "when": "now"}]}, "observations.0.when"),
        ({"observations": [{"indicator": BRUISE, "met": "yes"}]}, "observations.0.met"),
        ({"others": "present"}, "others"),
        ({"domains": {"abuse-sexual": "none"}}, "domains.abuse-sexual"),
        ({"answers": []}, "answers"),
        ({"narrative": 3}, "narrative"),
        ({"narrative": "a" * 200_001}, "narrative"),
        ({"referrer_view": {"level": 5}}, "referrer_view.level"),
        ({"referrer_view": {"level": "4"}}, "referrer_view.level"),
        ({"referrer_view": 4}, "referrer_view"),
        ([], "case"),
        ("a case", "case"),
        (None, "case"),
    ],
)
def test_value_of_another_kind_is_refused_with_its_place(case: object, where: str) -> None:
    """A value of the wrong kind is told with the place it stands in."""
    assert codes(case) == [(where, "BAD_VALUE")]


def test_answer_of_no_kind_is_told_once() -> None:
    """An answer that is neither true nor false, nor a number, nor text is one problem."""
    assert codes({"answers": {"immediate_danger": [True]}}) == [("answers.immediate_danger", "BAD_VALUE")]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("field", ["narrative", "age", "present", "contradiction", "answer", "key", "note"])
def test_text_of_ten_megabytes_is_refused_with_a_short_message(rulebook: Rulebook, field: str) -> None:
    """A very long text is refused wherever it stands, and is not printed back."""
    long = "a" * 10_000_000
    cases: dict[str, dict[str, Any]] = {
        "narrative": {"narrative": long},
        "age": {"child": {"age": long}},
        "present": {"present": [long]},
        "contradiction": {"present": [long], "absent": [long]},
        "answer": {"answers": {"consent_reason": long}},
        "key": {long: 1},
        "note": {"observations": [{"indicator": BRUISE, "note": long}]},
    }
    assert max(len(str(problem)) for problem in problems(cases[field], rulebook)) < 1_000


@pytest.mark.parametrize(
    ("case", "where", "fix"),
    [
        ({"presant": []}, "presant", "did you mean `present`?"),
        ({"child": {"agee": "3 months"}}, "child.agee", "did you mean `age`?"),
        ({"observations": [{"indicater": BRUISE}]}, "observations.0.indicater", "did you mean `indicator`?"),
        ({"setting": {"agancy": "school"}}, "setting.agancy", "did you mean `agency`?"),
        ({"referrer_view": {"level": 3, "wy": "x"}}, "referrer_view.wy", "did you mean `why`?"),
    ],
)
def test_unknown_key_offers_the_nearest(case: object, where: str, fix: str) -> None:
    """A mistyped key is met with the one probably meant, wherever it stands."""
    assert (where, "UNKNOWN_KEY", fix) in [(problem.where, problem.code, problem.fix) for problem in problems(case)]


def test_observation_without_an_indicator_is_refused() -> None:
    """An observation must say of what it is."""
    assert codes({"observations": [{"status": "present"}]}) == [("observations.0.indicator", "MISSING_KEY")]


def test_unknown_indicator_offers_the_nearest(rulebook: Rulebook) -> None:
    """A mistyped indicator is met with those probably meant."""
    (problem,) = problems({"present": ["bruise-non-mobil-infant"]}, rulebook)
    assert (problem.code, f"`{BRUISE}`" in problem.fix) == ("UNKNOWN_INDICATOR", True)


def test_unknown_indicator_is_refused_even_if_absent(rulebook: Rulebook) -> None:
    """A name nobody knows is refused whatever is said of it."""
    assert [code for _, code in codes({"absent": ["no-such-thing"]}, rulebook)] == ["UNKNOWN_INDICATOR"]


def test_several_problems_are_told_at_once(rulebook: Rulebook) -> None:
    """Names, answers, codes and contradictions are told together."""
    case = {
        "child": {"age": "3 months", "unborn": True, "ethnicity": "XXXX"},
        "setting": {"agency": "zoo", "source_code": "99"},
        "present": ["no-such-thing"],
        "answers": {"no_such_question": True},
        "domains": {"no-such-domain": "concern"},
    }
    assert sorted(code for _, code in codes(case, rulebook)) == [
        "CONTRADICTION",
        "UNKNOWN_AGENCY",
        "UNKNOWN_CODE",
        "UNKNOWN_CODE",
        "UNKNOWN_DOMAIN",
        "UNKNOWN_INDICATOR",
        "UNKNOWN_QUESTION",
    ]


def test_unknown_indicators_are_told_together_with_a_wrong_shape(rulebook: Rulebook) -> None:
    """A wrong shape elsewhere does not hide an unknown indicator."""
    case = {
        "chidl": {},
        "present": ["no-such-thing", 3],
        "absent": ["nor-this"],
        "observations": [{"indicator": "nor-that"}, "x"],
    }
    assert sorted(code for _, code in codes(case, rulebook)) == [
        "BAD_VALUE",
        "BAD_VALUE",
        "UNKNOWN_INDICATOR",
        "UNKNOWN_INDICATOR",
        "UNKNOWN_INDICATOR",
        "UNKNOWN_KEY",
    ]


def test_contradiction_is_told_together_with_a_wrong_shape() -> None:
    """A wrong shape elsewhere does not hide a contradiction."""
    found = codes({"chidl": {}, "present": [BRUISE], "absent": [BRUISE]})
    assert {code for _, code in found} == {"UNKNOWN_KEY", "CONTRADICTION"}


def test_impossible_age_is_told_together_with_a_wrong_shape() -> None:
    """A wrong shape elsewhere does not hide an impossible age."""
    found = codes({"chidl": {}, "child": {"age": "ten"}})
    assert {code for _, code in found} == {"UNKNOWN_KEY", "IMPOSSIBLE_AGE"}


def test_very_many_problems_are_cut_short(rulebook: Rulebook) -> None:
    """Nobody reads past some hundreds of problems: the rest are counted."""
    found = problems({"present": [f"nothing-{number}" for number in range(900)]}, rulebook)
    assert (len(found) < 600, "MORE_PROBLEMS" in {problem.code for problem in found}) == (True, True)


def test_day_too_far_ahead_is_refused() -> None:
    """A year in the far future is a slip of the pen."""
    assert codes({"as_of": "9999-12-31"}) == [("as_of", "IMPOSSIBLE_DAY")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("immediate_danger", "yes"),
        ("immediate_danger", 1),
        ("immediate_danger", "true"),
        ("contacts_last_12_months", True),
        ("contacts_last_12_months", -1),
        ("contacts_last_12_months", 1_000_000),
        ("contacts_last_12_months", "3"),
        ("consent", "maybe"),
        ("consent", True),
        ("consent_reason", 3),
        ("consent_reason", True),
    ],
)
def test_answer_of_another_type_is_refused(rulebook: Rulebook, name: str, value: object) -> None:
    """An answer must be of the type of its question."""
    assert codes({"answers": {name: value}}, rulebook) == [(f"answers.{name}", "BAD_ANSWER")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("immediate_danger", False),
        ("contacts_last_12_months", 0),
        ("contacts_last_12_months", 999_999),
        ("consent", "not-sought"),
        ("consent_reason", "Not safe to ask."),
    ],
)
def test_answer_of_its_type_is_read(rulebook: Rulebook, name: str, value: object) -> None:
    """An answer of the right type is kept as it is."""
    assert read_case({"answers": {name: value}}, rulebook).answers == {name: value}


def test_unknown_source_code_is_refused(rulebook: Rulebook) -> None:
    """A contact source must be a code of the national list."""
    assert codes({"setting": {"source_code": "3Z"}}, rulebook) == [("setting.source_code", "UNKNOWN_CODE")]


def test_known_source_code_is_read(rulebook: Rulebook) -> None:
    """3E is an emergency department."""
    assert read_case({"setting": {"source_code": "3E"}}, rulebook).setting == {"source_code": "3E"}


def test_unknown_agency_lists_those_known() -> None:
    """An agency nobody knows is met with the list."""
    (problem,) = problems({"setting": {"agency": "zoo"}})
    assert (problem.code, "ed-paediatric" in problem.fix) == ("UNKNOWN_AGENCY", True)


@pytest.mark.parametrize("field", ["agency", "source_code", "role"])
def test_unknown_setting_is_left_out(field: str) -> None:
    """Where the worry was seen may be said to be unknown, as any other field may."""
    assert read_case({"setting": {field: "unknown"}}) == read_case({})


def test_referrer_view_is_kept() -> None:
    """The level the referrer has in mind is kept with the reason."""
    view = read_case({"referrer_view": {"level": 4, "why": "I am worried."}}).referrer_view
    assert (view.level, view.why) == (4, "I am worried.") if view else False


def test_given_mapping_is_not_changed() -> None:
    """Reading leaves what it was given as it was."""
    given = {"present": [BRUISE], "child": {"age": "unknown"}}
    read_case(given)
    assert given == {"present": [BRUISE], "child": {"age": "unknown"}}
