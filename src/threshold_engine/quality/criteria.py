"""Whether a referral has what a mark, a gap or a poor feature asks about, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from threshold_engine.model.quality import Criterion, Enough, Entries, Filled, Need, Said, Younger
from threshold_engine.model.referral import Referral
from threshold_engine.quality.answer import Found
from threshold_engine.quality.reading import Reading
from threshold_engine.referral_parts import is_filled, value_at

MOST_FOUND = 12
"""How many places are shown for one dimension."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A referral with what was found in its text."""

    referral: Referral
    reading: Reading

    def holds(self, need: Need) -> bool:
        """Tell whether a need is met."""
        return self.look(need)[0]

    def look(self, need: Need) -> tuple[bool, tuple[Found, ...]]:
        """Tell whether a need is met, and give what was found towards it."""
        match need:
            case Filled():
                return self._filled(need)
            case Entries():
                return self._entries(need)
            case Said(feature, places, times):
                found = tuple(
                    place
                    for place in self.reading.features.get(feature, ())
                    if not places or place.where.partition(".")[0] in places
                )
                return len(found) >= times, found
            case Younger(months):
                age = self.referral.case.child.age
                return age is not None and age.high_months <= months, (Found("child.age"),) if age else ()
            case Enough(parts, at_least):
                looked = [self.look(part) for part in parts]
                return sum(holds for holds, _ in looked) >= at_least, tuple(found for _, places in looked for found in places)

    def marks(self, criterion: Criterion) -> tuple[int, tuple[Found, ...]]:
        """Give the marks of a dimension, the highest that is met, and what they rest on."""
        looked = [self.look(need) for need in criterion.marks]
        best = max((number for number, (holds, _) in enumerate(looked, 1) if holds), default=0)
        places = dict.fromkeys(found for holds, found_here in looked[: best or 1] if holds for found in found_here)
        return best, tuple(places)[:MOST_FOUND]

    def _filled(self, need: Filled) -> tuple[bool, tuple[Found, ...]]:
        value = value_at(self.referral, need.path)
        holds = is_filled(value) and _large_enough(value, need) and _wanted(value, need)
        return holds, (Found(need.path),) if holds else ()

    def _entries(self, need: Entries) -> tuple[bool, tuple[Found, ...]]:
        entries = value_at(self.referral, need.of) or ()
        complete = tuple(
            Found(f"{need.of}.{number}")
            for number, entry in enumerate(entries)
            if all(is_filled(getattr(entry, key)) for key in need.have)
        )
        return len(complete) >= need.at_least, complete


def _large_enough(value: Any, need: Filled) -> bool:
    if isinstance(value, tuple):
        return len(value) >= need.at_least
    return not isinstance(value, str) or len(value.split()) >= need.words


def _wanted(value: Any, need: Filled) -> bool:
    if not need.values:
        return True
    given = value if isinstance(value, tuple) else (value,)
    return any(type(item) is type(wanted) and item == wanted for item in given for wanted in need.values)
