"""
An assessment as text that a nurse could read aloud.

The level comes first, then what to do now, then why. Pure: gives lines with a style
name each, and cli.py colours them where the terminal can.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from threshold_engine.durations import NOW, within
from threshold_engine.model.assessment import Assessment, Blocked, DutyAnswer, Reason
from threshold_engine.model.words import Consent, Rag
from threshold_engine.trace import Trace

WIDTH = 88
NEXT = 3
"""How many of the next questions and of the changes are printed."""
SHOWN = 6
"""How many reasons, blocked rules and quieter entries are printed before "and more"."""

_VERDICTS = {True: ("TRUE", "good"), False: ("FALSE", "quiet"), None: ("UNKNOWN", "warning")}
_SECTIONS = {"red": "danger", "amber": "warning", "green": "good", "blue": "info"}


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    style: str = "plain"


def report(assessment: Assessment, warning: str | None = None) -> Iterator[Line]:
    """
    Give the report line by line.

    Args:
        warning: What the reader must know before the level. Only a call to 999 stands before it (P2).
    """
    yield from _urgent(assessment)
    if warning is not None:
        yield from wrapped(warning, "warning")
        yield Line("")
    yield from _level(assessment)
    yield from _now(assessment)
    yield from _duties(assessment)
    yield from _why(assessment)
    yield from _next(assessment)
    yield from _what_would_change(assessment)
    yield from _held_back(assessment)
    yield from _strengths(assessment)
    yield from _exploitation(assessment)
    yield from _caveats(assessment)


def report_without_level(assessment: Assessment, warning: str) -> Iterator[Line]:
    """
    Give the report of a case in which nothing is known yet: what to ask, and no level that could be taken for an answer.

    Args:
        warning: Why there is no level. It takes the place of the level.
    """
    yield from _urgent(assessment)
    low, high = assessment.level.range
    yield Line("No level yet", "title")
    yield from wrapped(warning, "danger")
    yield from wrapped(f"It could be anything from level {low} to level {high}.", "danger")
    yield from wrapped("If a child is in danger right now, call 999.", "danger")
    yield from _next(assessment)
    yield from _caveats(assessment)


def trace_report(trace: Trace, depth: int = 0) -> Iterator[Line]:
    """Give a trace line by line: each clause with its verdict and the facts behind it."""
    word, style = _VERDICTS[trace.verdict]
    behind = f" [recorded: {'; '.join(fact.words for fact in trace.facts)}]" if trace.facts else ""
    indent = "  " * depth
    yield from wrapped(f"{indent}{word}: {trace.words}{behind}", style, f"{indent}    ")
    for part in trace.parts:
        yield from trace_report(part, depth + 1)


def _urgent(assessment: Assessment) -> Iterator[Line]:
    if assessment.urgency.call_999:
        yield Line("CALL 999 NOW. Do this before anything else.", "alarm")
        yield Line("")


def _level(assessment: Assessment) -> Iterator[Line]:
    level = assessment.level
    yield Line(f"Level {level.suggested}: {level.name}", "title")
    yield from wrapped(level.meaning)
    low, high = level.range
    if (low, high) != (level.suggested, level.suggested):
        yield from wrapped(f"With the answers still open it could be anything from level {low} to level {high}.")
    if level.review:
        yield from wrapped(f"Ask a manager to consider level {level.review.level}. {level.review.because}", "warning")
    yield Line(f"Urgency: {assessment.urgency.rag.upper()}{_when(assessment)}", _SECTIONS[assessment.urgency.rag])


def _when(assessment: Assessment) -> str:
    if assessment.urgency.act_within is None:
        return ""
    time = within(assessment.urgency.act_within)
    if assessment.urgency.rag == Rag.RED or time == NOW:
        return ". Phone now."
    return f". The council should decide {time}."


def _now(assessment: Assessment) -> Iterator[Line]:
    # The numbers come before the steps: at 2 a.m. the first step is a phone call.
    if assessment.response.contacts:
        yield from _heading("Who to phone")
        for contact in assessment.response.contacts:
            yield from wrapped(
                f"{contact.phone}  {contact.name} ({contact.hours}; number checked {contact.checked_on})", indent="   "
            )
    yield from _heading("What to do now")
    for number, step in enumerate(assessment.response.steps, 1):
        yield from wrapped(f"{number}. {step}", indent="   ")
    yield Line("")
    yield Line("Sharing and consent", "strong")
    yield from wrapped(assessment.sharing.text)


def _duties(assessment: Assessment) -> Iterator[Line]:
    if not assessment.duties:
        return
    yield from _heading("Duties that apply")
    for duty in sorted(assessment.duties, key=lambda duty: not duty.hard):
        yield from _duty(duty)


def _duty(duty: DutyAnswer) -> Iterator[Line]:
    yield from wrapped(f"* {duty.name}. {duty.text}", indent="  ")
    consent = " Consent cannot stop it." if duty.consent == Consent.CANNOT_STOP else ""
    yield from wrapped(f"  Who: {duty.who}. When: {duty.within}.{consent} {duty.legal_basis}.", "quiet", "  ")


def _why(assessment: Assessment) -> Iterator[Line]:
    yield from _heading("Why")
    lifting = [reason for reason in assessment.reasons if reason.level is not None or reason.effect == "urgency"]
    if not lifting:
        yield Line("Nothing recorded sets a level above 1.")
    for reason in lifting:
        yield from _reason(reason)
    # What only calls for a duty is told under the duties.
    advice = [reason for reason in assessment.reasons if reason not in lifting and reason.advise]
    if advice:
        yield from _heading("Also think about")
    for reason in advice:
        yield from _advice(reason)


def _reason(reason: Reason) -> Iterator[Line]:
    level = f"Level {reason.level}: " if reason.level and reason.effect != "review" else ""
    asks = f"Asks a manager to consider level {reason.level}: " if reason.effect == "review" else ""
    yield from wrapped(f"* {level}{asks}{reason.because}", indent="  ")
    if reason.facts:
        yield from wrapped(f"  Because of: {'; '.join(fact.words for fact in reason.facts)}.", indent="  ")
    if reason.advise:
        yield from wrapped(f"  Do: {reason.advise}", indent="  ")
    yield from _source(reason)


def _source(reason: Reason) -> Iterator[Line]:
    checked = "" if reason.source.evidence == "seen" else f" [{reason.source.evidence}]"
    yield from wrapped(f"  {reason.source.title}, {reason.source.at}{checked}", "quiet", "  ")


def _advice(reason: Reason) -> Iterator[Line]:
    yield from wrapped(f"* {reason.advise}", indent="  ")
    yield from wrapped(f"  Why: {reason.because}", "quiet", "  ")
    yield from _source(reason)


def _next(assessment: Assessment) -> Iterator[Line]:
    questions = (assessment.ask_next or ())[:NEXT]
    if not questions:
        return
    yield from _heading("What to ask next")
    for question in questions:
        yield from wrapped(f"* {question.ask}", indent="  ")
        yield from wrapped(f"  Could be level {question.could_raise_to}. {question.because}", "quiet", "  ")


def _what_would_change(assessment: Assessment) -> Iterator[Line]:
    lower = (assessment.changes.lower if assessment.changes else ())[:NEXT]
    doubts = (assessment.stability or ())[:NEXT]
    if not lower and not doubts:
        return
    yield from _heading("What would change this")
    for way in lower:
        yield from wrapped(f"* Lower, if: {' and '.join(change.words for change in way)}", indent="  ")
    for doubt in doubts:
        yield from wrapped(f"* Level {doubt.if_changed_level} instead, if in fact: {doubt.words}", indent="  ")


def _held_back(assessment: Assessment) -> Iterator[Line]:
    nearest = [entry for entry in assessment.blocked if entry.missing or entry.stopped_by][:SHOWN]
    if not nearest:
        return
    yield from _heading("What would take it higher")
    for entry in nearest:
        yield from _blocked(entry)


def _blocked(entry: Blocked) -> Iterator[Line]:
    asks = "a manager would be asked about level" if entry.effect == "review" else "level"
    yield from wrapped(f"* {entry.because}: {asks} {entry.level}", indent="  ")
    if entry.missing:
        yield from wrapped(f"  Not known yet: {'; '.join(item.words for item in entry.missing)}", "quiet", "  ")
    else:
        yield from wrapped(f"  Held back by: {'; '.join(fact.words for fact in entry.stopped_by[:SHOWN])}", "quiet", "  ")


def _strengths(assessment: Assessment) -> Iterator[Line]:
    if assessment.strengths:
        yield from _heading("Strengths")
        for strength in assessment.strengths:
            yield from wrapped(f"* {strength.label}", indent="  ")


def _exploitation(assessment: Assessment) -> Iterator[Line]:
    found = assessment.exploitation
    if found is None:
        return
    yield from _heading("Exploitation")
    groups = (
        ("What makes the child easier to target", found.vulnerabilities),
        ("Signs of risk", found.signs_of_risk),
        ("Signs of harm", found.signs_of_harm),
    )
    for title, names in groups:
        if names:
            yield from wrapped(f"{title}: {'; '.join(sign.label for sign in names)}", indent="  ")
    if found.category:
        yield from wrapped(f"Category {found.category.category} ({found.category.label}): {found.category.meaning}", indent="  ")
    for trigger in found.triggers:
        yield from wrapped(f"* {trigger.label}: {trigger.do}", indent="  ")
    if not found.analysis_given:
        yield from wrapped(f"A professional analysis is required: {', '.join(found.analysis_required)}.", "warning")
    yield Line(f"Review by {found.review_by}.")


def _caveats(assessment: Assessment) -> Iterator[Line]:
    yield from _heading("Please note")
    for caveat in assessment.caveats:
        yield from wrapped(f"* {caveat}", indent="  ")
    stamp = assessment.rulebook
    yield Line("")
    yield from wrapped(f"{stamp.id} {stamp.version}, as of {stamp.as_of}, digest {stamp.digest[:12]}", "quiet")


def _heading(text: str) -> Iterator[Line]:
    yield Line("")
    yield Line(text, "heading")


def wrapped(text: str, style: str = "plain", indent: str = "") -> Iterator[Line]:
    """Give a text as lines that fit a terminal; the second and later ones start with the indent."""
    for line in textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False):
        yield Line(line, style)
