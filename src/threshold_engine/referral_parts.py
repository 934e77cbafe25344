"""The parts of a referral: what stands at a path, and which parts are free text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_args, get_type_hints

from threshold_engine.model.case import Case
from threshold_engine.model.referral import Referral
from threshold_engine.model.words import Status

PRESENT = "present"
"""Stands for the ids of the indicators recorded as present."""
SETTING = ("agency", "role", "source_code")
CHILDS_OWN = ("child_voice",)
"""Parts that hold the child's own words, in which no word is pointed out."""

FREE_TEXT = (
    "narrative",
    "worry",
    "child_voice",
    "impact",
    "strengths_text",
    "parents_views",
    "analysis",
    "chronology.what",
    "chronology.outcome",
    "tried.what",
    "tried.result",
    "sharing.reason",
    "diversity.not_asked_because",
    "adults_needs.mental_health",
    "adults_needs.substances",
    "adults_needs.domestic_abuse",
    "adults_needs.learning_disability",
    "adults_needs.immigration_or_money",
    "safety_tonight.where",
    "safety_tonight.unsafe_if",
    "safety_tonight.done_so_far",
    "level_view.matrix_item",
    "level_view.why_not_lower",
    "level_view.why_not_higher",
    "referrer_view.why",
    "request.outcome_wanted",
    "request.we_will",
    "referrer.source_reason",
    "observations.note",
)
"""The parts that are read as sentences. Names, numbers and choices are not."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """
    One piece of free text.

    Attributes:
        where: Its path, with the number of the entry in a list: ``tried.0.result``.
    """

    where: str
    text: str

    @property
    def part(self) -> str:
        """The field of the referral it belongs to."""
        return self.where.partition(".")[0]


def value_at(referral: Referral, path: str) -> Any:
    """Give what stands at a path; None if nothing was said there."""
    if path == PRESENT:
        return tuple(item.indicator for item in referral.case.observations if item.status is Status.PRESENT)
    first, *rest = path.split(".")
    value: Any = getattr(referral if hasattr(referral, first) else referral.case, first)
    for step in rest:
        if value is None:
            return None
        value = value.get(step) if isinstance(value, Mapping) else getattr(value, step)
    return value


def is_filled(value: Any) -> bool:
    """Tell whether something was said: no and 0 are answers, an empty text or list is none."""
    return value is not None and (not isinstance(value, str | tuple | Mapping) or len(value) > 0)


def texts(referral: Referral) -> Iterator[TextPart]:
    """Give every piece of free text that was written, in a fixed order."""
    for path in FREE_TEXT:
        first, _, key = path.partition(".")
        value = value_at(referral, first)
        if isinstance(value, tuple):
            for number, entry in enumerate(value):
                if getattr(entry, key):
                    yield TextPart(f"{first}.{number}.{key}", getattr(entry, key))
        else:
            text = getattr(value, key) if key and value is not None else value
            if text:
                yield TextPart(path, text)


def known_paths() -> frozenset[str]:
    """Give every path that a rule about quality can name; ``answers`` stands for all named answers."""
    return frozenset((PRESENT, *_paths(Referral, ""), *_paths(Case, ""), *(f"setting.{key}" for key in SETTING)))


def entry_keys(path: str) -> frozenset[str]:
    """Give the keys of the entries of a list; none if the path is no list of entries."""
    steps = path.split(".")
    found: Any = Referral if steps[0] in {field.name for field in fields(Referral)} else Case
    for step in steps:
        hints = get_type_hints(found) if is_dataclass(found) else {}
        found = hints.get(step)
    inner = get_args(found)[0] if get_args(found) else None
    return frozenset(field.name for field in fields(inner)) if is_dataclass(inner) else frozenset()


def _paths(kind: Any, before: str) -> Iterator[str]:
    for name, hint in get_type_hints(kind).items():
        if hint is Case:
            # Its fields stand beside those of the referral, not under it.
            continue
        yield f"{before}{name}"
        for inner in (hint, *get_args(hint)):
            if is_dataclass(inner) and not str(hint).startswith("tuple"):
                yield from _paths(inner, f"{before}{name}.")
