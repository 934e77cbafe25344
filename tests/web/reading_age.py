"""How hard a text is to read: the Flesch–Kincaid grade, and the text of a page or a template that it is worked out from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

BREAKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "dt",
    "dd",
    "td",
    "th",
    "label",
    "legend",
    "summary",
    "button",
    "div",
    "option",
    "title",
}
SILENT = {"script", "style", "textarea", "svg", "option", "title"}
VOID = {"input", "br", "hr", "img", "meta", "link", "path", "rect"}
NOT_WORDS = re.compile(r"\S*(?:://|@|\d)\S*|“[^”]*”")
"""Numbers, addresses, and what is quoted: a name of a button is no sentence of ours."""
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
SHOWN = re.compile(r"\{\{ .*? \}\}", re.DOTALL)
WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?")
FEWEST_WORDS = 4
"""A heading, a button and a label are no sentences."""


def grade(text: str) -> float:
    """Give the school year, by the American count, in which a text can be read: 4 is an age of about 9."""
    found = list(sentences(text))
    words = [word for sentence in found for word in WORD.findall(sentence)]
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Count the syllables of a word, as nearly as its letters tell."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", re.sub(r"(?:[^laeiouy]es|[^td]ed|(?<=[^l])e|(?<=[aeiouy]l)e)$", "", plain)))
    return max(1, groups)


def sentences(text: str) -> Iterator[str]:
    """Give the sentences of a text of which each line stands for itself."""
    for line in text.splitlines():
        for sentence in re.split(r"(?<=[.?!])\s+", NOT_WORDS.sub("", line)):
            if len(WORD.findall(sentence)) >= FEWEST_WORDS:
                yield sentence.strip()


def text_of_template(source: str) -> str:
    """Give the words that stand in a template itself, in HTML or as words for a component."""
    words = re.findall(r"'(?:text|titleText)': '([^'{}]+)'", source)
    html = SHOWN.sub("x", JINJA.sub("", source))
    return "\n".join([text_of_page(html, none_of=()), *words])


def text_of_page(html: str, *, none_of: tuple[str, ...]) -> str:
    """
    Give the text of a page, a block a line.

    Args:
        none_of: Classes of elements whose text is not ours, such as quoted guidance.
    """
    reader = _Reader(frozenset(none_of))
    reader.feed(html)
    return "\n".join(" ".join(line.split()) for line in "".join(reader.pieces).splitlines() if line.strip())


class _Reader(HTMLParser):
    def __init__(self, left_out: frozenset[str]) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._left_out = left_out
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.pieces.append("\n")
        if tag not in VOID:
            classes = set((dict(attrs).get("class") or "").split())
            self._open.append((tag, tag in SILENT or bool(classes & self._left_out)))

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.pieces.append("\n")
        while any(opened == tag for opened, _ in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not any(silent for _, silent in self._open):
            self.pieces.append(data.replace("\n", " "))
