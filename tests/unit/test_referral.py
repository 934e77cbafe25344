"""Reading a referral: strict, every problem at once, nothing required."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from threshold_engine import FactsError, Rulebook, load_rulebook, read_referral
from threshold_engine.model.case import Age, Case, Child
from threshold_engine.model.referral import Person, Referral
from threshold_engine.referral import ReferralIn
from threshold_engine.referral_parts import entry_keys, is_filled, known_paths, texts, value_at
from threshold_engine.yamlfile import read_yaml

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module", name="rulebook")
def shipped() -> Rulebook:
    return load_rulebook()


def problems(given: Any, rulebook: Rulebook | None = None) -> set[tuple[str, str]]:
    with pytest.raises(FactsError) as error:
        read_referral(given, rulebook)
    return {(problem.where, problem.code) for problem in error.value.problems}


def test_nothing_at_all_is_a_referral() -> None:
    """An unfinished referral is a referral."""
    assert read_referral({}) == Referral()


def test_keys_of_a_case_are_read_as_a_case() -> None:
    """A referral is a case and more."""
    referral = read_referral({"as_of": "2026-11-23", "child": {"age": "7 years"}, "present": ["x"], "worry": "He is hungry."})
    assert (referral.case.as_of, value_at(referral, "present"), referral.worry) == (date(2026, 11, 23), ("x",), "He is hungry.")


@pytest.mark.parametrize(("given", "read"), [(True, "yes"), (False, "no"), ("yes", "yes"), ("unknown", "unknown")])
def test_yes_and_no_may_be_written_as_true_and_false(given: object, read: str) -> None:
    """The form, YAML and JSON write them differently and mean the same."""
    assert read_referral({"household": [{"safe_tonight": given}]}).household == (Person(safe_tonight=read),)


@pytest.mark.parametrize(("given", "read"), [(7, "7"), ("7 years", "7 years")])
def test_an_age_may_be_a_number(given: object, read: str) -> None:
    """An age is kept as it was written."""
    assert read_referral({"household": [{"age": given}]}).household[0].age == read


def test_day_of_an_event_may_be_a_day_or_words() -> None:
    """History is often known by the month only."""
    read = read_referral({"chronology": [{"on": date(2026, 1, 2)}, {"on": "spring 2024"}]}).chronology
    assert [event.on for event in read] == ["2026-01-02", "spring 2024"]


def test_blank_text_is_nothing_said() -> None:
    """A field of spaces earns nothing."""
    assert read_referral({"worry": "  \n", "identity": {"name": ""}}) == Referral()


def test_every_problem_is_told_at_once(rulebook: Rulebook) -> None:
    """Those of the case and those of the rest, each with its place."""
    given = {
        "narative": "x",
        "child": {"age": "soon"},
        "present": ["no-such-sign"],
        "household": [{"nam": "A", "safe_tonight": "maybe"}],
        "identity": {"date_of_birth": "1.2.2020"},
    }
    assert problems(given, rulebook) == {
        ("narative", "UNKNOWN_KEY"),
        ("child.age", "IMPOSSIBLE_AGE"),
        ("indicator no-such-sign", "UNKNOWN_INDICATOR"),
        ("household.0.nam", "UNKNOWN_KEY"),
        ("household.0.safe_tonight", "BAD_VALUE"),
        ("identity.date_of_birth", "BAD_VALUE"),
    }


def test_misspelt_key_is_told_with_the_nearest() -> None:
    """The nearest key of case or referral is offered."""
    with pytest.raises(FactsError, match=r"did you mean `narrative`\?"):
        read_referral({"narative": "x"})


@pytest.mark.parametrize("given", [None, [], "text", 7])
def test_what_is_no_mapping_is_no_referral(given: Any) -> None:
    """It is refused with the way out."""
    assert problems(given) == {("referral", "NOT_A_CASE")}


@pytest.mark.parametrize("name", ["referral-poor", "referral-fair", "referral-excellent"])
def test_example_is_a_referral(name: str, rulebook: Rulebook) -> None:
    """The examples that come with the product can be read."""
    parsed = read_yaml((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"), name)
    assert isinstance(parsed.value, dict)
    assert read_referral(parsed.value, rulebook).case.as_of == date(2026, 11, 23)


def test_free_text_is_given_with_its_place() -> None:
    """Each text with the number of its entry; names and choices are not free text."""
    referral = read_referral(
        {
            "narrative": "One.",
            "identity": {"name": "Ava"},
            "tried": [{"what": "Two.", "by": "me"}, {"result": "Three."}],
            "safety_tonight": {"done_so_far": "Four."},
            "referrer_view": {"level": 3, "why": "Five."},
        }
    )
    assert [(part.where, part.text) for part in texts(referral)] == [
        ("narrative", "One."),
        ("tried.0.what", "Two."),
        ("tried.1.result", "Three."),
        ("safety_tonight.done_so_far", "Four."),
        ("referrer_view.why", "Five."),
    ]


@pytest.mark.parametrize(
    ("value", "filled"), [(None, False), ("", False), ((), False), ({}, False), (False, True), (0, True), ("x", True)]
)
def test_no_and_nought_are_answers(value: object, filled: bool) -> None:
    """What was not said earns nothing; a no was said."""
    assert is_filled(value) is filled


def test_paths_reach_into_lists_by_their_keys() -> None:
    """A rule about quality can name a field of the referral, of its case, or the keys of a list."""
    assert {"safety_tonight.where", "child.age", "present", "setting.agency", "household"} <= known_paths()
    assert entry_keys("identity.carers") == {"name", "relationship", "parental_responsibility"}
    assert "basis" in entry_keys("observations")
    assert entry_keys("worry") == frozenset()


def test_page_names_every_key_of_a_referral() -> None:
    """docs/referral-quality.md tells a reader every key there is."""
    page = (Path(__file__).parents[2] / "docs" / "referral-quality.md").read_text(encoding="utf-8")
    names = {name for model in ReferralIn.__mro__ if hasattr(model, "model_fields") for name in model.model_fields}
    keys = names | {step for path in known_paths() for step in path.split(".")} | entry_keys("household") | entry_keys("tried")
    keys |= entry_keys("chronology") | entry_keys("adults_needs") | entry_keys("identity.carers")
    of_the_case = {
        *Case.__dataclass_fields__,
        *Child.__dataclass_fields__,
        *Age.__dataclass_fields__,
        "agency",
        "source_code",
        "why",
    }
    assert {key for key in keys - of_the_case if f"`{key}`" not in page} == set()
