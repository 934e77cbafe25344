"""
Finding many patterns in a sentence at once.

Each pattern is looked at only where its rarest word stands, so that the time hardly
grows with the number of patterns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from threshold_engine.narrative.numbers import Found, number_of, numbers_in
from threshold_engine.narrative.patterns import NUMBER, Item, Measure, Part, Pattern
from threshold_engine.narrative.text import SMALL, Sentence, Token

WITHIN_WORDS = "-'’/"
_Part = tuple[tuple[int, ...], tuple[int, ...]]
"""The numbers of the items of a part, and the gaps between them."""
Place = tuple[int, int]
"""The first and the last token of a word or phrase."""
MOST_PLACES = 12
"""How often one word is looked at within a sentence."""
MOST_WAYS = 6
"""How many ways one part can be found within a sentence."""
EVERYWHERE = SMALL | {"no", "not", "child", "mum"}
SEEN_PHRASE, SEEN_SMALL, SEEN_NUMBER = 0.1, 30.0, 40.0
"""How often a phrase, a small word or a number is met, where any other word counts as one."""


@dataclass(frozen=True, slots=True)
class Match:
    """
    One pattern found in one sentence.

    Attributes:
        number: Which pattern, counted from 0 as given.
        places: Where each word of it stands, in the order of the text.
    """

    number: int
    places: tuple[Place, ...]

    @property
    def first(self) -> int:
        return self.places[0][0]

    @property
    def last(self) -> int:
        return max(place[1] for place in self.places)

    def tokens(self) -> frozenset[int]:
        """Give the tokens the pattern was found in."""
        return frozenset(at for first, last in self.places for at in range(first, last + 1))


class _Branch:
    """Terms by their words, so that all that begin alike are looked for at once."""

    __slots__ = ("_next", "_numbers", "items")

    def __init__(self) -> None:
        self.items: set[int] = set()
        self._next: dict[str, _Branch] = {}
        self._numbers: dict[tuple[int, int], _Branch] = {}

    def grow(self, stems: tuple[str, ...]) -> _Branch:
        """Give the branch for these words, made if there is none."""
        branch = self
        for stem in stems:
            if stem.startswith(NUMBER):
                low, _, high = stem.removeprefix(NUMBER).partition("-")
                branch = branch._numbers.setdefault((int(low), int(high)), _Branch())
            else:
                branch = branch._next.setdefault(stem, _Branch())
        return branch

    def climb(self, sentence: Sentence, at: int) -> Iterator[tuple[int, _Branch]]:
        """Give each branch whose words begin with this token, and the last token of it."""
        for branch in self._following(sentence.tokens[at]):
            yield at, branch
            if branch._next or branch._numbers:
                yield from branch._onwards(sentence, at + 1)

    def _onwards(self, sentence: Sentence, at: int) -> Iterator[tuple[int, _Branch]]:
        """Go on with the next word; small words and the signs within a word may stand between."""
        tokens = sentence.tokens
        while at < len(tokens):
            yield from self.climb(sentence, at)
            if not (tokens[at].small or tokens[at].text in WITHIN_WORDS):
                return
            at += 1

    def _following(self, token: Token) -> Iterator[_Branch]:
        for key in token.keys:
            branch = self._next.get(key)
            if branch is not None:
                yield branch
        if self._numbers:
            value = number_of(token)
            if value is not None:
                yield from (branch for (low, high), branch in self._numbers.items() if low <= value <= high)


class _Places:
    """Where each item stands in one sentence, put together only for the items that are asked for."""

    def __init__(self, seen: Iterable[tuple[Iterable[int], Place]]) -> None:
        self._seen = [(items, place) for items, place in seen]
        self.present: set[int] = set().union(*(items for items, _ in self._seen))
        self._known: dict[int, list[Place]] = {}

    def of(self, item: int) -> list[Place]:
        found = self._known.get(item)
        if found is None:
            found = self._known[item] = [place for items, place in self._seen if item in items][:MOST_PLACES]
        return found


class Matcher:
    """Many patterns, ready to be looked for."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._items: dict[Item, int] = {}
        self._parts = [tuple(map(self._numbered, pattern.parts)) for pattern in patterns]
        self._needs = [frozenset(item for items, _ in parts for item in items) for parts in self._parts]
        self._terms = _Branch()
        self._measures: dict[str, list[tuple[Measure, int]]] = defaultdict(list)
        for item, number in self._items.items():
            for term in item.terms:
                self._terms.grow(term.stems).items.add(number)
            for measure in item.measures:
                self._measures[measure.kind].append((measure, number))
        self._anchored = self._anchors()

    def _numbered(self, part: Part) -> _Part:
        return tuple(self._items.setdefault(item, len(self._items)) for item in part.items), part.gaps

    def _anchors(self) -> dict[int, tuple[tuple[int, frozenset[int]], ...]]:
        """For each item, the patterns of which it is the rarest, looked at where it is found; each with all it needs."""
        common = {number: _commonness(item) for item, number in self._items.items()}
        anchored: dict[int, list[int]] = defaultdict(list)
        for number, needs in enumerate(self._needs):
            anchored[min(needs, key=lambda item: (common[item], item))].append(number)
        return {item: tuple((number, self._needs[number]) for number in numbers) for item, numbers in anchored.items()}

    def matches(self, sentence: Sentence) -> Iterator[Match]:
        """Give every pattern that is found, once each, where it is found first."""
        places = _Places(self._seen(sentence))
        for number in self._candidates(places):
            found = self._find(number, places, sentence)
            if found is not None:
                yield Match(number, found)

    def every(self, sentence: Sentence) -> Iterator[Match]:
        """Give every place at which a pattern of one part is found."""
        places = _Places(self._seen(sentence))
        for number in self._candidates(places):
            yield from (Match(number, way) for way in _ways(self._parts[number][0], places, sentence))

    def _candidates(self, places: _Places) -> list[int]:
        """Give the patterns all of whose words are somewhere in the sentence."""
        present = places.present
        return [
            number
            for item in sorted(present & self._anchored.keys())
            for number, needs in self._anchored[item]
            if needs <= present
        ]

    def _seen(self, sentence: Sentence) -> Iterator[tuple[Iterable[int], Place]]:
        """Give what stands where: each time the items it could be."""
        for at in range(len(sentence.tokens)):
            for last, branch in self._terms.climb(sentence, at):
                if branch.items:
                    yield branch.items, (at, last)
        if self._measures:
            for found in numbers_in(sentence):
                fits = [item for measure, item in self._measures.get(found.kind, ()) if _within(measure, found)]
                if fits:
                    yield fits, (found.first, found.last)

    def _find(self, number: int, places: _Places, sentence: Sentence) -> tuple[Place, ...] | None:
        ways = [_ways(part, places, sentence) for part in self._parts[number]]
        if not all(ways):
            return None
        if len(ways) == 1:
            return ways[0][0]
        best: tuple[Place, ...] | None = None
        for chosen in product(*ways):
            together = sorted(place for way in chosen for place in way)
            if all(first[1] < second[0] for first, second in pairwise(together)):
                found = tuple(together)
                if best is None or _length(found) < _length(best):
                    best = found
        return best


def _commonness(item: Item) -> float:
    """Guess how often an item is met: small words and numbers are everywhere, a phrase is seldom, the more words the oftener."""
    words = sum(
        SEEN_PHRASE if len(term.stems) > 1 else SEEN_SMALL if term.stems[0].removeprefix("=") in EVERYWHERE else 1.0
        for term in item.terms
    )
    return words + SEEN_NUMBER * len(item.measures)


def _ways(part: _Part, places: _Places, sentence: Sentence) -> list[tuple[Place, ...]]:
    items, gaps = part
    options = [places.of(item) for item in items]
    ways: list[tuple[Place, ...]] = [(place,) for place in options[0]]
    for gap, following in zip(gaps, options[1:], strict=True):
        ways = [
            (*way, place)
            for way in ways
            for place in following
            if way[-1][1] < place[0] and sentence.between(way[-1][1], place[0]) <= gap
        ][: MOST_WAYS * MOST_PLACES]
    return sorted(ways, key=_length)[:MOST_WAYS]


def _within(measure: Measure, found: Found) -> bool:
    return measure.low <= found.value <= measure.high


def _length(places: tuple[Place, ...]) -> int:
    return places[-1][1] - places[0][0]
