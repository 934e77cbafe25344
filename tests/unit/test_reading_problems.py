"""What is wrong with the words of a rulebook for reading is told, all at once and with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from threshold_engine import RulebookError
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.reading import SignWords, WordGroup, Wording
from threshold_engine.narrative import read_narrative
from threshold_engine.narrative.problems import reading_problems


def broken(rulebook: Rulebook, *signs: SignWords) -> Rulebook:
    return replace(rulebook, signs=signs, cache={})


def test_the_shipped_words_have_no_problem(rulebook: Rulebook) -> None:
    assert list(reading_problems(rulebook)) == []


def test_every_problem_is_listed_with_its_place(rulebook: Rulebook) -> None:
    bad = SignWords("fgm-at-risk", (Wording("(open"), Wording("x", elsewhere=("<nobody>",))), ("hit /",), ("no-such-sign",))
    found = list(reading_problems(broken(rulebook, bad)))

    assert [problem.code for problem in found] == ["UNKNOWN_SIGN", "BAD_WORDS", "BAD_WORDS", "BAD_WORDS"]
    assert all("signs/fgm.yaml" in problem.where for problem in found)


def test_a_group_without_a_word_that_counts_is_told(rulebook: Rulebook) -> None:
    empty = replace(rulebook, word_groups=(*rulebook.word_groups, WordGroup("none", ("?!",))), cache={})

    assert {problem.code for problem in reading_problems(empty)} <= {"BAD_WORDS"}


@pytest.mark.parametrize("sign", [SignWords("no-such-sign", (Wording("x"),)), SignWords("fgm-at-risk", (Wording("(open"),))])
def test_nothing_is_read_with_words_that_are_wrong(sign: SignWords, rulebook: Rulebook) -> None:
    with pytest.raises(RulebookError):
        read_narrative("x", broken(rulebook, sign))
