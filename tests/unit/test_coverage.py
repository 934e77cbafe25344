"""The coverage text: what is held of each source, and what was not read again."""

from __future__ import annotations

import re
from dataclasses import replace

from threshold_engine import Rulebook
from threshold_engine.coverage import WIDTH, coverage
from threshold_engine.model.words import Evidence


def flat(text: str) -> str:
    """Undo the line breaks."""
    return " ".join(text.split())


def test_london_matrix_of_february_2023_is_told_as_not_available(rulebook: Rulebook) -> None:
    """The matrix that nobody could read is named, with the words that say so."""
    assert "[NOT AVAILABLE] cells of the February 2023 London matrix" in flat(coverage(rulebook))


def test_known_indicators_are_all_listed(rulebook: Rulebook) -> None:
    """Every indicator whose source was not read again is listed."""
    known = {indicator.id for indicator in rulebook.indicators if indicator.evidence is Evidence.KNOWN}
    assert set(re.findall(r"\(([a-z0-9-]+)\)", flat(coverage(rulebook)))) >= known


def test_indicators_that_were_read_are_not_listed(rulebook: Rulebook) -> None:
    """An indicator whose source was read is not among those to check."""
    read = {indicator.id for indicator in rulebook.indicators if indicator.evidence is not Evidence.KNOWN}
    assert read.isdisjoint(re.findall(r"\(([a-z0-9-]+)\)$", coverage(rulebook), re.MULTILINE))


def test_every_source_is_named(rulebook: Rulebook) -> None:
    """Each document of the rulebook has its paragraph."""
    text = coverage(rulebook)
    assert [document.key for document in rulebook.sources if f"\n{document.key}: " not in text] == []


def test_every_part_is_told_with_its_note(rulebook: Rulebook) -> None:
    """Nothing that the coverage file says is left out."""
    text = flat(coverage(rulebook))
    assert [entry.part for entry in rulebook.coverage if f"{entry.part} {entry.note}".strip() not in text] == []


def test_source_says_what_cites_it(rulebook: Rulebook) -> None:
    """The number of indicators that cite a source is the number there are."""
    cited = sum(indicator.source.key == "london-tm-2015" for indicator in rulebook.indicators)
    after = coverage(rulebook).split("\nlondon-tm-2015: ")[1]
    assert f"cited by {cited} indicators" in flat(after)


def test_totals_count_indicators_by_mark(rulebook: Rulebook) -> None:
    """The totals give the number of indicators that were not read again."""
    known = sum(indicator.evidence is Evidence.KNOWN for indicator in rulebook.indicators)
    totals = coverage(rulebook).split("\nTotals\n")[1].split(" rules\n")[0]
    assert re.search(rf"^ +{known} +\d+%  known", totals, re.MULTILINE)


def test_line_fits_a_terminal(rulebook: Rulebook) -> None:
    """No line is wider than the width."""
    assert [line for line in coverage(rulebook).splitlines() if len(line) > WIDTH] == []


def test_rulebook_without_rules_has_totals(rulebook: Rulebook) -> None:
    """A rulebook that holds no rule is told without an error."""
    assert "\n0 rules\n     0    0%  seen" in coverage(replace(rulebook, rules=()))
