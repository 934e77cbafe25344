"""What was read from a text, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from threshold_engine.model.narrative import Narrative, Suggestion
from threshold_engine.model.words import Kind, Status
from threshold_engine.narrative.unconfirmed import NOTHING_FOUND, nothing_found
from threshold_engine.report import Line, wrapped

_STYLES = {4: "danger", 3: "warning", 2: "good", 1: "info"}
_TURNS = {
    "absent": "read as not there",
    "denied": "denied, which does not mean that it is not so",
    "hedged": "not sure",
    "historic": "from the past",
    "hypothetical": "only if something happens",
    "other-person": "about somebody else",
    "reported": "told by others",
    "disclosed": "told in their own words",
}


def narrative_report(narrative: Narrative) -> Iterator[Line]:
    """Give the report line by line."""
    yield Line("What this text may say. Check each line: nothing is recorded yet.", "title")
    if nothing_found(narrative):
        yield from wrapped(NOTHING_FOUND, "danger")
        yield from wrapped("If a child is in danger right now, call 999.", "danger")
    if narrative.key_worry:
        yield from wrapped(f"Key worry, in the words of the text: “{narrative.key_worry.words}”", "strong")
    if narrative.age:
        yield Line(f"The child’s age is read as {narrative.age.value} (“{narrative.age.words}”).")
    yield from _group("Signs it speaks of", (entry for entry in narrative.suggestions if _there(entry, Kind.RISK, Kind.CONTEXT)))
    yield from _group("Strengths it speaks of", (entry for entry in narrative.suggestions if _there(entry, Kind.STRENGTH)))
    yield from _group("Open: ask about these", (entry for entry in narrative.suggestions if entry.status is Status.UNKNOWN))
    yield from _group("Read as not there", (entry for entry in narrative.suggestions if entry.status is Status.ABSENT))
    if narrative.set_aside:
        yield Line("")
        yield Line("Set aside", "heading")
        for aside in narrative.set_aside:
            yield from wrapped(f"- {aside.label}: “{aside.words}”, {aside.because}", "quiet", "  ")
    if narrative.identifiers:
        kinds = ", ".join(sorted({identifier.kind.replace("-", " ") for identifier in narrative.identifiers}))
        yield Line("")
        yield from wrapped(f"This text may say who somebody is ({kinds}). Take that out before an anonymous check.", "warning")


def _there(entry: Suggestion, *kinds: Kind) -> bool:
    return entry.status is Status.PRESENT and entry.kind in kinds


def _group(heading: str, entries: Iterator[Suggestion]) -> Iterator[Line]:
    found = sorted(entries, key=lambda entry: (-(entry.level or 0), entry.start))
    if not found:
        return
    yield Line("")
    yield Line(heading, "heading")
    for entry in found:
        level = f"Level {entry.level}: " if entry.kind is Kind.RISK else ""
        yield from wrapped(f"- {level}{entry.label}", _STYLES.get(entry.level or 0, "plain"), "  ")
        yield from wrapped(f"  “{entry.words}”{_context(entry)}", "quiet", "   ")


def _context(entry: Suggestion) -> str:
    told = list(dict.fromkeys(f"{_TURNS[turn.turn]} (“{turn.words}”)" for turn in entry.context))
    return f": {'; '.join(told)}" if told else ""
