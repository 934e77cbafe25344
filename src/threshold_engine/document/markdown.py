"""Small pieces of Markdown, and the few words every part of the page uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from threshold_engine.durations import duration_words
from threshold_engine.model.guidance import AgeBand, Citation, Period
from threshold_engine.model.words import Evidence
from threshold_engine.schema.ages import limit_words
from threshold_engine.wording import join

MARKS = {Evidence.SEEN: "", Evidence.SEEN_MAPPED: "**‡ seen-mapped**", Evidence.KNOWN: "**† known**"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with an anchor of its own; those of level 2 and 3 stand in the table of contents."""

    level: int
    anchor: str
    title: str

    def __str__(self) -> str:
        return f'{"#" * self.level} <a id="{self.anchor}"></a>{text(self.title)}'


Block = str | Heading
"""Blocks are parted by an empty line."""


def text(words: str) -> str:
    """Make words safe anywhere on the page, tables included."""
    flat = " ".join(words.split())
    for mark in ("\\", "|", "*"):
        flat = flat.replace(mark, f"\\{mark}")
    return flat.replace("<", "&lt;")


def first_upper(words: str) -> str:
    """Begin with a capital and leave the rest alone."""
    return words[:1].upper() + words[1:]


def ended(words: str) -> str:
    """End with a full stop if no other mark ends it."""
    return words if words.endswith((".", "?", "!", ":", ".”")) else f"{words}."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table; the cells must be safe already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def bullets(items: Iterable[str]) -> str:
    """Give a list with dots."""
    return "\n".join(f"- {item}" for item in items)


def numbered(items: Iterable[str]) -> str:
    """Give a list with numbers."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def stacked(items: Iterable[str]) -> str:
    """Put the items that are not empty under one another in a cell."""
    return "<br>".join(item for item in items if item)


def spot(anchor: str) -> str:
    """Give a place that a link can lead to."""
    return f'<a id="{anchor}"></a>'


def link(words: str, anchor: str) -> str:
    """Give a link inside the page."""
    return f"[{text(words)}](#{anchor})"


def source(citation: Citation, evidence: Evidence) -> str:
    """Say where an entry comes from, with the mark if it was not checked in print."""
    # A link by reference: the address stands once, at the end of the page.
    place = f"[{citation.key}], {text(citation.at)}"
    return f"{place} {MARKS[evidence]}" if MARKS[evidence] else place


def source_line(citation: Citation, evidence: Evidence, dates: str = "") -> str:
    """Say where an entry comes from, and when it is in force, as a line of its own."""
    return ended(f"Source: {source(citation, evidence)}") + (f" In force {dates}." if dates else "")


def day_words(day: date) -> str:
    """Say a day as people write it."""
    return f"{day.day} {day:%B %Y}"


def period_words(period: Period, starts: date) -> str:
    """Say when an entry is in force; empty if that is from the first day of the guidance on, without an end."""
    if period.since is None:
        return "not begun"
    last = day_words(period.until - timedelta(days=1)) if period.until else None
    if period.since <= starts:
        return f"up to {last}" if last else ""
    return f"from {day_words(period.since)}" + (f" to {last}" if last else "")


def still_in_force(period: Period) -> bool:
    """Tell whether an entry has begun and has no last day."""
    return period.since is not None and period.until is None


def age_words(age: AgeBand) -> str:
    """Say for which ages an indicator counts."""
    if age.unborn:
        return "before birth only"
    parts = []
    if age.from_months is not None:
        parts.append(f"from {limit_words(age.from_months)}")
    if age.below_months is not None:
        parts.append(f"under {limit_words(age.below_months)}")
    words = join(parts, "and")
    if age.below_months_if_disabled is not None:
        words += f" (under {limit_words(age.below_months_if_disabled)} if disabled)"
    return f"{words}, or before birth" if age.or_unborn else words


def time_limit(duration: str | None) -> str:
    """Say a time limit of the ladder, or that there is none."""
    return "no time set" if duration is None else duration_words(duration)


def plain(slug: str) -> str:
    """Say a short name of a rule file as words."""
    return slug.replace("-", " ").replace("_", " ")
