"""Range, changes and stability against brute force, on small made-up rulebooks."""

from __future__ import annotations

from itertools import combinations, product
from random import Random
from typing import Any

import pytest

from properties.agree import facts_of
from properties.generators import a_case, a_rulebook
from threshold_engine import Rulebook, read_case, spec
from threshold_engine.assess import wording_of
from threshold_engine.changes import changes
from threshold_engine.doubts import stability
from threshold_engine.model.assessment import Change
from threshold_engine.model.edition import edition_on
from threshold_engine.model.facts import Facts
from threshold_engine.outcome import outcome
from threshold_engine.reach import level_range
from threshold_engine.whatif import open_changes, with_change

CASES = 400
MOST_OPEN = 12
MOST_COMPLETIONS = 1_500


def level(facts: Facts) -> int:
    """Give the level in the plain way: everything read anew."""
    return outcome(facts.edition, spec.evaluate(facts)).level


def small_cases(seed: int, number: int) -> list[tuple[Rulebook, dict[str, Any]]]:
    """Draw cases with few enough open facts to try everything."""
    random = Random(seed)
    found = []
    while len(found) < number:
        rulebook = a_rulebook(random)
        for _ in range(4):
            case = a_case(random, rulebook)
            case["answers"] |= {name: value for name, value in (("q0", True), ("q1", 3), ("q2", "a")) if random.random() < 0.6}
            case["child"] = {"mobile": True, "looked_after": False, "age": "4 years", **case["child"]}
            if "unborn" in case["child"]:
                case["child"].pop("age", None)
            case["setting"] = case["setting"] or {"agency": "school"}
            found.append((rulebook, case))
    return found[:number]


def changed_by(facts: Facts, way: tuple[Change, ...]) -> Facts:
    """Give the facts with several changed, those of the child first."""
    for change in sorted(way, key=lambda change: not change.fact.startswith("child.")):
        facts = with_change(facts, change)
    return facts


def fits(way: tuple[Change, ...]) -> bool:
    """Tell whether no fact stands twice in a set."""
    return len({change.fact for change in way}) == len(way)


@pytest.mark.parametrize("seed", range(4))
def test_changes_are_all_the_smallest_sets(seed: int) -> None:
    """Every set of up to three open answers is tried; the smallest that move the level are exactly those given."""
    for rulebook, case in small_cases(seed, CASES):
        facts = facts_of(rulebook, case)
        reading = spec.read(facts)
        universe = open_changes(reading, wording_of(rulebook))
        if len(universe) > MOST_OPEN:
            continue
        now = level(facts)
        raising: list[frozenset[Change]] = []
        lowering: list[frozenset[Change]] = []
        for size in (1, 2, 3):
            for way in combinations(universe, size):
                if fits(way):
                    after = level(changed_by(facts, way))
                    for found, moved in ((raising, after > now), (lowering, after < now)):
                        if moved and not any(smaller < set(way) for smaller in found):
                            found.append(frozenset(way))

        given = changes(reading, wording_of(rulebook))

        assert {frozenset(way) for way in given.raise_} == set(raising), case
        assert {frozenset(way) for way in given.lower} == set(lowering), case


@pytest.mark.parametrize("seed", range(4))
def test_range_is_exactly_what_answers_can_reach(seed: int) -> None:
    """Every completion, partial ones too, is worked out; the lowest and highest level are the range."""
    for rulebook, case in small_cases(100 + seed, CASES):
        facts = facts_of(rulebook, case)
        reading = spec.read(facts)
        by_fact: dict[str, list[Change]] = {}
        for change in open_changes(reading, wording_of(rulebook)):
            by_fact.setdefault(change.fact, []).append(change)
        for name in reading.unsettled:
            by_fact[name].append(Change(name, "absent", ""))
        number = 1
        for values in by_fact.values():
            number *= len(values) + 1
        if number > MOST_COMPLETIONS:
            continue
        reached = {
            level(changed_by(facts, tuple(change for change in way if change is not None)))
            for way in product(*([None, *values] for values in by_fact.values()))
        }

        assert level_range(reading, level(facts)) == (min(reached), max(reached)), case


@pytest.mark.parametrize("seed", range(4))
def test_stability_names_every_doubtful_answer(seed: int) -> None:
    """Each recorded indicator is turned round; those that move the level are exactly those named."""
    for rulebook, case in small_cases(200 + seed, CASES):
        read = read_case(case, rulebook)
        facts = facts_of(rulebook, case)
        now = level(facts)
        said = {item.indicator for item in read.observations if item.status != "unknown"} & facts.recorded.keys()
        moving = {}
        for name in said:
            after = level(with_change(facts, Change(name, "absent" if facts.recorded[name] else "present", "")))
            if after != now:
                moving[name] = after

        doubts = stability(read, spec.read(facts), wording_of(rulebook))

        assert {doubt.fact: doubt.if_changed_level for doubt in doubts if doubt.fact in facts.recorded} == moving


def test_made_up_day_is_in_force() -> None:
    """The cases are drawn on days the rulebook answers for."""
    rulebook, case = small_cases(0, 1)[0]

    assert edition_on(rulebook, case["as_of"]).first_day <= case["as_of"]
