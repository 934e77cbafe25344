"""Every level can be reached, and nothing stands in the rulebook that can never happen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import z3

from threshold_engine.model.condition import Condition, FindingIs, walk
from threshold_engine.prove.encoding import YES, Encoding, some
from threshold_engine.prove.ground import Failure, Finding, Ground
from threshold_engine.prove.lines import LEVELS, level_at_least, level_is


def every_level(ground: Ground) -> Finding:
    """On every day, some case has level 1, one has level 2, one level 3 and one level 4."""
    failures: dict[int, Failure] = {}
    for encoding in ground.encodings:
        for level in (1, *LEVELS):
            if level not in failures and not ground.query.possible(level_is(encoding, level)):
                day = encoding.edition.first_day
                nearest = z3.Not(level_at_least(encoding, level + 1))
                below = [z3.And(level_at_least(encoding, lower), nearest) for lower in reversed(LEVELS) if lower < level]
                shown = next((formula for formula in [*below, nearest, YES] if ground.query.possible(formula)), YES)
                what = f"no case has level {level} from {day}; the nearest case is shown"
                failures[level] = Failure(what, (ground.show(shown, day, "nearest"),))
    return Finding(tuple(failures.values()))


def every_rule(ground: Ground) -> Finding:
    """
    Each rule, trigger and category holds in some case on some day it is in force.

    One that cannot hold on some of its days only is told, and is no failure.
    """
    never: dict[str, tuple[Encoding, Condition]] = {}
    first: dict[str, date] = {}
    fires: set[str] = set()
    for encoding in ground.encodings:
        for name, condition, holds in _conditions(encoding):
            if ground.query.possible(holds):
                fires.add(name)
            else:
                never.setdefault(name, (encoding, condition))
                first.setdefault(name, encoding.edition.first_day)
    notes = [f"{name} cannot hold from {first[name]}, but can on another day" for name in never if name in fires]
    failures = [_nearest(ground, name, *found) for name, found in never.items() if name not in fires]
    return Finding(tuple(failures), tuple(notes))


def _conditions(encoding: Encoding) -> Iterator[tuple[str, Condition, z3.BoolRef]]:
    edition = encoding.edition
    yield from ((f"the rule {rule.id}", rule.when, encoding.rules[rule.id].sure) for rule in edition.rules)
    triggers = {trigger.id: encoding.holds(trigger.when).sure for trigger in edition.triggers}
    for trigger in edition.triggers:
        # One that gives way to another is told only where the other does not hold.
        stronger = some(triggers[name] for name in trigger.unless if name in triggers)
        yield f"the trigger {trigger.id}", trigger.when, z3.And(triggers[trigger.id], z3.Not(stronger))
    for entry in edition.categories:
        yield f"the category {entry.category}", entry.when, encoding.holds(entry.when).sure


def _nearest(ground: Ground, name: str, encoding: Encoding, condition: Condition) -> Failure:
    """Show the case in which as many parts of the condition hold as can hold together."""
    parts = [encoding.holds(part).sure for part in walk(condition) if not isinstance(part, FindingIs)]
    best: list[z3.BoolRef] = []
    for part in parts:
        if ground.query.possible(z3.And(*best, part)):
            best.append(part)
    what = f"{name} can never hold; the nearest case is shown: {len(best)} of its {len(parts)} parts hold together"
    return Failure(what, (ground.show(z3.And(YES, *best), encoding.edition.first_day, "nearest"),))
