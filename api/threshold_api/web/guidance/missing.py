"""An address that leads to no entry: what may be meant, or when it was in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_engine.document.markdown import day_words, period_words
from threshold_engine.model.guidance import Period

CLOSE = 0.5
MOST_NEAR = 5
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Part:
    """
    A part of the guidance whose entries have pages.

    Attributes:
        what: One of its entries, for example “a sign”.
        here: The name of each entry in force on the day.
        ever: When each entry of any day is in force; empty where entries have no dates.
    """

    what: str
    path: str
    here: Mapping[str, str]
    ever: Mapping[str, Sequence[Period]]


@dataclass(frozen=True, slots=True)
class MissingView:
    """
    Attributes:
        text: What is so.
        near: What may be meant, or the same entry on a day when it was in force.
        back: The list of all of them.
    """

    title: str
    text: str
    near_title: str
    near: tuple[LinkView, ...]
    back: LinkView


def missing(reading: Reading, part: Part, name: str) -> MissingView:
    """Say why there is no page."""
    back = LinkView("See the whole list", reading.to(part.path))
    periods = [period for period in part.ever.get(name, ()) if period.since is not None]
    if periods:
        dates = " or ".join(period_words(period, reading.rulebook.starts) or "at all times" for period in periods)
        days = [max(period.since, reading.rulebook.starts) for period in periods if period.since is not None]
        return MissingView(
            "Not in force on that day",
            f"This was not in the guidance on {day_words(reading.day)}. It is in force {dates}.",
            "Read it as it stood",
            tuple(LinkView(f"on {day_words(day)}", _on(part, name, day)) for day in days),
            back,
        )
    shown = f"{name[: LONGEST - 1]}…" if len(name) > LONGEST else name
    near = get_close_matches(name[:LONGEST].lower(), sorted(part.here), n=MOST_NEAR, cutoff=CLOSE)
    return MissingView(
        "There is no page here",
        f"“{shown}” is not {part.what} of this guidance. Check the address.",
        "Did you mean one of these?",
        tuple(LinkView(part.here[close], reading.to(f"{part.path}/{close}")) for close in near),
        back,
    )


def _on(part: Part, name: str, day: date) -> str:
    return f"/guidance{part.path}/{name}?as_of={day.isoformat()}"
