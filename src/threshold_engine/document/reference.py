"""What stands behind the guidance: sharing, code lists, other tools and the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from threshold_engine.document.markdown import (
    Block,
    Heading,
    bullets,
    first_upper,
    period_words,
    plain,
    source,
    source_line,
    spot,
    stacked,
    table,
    text,
)
from threshold_engine.model.guidance import Code, CodeList, Document, Rulebook

STATUS = {
    "seen": "read",
    "opening": "only the opening was read",
    "contents": "only the list of contents was read",
    "known": "not read again",
    "second-hand": "known only from another document",
}


def sharing(rulebook: Rulebook) -> Iterator[Block]:
    """Give the points of law and guidance on sharing information."""
    yield Heading(2, "sharing", "Sharing information, and consent")
    yield table(
        ("Point", "In force", "Source"),
        [
            (
                stacked((text(entry.text), f"Note: {text(entry.note)}" if entry.note else "")),
                first_upper(period_words(entry.period, rulebook.starts)) or "Throughout",
                source(entry.source, entry.evidence),
            )
            for entry in rulebook.sharing
        ],
    )


def codes(rulebook: Rulebook) -> Iterator[Block]:
    """Give the code lists, each in a few lines."""
    yield Heading(2, "codes", "Code lists")
    yield "Write down the code, the name of its list and the year. Dates are given where a code began after its list, or ended."
    written = Counter(note for entry in rulebook.codes for note in _notes(entry))
    shared = [note for note, times in written.items() if times > 1]
    if shared:
        yield "For more than one of the lists:"
        yield bullets(text(note) for note in shared)
    for entry in rulebook.codes:
        yield Heading(4, f"codes-{entry.id}", entry.title)
        yield from _code_groups(entry)
        own = [text(note) for note in _notes(entry) if note not in shared]
        if own:
            yield bullets(own)
        yield source_line(entry.source, entry.evidence)


def _notes(entry: CodeList) -> tuple[str, ...]:
    return (entry.note, *entry.notes) if entry.note else entry.notes


def _code_groups(entry: CodeList) -> Iterator[Block]:
    first = min((code.period.since for code in entry.values if code.period.since), default=date.max)
    for group in dict.fromkeys(code.group for code in entry.values):
        title = f"**{first_upper(plain(group))}**: " if group else ""
        yield title + "; ".join(_code(code, first) for code in entry.values if code.group == group)


def _code(code: Code, first: date) -> str:
    said = "" if code.code == code.label.replace(" ", "-") else f" {text(code.label)}"
    extra = "; ".join(part for part in (period_words(code.period, first), text(code.note or "")) if part)
    return f"`{code.code}`{said}{f' ({extra})' if extra else ''}"


def tools(rulebook: Rulebook) -> Iterator[Block]:
    """Give the background kept with the guidance, which no rule reads."""
    yield Heading(2, "other-tools", "Other tools and background")
    yield "For reading only. Nothing in this part decides a level or an urgency."
    for entry in rulebook.references:
        yield Heading(4, f"reference-{entry.id}", f"{entry.name} ({entry.area})" if entry.area else entry.name)
        yield bullets(text(line) for line in (*entry.text, *((f"Note: {entry.note}",) if entry.note else ())))
        yield source_line(entry.source, entry.evidence)


def sources(rulebook: Rulebook) -> Iterator[Block]:
    """Give every document cited, in the order of the short names."""
    yield Heading(2, "sources", "Sources")
    yield (
        "Every document that this page names. No wording is copied from them. Where the licence is not known, "
        "ask the publisher before you use any of the document's own words."
    )
    yield table(
        ("Short name", "Document", "How it was checked", "Licence"),
        [
            (
                f"{spot(f'source-{entry.key}')}`{entry.key}`",
                _document(entry),
                first_upper(STATUS[entry.status]),
                "Not known: ask" if entry.licence == "check" else text(entry.licence),
            )
            for entry in sorted(rulebook.sources, key=lambda entry: entry.key)
        ],
    )


def _document(entry: Document) -> str:
    title = f"[{text(entry.title)}]({entry.url})" if entry.url else text(entry.title)
    published = ", ".join(text(part) for part in (entry.publisher, entry.edition, entry.date) if part)
    return stacked((title, published, f"Note: {text(entry.note)}" if entry.note else ""))
