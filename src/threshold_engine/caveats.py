"""What a reader must know about an answer before using it."""

from __future__ import annotations

from datetime import date

from threshold_engine import spec
from threshold_engine.model.assessment import Channels, LevelAnswer
from threshold_engine.model.case import Case, Observation
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Indicator
from threshold_engine.model.words import Counts, Evidence, Kind, Status
from threshold_engine.settle import ADULT_MONTHS, Settled

IMMEDIATE_DANGER = "immediate_danger"


def caveats(case: Case, settled: Settled, level: LevelAnswer, channels: Channels, day: date) -> tuple[str, ...]:
    """List the caveats, the most pressing first."""
    edition = settled.facts.edition
    found = [
        *_danger(case, edition),
        *_channels(channels),
        *_not_taken(settled),
        *_open_range(level),
        *_how_known(case, edition),
        *_referrer(case, level),
        *_about_the_guidance(edition, settled, day),
    ]
    return tuple(found)


def outside_age_band(settled: Settled) -> list[Indicator]:
    """List the indicators recorded present although the child's age is certainly outside their band."""
    facts = settled.facts
    recorded = [facts.edition.indicators[name] for name, said in facts.recorded.items() if said]
    return [indicator for indicator in recorded if spec.in_band(indicator.age, facts.child) is False]


def not_in_force(settled: Settled) -> list[Indicator]:
    """List the indicators recorded present that the guidance did not have on the day, in its order."""
    if not settled.not_in_force:
        return []
    return [indicator for indicator in settled.facts.edition.rulebook.indicators if indicator.id in settled.not_in_force]


def _danger(case: Case, edition: Edition) -> list[str]:
    if IMMEDIATE_DANGER not in edition.questions or IMMEDIATE_DANGER in case.answers:
        return []
    return ["Nobody has said yet whether the child is in danger right now. If so, call 999."]


def _channels(channels: Channels) -> list[str]:
    if channels.agree:
        return []
    return ["The two ways of working this out did not agree. The higher answer is shown. Ask a safeguarding lead to check it."]


def _not_taken(settled: Settled) -> list[str]:
    facts = settled.facts
    found = [
        f"“{indicator.label}” was recorded, but it is about children of another age. It does not set the level. "
        "Check the age and the answer."
        for indicator in outside_age_band(settled)
    ]
    found += [
        f"“{indicator.label}” was recorded, but the guidance of that day did not have it yet, or no longer has it. "
        "It does not set the level."
        for indicator in not_in_force(settled)
    ]
    found += [
        f"“{domain.name}” was marked as no concern, but a concern in it was recorded. The concern counts."
        for domain in facts.edition.rulebook.domains
        if domain.id in settled.overruled_domains
    ]
    found += [
        f"“{facts.edition.indicators[name].label}” was marked as already met. It is a sign that always counts, so it still does."
        for name, met in sorted(facts.met.items())
        if met and name in facts.edition.indicators and facts.edition.indicators[name].counts is Counts.ALWAYS
    ]
    return found


def _open_range(level: LevelAnswer) -> list[str]:
    if level.range[1] <= level.suggested:
        return []
    return [f"Not everything is known. Answers still open could take this up to level {level.range[1]}."]


def _how_known(case: Case, edition: Edition) -> list[str]:
    present = [item for item in case.observations if item.status is Status.PRESENT and item.indicator in edition.indicators]
    historic = _labels([item for item in present if item.when == "historic"], edition)
    second_hand = _labels([item for item in present if item.basis in ("reported", "suspected")], edition)
    found = []
    if historic:
        found.append(f"Recorded as in the past, and counted all the same; a person must weigh how long ago: {historic}.")
    if second_hand:
        found.append(f"Reported by others or suspected, not seen or told first hand: {second_hand}.")
    return found


def _labels(items: list[Observation], edition: Edition) -> str:
    return "; ".join(sorted({edition.indicators[item.indicator].label for item in items}))


def _referrer(case: Case, level: LevelAnswer) -> list[str]:
    view = case.referrer_view
    if view is None or view.level == level.suggested:
        return []
    side = "higher" if view.level > level.suggested else "lower"
    differs = f"You think this is level {view.level}, {side} than the suggestion of level {level.suggested}."
    return [f"{differs} Your judgement counts: say why, and talk to your safeguarding lead."]


def _about_the_guidance(edition: Edition, settled: Settled, day: date) -> list[str]:
    rulebook = edition.rulebook
    found = []
    age = settled.facts.child.age
    if settled.age_in_dispute:
        found.append("The age is disputed, so the person is treated as a child until there is a lawful decision.")
    if day > max(rulebook.bank_holidays, default=day):
        found.append("Bank holidays of that year are not known here. Check which phone line answers.")
    if age is not None and age.low_months >= ADULT_MONTHS:
        found.append("This person is 18 or over. This guidance is about children: think about adult safeguarding too.")
    risks = [edition.indicators[name] for name, said in settled.facts.recorded.items() if said]
    unchecked = sum(1 for indicator in risks if indicator.kind is Kind.RISK and indicator.evidence is Evidence.KNOWN)
    if unchecked:
        signs = "1 sign rests" if unchecked == 1 else f"{unchecked} signs rest"
        found.append(f"{signs} on guidance that was not checked again against the printed source.")
    if day > rulebook.review_by:
        found.append(f"This guidance was due for review by {rulebook.review_by}.")
    found.append(rulebook.status)
    return found
