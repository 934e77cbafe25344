"""How the answer says times, sources, days and numbers to a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from threshold_engine.model.assessment import FactUsed, LevelAnswer, Source, Urgency
from threshold_engine.model.edition import Edition

NOW = "PT0S"
WITHIN = {NOW: "now", "P1D": "within 1 working day", "P3D": "within 3 working days"}
"""The days of the ladder are working days."""
_DURATION = re.compile(r"P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?")
_DIAL = re.compile(r"[0-9 ]+")

EVIDENCE = {
    "seen": "We read this in the source itself.",
    "seen-mapped": "We read the source. Which level it belongs to is our reading of it.",
    "known": "This is well known, but we did not check it again in the printed source.",
}
AGENCIES = {
    "ed-paediatric": "children’s emergency department",
    "ed-adult": "adult emergency department",
    "gp": "GP practice",
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


def within(duration: str) -> str:
    """
    Say an ISO duration, for example ``within 4 hours``.

    Raises:
        ValueError: It is not one that a ladder may have.
    """
    if duration in WITHIN:
        return WITHIN[duration]
    parts = _DURATION.fullmatch(duration)
    units = [(unit, number) for unit, number in parts.groupdict().items() if number] if parts else []
    if not units:
        raise ValueError(duration)
    return "within " + " ".join(f"{number} {unit.removesuffix('s') if number == '1' else unit}" for unit, number in units)


def urgency_words(urgency: Urgency) -> tuple[str, str]:
    """Give how urgent it is: a few words for a label, and a sentence with the time."""
    colour = urgency.rag.capitalize()
    if urgency.call_999:
        return f"{colour}: call 999 now", "Call 999 before you do anything else."
    if urgency.act_within is None:
        return f"{colour}: no deadline", "No time limit is set. Look again if anything changes."
    time = within(urgency.act_within)
    if urgency.rag == "red" or urgency.act_within == NOW:
        decide = "" if time == "now" else f" The council should decide what happens next {time}."
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


def dial(phone: str) -> str:
    """Give a number as a phone takes it: what stands behind it, such as "option 3", is for the ear."""
    found = _DIAL.match(phone)
    return found[0].replace(" ", "") if found else ""


def fact_words(fact: FactUsed) -> str:
    """Say a fact that a reason rests on."""
    if fact.id == "setting.agency":
        return f"where you are: {AGENCIES.get(fact.value, fact.value.replace('-', ' '))}"
    return fact.words


def sentence(words: str) -> str:
    """Give words a capital and a full stop, so that they can stand alone."""
    plain = words[:1].upper() + words[1:]
    return plain if plain.endswith((".", "?", "!", "”")) else f"{plain}."
