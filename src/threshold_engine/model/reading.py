"""How free text is read: groups of words, the words that suggest a sign, and the words around them that change what is meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Turn(StrEnum):
    """What the words around a finding make of it."""

    ABSENT = "absent"
    DENIED = "denied"
    HEDGED = "hedged"
    HISTORIC = "historic"
    HYPOTHETICAL = "hypothetical"
    OTHER_PERSON = "other-person"
    REPORTED = "reported"
    DISCLOSED = "disclosed"


class Side(StrEnum):
    """Where a cue stands, seen from what it is about."""

    BEFORE = "before"
    AFTER = "after"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that a pattern can name together."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """
    One pattern of words.

    Attributes:
        age_from: The child must be at least this old, in months.
        age_below: The child must be younger than this, in months.
        elsewhere: Patterns that must each be found somewhere in the same text.
    """

    words: str
    age_from: int | None = None
    age_below: int | None = None
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignWords:
    """
    The words that suggest an indicator.

    Attributes:
        unless: A sentence with one of these does not suggest it.
        instead_of: Weaker indicators, set aside where this one is suggested.
    """

    indicator: str
    reads: tuple[Wording, ...]
    unless: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContextRule:
    """
    Words that change what the words near them mean.

    Attributes:
        cues: The words, as patterns.
        within: How many words away the cue still counts.
        but_not: Longer words in which the cue is no cue.
        examples: Sentences with the words it is about in square brackets: it must apply there.
        counterexamples: The same, where it must not.
    """

    id: str
    turn: Turn
    side: Side
    cues: tuple[str, ...]
    within: int
    but_not: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """
    How the words around a finding are read.

    Attributes:
        people: Names of groups of words for people; a cue is about what happened, not about who.
        stops: Patterns at which the reach of a cue ends, such as “but”.
    """

    people: tuple[str, ...]
    stops: tuple[str, ...]
    rules: tuple[ContextRule, ...]
