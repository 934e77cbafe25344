"""Agreement: against printed and hand-worked figures, and what must hold for any votes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from threshold_api.web.rooms.agreement import agreeing_pairs, fleiss_kappa, size_in_words

PRINTED = [
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
]
"""A much-printed teaching example: 14 people place 10 subjects in 5 groups. Its kappa is given as 0.210."""

COUNTS = st.lists(st.integers(0, 8), min_size=4, max_size=4).map(tuple)
QUESTIONS = st.lists(COUNTS.filter(lambda counts: sum(counts) >= 2), min_size=2, max_size=6)


def test_printed_example() -> None:
    """The figure of the example, to the places it is printed with."""
    kappa = fleiss_kappa(PRINTED)

    assert kappa is not None
    assert round(float(kappa), 3) == 0.210


def test_worked_by_hand() -> None:
    """
    Two cases, three people. First case: two say level 1, one says level 2. Second: all three say level 2.

    Pairs that agree: 1 of 3, and 3 of 3; mean 2/3. Level 1 has 2 of 6 answers, level 2 has 4 of 6:
    by chance (1/3)^2 + (2/3)^2 = 5/9. Kappa = (2/3 - 5/9) / (1 - 5/9) = (1/9) / (4/9) = 1/4.
    """
    assert fleiss_kappa([(2, 1, 0, 0), (0, 3, 0, 0)]) == Fraction(1, 4)


def test_unequal_numbers_worked_by_hand() -> None:
    """
    Four people on the first case, two on the second; each case counts the same.

    Pairs: (3 + 0) of 6 = 1/2 for three and one, and 1 of 1 for the second; mean 3/4. Level 1: mean of 3/4 and 0,
    3/8; level 2: mean of 1/4 and 1, 5/8. By chance 9/64 + 25/64 = 34/64. Kappa = (48 - 34) / (64 - 34) = 14/30.
    """
    assert fleiss_kappa([(3, 1, 0, 0), (0, 2, 0, 0)]) == Fraction(14, 30)


@pytest.mark.parametrize(
    ("counts", "share"),
    [((2, 1, 0, 0), Fraction(1, 3)), ((2, 2, 0, 0), Fraction(1, 3)), ((0, 5, 0, 0), Fraction(1)), ((1, 1, 1, 1), Fraction(0))],
)
def test_agreeing_pairs(counts: tuple[int, ...], share: Fraction) -> None:
    """Pairs counted by hand."""
    assert agreeing_pairs(counts) == share


def test_too_little_has_no_figure() -> None:
    """One person has no pairs, and one question no kappa; questions with one person are left out."""
    assert agreeing_pairs((0, 1, 0, 0)) is None
    assert fleiss_kappa([(3, 1, 0, 0)]) is None
    assert fleiss_kappa([(3, 1, 0, 0), (0, 1, 0, 0)]) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(2, 60)), min_size=2, max_size=6))
def test_full_agreement_is_one(cases: list[tuple[int, int]]) -> None:
    """Everybody the same in each case: 1, also where all the cases got the same answer."""
    questions = [tuple(people if place == level else 0 for place in range(4)) for level, people in cases]

    assert fleiss_kappa(questions) == 1


@given(QUESTIONS, st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(questions: list[tuple[int, ...]], chance: object) -> None:
    """The order of the cases and the names of the levels change nothing."""
    places = [0, 1, 2, 3]
    chance.shuffle(places)  # type: ignore[attr-defined]
    shuffled = [tuple(counts[place] for place in places) for counts in questions]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert fleiss_kappa(shuffled) == fleiss_kappa(questions)


@given(QUESTIONS)
def test_at_most_one_and_one_only_without_dissent(questions: list[tuple[int, ...]]) -> None:
    """A single dissenting vote takes it below 1."""
    kappa = fleiss_kappa(questions)

    assert kappa is not None
    assert -1 <= kappa <= 1
    assert (kappa == 1) == all(max(counts) == sum(counts) for counts in questions)


@given(COUNTS)
def test_joining_the_majority_never_lowers_the_share_of_pairs(counts: tuple[int, ...]) -> None:
    """One more person who says what most said agrees with at least as many as the others did."""
    assume(sum(counts) >= 2)
    joined = list(counts)
    joined[counts.index(max(counts))] += 1

    before, after = agreeing_pairs(counts), agreeing_pairs(joined)
    assert before is not None
    assert after is not None
    assert after >= before


@pytest.mark.parametrize(
    ("kappa", "words"),
    [
        ("-1/5", "no more than by chance"),
        ("0", "no more than by chance"),
        ("1/10", "slight"),
        ("1/5", "slight"),
        ("21/100", "fair"),
        ("1/2", "middling"),
        ("61/100", "strong"),
        ("81/100", "almost full"),
        ("1", "full"),
    ],
)
def test_words_for_the_size(kappa: str, words: str) -> None:
    """The edges of the bands as printed."""
    assert size_in_words(Fraction(kappa)) == words
