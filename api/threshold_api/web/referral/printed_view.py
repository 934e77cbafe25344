"""The printable referral: every section with what it says and, plainly, what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from threshold_api.web.emergency import EmergencyView
from threshold_api.web.referral.draft import Draft, entries_now
from threshold_api.web.referral.entries import DAY_PARTS, Row
from threshold_api.web.referral.form_words import Choices
from threshold_api.web.referral.known_view import KnownView, known_in, other_answers
from threshold_api.web.referral.score_view import SendView, send
from threshold_api.web.referral.sections import SECTIONS
from threshold_api.web.referral.shapes import Field, Group, Section
from threshold_api.web.words import level_title
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Rag

NOT_SENT = "Not sent by this service. Phone or use the council’s portal."
MOST_REASONS = 6
PHONE_NOW = " Phone now."


@dataclass(frozen=True, slots=True)
class LineView:
    """A question and its answer; an answer keeps its line ends."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One person, event or step."""

    title: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """
    Attributes:
        missing: Questions with no answer, in one sentence; None where all are answered.
    """

    title: str
    lines: tuple[LineView, ...]
    known: tuple[KnownView, ...]
    entries: tuple[EntryView, ...]
    missing: str | None


@dataclass(frozen=True, slots=True)
class LevelView:
    """What this service suggests, in short."""

    title: str
    meaning: str
    range: str | None
    urgency: str
    call_999: bool
    reasons: tuple[str, ...]
    more: str | None
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedView:
    base: str
    not_sent: str
    written: str
    phone: LineView | None
    send: SendView | None
    gaps: tuple[LineView, ...]
    level: LevelView
    sections: tuple[PrintedSection, ...]
    answers: tuple[KnownView, ...]
    score: str
    guidance: str


def printed_view(
    draft: Draft, choices: Choices, rulebook: Rulebook, now: datetime, line: EmergencyView | None, base: str
) -> PrintedView:
    """Present the whole referral."""
    quality = draft.quality
    stamp = draft.assessment.rulebook
    return PrintedView(
        base=base,
        not_sent=NOT_SENT,
        written=f"{day_in_words(now)}, {now:%H:%M}",
        phone=LineView(line.name, line.phone) if line else None,
        send=send(draft),
        gaps=tuple(LineView(gap.label, gap.ask) for gap in quality.critical_gaps),
        level=_level(draft),
        sections=tuple(_section(draft, section, choices, rulebook) for section in SECTIONS),
        answers=other_answers(draft.referral.case, rulebook),
        score=f"{quality.score} of 100: {quality.band_label.lower()}. It marks the text, never how much the child needs.",
        guidance=f"{rulebook.title}, {stamp.version}, as it stood on {day_in_words(stamp.as_of)}",
    )


def _level(draft: Draft) -> LevelView:
    found = draft.assessment
    low, high = found.level.range
    because = tuple(
        dict.fromkeys(reason.because for reason in found.reasons if reason.level is not None or reason.effect == "urgency")
    )
    more = len(because) - MOST_REASONS
    return LevelView(
        title=level_title(found.level.suggested, found.level.name),
        meaning=found.level.meaning,
        range=f"With the answers still open it could be level {low} to level {high}." if low != high else None,
        urgency=f"Urgency: {found.urgency.rag}.{PHONE_NOW if found.urgency.rag == Rag.RED else ''}",
        call_999=found.urgency.call_999,
        reasons=because[:MOST_REASONS],
        more=f"And {more} more." if more > 0 else None,
        duties=tuple(f"{duty.name} (who: {duty.who}; when: {duty.within})" for duty in found.duties if duty.hard),
    )


def _section(draft: Draft, section: Section, choices: Choices, rulebook: Rulebook) -> PrintedSection:
    entries = entries_now(draft.check, section, draft.mapping)
    lines: list[LineView] = []
    groups: list[EntryView] = []
    missing: list[str] = []
    for part in section.parts:
        if isinstance(part, Group):
            rows = tuple(_entries(part, entries.rows.get(part.path, {}), choices))
            groups += rows
            missing += [] if rows else [part.title]
            continue
        text = _words(part, entries.single, choices)
        if text:
            lines.append(LineView(part.label, text))
        else:
            missing.append(part.label)
    return PrintedSection(
        section.title,
        tuple(lines),
        known_in(section.known, draft, rulebook),
        tuple(groups),
        f"Not filled in: {'; '.join(missing)}" if missing else None,
    )


def _entries(group: Group, rows: Mapping[int, Row], choices: Choices) -> Iterator[EntryView]:
    for at, row in enumerate(rows.values(), 1):
        lines = (LineView(field.label, text) for field in group.fields if (text := _words(field, row, choices)))
        yield EntryView(f"{group.one.capitalize()} {at}", tuple(lines))


def _words(field: Field, typed: Row, choices: Choices) -> str:
    if field.kind == "day":
        parts = [typed.get(f"{field.path}-{part}", "") for part in reversed(DAY_PARTS)]
        return day_in_words(date(*map(int, parts))) if all(parts) else ""
    text = typed.get(field.path, "")
    labels = {option.value: option.label for option in choices.get(field.kind, field.options)}
    return labels.get(text, text)


def day_in_words(day: date) -> str:
    """Write a day, for example 27 March 2019."""
    return f"{day.day} {day:%B %Y}"
