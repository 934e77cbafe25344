"""
A marked referral as text.

What cannot wait comes first, then what is missing, then how to make it better. Pure: gives
lines with a style name each, as report.py does.
"""

from __future__ import annotations

from collections.abc import Iterator

from threshold_engine.quality.answer import DimensionAnswer, Found, Hint, Quality
from threshold_engine.report import Line, wrapped

SHOWN = 4
"""How many of the words found for a dimension, or of the places of a term, are printed."""
_BANDS = {"return": "danger", "usable": "warning", "good": "good", "excellent": "good"}
_MARKS = ("danger", "warning", "plain", "good")


def quality_report(quality: Quality) -> Iterator[Line]:
    """Give the report line by line."""
    if quality.send_now is not None:
        yield from wrapped(quality.send_now.text.upper(), "alarm")
        for reason in quality.send_now.because:
            yield from wrapped(f"* {reason}", indent="  ")
        yield Line("")
    yield Line(f"Referral: {quality.band_label}, {quality.score} of 100", "title")
    yield from wrapped(quality.band_meaning, _BANDS.get(quality.band, "plain"))
    yield from wrapped("This marks the text, never how much the child needs. You can send it at any time.", "quiet")
    if quality.next_best is not None:
        yield from _heading("Best next step")
        yield from wrapped(f"{quality.next_best.ask} (up to {quality.next_best.could_gain} marks)")
    if quality.critical_gaps:
        yield from _heading("A screener cannot do without")
        for gap in quality.critical_gaps:
            yield from wrapped(f"* {gap.label}: {gap.ask}", "danger", "  ")
    off = f", {quality.taken_off} taken off for habits to avoid" if quality.taken_off else ""
    yield from _heading(f"Part by part: {quality.marks} of {quality.out_of} marks{off}")
    for dimension in quality.dimensions:
        yield from _dimension(dimension)
    if quality.poor_features:
        yield from _heading("Habits to avoid")
        for feature in quality.poor_features:
            cost = f" (takes off {feature.costs})" if feature.costs else ""
            yield from wrapped(f"* {feature.label}{cost}. {feature.improve}", indent="  ")
    yield from _language(quality)
    yield Line("")
    stamp = quality.rulebook
    yield from wrapped(f"{stamp.id} {stamp.version}, digest {stamp.digest[:12]}", "quiet")


def _dimension(dimension: DimensionAnswer) -> Iterator[Line]:
    yield Line(f"{dimension.marks}/{dimension.out_of}  {dimension.label}", _MARKS[dimension.marks])
    shown = list(dict.fromkeys(_shown(found) for found in dimension.found))[:SHOWN]
    if shown:
        yield from wrapped(f"     Found: {', '.join(shown)}", "quiet", "     ")
    if dimension.improve is not None:
        yield from wrapped(f"     {dimension.improve}", indent="     ")


def _shown(found: Found) -> str:
    return f"“{found.words}”" if found.words else found.where


def _language(quality: Quality) -> Iterator[Line]:
    titles = (("blaming", "Words that blame"), ("vague", "Words that say too little"))
    for kind, title in titles:
        terms: dict[str, list[Hint]] = {}
        for hint in quality.language:
            if hint.kind == kind:
                terms.setdefault(hint.term, []).append(hint)
        if terms:
            yield from _heading(title)
        for places in terms.values():
            words = ", ".join(dict.fromkeys(f"“{hint.words}”" for hint in places[:SHOWN]))
            yield from wrapped(f"* {words}: {places[0].say or places[0].ask} {places[0].why}", indent="  ")


def _heading(text: str) -> Iterator[Line]:
    yield Line("")
    yield Line(text, "heading")
