"""The pieces that pages of the guidance are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from threshold_api import views
from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_engine.document.markdown import ended, first_upper, period_words
from threshold_engine.model.guidance import Citation, Period
from threshold_engine.model.words import Evidence, Kind
from threshold_engine.sources import cite

EVIDENCE = {
    Evidence.SEEN: "Seen in the printed source.",
    Evidence.SEEN_MAPPED: "Seen in the printed source. The level is our choice: the source has other levels, or none.",
    Evidence.KNOWN: "Not yet checked against the printed source. The place and the level may be wrong.",
}
KINDS = {Kind.RISK: "Worry", Kind.STRENGTH: "Strength", Kind.CONTEXT: "Fact on record"}


@dataclass(frozen=True, slots=True)
class TagView:
    """
    A label on an entry.

    Attributes:
        look: The end of the name of its class in the style sheet.
    """

    text: str
    look: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """
    Where an entry comes from.

    Attributes:
        page: Our page about the document.
        url: The document itself, if it is to be found.
        checked: Whether the printed source was seen.
    """

    title: str
    page: str
    edition: str
    at: str
    url: str | None
    evidence: str
    checked: bool

    @property
    def place(self) -> str:
        """Give the edition and the place in it, for a line of text."""
        return ended(f"{self.edition}. {self.at}")


@dataclass(frozen=True, slots=True)
class RowView:
    """One fact of an entry: its name, and a line or more."""

    key: str
    lines: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """An entry in a list."""

    link: LinkView
    note: str = ""
    tags: tuple[TagView, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupView:
    """A part of a list, with a heading that an address can lead to."""

    anchor: str
    title: str
    items: tuple[ItemView, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ListView:
    """A page that is a list."""

    title: str
    lead: str
    groups: tuple[GroupView, ...]
    notes: tuple[str, ...] = ()

    @property
    def contents(self) -> tuple[LinkView, ...]:
        """Give the parts of the page, to jump to."""
        return tuple(LinkView(f"{group.title} ({len(group.items)})", f"#{group.anchor}") for group in self.groups)


def source_view(reading: Reading, found: views.SourceView) -> SourceView:
    """Show a source, and in plain words how well it was checked."""
    mark = Evidence(found.evidence)
    return SourceView(
        title=found.title,
        page=reading.to(f"/sources/{found.key}"),
        edition=found.edition or "No edition or date is given",
        at=first_upper(found.at),
        url=found.url,
        evidence=EVIDENCE[mark],
        checked=mark is not Evidence.KNOWN,
    )


def cited(reading: Reading, citation: Citation, evidence: Evidence) -> SourceView:
    """Show the source of an entry that the interface gives no view of."""
    found = cite(reading.edition, citation, evidence)
    return source_view(
        reading,
        views.SourceView(
            key=found.key, title=found.title, edition=found.edition, at=found.at, url=found.url, evidence=found.evidence
        ),
    )


def level_tag(level: int) -> TagView:
    """Give the label of a level."""
    return TagView(f"Level {level}", f"level-{level}")


def kind_tag(kind: Kind, level: int) -> TagView:
    """Give the label of an indicator: its level if it is a worry, or what else it is."""
    return level_tag(level) if kind is Kind.RISK else TagView(KINDS[kind], "plain")


def row(key: str, *lines: str | LinkView | None) -> RowView:
    """Give a fact of an entry; lines that are empty or None are left out."""
    kept = [LinkView(line) if isinstance(line, str) else line for line in lines if line]
    return RowView(key, tuple(kept))


def rows(given: Iterable[RowView]) -> tuple[RowView, ...]:
    """Leave out the facts that have no line."""
    return tuple(entry for entry in given if entry.lines)


def in_force(reading: Reading, period: Period) -> str:
    """Say when an entry is in force."""
    words = period_words(period, reading.rulebook.starts)
    return first_upper(words) if words else "Since the first day of this guidance, or before"


def cut(words: str, most: int = 160) -> str:
    """Shorten words for a list, between two words."""
    if len(words) <= most:
        return words
    return f"{words[:most].rsplit(' ', 1)[0].rstrip(',;:.')} …"
