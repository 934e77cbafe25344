"""
Making up a case of a given level, told by a given agency, with its answer.

Everything comes from the guidance and a number: the same number gives the same case. Signs are
drawn until the engine's own answer is the level asked for, so the case and its answer always fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from threshold_api.web.check.agencies import areas_first
from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Indicator
from threshold_engine.model.words import Kind

MOST_TRIES = 200
MONTHS = 12
GIRLS = ("Amina", "Beth", "Chloe", "Daniela", "Efua", "Freya", "Grace", "Hana", "Isla", "Jaya", "Keira", "Lola")
BOYS = ("Adam", "Ben", "Connor", "Dawid", "Elijah", "Finn", "George", "Hassan", "Idris", "Jayden", "Kofi", "Leo")
AGES = (3, 7, 18, 30, 48, 72, 96, 120, 144, 168, 192)
"""Months: from babies to young people."""
FOR_GIRLS = ("fgm",)
NOT_BORN = "pre-birth"
STEADY_STRENGTHS = (
    "prot-safe-adult",
    "prot-school-attendance",
    "prot-child-can-talk",
    "prot-network",
    "prot-parent-acknowledges",
)
"""Strengths that contradict few signs."""
STEADY_FROM_MONTHS = {"prot-school-attendance": 60, "prot-child-can-talk": 48}


class NoCaseError(Exception):
    """No case of this level could be made for this agency."""


@dataclass(frozen=True, slots=True)
class MadeCase:
    """
    Attributes:
        worries: What was seen or heard, a line each.
        strengths: What is going well.
    """

    number: int
    name: str
    age: str
    agency: str
    worries: tuple[str, ...]
    strengths: tuple[str, ...]
    case: dict[str, Any]
    answer: Assessment


def make_case(edition: Edition, level: int, agency: str, number: int) -> MadeCase:
    """
    Make up a case.

    Args:
        level: The level its answer must have, 1 to 4.
        number: Which of the many cases; the same number gives the same case.

    Raises:
        NoCaseError: Nothing of this level was found.
    """
    chance = Random(f"{number} {level} {agency} {edition.rulebook.digest}")  # noqa: S311 - a made-up case is no secret
    for _ in range(MOST_TRIES):
        made = _try(edition, level, agency, number, chance)
        if made.answer.level.suggested == level and made.answer.level.review is None:
            return made
    raise NoCaseError


def _try(edition: Edition, level: int, agency: str, number: int, chance: Random) -> MadeCase:
    months = chance.choice(AGES)
    female = chance.random() < 0.5
    signs = _signs(edition, level, agency, months, female, chance)
    strengths = [
        edition.indicators[name]
        for name in STEADY_STRENGTHS
        if name in edition.indicators and STEADY_FROM_MONTHS.get(name, 0) <= months
    ]
    good = chance.sample(strengths, k=min(len(strengths), 2 if level == 1 else 1))
    age = _age(months)
    case: dict[str, Any] = {
        "as_of": edition.first_day,
        "child": {"age": age, "unborn": False, "sex": "female" if female else "male"},
        "setting": {"agency": agency},
        "answers": {"immediate_danger": False},
        "present": [sign.id for sign in (*signs, *good)],
        "others": "absent",
    }
    answer = assess(read_case(case, edition.rulebook), edition.rulebook, what_if=False)
    name = chance.choice(GIRLS if female else BOYS)
    worries = tuple(sign.label for sign in signs)
    return MadeCase(number, name, age, agency, worries, tuple(sign.label for sign in good), case, answer)


def _signs(edition: Edition, level: int, agency: str, months: int, female: bool, chance: Random) -> list[Indicator]:
    fitting = [
        sign
        for sign in edition.indicators.values()
        if sign.kind is Kind.RISK and sign.domain != NOT_BORN and _fits(sign, months) and (female or sign.domain not in FOR_GIRLS)
    ]
    near = areas_first(agency)
    main = _one([sign for sign in fitting if sign.level == level and sign.domain in near], chance) or _one(
        [sign for sign in fitting if sign.level == level], chance
    )
    if main is None:
        return []
    lower = [
        sign
        for sign in fitting
        if (sign.level or 0) < level and sign.domain in (*near, main.domain) and sign.row != main.row and sign.level != 1
    ]
    more = chance.sample(lower, k=min(len(lower), chance.randint(1, 2))) if level > 1 else []
    rows = {main.row: main}
    for sign in more:
        rows.setdefault(sign.row, sign)
    return list(rows.values())


def _one(signs: list[Indicator], chance: Random) -> Indicator | None:
    return chance.choice(signs) if signs else None


def _fits(sign: Indicator, months: int) -> bool:
    band = sign.age
    if band is None:
        return True
    below = band.below_months
    return not band.unborn and (band.from_months or 0) <= months and (below is None or months < below)


def _age(months: int) -> str:
    if months < 2 * MONTHS:
        return f"{months} months"
    return f"{months // MONTHS} years"
