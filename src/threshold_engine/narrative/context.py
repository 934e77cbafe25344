"""
What the words around a finding make of it: absent, denied, perhaps, long ago, if, someone else, told by whom.

A cue that is part of the finding's own words does not count, nor one that is part of
longer words in which it is no cue: “could not explain the bruising” is no absence.

An absence is held to more than the other cues, since a worry taken for absent is a worry missed: it ends where a
comma begins something new, it covers the whole of what was found, a second “not” after an “and” is no second
negation of the first, and where somebody denies it, it is denied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from threshold_engine.model.reading import Context, ContextRule, Side, Turn
from threshold_engine.narrative.clauses import LEADING, new_phrases
from threshold_engine.narrative.matching import Match, Matcher
from threshold_engine.narrative.patterns import TURNING, Groups, parse_pattern, stems_in
from threshold_engine.narrative.text import Sentence, Token

JOINS = frozenset((",", "and", "or", "nor"))
PASSED_OVER = frozenset((*JOINS, "the", "his", "her", "a"))
CARRIED = frozenset((Turn.REPORTED, Turn.DISCLOSED, Turn.HYPOTHETICAL, Turn.HISTORIC))
"""What is carried on to the next statement of the same sentence: “according to gran, mum drinks”."""
NEGATING = TURNING | frozenset("neither nil nobody nothing cannot isnt wasnt didnt doesnt hasnt".split())
NO_SUCH = frozenset(("no", "nil", "without"))
"""What says of a thing that there is none."""
CLOSING = frozenset((":", "(", ")", "–", "—"))
SUBJECTS = frozenset(
    "he she they i we mother mum father dad parents parent carer child boy girl son daughter baby partner stepfather stepdad"
    " police school staff there mo fa grandmother nan".split()
)
"""People who, after a comma or “and”, begin a new statement."""


@dataclass(frozen=True, slots=True)
class Applied:
    """
    A cue that counts for a finding.

    Attributes:
        first: The first token of the cue.
        last: The last token of the cue.
    """

    turn: Turn
    rule: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Cue:
    """
    A cue in a sentence.

    Attributes:
        tokens: What it stands in.
        shields: The places of longer words in which it is no cue.
    """

    rule: ContextRule
    match: Match
    tokens: frozenset[int]
    shields: tuple[Match, ...]

    def counts_beside(self, core: frozenset[int]) -> bool:
        """
        Say whether it is a cue for a finding.

        It is, though it is part of longer words, where the finding itself stands in between: in “not suicidal when
        asked”, “not asked” is nothing anybody said.
        """
        return all(any(shield.first < at < shield.last for at in core - shield.tokens()) for shield in self.shields)


@dataclass(frozen=True, slots=True)
class Heard:
    """
    The cues and stops of one sentence.

    Attributes:
        stops: Where the reach of every cue ends.
        ends: Those, and where somebody else is spoken of.
        new_phrases: Commas that end an absence and nothing else.
    """

    cues: tuple[Cue, ...]
    stops: frozenset[int]
    ends: frozenset[int]
    new_phrases: frozenset[int]


NOTHING_HEARD = Heard((), frozenset(), frozenset(), frozenset())


class ContextReader:
    """The context rules, ready to be used."""

    def __init__(self, context: Context, groups: Groups) -> None:
        self.people = stems_in(parse_pattern(f"<{name}>", groups) for name in context.people)
        self._owners = [(rule, cue) for rule in context.rules for cue in rule.cues]
        self._exempt = [(rule, words) for rule in context.rules for words in rule.but_not]
        texts = [*(cue for _, cue in self._owners), *(words for _, words in self._exempt), *context.stops]
        self._matcher = Matcher(parse_pattern(text, groups) for text in texts)

    def hear(self, sentence: Sentence) -> Heard:
        """Find the cues and stops of a sentence."""
        found = list(self._matcher.every(sentence))
        cue_count, exempt_count = len(self._owners), len(self._exempt)
        shields: dict[str, list[Match]] = {}
        for match in found:
            if cue_count <= match.number < cue_count + exempt_count:
                rule, _ = self._exempt[match.number - cue_count]
                shields.setdefault(rule.id, []).append(match)
        cues = tuple(self._cue(match, shields) for match in found if match.number < cue_count)
        stops = frozenset(match.first for match in found if match.number >= cue_count + exempt_count)
        absences = any(cue.rule.turn is Turn.ABSENT for cue in cues)
        phrases = frozenset(new_phrases(sentence, self.people)) if absences else frozenset()
        return Heard(cues, stops, stops.union(_new_subjects(sentence)), phrases)

    def _cue(self, match: Match, shields: dict[str, list[Match]]) -> Cue:
        rule, _ = self._owners[match.number]
        tokens = match.tokens()
        return Cue(rule, match, tokens, tuple(shield for shield in shields.get(rule.id, ()) if tokens & shield.tokens()))

    def applied(self, heard: Heard, core: frozenset[int], own: frozenset[int], sentence: Sentence) -> Iterator[Applied]:
        """
        Give the cues that count for a finding.

        Args:
            core: The tokens that say what was found, without the people in it.
            own: All tokens of the finding.
        """
        if not heard.cues:
            return
        beside = [cue for cue in heard.cues if not cue.tokens & own and cue.counts_beside(core)]
        near = [cue for cue in beside if _near(cue, heard, core, sentence)]
        absent = [cue for cue in near if cue.rule.turn is Turn.ABSENT and not _is_apart(cue.match, own, sentence)]
        if absent and not _covered(absent, heard, core):
            absent = []
        reached = absent + [cue for cue in near if cue.rule.turn is not Turn.ABSENT]
        if absent:
            reached += [cue for cue in beside if _denies(cue, absent, heard, sentence)]
        # A denial may be found in both ways.
        yield from dict.fromkeys(Applied(cue.rule.turn, cue.rule.id, cue.match.first, cue.match.last) for cue in reached)


def _near(cue: Cue, heard: Heard, core: frozenset[int], sentence: Sentence) -> bool:
    """Say whether a cue reaches a finding that stands after it, or before it, or either: as its rule says."""
    rule, match = cue.rule, cue.match
    after = min((at for at in core if at > match.last), default=None)
    before = max((at for at in core if at < match.first), default=None)
    return (rule.side is not Side.AFTER and _reaches(match.last, after, rule, heard, sentence)) or (
        rule.side is not Side.BEFORE and _reaches(before, match.first, rule, heard, sentence)
    )


def _covered(absent: list[Cue], heard: Heard, core: frozenset[int]) -> bool:
    """
    Say whether absences cover the whole of a finding: each ends where something new begins, perhaps with another “no”.

    For what begins anew any “no” or “not” will do: “no plan or intent, does not want to die”.
    """
    if any(cue.rule.side is not Side.BEFORE for cue in absent):
        return True
    ends = heard.ends | heard.new_phrases
    first = min((cue.match.last for cue in absent), default=0)
    every = [cue.match.last for cue in heard.cues if cue.rule.turn is Turn.ABSENT and cue.match.last >= first]
    return all(any(_covers(last, at, ends) for last in every) for at in core if at > first)


def _covers(last: int, at: int, ends: frozenset[int]) -> bool:
    """Say whether nothing new begins between an absence and a word. A comma right after it only puts something in."""
    return last < at and not any(last + 1 < end < at for end in ends)


def _reaches(first: int | None, second: int | None, rule: ContextRule, heard: Heard, sentence: Sentence) -> bool:
    """Say whether a cue and a finding are near enough, and nothing between them ends the reach of the cue."""
    if first is None or second is None or sentence.between(first, second) >= rule.within:
        return False
    return not any(first < stop < second for stop in (heard.stops if rule.turn in CARRIED else heard.ends))


def _is_apart(match: Match, own: frozenset[int], sentence: Sentence) -> bool:
    """Say whether a finding holds a negation of its own, and a cue is another one and not about it."""
    tokens = sentence.tokens
    negations = [at for at in own if tokens[at].lower in NEGATING or tokens[at].lower.endswith("n't")]
    if negations and min(own) < match.first < max(own):
        # “He isn't running for them, no cash”: a “no” of its own, about a thing that the first one does not speak of.
        return not (tokens[match.first - 1].text == "," and tokens[match.first].lower in NO_SUCH)
    return any(_joined(tokens[min(at, match.first) : max(at, match.last) + 1]) for at in negations)


def _joined(between: tuple[Token, ...]) -> bool:
    """Say whether words are joined to others, not only set in between commas: “no evidence, I think, that”."""
    return any(
        token.lower in JOINS and (token.text != "," or following.lower in NEGATING or following.lower not in LEADING)
        for token, following in pairwise(between)
    )


def _denies(cue: Cue, absent: list[Cue], heard: Heard, sentence: Sentence) -> bool:
    """Say whether a denial reaches one of the words that make a finding absent: it then is denied and not absent."""
    if cue.rule.turn is not Turn.DENIED or cue.rule.side is Side.AFTER or cue.shields:
        return False
    return any(_reaches(cue.match.last, entry.match.first, cue.rule, heard, sentence) for entry in absent)


def _new_subjects(sentence: Sentence) -> Iterator[int]:
    """Give the signs and joining words after which the sentence speaks of somebody or something else."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        rest = [later.lower for later in tokens[at + 1 : at + 4] if later.lower not in PASSED_OVER]
        if (token.text in CLOSING and rest[:1] not in (["no"], ["none"], ["nil"])) or (
            token.lower in JOINS and rest and rest[0] in SUBJECTS
        ):
            yield at
