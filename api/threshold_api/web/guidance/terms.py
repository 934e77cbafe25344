"""The words of an edition, and the nearest of them to a word that was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from threshold_engine.narrative.text import SMALL, stem_of

CLOSE = 0.7
"""How alike a misspelt word must be: “bruze” and “bruise” are, “gang” and “gain” are not."""
MOST_NEAR = 3
SHORTEST_GUESSED = 4
SHORTEST_BEGUN = 3
MOST_COMPARED = 40
LONGEST = 30
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

EXACT, BEGUN, GUESSED = 1.0, 0.7, 0.7
"""How much a word counts that was typed in full, only begun, or misspelt."""


def words_of(text: str) -> list[str]:
    """Give the words of a text that count, in small letters."""
    found = (word.casefold().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text))
    return [word[:LONGEST] for word in found if word not in SMALL]


class Terms:
    """
    The words of an edition.

    A word is held by its stem, so that “bruises” finds “bruise”, and by each form of it that is
    written, so that it can be begun or misspelt.
    """

    def __init__(self, written: Iterable[str]) -> None:
        self._stems: Mapping[str, str] = {word: stem_of(word) for word in sorted(set(written))}
        self._known = frozenset(self._stems.values())
        self._pairs: dict[str, set[str]] = {}
        for word in self._stems:
            for pair in _pairs(word):
                self._pairs.setdefault(pair, set()).add(word)

    def found(self, typed: str) -> tuple[dict[str, float], tuple[str, ...]]:
        """
        Give the stems that a typed word stands for, each with how much it counts.

        Returns:
            The stems, and the words that were taken instead if it was misspelt.
        """
        stem = stem_of(typed)
        begun = {} if len(typed) < SHORTEST_BEGUN else self._begun(typed)
        if stem in self._known or begun:
            return {**begun, **({stem: EXACT} if stem in self._known else {})}, ()
        near = self._nearest(typed)
        # The nearest first: what is less like the word that was typed counts less.
        return {self._stems[word]: GUESSED - 0.1 * place for place, word in reversed([*enumerate(near)])}, near

    def _begun(self, typed: str) -> dict[str, float]:
        return {stem: BEGUN for word, stem in self._stems.items() if word.startswith(typed)}

    def _nearest(self, typed: str) -> tuple[str, ...]:
        if len(typed) < SHORTEST_GUESSED:
            return ()
        shared: dict[str, int] = {}
        for pair in _pairs(typed):
            for word in self._pairs.get(pair, ()):
                shared[word] = shared.get(word, 0) + 1
        likely = sorted(shared, key=lambda word: (-2 * shared[word] / (len(word) + len(typed)), word))[:MOST_COMPARED]
        return tuple(get_close_matches(typed, likely, n=MOST_NEAR, cutoff=CLOSE))


def _pairs(word: str) -> set[str]:
    """Give each two letters that stand side by side, the ends included."""
    edged = f"^{word}$"
    return {edged[place : place + 2] for place in range(len(edged) - 1)}
