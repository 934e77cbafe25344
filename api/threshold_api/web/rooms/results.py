"""The results of a case that was shown: how the votes spread, which reasons were ticked, how far people agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from threshold_api.web.rooms.agreement import agreeing_pairs, fleiss_kappa, size_in_words
from threshold_api.web.rooms.model import LEVELS, SOMETHING_ELSE, Tally, Vote, tally
from threshold_api.web.rooms.scenarios import Scenario

WHAT_IT_MEANS = "1 means that everyone agreed. 0 means no more than if people had chosen by chance."


@dataclass(frozen=True, slots=True)
class LevelCount:
    level: int
    name: str
    votes: int
    share: str
    is_answer: bool


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """
    Attributes:
        width: Length of its bar, of 100.
    """

    id: str
    words: str
    votes: int
    in_case: bool
    width: int


@dataclass(frozen=True, slots=True)
class Measure:
    """
    One figure of agreement.

    Attributes:
        figure: The number; empty if there is none yet.
        says: What it means in plain words, or what is needed to have it.
    """

    id: str
    title: str
    figure: str
    says: str


@dataclass(frozen=True, slots=True)
class Results:
    people: int
    matching: int
    levels: tuple[LevelCount, ...]
    reasons: tuple[ReasonCount, ...]
    agreement: tuple[Measure, ...]


def results(votes: Sequence[Vote], scenario: Scenario, level: int, names: Mapping[int, str], words: Mapping[str, str]) -> Results:
    """
    Give the results of one case.

    Args:
        level: What the engine answers.
        names: Of the levels.
        words: For each reason that could be ticked.
    """
    counts = tally(votes)
    people = len(votes)
    levels = tuple(
        LevelCount(number, names[number], count, percent(Fraction(count, people)) if people else "0%", number == level)
        for number, count in zip(LEVELS, counts, strict=True)
    )
    return Results(
        people,
        counts[level - 1],
        levels,
        tuple(_reasons(votes, scenario, words)),
        (pair_measure(counts), reason_measure(votes, offered(scenario))),
    )


def offered(scenario: Scenario) -> tuple[str, ...]:
    """Give every reason that can be ticked."""
    return (*scenario.reasons, SOMETHING_ELSE)


def pair_measure(counts: Tally) -> Measure:
    """Say how often two people chose the same level."""
    share = agreeing_pairs(counts)
    title = "The level of this case"
    if share is None:
        return Measure("pairs", title, "", "At least two people have to vote.")
    says = f"Pick any two people here. The chance that they chose the same level is {percent(share)}."
    return Measure("pairs", title, percent(share), says)


def reason_measure(votes: Sequence[Vote], reasons: Sequence[str]) -> Measure:
    """Say how far people ticked the same reasons: each reason is a question with a yes and a no."""
    ticked = [sum(reason in given.reasons for given in votes) for reason in reasons]
    kappa = fleiss_kappa([(count, len(votes) - count) for count in ticked])
    title = "The reasons of this case (Fleiss’ kappa)"
    if kappa is None:
        return Measure("reasons", title, "", "At least two people have to vote.")
    says = f"{_agreement(kappa)} on which of the {len(reasons)} reasons to tick. {WHAT_IT_MEANS}"
    return Measure("reasons", title, decimal(kappa), says)


def session_measure(tallies: Iterable[Tally]) -> Measure:
    """Say how far people chose the same levels over all cases shown in this room."""
    counted = [counts for counts in tallies if agreeing_pairs(counts) is not None]
    title = "The levels of all cases so far (Fleiss’ kappa)"
    kappa = fleiss_kappa(counted)
    if kappa is None:
        return Measure("session", title, "", "This needs two cases or more. Do another case to see it.")
    says = f"{_agreement(kappa)} on the level, over {len(counted)} cases. {WHAT_IT_MEANS}"
    return Measure("session", title, decimal(kappa), says)


def percent(share: Fraction) -> str:
    """Write a share, for example ``43%``."""
    return f"{round(share * 100)}%"


def decimal(kappa: Fraction) -> str:
    """Write a kappa to two places, without a minus before nought."""
    text = f"{float(kappa):.2f}"
    return "0.00" if text == "-0.00" else text


def _agreement(kappa: Fraction) -> str:
    words = size_in_words(kappa)
    return f"{words.capitalize()} agreement" if kappa > 0 else "Agreement no better than chance"


def _reasons(votes: Sequence[Vote], scenario: Scenario, words: Mapping[str, str]) -> list[ReasonCount]:
    found = []
    for reason in offered(scenario):
        count = sum(reason in given.reasons for given in votes)
        width = round(100 * count / len(votes)) if votes else 0
        found.append(ReasonCount(reason, words[reason], count, reason in scenario.signs, width))
    return sorted(found, key=lambda row: (-row.votes, row.words))
