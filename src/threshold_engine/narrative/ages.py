"""The child's age, as a text gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threshold_engine.model.narrative import AgeRead
from threshold_engine.narrative.numbers import Found, numbers_in
from threshold_engine.narrative.text import Sentence
from threshold_engine.schema.ages import DAYS_IN_MONTH, MONTHS_IN_YEAR

ADULT = 18 * MONTHS_IN_YEAR
REACH = 4
"""How many words around an age tell whose it is."""
_CHILD = frozenset("boy girl baby infant toddler child daughter son pupil student yp young newborn male female".split())
_OTHER = frozenset(
    "brother sister sibling cousin friend half mother mum father dad parent partner boyfriend girlfriend man woman gran uncle"
    " aunt".split()
)
_UNBORN = frozenset(("unborn", "foetus", "fetus"))


@dataclass(frozen=True, slots=True)
class _Candidate:
    words: int
    order: int
    found: Found
    sentence: Sentence


def age_in(sentences: Iterable[Sentence], text: str) -> AgeRead | None:
    """
    Give the age of the child the text is about: the first that stands with a word for a child.

    An age of a brother, a sister or an adult is passed over. If there is no age but the
    text speaks of an unborn child, that.
    """
    every = tuple(sentences)
    candidates = sorted(_candidates(every), key=lambda item: (-item.words, item.order))
    if candidates:
        best = candidates[0]
        tokens = best.sentence.tokens
        start, end = tokens[best.found.first].start, tokens[best.found.last].end
        return AgeRead(age_words(best.found), text[start:end], start, end)
    for sentence in every:
        for token in sentence.tokens:
            if token.lower in _UNBORN:
                return AgeRead("unborn", token.text, token.start, token.end)
    return None


def _candidates(sentences: tuple[Sentence, ...]) -> Iterator[_Candidate]:
    order = 0
    for sentence in sentences:
        for found in numbers_in(sentence):
            if found.kind != "age" or found.value >= ADULT:
                continue
            words = _whose(sentence, found)
            if words is not None:
                yield _Candidate(words, order, found, sentence)
            order += 1


def _whose(sentence: Sentence, found: Found) -> int | None:
    """Give 2 if the words next to an age are for a child, 1 if there are none, None if they are for somebody else."""
    before = [token.lower for token in sentence.tokens[max(0, found.first - REACH) : found.first] if token.is_word]
    after = [token.lower for token in sentence.tokens[found.last + 1 : found.last + 1 + REACH] if token.is_word]
    near = [*reversed(before[-2:]), *after[:2]]
    for word in near:
        if word in _OTHER:
            return None
        if word in _CHILD:
            return 2
    return 1


def age_words(found: Found) -> str:
    """Write an age as a Case takes it."""
    months = found.value
    if months >= 2 * MONTHS_IN_YEAR or (found.unit >= MONTHS_IN_YEAR and months >= MONTHS_IN_YEAR):
        years = int(months // MONTHS_IN_YEAR)
        return _plural(years, "year")
    if months >= 1 and float(months).is_integer():
        return _plural(int(months), "month")
    days = round(months * DAYS_IN_MONTH)
    return _plural(days // 7, "week") if days >= 7 and days % 7 == 0 else _plural(days, "day")


def _plural(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
