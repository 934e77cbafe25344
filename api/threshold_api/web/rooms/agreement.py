"""
How far people agree.

Two figures, each for what it can say:

- For one case: of all pairs of people, the share who chose the same (``agreeing_pairs``).
- For several questions: Fleiss' kappa. It compares the agreement found with the agreement to be expected
  if everybody answered by chance, with the same liking for each answer. 1 is full agreement, 0 is chance.

Fleiss' kappa needs at least two questions answered by two people or more: with one question, what people like
and what they agreed on cannot be told apart. Where not the same number answered each question, each question
counts the same: the agreement is the mean over the questions, and so is the share of each answer.

Fleiss, J. L. (1971), Measuring nominal scale agreement among many raters, Psychological Bulletin 76, 378-382.
Words for the size: Landis, J. R. and Koch, G. G. (1977), The measurement of observer agreement for categorical
data, Biometrics 33, 159-174.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

FEWEST_QUESTIONS = 2
FEWEST_PEOPLE = 2
BANDS = (
    (Fraction(80, 100), "almost full"),
    (Fraction(60, 100), "strong"),
    (Fraction(40, 100), "middling"),
    (Fraction(20, 100), "fair"),
    (Fraction(0), "slight"),
)
"""Lower edges and words. The paper's own are almost perfect, substantial, moderate, fair and slight."""


def agreeing_pairs(counts: Sequence[int]) -> Fraction | None:
    """Give the share of pairs of people who chose the same answer; None if there are not two people."""
    people = sum(counts)
    if people < FEWEST_PEOPLE:
        return None
    return Fraction(sum(count * (count - 1) for count in counts), people * (people - 1))


def fleiss_kappa(questions: Sequence[Sequence[int]]) -> Fraction | None:
    """
    Give Fleiss' kappa.

    Args:
        questions: For each question, how many people chose each answer. Questions that fewer than two people
            answered are left out.

    Returns:
        None if there are not two questions to compare. 1 if everybody gave one and the same answer throughout:
        chance alone would then agree too, and the formula has no value, but nobody disagreed.
    """
    used = [counts for counts in questions if sum(counts) >= FEWEST_PEOPLE]
    if len(used) < FEWEST_QUESTIONS:
        return None
    found = [share for counts in used if (share := agreeing_pairs(counts)) is not None]
    observed = sum(found, Fraction(0)) / len(used)
    answers = zip(*[[Fraction(count, sum(counts)) for count in counts] for counts in used], strict=True)
    by_chance = sum(((sum(shares, Fraction(0)) / len(used)) ** 2 for shares in answers), Fraction(0))
    if by_chance == 1:
        return Fraction(1)
    return (observed - by_chance) / (1 - by_chance)


def size_in_words(kappa: Fraction) -> str:
    """Say how much agreement a kappa means, for example ``fair``."""
    if kappa == 1:
        return "full"
    return next((words for edge, words in BANDS if kappa > edge), "no more than by chance")
