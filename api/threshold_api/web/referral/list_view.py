"""The list of sections, each with its state in words, and what would raise the score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from threshold_api.web.referral.draft import Draft, entries_now
from threshold_api.web.referral.score_view import HeadView, SendView, StepView, gaps, head, send
from threshold_api.web.referral.sections import SECTIONS
from threshold_api.web.referral.shapes import Section
from threshold_engine.quality.answer import DimensionAnswer


@dataclass(frozen=True, slots=True)
class StateView:
    """
    How far a section is.

    Attributes:
        tag: The colour class of its tag; None for plain text.
    """

    text: str
    tag: str | None


@dataclass(frozen=True, slots=True)
class ItemView:
    id: str
    title: str
    address: str
    marks: str
    state: StateView


@dataclass(frozen=True, slots=True)
class ChapterView:
    title: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class HabitView:
    """A habit that takes marks off, or could mislead, and how to put it right."""

    label: str
    improve: str
    cost: str | None


@dataclass(frozen=True, slots=True)
class ListView:
    base: str
    answer: str
    head: HeadView
    send: SendView | None
    chapters: tuple[ChapterView, ...]
    gaps: tuple[StepView, ...]
    habits: tuple[HabitView, ...]
    done: str


COMPLETE = StateView("Complete", None)
NEEDED = StateView("Needed", "govuk-tag--red")
NOT_STARTED = StateView("Not started yet", "govuk-tag--grey")
STARTED = StateView("Can be better", "govuk-tag--light-blue")


def list_view(draft: Draft, base: str) -> ListView:
    """Present the sections of a referral."""
    chapters: dict[str, list[ItemView]] = {}
    missing = {gap.id for gap in draft.quality.critical_gaps}
    marked = {entry.id: entry for entry in draft.quality.dimensions}
    for section in SECTIONS:
        chapters.setdefault(section.chapter, []).append(_item(draft, section, marked, missing, base))
    items = [item for chapter in chapters.values() for item in chapter]
    complete = sum(item.state is COMPLETE for item in items)
    return ListView(
        base=base,
        answer=f"/check/{draft.check.id}/answer",
        head=head(draft.quality, base),
        send=send(draft),
        chapters=tuple(ChapterView(title, tuple(inner)) for title, inner in chapters.items()),
        gaps=gaps(draft.quality, base),
        habits=tuple(
            HabitView(feature.label, feature.improve, _cost(feature.costs) if feature.costs else None)
            for feature in draft.quality.poor_features
        ),
        done=f"{complete} of {len(items)} parts are complete.",
    )


def _item(draft: Draft, section: Section, marked: Mapping[str, DimensionAnswer], missing: set[str], base: str) -> ItemView:
    own = [marked[name] for name in section.dimensions if name in marked]
    marks, out_of = sum(entry.marks for entry in own), sum(entry.out_of for entry in own)
    state = _state(draft, section, marks, out_of, bool(missing & set(section.gaps)))
    return ItemView(section.slug, section.title, f"{base}/{section.slug}", f"{marks} of {out_of} marks", state)


def _state(draft: Draft, section: Section, marks: int, out_of: int, has_gap: bool) -> StateView:
    if has_gap:
        return NEEDED
    if marks == out_of:
        return COMPLETE
    entries = entries_now(draft.check, section, draft.mapping)
    return STARTED if marks or entries.single or any(entries.rows.values()) else NOT_STARTED


def _cost(marks: int) -> str:
    return "takes off 1 mark" if marks == 1 else f"takes off {marks} marks"
