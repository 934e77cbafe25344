"""The worked examples run, what they exercise, and what of the changes to the rules they notice; with a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click

from threshold_engine.examples import Loaded, differences
from threshold_engine.exercise.mutants import mutants
from threshold_engine.exercise.noticed import Tried, try_each
from threshold_engine.exercise.reached import Tally, reached
from threshold_engine.exercise.report import (
    coverage_line,
    coverage_lines,
    coverage_mapping,
    mutation_lines,
    mutation_mapping,
)
from threshold_engine.exercise.worked import Worked, worked
from threshold_engine.model.guidance import Rulebook
from threshold_engine.report import Line


@dataclass(frozen=True, slots=True)
class Found:
    """
    Attributes:
        failed: The examples that do not hold, and in what they differ.
        tallies: What those that hold exercise.
        tried: The changes to the rules, and which example that holds noticed each; None if not asked for.
    """

    total: int
    failed: tuple[tuple[Loaded, tuple[str, ...]], ...]
    tallies: tuple[Tally, ...]
    tried: tuple[Tried, ...] | None


def run(loaded: Sequence[Loaded], rulebook: Rulebook, *, mutate: bool) -> Found:
    """Run the examples, and where it is asked for change the rules a little, again and again."""
    compared = [(item, tuple(differences(item.example, rulebook))) for item in loaded]
    holding = list(worked((item for item, found in compared if not found), rulebook))
    return Found(
        total=len(loaded),
        failed=tuple((item, found) for item, found in compared if found),
        tallies=reached(holding, rulebook),
        tried=tuple(_try_shown(holding, rulebook)) if mutate else None,
    )


def _try_shown(examples: Sequence[Worked], rulebook: Rulebook) -> Iterator[Tried]:
    """Try each change, with a bar on a terminal and nothing elsewhere."""
    changes = list(mutants(rulebook))
    tried = try_each(changes, examples, rulebook)
    if not sys.stderr.isatty():
        yield from tried
        return
    with click.progressbar(tried, length=len(changes), label="changes to the rules", file=sys.stderr) as bar:
        yield from bar


def failure_lines(found: Found) -> Iterator[str]:
    """Say in what the examples that do not hold differ."""
    for item, differing in found.failed:
        yield from (f"{item.where}: {item.example.name}: {words}" for words in differing)


def lines(found: Found, rulebook: Rulebook, *, coverage: bool) -> Iterator[Line]:
    """Give the totals, and what was asked for, line by line."""
    yield Line(f"{found.total - len(found.failed)} of {found.total} worked examples hold")
    yield coverage_line(found.tallies)
    if coverage:
        yield from coverage_lines(found.tallies)
    if found.tried is not None:
        yield from mutation_lines(found.tried, rulebook)


def mapping(found: Found, rulebook: Rulebook) -> dict[str, Any]:
    """Give everything found as data."""
    return {
        "examples": found.total,
        "hold": found.total - len(found.failed),
        "failed": [
            {"where": item.where, "name": item.example.name, "differences": list(differing)} for item, differing in found.failed
        ],
        "coverage": coverage_mapping(found.tallies),
        "mutation": mutation_mapping(found.tried, rulebook) if found.tried is not None else None,
    }
