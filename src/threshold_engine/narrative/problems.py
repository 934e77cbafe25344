"""What is wrong with the words of a rulebook for reading free text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from threshold_engine.errors import Problem
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.reading import ContextRule, SignWords
from threshold_engine.narrative.everyday import lone_words
from threshold_engine.narrative.patterns import Groups, PatternError, parse_pattern

FIX = "see docs/reading.md for how words are written"
LONE_FIX = "write = before each small word that must stand there, or choose a word that says more"


def reading_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """List the words that cannot be read, and the signs that do not exist."""
    try:
        groups = Groups({group.id: group.words for group in rulebook.word_groups})
    except PatternError as error:
        yield Problem("word groups", "BAD_WORDS", str(error), FIX)
        return
    for group in rulebook.word_groups:
        yield from lone(f"word groups: {group.id}", (f"({written})" for written in group.words))
    known = {entry.id for entry in rulebook.indicators}
    for sign in rulebook.signs:
        where = rulebook.places.get(f"signs:{sign.indicator}", sign.indicator)
        for name in (sign.indicator, *sign.instead_of):
            if name not in known:
                yield Problem(where, "UNKNOWN_SIGN", f"there is no indicator “{name}”", "use the id of an indicator")
        yield from bad_words(where, _sign_words(sign), groups)
    if rulebook.context is not None:
        yield from bad_words("context: people", (f"<{name}>" for name in rulebook.context.people), groups)
        yield from bad_words("context: stops", rulebook.context.stops, groups)
        for rule in rulebook.context.rules:
            yield from bad_words(f"context: {rule.id}", _rule_words(rule), groups)


def _sign_words(sign: SignWords) -> Iterator[str]:
    for wording in sign.reads:
        yield wording.words
        yield from wording.elsewhere
    yield from sign.unless


def _rule_words(rule: ContextRule) -> Iterator[str]:
    yield from rule.cues
    yield from rule.but_not


def bad_words(where: str, words: Iterable[str], groups: Groups) -> Iterator[Problem]:
    """List the words that cannot be read as patterns."""
    for written in words:
        try:
            parse_pattern(written, groups)
        except PatternError as error:
            yield Problem(where, "BAD_WORDS", f"“{written}”: {error}", FIX)
        else:
            yield from lone(where, (written,))


def lone(where: str, words: Iterable[str]) -> Iterator[Problem]:
    """List the phrases that come down to one word that stands in any text."""
    for written in words:
        for phrase, left in lone_words(written):
            what = f"“{phrase}” comes down to “{left}”, since small words do not count"
            yield Problem(where, "LONE_WORD", what, LONE_FIX, "warning")
