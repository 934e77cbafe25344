"""
How much the words of a text speak for a sign, beyond the one pattern that found it.

A pattern that fits by chance stands alone: few words around it belong to the sign. Each word has a weight
for each sign: how much oftener the guidance uses it for this sign (label, question, aliases, patterns)
than for all signs. The weights of the sentence's words, how many patterns agree, and how many words they rest
on, together are the support. docs/reading.md says how well it tells right suggestions from wrong ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import log

from threshold_engine.model.guidance import Indicator
from threshold_engine.narrative.patterns import Pattern
from threshold_engine.narrative.text import Sentence, counts, sentences

ENOUGH, ENOUGH_FOR_GRAVE = 4.5, 3.0
"""The support a suggestion needs; below it, the sign is shown apart. A sign of level 4 needs less: a missed one costs more."""
GRAVE = 4
AGREEING, RESTING = 2.0, 0.3
"""What a doubling of agreeing patterns (as a logarithm) and each word rested on add."""
STRANGE = -0.3
"""The least a word can say: words of other things speak a little against, never much."""
FROM_PATTERNS = 0.7
MANY_WAYS = 6
"""A word that is one of so many ways in a pattern counts half as much."""
SMOOTHING, FLOOR = 0.6, 1e-4


class Support:
    """The weights of words for the signs of a rulebook."""

    def __init__(self, indicators: Iterable[Indicator], patterns: Iterable[tuple[str, Pattern]]) -> None:
        self._uses = {entry.id: _spoken(entry) for entry in indicators}
        for sign, pattern in patterns:
            _add_pattern(self._uses[sign], pattern)
        self._totals = {sign: sum(uses.values()) for sign, uses in self._uses.items()}
        every: dict[str, float] = defaultdict(float)
        for uses in self._uses.values():
            for word, count in uses.items():
                every[word] += count
        whole = sum(every.values()) or 1.0
        self._share = {word: count / whole for word, count in every.items()}

    def of(self, sign: str, sentence: Sentence) -> float:
        """Give what the words of a sentence say for a sign."""
        words = {token.stem for token in sentence.tokens if counts(token)}
        # In a fixed order, since sums of fractions depend on it.
        return sum(max(self._weight(sign, word), STRANGE) for word in sorted(words))

    def _weight(self, sign: str, word: str) -> float:
        share = self._share.get(word)
        if share is None:
            return 0.0
        own = self._uses[sign].get(word, 0.0) / self._totals[sign]
        return log((own + SMOOTHING * share + FLOOR) / ((1 + SMOOTHING) * share + FLOOR))


def enough(level: int | None) -> float:
    """Give the support that a sign of a level needs."""
    return ENOUGH_FOR_GRAVE if level == GRAVE else ENOUGH


def support(words: float, patterns: int, rested_on: int) -> float:
    """Put together what the words say, how many patterns agree, and how many words they rest on."""
    return words + AGREEING * log(patterns) + RESTING * rested_on


def _spoken(entry: Indicator) -> dict[str, float]:
    uses: dict[str, float] = defaultdict(float)
    for text in (entry.label, entry.ask, *entry.aliases):
        for word in {token.stem for sentence in sentences(text) for token in sentence.tokens if counts(token)}:
            uses[word] += 1
    return uses


def _add_pattern(uses: dict[str, float], pattern: Pattern) -> None:
    for part in pattern.parts:
        for item in part.items:
            each = FROM_PATTERNS / (1 + len(item.terms) / MANY_WAYS)
            for term in item.terms:
                for stem in term.stems:
                    uses[stem.removeprefix("=")] += each
