"""Phrases of a pattern that come down to one everyday word, since small words are not counted: “been out” finds every “out”."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from threshold_engine.narrative.numbers import number_word
from threshold_engine.narrative.patterns import pieces_of, written_words
from threshold_engine.narrative.text import SMALL

EVERYDAY = frozenset(
    "no not never none nor without neither nothing nobody cannot up out off down over back away under about around again"
    " after before now all any more most much many few other another same such only even still too well good bad nice big"
    " little old new long late early quiet quietly loud loudly go goes going gone went get gets got getting come comes"
    " came coming take taken took make makes made see sees saw seen know knows knew known think thought say says said"
    " tell tells told want wants wanted need needs like likes put let use used try tried keep keeps kept give given gave"
    " find found look looks looked ask asked feel feels felt work time times day days night week month year today thing"
    " things way people person man woman place part side end first last next one once if because but than how why what"
    " where whose would could should can will may might must am pm thirties twenties forties fifties".split()
)
"""Words that stand in almost any text: alone, one of them finds nothing in particular."""
PARTING = frozenset(("(", ")", "/", "&", ".."))


def lone_words(text: str) -> Iterator[tuple[str, str]]:
    """
    Give the phrases of a pattern that come down to one everyday word, each with that word.

    A phrase is what stands between two strokes, or a pattern that is nothing but words.
    """
    pieces = pieces_of(text)
    if not PARTING & set(pieces):
        yield from _lone(pieces)
        return
    inside = False
    for parts, run in groupby(pieces, lambda piece: piece in PARTING):
        phrase = list(run)
        if parts:
            inside = phrase[-1] in ("(", "/")
        elif inside:
            yield from _lone(phrase)


def _lone(pieces: list[str]) -> Iterator[tuple[str, str]]:
    if any(piece.startswith("<") for piece in pieces):
        return
    words = [word for piece in pieces for word in written_words(piece)]
    kept = [word for word in words if word not in SMALL]
    if len(words) > 1 and len(kept) == 1 and _says_little(kept[0]):
        yield " ".join(pieces), kept[0]


def _says_little(word: str) -> bool:
    return word in EVERYDAY or number_word(word)
