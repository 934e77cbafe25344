"""The live score: how the text reads so far, what this section earns, and the one question that would raise it most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from threshold_api.web.referral.draft import Draft
from threshold_api.web.referral.entries import Entries, name_in_form
from threshold_api.web.referral.sections import SECTIONS, section_of_dimension, section_of_gap
from threshold_api.web.referral.shapes import Field, Section, fields_of, groups_of
from threshold_engine.quality.answer import DimensionAnswer, Found, Hint, Quality

MOST_WORDS = 4
"""How many of the words found are shown for a dimension."""
MOST_HINTS = 6
"""How many places are pointed out under one field."""
URGENT_TEXT = "What you said calls for acting now. Send it as it is and complete it later."


@dataclass(frozen=True, slots=True)
class SendView:
    """What cannot wait, and why."""

    text: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """
    One question to answer next.

    Attributes:
        section, address: Where it is answered; None where no section of the form asks it.
    """

    label: str
    ask: str
    section: str | None
    address: str | None
    gain: str | None = None


@dataclass(frozen=True, slots=True)
class HeadView:
    """
    The score in one look.

    Attributes:
        taken_off: What habits cost, in words; None where nothing is taken off.
    """

    score: int
    band: str
    label: str
    meaning: str
    next: StepView | None
    taken_off: str | None


@dataclass(frozen=True, slots=True)
class DimensionView:
    """One thing a screener looks for, as far as it is there."""

    label: str
    marks: str
    filled: int
    out_of: int
    found: tuple[str, ...]
    improve: str | None


@dataclass(frozen=True, slots=True)
class HintView:
    """A word pointed out, what to do about it, and why."""

    words: str
    kind: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class PanelView:
    """
    What stands beside a section.

    Attributes:
        hints: By the name of the field in the form.
        unread: Questions whose answer cannot be read yet, so that it was left out of the score.
    """

    head: HeadView
    send: SendView | None
    dimensions: tuple[DimensionView, ...]
    gaps: tuple[StepView, ...]
    hints: Mapping[str, tuple[HintView, ...]]
    unread: tuple[str, ...]


def panel(draft: Draft, section: Section, entries: Entries, base: str, unread: tuple[str, ...] = ()) -> PanelView:
    """Present the score beside one section."""
    own = [entry for entry in draft.quality.dimensions if entry.id in section.dimensions]
    return PanelView(
        head=head(draft.quality, base),
        send=send(draft),
        dimensions=tuple(dimension(entry) for entry in own),
        gaps=tuple(step for step in gaps(draft.quality, base) if step.address == f"{base}/{section.slug}"),
        hints=hints(draft.quality, section, entries),
        unread=unread,
    )


def head(quality: Quality, base: str) -> HeadView:
    """Present score, band and the best next step."""
    best = quality.next_best
    step = None
    if best is not None:
        label = next(entry.label for entry in quality.dimensions if entry.id == best.dimension)
        gain = "1 mark" if best.could_gain == 1 else f"up to {best.could_gain} marks"
        step = _step(label, best.ask, section_of_dimension(best.dimension), base, gain)
    off = "1 mark is" if quality.taken_off == 1 else f"{quality.taken_off} marks are"
    taken_off = f"{off} taken off for habits to avoid" if quality.taken_off else None
    return HeadView(quality.score, quality.band, quality.band_label, quality.band_meaning, step, taken_off)


def send(draft: Draft) -> SendView | None:
    """Say what cannot wait; None where nothing shows that it cannot."""
    found = draft.quality.send_now
    if found is not None:
        return SendView(found.text, found.because)
    return SendView(URGENT_TEXT, ()) if draft.urgent else None


def gaps(quality: Quality, base: str) -> tuple[StepView, ...]:
    """Present what a screener cannot do without."""
    return tuple(_step(gap.label, gap.ask, section_of_gap(gap.id), base) for gap in quality.critical_gaps)


def dimension(entry: DimensionAnswer) -> DimensionView:
    """Present one dimension."""
    found = dict.fromkeys(words for item in entry.found if (words := _shown(item)))
    marks = f"{entry.marks} of {entry.out_of} marks"
    return DimensionView(entry.label, marks, entry.marks, entry.out_of, tuple(found)[:MOST_WORDS], entry.improve)


def hints(quality: Quality, section: Section, entries: Entries) -> Mapping[str, tuple[HintView, ...]]:
    """Present the words that blame or say too little, each once, under the field in which they stand."""
    found: dict[str, dict[str, list[Hint]]] = {}
    for hint in quality.language:
        name = name_in_form(section, entries, hint.where)
        found.setdefault(name, {}).setdefault(hint.term, []).append(hint)
    return {name: tuple(_hint(places) for places in terms.values())[:MOST_HINTS] for name, terms in found.items()}


def _hint(places: list[Hint]) -> HintView:
    first = places[0]
    words = ", ".join(f"“{word}”" for word in dict.fromkeys(hint.words for hint in places))
    text = f"Say instead: {first.say}" if first.say else (first.ask or "")
    return HintView(words, "May blame" if first.kind == "blaming" else "Says too little", text, first.why)


def _step(label: str, ask: str, section: Section | None, base: str, gain: str | None = None) -> StepView:
    if section is None:
        return StepView(label, ask, None, None, gain)
    return StepView(label, ask, section.title, f"{base}/{section.slug}", gain)


def _shown(found: Found) -> str:
    return f"“{found.words}”" if found.words else label_of(found.where)


def label_of(path: str) -> str:
    """Give the question at a path of the referral, in a few words; empty for what the form does not ask."""
    return _LABELS.get(path) or _LABELS.get(path.split(".")[0], "")


def _labels() -> Mapping[str, str]:
    labels: dict[str, str] = {"child": "from your answers", "answers": "from your answers", "observations": "signs you ticked"}
    for section in SECTIONS:
        labels.update((field.path, _short(field)) for field in fields_of(section))
        labels.update((group.path, group.title.lower()) for group in groups_of(section))
    return labels


def _short(field: Field) -> str:
    return f"your answer to “{field.label}”" if field.label.endswith("?") else field.label[:1].lower() + field.label[1:]


_LABELS = _labels()
