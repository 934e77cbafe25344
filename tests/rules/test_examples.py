"""Every worked example in YAML holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from threshold_engine import Rulebook
from threshold_engine.examples import Loaded, differences, read_examples

HERE = Path(__file__).parent
LOADED = read_examples([HERE])


def _title(item: Loaded) -> str:
    name = Path(item.where.rsplit(":", 1)[0]).absolute().relative_to(HERE).with_suffix("").as_posix()
    return f"{name}: {item.example.id or item.example.name}"


@pytest.mark.parametrize("item", LOADED, ids=_title)
def test_worked_example_holds(item: Loaded, rulebook: Rulebook) -> None:
    """The engine answers what the example expects."""
    assert differences(item.example, rulebook) == []
