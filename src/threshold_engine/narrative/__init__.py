"""
Reading free text: from a practitioner's words to suggested signs.

Everything is a suggestion with the exact words it rests on; a person accepts or rejects
it, and nothing read here sets a fact. The same text and rulebook always give the same.
"""

from __future__ import annotations

from threshold_engine.errors import FactsError, Problem, RulebookError
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.narrative import AgeRead, KeyWorry, Narrative, Suggestion
from threshold_engine.model.words import Kind, Status
from threshold_engine.narrative.ages import age_in
from threshold_engine.narrative.identifiers import identifiers_in
from threshold_engine.narrative.patterns import PatternError
from threshold_engine.narrative.places import dates_in, quotes_in
from threshold_engine.narrative.problems import reading_problems
from threshold_engine.narrative.reader import LITTLE, Age, SignReader
from threshold_engine.narrative.text import Sentence, sentences
from threshold_engine.schema.ages import parse_age

LONGEST_TEXT = 100_000
"""Characters. A longer text is refused: it is a whole file, not a worry."""
LONGEST_LINE = 30
"""Words of the key worry."""
_CACHE = "narrative.reader"


def read_narrative(text: str, rulebook: Rulebook, *, age: str | None = None) -> Narrative:
    """
    Suggest what a text says about a child.

    Args:
        text: As it was written; places in the answer count its characters from 0.
        age: The child's age as a Case takes it, if it is known; otherwise it is read from the text.

    Raises:
        FactsError: The text is too long, the age is not one, or the rulebook has no rules for reading.
    """
    _refuse_too_long(text)
    return read_whole(text, rulebook, age=age)


def read_whole(text: str, rulebook: Rulebook, *, age: str | None = None) -> Narrative:
    """Read a text however long it is: for callers that have bounded it themselves. Arguments as for read_narrative."""
    reader = sign_reader(rulebook)
    split = sentences(text)
    read = age_in(split, text)
    known = _months(age if age is not None else (read.value if read else None))
    quotes = quotes_in(text)
    suggestions, aside = reader.read(text, split, quotes, known)
    return Narrative(
        {"id": rulebook.id, "version": rulebook.version, "digest": rulebook.digest},
        suggestions,
        aside,
        read,
        key_worry(suggestions, split, text),
        identifiers_in(text),
        quotes,
        dates_in(text),
    )


def sign_reader(rulebook: Rulebook) -> SignReader:
    """
    Give the words of a rulebook ready to be looked for: made once for each rulebook.

    Raises:
        FactsError: The rulebook has no rules for reading.
        RulebookError: Some of its words cannot be read; every problem is listed.
    """
    found = rulebook.cache.get(_CACHE)
    if isinstance(found, SignReader):
        return found
    if rulebook.context is None:
        raise FactsError(
            [
                Problem(
                    "rulebook",
                    "NO_READING",
                    "this rulebook has no rules for reading text",
                    "add a part `context` to rulebook.yaml",
                )
            ]
        )
    try:
        made = SignReader(rulebook, rulebook.context)
    except (PatternError, KeyError):
        errors = tuple(problem for problem in reading_problems(rulebook) if problem.severity == "error")
        raise RulebookError(errors) from None
    rulebook.cache[_CACHE] = made
    return made


def _refuse_too_long(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise FactsError(
            [
                Problem(
                    "text",
                    "TOO_LONG",
                    f"the text has {len(text):,} characters; {LONGEST_TEXT:,} can be read",
                    "give what matters now, not the whole file",
                )
            ]
        )


def _months(age: str | None) -> Age | None:
    if age is None or age.strip().lower() in ("unborn", "unknown"):
        return None
    months = parse_age(age)
    if months is None:
        raise FactsError([Problem("age", "BAD_AGE", f"“{age}” is not an age", "write for example 3 months or 7 years")])
    return months


def key_worry(suggestions: tuple[Suggestion, ...], split: tuple[Sentence, ...], text: str) -> KeyWorry | None:
    """Give the sentence with the gravest sign that is there now, cut to one line; words of the text and no others."""
    there = [entry for entry in suggestions if entry.status is Status.PRESENT and entry.kind is Kind.RISK]
    if not there:
        return None
    gravest = min(there, key=lambda entry: (entry.when != "current", -(entry.level or 0), entry.start))
    sentence = next(found for found in split if found.start <= gravest.start < found.end)
    start, end = _line(sentence, gravest)
    return KeyWorry(text[start:end], start, end)


def _line(sentence: Sentence, sign: Suggestion) -> tuple[int, int]:
    """Give the whole sentence, or if it is long the words around the sign."""
    words = [token for token in sentence.tokens if token.is_word]
    inside = [at for at, token in enumerate(words) if sign.start <= token.start < sign.end]
    spare = max(0, LONGEST_LINE - (inside[-1] - inside[0] + 1))
    first = max(0, inside[0] - spare // 2)
    last = min(len(words) - 1, max(inside[-1], first + LONGEST_LINE - 1))
    return words[first].start, words[last].end


__all__ = ["LITTLE", "AgeRead", "KeyWorry", "Narrative", "read_narrative", "read_whole", "sign_reader"]
