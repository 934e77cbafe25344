"""
Case + rulebook + day -> Assessment: the one call everything else goes through.

Both channels work every case out. If they differ, the higher outcome stands, the
reader is told, and the answer carries what each of them concluded, for the caller to
log as an incident (P10). The engine advises; a named person decides (P1).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from threshold_engine import rete, spec
from threshold_engine.caveats import caveats, outside_age_band
from threshold_engine.errors import FactsError, Problem
from threshold_engine.explain import blocked
from threshold_engine.exploitation import exploitation
from threshold_engine.hours import answers_at, hours_words
from threshold_engine.model.assessment import (
    Assessment,
    Channels,
    ContactAnswer,
    DutyAnswer,
    LevelAnswer,
    Reason,
    Response,
    Review,
    Sharing,
    Stamp,
    Strength,
    Urgency,
)
from threshold_engine.model.case import Case
from threshold_engine.model.edition import Edition, edition_on
from threshold_engine.model.facts import Facts, Firings
from threshold_engine.model.guidance import Rule, Rulebook
from threshold_engine.model.words import Consent, Kind
from threshold_engine.names import unknown_rule
from threshold_engine.outcome import LEVEL_OF_RAG, Outcome, outcome, review_level
from threshold_engine.reach import level_range
from threshold_engine.settle import Settled, settle
from threshold_engine.sources import cite
from threshold_engine.trace import Trace, supporting, trace
from threshold_engine.wording import Wording

Channel = Callable[[Facts], Firings]
REVIEW_OUTSIDE_BAND_FROM = 3
"""A sign this serious, recorded for a child outside its age band, is put before a manager."""


def assess(case: Case, rulebook: Rulebook, *, first: Channel = spec.evaluate, second: Channel = rete.evaluate) -> Assessment:
    """
    Assess a case under the edition of the guidance in force on its day.

    Args:
        case: With ``as_of`` set: the core reads no clock.
        first, second: The two channels.

    Raises:
        FactsError: No day, a day before the guidance begins, or a name nobody knows.
        EngineFault: A channel failed.

    Source:
        DESIGN promises P1 to P10; docs/decisions/0001.
    """
    if case.as_of is None:
        raise FactsError(
            [Problem("as_of", "NO_DAY", "the day the answer is for is missing", "give as_of, for example 2026-11-22")]
        )
    edition = edition_on(rulebook, case.as_of)
    settled = settle(case, edition)
    facts = settled.facts
    fired, channels = _both(first(facts), second(facts))
    reached = outcome(edition, fired)
    reading = spec.read(facts)
    level = _level(settled, reading, reached, fired)
    wording = wording_of(rulebook)
    return Assessment(
        rulebook=Stamp(rulebook.id, rulebook.version, rulebook.digest, _day(case)),
        level=level,
        urgency=_urgency(edition, reached),
        response=_response(case, edition, reached),
        duties=_duties(edition, reached),
        sharing=_sharing(edition, reached),
        reasons=_reasons(reading, fired, reached.level, wording),
        blocked=blocked(reading, reached.level, wording),
        strengths=tuple(
            Strength(strength.id, strength.label, cite(edition, strength.source, strength.evidence))
            for strength in (edition.indicators[name] for name in sorted(fired.present))
            if strength.kind is Kind.STRENGTH
        ),
        exploitation=exploitation(reading, fired.present, _day(case)),
        channels=channels,
        caveats=caveats(case, settled, level, channels, _day(case)),
    )


def trace_rule(case: Case, rulebook: Rulebook, rule_id: str) -> Trace:
    """
    Say clause by clause whether one rule holds for a case, and on which facts.

    Raises:
        FactsError: As for assess, or no such rule is in force on the day.
    """
    edition = edition_on(rulebook, _day(case))
    rule = next((rule for rule in edition.rules if rule.id == rule_id), None)
    if rule is None:
        raise FactsError([unknown_rule(rule_id, [rule.id for rule in edition.rules])])
    return trace(rule.when, spec.read(settle(case, edition).facts), wording_of(rulebook))


def _day(case: Case) -> date:
    if case.as_of is None:
        raise FactsError(
            [Problem("as_of", "NO_DAY", "the day the answer is for is missing", "give as_of, for example 2026-11-22")]
        )
    return case.as_of


def wording_of(rulebook: Rulebook) -> Wording:
    """Give the wording of a rulebook, worked out once."""
    found = rulebook.cache.get("wording")
    if not isinstance(found, Wording):
        found = rulebook.cache["wording"] = Wording(rulebook)
    return found


def _both(first: Firings, second: Firings) -> tuple[Firings, Channels]:
    if first == second:
        return first, Channels(agree=True)
    return first | second, Channels(
        agree=False,
        only_first=tuple(sorted(_names(first) - _names(second))),
        only_second=tuple(sorted(_names(second) - _names(first))),
    )


def _names(fired: Firings) -> set[str]:
    return {
        *(f"present {name}" for name in fired.present),
        *(f"counts {name}" for name in fired.counting),
        *(f"rule {name}" for name in fired.rules),
    }


def _level(settled: Settled, reading: spec.Reading, reached: Outcome, fired: Firings) -> LevelAnswer:
    definition = reading.facts.edition.levels.get(reached.level)
    return LevelAnswer(
        suggested=reached.level,
        range=level_range(reading, reached.level),
        name=definition.name if definition else f"Level {reached.level}",
        meaning=definition.meaning if definition else "",
        review=_review(settled, reached, fired),
    )


def _review(settled: Settled, reached: Outcome, fired: Firings) -> Review | None:
    outside = [
        indicator
        for indicator in outside_age_band(settled)
        if indicator.kind is Kind.RISK and indicator.level >= REVIEW_OUTSIDE_BAND_FROM and indicator.level > reached.level
    ]
    asked = max([reached.review or 0, *(indicator.level for indicator in outside)])
    if asked <= reached.level:
        return None
    rules = [
        rule for rule in settled.facts.edition.rules if rule.id in fired.rules and review_level(rule, reached.level) == asked
    ]
    because = [f"{rule.label}. {rule.because}" for rule in rules]
    because += [
        f"“{indicator.label}” was recorded for a child outside its age band. Check the age."
        for indicator in outside
        if indicator.level == asked
    ]
    return Review(asked, " ".join(because), tuple(rule.id for rule in rules))


def _urgency(edition: Edition, reached: Outcome) -> Urgency:
    rung = edition.ladder.get(reached.rag)
    act_within = "PT0S" if reached.call_999 else (rung.act_within if rung else None)
    return Urgency(str(reached.rag), act_within, reached.call_999)


def _response(case: Case, edition: Edition, reached: Outcome) -> Response:
    pathway = edition.pathways.get(reached.level)
    # What is red calls for the numbers of level 4, whatever the level.
    levels = {reached.level, LEVEL_OF_RAG[reached.rag]}
    contacts = [entry for entry in edition.contacts if levels & set(entry.levels)]
    day = case.as_of
    if case.time_of_day is not None and day is not None:
        holidays = edition.rulebook.bank_holidays
        contacts = [entry for entry in contacts if answers_at(entry.hours, day, case.time_of_day, holidays)]
    return Response(
        pathway=pathway.name if pathway else "",
        steps=pathway.steps if pathway else (),
        contacts=tuple(
            ContactAnswer(entry.id, entry.name, entry.phone, entry.use_for, hours_words(entry.hours), entry.checked_on)
            for entry in contacts
        ),
        source=cite(edition, pathway.source, pathway.evidence) if pathway else None,
    )


def _duties(edition: Edition, reached: Outcome) -> tuple[DutyAnswer, ...]:
    return tuple(
        DutyAnswer(
            id=duty.id,
            name=duty.name,
            text=duty.text,
            who=duty.who,
            within=duty.within,
            legal_basis=duty.legal_basis,
            consent=str(duty.consent),
            hard=duty.hard,
            because=reached.duties[duty.id],
            source=cite(edition, duty.source, duty.evidence),
        )
        for duty in edition.duties.values()
        if duty.id in reached.duties
    )


def _sharing(edition: Edition, reached: Outcome) -> Sharing:
    definition = edition.levels.get(reached.level)
    if definition is None:
        return Sharing(True, "", None)
    text = definition.consent_text
    unstoppable = [edition.duties[name].name for name in reached.duties if edition.duties[name].consent is Consent.CANNOT_STOP]
    if definition.consent_needed and unstoppable:
        text += f" You do not need consent for: {'; '.join(unstoppable)}."
    return Sharing(definition.consent_needed, text, cite(edition, definition.source, definition.evidence))


def _reasons(reading: spec.Reading, fired: Firings, level: int, wording: Wording) -> tuple[Reason, ...]:
    edition = reading.facts.edition
    found = [
        Reason(
            id=name,
            kind="indicator",
            level=edition.indicators[name].level,
            effect="level",
            because=edition.indicators[name].label,
            advise=None,
            facts=(),
            source=cite(edition, edition.indicators[name].source, edition.indicators[name].evidence),
        )
        for name in fired.counting
    ]
    for rule in edition.rules:
        if rule.id in fired.rules:
            effect, lift = _effect(rule, level)
            found.append(
                Reason(
                    id=rule.id,
                    kind="rule",
                    level=lift,
                    effect=effect,
                    because=rule.because,
                    advise=rule.then.advise,
                    facts=tuple(dict.fromkeys(supporting(rule.when, reading, wording))),
                    source=cite(edition, rule.source, rule.evidence),
                )
            )
    return tuple(sorted(found, key=lambda reason: (-(reason.level or 0), reason.kind, reason.id)))


def _effect(rule: Rule, level: int) -> tuple[str, int | None]:
    if rule.then.floor is not None:
        return "floor", rule.then.floor
    asked = review_level(rule, level)
    if asked > level:
        return "review", asked
    for name, given in (("urgency", rule.then.rag), ("duty", rule.then.duties), ("advice", rule.then.advise)):
        if given:
            return name, None
    return "finding", None
