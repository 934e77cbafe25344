"""
Which parts of each source the rulebook holds, and what rests on guidance that was not read again.

Plain text for a terminal (``threshold-engine rules coverage``).
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from threshold_engine.document.reference import STATUS
from threshold_engine.model.guidance import Document, Duty, Indicator, Rule, Rulebook
from threshold_engine.model.words import Evidence

WIDTH = 100
STATES = {
    "encoded": "encoded",
    "partly": "partly encoded",
    "not-encoded": "not encoded",
    "not-available": "NOT AVAILABLE",
}
_MARKS = {
    Evidence.SEEN: "seen: the source was read and says so",
    Evidence.SEEN_MAPPED: "seen-mapped: the source was read, the level is our choice",
    Evidence.KNOWN: "known: the source was not read again",
}


def coverage(rulebook: Rulebook) -> str:
    """Give the coverage of the rulebook, source by source, as text."""
    lines = [*_opening(rulebook), *_sources(rulebook), *_known(rulebook), *_totals(rulebook)]
    return "\n".join(lines) + "\n"


def _opening(rulebook: Rulebook) -> Iterator[str]:
    yield from _wrapped(f"{rulebook.title}, version {rulebook.version}")
    yield from _wrapped(rulebook.status)
    yield ""


def _sources(rulebook: Rulebook) -> Iterator[str]:
    yield from _title("What is held of each source")
    cited = {
        document.key: _cited(
            [entry for entry in rulebook.indicators if entry.source.key == document.key],
            [entry for entry in rulebook.rules if entry.source.key == document.key],
            [entry for entry in rulebook.duties if entry.source.key == document.key],
        )
        for document in rulebook.sources
    }
    for document in rulebook.sources:
        yield from _source(document, cited[document.key], rulebook)


def _source(document: Document, cited: str, rulebook: Rulebook) -> Iterator[str]:
    edition = ", ".join(part for part in (document.title, document.edition, document.date) if part)
    yield from _wrapped(f"{document.key}: {edition}")
    yield from _wrapped(f"{STATUS[document.status]}; cited by {cited}", "  ")
    parts = [entry for entry in rulebook.coverage if entry.source == document.key]
    for entry in parts:
        yield from _wrapped(f"[{STATES[entry.state]}] {entry.part}", "  ", "      ")
        if entry.note:
            yield from _wrapped(entry.note, "      ")
    if not parts:
        yield "  [no word on its parts]"
    yield ""


def _cited(indicators: Sequence[Indicator], rules: Sequence[Rule], duties: Sequence[Duty]) -> str:
    counted = (("indicator", indicators), ("rule", rules), ("duty", duties))
    return ", ".join(_number(len(entries), name) for name, entries in counted if entries) or "no indicator, rule or duty"


def _known(rulebook: Rulebook) -> Iterator[str]:
    yield from _title("What rests on guidance that was not read again")
    yield from _wrapped("Check each of these against the printed document before you rely on it.")
    yield ""
    every_indicator = [entry for entry in rulebook.indicators if entry.evidence is Evidence.KNOWN]
    every_rule = [entry for entry in rulebook.rules if entry.evidence is Evidence.KNOWN]
    every_duty = [entry for entry in rulebook.duties if entry.evidence is Evidence.KNOWN]
    for document in rulebook.sources:
        indicators = [entry for entry in every_indicator if entry.source.key == document.key]
        rules = [entry for entry in every_rule if entry.source.key == document.key]
        duties = [entry for entry in every_duty if entry.source.key == document.key]
        if indicators or rules or duties:
            yield from _wrapped(f"{document.key}: {_cited(indicators, rules, duties)}")
            for indicator in indicators:
                yield from _wrapped(f"level {indicator.level}  {indicator.label} ({indicator.id})", "  ", "           ")
            yield ""


def _totals(rulebook: Rulebook) -> Iterator[str]:
    yield from _title("Totals")
    yield from _marks("indicator", [entry.evidence for entry in rulebook.indicators])
    yield from _marks("rule", [entry.evidence for entry in rulebook.rules])
    yield from _marks("duty", [entry.evidence for entry in rulebook.duties])
    states = Counter(entry.state for entry in rulebook.coverage)
    yield _number(len(rulebook.sources), "source")
    yield from _wrapped(f"Parts: {', '.join(f'{states[state]} {words.lower()}' for state, words in STATES.items())}", "  ")


def _marks(name: str, marks: Sequence[Evidence]) -> Iterator[str]:
    counted = Counter(marks)
    yield _number(len(marks), name)
    for mark, words in _MARKS.items():
        share = counted[mark] / len(marks) if marks else 0
        yield f"  {counted[mark]:4}  {share:4.0%}  {words}"


def _title(words: str) -> Iterator[str]:
    yield words
    yield "-" * len(words)


def _number(count: int, name: str) -> str:
    plural = "duties" if name == "duty" else f"{name}s"
    return f"{count} {name if count == 1 else plural}"


def _wrapped(words: str, indent: str = "", hanging: str | None = None) -> list[str]:
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
