"""
Patterns of words: what a pattern says, and finding it in a sentence.

    bruise cheek           these words in this order, at most one other word between
    burn .. cigarette      in this order, at most six other words between
    <parent> & drunk       both in the sentence, in any order
    (no / never) .. school any of the words in brackets
    <number 3+>            a number; <percent 0-50> a share; <age> an age; <year> a year
    =left                  this form of the word and no other

Every other word stands for all its forms. docs/reading.md has the whole language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from threshold_engine.narrative.text import SMALL, stem_of

NEAR = 1
FAR = 6
NAMED = re.compile(r"<([a-z0-9-]+)(?: (\d+)(?:(\+)|-(\d+))?)?>")
_PIECE = re.compile(r"\s*(<[^<>]*>|\(|\)|/|&|\.\.|=?[^\s()<>/&=]+)")
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[?%£]")
TURNING = frozenset(("no", "not", "never", "none", "nor", "without"))
"""Words that say too little to be looked for alone."""
MOST_TERMS = 2_000
NUMBER = "#"
"""How a number between two limits begins among the stems of a term: ``#3-60``."""
MEASURED = ("number", "percent")
BUILT_IN = ("number", "percent", "age", "year")
NO_LIMIT = 1_000_000


class PatternError(ValueError):
    """A pattern that cannot be read. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Term:
    """
    One way of saying something: words side by side.

    Attributes:
        stems: One for each word; an exact form starts with ``=``, a number between two limits with ``#``.
    """

    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A built-in: a number, share, age or year between two limits, both included."""

    kind: str
    low: int = 0
    high: int = NO_LIMIT


@dataclass(frozen=True, slots=True)
class Item:
    """Any one of several terms or measures."""

    terms: frozenset[Term]
    measures: frozenset[Measure]


@dataclass(frozen=True, slots=True)
class Part:
    """
    Items in order.

    Attributes:
        gaps: For each item after the first, the most words between it and the one before.
    """

    items: tuple[Item, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts that all stand in one sentence, in any order."""

    parts: tuple[Part, ...]

    @property
    def items(self) -> Iterator[Item]:
        return (item for part in self.parts for item in part.items)


class Groups:
    """The named groups of words."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._items = {name: _item_of(words) for name, words in groups.items()}

    def item(self, named: str) -> Item:
        """
        Give what a name in angle brackets stands for.

        Raises:
            PatternError: There is no such group.
        """
        match = NAMED.fullmatch(named)
        if match is None:
            raise PatternError(f"“{named}” is not a group; write for example <parent> or <number 3+>")
        name, low, more, high = match.groups()
        if name in BUILT_IN:
            return Item(frozenset(), frozenset({_measure(name, low, more, high)}))
        if name not in self._items:
            raise PatternError(f"there is no group of words called “{name}”")
        return self._items[name]


def _measure(name: str, low: str | None, more: str | None, high: str | None) -> Measure:
    if low is None:
        return Measure(name)
    if name not in MEASURED:
        raise PatternError(f"<{name}> takes no numbers")
    if more:
        return Measure(name, int(low))
    return Measure(name, int(low), int(high) if high is not None else int(low))


def _item_of(words: Iterable[str]) -> Item:
    terms = frozenset(term for written in words if (term := _term(written.split())) is not None)
    if not terms:
        raise PatternError("there is no word here that counts")
    return Item(terms, frozenset())


def _term(words: list[str]) -> Term | None:
    split = [part for word in words for part in written_words(word)]
    kept = [word for word in split if word not in SMALL] or split
    if len(split) > 1 and len(kept) == 1 and kept[0] in TURNING:
        raise PatternError(
            f"“{' '.join(words)}” comes down to “{kept[0]}”, since small words do not count; write =word to count one"
        )
    return Term(tuple(word if word.startswith("=") else stem_of(word) for word in kept)) if kept else None


def written_words(word: str) -> list[str]:
    """Give the words in one piece of a pattern: “3am” is two."""
    lower = word.lower().replace("’", "'")
    if lower.startswith("="):
        return [lower]
    return [word.removesuffix("'s") or word for word in _WORD.findall(lower)]


def parse_pattern(text: str, groups: Groups) -> Pattern:
    """
    Read a pattern.

    Raises:
        PatternError: It cannot be read.
    """
    pieces = pieces_of(text)
    parts = tuple(_part(run, groups) for run in _runs(pieces))
    return Pattern(parts)


def plain_pattern(text: str) -> Pattern:
    """
    Take plain words as a pattern: in this order, with room for one word between.

    Raises:
        PatternError: There is no word in it.
    """
    counted = [word for word in written_words(text) if word not in SMALL]
    if not counted:
        raise PatternError("there is no word here that counts")
    items = tuple(_item_of([word]) for word in counted)
    return Pattern((Part(items, (NEAR,) * (len(items) - 1)),))


def stems_in(patterns: Iterable[Pattern]) -> frozenset[str]:
    """Give every word of some patterns, as what all its forms share."""
    return frozenset(stem for pattern in patterns for item in pattern.items for term in item.terms for stem in term.stems)


def counted_words(text: str) -> int:
    """Give how many words of a text say something by themselves."""
    return sum(word not in SMALL and word not in TURNING for word in written_words(text))


def pieces_of(text: str) -> list[str]:
    """
    Give the words and signs of a pattern.

    Raises:
        PatternError: Something in it is neither.
    """
    found, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        match = _PIECE.match(stripped, at)
        if match is None:
            raise PatternError(f"“{stripped[at:]}” cannot be read")
        found.append(match.group(1))
        at = match.end()
    return found


def _runs(pieces: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for piece in pieces:
        if piece == "&":
            yield run
            run = []
        else:
            run.append(piece)
    yield run


def _part(pieces: list[str], groups: Groups) -> Part:
    items: list[Item] = []
    gaps: list[int] = []
    gap = NEAR
    queue = iter(pieces)
    for piece in queue:
        if piece == "..":
            if not items or gap == FAR:
                raise PatternError("“..” stands between words")
            gap = FAR
            continue
        item = _item(piece, queue, groups)
        if item is None:
            continue
        if items:
            gaps.append(gap)
        items.append(item)
        gap = NEAR
    if not items:
        raise PatternError("there is no word here that counts")
    if gap == FAR:
        raise PatternError("“..” stands between words")
    return Part(tuple(items), tuple(gaps))


def _item(piece: str, queue: Iterator[str], groups: Groups) -> Item | None:
    """Read one item; None for a small word, which is not looked for."""
    if piece == "(":
        return _choice(queue, groups)
    if piece in (")", "/"):
        raise PatternError(f"“{piece}” has no opening bracket")
    if piece.startswith("<"):
        return groups.item(piece)
    words = written_words(piece)
    if not words:
        raise PatternError(f"“{piece}” is not a word")
    if all(word in SMALL for word in words):
        return None
    return _item_of([" ".join(words)])


def _choice(queue: Iterator[str], groups: Groups) -> Item:
    terms: set[Term] = set()
    measures: set[Measure] = set()
    run: list[str] = []
    for piece in queue:
        if piece not in ("/", ")"):
            if piece in ("(", "..", "&"):
                raise PatternError(f"“{piece}” cannot stand inside brackets")
            run.append(piece)
            continue
        if not run:
            raise PatternError("there is nothing between two strokes")
        if len(run) == 1 and run[0].startswith("<"):
            named = groups.item(run[0])
            terms |= named.terms
            measures |= named.measures
        else:
            terms |= _phrase(run, groups)
        run = []
        if piece == ")":
            return Item(frozenset(terms), frozenset(measures))
    raise PatternError("a bracket is not closed")


def _phrase(run: list[str], groups: Groups) -> frozenset[Term]:
    """Give the ways of saying words side by side, of which some may be groups."""
    choices: list[frozenset[Term]] = []
    for piece in run:
        if piece.startswith("<"):
            named = groups.item(piece)
            choices.append(named.terms | {_number_term(measure, piece) for measure in named.measures})
        elif any(word not in SMALL for word in written_words(piece)):
            choices.append(_item_of([piece]).terms)
    if not choices:
        return _item_of([" ".join(run)]).terms
    if prod(map(len, choices)) > MOST_TERMS:
        raise PatternError(f"“{' '.join(run)}” stands for more than {MOST_TERMS} phrases; use `..` or `&` outside brackets")
    return frozenset(Term(tuple(stem for term in chosen for stem in term.stems)) for chosen in product(*choices))


def _number_term(measure: Measure, piece: str) -> Term:
    if measure.kind != "number":
        raise PatternError(f"{piece} stands alone between two strokes")
    return Term((f"{NUMBER}{measure.low}-{measure.high}",))
