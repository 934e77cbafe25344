"""What the worked examples exercise and notice, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from threshold_engine.exercise.alterations import Sort
from threshold_engine.exercise.entries import name_of, place_of
from threshold_engine.exercise.noticed import Tried
from threshold_engine.exercise.reached import Tally
from threshold_engine.model.guidance import Rulebook
from threshold_engine.report import Line


def coverage_line(tallies: Sequence[Tally]) -> Line:
    """Say in one line how much is exercised."""
    counted = [f"{tally.total - len(tally.unseen)} of {tally.total} {tally.of}" for tally in tallies if tally.total]
    style = "warning" if any(tally.unseen for tally in tallies) else "plain"
    return Line(f"they exercise {'; '.join(counted)}", style)


def coverage_lines(tallies: Sequence[Tally]) -> Iterator[Line]:
    """List what no example exercises."""
    for tally in tallies:
        if tally.unseen:
            yield Line(f"No worked example exercises these {tally.of}:", "heading")
            yield from (Line(f"  {words}") for words in tally.unseen)


def mutation_lines(tried: Sequence[Tried], rulebook: Rulebook) -> Iterator[Line]:
    """Say how many of the changes were noticed, of each sort too, and list those that were not."""
    unnoticed = [each for each in tried if each.by is None]
    yield Line(
        f"{len(tried) - len(unnoticed)} of {len(tried)} changes to the rules were noticed ({share(tried)}%)",
        "warning" if unnoticed else "good",
    )
    for sort in Sort:
        of_sort = [each for each in tried if each.mutant.sort is sort]
        if of_sort:
            yield Line(f"  {sort}: {sum(each.by is not None for each in of_sort)} of {len(of_sort)}")
    if unnoticed:
        yield Line("No worked example noticed these changes:", "heading")
        yield from (Line(f"  {place_of(each.mutant.was, rulebook)}: {each.mutant.words}") for each in unnoticed)


def share(tried: Sequence[Tried]) -> float:
    """Give the share noticed in per cent, rounded down to one decimal place: 100 means every one."""
    return sum(each.by is not None for each in tried) * 1000 // len(tried) / 10 if tried else 100.0


def coverage_mapping(tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    """Give what is exercised as data."""
    return [
        {
            "of": tally.of,
            "total": tally.total,
            "exercised": tally.total - len(tally.unseen),
            "not_exercised": list(tally.unseen),
        }
        for tally in tallies
    ]


def mutation_mapping(tried: Sequence[Tried], rulebook: Rulebook) -> dict[str, Any]:
    """Give what was noticed as data."""
    unnoticed = [each.mutant for each in tried if each.by is None]
    return {
        "changes": len(tried),
        "noticed": len(tried) - len(unnoticed),
        "share": share(tried),
        "not_noticed": [
            {
                "entry": name_of(mutant.was),
                "where": place_of(mutant.was, rulebook),
                "sort": str(mutant.sort),
                "change": mutant.words,
            }
            for mutant in unnoticed
        ],
    }
