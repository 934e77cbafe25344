"""
The professional analysis that Spotting the Signs requires: a box for each of its parts.

It is one text of the case; its parts stand in it under their names, so that it can be read and changed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from threshold_api.web.errors import ErrorView, error_of
from threshold_api.web.forms import Fields

LONGEST_PART = 2_000
MUST = ("level of concern in own words", "action, and who does it by when")
"""Without these two it is no analysis."""


@dataclass(frozen=True, slots=True)
class PartView:
    field: str
    label: str
    value: str
    must: bool
    error: str | None


def analysis_view(
    parts: tuple[str, ...], text: str, errors: tuple[ErrorView, ...] = (), typed: Fields | None = None
) -> tuple[PartView, ...]:
    """Give a box for each part with what is written so far, or was just typed."""
    written = _split(parts, text)
    return tuple(
        PartView(
            _field(number),
            _label(part),
            typed.one(_field(number)) if typed else written.get(part, ""),
            part in MUST,
            error_of(errors, _field(number)),
        )
        for number, part in enumerate(parts)
    )


def read_analysis(parts: tuple[str, ...], fields: Fields) -> tuple[str, tuple[ErrorView, ...]]:
    """Put the boxes into one text, and say what is missing."""
    written = [(number, part, fields.one(_field(number))) for number, part in enumerate(parts)]
    errors = tuple(_errors(written))
    return "\n".join(f"{_label(part)}: {text}" for _, part, text in written if text), errors


def _errors(written: Iterable[tuple[int, str, str]]) -> Iterable[ErrorView]:
    for number, part, text in written:
        if part in MUST and not text:
            yield ErrorView(_field(number), f"Write: {_label(part)}. Or choose “Do this later”")
        if len(text) > LONGEST_PART:
            yield ErrorView(_field(number), f"{_label(part)}: make it shorter than {LONGEST_PART:,} letters")


def _split(parts: tuple[str, ...], text: str) -> dict[str, str]:
    names = {f"{_label(part)}: ": part for part in parts}
    found: dict[str, str] = {}
    current: str | None = None
    for line in text.split("\n"):
        start = next((name for name in names if line.startswith(name)), None)
        if start is not None:
            current = names[start]
            found[current] = line.removeprefix(start)
        elif current is not None:
            found[current] += f"\n{line}"
    return found


def _label(part: str) -> str:
    return part[0].upper() + part[1:]


def _field(number: int) -> str:
    return f"analysis-{number}"
