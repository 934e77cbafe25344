"""
Case + rulebook + day -> Assessment: the one call everything else goes through.

Both channels work every case out. If they differ, the higher outcome stands, the
reader is told, and the answer carries what each of them concluded, for the caller to
log as an incident (P10). The engine advises; a named person decides (P1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from threshold_engine import rete, spec
from threshold_engine.ask import ask_next
from threshold_engine.caveats import caveats, not_in_force, outside_age_band
from threshold_engine.changes import changes
from threshold_engine.doubts import stability
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
from threshold_engine.model.guidance import Contact, Indicator, Pathway, Rule, Rulebook
from threshold_engine.model.words import Consent, Kind, Rag
from threshold_engine.names import unknown_rule
from threshold_engine.outcome import LEVEL_OF_RAG, RAG_OF_LEVEL, Outcome, outcome, review_level
from threshold_engine.reach import level_range
from threshold_engine.settle import Settled, settle
from threshold_engine.sources import cite
from threshold_engine.trace import Trace, supporting, trace
from threshold_engine.wording import Wording

Channel = Callable[[Facts], Firings]
WATCHED_FROM = 3
"""A sign this serious that cannot set the level is put before a manager."""
NOT_THE_FAMILY = "Do not tell the family, and do not ask them to agree, until MASH or the police say so. Write down why."


def assess(
    case: Case,
    rulebook: Rulebook,
    *,
    what_if: bool = True,
    first: Channel = spec.evaluate,
    second: Channel = rete.evaluate,
) -> Assessment:
    """
    Assess a case under the edition of the guidance in force on its day.

    Args:
        case: With ``as_of`` set: the core reads no clock.
        what_if: Also say what to ask next, what would change the level, and which doubtful
            answer would. It takes several times as long as the rest.
        first, second: The two channels.

    Raises:
        FactsError: No day, a day before the guidance begins, or a name nobody knows.
        EngineFault: A channel failed.

    Source:
        DESIGN promises P1 to P10; docs/decisions/0001.
    """
    day = _day(case)
    edition = edition_on(rulebook, day)
    settled = settle(case, edition)
    facts = settled.facts
    fired, channels = _both(first(facts), second(facts))
    reached, watched = _with_watched(outcome(edition, fired), settled)
    reading = spec.read(facts)
    wording = wording_of(rulebook)
    level = _level(reading, reached, fired, watched)
    return Assessment(
        rulebook=Stamp(rulebook.id, rulebook.version, rulebook.digest, day),
        level=level,
        urgency=_urgency(edition, reached),
        response=_response(case, edition, reached),
        duties=_duties(edition, reached),
        sharing=_sharing(edition, reached, fired),
        reasons=_reasons(reading, fired, reached.level, wording),
        blocked=blocked(reading, reached.level, wording),
        changes=changes(reading, wording) if what_if else None,
        stability=stability(case, reading, wording) if what_if else None,
        ask_next=ask_next(case, reading, reached) if what_if else None,
        strengths=tuple(
            Strength(strength.id, strength.label, cite(edition, strength.source, strength.evidence))
            for strength in (edition.indicators[name] for name in sorted(fired.present))
            if strength.kind is Kind.STRENGTH
        ),
        exploitation=exploitation(reading, fired.present, day),
        channels=channels,
        caveats=caveats(case, settled, level, channels, day),
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


def _with_watched(reached: Outcome, settled: Settled) -> tuple[Outcome, tuple[Indicator, ...]]:
    """
    Take in the serious signs that were recorded but cannot set the level.

    A sign for children of another age, or one the guidance of that day did not have, does
    not set the level: but the age may be the mistake, and the harm is the harm. A manager
    is asked to look, and until then it is as urgent as the sign.
    """
    signs = [
        sign
        for sign in (*outside_age_band(settled), *not_in_force(settled))
        if sign.kind is Kind.RISK and sign.level >= WATCHED_FROM and sign.level > reached.level
    ]
    if not signs:
        return reached, ()
    top = max(sign.level for sign in signs)
    rag = max(reached.rag, RAG_OF_LEVEL[top], key=lambda each: each.rank)
    return replace(reached, rag=rag, review=max(reached.review or 0, top)), tuple(signs)


def _level(reading: spec.Reading, reached: Outcome, fired: Firings, watched: tuple[Indicator, ...]) -> LevelAnswer:
    definition = reading.facts.edition.levels.get(reached.level)
    return LevelAnswer(
        suggested=reached.level,
        range=level_range(reading, reached.level),
        name=definition.name if definition else f"Level {reached.level}",
        meaning=definition.meaning if definition else "",
        review=_review(reading.facts.edition, reached, fired, watched),
    )


def _review(edition: Edition, reached: Outcome, fired: Firings, watched: tuple[Indicator, ...]) -> Review | None:
    asked = reached.review
    if asked is None:
        return None
    rules = [rule for rule in edition.rules if rule.id in fired.rules and review_level(rule, reached.level) == asked]
    because = [f"{rule.label}. {rule.because}" for rule in rules]
    because += [
        f"“{sign.label}” was recorded, and by itself it is level {sign.level}. Check the age and the day."
        for sign in watched
        if sign.level == asked
    ]
    return Review(asked, " ".join(because), tuple(rule.id for rule in rules))


def _urgency(edition: Edition, reached: Outcome) -> Urgency:
    rung = edition.ladder.get(reached.rag)
    act_within = "PT0S" if reached.call_999 else (rung.act_within if rung else None)
    return Urgency(str(reached.rag), act_within, reached.call_999)


def _response(case: Case, edition: Edition, reached: Outcome) -> Response:
    # Nothing urgent waits: what is red is done as at level 4, whatever the level.
    acting = max(reached.level, LEVEL_OF_RAG[reached.rag])
    pathway = edition.pathways.get(acting)
    return Response(
        pathway=pathway.name if pathway else "",
        steps=_steps(pathway, reached) if pathway else (),
        contacts=tuple(_contact_answers(edition)[entry.id] for entry in _contacts(case, edition, reached, acting)),
        source=cite(edition, pathway.source, pathway.evidence) if pathway else None,
    )


def _steps(pathway: Pathway, reached: Outcome) -> tuple[str, ...]:
    if reached.tell_family:
        return pathway.steps
    return tuple(NOT_THE_FAMILY if number in pathway.family_steps else step for number, step in enumerate(pathway.steps, 1))


def _contact_answers(edition: Edition) -> dict[str, ContactAnswer]:
    """Give every phone line in words, by id; worked out once."""
    found = edition.compiled.get("contact_answers")
    if not isinstance(found, dict):
        found = edition.compiled["contact_answers"] = {
            entry.id: ContactAnswer(entry.id, entry.name, entry.phone, entry.use_for, hours_words(entry.hours), entry.checked_on)
            for entry in edition.contacts
        }
    return found


def _contacts(case: Case, edition: Edition, reached: Outcome, acting: int) -> list[Contact]:
    levels = {reached.level, acting}
    if any(edition.duties[name].hard for name in reached.duties):
        # A hard duty may say to phone the hub or the police: the numbers must be there.
        levels.add(4)
    contacts = [entry for entry in edition.contacts if levels & set(entry.levels)]
    if case.time_of_day is None:
        return contacts
    holidays = edition.rulebook.bank_holidays
    return [entry for entry in contacts if answers_at(entry.hours, _day(case), case.time_of_day, holidays)]


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


def _sharing(edition: Edition, reached: Outcome, fired: Firings) -> Sharing:
    definition = edition.levels.get(reached.level)
    if definition is None:
        return Sharing(True, "", None)
    silence = next((rule for rule in edition.rules if rule.id in fired.rules and not rule.then.tell_family), None)
    if silence is not None:
        source = cite(edition, silence.source, silence.evidence)
        return Sharing(False, f"{NOT_THE_FAMILY} You do not need their consent.", source)
    source = cite(edition, definition.source, definition.evidence)
    text = definition.consent_text
    if definition.consent_needed and reached.rag is Rag.RED:
        text += " This is urgent: do not wait for agreement. If you share without it, write down why."
    elif definition.consent_needed and any(edition.duties[name].consent is Consent.CANNOT_STOP for name in reached.duties):
        text += " Some of the duties below do not need consent: each one says so."
    return Sharing(definition.consent_needed, text, source)


def _reasons(reading: spec.Reading, fired: Firings, level: int, wording: Wording) -> tuple[Reason, ...]:
    edition = reading.facts.edition
    found = [_sign_reason(name, edition) for name in fired.counting]
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


def _sign_reason(name: str, edition: Edition) -> Reason:
    """Give a sign that counts as a reason; worked out once for each."""
    known = edition.compiled.get(f"reason {name}")
    if not isinstance(known, Reason):
        sign = edition.indicators[name]
        known = edition.compiled[f"reason {name}"] = Reason(
            id=name,
            kind="indicator",
            level=sign.level,
            effect="level",
            because=sign.label,
            advise=None,
            facts=(),
            source=cite(edition, sign.source, sign.evidence),
        )
    return known


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
