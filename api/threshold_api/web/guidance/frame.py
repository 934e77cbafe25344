"""What stands round every page of the guidance: where it is, whose guidance it is, and of which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from threshold_api.web.guidance.days import DateView, Reading, TypedDay, typed_of
from threshold_engine.document.markdown import day_words

ASK_DAY = "as_of"
HINT = "For example, 1 7 2016. Any day since {}."


@dataclass(frozen=True, slots=True)
class LinkView:
    """Words that may lead somewhere."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class FrameView:
    """
    Attributes:
        crumbs: The way here from the first page of the guidance.
        status: That it is a draft, and whose.
        past: Said on top when another day than today was chosen.
        today: The same page, today.
        page: The page the date form leads back to.
        words: The words searched for, which the date form keeps.
    """

    title: str
    crumbs: tuple[LinkView, ...]
    status: str
    past: str | None
    today: str
    asked: DateView
    page: str
    words: str


def frame(reading: Reading, title: str, page: str, trail: Sequence[LinkView] = (), words: str = "") -> FrameView:
    """
    Give the frame of a page.

    Args:
        page: The path of the page, without the day.
        trail: The pages between the first one and this one.
    """
    typed = typed_of(reading.chosen) if reading.chosen else TypedDay()
    return FrameView(
        title=title,
        crumbs=_crumbs(reading, page, trail),
        status=reading.rulebook.status,
        past=past_words(reading),
        today=f"{page}?{urlencode({'q': words})}" if words else page,
        asked=asked_day(reading, typed),
        page=page,
        words=words,
    )


def asked_day(reading: Reading, typed: TypedDay, error: str | None = None, wrong: str | None = None) -> DateView:
    """Give the fields that ask for another day."""
    hint = HINT.format(day_words(reading.rulebook.starts))
    return DateView(ASK_DAY, "Which day?", hint, typed, error, wrong)


def past_words(reading: Reading) -> str | None:
    """Say that this is the guidance of another day; None if no day was chosen."""
    if reading.chosen is None:
        return None
    words = day_words(reading.chosen)
    if reading.chosen > reading.today:
        return f"You are reading the guidance as it will stand on {words}, as far as is known now."
    return f"You are reading the guidance as it stood on {words}."


def _crumbs(reading: Reading, page: str, trail: Sequence[LinkView]) -> tuple[LinkView, ...]:
    if page == "/guidance":
        return ()
    return (LinkView("Guidance", reading.to("")), *trail)
