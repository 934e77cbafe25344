"""The answer about a referral: marks, gaps, poor features, words. Frozen; ``to_dict`` gives plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from threshold_engine.model.assessment import Source
from threshold_engine.model.plain import plain


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a mark rests on.

    Attributes:
        where: The part of the referral, for example ``narrative`` or ``household.0``.
        words: The words found; None where a field that is filled in is enough.
        start, end: Characters of that part; None for a field.
    """

    where: str
    words: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class SendNow:
    """Send it as it is: nothing here may wait for a better text (P2)."""

    text: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DimensionAnswer:
    """
    One dimension of the rubric.

    Attributes:
        improve: The question that would raise it; None at full marks.
    """

    id: str
    label: str
    marks: int
    out_of: int
    why: str
    found: tuple[Found, ...]
    improve: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class GapAnswer:
    id: str
    label: str
    ask: str
    source: Source


@dataclass(frozen=True, slots=True)
class PoorAnswer:
    """
    One known way in which it goes wrong.

    Attributes:
        costs: Marks taken off the sum.
    """

    id: str
    label: str
    found: tuple[Found, ...]
    improve: str
    costs: int
    source: Source


@dataclass(frozen=True, slots=True)
class Hint:
    """
    One place where a word blames or says too little.

    Attributes:
        say: What to say instead of a blaming word.
        ask: What to ask where a word is vague.
    """

    term: str
    kind: str
    words: str
    where: str
    start: int
    end: int
    say: str | None
    ask: str | None
    why: str
    source: Source


@dataclass(frozen=True, slots=True)
class NextBest:
    """The one question to answer next, and how many marks it could gain."""

    dimension: str
    ask: str
    could_gain: int


@dataclass(frozen=True, slots=True)
class RulebookStamp:
    """Which guidance marked it."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Quality:
    """
    How good a referral is as a document. It says nothing about how much a child needs.

    Attributes:
        send_now: Stands before everything else; None where nothing shows that it cannot wait.
        score: Of 100: the marks less what is taken off, never below 0. The band is that of the same number.
        marks, out_of: The sum over the dimensions.
        taken_off: What the poor features cost together.
    """

    send_now: SendNow | None
    score: int
    band: str
    band_label: str
    band_meaning: str
    marks: int
    out_of: int
    taken_off: int
    next_best: NextBest | None
    critical_gaps: tuple[GapAnswer, ...]
    dimensions: tuple[DimensionAnswer, ...]
    poor_features: tuple[PoorAnswer, ...]
    language: tuple[Hint, ...]
    rulebook: RulebookStamp

    def to_dict(self) -> dict[str, Any]:
        """Give plain data: mappings, lists, text and numbers."""
        return plain(self)
