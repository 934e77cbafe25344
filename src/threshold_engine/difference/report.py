"""A difference as text and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from threshold_engine.difference.rulebooks import Difference
from threshold_engine.difference.situations import Side, Situation
from threshold_engine.prove.witness import answer_words
from threshold_engine.report import Line

COMPLETE = "Complete, and proved so: any case that is answered differently has one of the entries above at work."
PARTIAL = "Partial: there may be other situations that are answered differently."


def report(found: Difference) -> Iterator[Line]:
    """Give the report line by line."""
    yield Line(f"{_name(found.old)} against {_name(found.new)}", "title")
    if not found.entries:
        yield Line("Nothing that can change an answer is different.", "good")
    else:
        yield Line("Entries that differ", "heading")
        yield from _entries(found)
        yield Line("")
        yield Line("Situations that are answered differently", "heading")
        for situation in found.found.situations:
            yield from _situation(situation)
        yield from (Line(f"{name}: changes no level, urgency or duty") for name in found.found.silent)
        yield from (Line(f"{name}: not looked at, there was no time", "warning") for name in found.found.left_out)
    yield Line(COMPLETE, "good") if found.found.complete else Line(PARTIAL, "warning")


def _name(side: Side) -> str:
    return f"{side.rulebook.id} {side.rulebook.version} on {side.day}"


def _entries(found: Difference) -> Iterator[Line]:
    for entry in found.entries:
        yield Line(f"{entry.kind} {entry.id}: {entry.change} ({entry.label})")
        yield from (Line(f"    {field.field}: {field.old} -> {field.new}") for field in entry.fields)


def _situation(situation: Situation) -> Iterator[Line]:
    yield Line(f"{situation.entry} changes: {', '.join(situation.changes)}", "strong")
    yield Line(f"    case: {'; '.join(situation.words) or 'nothing is recorded'}")
    yield Line(f"    old: {answer_words(situation.old)}")
    yield Line(f"    new: {answer_words(situation.new)}")


def mapping(found: Difference) -> dict[str, Any]:
    """Give the difference as data."""
    return {
        "old": _side(found.old),
        "new": _side(found.new),
        "entries": [asdict(entry) for entry in found.entries],
        "situations": [
            {
                "entry": situation.entry,
                "changes": list(situation.changes),
                "case": {**situation.case, "as_of": situation.case["as_of"].isoformat()},
                "words": list(situation.words),
                "old": answer_words(situation.old),
                "new": answer_words(situation.new),
            }
            for situation in found.found.situations
        ],
        "changes_nothing": list(found.found.silent),
        "not_looked_at": list(found.found.left_out),
        "complete": found.found.complete,
    }


def _side(side: Side) -> dict[str, str]:
    return {"id": side.rulebook.id, "version": side.rulebook.version, "day": side.day.isoformat()}
