"""The parts of the guidance whose entries have pages, as they are on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from threshold_api import presenters
from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.missing import Part
from threshold_engine.model.guidance import Period


class _Entry(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def period(self) -> Period: ...


def levels(reading: Reading) -> Part:
    """Give the levels."""
    here = {str(number): level.name for number, level in reading.edition.levels.items()}
    return Part("a level", "/levels", here, {})


def areas(reading: Reading) -> Part:
    """Give the areas."""
    return Part("an area", "/areas", {area.id: area.name for area in reading.rulebook.domains}, {})


def indicators(reading: Reading) -> Part:
    """Give the signs, whose pages stand under the list of areas."""
    here = {entry.id: entry.label for entry in reading.edition.indicators.values()}
    return Part("a sign", "/indicators", here, _periods(reading.rulebook.indicators))


def rules(reading: Reading) -> Part:
    """Give the rules."""
    here = {entry.id: entry.label for entry in reading.edition.rules}
    return Part("a rule", "/rules", here, _periods(reading.rulebook.rules))


def duties(reading: Reading) -> Part:
    """Give the duties."""
    here = {entry.id: entry.name for entry in presenters.duties_shown(reading.edition)}
    return Part("a duty", "/duties", here, _periods(reading.rulebook.duties))


def sources(reading: Reading) -> Part:
    """Give the documents."""
    here = {key: document.title for key, document in reading.edition.documents.items()}
    return Part("a source", "/sources", here, {})


def _periods(entries: Iterable[_Entry]) -> Mapping[str, list[Period]]:
    found: dict[str, list[Period]] = {}
    for entry in entries:
        found.setdefault(entry.id, []).append(entry.period)
    return found
