"""The entries that decide an answer: signs and rules, and the categories and triggers of the exploitation tool."""

from __future__ import annotations

from collections.abc import Iterator

from threshold_engine.check.places import place
from threshold_engine.model.condition import Condition
from threshold_engine.model.guidance import Category, Indicator, Rule, Rulebook, Trigger

Entry = Indicator | Rule | Category | Trigger


def entries(rulebook: Rulebook) -> Iterator[Entry]:
    """Give every entry that decides an answer, in the order of the files."""
    yield from rulebook.indicators
    yield from rulebook.rules
    if rulebook.exploitation is not None:
        yield from rulebook.exploitation.categories
        yield from rulebook.exploitation.triggers


def condition_of(entry: Entry) -> Condition | None:
    """Give the condition of an entry; of a sign, when its need is already met, if it says so."""
    return entry.met_when if isinstance(entry, Indicator) else entry.when


def name_of(entry: Entry) -> str:
    """Give the name of an entry as the examples write it."""
    return f"category {entry.category}" if isinstance(entry, Category) else entry.id


def place_of(entry: Entry, rulebook: Rulebook) -> str:
    """Give ``file:line`` of an entry and its name."""
    match entry:
        case Indicator():
            return place(rulebook, "indicators", entry.id)
        case Rule():
            return place(rulebook, "rules", entry.id)
        case Category():
            return f"{place(rulebook, 'categories', entry.category)} (category)"
        case Trigger():
            return place(rulebook, "triggers", entry.id)
