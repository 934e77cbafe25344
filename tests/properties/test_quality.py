"""Promises about the marks of a referral: more never costs, less never gains, layout is nothing, a quotation is kept."""

from __future__ import annotations

import copy
import re
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold_engine import load_rulebook, score_referral
from threshold_engine.narrative.text import sentences
from threshold_engine.yamlfile import read_yaml

SHIPPED = load_rulebook()
FOLDER = Path(__file__).parents[1] / "quality" / "referrals"


def referral_in(path: Path) -> dict[str, Any]:
    """Give the referral in a file; read strictly, since plain YAML takes the key `on` for true."""
    entry = read_yaml(path.read_text(encoding="utf-8"), path.name).value
    assert isinstance(entry, dict)
    return dict(entry["referral"])


REFERRALS = [referral_in(path) for path in sorted(FOLDER.glob("*.yaml"))]
NARRATIVES = [entry["narrative"] for entry in REFERRALS if "narrative" in entry]
SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
LIST_SIGN = re.compile(r"[-*•·–]|\d{1,2}[.)]")
few = settings(max_examples=40, deadline=None)


def marks(referral: dict[str, Any]) -> dict[str, int]:
    return {part.id: part.marks for part in score_referral(referral, SHIPPED).dimensions}


def pieces(text: str) -> list[str]:
    """Give the sentences of a text, those inside one quotation together."""
    found: list[str] = []
    for sentence in sentences(text):
        piece = text[sentence.start : sentence.end]
        if found and (found[-1].count("“") > found[-1].count("”") or piece[:1] in "”\"'"):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return found


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Give the path of everything that can be left out of a referral."""
    found = [path] if path else []
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in steps:
        found += leaves(inner, (*path, key))
    return found


NEEDED = (("observations", 0, "indicator"), ("referrer_view", "level"))
"""What cannot be left out alone: an observation of nothing and a view without a level are mistakes."""


def without(referral: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    made = copy.deepcopy(referral)
    inner: Any = made
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return made


@few
@given(st.sampled_from(REFERRALS), SEEDS)
def test_leaving_something_out_never_gains_a_mark(referral: dict[str, Any], seed: int) -> None:
    """Any field, entry or value less: no dimension has more marks than before."""
    less = without(referral, Random(seed).choice([path for path in leaves(referral) if path not in NEEDED]))
    before, after = marks(referral), marks(less)
    assert {name for name in before if after[name] > before[name]} == set()


@few
@given(st.sampled_from(NARRATIVES), SEEDS)
def test_a_sentence_less_never_gains_a_mark(narrative: str, seed: int) -> None:
    """One sentence of the text less: no dimension has more marks than before. Read backwards: one more costs nothing."""
    parts = pieces(narrative)
    gone = Random(seed).randrange(len(parts))
    before = marks({"narrative": narrative})
    after = marks({"narrative": " ".join(part for at, part in enumerate(parts) if at != gone)})
    assert {name for name in before if after[name] > before[name]} == set()


@few
@given(st.sampled_from(NARRATIVES), st.sampled_from(NARRATIVES))
def test_more_text_never_costs_a_mark(first: str, second: str) -> None:
    """Two texts together have at least the marks of each."""
    both = marks({"narrative": f"{first}\n\n{second}"})
    for text in (first, second):
        alone = marks({"narrative": text})
        assert {name for name in alone if both[name] < alone[name]} == set()


@few
@given(st.sampled_from(NARRATIVES), SEEDS)
def test_order_of_sentences_does_not_matter(narrative: str, seed: int) -> None:
    """The same sentences in any order have the same marks."""
    parts = pieces(narrative)
    shuffled = Random(seed).sample(parts, len(parts))
    assert marks({"narrative": " ".join(shuffled)}) == marks({"narrative": " ".join(parts)})


@few
@given(st.sampled_from(NARRATIVES), SEEDS)
def test_line_breaks_do_not_matter(narrative: str, seed: int) -> None:
    """A line can end after any word but a colon, or before the sign of a list: the marks stay."""
    random = Random(seed)
    words = narrative.split()
    pairs = pairwise(words)
    ends = [" " if word.endswith(":") or LIST_SIGN.match(after) or random.random() < 0.7 else "\n" for word, after in pairs]
    broken = "".join(word + end for word, end in zip(words, [*ends, ""], strict=True))
    assert marks({"narrative": broken}) == marks({"narrative": " ".join(words)})


BLAMED = [
    "she is promiscuous",
    "he is manipulative",
    "attention seeking",
    "a lifestyle choice",
    "streetwise",
    "poor choices",
    "low level",
    "not coping",
]
QUOTES = [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'")]


@few
@given(st.sampled_from(BLAMED), st.sampled_from(QUOTES), st.sampled_from(NARRATIVES), SEEDS)
def test_a_quoted_term_is_never_pointed_out(words: str, quote: tuple[str, str], narrative: str, seed: int) -> None:
    """Words that somebody said are kept as they were said, wherever the quotation stands."""
    parts = pieces(narrative)
    said = f"Her uncle said {quote[0]}{words}{quote[1]} to the nurse."
    at = Random(seed).randrange(len(parts) + 1)
    text = " ".join([*parts[:at], said, *parts[at:]])
    start = text.index(said)
    found = [hint for hint in score_referral({"narrative": text}, SHIPPED).language if start <= hint.start < start + len(said)]
    assert found == []


@pytest.mark.parametrize("words", BLAMED)
def test_the_same_term_is_pointed_out_without_quotation_marks(words: str) -> None:
    """The property above is not empty: unquoted, each of these is pointed out."""
    assert score_referral({"narrative": f"Her uncle said {words} to the nurse."}, SHIPPED).language != ()
