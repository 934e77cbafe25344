"""One entry to a page: an indicator, a rule or a duty."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_api import presenters
from threshold_api.web.guidance.conditions import ConditionView, condition_view, effect_lines
from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_api.web.guidance.pieces import (
    RowView,
    SourceView,
    TagView,
    in_force,
    kind_tag,
    row,
    rows,
    source_view,
)
from threshold_api.web.guidance.uses import uses_of
from threshold_engine.document.markdown import ended, first_upper
from threshold_engine.model.guidance import Duty, Indicator, Rule
from threshold_engine.model.words import Consent, Counts, Kind

COUNTS = {
    Counts.ALWAYS: "Always counts. Nothing that goes well takes it away.",
    Counts.UNLESS_MET: "Does not count if the need is already met and it has no effect on the child.",
}
CONSENT = {
    Consent.CANNOT_STOP: "Not needed. A refusal cannot stop this.",
    Consent.SEEK: "Ask first, and write down the answer.",
    Consent.NEEDED: "Needed, so a refusal can stop this.",
}
NO_LEVEL = {
    Kind.STRENGTH: "A strength. It sets no level, and it takes no worry away.",
    Kind.CONTEXT: "A fact on record. It sets no level by itself.",
}
ALIASES_LED = "Also said as"


@dataclass(frozen=True, slots=True)
class EntryView:
    """
    A page about one entry.

    Attributes:
        sort: What it is: a sign, a rule or a duty.
        lead: The words to begin with.
        condition: When a rule holds, if it is a rule.
        effects: What follows then.
    """

    sort: str
    title: str
    tags: tuple[TagView, ...]
    lead: str
    rows: tuple[RowView, ...]
    source: SourceView
    id: str
    condition: ConditionView | None = None
    effects: tuple[LinkView, ...] = ()


def indicator_page(reading: Reading, entry: Indicator) -> EntryView:
    """Show an indicator."""
    shown = presenters.indicator_view(reading.edition, entry)
    called = [reading.edition.duties[name] for name in entry.duties if name in reading.edition.duties]
    named = uses_of(reading.edition).rules_of_indicator.get(entry.id, ())
    counting = COUNTS[entry.counts] if entry.kind is Kind.RISK else NO_LEVEL[entry.kind]
    return EntryView(
        sort="Sign",
        title=entry.label,
        tags=(kind_tag(entry.kind, entry.level), *((TagView("Always counts", "plain"),) if _always(entry) else ())),
        lead=entry.ask,
        rows=rows(
            [
                row("Area", LinkView(area_name(reading, entry.domain), reading.to(f"/areas/{entry.domain}"))),
                row("How it counts", counting),
                row("Taken as met when", ended(first_upper(shown.met_when)) if shown.met_when else None),
                row("Age", first_upper(shown.age.words) if shown.age else None),
                row("Duties", *(LinkView(duty.name, reading.to(f"/duties/{duty.id}")) for duty in called)),
                row("Rules that name it", *(LinkView(rule.label, reading.to(f"/rules/{rule.id}")) for rule in named)),
                row(ALIASES_LED, *(f"“{alias}”" for alias in entry.aliases)),
                row("Note", entry.note),
                row("In force", in_force(reading, entry.period)),
            ]
        ),
        source=source_view(reading, shown.source),
        id=entry.id,
    )


def rule_page(reading: Reading, entry: Rule) -> EntryView:
    """Show a rule."""
    shown = presenters.rule_view(reading.edition, entry)
    return EntryView(
        sort="Rule",
        title=entry.label,
        tags=(),
        lead=ended(entry.because),
        rows=rows([row("Note", entry.note), row("In force", in_force(reading, entry.period))]),
        source=source_view(reading, shown.source),
        id=entry.id,
        condition=condition_view(reading, entry.when),
        effects=effect_lines(reading, entry.then),
    )


def duty_page(reading: Reading, entry: Duty) -> EntryView:
    """Show a duty, and what calls for it."""
    shown = presenters.duty_view(reading.edition, entry)
    uses = uses_of(reading.edition)
    signs = uses.indicators_of_duty.get(entry.id, ())
    named = uses.rules_of_duty.get(entry.id, ())
    return EntryView(
        sort="Duty",
        title=entry.name,
        tags=duty_tags(entry),
        lead=entry.text,
        rows=rows(
            [
                row("Not begun", entry.pending),
                row("Who", ended(entry.who)),
                row("By when", ended(first_upper(entry.within))),
                row("In law", ended(entry.legal_basis)),
                row("Consent", CONSENT[entry.consent]),
                row("Setting it aside", _hard(entry)),
                row("Signs that call for it", *(LinkView(sign.label, reading.to(f"/indicators/{sign.id}")) for sign in signs)),
                row("Rules that call for it", *(LinkView(rule.label, reading.to(f"/rules/{rule.id}")) for rule in named)),
                row("Note", entry.note),
                row("In force", None if entry.pending else in_force(reading, entry.period)),
            ]
        ),
        source=source_view(reading, shown.source),
        id=entry.id,
    )


def duty_tags(entry: Duty) -> tuple[TagView, ...]:
    """Give the labels of a duty."""
    if entry.pending is not None:
        return (TagView("Not begun", "plain"),)
    return (TagView("Hard duty", "hard"),) if entry.hard else ()


def area_name(reading: Reading, name: str) -> str:
    """Give the name of an area."""
    return next((area.name for area in reading.rulebook.domains if area.id == name), name)


def _always(entry: Indicator) -> bool:
    return entry.kind is Kind.RISK and entry.counts is Counts.ALWAYS


def _hard(entry: Duty) -> str:
    if entry.hard:
        return "Only a named manager can set it aside, and must give a reason."
    return "It can be set aside, with a reason."
