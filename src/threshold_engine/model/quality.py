"""The guide to a good referral as frozen data: criteria, gaps, poor features, and words to think twice about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from threshold_engine.model.words import Evidence

if TYPE_CHECKING:
    from threshold_engine.model.guidance import Citation

MOST_MARKS = 3
"""The marks of one dimension: 0 absent, 1 vague, 2 usable, 3 full (rubric, section 2)."""


class TermKind(StrEnum):
    """Why a word is pointed out."""

    BLAMING = "blaming"
    VAGUE = "vague"


class Detector(StrEnum):
    """Kinds of text that no list of words can name."""

    CHILDS_WORDS = "childs-words"
    DATE = "date"
    TIME = "time"
    MEASURE = "measure"
    PERSON = "person"
    PHONE = "phone"
    ADDRESS = "address"
    IDENTIFIER = "identifier"


class PoorCheck(StrEnum):
    """Poor features that are found by comparing, not by words."""

    BLAMING_WORDS = "blaming-words"
    VAGUE_WORDS = "vague-words"
    SENT_LATE = "sent-late"
    CHILD_LAST = "child-last"
    SAME_AS_SIBLING = "same-as-sibling"
    LEVEL_UNLIKE_FACTS = "level-unlike-facts"


@dataclass(frozen=True, slots=True)
class Filled:
    """
    A field that is filled in.

    Attributes:
        path: Where it stands in the referral, for example ``safety_tonight.where``.
        values: Only these values count; any if empty.
        at_least: For a list, how many entries it needs.
        words: For a text, how many words it needs.
    """

    path: str
    values: tuple[str | int | bool, ...] = ()
    at_least: int = 1
    words: int = 1


@dataclass(frozen=True, slots=True)
class Entries:
    """Enough entries of a list in which all these keys are filled in."""

    of: str
    have: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """
    A feature found in the free text.

    Attributes:
        places: Only in these parts of the referral; in any if empty.
        times: In how many different sentences.
    """

    feature: str
    places: tuple[str, ...] = ()
    times: int = 1


@dataclass(frozen=True, slots=True)
class Younger:
    """The child is known to be younger than this, in months."""

    months: int


@dataclass(frozen=True, slots=True)
class Enough:
    """At least so many of the parts hold: all of them, any one, or a number between."""

    parts: tuple[Need, ...]
    at_least: int


Need = Filled | Entries | Said | Younger | Enough
"""What a mark needs. There is no “not”, so that adding to a referral never takes a mark away."""


def needs_in(need: Need) -> Iterator[Need]:
    """Give a need and everything inside it."""
    yield need
    if isinstance(need, Enough):
        for part in need.parts:
            yield from needs_in(part)


@dataclass(frozen=True, slots=True)
class Feature:
    """
    Something that can be found in one sentence of free text.

    Attributes:
        words: Patterns of words; any one is enough.
        detect: Kinds of text; any one is enough.
        beside: If given, one of these patterns must stand in the same sentence.
    """

    id: str
    words: tuple[str, ...] = ()
    detect: tuple[Detector, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """
    One dimension of the rubric.

    Attributes:
        marks: What 1, 2 and 3 marks need. The highest that is met counts.
        improve: The question that would raise 0, 1 and 2 marks.
    """

    id: str
    label: str
    why: str
    marks: tuple[Need, ...]
    improve: tuple[str, ...]
    source: Citation
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CriticalGap:
    """
    Something a screener cannot do without.

    Attributes:
        applies: When it is needed; always if None.
        settled: What closes the gap.
    """

    id: str
    label: str
    ask: str
    applies: Need | None
    settled: Need
    source: Citation
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PoorFeature:
    """
    A known way in which referrals go wrong.

    Attributes:
        shown_by: It is found where this holds; None if ``check`` finds it.
        unless: And this does not.
        check: The comparison that finds it.
        costs: How many marks it takes off the sum. It never touches the marks of a dimension.
    """

    id: str
    label: str
    improve: str
    shown_by: Need | None
    unless: Need | None
    check: PoorCheck | None
    costs: int
    source: Citation
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Term:
    """
    A word that blames or that says too little.

    Attributes:
        words: Patterns of one part each.
        only_if: Pointed out only in a sentence with one of these patterns; in any if empty.
        unless: Not pointed out in a sentence with one of these patterns.
        unless_met: Not pointed out at all where the referral meets this.
        instead: For a blaming word what to say instead, for a vague one what to ask.
    """

    id: str
    kind: TermKind
    words: tuple[str, ...]
    only_if: tuple[str, ...]
    unless: tuple[str, ...]
    unless_met: Need | None
    instead: str
    why: str
    source: Citation
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Band:
    """What a sum of marks means: from ``lowest`` (included) up to the next band."""

    id: str
    label: str
    lowest: int
    meaning: str


@dataclass(frozen=True, slots=True)
class QualityGuide:
    """
    What the criteria share.

    Attributes:
        bands: The lowest first.
        ask_first: The ids of all criteria; of two that could gain the same, the earlier is asked.
        unsafe: Holds where the referral itself says that a child is not safe now.
        unsafe_text: What to tell then.
        groups: Groups of words used in patterns here, beside those of the reading.
    """

    bands: tuple[Band, ...]
    ask_first: tuple[str, ...]
    unsafe: Need
    unsafe_text: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    features: tuple[Feature, ...]
    source: Citation
    evidence: Evidence
