"""What is shown once somebody has decided: the answer of the guidance beside their own, and why."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_api.web.words import level_title
from threshold_engine.model.assessment import Assessment, Reason
from threshold_engine.model.guidance import Rulebook


@dataclass(frozen=True, slots=True)
class LevelChoice:
    value: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    text: str
    level: str
    address: str
    source: str


@dataclass(frozen=True, slots=True)
class RevealView:
    """
    Attributes:
        verdict: How the own level stands to that of the guidance.
        same: Whether they agree.
        review: What a manager is asked to consider, or empty.
    """

    own: int
    level: int
    name: str
    same: bool
    verdict: str
    urgency: str
    review: str
    reasons: tuple[ReasonView, ...]
    duties: tuple[str, ...]
    strengths: tuple[str, ...]


def level_choices(rulebook: Rulebook, answer: Assessment) -> tuple[LevelChoice, ...]:
    """Give the four levels to choose from, as they stand on the day of the answer."""
    day = answer.rulebook.as_of
    levels = [level for level in rulebook.levels if level.period.holds_on(day)]
    return tuple(LevelChoice(str(level.level), level_title(level.level, level.name), level.meaning) for level in levels)


def reveal(own: int, answer: Assessment) -> RevealView:
    """Set an own decision beside the answer."""
    level = answer.level.suggested
    return RevealView(
        own=own,
        level=level,
        name=answer.level.name,
        same=own == level,
        verdict=_verdict(own, level),
        urgency=answer.urgency.rag,
        review=answer.level.review.because if answer.level.review else "",
        reasons=tuple(_reason(reason) for reason in answer.reasons if reason.level is not None),
        duties=tuple(duty.name for duty in answer.duties),
        strengths=tuple(strength.label for strength in answer.strengths),
    )


def _verdict(own: int, level: int) -> str:
    if own == level:
        return "You and the guidance agree."
    if own > level:
        return f"You went higher than the guidance: level {own}, not level {level}. What did you see that is not below?"
    return f"You went lower than the guidance: level {own}, not level {level}. Which of the reasons below did you weigh less?"


def _reason(reason: Reason) -> ReasonView:
    kind = "indicators" if reason.kind == "indicator" else "rules"
    source = f"{reason.source.title}, {reason.source.at}"
    return ReasonView(reason.because, f"Level {reason.level}", f"/guidance/{kind}/{reason.id}", source)
