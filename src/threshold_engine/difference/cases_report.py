"""What becomes of the cases of a file, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from threshold_engine.difference.cases import CALL_999, DUTY, LEVEL, REACHED, REVIEW, URGENCY, CaseDifference, Move, Stand
from threshold_engine.model.words import Rag
from threshold_engine.report import Line

LEVELS = (1, 2, 3, 4)
HEADINGS = {LEVEL: "Level", URGENCY: "Urgency", CALL_999: "Call 999", DUTY: "Duties", REVIEW: "What a manager is asked"}
SIDES = ("old", "new")


def report(found: CaseDifference) -> Iterator[Line]:
    """Give the report line by line."""
    yield Line(f"Old side: {_name(found.old)}", "strong")
    yield Line(f"New side: {_name(found.new)}", "strong")
    yield from _totals(found)
    if found.compared:
        yield Line("")
        yield from _table(found)
    for kind, heading in HEADINGS.items():
        moves = [move for move in found.moves if move.kind == kind]
        if moves:
            yield Line("")
            yield Line(heading, "heading")
            yield from (Line(f"  {_words(move)}: {_cases(move)}", "warning" if _lessens(move) else "plain") for move in moves)


def _name(stand: Stand) -> str:
    day = f"on {stand.day}" if stand.day else "on the day of each case"
    return f"{stand.rulebook.id} {stand.rulebook.version}, digest {stand.rulebook.digest[:12]}, {day}"


def _totals(found: CaseDifference) -> Iterator[Line]:
    share = f" ({found.moved / found.compared:.1%})" if found.compared else ""
    yield Line(f"Cases compared: {found.compared:,}. Moved: {found.moved:,}{share}. Not moved: {found.compared - found.moved:,}.")
    rejected = found.rejected
    told = ((rejected.both, "on either side"), (rejected.old, "on the old side only"), (rejected.new, "on the new side only"))
    for number, where in told:
        if number:
            yield Line(f"Not usable {where}: {number:,}. threshold-engine batch says why.", "warning")
    for side, names in zip(SIDES, found.not_known, strict=True):
        if names:
            yield Line(f"Not known to the {side} side, which was answered without: {', '.join(names)}", "warning")


def _table(found: CaseDifference) -> Iterator[Line]:
    yield Line("Cases by level: the old side down, the new side across", "heading")
    yield Line("        " + "".join(f"{f'level {new}':>14}" for new in LEVELS), "strong")
    for old in LEVELS:
        yield Line(f"level {old} " + "".join(f"{found.levels.get((old, new), 0):>14,}" for new in LEVELS))
    higher = sum(number for (old, new), number in found.levels.items() if new > old)
    lower = sum(number for (old, new), number in found.levels.items() if new < old)
    yield Line(f"At a higher level: {higher:,}. At a lower level: {lower:,}.", "warning" if lower else "plain")


def _words(move: Move) -> str:
    match move.kind, move.old, move.new:
        case "duty", None, duty:
            return f"{duty} gained"
        case "duty", duty, _:
            return f"{duty} lost"
        case "review", level, "reached":
            return f"to consider level {level} before, now at that level"
        case "review", "reached", level:
            return f"at level {level} before, now only to consider it"
        case "review", None, level:
            return f"to consider level {level}, gained"
        case "review", level, None:
            return f"to consider level {level}, lost"
        case "review", old, new:
            return f"to consider level {new} instead of {old}"
        case "call_999", _, new:
            return "gained" if new == "true" else "lost"
        case kind, old, new:
            return f"level {old} to {new}" if kind == LEVEL else f"{old} to {new}"


def _cases(move: Move) -> str:
    number = "1 case" if move.cases == 1 else f"{move.cases:,} cases"
    return f"{number}, for example {', '.join(move.examples)}" if move.examples else number


def _lessens(move: Move) -> bool:
    """Tell whether a child is at a lower level, less urgent, or without something that was called for."""
    if move.kind == URGENCY:
        return Rag(str(move.new)).rank < Rag(str(move.old)).rank
    if move.kind == CALL_999:
        return move.new == "false"
    if move.kind == REVIEW and REACHED in (move.old, move.new):
        return move.old == REACHED
    return (move.new or "") < (move.old or "") if move.kind in (LEVEL, REVIEW) else move.new is None


def mapping(found: CaseDifference) -> dict[str, Any]:
    """Give the comparison as data."""
    return {
        "old": _side(found.old, found.not_known[0]),
        "new": _side(found.new, found.not_known[1]),
        "compared": found.compared,
        "moved": found.moved,
        "rejected": asdict(found.rejected),
        "levels": [{"old": old, "new": new, "cases": found.levels.get((old, new), 0)} for old in LEVELS for new in LEVELS],
        "moves": [{**asdict(move), "examples": list(move.examples)} for move in found.moves],
    }


def _side(stand: Stand, not_known: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": stand.rulebook.id,
        "version": stand.rulebook.version,
        "digest": stand.rulebook.digest,
        "day": stand.day.isoformat() if stand.day else None,
        "not_known": list(not_known),
    }
