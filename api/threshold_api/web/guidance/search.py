"""Searching the guidance: what matches best first, misspelt words too."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_api.web.guidance.index import Index, index_of
from threshold_api.web.guidance.pieces import TagView
from threshold_api.web.guidance.terms import EXACT, words_of
from threshold_engine.narrative.text import stem_of
from threshold_engine.wording import join

MOST_SHOWN = 50
MOST_LETTERS = 200
MOST_WORDS = 12
ENOUGH = 0.6
"""An entry is shown if it holds this much of what the best one holds of the search."""
SUGGESTED = ("bruise on a baby", "domestic abuse", "missing from school", "self-harm", "consent", "FGM", "MASH phone number")


@dataclass(frozen=True, slots=True)
class HitView:
    """
    An entry that was found.

    Attributes:
        also: Another name for it that matches, or None.
    """

    link: LinkView
    sort: str
    tags: tuple[TagView, ...]
    shown: str
    also: str | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """
    Attributes:
        words: What was typed.
        told: How many were found, in a sentence.
        taken: What a misspelt word was taken for.
        suggested: Searches to try, where nothing was found.
    """

    words: str
    told: str
    taken: str | None
    hits: tuple[HitView, ...]
    suggested: tuple[LinkView, ...]
    areas: str


@dataclass(frozen=True, slots=True)
class _Term:
    """
    One word of a search.

    Attributes:
        stems: What it stands for.
        rarity: How much it tells entries apart.
    """

    stems: dict[str, float]
    rarity: float


def search(reading: Reading, typed: str) -> SearchView:
    """Find what was typed."""
    words = " ".join(typed[:MOST_LETTERS].split())
    asked = list(dict.fromkeys(words_of(words)))[:MOST_WORDS]
    index = index_of(reading.edition)
    # A name in full is found even if it is made of small words only, such as “us and them”.
    named = [number for number in index.named.get(words.casefold(), ()) if _holds(reading, index, number)]
    if not asked and not named:
        return SearchView(
            words, "Type a word or more to search for." if words else "", None, (), _suggested(reading), reading.to("/areas")
        )
    looked_up = [(word, *index.terms.found(word)) for word in asked]
    terms = [_term(index, stems) for _, stems, _ in looked_up]
    found = list(dict.fromkeys([*named, *_ranked(reading, index, terms)]))
    stems = {stem for term in terms for stem in term.stems}
    hits = tuple(_hit(reading, index, number, stems) for number in found[:MOST_SHOWN])
    taken = [f"{join([f'“{close}”' for close in near], 'or')} for “{word}”" for word, _, near in looked_up if near]
    return SearchView(
        words=words,
        told=_told(len(found), words),
        taken=f"We looked for {' and '.join(taken)}." if taken else None,
        hits=hits,
        suggested=() if hits else _suggested(reading),
        areas=reading.to("/areas"),
    )


def _term(index: Index, stems: dict[str, float]) -> _Term:
    known = [index.rarity[stem] for stem, worth in stems.items() if worth == EXACT] or [index.rarity[stem] for stem in stems]
    return _Term(stems, min(known) if known else max(index.rarity.values()))


def _ranked(reading: Reading, index: Index, terms: list[_Term]) -> list[int]:
    """Give the entries found, the best first: by how much of the search they hold, then by where they hold it."""
    held: dict[int, float] = {}
    scores: dict[int, float] = {}
    for term in terms:
        best: dict[int, float] = {}
        sure: dict[int, float] = {}
        for stem, worth in term.stems.items():
            for number, weight in index.weights[stem].items():
                best[number] = max(best.get(number, 0.0), worth * weight)
                sure[number] = max(sure.get(number, 0.0), worth)
        for number, weight in best.items():
            held[number] = held.get(number, 0.0) + term.rarity * sure[number]
            scores[number] = scores.get(number, 0.0) + term.rarity * weight * index.entries[number].worth
    kept = [number for number in held if _holds(reading, index, number)]
    most = max((held[number] for number in kept), default=0.0)
    return sorted(
        (number for number in kept if held[number] >= ENOUGH * most),
        key=lambda number: (-round(held[number], 6), -round(scores[number], 6), len(index.entries[number].name), number),
    )


def _holds(reading: Reading, index: Index, number: int) -> bool:
    period = index.entries[number].period
    return period is None or period.holds_on(reading.day)


def _hit(reading: Reading, index: Index, number: int, stems: set[str]) -> HitView:
    entry = index.entries[number]
    return HitView(
        LinkView(entry.name, reading.to(entry.path, entry.anchor)),
        entry.sort,
        entry.tags,
        entry.shown,
        next((name for name in entry.also if entry.sort == "Sign" and _names(name, stems)), None),
    )


def _names(name: str, stems: set[str]) -> bool:
    return any(stem_of(word) in stems for word in words_of(name))


def _told(found: int, words: str) -> str:
    if not found:
        return f"Nothing in the guidance matches “{words}”."
    if found > MOST_SHOWN:
        return (
            f"{found} entries match. Here are the best {MOST_SHOWN}; {found - MOST_SHOWN} are left out. Add a word to find fewer."
        )
    return f"{found} entr{'y matches' if found == 1 else 'ies match'}."


def _suggested(reading: Reading) -> tuple[LinkView, ...]:
    day = f"&as_of={reading.chosen.isoformat()}" if reading.chosen else ""
    return tuple(LinkView(words, f"/guidance/search?q={words.replace(' ', '+')}{day}") for words in SUGGESTED)
