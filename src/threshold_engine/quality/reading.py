"""
Finding the features of the guide in the free text of a referral.

Each sentence is looked at by itself, so that neither their order nor the layout matters
and a further sentence takes nothing away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from threshold_engine.errors import RulebookError
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.quality import Detector, Feature, Term
from threshold_engine.narrative.matching import Match, Matcher
from threshold_engine.narrative.patterns import PatternError, parse_pattern
from threshold_engine.narrative.text import Sentence, sentences
from threshold_engine.quality.answer import Found
from threshold_engine.quality.detect import Span, detect, quotations
from threshold_engine.quality.problems import quality_problems, word_groups
from threshold_engine.referral_parts import CHILDS_OWN, TextPart

_CACHE = "quality"


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What was found in the free text.

    Attributes:
        features: For each feature, one place for each sentence it was found in.
        terms: For each word to point out, every place.
    """

    features: Mapping[str, tuple[Found, ...]]
    terms: Mapping[str, tuple[Found, ...]]


@dataclass(slots=True)
class _Sheet:
    features: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    terms: dict[str, set[Span]] = field(default_factory=lambda: defaultdict(set))


class Reader:
    """The features and terms of a rulebook, ready to be looked for. They must be without problems: see quality_problems."""

    def __init__(self, rulebook: Rulebook) -> None:
        guide = rulebook.quality
        groups = word_groups(rulebook)
        self._features = guide.features if guide else ()
        self._terms = rulebook.terms
        self._kinds = sorted({kind for feature in self._features for kind in feature.detect})
        self._numbers: dict[str, int] = {}
        once = [*(words for feature in self._features for words in (*feature.words, *feature.beside))]
        once += [words for term in self._terms for words in (*term.only_if, *term.unless)]
        for words in once:
            self._numbers.setdefault(words, len(self._numbers))
        self._with_words: dict[int, list[int]] = defaultdict(list)
        self._with_kind: dict[Detector, list[int]] = defaultdict(list)
        for number, feature in enumerate(self._features):
            for words in feature.words:
                self._with_words[self._numbers[words]].append(number)
            for kind in feature.detect:
                self._with_kind[kind].append(number)
        self._owners = [term for term in self._terms for _ in term.words]
        written = [*self._numbers, *(words for term in self._terms for words in term.words)]
        patterns = [parse_pattern(words, groups) for words in written]
        self._matcher = Matcher(patterns[: len(self._numbers)])
        self._term_matcher = Matcher(patterns[len(self._numbers) :])

    def read(self, parts: Iterable[TextPart]) -> Reading:
        """Find every feature and term in the parts of a referral."""
        features: dict[str, list[Found]] = defaultdict(list)
        terms: dict[str, list[Found]] = defaultdict(list)
        for part in parts:
            sheet = self._sheet(part)
            for name, found in sheet.features.items():
                features[name] += found
            for name, spans in sheet.terms.items():
                terms[name] += [_found(part, span) for span in _apart(spans)]
        return Reading(
            {name: tuple(found) for name, found in features.items()}, {name: tuple(found) for name, found in terms.items()}
        )

    def _sheet(self, part: TextPart) -> _Sheet:
        sheet = _Sheet()
        detected = [(kind, span) for kind in self._kinds for span in detect(kind, part.text)]
        quoted = tuple(quotations(part.text))
        for sentence in sentences(part.text):
            hits = {match.number: match for match in self._matcher.matches(sentence)}
            kinds: dict[Detector, Span] = {}
            for kind, span in detected:
                if sentence.start <= span[0] < sentence.end:
                    kinds.setdefault(kind, span)
            for number in sorted(self._possible(hits, kinds)):
                feature = self._features[number]
                place = self._feature(feature, sentence, hits, kinds)
                if place is not None:
                    sheet.features[feature.id].append(_found(part, place))
            if part.part not in CHILDS_OWN:
                self._point_out(sentence, hits, quoted, sheet)
        return sheet

    def _possible(self, hits: Mapping[int, Match], kinds: Mapping[Detector, Span]) -> set[int]:
        """Give the features that have some words or some kind of thing in a sentence."""
        by_words = (number for hit in hits for number in self._with_words.get(hit, ()))
        return {*by_words, *(number for kind in kinds for number in self._with_kind[kind])}

    def _feature(
        self, feature: Feature, sentence: Sentence, hits: Mapping[int, Match], kinds: Mapping[Detector, Span]
    ) -> Span | None:
        if feature.beside and not any(self._numbers[words] in hits for words in feature.beside):
            return None
        spans = [_span(sentence, hits[self._numbers[words]]) for words in feature.words if self._numbers[words] in hits]
        spans += [kinds[kind] for kind in feature.detect if kind in kinds]
        return min(spans, default=None)

    def _point_out(self, sentence: Sentence, hits: Mapping[int, Match], quoted: tuple[Span, ...], sheet: _Sheet) -> None:
        for match in self._term_matcher.every(sentence):
            term = self._owners[match.number]
            if self._counts(term, hits) and not _quoted(sentence, match, quoted):
                sheet.terms[term.id].add(_span(sentence, match))

    def _counts(self, term: Term, hits: Mapping[int, Match]) -> bool:
        if any(self._numbers[words] in hits for words in term.unless):
            return False
        return not term.only_if or any(self._numbers[words] in hits for words in term.only_if)


def reader_of(rulebook: Rulebook) -> Reader:
    """
    Give the reader of a rulebook, made at the first use.

    Raises:
        RulebookError: Some words cannot be read; every problem is listed.
    """
    found = rulebook.cache.get(_CACHE)
    if isinstance(found, Reader):
        return found
    try:
        made = Reader(rulebook)
    except PatternError:
        errors = tuple(problem for problem in quality_problems(rulebook) if problem.severity == "error")
        raise RulebookError(errors) from None
    rulebook.cache[_CACHE] = made
    return made


def _span(sentence: Sentence, match: Match) -> Span:
    return sentence.tokens[match.first].start, sentence.tokens[match.last].end


def _quoted(sentence: Sentence, match: Match, quoted: tuple[Span, ...]) -> bool:
    """Words said by someone are kept as they were said: one matched word inside a quotation is enough."""
    tokens = [sentence.tokens[at] for first, last in match.places for at in (first, last)]
    return any(start <= token.start < end for token in tokens for start, end in quoted)


def _apart(spans: set[Span]) -> list[Span]:
    """Keep of overlapping places the first and longest."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _found(part: TextPart, span: Span) -> Found:
    return Found(part.where, " ".join(part.text[slice(*span)].split()), *span)
