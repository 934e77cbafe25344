"""What was read from free text. Suggestions only: a person accepts or rejects each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from threshold_engine.model.plain import plain
from threshold_engine.model.words import Kind, Status


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks, without the marks. Places count characters of the text as given, from 0."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moment:
    """
    A date or a time of day.

    Attributes:
        kind: ``date`` or ``time``.
    """

    kind: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Identifier:
    """
    Something that could tell who a person is.

    Attributes:
        kind: name, address, postcode, phone, email, nhs-number, national-insurance-number, pupil-number or date-of-birth.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AgeRead:
    """
    The child's age as the text gives it.

    Attributes:
        value: As a Case takes it, such as ``3 months`` or ``unborn``.
    """

    value: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turned:
    """Words that change what a finding means, and how: absent, denied, hedged, and so on."""

    turn: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    A sign the text speaks of.

    Attributes:
        level: The matrix level of the sign; None for a strength or a fact.
        status: present, absent, or unknown where it is denied, about somebody else, or only possible.
        words: The exact words it rests on, ``text[start:end]``.
        context: The words near it that decided status, basis and when.
        elsewhere: Other places in the text that speak of it, each with start and end.
    """

    indicator: str
    label: str
    kind: Kind
    level: int | None
    status: Status
    basis: str
    when: str
    words: str
    start: int
    end: int
    context: tuple[Turned, ...]
    elsewhere: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A sign whose words were found but which is not suggested, and why not."""

    indicator: str
    label: str
    words: str
    start: int
    end: int
    because: str


@dataclass(frozen=True, slots=True)
class KeyWorry:
    """The worry in one line: words of the text and no others."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Narrative:
    """
    What was read from a text.

    Attributes:
        suggestions: In the order of the text, each sign once.
        key_worry: None if the text speaks of no sign that is there.
    """

    rulebook: dict[str, str]
    suggestions: tuple[Suggestion, ...]
    set_aside: tuple[SetAside, ...]
    age: AgeRead | None
    key_worry: KeyWorry | None
    identifiers: tuple[Identifier, ...]
    quotes: tuple[Quote, ...]
    dates: tuple[Moment, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        return plain(self)
