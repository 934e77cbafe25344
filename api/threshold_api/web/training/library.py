"""The library of made-up cases: which there are, and which fit a filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any

from threshold_api.web.words import AGENCIES
from threshold_engine.errors import FactsError
from threshold_engine.examples import DEFAULT_DAY, Example, answer, read_examples
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Kind

FILE = "vignettes.yaml"
NO_FILTER = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    A made-up case and what the guidance says of it.

    Attributes:
        themes: Ids of the areas its risk signs belong to.
        note: For a trainer: why the level is right, and what to talk about.
    """

    id: str
    title: str
    agency: str
    setting: str
    narrative: str
    themes: tuple[str, ...]
    case: Mapping[str, Any]
    answer: Assessment
    rationale: str
    ambiguities: str

    @property
    def level(self) -> int:
        return self.answer.level.suggested


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show: an empty text means all."""

    agency: str = NO_FILTER
    level: str = NO_FILTER
    theme: str = NO_FILTER

    def takes(self, scenario: Scenario) -> bool:
        """Tell whether a scenario is to be shown."""
        return (
            self.agency in (NO_FILTER, scenario.agency)
            and self.level in (NO_FILTER, str(scenario.level))
            and (self.theme == NO_FILTER or self.theme in scenario.themes)
        )


@dataclass(frozen=True, slots=True)
class OptionView:
    value: str
    text: str
    selected: bool


@dataclass(frozen=True, slots=True)
class CardView:
    address: str
    title: str
    agency: str
    opening: str


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The list of scenarios, without their levels: those are for after the decision."""

    cards: tuple[CardView, ...]
    total: int
    agencies: tuple[OptionView, ...]
    levels: tuple[OptionView, ...]
    themes: tuple[OptionView, ...]


def load_library(rulebook: Rulebook) -> dict[str, Scenario]:
    """
    Give the scenarios by id, each with its answer; those only whose signs the rulebook knows.

    Raises:
        RulebookError: The file is not well formed; every problem is listed.
    """
    with as_file(files("threshold_api").joinpath("training", FILE)) as path:
        loaded = read_examples([path])
    found = {}
    for entry in loaded:
        name = entry.example.id or entry.example.name
        # A rulebook of another area may not know a sign.
        with suppress(FactsError):
            found[name] = _scenario(name, entry.example, rulebook)
    return found


def _scenario(name: str, example: Example, rulebook: Rulebook) -> Scenario:
    about = example.about or {}
    case = {"as_of": DEFAULT_DAY, **example.case}
    return Scenario(
        id=name,
        title=example.name,
        agency=case.get("setting", {}).get("agency", "other"),
        setting=about.get("setting", ""),
        narrative=case["narrative"],
        themes=_themes(case.get("present", ()), rulebook),
        case=case,
        answer=answer(example, rulebook),
        rationale=about.get("rationale", ""),
        ambiguities=about.get("ambiguities", ""),
    )


def _themes(present: Iterable[str], rulebook: Rulebook) -> tuple[str, ...]:
    signs = {sign.id: sign for sign in rulebook.indicators}
    found = {signs[name].domain for name in present if signs[name].kind is Kind.RISK}
    return tuple(domain.id for domain in rulebook.domains if domain.id in found)


def library_view(library: Mapping[str, Scenario], chosen: Filter, rulebook: Rulebook) -> LibraryView:
    """Show the scenarios that fit a filter."""
    cards = tuple(_card(scenario) for scenario in library.values() if chosen.takes(scenario))
    agencies = {scenario.agency for scenario in library.values()}
    themes = {theme for scenario in library.values() for theme in scenario.themes}
    return LibraryView(
        cards=cards,
        total=len(library),
        agencies=_options("Anywhere", [(name, text) for name, text in AGENCIES.items() if name in agencies], chosen.agency),
        levels=_options("Any level", [(str(level), f"Level {level}") for level in (1, 2, 3, 4)], chosen.level),
        themes=_options(
            "Any theme", [(domain.id, domain.name) for domain in rulebook.domains if domain.id in themes], chosen.theme
        ),
    )


def _options(everything: str, values: Iterable[tuple[str, str]], chosen: str) -> tuple[OptionView, ...]:
    return tuple(OptionView(value, text, value == chosen) for value, text in ((NO_FILTER, everything), *values))


def _card(scenario: Scenario) -> CardView:
    first = scenario.narrative.split(". ")[0].strip().rstrip(".") + "."
    return CardView(f"/training/scenarios/{scenario.id}", scenario.title, AGENCIES[scenario.agency], first)
