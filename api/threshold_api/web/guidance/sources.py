"""The documents behind the guidance, and what rests on each; sharing, and background."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from threshold_api import presenters
from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_api.web.guidance.lists import STATES
from threshold_api.web.guidance.pieces import GroupView, ItemView, ListView, RowView, SourceView, cited, kind_tag, row, rows
from threshold_api.web.guidance.response import limits
from threshold_api.web.words import level_title
from threshold_engine.document.markdown import ended, first_upper
from threshold_engine.document.reference import STATUS
from threshold_engine.model.guidance import Document

UNKNOWN_LICENCE = "Not known. Ask the publisher before you use the document’s own words."


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A page about one document."""

    title: str
    url: str | None
    rows: tuple[RowView, ...]
    groups: tuple[GroupView, ...]
    id: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A point with its source."""

    anchor: str
    title: str
    lines: tuple[str, ...]
    note: str | None
    source: SourceView


@dataclass(frozen=True, slots=True)
class PointsView:
    """A page of points."""

    title: str
    lead: str
    points: tuple[PointView, ...]


def sources_page(reading: Reading) -> ListView:
    """List the documents, those that more rests on first."""
    counted = Counter(key for _, key, _ in _citing(reading))
    documents = sorted(reading.edition.documents.values(), key=lambda entry: (-counted[entry.key], entry.title))
    groups = (
        ("cited", "Documents behind the guidance", [entry for entry in documents if counted[entry.key]]),
        ("background", "Background", [entry for entry in documents if not counted[entry.key]]),
    )
    return ListView(
        "Sources",
        "Every document that the guidance names, those that most rests on first. No wording is copied from them.",
        tuple(
            GroupView(anchor, title, tuple(_document_item(reading, entry, counted[entry.key]) for entry in members))
            for anchor, title, members in groups
        ),
    )


def _document_item(reading: Reading, entry: Document, times: int) -> ItemView:
    published = ", ".join(part for part in (entry.publisher, entry.edition or entry.date) if part)
    cites = f" – {times} entries rest on it" if times > 1 else " – 1 entry rests on it" if times else ""
    return ItemView(LinkView(entry.title, reading.to(f"/sources/{entry.key}")), f"{published}{cites}")


def source_page(reading: Reading, entry: Document) -> DocumentView:
    """Show a document, which parts of it are held, and what rests on it."""
    shown = presenters.document_view(entry)
    parts: dict[str, list[ItemView]] = {}
    for part, key, item in _citing(reading):
        if key == entry.key:
            parts.setdefault(part, []).append(item)
    held = [part for part in reading.rulebook.coverage if part.source == entry.key]
    return DocumentView(
        title=shown.title,
        url=shown.url,
        rows=rows(
            [
                row("Publisher", shown.publisher),
                row("Edition", shown.edition),
                row("Date", shown.date),
                row("How it was checked", first_upper(STATUS[shown.status])),
                row("Licence", UNKNOWN_LICENCE if shown.licence == "check" else shown.licence),
                row("Note", shown.note),
                *(
                    row(title, *(ended(f"{first_upper(part.part)}. {part.note}".strip()) for part in held if part.state == state))
                    for state, (title, _) in STATES.items()
                ),
            ]
        ),
        groups=tuple(GroupView(f"from-{number}", title, tuple(items)) for number, (title, items) in enumerate(parts.items(), 1)),
        id=shown.key,
    )


def _citing(reading: Reading) -> Iterator[tuple[str, str, ItemView]]:
    """Give everything in force that cites a document: its part, the key of the document, and a link to it."""
    edition, to = reading.edition, reading.to
    for level in edition.levels.values():
        yield "Levels", level.source.key, _item(level_title(level.level, level.name), to(f"/levels/{level.level}"))
    for sign in edition.indicators.values():
        link = LinkView(sign.label, to(f"/indicators/{sign.id}"))
        yield "Signs", sign.source.key, ItemView(link, "", (kind_tag(sign.kind, sign.level),))
    for rule in edition.rules:
        yield "Rules", rule.source.key, _item(rule.label, to(f"/rules/{rule.id}"))
    for duty in presenters.duties_shown(edition):
        yield "Duties", duty.source.key, _item(duty.name, to(f"/duties/{duty.id}"))
    for pathway in edition.pathways.values():
        yield "What to do", pathway.source.key, _item(f"Steps at level {pathway.level}", to(f"/levels/{pathway.level}"))
    for contact in edition.contacts:
        yield "What to do", contact.source.key, _item(f"{contact.name}, {contact.phone}", to("/pathways", "phone"))
    for rung in edition.ladder.values():
        yield "What to do", rung.source.key, _item(f"Urgency: {rung.rag}", to("/pathways", "urgency"))
    for clock in limits(reading):
        yield "What to do", clock.source.key, _item(f"Time limit: {clock.name}", to("/pathways", "limits"))
    for question in edition.questions.values():
        yield "Questions of the form", question.source.key, ItemView(LinkView(question.ask))
    yield from _citing_more(reading)


def _citing_more(reading: Reading) -> Iterator[tuple[str, str, ItemView]]:
    edition, to = reading.edition, reading.to
    tool = reading.rulebook.exploitation
    if tool is not None:
        yield "Spotting the Signs", tool.source.key, _item(tool.title, to("/exploitation"))
    for trigger in edition.triggers:
        yield "Spotting the Signs", trigger.source.key, _item(trigger.label, to("/exploitation", "act"))
    for category in edition.categories:
        name = f"Category {category.category}: {category.label}"
        yield "Spotting the Signs", category.source.key, _item(name, to("/exploitation/groups", "categories"))
    for point in reading.rulebook.sharing:
        if point.period.holds_on(reading.day):
            yield "Sharing information", point.source.key, _item(f"{point.text.split('. ')[0]}.", to("/sharing", point.id))
    for entry in reading.rulebook.references:
        yield "Background", entry.source.key, _item(entry.name, to("/background", entry.id))


def _item(text: str, href: str) -> ItemView:
    return ItemView(LinkView(text, href))


def sharing_page(reading: Reading) -> PointsView:
    """Show what the law and guidance say on sharing information."""
    held = [point for point in reading.rulebook.sharing if point.period.holds_on(reading.day)]
    return PointsView(
        "Sharing information and consent",
        "You can share what you know to keep a child safe. These points say when to ask first.",
        tuple(PointView(point.id, "", (point.text,), point.note, cited(reading, point.source, point.evidence)) for point in held),
    )


def background_page(reading: Reading) -> PointsView:
    """Show other tools and background, which no rule reads."""
    return PointsView(
        "Other tools and background",
        "For reading only. Nothing here decides a level or an urgency.",
        tuple(
            PointView(
                entry.id,
                f"{entry.name} ({entry.area})" if entry.area else entry.name,
                entry.text,
                entry.note,
                cited(reading, entry.source, entry.evidence),
            )
            for entry in reading.rulebook.references
        ),
    )
