"""What to do: a level, the steps at it, whom to phone, how urgent it is, and the time limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from threshold_api import presenters, views
from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_api.web.guidance.lists import level_signs, strongest
from threshold_api.web.guidance.pieces import (
    ItemView,
    RowView,
    SourceView,
    TagView,
    cited,
    in_force,
    level_tag,
    row,
    rows,
    source_view,
)
from threshold_api.web.words import dial, level_title
from threshold_engine.document.markdown import day_words, ended, first_upper, time_limit
from threshold_engine.model.guidance import Clock, Level, Rung
from threshold_engine.wording import join


@dataclass(frozen=True, slots=True)
class PhoneView:
    """
    Somebody to phone.

    Attributes:
        dial: The number as a link takes it; None on another day than today, so that nobody phones an old number.
    """

    name: str
    phone: str
    dial: str | None
    hours: str
    use_for: str
    levels: str
    checked: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class StepsView:
    """The steps at a level."""

    level: int
    tag: TagView
    name: str
    steps: tuple[str, ...]
    source: SourceView
    page: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A thing with facts about it and a source: a rating or a time limit."""

    title: str
    rows: tuple[RowView, ...]
    source: SourceView


@dataclass(frozen=True, slots=True)
class LevelView:
    """A page about a level."""

    title: str
    tag: TagView
    meaning: str
    rows: tuple[RowView, ...]
    source: SourceView
    steps: StepsView | None
    phones: tuple[PhoneView, ...]
    urgency: tuple[FactView, ...]
    areas: tuple[ItemView, ...]
    rules: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class PathwaysView:
    """The page about what to do."""

    title: str
    steps: tuple[StepsView, ...]
    phones: tuple[PhoneView, ...]
    urgency: tuple[FactView, ...]
    limits: tuple[FactView, ...]


def level_page(reading: Reading, entry: Level) -> LevelView:
    """Show a level."""
    shown = presenters.level_view(reading.edition, entry)
    consent = f"{'Needed' if shown.consent_needed else 'Not needed'}. {shown.consent_text}"
    named = [rule for rule in reading.edition.rules if strongest(rule.then)[1] == f"level-{entry.level}"]
    return LevelView(
        title=level_title(entry.level, entry.name),
        tag=level_tag(entry.level),
        meaning=entry.meaning,
        rows=rows(
            [
                row("The test", ended(entry.test)),
                row("In law", ended(entry.legal_basis)),
                row("Assessment", ended(entry.assessment)),
                row("Who leads", ended(entry.lead)),
                row("Consent", ended(consent)),
                row("What happens", ended(entry.route)),
                row("In force", in_force(reading, entry.period)),
            ]
        ),
        source=source_view(reading, shown.source),
        steps=_steps(reading, entry.level, shown.pathway),
        phones=tuple(_phone(reading, contact) for contact in shown.contacts),
        urgency=tuple(_rung(reading, rung) for rung in reading.edition.ladder.values() if rung.level == entry.level),
        areas=level_signs(reading, entry.level),
        rules=tuple(LinkView(rule.label, reading.to(f"/rules/{rule.id}")) for rule in named),
    )


def pathways_page(reading: Reading) -> PathwaysView:
    """Show what to do at every level, whom to phone, how fast to act, and the time limits."""
    edition = reading.edition
    levels = [presenters.level_view(edition, edition.levels[number]) for number in sorted(edition.levels, reverse=True)]
    steps = [_steps(reading, level.level, level.pathway) for level in levels]
    phones = {contact.id: contact for level in levels for contact in level.contacts}
    return PathwaysView(
        title="What to do",
        steps=tuple(entry for entry in steps if entry),
        phones=tuple(_phone(reading, contact) for contact in phones.values()),
        urgency=tuple(_rung(reading, rung) for rung in edition.ladder.values()),
        limits=tuple(_limit(reading, clock) for clock in limits(reading)),
    )


def limits(reading: Reading) -> Iterable[Clock]:
    """Give the time limits in force on the day."""
    return [clock for clock in reading.rulebook.clocks if clock.period.holds_on(reading.day)]


def _steps(reading: Reading, level: int, shown: views.PathwayView | None) -> StepsView | None:
    if shown is None:
        return None
    source = source_view(reading, shown.source)
    return StepsView(level, level_tag(level), shown.name, tuple(shown.steps), source, reading.to(f"/levels/{level}"))


def _phone(reading: Reading, shown: views.ContactView) -> PhoneView:
    levels = next(contact.levels for contact in reading.edition.contacts if contact.id == shown.id)
    return PhoneView(
        name=shown.name,
        phone=shown.phone,
        dial=dial(shown.phone) if reading.chosen is None else None,
        hours=first_upper(shown.hours),
        use_for=ended(shown.use_for),
        levels=join([str(level) for level in levels], "and"),
        checked=day_words(shown.checked_on),
        source=source_view(reading, shown.source),
    )


def _rung(reading: Reading, rung: Rung) -> FactView:
    return FactView(
        first_upper(rung.rag),
        rows(
            [
                row("What it means", rung.meaning),
                row("Usual level", LinkView(f"Level {rung.level}", reading.to(f"/levels/{rung.level}"))),
                row("Decide within", first_upper(time_limit(rung.act_within))),
                row("Partners reply within", first_upper(time_limit(rung.partner_reply_within))),
                row("Note", rung.note),
            ]
        ),
        cited(reading, rung.source, rung.evidence),
    )


def _limit(reading: Reading, clock: Clock) -> FactView:
    return FactView(
        clock.name,
        rows(
            [
                row("Limit", first_upper(clock.limit)),
                row("The clock starts with", first_upper(clock.starts)),
                row("Note", clock.note),
            ]
        ),
        cited(reading, clock.source, clock.evidence),
    )
