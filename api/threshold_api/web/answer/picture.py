"""The continuum of need as a picture: four steps, the suggested one and the open range marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from threshold_engine.model.assessment import LevelAnswer
from threshold_engine.model.edition import Edition

WIDTH, BASE = 320, 118
STEP, GAP, EDGE = 76, 4, 2
LOWEST, RISE = 64, 8
"""The height of the first step, and how much higher each next one is."""

SUGGESTED, OPEN, OTHER = ("#12436d", "#ffffff", "#0b0c0c"), ("#cfdbe6", "#0b0c0c", "#12436d"), ("#f3f2f1", "#505a5f", "#b1b4b6")
"""Fill, ink and edge of a step."""


@dataclass(frozen=True, slots=True)
class StepView:
    """
    One level as a step of the picture.

    Attributes:
        words: The name on one or two lines.
        mark: What stands above the step, if anything.
        solid: Whether the mark is the suggestion.
    """

    level: int
    words: tuple[str, ...]
    left: int
    middle: float
    top: int
    width: int
    height: int
    fill: str
    ink: str
    edge: str
    mark: str | None
    solid: bool


@dataclass(frozen=True, slots=True)
class BracketView:
    """The line under the steps that could still be right."""

    left: int
    right: int
    middle: float
    text: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """
    Attributes:
        text: The same in words, for those who cannot see it.
    """

    steps: tuple[StepView, ...]
    bracket: BracketView | None
    text: str


def picture(level: LevelAnswer, edition: Edition, *, suggest: bool, marks: Mapping[int, str]) -> PictureView:
    """
    Draw the levels.

    Args:
        suggest: Whether to mark the suggested level; not where too little is known.
        marks: What else to write above a level.
    """
    low, high = level.range
    steps = tuple(_step(number, level, edition, suggest=suggest, mark=marks.get(number)) for number in sorted(edition.levels))
    bracket = None
    if low != high:
        left, right = steps[low - 1].left, steps[high - 1].left + STEP
        words = f"Could be level {low} to {high}" if high - low > 1 else f"Could be {low} or {high}"
        bracket = BracketView(left, right, (left + right) / 2, words)
    return PictureView(steps, bracket, _text(level, edition, suggest, marks))


def _step(number: int, level: LevelAnswer, edition: Edition, *, suggest: bool, mark: str | None) -> StepView:
    height = LOWEST + RISE * (number - 1)
    left = EDGE + (number - 1) * (STEP + GAP)
    chosen = suggest and number == level.suggested
    inside = level.range[0] <= number <= level.range[1]
    fill, ink, edge = SUGGESTED if chosen else OPEN if inside else OTHER
    return StepView(
        level=number,
        words=_lines(edition.levels[number].name),
        left=left,
        middle=left + STEP / 2,
        top=BASE - height,
        width=STEP,
        height=height,
        fill=fill,
        ink=ink,
        edge=edge,
        mark="Suggested" if chosen else mark,
        solid=chosen,
    )


def _lines(name: str) -> tuple[str, ...]:
    """Break a name before its last word, which fits a step."""
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last,)


def _text(level: LevelAnswer, edition: Edition, suggest: bool, marks: Mapping[int, str]) -> str:
    low, high = level.range
    names = ", ".join(f"{number} {edition.levels[number].name}" for number in sorted(edition.levels))
    said = [f"Levels of need: {names}."]
    if suggest:
        said.append(f"Suggested: level {level.suggested}.")
    if low != high:
        said.append(f"It could be any level from {low} to {high}.")
    said += [f"{mark}: level {number}." for number, mark in sorted(marks.items())]
    return " ".join(said)
