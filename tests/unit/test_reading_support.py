"""Whether the words around a sign speak for it."""

from __future__ import annotations

from datetime import date

import pytest

from threshold_engine import Rulebook, score_referral
from threshold_engine.narrative import LITTLE, read_narrative
from threshold_engine.narrative.support import ENOUGH, ENOUGH_FOR_GRAVE, Support, enough, support
from threshold_engine.narrative.text import sentences


def test_own_words_speak_for_a_sign_and_others_hardly_against(rulebook: Rulebook) -> None:
    """Words the guidance uses for the sign weigh most; a word nobody uses weighs nothing."""
    weights = Support(rulebook.indicators, ())
    (own,) = sentences("bruise on a baby who is not mobile")
    (other,) = sentences("rent arrears and eviction notice")
    (unheard,) = sentences("xylophone zeppelin")

    assert weights.of("bruise-non-mobile-infant", own) > 5
    assert -2 < weights.of("bruise-non-mobile-infant", other) < 0
    assert weights.of("bruise-non-mobile-infant", unheard) == 0


def test_more_patterns_and_more_words_never_weaken() -> None:
    """Each adds."""
    assert support(1.0, 1, 1) < support(1.0, 2, 1) < support(1.0, 3, 2)


def test_a_grave_sign_needs_less() -> None:
    """A missed level 4 costs more than a wrong one that a person unticks."""
    assert enough(4) == ENOUGH_FOR_GRAVE < ENOUGH == enough(3) == enough(None)


@pytest.mark.parametrize("text", ["Father slapped the baby hard, twice, and left a hand mark on his cheek."])
def test_a_plain_account_is_suggested(rulebook: Rulebook, text: str) -> None:
    """What is said plainly is never only a hint."""
    read = read_narrative(text, rulebook, age="7 months")

    assert any(found.level == 4 for found in read.suggestions)


def test_a_hint_is_kept_with_its_words_and_the_reason(rulebook: Rulebook) -> None:
    """Nothing found is dropped: a weak sign stands apart, and says which words it rests on."""
    text = "On the waiting list for CAMHS."
    read = read_narrative(text, rulebook, age="13 years")
    hints = [found for found in read.set_aside if found.because == LITTLE]

    assert "mental-health-emerging" in {found.indicator for found in hints}
    assert all(text[found.start : found.end] == found.words for found in hints)
    assert {found.indicator for found in hints}.isdisjoint(found.indicator for found in read.suggestions)


def test_a_grave_hint_still_asks_for_haste(rulebook: Rulebook) -> None:
    """A sign of level 4 that few words speak for is a hint, and the referral still says: send now."""
    text = "Nan slapped the baby because he would not stop crying."
    hints = {found.indicator for found in read_narrative(text, rulebook, age="7 months").set_aside if found.because == LITTLE}
    quality = score_referral({"as_of": date(2026, 11, 22), "child": {"age": "7 months"}, "narrative": text}, rulebook)

    assert "chastisement-implement-head" in hints
    assert quality.send_now is not None
    assert any("Nan slapped the baby" in line or "slapped" in line for line in quality.send_now.because)
