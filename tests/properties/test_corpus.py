"""Cases that once went wrong, replayed through both channels for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from properties.agree import facts_of
from threshold_engine import Rulebook, assess, read_case, rete, spec
from threshold_engine.yamlfile import read_yaml

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.yaml"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_channels_agree_on_a_kept_case(path: Path, rulebook: Rulebook) -> None:
    """Both conclude the same, and the level is the one written down."""
    parsed = read_yaml(path.read_text(encoding="utf-8"), path.name)
    assert parsed.problems == []
    assert isinstance(parsed.value, dict)
    facts = facts_of(rulebook, parsed.value["case"])

    assert spec.evaluate(facts) == rete.evaluate(facts)
    assert assess(read_case(parsed.value["case"], rulebook), rulebook).level.suggested == parsed.value["level"]
