"""
The rows of the benchmark about text: reading it for signs, and scoring a referral.

No peer does either. Beside the reader stands one regular expression of every label and alias of the
guidance, which is the quickest way to look for fixed words and knows no negation, person or order; beside
the score stands pydantic reading the same referral, which has to be done before anything can be scored.
"""

from __future__ import annotations

import re
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from table import Line
from threshold_engine import Rulebook, load_rulebook, read_referral, score_referral
from threshold_engine.examples import DEFAULT_DAY
from threshold_engine.narrative import read_narrative
from threshold_engine.narrative.marked import read_marked_files
from threshold_engine.yamlfile import read_yaml
from timing import Contender, take_turns

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tests" / "reading" / "texts.yaml"
REFERRALS = ROOT / "examples"
WORDS = 2_000
ROUNDS = 15


def lines() -> list[Line]:
    """Time reading and scoring, and give their lines."""
    rulebook = load_rulebook()
    return [_reader(rulebook), *_scores(rulebook)]


def _reader(rulebook: Rulebook) -> Line:
    texts = [marked.text for marked in read_marked_files([TEXTS])]
    text = " ".join(islice(cycle(word for each in texts for word in each.split()), WORDS))
    fixed = re.compile("|".join(map(re.escape, _fixed_words(rulebook))), re.IGNORECASE)
    ours = Contender(lambda given: read_narrative(given, rulebook), [text])
    theirs = Contender(lambda given: list(fixed.finditer(given)), [text])
    take_turns([ours, theirs], ROUNDS)
    peer = "one regular expression of fixed words"
    return Line(f"Reading a text of {WORDS:,} words", ours.samples, peer, theirs.samples, limit=0.05)


def _fixed_words(rulebook: Rulebook) -> list[str]:
    found = {words for sign in rulebook.indicators for words in (sign.label, *sign.aliases)}
    return sorted(found, key=len, reverse=True)


def _scores(rulebook: Rulebook) -> list[Line]:
    found = []
    for name in ("poor", "fair", "excellent"):
        given = _referral(name)
        ours = Contender(lambda each: score_referral(each, rulebook), [given])
        theirs = Contender(lambda each: read_referral(each, rulebook), [given])
        take_turns([ours, theirs], ROUNDS)
        work = f"Score of the {name} referral"
        found.append(Line(work, ours.samples, "reading and checking it only", theirs.samples, limit=0.03))
    return found


def _referral(name: str) -> dict[str, Any]:
    file = REFERRALS / f"referral-{name}.yaml"
    parsed = read_yaml(file.read_text(encoding="utf-8"), file.name)
    return {"as_of": DEFAULT_DAY, **parsed.value}
