"""What a section of the form is made of: questions, and groups of them."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_api.web.referral.form_words import Option


@dataclass(frozen=True, slots=True)
class Field:
    """
    One question.

    Attributes:
        path: Where the answer stands in the Referral; within a group, the key of the entry.
        kind: ``line``, ``text``, ``day``, ``time``, ``choice``, ``list``, ``level`` or ``need``.
        options: Of a choice. The options of ``list`` and ``level`` come from the guidance of the day.
        width: Of a line, in characters; None for the whole width.
        rows: Of a text.
    """

    path: str
    label: str
    hint: str | None = None
    kind: str = "line"
    options: tuple[Option, ...] = ()
    width: int | None = None
    rows: int = 4


@dataclass(frozen=True, slots=True)
class Group:
    """
    Questions that are asked again for each person, event or step.

    Attributes:
        one: What one entry is called: person, event.
    """

    path: str
    title: str
    one: str
    fields: tuple[Field, ...]
    hint: str | None = None


Part = Field | Group


@dataclass(frozen=True, slots=True)
class Section:
    """
    One page of the form.

    Attributes:
        chapter: The heading it stands under in the list.
        dimensions, gaps: What of the score belongs to it.
        known: Which of the check's answers are shown on it.
    """

    slug: str
    title: str
    chapter: str
    intro: str
    parts: tuple[Part, ...]
    dimensions: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


def fields_of(section: Section) -> tuple[Field, ...]:
    """Give the questions of a section that are asked once."""
    return tuple(part for part in section.parts if isinstance(part, Field))


def groups_of(section: Section) -> tuple[Group, ...]:
    """Give the repeated questions of a section."""
    return tuple(part for part in section.parts if isinstance(part, Group))
