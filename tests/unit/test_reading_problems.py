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


@pytest.mark.parametrize(
    ("words", "phrase", "left"),
    [
        ("been out", "been out", "out"),
        ("3am", "3am", "3"),
        ("(drunk / in his thirties) & man", "in his thirties", "thirties"),
        ("(very quietly / in silence) .. child", "very quietly", "quietly"),
        ("(alone / had neither) .. school", "had neither", "neither"),
        ("school .. (does not / refuses)", "does not", "not"),
    ],
)
def test_a_phrase_that_comes_down_to_one_everyday_word_is_told(words: str, phrase: str, left: str, rulebook: Rulebook) -> None:
    for sign in (SignWords("fgm-at-risk", (Wording(words),)), SignWords("fgm-at-risk", (Wording("x"),), (words,))):
        (found,) = [problem for problem in reading_problems(broken(rulebook, sign)) if "signs/" in problem.where]

        assert (found.code, found.severity) == ("LONE_WORD", "warning")
        assert f"“{phrase}” comes down to “{left}”" in found.what
        assert "=" in found.fix


@pytest.mark.parametrize(
    "words", ["=been =out", "=been out", "=had neither", "(=3 =am / x)", "the police", "out .. school", "out"]
)
def test_words_that_stand_as_they_are_written_are_not_told(words: str, rulebook: Rulebook) -> None:
    sign = SignWords("fgm-at-risk", (Wording(words),))

    assert [problem for problem in reading_problems(broken(rulebook, sign)) if "signs/" in problem.where] == []


def test_a_word_of_a_group_that_comes_down_to_one_everyday_word_is_told(rulebook: Rulebook) -> None:
    added = replace(rulebook, word_groups=(*rulebook.word_groups, WordGroup("dazed", ("out of it",))), cache={})

    assert "word groups: dazed" in {problem.where for problem in reading_problems(added)}


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
    lone = replace(sign, unless=("been out",))
    with pytest.raises(RulebookError) as error:
        read_narrative("x", broken(rulebook, lone))

    assert {problem.severity for problem in error.value.problems} == {"error"}
