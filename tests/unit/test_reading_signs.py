"""The worked sentences in tests/reading/signs: what the reader must and must not find in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Status
from threshold_engine.narrative import LITTLE, Narrative, read_narrative

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
    missed = [name for name in entry.get("present", ()) if name not in present | _hinted(read)]
    wrong = [name for name in entry.get("not", ()) if name in present]
    assert (missed, wrong) == ([], []), f"“{entry['text']}” gives {sorted(present)}"


def test_few_sentences_say_too_little_alone(rulebook: Rulebook) -> None:
    """A sign that one sentence speaks for weakly is shown apart, not dropped; that must stay the exception."""
    apart = [
        (entry.values[0]["text"], name)
        for entry in SENTENCES
        for name in entry.values[0].get("present", ())
        if name in _hinted(read_narrative(entry.values[0]["text"], rulebook, age=entry.values[0].get("age")))
    ]

    assert len(apart) < len(SENTENCES) // 50


def _hinted(read: Narrative) -> set[str]:
    return {found.indicator for found in read.set_aside if found.because == LITTLE}
