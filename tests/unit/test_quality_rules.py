"""The files about quality: how they are read, and what is found when they do not hold together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from threshold_engine import Rulebook, load_rulebook
from threshold_engine.check import check, quality
from threshold_engine.model.quality import Enough, Entries, Feature, Filled, Need, QualityGuide, Said, Younger
from threshold_engine.schema.quality import CriterionIn, FeatureIn, parse_need

Change = Callable[[Rulebook], Rulebook]


@pytest.fixture(scope="module", name="rulebook")
def shipped() -> Rulebook:
    return load_rulebook()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"field": "worry"}, Filled("worry")),
        ({"field": ["worry", "impact"]}, Enough((Filled("worry"), Filled("impact")), 1)),
        ({"field": {"path": "answers.consent", "is": "given"}}, Filled("answers.consent", ("given",))),
        ({"field": {"path": "worry", "words": 5}}, Filled("worry", words=5)),
        ({"entries": {"of": "household", "have": ["name", "age"], "at_least": 2}}, Entries("household", ("name", "age"), 2)),
        ({"text": "when"}, Said("when")),
        ({"text": {"feature": "when", "in": ["worry"], "times": 2}}, Said("when", ("worry",), 2)),
        ({"child": {"age_below": "12 months"}}, Younger(12)),
        ({"all": [{"text": "a"}, {"text": "b"}]}, Enough((Said("a"), Said("b")), 2)),
        ({"any": [{"text": "a"}, {"text": "b"}]}, Enough((Said("a"), Said("b")), 1)),
        ({"some": {"at_least": 2, "of": [{"text": "a"}, {"text": "b"}, {"text": "c"}]}}, Enough(tuple(map(Said, "abc")), 2)),
    ],
)
def test_need_is_read(written: object, read: Need) -> None:
    """Each form of the small language."""
    assert parse_need(written) == read


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"not": {"text": "a"}}, "`not` is not known here"),
        ("worry", "one group with one key"),
        ({"field": "a", "text": "b"}, "one group with one key"),
        ({"field": {"path": "a", "most": 3}}, "`most` is not part of field"),
        ({"field": {}}, "field.path needs a name"),
        ({"entries": {"of": "household"}}, "write entries:"),
        ({"text": {"feature": "a", "times": 0}}, "times needs a whole number"),
        ({"text": {"feature": "a", "times": True}}, "times needs a whole number"),
        ({"child": {"age_below": "soon"}}, "write child:"),
        ({"any": []}, "a list is needed"),
        ({"some": {"at_least": 3, "of": [{"text": "a"}]}}, "fewer than 3"),
        ({"all": [{"text": []}, {"fild": "x"}]}, "at least one name; `fild` is not known here"),
    ],
)
def test_need_that_cannot_be_read_is_told(written: object, told: str) -> None:
    """Every mistake, not only the first; `not` is none of the forms."""
    with pytest.raises(ValueError, match=re.escape(told)):
        parse_need(written)


def test_list_is_short_for_the_words_of_a_feature() -> None:
    """A feature in the file may be a bare list of patterns, or say more."""
    assert FeatureIn(words=["a", "b"]).to_model("x") == Feature("x", ("a", "b"))


def test_criterion_has_three_marks_and_three_questions() -> None:
    """The rubric gives 1, 2 and 3; 0, 1 and 2 can be raised."""
    entry: dict[str, Any] = {
        "id": "a",
        "label": "A",
        "why": "B",
        "marks": [{"text": "a"}] * 2,
        "improve": ["Q"] * 4,
        "source": {"key": "k", "at": "1"},
        "evidence": "seen",
    }
    with pytest.raises(ValueError, match="2 validation errors"):
        CriterionIn.model_validate(entry)


def guide(change: Callable[[QualityGuide], QualityGuide]) -> Change:
    def changed(rulebook: Rulebook) -> Rulebook:
        assert rulebook.quality is not None
        return replace(rulebook, quality=change(rulebook.quality), cache={})

    return changed


def first_mark(need: Need) -> Change:
    def changed(rulebook: Rulebook) -> Rulebook:
        first, *rest = rulebook.criteria
        return replace(rulebook, criteria=(replace(first, marks=(need, *first.marks[1:])), *rest), cache={})

    return changed


def test_shipped_guide_holds_together(rulebook: Rulebook) -> None:
    """No problem, no warning."""
    assert check(rulebook) == ()


BROKEN: list[tuple[Change, str]] = [
    (lambda book: replace(book, quality=None), "PART_COUNT"),
    (lambda book: replace(book, criteria=(*book.criteria, book.criteria[0])), "DUPLICATE_ID"),
    (lambda book: replace(book, terms=(*book.terms, book.terms[0])), "DUPLICATE_ID"),
    (lambda book: replace(book, critical_gaps=(*book.critical_gaps, book.critical_gaps[0])), "DUPLICATE_ID"),
    (lambda book: replace(book, poor_features=(*book.poor_features, book.poor_features[0])), "DUPLICATE_ID"),
    (guide(lambda old: replace(old, bands=old.bands[1:])), "BAD_BANDS"),
    (guide(lambda old: replace(old, bands=old.bands[::-1])), "BAD_BANDS"),
    (guide(lambda old: replace(old, ask_first=old.ask_first[1:])), "BAD_ORDER"),
    (guide(lambda old: replace(old, features=(*old.features, Feature("extra", ("x",))))), "UNUSED_FEATURE"),
    (first_mark(Filled("identity.nmae")), "UNKNOWN_FIELD"),
    (first_mark(Filled("answers.no_such_question")), "UNKNOWN_FIELD"),
    (first_mark(Filled("present", ("no-such-sign",))), "UNKNOWN_INDICATOR"),
    (first_mark(Entries("household", ("nmae",))), "UNKNOWN_FIELD"),
    (first_mark(Entries("worry", ("name",))), "UNKNOWN_FIELD"),
    (first_mark(Enough((Said("no-such-feature"),), 1)), "UNKNOWN_FEATURE"),
    (first_mark(Said("when", ("identity",))), "UNKNOWN_FIELD"),
]


@pytest.mark.parametrize(("change", "code"), BROKEN)
def test_guide_that_does_not_hold_together_is_told(change: Change, code: str, rulebook: Rulebook) -> None:
    """Each with its stable code."""
    assert {problem.code for problem in check(change(rulebook))} == {code}


def test_every_code_of_the_check_is_seen_to_fire() -> None:
    """No check is without a change above that makes it fire; names that stand twice are told by a check all parts share."""
    written = set(re.findall(r'"([A-Z]{2,}_[A-Z_]+)"', Path(quality.__file__).read_text(encoding="utf-8")))
    assert written | {"DUPLICATE_ID"} == {code for _, code in BROKEN}


def test_source_of_a_term_must_exist(rulebook: Rulebook) -> None:
    """Every word has a source (P7)."""
    first, *rest = rulebook.terms
    broken = replace(rulebook, terms=(replace(first, source=replace(first.source, key="nobody")), *rest), cache={})
    assert {problem.code for problem in check(broken)} == {"UNKNOWN_SOURCE"}
