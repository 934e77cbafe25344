"""
Where a comma ends what an absence speaks of, and where it only goes on with a list.

“No coat, needles on the floor” begins something new after the comma; “no bruises, burns or bites
seen” goes on. There is no grammar here: what follows the comma is something new where it has a place, a verb
or somebody of its own, and a list where its items are bare or an “or” closes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from threshold_engine.narrative.text import Sentence, Token, counts

LISTING = frozenset(("or", "nor"))
INSIDE_ITEM = frozenset(("of", "and", "or", "nor", "so"))
"""Small words that stand inside an item of a list."""
LEADING = frozenset(
    "in on of to at with from for as by or nor no not never without when while if which who that including such despite since"
    " until before after during about under over near because except any other".split()
)
"""Words with which no noun phrase of its own begins: the sentence only goes on, or the next word turns it anyway."""
PLACING = frozenset("under over near behind inside outside around across above below round onto between through during".split())
TELLING = frozenset("will would can could may might must should keeps".split())
SHARED = frozenset("seen noted found observed present reported visible".split())
"""What is said of a whole list at its end: “burns or bites seen”. After one thing alone it is said of that."""
CLOSED_BY = frozenset(("(", ")", ":", "–", "—", ".", "!", "?", ";"))


def new_phrases(sentence: Sentence, people: frozenset[str]) -> Iterator[int]:
    """
    Give the commas after which something new begins.

    Args:
        people: The stems of words for people.
    """
    tokens = sentence.tokens
    commas = [at for at, token in enumerate(tokens) if token.text == ","]
    segments = [_segment(tokens, at) for at in commas]
    listed = False
    for number, (at, segment) in enumerate(zip(commas, segments, strict=True)):
        if not segment:
            continue
        goes_on = segment[0].lower in LEADING or _is_list(segments[number:], people, listed)
        if not goes_on:
            yield at
        listed = goes_on


def _segment(tokens: tuple[Token, ...], comma: int) -> list[Token]:
    """Give the words from a comma to the next sign that parts, without an “and” at the front."""
    found: list[Token] = []
    for token in tokens[comma + 1 :]:
        if token.text == "," or token.text in CLOSED_BY:
            break
        if token.is_word and (found or token.lower != "and"):
            found.append(token)
    return found


def _is_list(segments: list[list[Token]], people: frozenset[str], listed: bool) -> bool:
    """Say whether the first of the segments is one of the items of a list."""
    for segment in segments:
        if segment and segment[0].lower in LISTING:
            return True
        closed = next((at for at, token in enumerate(segment) if token.lower in LISTING), None)
        if closed is not None:
            return _bare(segment[:closed]) and not _goes_elsewhere(segment[closed + 1 :])
        if not _bare(segment):
            break
    first = segments[0]
    if not _bare(first) or _somebody_new(first, people):
        return False
    return listed or first[-1].lower not in SHARED or any(token.lower == "and" for token in first)


def _bare(words: list[Token]) -> bool:
    """Say whether words are an item of a list: no place, no verb and nobody of its own."""
    return all(
        token.lower in INSIDE_ITEM or not (token.small or token.lower in PLACING or token.lower in TELLING) for token in words
    )


def _goes_elsewhere(words: list[Token]) -> bool:
    """Say whether an “or” only adds a second place: “on the floor or in the bin”."""
    return bool(words) and (words[0].lower in PLACING or words[0].lower in LEADING - {"any", "other"})


def _somebody_new(words: list[Token], people: frozenset[str]) -> bool:
    """Say whether the words begin with a person and say something more."""
    told = sum(map(counts, words)) > 1
    return told and (words[0].stem in people or words[0].text[:1].isupper())
