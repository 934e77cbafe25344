"""The tool marks referrals as a person does: twelve made-up ones, marked by hand from the rubric first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from threshold_engine import Rulebook, load_rulebook, score_referral
from threshold_engine.yamlfile import read_yaml

REFERRALS = sorted((Path(__file__).parent / "referrals").glob("*.yaml"))
LEVELS = ("poor", "fair", "excellent")
AGREED = 0.8


@dataclass(frozen=True)
class Marked:
    """One referral with the marks by hand and by the tool."""

    quality: str
    by_hand: Mapping[str, int]
    by_tool: Mapping[str, int]


def weighted_kappa(pairs: list[tuple[int, int]]) -> float:
    """Give Cohen's kappa with quadratic weights: 1 is full agreement, 0 is chance."""
    seen = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
    chance = sum((one - other) ** 2 for one, _ in pairs for _, other in pairs) / len(pairs) ** 2
    return 1 - seen / chance


def read(path: Path) -> dict[str, Any]:
    parsed = read_yaml(path.read_text(encoding="utf-8"), path.name)
    assert parsed.problems == []
    assert isinstance(parsed.value, dict)
    return parsed.value


@pytest.fixture(scope="module", name="rulebook")
def shipped() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module", name="marked")
def marked_referrals(rulebook: Rulebook) -> list[Marked]:
    """Give all twelve with both sets of marks."""
    found = []
    for path in REFERRALS:
        entry = read(path)
        answer = score_referral(entry["referral"], rulebook)
        found.append(Marked(entry["quality"], entry["by_hand"], {part.id: part.marks for part in answer.dimensions}))
    return found


def test_there_are_four_referrals_of_each_quality(marked: list[Marked]) -> None:
    """The agreement is measured over poor, fair and excellent referrals alike."""
    assert {level: sum(entry.quality == level for entry in marked) for level in LEVELS} == dict.fromkeys(LEVELS, 4)


def test_every_dimension_was_marked_by_hand(marked: list[Marked]) -> None:
    """No mark is left out of the agreement."""
    assert all(entry.by_hand.keys() == entry.by_tool.keys() for entry in marked)


def test_tool_agrees_with_the_marks_by_hand(marked: list[Marked]) -> None:
    """Over all 216 marks the weighted kappa is at least 0.8."""
    pairs = [(entry.by_hand[name], entry.by_tool[name]) for entry in marked for name in entry.by_hand]
    assert len(pairs) == 216
    assert weighted_kappa(pairs) >= AGREED


@pytest.mark.parametrize(("lower", "higher"), [("poor", "fair"), ("fair", "excellent")])
def test_every_better_referral_has_more_marks(marked: list[Marked], lower: str, higher: str) -> None:
    """No referral outranks one that a person found better."""
    sums = {level: [sum(entry.by_tool.values()) for entry in marked if entry.quality == level] for level in LEVELS}
    assert max(sums[lower]) < min(sums[higher])


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [([(0, 0), (3, 3)], 1.0), ([(0, 3), (3, 0)], -1.0), ([(0, 0), (0, 3), (3, 0), (3, 3)], 0.0), ([(0, 1), (3, 3)], 6 / 7)],
)
def test_kappa_is_worked_out_rightly(pairs: list[tuple[int, int]], kappa: float) -> None:
    """The measure itself: full agreement, its opposite, chance, and one step apart."""
    assert weighted_kappa(pairs) == pytest.approx(kappa)
