"""The known ways in which referrals go wrong: found by words, by what is missing, or by comparing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from threshold_engine.model.quality import PoorCheck, PoorFeature
from threshold_engine.narrative.text import sentences
from threshold_engine.quality.answer import Found, Hint
from threshold_engine.quality.criteria import Evidence
from threshold_engine.referral_parts import texts

SERIOUS = 3
"""From this level on a referral is sent within one working day (rubric, section 3)."""
SAME = 80
"""Percent of the words of a text that stand in a brother's or sister's as well."""
_SATURDAY = 5
_CHILD = re.compile(
    r"\b(?:child(?:ren)?|boy|girl|son|daughter|baby|infant|toddler|pupil|student|teenager|young person|\d+\s?(?:yo|y/o)"
    r"|\d+[- ](?:week|month|year)s?[- ]old|aged? \d+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """
    What the comparisons look at.

    Attributes:
        level: The level suggested for the case; None if it could not be worked out.
        level_range: The levels it could be while answers are open.
        recorded: Whether any sign was recorded, without which no level can be compared.
    """

    evidence: Evidence
    hints: tuple[Hint, ...]
    level: int | None
    level_range: tuple[int, int] | None
    recorded: bool
    bank_holidays: Collection[date]


def look(feature: PoorFeature, seen: Seen) -> tuple[Found, ...] | None:
    """Give what shows a poor feature; None if it is not there."""
    if feature.check is not None:
        found = _CHECKS[feature.check](seen)
    elif feature.shown_by is not None:
        holds, places = seen.evidence.look(feature.shown_by)
        found = places if holds else None
    else:
        found = ()
    if found is None or (feature.unless is not None and seen.evidence.holds(feature.unless)):
        return None
    return found


def working_days_between(first: date, last: date, bank_holidays: Collection[date]) -> int:
    """Count the working days after the first day, up to and with the last."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(day.weekday() < _SATURDAY and day not in bank_holidays for day in days)


def _words_of(kind: str) -> Callable[[Seen], tuple[Found, ...] | None]:
    def check(seen: Seen) -> tuple[Found, ...] | None:
        found = tuple(Found(hint.where, hint.words, hint.start, hint.end) for hint in seen.hints if hint.kind == kind)
        return found or None

    return check


def _sent_late(seen: Seen) -> tuple[Found, ...] | None:
    referrer = seen.evidence.referral.referrer
    view = seen.evidence.referral.level_view.level or 0
    if referrer.seen_child_on is None or referrer.sent_on is None or max(seen.level or 0, view) < SERIOUS:
        return None
    if working_days_between(referrer.seen_child_on, referrer.sent_on, seen.bank_holidays) <= 1:
        return None
    return Found("referrer.seen_child_on"), Found("referrer.sent_on")


def _child_last(seen: Seen) -> tuple[Found, ...] | None:
    """The only part of the rubric that asks about order: the child stands in the last sentence and nowhere before."""
    narrative = seen.evidence.referral.case.narrative or ""
    name = (seen.evidence.referral.identity.name or "").split()
    spans = [(sentence.start, sentence.end) for sentence in sentences(narrative)]
    if len(spans) < SERIOUS:
        return None
    naming = [bool(_CHILD.search(narrative[a:b])) or any(word in narrative[a:b] for word in name) for a, b in spans]
    if not naming[-1] or any(naming[:-1]):
        return None
    start, end = spans[-1]
    return (Found("narrative", narrative[start:end], start, end),)


def _same_as_sibling(seen: Seen) -> tuple[Found, ...] | None:
    referral = seen.evidence.referral
    ours = _words(" ".join(part.text for part in texts(referral)))
    found = tuple(
        Found(f"sibling_texts.{number}")
        for number, text in enumerate(referral.sibling_texts)
        if ours and _words(text) and 100 * len(ours & _words(text)) >= SAME * max(len(ours), len(_words(text)))
    )
    return found or None


def _level_unlike_facts(seen: Seen) -> tuple[Found, ...] | None:
    referral = seen.evidence.referral
    written = referral.level_view.level or (referral.case.referrer_view.level if referral.case.referrer_view else None)
    if written is None or seen.level_range is None or not seen.recorded:
        return None
    low, high = seen.level_range
    path = "level_view.level" if referral.level_view.level else "referrer_view.level"
    return None if low <= written <= high else (Found(path),)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


_CHECKS: dict[PoorCheck, Callable[[Seen], tuple[Found, ...] | None]] = {
    PoorCheck.BLAMING_WORDS: _words_of("blaming"),
    PoorCheck.VAGUE_WORDS: _words_of("vague"),
    PoorCheck.SENT_LATE: _sent_late,
    PoorCheck.CHILD_LAST: _child_last,
    PoorCheck.SAME_AS_SIBLING: _same_as_sibling,
    PoorCheck.LEVEL_UNLIKE_FACTS: _level_unlike_facts,
}
