"""P10: the two channels conclude the same, on 20,000 cases: the shipped rulebook's, and made-up rulebooks'."""

from __future__ import annotations

import pytest

from properties.agree import disagreements_on_generated, disagreements_on_shipped


@pytest.mark.parametrize("seed", range(6))
def test_channels_agree_on_the_shipped_rulebook(seed: int) -> None:
    """2,000 cases a seed: present, counting and rules are the same in both."""
    assert disagreements_on_shipped(seed, 2_000) == []


@pytest.mark.parametrize("seed", range(4))
def test_channels_agree_on_generated_rulebooks(seed: int) -> None:
    """2,000 cases a seed, over 200 rulebooks."""
    assert disagreements_on_generated(seed, 2_000) == []
