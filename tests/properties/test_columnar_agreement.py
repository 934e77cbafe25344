"""The columns say what the first channel says: shipped rulebook and made-up ones, thousands of rows at a time."""

from __future__ import annotations

from random import Random

import pytest

from properties.columns import answers_of_assess, differences
from properties.generators import a_case, a_rulebook
from threshold_engine import Rulebook


@pytest.mark.parametrize("seed", range(2))
def test_columns_agree_on_the_shipped_rulebook(seed: int, rulebook: Rulebook) -> None:
    """2,000 cases a seed, over every edition: level, range, urgency, review, 999, duties and reasons are the same."""
    random = Random(seed)
    assert differences([a_case(random, rulebook) for _ in range(2_000)], rulebook) == []


@pytest.mark.parametrize("seed", range(4))
def test_columns_agree_on_generated_rulebooks(seed: int) -> None:
    """40 rulebooks a seed, 100 cases each."""
    random = Random(seed)
    for _ in range(40):
        made_up = a_rulebook(random)
        assert differences([a_case(random, made_up) for _ in range(100)], made_up) == []


def test_columns_agree_with_assess(rulebook: Rulebook) -> None:
    """60 cases: what a table says of a case is what the command line says of it."""
    random = Random(7)
    assert differences([a_case(random, rulebook) for _ in range(60)], rulebook, answers_of_assess) == []
