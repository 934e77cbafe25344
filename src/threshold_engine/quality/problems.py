"""What is wrong with the words a rulebook looks for in the text of a referral."""

from __future__ import annotations

from collections.abc import Iterator

from threshold_engine.errors import Problem
from threshold_engine.model.guidance import Rulebook
from threshold_engine.narrative.patterns import Groups, PatternError
from threshold_engine.narrative.problems import FIX, bad_words


def word_groups(rulebook: Rulebook) -> Groups:
    """
    Give the groups of words a referral is read with: those of the reading, and the guide's own.

    Raises:
        PatternError: A group has no word that counts.
    """
    own = dict(rulebook.quality.groups) if rulebook.quality else {}
    return Groups({**{group.id: group.words for group in rulebook.word_groups}, **own})


def quality_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """List the words that cannot be read."""
    try:
        groups = word_groups(rulebook)
    except PatternError as error:
        yield Problem("quality.groups", "BAD_WORDS", str(error), FIX)
        return
    for feature in rulebook.quality.features if rulebook.quality else ():
        yield from bad_words(f"quality.features.{feature.id}", (*feature.words, *feature.beside), groups)
    for term in rulebook.terms:
        where = rulebook.places.get(f"terms:{term.id}", term.id)
        yield from bad_words(where, (*term.words, *term.only_if, *term.unless), groups)
