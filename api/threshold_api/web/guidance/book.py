"""The pages of the guidance: how each is found and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from threshold_api import presenters
from threshold_api.web.guidance import entries, exploitation, lists, parts, response, sources
from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_api.web.guidance.missing import Part


@dataclass(frozen=True, slots=True)
class Found:
    """
    A page about one entry.

    Attributes:
        trail: The pages between the first page of the guidance and this one.
    """

    title: str
    view: object
    trail: tuple[LinkView, ...]


Build = Callable[[Reading], Any]
Find = Callable[[Reading, str], Found | None]


def _level(read: Reading, name: str) -> Found | None:
    found = read.edition.levels.get(int(name)) if name in {"1", "2", "3", "4"} else None
    if found is None:
        return None
    view = response.level_page(read, found)
    return Found(view.title, view, (LinkView("Levels", read.to("/levels")),))


def _area(read: Reading, name: str) -> Found | None:
    found = next((area for area in read.rulebook.domains if area.id == name), None)
    return Found(found.name, lists.area_page(read, found), (LinkView("Areas", read.to("/areas")),)) if found else None


def _indicator(read: Reading, name: str) -> Found | None:
    found = read.edition.indicators.get(name)
    if found is None:
        return None
    area = LinkView(entries.area_name(read, found.domain), read.to(f"/areas/{found.domain}"))
    return Found(found.label, entries.indicator_page(read, found), (LinkView("Areas", read.to("/areas")), area))


def _rule(read: Reading, name: str) -> Found | None:
    found = next((rule for rule in read.edition.rules if rule.id == name), None)
    return Found(found.label, entries.rule_page(read, found), (LinkView("Rules", read.to("/rules")),)) if found else None


def _duty(read: Reading, name: str) -> Found | None:
    found = next((duty for duty in presenters.duties_shown(read.edition) if duty.id == name), None)
    return Found(found.name, entries.duty_page(read, found), (LinkView("Duties", read.to("/duties")),)) if found else None


def _source(read: Reading, name: str) -> Found | None:
    found = read.edition.documents.get(name)
    return Found(found.title, sources.source_page(read, found), (LinkView("Sources", read.to("/sources")),)) if found else None


LISTS: tuple[tuple[str, str, Build], ...] = (
    ("levels", "list", lists.levels_page),
    ("areas", "list", lists.areas_page),
    ("rules", "list", lists.rules_page),
    ("duties", "list", lists.duties_page),
    ("sources", "list", sources.sources_page),
    ("missing", "list", lists.missing_page),
    ("pathways", "pathways", response.pathways_page),
    ("exploitation", "exploitation", exploitation.exploitation_page),
    ("exploitation/groups", "groups", exploitation.groups_page),
    ("sharing", "points", sources.sharing_page),
    ("background", "points", sources.background_page),
)
ENTRIES: tuple[tuple[str, str, Callable[[Reading], Part], Find], ...] = (
    ("levels", "level", parts.levels, _level),
    ("areas", "list", parts.areas, _area),
    ("indicators", "entry", parts.indicators, _indicator),
    ("rules", "entry", parts.rules, _rule),
    ("duties", "entry", parts.duties, _duty),
    ("sources", "source", parts.sources, _source),
)
