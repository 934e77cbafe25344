"""The level after some facts have changed, worked out from what they touch, beside everything read anew."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from properties.agree import facts_of
from properties.generators import a_case, a_rulebook
from threshold_engine import Rulebook, spec
from threshold_engine.assess import wording_of
from threshold_engine.model.assessment import Change
from threshold_engine.model.facts import Facts
from threshold_engine.outcome import outcome
from threshold_engine.whatif import (
    ABSENT,
    ATTRIBUTES,
    PRESENT,
    level_with,
    open_changes,
    other_ages,
    telling_agencies,
    telling_values,
    with_change,
)

SHIPPED_CASES = 25
MADE_UP_RULEBOOKS = 60
TOGETHER = 20
"""Sets of two or three changes, for each case."""


def read_anew(facts: Facts, changes: list[Change]) -> int:
    """Give the level in the plain way: the facts of the child first, then all rules again."""
    for change in sorted(changes, key=lambda change: not change.fact.startswith("child.")):
        facts = with_change(facts, change)
    return outcome(facts.edition, spec.evaluate(facts)).level


def every_change(facts: Facts, rulebook: Rulebook) -> Iterator[Change]:
    """Give what could be learned, and every recorded fact turned round."""
    yield from open_changes(spec.read(facts), wording_of(rulebook))
    yield from other_ages(facts)
    yield from (Change(name, ABSENT if said else PRESENT, "") for name, said in facts.recorded.items())
    yield from (Change(f"met.{name}", not said, "") for name, said in facts.met.items())
    yield from (Change(f"child.{name}", value, "") for name in ATTRIBUTES for value in (True, False))
    yield from (Change("setting.agency", agency, "") for agency in telling_agencies(facts.edition))
    for question in facts.edition.questions.values():
        yield from (Change(f"answers.{question.id}", value, "") for value in telling_values(question, facts.edition))


def differing(facts: Facts, rulebook: Rulebook, random: Random) -> list[list[Change]]:
    """Give the sets of changes after which the two levels differ."""
    alone = list(every_change(facts, rulebook))
    sets = [[change] for change in alone]
    for _ in range(TOGETHER):
        drawn = {change.fact: change for change in random.sample(alone, min(len(alone), random.randint(2, 3)))}
        sets.append(list(drawn.values()))
    return [changes for changes in sets if level_with(facts, changes) != read_anew(facts, changes)]


@pytest.mark.parametrize("seed", range(4))
def test_level_after_changes_is_that_of_reading_anew(seed: int, rulebook: Rulebook) -> None:
    """On the shipped rulebook, whatever one fact becomes, and a few together."""
    random = Random(seed)
    for _ in range(SHIPPED_CASES):
        case = a_case(random, rulebook)
        assert differing(facts_of(rulebook, case), rulebook, random) == [], case


@pytest.mark.parametrize("seed", range(4))
def test_level_after_changes_on_made_up_rulebooks(seed: int) -> None:
    """The same where rules read findings, contexts and whether the child is born."""
    random = Random(100 + seed)
    for _ in range(MADE_UP_RULEBOOKS):
        made_up = a_rulebook(random)
        for _ in range(3):
            case = a_case(random, made_up)
            assert differing(facts_of(made_up, case), made_up, random) == [], case
