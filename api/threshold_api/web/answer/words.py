"""How the answer says times, sources, days and numbers to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from threshold_api.web.words import AGENCIES
from threshold_engine.durations import NOW, within
from threshold_engine.model.assessment import FactUsed, LevelAnswer, Source, Urgency
from threshold_engine.model.edition import Edition

EVIDENCE = {
    "seen": "We read this in the source itself.",
    "seen-mapped": "We read the source. Which level it belongs to is our reading of it.",
    "known": "This is well known, but we did not check it again in the printed source.",
}


@dataclass(frozen=True, slots=True)
class SourceView:
    """
    Where words come from.

    Attributes:
        evidence: How well we checked it, in plain words.
    """

    title: str
    edition: str | None
    at: str
    url: str | None
    evidence: str


def source_view(source: Source) -> SourceView:
    """Give a source for a reader."""
    return SourceView(source.title, source.edition, source.at, source.url, EVIDENCE[source.evidence])


def urgency_words(urgency: Urgency) -> tuple[str, str]:
    """Give how urgent it is: a few words for a label, and a sentence with the time."""
    colour = urgency.rag.capitalize()
    if urgency.call_999:
        return f"{colour}: call 999 now", "Call 999 before you do anything else."
    if urgency.act_within is None:
        return f"{colour}: no deadline", "No time limit is set. Look again if anything changes."
    time = within(urgency.act_within)
    if urgency.rag == "red" or time == NOW:
        decide = "" if time == NOW else f" The council should decide what happens next {time}."
        return f"{colour}: act now", f"Phone now. Write afterwards.{decide}"
    return f"{colour}: act {time}", "The council should decide what happens next in that time."


def level_words(edition: Edition, level: int) -> str:
    """Give a level with its name, for example ``level 2 (Early Help)``."""
    return f"level {level} ({edition.levels[level].name})"


def range_words(level: LevelAnswer) -> str | None:
    """Say how far open answers could move the level; None if they cannot."""
    low, high = level.range
    if low == high:
        return None
    if low == level.suggested:
        return f"With the answers still open, it could be as high as level {high}."
    if high == level.suggested:
        return f"With the answers still open, it could be as low as level {low}."
    return f"With the answers still open, it could be anything from level {low} to level {high}."


def knows_too_little(level: LevelAnswer) -> bool:
    """Tell whether nothing was found and a serious worry is still open: then the level must not reassure."""
    return level.suggested == 1 and level.range[1] > 2


def day_words(day: date) -> str:
    """Write a day, for example ``23 November 2026``."""
    return f"{day.day} {day:%B %Y}"


def fact_words(fact: FactUsed) -> str:
    """Say a fact that a reason rests on."""
    if fact.id == "setting.agency" and fact.value in AGENCIES:
        return f"where you are: “{AGENCIES[fact.value]}”"
    return fact.words


def sentence(words: str) -> str:
    """Give words a capital and a full stop, so that they can stand alone."""
    plain = words[:1].upper() + words[1:]
    return plain if plain.endswith((".", "?", "!", "”")) else f"{plain}."
