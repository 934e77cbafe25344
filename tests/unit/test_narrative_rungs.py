"""Cells of one row of the matrix: which are set aside for a graver one, and which stand beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.narrative import Narrative
from threshold_engine.model.reading import SignWords, Wording
from threshold_engine.narrative import read_narrative

LOWER, HIGHER = "neglect-signs-occasional", "neglect-signs-severe"


def read(text: str, rulebook: Rulebook, **signs: SignWords) -> Narrative:
    """Read with these signs only."""
    return read_narrative(text, replace(rulebook, signs=tuple(signs.values()), cache={}))


def sign(name: str, words: str, instead_of: tuple[str, ...] = ()) -> SignWords:
    return SignWords(name, (Wording(words),), (), instead_of)


def names(narrative: Narrative) -> tuple[set[str], set[str]]:
    """Give what is suggested and what is set aside."""
    return {entry.indicator for entry in narrative.suggestions}, {entry.indicator for entry in narrative.set_aside}


def test_a_lower_cell_from_the_same_words_is_set_aside_and_shown(rulebook: Rulebook) -> None:
    found = read("His skin was thin and sore.", rulebook, low=sign(LOWER, "skin sore"), high=sign(HIGHER, "skin thin sore"))

    assert names(found) == ({HIGHER}, {LOWER})


def test_a_lower_cell_with_words_of_its_own_stands_beside(rulebook: Rulebook) -> None:
    found = read(
        "His skin was sore and his hair dirty.", rulebook, low=sign(LOWER, "sore & dirty"), high=sign(HIGHER, "skin sore")
    )

    assert names(found) == ({HIGHER, LOWER}, set())


@pytest.mark.parametrize("text", ["He has no sore skin. He is dirty.", "In 2012 he had sore skin. He is dirty."])
def test_a_graver_cell_that_is_not_there_now_sets_nothing_aside(text: str, rulebook: Rulebook) -> None:
    found = read(text, rulebook, low=sign(LOWER, "dirty"), high=sign(HIGHER, "sore skin", (LOWER,)))

    assert not any("says more" in entry.because for entry in found.set_aside)
    assert LOWER in set.union(*names(found))


def test_a_lower_cell_never_sets_a_graver_one_aside(rulebook: Rulebook) -> None:
    found = read("Dirty and sore.", rulebook, low=sign(LOWER, "dirty", (HIGHER,)), high=sign(HIGHER, "sore", (LOWER,)))

    assert names(found) == ({HIGHER}, {LOWER})


def test_words_asked_for_elsewhere_do_not_count_where_they_are_denied(rulebook: Rulebook) -> None:
    words = SignWords(HIGHER, (Wording("sore", elsewhere=("baby",)),))

    assert names(read("He is sore. The baby is well.", rulebook, high=words))[0] == {HIGHER}
    assert names(read("He is sore. There is no baby.", rulebook, high=words))[0] == set()


def test_a_sentence_with_the_words_under_unless_suggests_nothing(rulebook: Rulebook) -> None:
    words = SignWords(HIGHER, (Wording("sore"),), ("eczema",))

    assert names(read("Sore from eczema.", rulebook, high=words))[0] == set()
    assert names(read("Sore. He has eczema.", rulebook, high=words))[0] == {HIGHER}
