"""From words to suggested signs: what is found, what the words around it make of it, what is set aside and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threshold_engine.model.guidance import AgeBand, Indicator, Rulebook
from threshold_engine.model.narrative import Quote, SetAside, Suggestion, Turned
from threshold_engine.model.reading import Context, SignWords, Turn, Wording
from threshold_engine.model.words import Status
from threshold_engine.narrative.context import NOTHING_HEARD, Applied, ContextReader, Heard
from threshold_engine.narrative.matching import Match, Matcher
from threshold_engine.narrative.patterns import Groups, counted_words, parse_pattern, plain_pattern
from threshold_engine.narrative.support import Support, enough, support
from threshold_engine.narrative.text import Sentence, counts
from threshold_engine.schema.ages import limit_words

Age = tuple[float, float]
"""From, included, and to, not included, in months."""
ALIAS_WORDS = 3
LITTLE = "the words around it say too little"
UNSAID = frozenset((Turn.DENIED, Turn.HYPOTHETICAL, Turn.OTHER_PERSON))
"""What leaves open whether the sign is there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign found in one place."""

    sign: int
    pattern: int
    sentence: int
    start: int
    end: int
    weight: int
    core: frozenset[int]
    turns: tuple[Applied, ...]
    status: Status
    basis: str
    when: str

    @property
    def order(self) -> tuple[int, int, int]:
        """What is sure and now comes first, then what says most, then what comes first."""
        rank = {Status.PRESENT: 0, Status.UNKNOWN: 2, Status.ABSENT: 3}[self.status] + (self.when == "historic")
        return rank, -self.weight, self.start

    def adds_no_word(self, other: Finding) -> bool:
        """Say whether all the words a finding rests on belong to another one as well."""
        return self.sentence == other.sentence and self.core <= other.core


class SignReader:
    """The words for all signs of a rulebook, ready to be looked for. They must be without problems: see reading_problems."""

    def __init__(self, rulebook: Rulebook, context: Context) -> None:
        groups = Groups({group.id: group.words for group in rulebook.word_groups})
        self._indicators = {entry.id: entry for entry in rulebook.indicators}
        self._signs = rulebook.signs
        self._context = ContextReader(context, groups)
        self._reads = [(number, wording) for number, sign in enumerate(self._signs) for wording in sign.reads]
        self._reads += [(number, Wording(alias)) for number, sign in enumerate(self._signs) for alias in self._aliases(sign)]
        unless = [(number, words) for number, sign in enumerate(self._signs) for words in sign.unless]
        elsewhere = [words for _, wording in self._reads for words in wording.elsewhere]
        self._unless = {len(self._reads) + at: number for at, (number, _) in enumerate(unless)}
        self._elsewhere = {words: len(self._reads) + len(unless) + at for at, words in enumerate(elsewhere)}
        self._asked = frozenset(self._elsewhere.values())
        read = [wording.words for sign in self._signs for wording in sign.reads]
        plain = [plain_pattern(alias) for sign in self._signs for alias in self._aliases(sign)]
        parsed = [parse_pattern(words, groups) for words in (*read, *(words for _, words in unless), *elsewhere)]
        of_signs = [self._signs[number].indicator for number, sign in enumerate(self._signs) for _ in sign.reads]
        self._support = Support(rulebook.indicators, zip(of_signs, parsed, strict=False))
        self._matcher = Matcher([*parsed[: len(read)], *plain, *parsed[len(read) :]])

    def read(
        self, text: str, sentences: tuple[Sentence, ...], quotes: Iterable[Quote], age: Age | None
    ) -> tuple[tuple[Suggestion, ...], tuple[SetAside, ...]]:
        """Suggest the signs a text speaks of, each once, and say which were set aside."""
        every = [list(self._matcher.matches(sentence)) for sentence in sentences]
        heard = [self._context.hear(sentence) if every[at] else NOTHING_HEARD for at, sentence in enumerate(sentences)]
        seen = {number for at, matches in enumerate(every) for number in self._there(sentences[at], matches, heard[at])}
        spoken = tuple(quotes)
        best: dict[int, list[Finding]] = defaultdict(list)
        for at, matches in enumerate(every):
            for finding in self._findings(at, sentences[at], matches, heard[at], seen, spoken, age):
                best[finding.sign].append(finding)
        chosen = {sign: sorted(findings, key=lambda item: item.order) for sign, findings in best.items()}
        weak = dict.fromkeys((sign for sign in chosen if not self._supported(chosen[sign], sentences)), LITTLE)
        strong = {sign: findings for sign, findings in chosen.items() if sign not in weak}
        aside = weak | dict(self._aside(strong, age))
        text_order = sorted(chosen, key=lambda sign: (chosen[sign][0].start, self._signs[sign].indicator))
        suggestions = tuple(self._suggestion(chosen[sign], sentences, text) for sign in text_order if sign not in aside)
        return suggestions, tuple(self._set_aside(chosen[sign][0], aside[sign], text) for sign in text_order if sign in aside)

    def _supported(self, findings: list[Finding], sentences: tuple[Sentence, ...]) -> bool:
        """Say whether the words around a sign that is there speak for it, and not only the pattern that found it."""
        if findings[0].status is not Status.PRESENT:
            return True
        alike = [item for item in findings if item.status is Status.PRESENT]
        sign = self._signs[findings[0].sign].indicator
        level = self._indicators[sign].level
        words = max(self._support.of(sign, sentences[item.sentence]) for item in alike)
        found = support(words, len({item.pattern for item in alike}), max(len(item.core) for item in alike))
        return found >= enough(level)

    def _aliases(self, sign: SignWords) -> Iterator[str]:
        """Give the aliases of an indicator with three words that say something: fewer say too little in free text."""
        return (alias for alias in self._indicators[sign.indicator].aliases if counted_words(alias) >= ALIAS_WORDS)

    def _findings(
        self,
        at: int,
        sentence: Sentence,
        matches: list[Match],
        heard: Heard,
        seen: set[int],
        quotes: tuple[Quote, ...],
        age: Age | None,
    ) -> Iterator[Finding]:
        stopped = {self._unless[match.number] for match in matches if match.number in self._unless}
        for match in matches:
            if match.number >= len(self._reads):
                continue
            sign, wording = self._reads[match.number]
            if sign in stopped or not _age_fits(wording, age) or not self._all_elsewhere(wording, seen):
                continue
            yield self._finding(at, sign, match, sentence, heard, quotes)

    def _there(self, sentence: Sentence, matches: list[Match], heard: Heard) -> Iterator[int]:
        """Give what a sentence says that is asked for elsewhere in a text: not where it is denied or said not to be so."""
        for match in matches:
            if match.number in self._asked:
                own = match.tokens()
                turns = {turn.turn for turn in self._context.applied(heard, self._core(own, sentence), own, sentence)}
                if not turns & {Turn.ABSENT, Turn.DENIED}:
                    yield match.number

    def _core(self, own: frozenset[int], sentence: Sentence) -> frozenset[int]:
        """Give the words that say what was found, without the people in it; all words if there are no others."""
        tokens = sentence.tokens
        return frozenset(at for at in own if counts(tokens[at]) and tokens[at].stem not in self._context.people) or own

    def _all_elsewhere(self, wording: Wording, seen: set[int]) -> bool:
        return all(self._elsewhere[words] in seen for words in wording.elsewhere)

    def _finding(self, at: int, sign: int, match: Match, sentence: Sentence, heard: Heard, quotes: tuple[Quote, ...]) -> Finding:
        own = match.tokens()
        core = self._core(own, sentence)
        # Several forms of one cue are found in one place.
        turns = tuple(dict.fromkeys(self._context.applied(heard, core, own, sentence)))
        start, end = sentence.tokens[match.first].start, sentence.tokens[match.last].end
        quoted = any(quote.start <= start < quote.end for quote in quotes)
        kinds = {turn.turn for turn in turns}
        return Finding(
            sign, match.number, at, start, end, len(core), core, turns, _status(kinds), _basis(kinds, quoted), _when(kinds)
        )

    def _aside(self, chosen: dict[int, list[Finding]], age: Age | None) -> Iterator[tuple[int, str]]:
        stronger: dict[str, str] = {}
        sure = {sign: findings[0] for sign, findings in chosen.items() if _sure(findings[0])}
        for sign in sure:
            indicator = self._indicators[self._signs[sign].indicator]
            if _within_band(indicator, age):
                weaker = (*self._signs[sign].instead_of, *self._lower_rungs(sign, sure))
                level = indicator.level or 0
                stronger.update((name, indicator.label) for name in weaker if (self._indicators[name].level or 0) <= level)
        for sign in chosen:
            indicator = self._indicators[self._signs[sign].indicator]
            if indicator.age is not None and not _within_band(indicator, age):
                yield sign, f"this sign is for a child {_band_words(indicator.age)}"
            elif indicator.id in stronger:
                yield sign, f"the text says more: {stronger[indicator.id]}"

    def _lower_rungs(self, sign: int, sure: dict[int, Finding]) -> Iterator[str]:
        """Give the lower cells of the same row of the matrix that rest on no words of their own."""
        indicator = self._indicators[self._signs[sign].indicator]
        for other, finding in sure.items():
            rung = self._indicators[self._signs[other].indicator]
            if (rung.domain, rung.row) != (indicator.domain, indicator.row) or indicator.row is None:
                continue
            if (rung.level or 0) < (indicator.level or 0) and finding.adds_no_word(sure[sign]):
                yield rung.id

    def _suggestion(self, findings: list[Finding], sentences: tuple[Sentence, ...], text: str) -> Suggestion:
        best = findings[0]
        indicator = self._indicators[self._signs[best.sign].indicator]
        others = {(item.start, item.end) for item in findings[1:]} - {(best.start, best.end)}
        return Suggestion(
            indicator.id,
            indicator.label,
            indicator.kind,
            indicator.level,
            best.status,
            best.basis,
            best.when,
            text[best.start : best.end],
            best.start,
            best.end,
            tuple(_turned(turn, sentences[best.sentence], text) for turn in best.turns),
            tuple(sorted(others)),
        )

    def _set_aside(self, finding: Finding, because: str, text: str) -> SetAside:
        indicator = self._indicators[self._signs[finding.sign].indicator]
        return SetAside(indicator.id, indicator.label, text[finding.start : finding.end], finding.start, finding.end, because)


def _status(turns: set[Turn]) -> Status:
    if Turn.DENIED in turns:
        # A denial says what somebody says. It is no finding that the sign is not there.
        return Status.UNKNOWN
    if Turn.ABSENT in turns:
        return Status.ABSENT
    return Status.UNKNOWN if turns & UNSAID else Status.PRESENT


def _basis(turns: set[Turn], quoted: bool) -> str:
    if Turn.HEDGED in turns:
        return "suspected"
    if Turn.DISCLOSED in turns or quoted:
        return "disclosed"
    return "reported" if Turn.REPORTED in turns else "observed"


def _when(turns: set[Turn]) -> str:
    return "historic" if Turn.HISTORIC in turns else "current"


def _sure(finding: Finding) -> bool:
    return finding.status is Status.PRESENT and finding.when == "current"


def _age_fits(wording: Wording, age: Age | None) -> bool:
    if wording.age_from is None and wording.age_below is None:
        return True
    return age is not None and _possible(wording.age_from, wording.age_below, age)


def _possible(low: int | None, below: int | None, age: Age) -> bool:
    return (below is None or age[0] < below) and (low is None or age[1] > low)


def _within_band(indicator: Indicator, age: Age | None) -> bool:
    band = indicator.age
    if age is None or band is None:
        return True
    below = band.below_months if band.below_months_if_disabled is None else band.below_months_if_disabled
    return not band.unborn and _possible(band.from_months, below, age)


def _band_words(band: AgeBand) -> str:
    parts = []
    if band.from_months is not None:
        parts.append(f"of {limit_words(band.from_months)} or more")
    if band.below_months is not None:
        parts.append(f"under {limit_words(band.below_months)}")
    return " and ".join(parts)


def _turned(turn: Applied, sentence: Sentence, text: str) -> Turned:
    start, end = sentence.tokens[turn.first].start, sentence.tokens[turn.last].end
    return Turned(turn.turn.value, text[start:end], start, end)
