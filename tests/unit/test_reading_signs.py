"""The worked sentences in tests/reading/signs: what the reader must and must not find in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Status
from threshold_engine.narrative import read_narrative

SIGNS = Path(__file__).parents[1] / "reading" / "signs"
SENTENCES = [
    pytest.param(entry, id=f"{path.stem}-{number}")
    for path in sorted(SIGNS.glob("*.yaml"))
    for number, entry in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
]


@pytest.mark.parametrize("entry", SENTENCES)
def test_a_sentence_is_read_as_it_should_be(entry: dict[str, Any], rulebook: Rulebook) -> None:
    read = read_narrative(entry["text"], rulebook, age=entry.get("age"))
    present = {found.indicator for found in read.suggestions if found.status is Status.PRESENT}
    missed = [name for name in entry.get("present", ()) if name not in present]
    wrong = [name for name in entry.get("not", ()) if name in present]
    assert (missed, wrong) == ([], []), f"“{entry['text']}” gives {sorted(present)}"
