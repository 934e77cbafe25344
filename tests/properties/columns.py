"""The columns beside the first channel: cases as a table, and where the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from threshold_engine import Rulebook, assess, read_case, spec
from threshold_engine.batch.cases import frame_of, row_of
from threshold_engine.caveats import outside_age_band
from threshold_engine.columnar import answer_table
from threshold_engine.model.edition import Edition, edition_on
from threshold_engine.model.facts import Firings
from threshold_engine.outcome import RAG_OF_LEVEL, outcome, review_level
from threshold_engine.reach import level_range
from threshold_engine.settle import settle


def table_of(cases: list[dict[str, Any]], rulebook: Rulebook) -> pl.DataFrame:
    """Write cases as the wide table."""
    return frame_of([row_of(read_case(case, rulebook), str(number)) for number, case in enumerate(cases)], rulebook)


def answers_of(case: dict[str, Any], rulebook: Rulebook, name: str) -> dict[str, Any]:
    """Answer a case the other way: the first channel and what is made of it."""
    read = read_case(case, rulebook)
    assert read.as_of is not None
    edition = edition_on(rulebook, read.as_of)
    settled = settle(read, edition)
    fired = spec.evaluate(settled.facts)
    reached = outcome(edition, fired)
    later = [indicator for indicator in rulebook.indicators if indicator.id in settled.not_in_force]
    watched = [
        sign.level
        for sign in (*outside_age_band(settled), *later)
        if sign.kind == "risk" and sign.level >= 3 and sign.level > reached.level
    ]
    low, high = level_range(spec.read(settled.facts), reached.level)
    return {
        "case_id": name,
        "level": reached.level,
        "level_low": low,
        "level_high": high,
        "rag": str(max([reached.rag, *(RAG_OF_LEVEL[level] for level in watched)], key=lambda rag: rag.rank)),
        "review": max([reached.review or 0, *watched]) or None,
        "call_999": reached.call_999,
        "duties": list(reached.duties),
        "reasons": reasons_of(edition, fired, reached.level),
    }


def reasons_of(edition: Edition, fired: Firings, level: int) -> list[str]:
    """Give what counts and what holds, the highest level first."""
    found = [(-edition.indicators[name].level, "indicator", name) for name in fired.counting]
    for rule in edition.rules:
        asked = review_level(rule, level)
        if rule.id in fired.rules:
            found.append((-(rule.then.floor or (asked if asked > level else 0)), "rule", rule.id))
    return [name for _, _, name in sorted(found)]


def answers_of_assess(case: dict[str, Any], rulebook: Rulebook, name: str) -> dict[str, Any]:
    """Answer a case as the command line does."""
    told = assess(read_case(case, rulebook), rulebook)
    return {
        "case_id": name,
        "level": told.level.suggested,
        "level_low": told.level.range[0],
        "level_high": told.level.range[1],
        "rag": told.urgency.rag,
        "review": told.level.review.level if told.level.review else None,
        "call_999": told.urgency.call_999,
        "duties": [duty.id for duty in told.duties],
        "reasons": [reason.id for reason in told.reasons],
    }


def differences(
    cases: list[dict[str, Any]], rulebook: Rulebook, other: Callable[..., dict[str, Any]] = answers_of
) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Give the cases for which the two ways differ, with both answers."""
    answers = answer_table(table_of(cases, rulebook), rulebook).to_dicts()
    assert len(answers) == len(cases)
    wanted: Iterator[dict[str, Any]] = (other(case, rulebook, str(number)) for number, case in enumerate(cases))
    return [(case, want, got) for case, want, got in zip(cases, wanted, answers, strict=True) if want != got]
