"""What the inspection letter of June 2016 asks of a referral and of its reading, case by case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from threshold_engine import assess, read_case, score_referral
from threshold_engine.model.guidance import Rulebook
from threshold_engine.narrative import read_narrative
from threshold_engine.quality import Quality

EXAMPLES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "rules" / "vignettes.yaml").read_text(encoding="utf-8")
)
VIGNETTES = {entry["id"].partition("-")[0]: entry for entry in EXAMPLES}
DAY = "2026-11-22"


def story(name: str) -> str:
    """Give the narrative of a vignette."""
    return str(VIGNETTES[name]["case"]["narrative"])


def scored(rulebook: Rulebook, **referral: Any) -> Quality:
    return score_referral({"as_of": DAY, **referral}, rulebook)


def marks(quality: Quality, dimension: str) -> int:
    return next(entry.marks for entry in quality.dimensions if entry.id == dimension)


def gaps(quality: Quality) -> set[str]:
    return {gap.id for gap in quality.critical_gaps}


@pytest.mark.parametrize("poor", ["v13", "v39"])
def test_a_poor_contact_scores_low_and_is_asked_what_is_missing(poor: str, rulebook: Rulebook) -> None:
    """Row 3: contacts were of too variable quality."""
    quality, good = scored(rulebook, narrative=story(poor)), scored(rulebook, narrative=story("v15"))

    assert quality.score < 18 < good.score
    assert quality.next_best is not None
    assert all(entry.improve for entry in quality.dimensions if entry.marks == 0)


@pytest.mark.parametrize("code", ["8", "9", "10"])
def test_another_source_needs_a_reason(code: str, rulebook: Rulebook) -> None:
    """Row 4: a fifth of contacts came from “another source”."""
    without = scored(rulebook, setting={"source_code": code})
    told = scored(rulebook, setting={"source_code": code}, referrer={"source_reason": "The caller hung up."})

    assert "source-reason" in gaps(without)
    assert "source-reason" not in gaps(told)


def test_a_named_source_needs_none(rulebook: Rulebook) -> None:
    assert "source-reason" not in gaps(scored(rulebook, setting={"source_code": "3E"}))


@pytest.mark.parametrize("name", sorted(VIGNETTES))
def test_the_key_worry_adds_no_word(name: str, rulebook: Rulebook) -> None:
    """Row 5: too much time went into finding the key worry; none may be made up."""
    text = story(name)
    worry = read_narrative(text, rulebook).key_worry

    assert worry is None or (worry.words == text[worry.start : worry.end] and len(worry.words.split()) <= 40)


def test_a_girl_who_tells_of_cutting_brings_the_duty_to_report_and_an_adult_does_not(rulebook: Rulebook) -> None:
    """Row 34: known and feared cutting are told apart, and the duty is for girls under 18."""
    read = read_narrative(story("v30"), rulebook, age="14 years")
    sign = "fgm-seen-or-disclosed-under-18"
    girl = assess(read_case({"as_of": DAY, "child": {"age": "14 years"}, "present": [sign]}, rulebook), rulebook, what_if=False)
    woman = assess(read_case({"as_of": DAY, "child": {"age": "19 years"}, "present": [sign]}, rulebook), rulebook, what_if=False)

    assert sign in {entry.indicator for entry in read.suggestions}
    assert "fgm-mandatory-report" in {duty.id for duty in girl.duties}
    assert "fgm-mandatory-report" not in {duty.id for duty in woman.duties}


def test_diversity_may_be_left_out_with_a_reason_and_stops_nothing(rulebook: Rulebook) -> None:
    """Row 52: only ethnicity was captured."""
    nothing = scored(rulebook, narrative="He was hurt.")
    some = scored(rulebook, narrative="He was hurt.", diversity={"ethnicity": "WBRI", "first_language": "Polish"})

    assert marks(nothing, "diversity") < marks(some, "diversity")
    assert nothing.band != ""


@pytest.mark.parametrize("name", ["v12", "v24"])
def test_marks_change_when_the_father_is_heard(name: str, rulebook: Rulebook) -> None:
    """Row 53: parents and family were considered too little."""
    before = scored(rulebook, narrative=story(name))
    after = scored(
        rulebook,
        narrative=story(name),
        parents_views="Mother agrees with this. Father said on 3 November that he will help.",
        household=[{"name": "J", "age": "31 years", "relationship": "father", "lives_with_child": False}],
    )

    assert marks(after, "parents") == 3 > marks(before, "parents")
    assert marks(after, "household") >= marks(before, "household")


def test_the_child_s_own_words_are_kept_as_they_are(rulebook: Rulebook) -> None:
    """Row 55: the child's voice varied, and was praised where it was there."""
    words = "they cut me down there and said not to tell"
    quality = scored(rulebook, child_voice=f"She said “{words}”.")
    quotes = read_narrative(story("v30"), rulebook).quotes

    assert marks(quality, "voice") >= 2
    assert words in {quote.words for quote in quotes}
