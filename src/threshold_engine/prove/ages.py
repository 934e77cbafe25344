"""The ages a case can give, as far as the guidance can tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threshold_engine.model.condition import AgeBelow, AgeFrom, walk
from threshold_engine.model.guidance import Rulebook
from threshold_engine.schema.ages import MONTHS_IN_YEAR, parse_age

OLDEST_YEARS = 25
ADULT_MONTHS = 18 * 12
WEEKS = 1356
SPOKEN_IN_MONTHS = 24


@dataclass(frozen=True, slots=True)
class AgeOption:
    """
    One thing a case can say of the age.

    Attributes:
        words: As a case gives it; None where no age is given.
        unborn: None where that is not known either.
        pieces: The stretches of age between two limits it reaches into; -1 is not yet born.
        whole: Whether it lies in one stretch, so that no limit is left open.
        odd: An age in weeks, which nobody says of a grown child.
        adult: An age given that reaches past the eighteenth birthday.
    """

    words: str | None
    unborn: bool | None
    pieces: frozenset[int]
    odd: bool = False
    adult: bool = False

    @property
    def whole(self) -> bool:
        return len(self.pieces) == 1


def age_limits(rulebooks: Iterable[Rulebook]) -> tuple[int, ...]:
    """Give every age in months at which one of the rulebooks changes, on any day."""
    limits = {ADULT_MONTHS}
    for rulebook in rulebooks:
        tool = rulebook.exploitation
        conditions = [rule.when for rule in rulebook.rules]
        conditions += [indicator.met_when for indicator in rulebook.indicators if indicator.met_when is not None]
        conditions += [entry.when for entry in tool.triggers] + [entry.when for entry in tool.categories] if tool else []
        for condition in conditions:
            limits |= {part.months for part in walk(condition) if isinstance(part, AgeBelow | AgeFrom)}
        for band in (indicator.age for indicator in rulebook.indicators if indicator.age is not None):
            limits |= {m for m in (band.from_months, band.below_months, band.below_months_if_disabled) if m is not None}
    return tuple(sorted(limits))


def age_options(limits: tuple[int, ...]) -> tuple[AgeOption, ...]:
    """
    Give one way to say each age that the limits can tell from the others.

    Complete: an age in years is one of 26; one in months lies between two neighbouring
    limits, since limits are whole months; one in weeks or days reaches over one limit at most.
    """
    everything = frozenset(range(len(limits) + 1))
    # Keyed by whether an age is given as well: one that reaches into every stretch can still be disputed.
    found: dict[tuple[frozenset[int], bool], AgeOption] = {
        (frozenset({-1, *everything}), False): AgeOption(None, None, frozenset({-1, *everything})),
        (everything, False): AgeOption(None, False, everything),
        (frozenset({-1}), False): AgeOption("unborn", True, frozenset({-1})),
    }
    for words in _ways_to_say():
        months = parse_age(words)
        if months is None:
            continue
        first = sum(limit <= months[0] for limit in limits)
        last = sum(limit < months[1] for limit in limits)
        pieces = frozenset(range(first, last + 1))
        adult = months[1] > ADULT_MONTHS
        found.setdefault((pieces, True), AgeOption(words, False, pieces, "week" in words, adult))
    return tuple(found.values())


def _ways_to_say() -> Iterator[str]:
    yield from (f"{years} year{'s' if years > 1 else ''}" for years in range(1, OLDEST_YEARS + 1))
    yield from (f"{months} month{'s' if months > 1 else ''}" for months in range(1, SPOKEN_IN_MONTHS))
    for months in range(SPOKEN_IN_MONTHS, (OLDEST_YEARS + 1) * MONTHS_IN_YEAR):
        years, rest = divmod(months, MONTHS_IN_YEAR)
        yield f"{years} years {rest} month{'s' if rest != 1 else ''}"
    yield from ("0 months", "0 years")
    yield from (f"{weeks} weeks" for weeks in range(2, WEEKS))
