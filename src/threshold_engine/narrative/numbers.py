"""Numbers, shares, years and ages in a sentence, in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from threshold_engine.narrative.text import Sentence, Token
from threshold_engine.schema.ages import DAYS_IN_MONTH, MONTHS_IN_YEAR

_SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty"
).split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_WORDS = {
    **{word: number for number, word in enumerate(_SMALL_NUMBERS)},
    **{word: number for number, word in enumerate(_ORDINALS)},
    **dict(zip(("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), range(30, 100, 10), strict=True)),
    "once": 1,
    "twice": 2,
    "thrice": 3,
    "couple": 2,
    "several": 3,
    "numerous": 4,
    "multiple": 3,
    "dozen": 12,
    "half": 0,
}
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNITS = {
    "day": 1 / DAYS_IN_MONTH,
    "week": 7 / DAYS_IN_MONTH,
    "wk": 7 / DAYS_IN_MONTH,
    "wks": 7 / DAYS_IN_MONTH,
    "month": 1.0,
    "mth": 1.0,
    "mths": 1.0,
    "year": float(MONTHS_IN_YEAR),
    "yr": float(MONTHS_IN_YEAR),
    "yrs": float(MONTHS_IN_YEAR),
    "yo": float(MONTHS_IN_YEAR),
}
_OLDEST = 110
_FIGURE = re.compile(r"\d{1,9}(?:,\d{3})*(?:\.\d{1,6})?")
_SHORT_AGE = re.compile(r"(\d{1,2})/(7|52|12)")
_SHORT_UNITS = {"7": 1 / DAYS_IN_MONTH, "52": 7 / DAYS_IN_MONTH, "12": 1.0}
"""How clinicians write days, weeks and months: 3/52 is three weeks."""


@dataclass(frozen=True, slots=True)
class Found:
    """
    A number in a sentence.

    Attributes:
        kind: ``number``, ``percent``, ``year`` or ``age``.
        value: The number; for an age, months.
        unit: For an age, the months in its unit, so that 7 years is from 84 up to 96.
        first: The first of its tokens.
        last: The last of its tokens.
    """

    kind: str
    value: float
    first: int
    last: int
    unit: float = 0.0


def numbers_in(sentence: Sentence) -> Iterator[Found]:
    """Give every number, share, year and age of a sentence."""
    tokens = sentence.tokens
    inside_age = -1
    for at, token in enumerate(tokens):
        short = _SHORT_AGE.fullmatch(token.text) if token.text[0].isdigit() else None
        if short is not None:
            inside_age = at
            unit = _SHORT_UNITS[short.group(2)]
            yield Found("age", int(short.group(1)) * unit, at, at, unit)
        value = number_of(token)
        if value is None:
            continue
        last = at + 1 if at + 1 < len(tokens) and tokens[at + 1].lower in _ORDINAL_ENDS and _touching(tokens, at) else at
        yield Found("number", value, at, last)
        if _YEAR.fullmatch(token.text):
            yield Found("year", value, at, at)
        share = _share_end(tokens, at)
        if share is not None:
            yield Found("percent", value, at, share)
        age = _age(tokens, at, value) if at > inside_age else None
        if age is not None:
            inside_age = age.last
            yield age


def number_of(token: Token) -> float | None:
    """Give the number a word or figure stands for."""
    if token.text[0].isdigit():
        return float(token.text.replace(",", "")) if _FIGURE.fullmatch(token.text) else None
    word = _WORDS.get(token.lower)
    return float(word) if word is not None else None


def _touching(tokens: tuple[Token, ...], at: int) -> bool:
    return tokens[at].end == tokens[at + 1].start


def _share_end(tokens: tuple[Token, ...], at: int) -> int | None:
    following = [token.lower for token in tokens[at + 1 : at + 3]]
    if following[:1] in (["%"], ["percent"], ["pc"]):
        return at + 1
    return at + 2 if following == ["per", "cent"] else None


def _age(tokens: tuple[Token, ...], at: int, value: float) -> Found | None:
    """Read “3 months old”, “7-year-old”, “aged 9”, “9 yo”, “14F” and “boy (6)”."""
    if value > _OLDEST:
        return None
    rest = [token.lower for token in tokens[at + 1 : at + 6] if token.lower != "-"]
    before = [token.lower for token in tokens[max(0, at - 2) : at]]
    unit = _unit(rest[0]) if rest else None
    told = before[-1:] in (["aged"], ["age"]) or before in (["age", "of"], ["age", ":"], ["age", "is"], ["age", "about"])
    if unit is not None and (_old(rest[1:]) or rest[0] == "yo" or told or _person(tokens, at, rest)):
        extra, used = _further(rest)
        last = _step(tokens, at, used)
        return Found("age", value * unit + extra, at, last, unit if not extra else 1.0)
    if rest[:3] in (["y", "/", "o"], ["y", ".", "o"]):
        return Found("age", value * MONTHS_IN_YEAR, at, _step(tokens, at, 3), float(MONTHS_IN_YEAR))
    if told or (value.is_integer() and 0 < value < _OLDEST and _bracketed(tokens, at)):
        return Found("age", value * MONTHS_IN_YEAR, at, at, float(MONTHS_IN_YEAR))
    if _said_of(tokens, at) and value < _GROWN:
        return Found("age", value * MONTHS_IN_YEAR, at, at, float(MONTHS_IN_YEAR))
    if rest[:1] in (["f"], ["m"]) and tokens[at + 1].text in ("F", "M") and _touching(tokens, at):
        return Found("age", value * MONTHS_IN_YEAR, at, at + 1, float(MONTHS_IN_YEAR))
    return None


def _unit(word: str) -> float | None:
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))


def _old(rest: list[str]) -> bool:
    return "old" in rest[:1] or (len(rest) > 2 and number_word(rest[0]) and "old" in rest[2:3])


def number_word(word: str) -> bool:
    """Say whether a word is a number."""
    return word.isdigit() or word in _WORDS


def _further(rest: list[str]) -> tuple[float, int]:
    """Read the second half of “2 years 4 months”: its months, and how many words the whole takes."""
    words = [word for word in rest if word not in ("and", ",")]
    if len(words) >= 3 and number_word(words[1]) and (unit := _unit(words[2])) is not None:
        number = float(words[1]) if words[1].isdigit() else float(_WORDS[words[1]])
        return number * unit, 3
    return 0.0, 1


def _step(tokens: tuple[Token, ...], at: int, words: int) -> int:
    last = at
    while words and last + 1 < len(tokens):
        last += 1
        words -= tokens[last].lower != "-"
    return last


_GROWN = 26
_SUBJECTS = [[word] for word in "he she who child boy girl son daughter pupil student patient".split()]
_AFTER_AGE = frozenset((".", ",", ";", "and", "but", "with", "now", "so", ")", "today"))
_PEOPLE = frozenset(
    "boy girl child baby infant son daughter brother sister sibling toddler male female mother father mum dad man woman twin"
    " pupil student patient".split()
)


def _person(tokens: tuple[Token, ...], at: int, rest: list[str]) -> bool:
    """Say whether a length of time stands where an age stands: “girl, 3 months” or “3 month girl”."""
    before = [token.lower for token in tokens[max(0, at - 2) : at] if token.is_word]
    bracketed = at > 0 and tokens[at - 1].text == "("
    if rest[1:2] and rest[1] in _PEOPLE:
        return True
    return bool(before) and before[-1] in _PEOPLE and (bracketed or tokens[at - 1].text == ",")


def _said_of(tokens: tuple[Token, ...], at: int) -> bool:
    """Say whether a number is the age in “she is 15” or “he’s only 9”: nothing that could be counted follows."""
    before = [token.lower for token in tokens[max(0, at - 3) : at]]
    if before[-1:] in (["only"], ["just"], ["now"]):
        before.pop()
    told = before[-1:] in (["he's"], ["she's"]) or (before[-1:] in (["is"], ["was"], ["turned"]) and before[-2:-1] in _SUBJECTS)
    following = tokens[at + 1].lower if at + 1 < len(tokens) else "."
    return told and following in _AFTER_AGE


def _bracketed(tokens: tuple[Token, ...], at: int) -> bool:
    """Say whether a number is the age in “son (4)”, “Ava (9)” or “boy, 6,”."""
    if at < 2 or at + 1 >= len(tokens):
        return False
    before, after, name = tokens[at - 1].text, tokens[at + 1].text, tokens[at - 2]
    if before == "(" and after in (")", ","):
        return name.lower in _PEOPLE or name.text[:1].isupper()
    return before == "," and after in (",", ".") and name.lower in _PEOPLE
