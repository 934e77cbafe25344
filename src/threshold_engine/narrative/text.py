"""
Free text as sentences of words, each with its place in the text as given.

Layout does not matter: a line break is a space, unless a blank line, a bullet or a
heading follows. Offsets count characters of the text as it was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST_SENTENCE = 80
"""Words. What goes on longer is cut, so that no text can make one endless sentence."""

SMALL = frozenset(
    "a an the his her their my our its this that these those of to in on at with is was are were be been being am has have had"
    " having do does did very so some by for from and or as it there then also just quite really he she him them they i we you"
    " me us who which when while into".split()
)
"""Words that are not counted between others."""

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_BREAK = re.compile(r"\n[^\S\n]*\n|\n\s*(?:[-*•·–]|\d{1,2}[.)])\s|:\s*\n")
_ENDS = frozenset(".!?;")
_SHORT = frozenset(
    "dr mr mrs ms st prof approx eg ie etc no tel ext yrs yr mths wks hrs hr min pt rd ave vs nb re dob ref".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """
    One word, number or sign.

    Attributes:
        lower: As written, in small letters, with straight apostrophes.
        stem: What all forms of the word share.
        keys: What a pattern can ask for: the stem, or exactly this form.
        start: First character, counted from the start of the text.
        end: One past the last character.
    """

    text: str
    lower: str
    stem: str
    keys: tuple[str, str]
    small: bool
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    The words and signs of one sentence.

    Attributes:
        ranks: For each token, how many words that count stand before it.
    """

    tokens: tuple[Token, ...]
    ranks: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    def between(self, first: int, second: int) -> int:
        """Count the words that count, strictly between two tokens."""
        return self.ranks[second] - self.ranks[first] - counts(self.tokens[first])


def counts(token: Token) -> bool:
    """Say whether a token counts as a word between others."""
    return token.is_word and not token.small


@lru_cache(maxsize=1)
def _stem() -> Callable[[str], str]:
    # Reading their word lists takes longer than the whole of an assessment: only who reads a text pays for it.
    import simplemma
    from snowballstemmer import stemmer

    english = stemmer("english")

    @lru_cache(maxsize=50_000)
    def stem(word: str) -> str:
        """Give what all forms of a word in small letters share."""
        if not word.isalpha():
            return word
        return str(english.stemWord(simplemma.lemmatize(word, lang="en").lower()))

    return stem


def stem_of(word: str) -> str:
    """Give what all forms of a word in small letters share."""
    return _stem()(word)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences."""
    return tuple(Sentence(tuple(tokens), _ranks(tokens)) for tokens in _sentences(text))


def _ranks(tokens: list[Token]) -> tuple[int, ...]:
    found, rank = [], 0
    for token in tokens:
        found.append(rank)
        rank += counts(token)
    return tuple(found)


def tokens_of(text: str) -> Iterator[Token]:
    """Give the words, numbers and signs of a text."""
    stem = _stem()
    for match in _TOKEN.finditer(text):
        written = match.group()
        lower = written.lower().replace("’", "'")
        base = lower.removesuffix("'s") or lower
        root = stem(base)
        yield Token(written, lower, root, (root, f"={lower}"), base in SMALL, match.start(), match.end())


def _sentences(text: str) -> Iterator[list[Token]]:
    breaks = [match.start() for match in _BREAK.finditer(text)]
    following = 0
    current: list[Token] = []
    for token in tokens_of(text):
        while following < len(breaks) and breaks[following] < token.start:
            following += 1
            if current:
                yield current
                current = []
        current.append(token)
        if (
            _closes(token, current, text)
            or (len(current) >= LONGEST_SENTENCE and not token.is_word)
            or len(current) >= 2 * LONGEST_SENTENCE
        ):
            yield current
            current = []
    if current:
        yield current


def _closes(token: Token, current: list[Token], text: str) -> bool:
    """Say whether a sign ends the sentence: not inside a number, not after a short form such as “Dr”."""
    if token.text not in _ENDS:
        return False
    after = text[token.end : token.end + 1]
    if after and not after.isspace() and after not in "\"'”’)":
        return False
    before = current[-2] if len(current) > 1 else None
    return not (token.text == "." and before is not None and before.lower in _SHORT and before.end == token.start)
