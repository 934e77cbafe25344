"""
A referral's marks, dimension by dimension.

The marks are for the document, never for the need: the level is read only to say that
something cannot wait, and the marks are not read for the level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from threshold_engine import spec
from threshold_engine.assess import assess
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model.assessment import Assessment, Source
from threshold_engine.model.edition import change_days, edition_on
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.quality import (
    MOST_MARKS,
    Band,
    Criterion,
    CriticalGap,
    PoorFeature,
    QualityGuide,
    Term,
)
from threshold_engine.model.referral import Referral
from threshold_engine.model.words import Rag, Status
from threshold_engine.narrative import LITTLE, read_whole
from threshold_engine.quality.answer import (
    DimensionAnswer,
    GapAnswer,
    NextBest,
    PoorAnswer,
    Quality,
    RulebookStamp,
    SendNow,
)
from threshold_engine.quality.criteria import Evidence
from threshold_engine.quality.language import hints
from threshold_engine.quality.poor import Seen, look
from threshold_engine.quality.reading import reader_of
from threshold_engine.referral import read_referral
from threshold_engine.referral_parts import texts
from threshold_engine.sources import cite

PERCENT = 100
SEND_AT = 4
"""The level at which a referral goes at once, whatever its marks."""
_Cited = Criterion | CriticalGap | PoorFeature | Term


def score_referral(mapping: Mapping[str, Any], rulebook: Rulebook) -> Quality:
    """
    Read a referral and mark it.

    Args:
        mapping: In the shape of ReferralIn.

    Raises:
        FactsError: Something in it cannot be read, or the rulebook has no criteria; every problem is listed.
    """
    return score(read_referral(mapping, rulebook), rulebook)


def score(referral: Referral, rulebook: Rulebook) -> Quality:
    """
    Mark a referral.

    Args:
        referral: A case without a day is answered by the newest edition of the guidance.

    Raises:
        FactsError: The rulebook has no criteria, or the day is before the guidance begins.

    Source:
        rules/quality/; DESIGN promises P2 and P7.
    """
    guide = rulebook.quality
    if guide is None:
        raise FactsError(
            [Problem("rulebook", "NO_CRITERIA", "it has no criteria for referrals", "list a file under parts.quality")]
        )
    referral = _with_day(referral, rulebook)
    assessment = assess(referral.case, rulebook, what_if=False, first=spec.evaluate, second=spec.evaluate)
    sources = _Sources(rulebook, referral)
    evidence = Evidence(referral, reader_of(rulebook).read(texts(referral)))
    dimensions = tuple(_dimension(criterion, evidence, sources) for criterion in rulebook.criteria)
    marks, out_of = sum(entry.marks for entry in dimensions), MOST_MARKS * len(dimensions)
    pointed_out = tuple(hints(rulebook.terms, evidence, sources.of))
    seen = Seen(
        evidence=evidence,
        hints=pointed_out,
        level=assessment.level.suggested,
        level_range=assessment.level.range,
        recorded=any(item.status is Status.PRESENT for item in referral.case.observations),
        bank_holidays=rulebook.bank_holidays,
    )
    poor_features = tuple(
        PoorAnswer(feature.id, feature.label, found, feature.improve, feature.costs, sources.of(feature))
        for feature in rulebook.poor_features
        if (found := look(feature, seen)) is not None
    )
    taken_off = sum(feature.costs for feature in poor_features)
    left = max(0, marks - taken_off)
    band = _band(guide, left)
    return Quality(
        send_now=_send_now(guide, evidence, assessment, rulebook),
        score=round(PERCENT * left / out_of) if out_of else 0,
        band=band.id,
        band_label=band.label,
        band_meaning=band.meaning,
        marks=marks,
        out_of=out_of,
        taken_off=taken_off,
        next_best=_next_best(guide, dimensions),
        critical_gaps=tuple(
            GapAnswer(gap.id, gap.label, gap.ask, sources.of(gap))
            for gap in rulebook.critical_gaps
            if (gap.applies is None or evidence.holds(gap.applies)) and not evidence.holds(gap.settled)
        ),
        dimensions=dimensions,
        poor_features=poor_features,
        language=pointed_out,
        rulebook=RulebookStamp(rulebook.id, rulebook.version, rulebook.digest),
    )


class _Sources:
    def __init__(self, rulebook: Rulebook, referral: Referral) -> None:
        day = referral.case.as_of or rulebook.starts
        self._edition = edition_on(rulebook, day)

    def of(self, entry: _Cited) -> Source:
        return cite(self._edition, entry.source, entry.evidence)


def _with_day(referral: Referral, rulebook: Rulebook) -> Referral:
    """The core reads no clock: without a day the newest edition says whether it can wait."""
    if referral.case.as_of is not None:
        return referral
    day = referral.referrer.sent_on or change_days(rulebook)[-1]
    return replace(referral, case=replace(referral.case, as_of=max(day, rulebook.starts)))


def _dimension(criterion: Criterion, evidence: Evidence, sources: _Sources) -> DimensionAnswer:
    marks, found = evidence.marks(criterion)
    improve = criterion.improve[marks] if marks < MOST_MARKS else None
    return DimensionAnswer(criterion.id, criterion.label, marks, MOST_MARKS, criterion.why, found, improve, sources.of(criterion))


def _band(guide: QualityGuide, marks: int) -> Band:
    return max((band for band in guide.bands if band.lowest <= marks), key=lambda band: band.lowest)


def _next_best(guide: QualityGuide, dimensions: tuple[DimensionAnswer, ...]) -> NextBest | None:
    open_ones = [entry for entry in dimensions if entry.improve is not None]
    if not open_ones:
        return None
    order = {name: at for at, name in enumerate(guide.ask_first)}
    best = min(open_ones, key=lambda entry: (entry.marks, order[entry.id]))
    return NextBest(best.id, best.improve or "", best.out_of - best.marks)


def _send_now(guide: QualityGuide, evidence: Evidence, assessment: Assessment, rulebook: Rulebook) -> SendNow | None:
    """Say that it goes at once, whatever its marks: by its level, its urgency, its own words or what they suggest (P2)."""
    because: list[str] = []
    if assessment.level.suggested >= SEND_AT:
        because.append(f"What is recorded is level {assessment.level.suggested}: {assessment.level.name}.")
    if assessment.urgency.rag == Rag.RED:
        because.append("The urgency is red.")
    unsafe, found = evidence.look(guide.unsafe)
    if unsafe:
        shown = "; ".join(dict.fromkeys(f"“{place.words}”" if place.words else place.where for place in found))
        because.append(f"The referral says that the child is not safe: {shown}.")
    because += _suggested(evidence.referral, rulebook)
    return SendNow(guide.unsafe_text, tuple(because)) if because else None


def _suggested(referral: Referral, rulebook: Rulebook) -> Iterator[str]:
    """Name the signs of level 4 that the words suggest and that nobody has confirmed."""
    text = "\n\n".join(part.text for part in texts(referral))
    if rulebook.context is None or not text:
        return
    age = referral.case.child.age
    read = read_whole(text, rulebook, age=age.words if age else None)
    labels = {indicator.id: indicator.label for indicator in rulebook.indicators}
    for sign in read.suggestions:
        if sign.status is Status.PRESENT and sign.when == "current" and (sign.level or 0) >= SEND_AT:
            yield f"The words “{sign.words}” suggest, not yet confirmed: {labels[sign.indicator]}."
    # Few words are enough to ask for haste: a grave sign that is only a hint never waits.
    levels = {indicator.id: indicator.level for indicator in rulebook.indicators}
    for hint in read.set_aside:
        if hint.because == LITTLE and levels[hint.indicator] >= SEND_AT:
            yield f"The words “{hint.words}” may suggest, not yet confirmed: {labels[hint.indicator]}."
