"""
What the words around a finding make of it: absent, denied, perhaps, long ago, if, someone else, told by whom.

A cue that is part of the finding's own words does not count, nor one that is part of
longer words in which it is no cue: “could not explain the bruising” is no absence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from threshold_engine.model.reading import Context, ContextRule, Side, Turn
from threshold_engine.narrative.matching import Match, Matcher
from threshold_engine.narrative.patterns import Groups, parse_pattern
from threshold_engine.narrative.text import Sentence

JOINS = frozenset((",", "and", "or", "nor"))
PASSED_OVER = frozenset((*JOINS, "the", "his", "her", "a"))
CARRIED = frozenset((Turn.REPORTED, Turn.DISCLOSED, Turn.HYPOTHETICAL, Turn.HISTORIC))
"""What is carried on to the next statement of the same sentence: “according to gran, mum drinks”."""
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
class Heard:
    """The cues and stops of one sentence."""

    cues: tuple[tuple[ContextRule, Match], ...]
    stops: frozenset[int]
    new_subjects: frozenset[int]


class ContextReader:
    """The context rules, ready to be used."""

    def __init__(self, context: Context, groups: Groups) -> None:
        self._owners = [(rule, cue) for rule in context.rules for cue in rule.cues]
        self._exempt = [(rule, words) for rule in context.rules for words in rule.but_not]
        texts = [*(cue for _, cue in self._owners), *(words for _, words in self._exempt), *context.stops]
        self._matcher = Matcher(parse_pattern(text, groups) for text in texts)

    def hear(self, sentence: Sentence) -> Heard:
        """Find the cues and stops of a sentence."""
        found = list(self._matcher.every(sentence))
        cue_count, exempt_count = len(self._owners), len(self._exempt)
        shields: dict[str, set[int]] = {}
        for match in found:
            if cue_count <= match.number < cue_count + exempt_count:
                rule, _ = self._exempt[match.number - cue_count]
                shields.setdefault(rule.id, set()).update(range(match.first, match.last + 1))
        cues = tuple(
            (self._owners[match.number][0], match)
            for match in found
            if match.number < cue_count and not match.tokens() & shields.get(self._owners[match.number][0].id, set())
        )
        stops = {match.first for match in found if match.number >= cue_count + exempt_count}
        return Heard(cues, frozenset(stops), frozenset(_new_subjects(sentence)))

    def applied(self, heard: Heard, core: frozenset[int], own: frozenset[int], sentence: Sentence) -> Iterator[Applied]:
        """
        Give the cues that count for a finding.

        Args:
            core: The tokens that say what was found, without the people in it.
            own: All tokens of the finding.
        """
        for rule, match in heard.cues:
            if match.tokens() & own:
                continue
            after = min((at for at in core if at > match.last), default=None)
            before = max((at for at in core if at < match.first), default=None)
            if (rule.side is not Side.AFTER and _reaches(match.last, after, rule, heard, sentence)) or (
                rule.side is not Side.BEFORE and _reaches(before, match.first, rule, heard, sentence)
            ):
                yield Applied(rule.turn, rule.id, match.first, match.last)


def _reaches(first: int | None, second: int | None, rule: ContextRule, heard: Heard, sentence: Sentence) -> bool:
    """Say whether a cue and a finding are near enough, and nothing between them ends the reach of the cue."""
    if first is None or second is None or sentence.between(first, second) >= rule.within:
        return False
    ends = heard.stops if rule.turn in CARRIED else heard.stops | heard.new_subjects
    return not any(first < stop < second for stop in ends)


def _new_subjects(sentence: Sentence) -> Iterator[int]:
    """Give the signs and joining words after which the sentence speaks of somebody or something else."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        rest = [later.lower for later in tokens[at + 1 : at + 4] if later.lower not in PASSED_OVER]
        if (token.text in CLOSING and rest[:1] not in (["no"], ["none"], ["nil"])) or (
            token.lower in JOINS and rest and rest[0] in SUBJECTS
        ):
            yield at
