"""How well texts are read: the signs suggested, beside the signs a person marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Status
from threshold_engine.narrative import read_narrative

GRAVE = 4


@dataclass(frozen=True, slots=True)
class MarkedText:
    """
    A text and the signs a person found in it.

    Attributes:
        age: The child's age as the writer's form would give it; None to read it from the text.
        marked: Ids of the indicators that are there now, strengths included.
    """

    id: str
    agency: str
    age: str | None
    text: str
    marked: frozenset[str]
    level: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What was read from one text.

    Attributes:
        found: Suggested as present and marked.
        missed: Marked and not suggested as present.
        extra: Suggested as present and not marked.
        level: The level that what was read gives by itself.
    """

    of: MarkedText
    found: frozenset[str]
    missed: frozenset[str]
    extra: frozenset[str]
    level: int


@dataclass(frozen=True, slots=True)
class Score:
    """
    Counts of signs, and what follows from them.

    Attributes:
        found: Marked and suggested.
        marked: All that were marked.
        suggested: All that were suggested as present.
    """

    found: int
    marked: int
    suggested: int

    @property
    def recall(self) -> float:
        return self.found / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        return self.found / self.suggested if self.suggested else 1.0

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def read_marked(texts: Iterable[MarkedText], rulebook: Rulebook, day: date) -> Iterator[Reading]:
    """Read each text and set what is suggested beside what was marked."""
    for item in texts:
        narrative = read_narrative(item.text, rulebook, age=item.age)
        present = frozenset(entry.indicator for entry in narrative.suggestions if entry.status is Status.PRESENT)
        age = item.age or (narrative.age.value if narrative.age else "unknown")
        case = read_case({"as_of": day, "child": {"age": age}, "present": sorted(present)}, rulebook)
        level = assess(case, rulebook, what_if=False).level.suggested
        yield Reading(item, present & item.marked, item.marked - present, present - item.marked, level)


def score(readings: Iterable[Reading], counts: Callable[[str], bool] = lambda _id: True) -> Score:
    """Count the signs for which ``counts`` holds."""
    found = marked = suggested = 0
    for reading in readings:
        found += sum(map(counts, reading.found))
        marked += sum(map(counts, reading.of.marked))
        suggested += sum(map(counts, reading.found | reading.extra))
    return Score(found, marked, suggested)


def table(readings: Iterable[Reading], rulebook: Rulebook, *, misses: bool) -> Iterator[str]:
    """Give the table, and if asked each text with what was missed and what was added."""
    every = tuple(readings)
    grave = {entry.id for entry in rulebook.indicators if entry.level == GRAVE}
    groups: dict[str, list[Reading]] = defaultdict(list)
    for number, reading in enumerate(every):
        groups[f"half {'AB'[number % 2]}"].append(reading)
    for reading in every:
        groups[reading.of.agency].append(reading)
    yield f"{'':38}{'texts':>6}{'recall':>8}{'precision':>11}{'F1':>6}{'level right':>13}"
    yield _row("all signs", every, score(every))
    yield _row("level 4 signs", every, score(every, grave.__contains__))
    for name, members in groups.items():
        yield _row(f"  {name}", members, score(members))
    below = [reading for reading in every if reading.of.level is not None and reading.level < reading.of.level]
    yield f"texts whose level is read too low: {len(below)}, too high: {sum(_high(reading) for reading in every)}"
    if misses:
        for reading in every:
            yield ""
            yield f"{reading.of.id} ({reading.of.agency}): level read {reading.level}, marked {reading.of.level}"
            yield from (f"    missed  {name}" for name in sorted(reading.missed))
            yield from (f"    added   {name}" for name in sorted(reading.extra))


def _high(reading: Reading) -> bool:
    return reading.of.level is not None and reading.level > reading.of.level


def _row(name: str, readings: Iterable[Reading], found: Score) -> str:
    every = tuple(readings)
    told = [reading for reading in every if reading.of.level is not None]
    right = sum(reading.level == reading.of.level for reading in told)
    return f"{name:38}{len(every):>6}{found.recall:>8.2f}{found.precision:>11.2f}{found.f1:>6.2f}{right:>8} of {len(told)}"
