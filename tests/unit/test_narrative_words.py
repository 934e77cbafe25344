"""Words, sentences, numbers, ages and patterns."""

from __future__ import annotations

import pytest

from threshold_engine.narrative.ages import age_in
from threshold_engine.narrative.matching import Matcher
from threshold_engine.narrative.numbers import numbers_in
from threshold_engine.narrative.patterns import Groups, PatternError, parse_pattern
from threshold_engine.narrative.text import sentences

GROUPS = Groups({"parent": ["mother", "mum", "foster carer"], "drunk": ["drunk", "smelt of alcohol"], "hit": ["hit", "slap"]})


def found(pattern: str, text: str) -> list[str]:
    """Give the words of a text that a pattern is found in."""
    matcher = Matcher([parse_pattern(pattern, GROUPS)])
    return [
        text[sentence.tokens[match.first].start : sentence.tokens[match.last].end]
        for sentence in sentences(text)
        for match in matcher.matches(sentence)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("bruise cheek", "There was bruising to his left cheek.", "bruising to his left cheek"),
        ("bruise cheek", "BRUISES, cheek", "BRUISES, cheek"),
        (
            "burn .. cigarette",
            "The burn on her arm looked like one from a cigarette.",
            "burn on her arm looked like one from a cigarette",
        ),
        ("<parent> & <drunk>", "He smelt of alcohol, said mum.", "smelt of alcohol, said mum"),
        ("(no / never) .. school", "She has never once been to any school.", "never once been to any school"),
        ("attendance .. <percent 50-90>", "Attendance since May: 78%", "Attendance since May: 78%"),
        ("attendance .. <percent 50-90>", "Attendance is 78 per cent.", "Attendance is 78 per cent"),
        ("<number 3+> (visit / attendance)", "This is her fourth attendance.", "fourth attendance"),
        ("<number 3+> (visit / attendance)", "12 visits", "12 visits"),
        ("(<hit> head / <number 2-3> time)", "He slapped her head.", "slapped her head"),
        ("(<hit> head / <number 2-3> time)", "It happened three times.", "three times"),
        ("self harm", "He self-harmed.", "self-harmed"),
        ("=left alone", "She was left alone.", "left alone"),
        ("mother drink", "Mother's drinking", "Mother's drinking"),
    ],
)
def test_a_pattern_finds_its_words(pattern: str, text: str, words: str) -> None:
    assert found(pattern, text) == [words]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("bruise cheek", "The cheek had a bruise."),
        ("bruise cheek", "A bruise on the arm near the left cheek."),
        ("bruise cheek", "There is a bruise. The cheek is fine."),
        ("<parent> & <drunk>", "Mum is well. He was drunk."),
        ("attendance .. <percent 50-90>", "Attendance is 97%."),
        ("<number 3+> attendance", "Her second attendance."),
        ("=left alone", "She leaves alone."),
        ("<parent> & <parent>", "Mother was there."),
    ],
)
def test_a_pattern_finds_nothing_else(pattern: str, text: str) -> None:
    assert found(pattern, text) == []


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("<nobody> drunk", "no group of words called"),
        ("(hit / slap", "a bracket is not closed"),
        ("hit / slap", "no opening bracket"),
        ("hit ..", "stands between words"),
        (".. hit", "stands between words"),
        ("(hit / )", "nothing between two strokes"),
        ("(hit (slap))", "cannot stand inside brackets"),
        ("the", "no word here that counts"),
        ("hit & ", "no word here that counts"),
        ("<age 3>", "takes no numbers"),
        ("(<percent 3-4> school)", "stands alone between two strokes"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why(pattern: str, what: str) -> None:
    with pytest.raises(PatternError, match=what):
        parse_pattern(pattern, GROUPS)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Girl aged 3 months.", "3 months"),
        ("A 7-year-old boy.", "7 years"),
        ("7yo boy", "7 years"),
        ("Boy, 6, and his mother, 31.", "6 years"),
        ("She is 13 years old. Her brother is 4 years old.", "13 years"),
        ("Her brother (4) and this boy aged 9.", "9 years"),
        ("Baby 9/52 with bruise", "9 weeks"),
        ("16/12 girl", "16 months"),
        ("2 years 4 months old boy", "2 years"),
        ("14 y/o girl", "14 years"),
        ("15F, seen alone", "15 years"),
        ("Mother aged 34 attended.", None),
        ("Her brother is 4 years old.", None),
        ("She is 15. Year 10.", "15 years"),
        ("She is 15 minutes late.", None),
        ("34F with overdose", None),
        ("There is worry for the unborn baby.", "unborn"),
        ("He was seen 3 weeks ago at 3 months' notice.", None),
        ("one year old son", "1 year"),
    ],
)
def test_the_age_of_the_child_is_read(text: str, age: str | None) -> None:
    read = age_in(sentences(text), text)

    assert (read.value if read else None) == age
    if read:
        assert text[read.start : read.end] == read.words


def test_numbers_in_words_and_figures_are_read() -> None:
    (sentence,) = sentences("Three of 1,200 in 2019, 43%, twice, the 4th and 2.5 cm")

    numbers = [found.value for found in numbers_in(sentence) if found.kind == "number"]

    assert numbers == [3, 1200, 2019, 43, 2, 4, 2.5]
    assert [found.value for found in numbers_in(sentence) if found.kind == "year"] == [2019]
    assert [found.value for found in numbers_in(sentence) if found.kind == "percent"] == [43]


def test_no_one_is_that_old() -> None:
    assert [found for found in numbers_in(sentences("aged 400")[0]) if found.kind == "age"] == []


def test_a_short_form_does_not_end_a_sentence() -> None:
    split = sentences("Seen by Dr. Bell. Temp 38.5 at 10.30. ?fracture; mum left.\n\nNext\n- one\n- two")

    assert len(split) == 7


def test_an_endless_sentence_is_cut() -> None:
    split = sentences("word " * 1_000)

    assert len(split) > 5
    assert sum(len(sentence.tokens) for sentence in split) == 1_000
