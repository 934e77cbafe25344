"""
From the guidance to what is shown of it: plain functions, no web.

Each gives a view (views.py), which is a mapping once dumped. Lists keep file order.
"""

from __future__ import annotations

from datetime import date

from threshold_api import views
from threshold_engine.assess import wording_of
from threshold_engine.hours import hours_words
from threshold_engine.model.edition import Edition, change_days
from threshold_engine.model.guidance import (
    AgeBand,
    Citation,
    Contact,
    Document,
    Domain,
    Duty,
    Effect,
    Indicator,
    Level,
    Pathway,
    Question,
    Rule,
    Rulebook,
    Rung,
)
from threshold_engine.model.words import Evidence
from threshold_engine.schema.ages import limit_words
from threshold_engine.sources import cite
from threshold_engine.wording import join


def stamp(rulebook: Rulebook, day: date) -> views.EditionView:
    """Say which guidance answers."""
    return views.EditionView(id=rulebook.id, version=rulebook.version, digest=rulebook.digest, as_of=day)


def health(rulebook: Rulebook) -> views.HealthView:
    """Say that the service runs, and on what."""
    return views.HealthView(status="ok", rulebook=rulebook.id, version=rulebook.version, digest=rulebook.digest)


def rulebook_view(edition: Edition, day: date) -> views.RulebookView:
    """Show the guidance as a whole."""
    book = edition.rulebook
    return views.RulebookView(
        id=book.id,
        title=book.title,
        area=book.area,
        version=book.version,
        digest=book.digest,
        status=book.status,
        owner=book.owner,
        starts=book.starts,
        review_by=book.review_by,
        review_overdue=day > book.review_by,
        approvals=list(book.approvals),
        as_of=day,
        in_force_from=edition.first_day,
        change_days=list(change_days(book)),
        counts=views.CountsView(
            domains=len(book.domains),
            levels=len(edition.levels),
            indicators=len(edition.indicators),
            rules=len(edition.rules),
            duties=len(edition.duties),
            questions=len(edition.questions),
            sources=len(book.sources),
        ),
    )


def indicator_view(edition: Edition, entry: Indicator) -> views.IndicatorView:
    """Show one indicator."""
    wording = wording_of(edition.rulebook)
    return views.IndicatorView(
        id=entry.id,
        label=entry.label,
        ask=entry.ask,
        kind=entry.kind,
        domain=entry.domain,
        level=entry.level,
        counts=entry.counts,
        met_when=wording.condition(entry.met_when) if entry.met_when is not None else None,
        age=_age_band(entry.age) if entry.age is not None else None,
        duties=list(entry.duties),
        aliases=list(entry.aliases),
        note=entry.note,
        since=entry.period.since,
        until=entry.period.until,
        source=_source(edition, entry.source, entry.evidence),
    )


def rule_view(edition: Edition, entry: Rule) -> views.RuleView:
    """Show one rule, its condition in words."""
    return views.RuleView(
        id=entry.id,
        label=entry.label,
        when=wording_of(edition.rulebook).condition(entry.when),
        then=_effect(entry.then),
        because=entry.because,
        note=entry.note,
        since=entry.period.since,
        until=entry.period.until,
        source=_source(edition, entry.source, entry.evidence),
    )


def duty_view(edition: Edition, entry: Duty) -> views.DutyView:
    """Show one duty, and whether it binds on the day."""
    return views.DutyView(
        id=entry.id,
        name=entry.name,
        text=entry.text,
        who=entry.who,
        within=entry.within,
        legal_basis=entry.legal_basis,
        consent=entry.consent,
        hard=entry.hard,
        in_force=edition.duties.get(entry.id) is entry,
        pending=entry.pending,
        note=entry.note,
        since=entry.period.since,
        until=entry.period.until,
        source=_source(edition, entry.source, entry.evidence),
    )


def duties_shown(edition: Edition) -> list[Duty]:
    """Give the duties in force, and those enacted that do not bind yet."""
    return [entry for entry in edition.rulebook.duties if entry.period.since is None or edition.duties.get(entry.id) is entry]


def level_view(edition: Edition, entry: Level) -> views.LevelView:
    """Show one level of need, with its pathway, phone numbers and urgency."""
    pathway = edition.pathways.get(entry.level)
    return views.LevelView(
        level=entry.level,
        name=entry.name,
        meaning=entry.meaning,
        test=entry.test,
        legal_basis=entry.legal_basis,
        assessment=entry.assessment,
        lead=entry.lead,
        consent_needed=entry.consent_needed,
        consent_text=entry.consent_text,
        route=entry.route,
        since=entry.period.since,
        until=entry.period.until,
        source=_source(edition, entry.source, entry.evidence),
        pathway=_pathway(edition, pathway) if pathway else None,
        contacts=[_contact(edition, contact) for contact in edition.contacts if entry.level in contact.levels],
        urgency=[_rung(edition, rung) for rung in edition.ladder.values() if rung.level == entry.level],
    )


def question_view(edition: Edition, entry: Question) -> views.QuestionView:
    """Show one question of the form."""
    return views.QuestionView(
        id=entry.id,
        ask=entry.ask,
        type=entry.type,
        choices=list(entry.choices),
        section=entry.section,
        who=list(entry.who),
        why=entry.why,
        use=entry.use,
        since=entry.period.since,
        until=entry.period.until,
        source=_source(edition, entry.source, entry.evidence),
    )


def domain_view(edition: Edition, entry: Domain) -> views.DomainView:
    """Show one group of indicators."""
    inside = sum(1 for indicator in edition.indicators.values() if indicator.domain == entry.id)
    return views.DomainView(id=entry.id, name=entry.name, ask=entry.ask, indicators=inside)


def document_view(entry: Document) -> views.DocumentView:
    """Show one document the guidance cites."""
    return views.DocumentView(
        key=entry.key,
        title=entry.title,
        publisher=entry.publisher,
        edition=entry.edition,
        date=entry.date,
        url=entry.url,
        licence=entry.licence,
        status=entry.status,
        note=entry.note,
    )


def age_words(band: AgeBand) -> str:
    """Say an age band, for example: 10 years or older and under 18 years."""
    if band.unborn:
        return "not yet born"
    low = f"{limit_words(band.from_months)} or older" if band.from_months is not None else ""
    high = f"under {limit_words(band.below_months)}" if band.below_months is not None else ""
    words = join([part for part in (low, high) if part], "and")
    if band.below_months_if_disabled is not None:
        words += f" (under {limit_words(band.below_months_if_disabled)} if disabled)"
    return f"{words}, or not yet born" if band.or_unborn else words


def matches(entry: Indicator, text: str) -> bool:
    """Tell whether every word of a search stands in the label, the question or another name of an indicator."""
    told = " ".join([entry.label, entry.ask, *entry.aliases]).casefold()
    return all(word in told for word in text.casefold().split())


def _age_band(band: AgeBand) -> views.AgeBandView:
    return views.AgeBandView(
        from_months=band.from_months,
        below_months=band.below_months,
        below_months_if_disabled=band.below_months_if_disabled,
        unborn=band.unborn,
        or_unborn=band.or_unborn,
        words=age_words(band),
    )


def _effect(effect: Effect) -> views.EffectView:
    return views.EffectView(
        floor=effect.floor,
        review=effect.review,
        review_raise_by=effect.review_raise_by,
        rag=effect.rag,
        duties=list(effect.duties),
        advise=effect.advise,
        finding=effect.finding,
        call_999=effect.call_999,
    )


def _pathway(edition: Edition, entry: Pathway) -> views.PathwayView:
    return views.PathwayView(
        id=entry.id, name=entry.name, steps=list(entry.steps), source=_source(edition, entry.source, entry.evidence)
    )


def _contact(edition: Edition, entry: Contact) -> views.ContactView:
    return views.ContactView(
        id=entry.id,
        name=entry.name,
        phone=entry.phone,
        use_for=entry.use_for,
        hours=hours_words(entry.hours),
        checked_on=entry.checked_on,
        source=_source(edition, entry.source, entry.evidence),
    )


def _rung(edition: Edition, entry: Rung) -> views.RungView:
    return views.RungView(
        rag=entry.rag,
        meaning=entry.meaning,
        act_within=entry.act_within,
        partner_reply_within=entry.partner_reply_within,
        source=_source(edition, entry.source, entry.evidence),
    )


def _source(edition: Edition, citation: Citation, evidence: Evidence) -> views.SourceView:
    found = cite(edition, citation, evidence)
    return views.SourceView(
        key=found.key, title=found.title, edition=found.edition, at=found.at, url=found.url, evidence=found.evidence
    )
