"""
Which small changes to a rulebook the worked examples notice.

A change is noticed if one example that held no longer does: its whole expected block is
compared, as ``rules test`` does it. Only examples that the change could reach are worked
out again, and the first that notices ends the search. The first channel answers alone:
both say the same, and it is the faster one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from threshold_engine import spec
from threshold_engine.assess import assess
from threshold_engine.examples import Loaded, differing
from threshold_engine.exercise.entries import Entry, condition_of, name_of
from threshold_engine.exercise.mutants import Mutant
from threshold_engine.exercise.worked import Worked
from threshold_engine.model.guidance import Indicator, Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Tried:
    """
    Attributes:
        by: The example that noticed the change; None if none did.
    """

    mutant: Mutant
    by: Loaded | None


def try_each(mutants: Iterable[Mutant], examples: Sequence[Worked], rulebook: Rulebook) -> Iterator[Tried]:
    """
    Say for each change which example notices it.

    Args:
        examples: Such as hold in the rulebook as it stands.
    """
    naming: dict[str, list[Worked]] = {}
    for item in examples:
        for name in item.names:
            naming.setdefault(name, []).append(item)
    for mutant in mutants:
        changed = mutant.rulebook(rulebook)
        likely = naming.get(name_of(mutant.was), [])
        reached = (item for item in (*likely, *examples) if can_reach(mutant, item))
        first = next((item for item in reached if notices(item, changed)), None)
        yield Tried(mutant, first.loaded if first else None)


def notices(item: Worked, changed: Rulebook) -> bool:
    """Tell whether an example no longer holds in a changed rulebook."""
    given = assess(item.case, changed, what_if=False, first=spec.evaluate, second=spec.evaluate)
    return bool(differing(item.loaded.example.expect, given))


def can_reach(mutant: Mutant, item: Worked) -> bool:
    """
    Tell whether a change could make a difference to an example.

    A sign matters where it is recorded present; a rule where it, or what it does, comes out
    otherwise. What is not known can turn on any entry, but few examples expect anything of it.
    """
    if item.about_open:
        return True
    if isinstance(mutant.was, Indicator):
        return mutant.was.id in item.recorded
    if not mutant.was.period.holds_on(item.reading.facts.edition.first_day):
        return False
    held = _holds(mutant.was, item.reading)
    if held is not _holds(mutant.now, item.reading):
        return True
    return held and isinstance(mutant.was, Rule) and isinstance(mutant.now, Rule) and mutant.was.then != mutant.now.then


def _holds(entry: Entry, reading: spec.Reading) -> bool:
    condition = condition_of(entry)
    return condition is not None and spec.holds(condition, reading) is True
