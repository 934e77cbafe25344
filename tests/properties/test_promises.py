"""One property for each promise about meaning: P3, P4, P5, P6, P8, and Kleene's learning."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from properties.generators import a_case, a_rulebook, an_answer
from threshold_engine import Assessment, Rulebook, assess, load_rulebook, read_case, spec
from threshold_engine.model.edition import edition_on
from threshold_engine.model.facts import Facts
from threshold_engine.model.words import Counts, Kind, Rag
from threshold_engine.settle import settle

SHIPPED = load_rulebook()
# A seed, not single draws: completing a case takes hundreds of draws, which would be slow and shrink badly.
SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
Setup = tuple[Rulebook, dict[str, Any], Random]


@st.composite
def on_shipped(draw: st.DrawFn) -> Setup:
    """Draw a case for the shipped rulebook."""
    random = Random(draw(SEEDS))
    return SHIPPED, a_case(random, SHIPPED), random


@st.composite
def on_generated(draw: st.DrawFn) -> Setup:
    """Draw a rulebook and a case for it."""
    random = Random(draw(SEEDS))
    rulebook = a_rulebook(random)
    return rulebook, a_case(random, rulebook), random


both = pytest.mark.parametrize("setups", [on_shipped(), on_generated()], ids=["shipped", "generated"])
Strategy = st.SearchStrategy[Setup]


def _for_all(setups: Strategy, check: Callable[[Setup], None]) -> None:
    @given(setups)
    def run(setup: Setup) -> None:
        check(setup)

    run()


def _answer(rulebook: Rulebook, case: dict[str, Any], what_if: bool = False) -> Assessment:
    return assess(read_case(case, rulebook), rulebook, what_if=what_if)


def _facts(rulebook: Rulebook, case: dict[str, Any]) -> Facts:
    read = read_case(case, rulebook)
    assert read.as_of is not None
    return settle(read, edition_on(rulebook, read.as_of)).facts


def _with(case: dict[str, Any], name: str, **said: object) -> dict[str, Any]:
    """Give the case with one indicator recorded anew; what was said of its need stays."""
    changed = copy.deepcopy(case)
    before = {key: value for item in case["observations"] if item["indicator"] == name for key, value in item.items()}
    changed["observations"] = [item for item in case["observations"] if item["indicator"] != name]
    changed["observations"].append({**before, "indicator": name, **said})
    return changed


def _urgency(answer: Assessment) -> int:
    return Rag(answer.urgency.rag).rank


@both
def test_no_sum_dilutes_a_sign(setups: Strategy) -> None:
    """P3: the level is at least that of each sign that always counts and each floor that holds, and no more than the highest."""

    def check(setup: Setup) -> None:
        rulebook, case, _ = setup
        facts = _facts(rulebook, case)
        reading = spec.read(facts)
        signs = {facts.edition.indicators[name] for name in reading.there}
        always = [sign.level for sign in signs if sign.kind is Kind.RISK and sign.counts is Counts.ALWAYS]
        floors = [rule.then.floor for rule in facts.edition.rules if reading.rules[rule.id] is True and rule.then.floor]
        any_risk = [sign.level for sign in signs if sign.kind is Kind.RISK]

        level = _answer(rulebook, case).level.suggested

        assert max([1, *always, *floors]) <= level <= max([1, *any_risk, *floors])

    _for_all(setups, check)


@both
def test_more_harm_never_lowers(setups: Strategy) -> None:
    """P4: recording one more risk lowers neither level nor urgency nor the level put to a manager, and removes no duty."""

    def check(setup: Setup) -> None:
        rulebook, case, random = setup
        risk = random.choice([i for i in rulebook.indicators if i.kind is Kind.RISK] or list(rulebook.indicators))
        before = _answer(rulebook, case)

        after = _answer(rulebook, _with(case, risk.id, status="present"))

        if risk.kind is Kind.RISK:
            assert before.level.suggested <= after.level.suggested
            assert _urgency(before) <= _urgency(after)
            assert before.urgency.call_999 <= after.urgency.call_999
            assert {duty.id for duty in before.duties} <= {duty.id for duty in after.duties}
            assert _asked(before) <= _asked(after)

    _for_all(setups, check)


def _asked(answer: Assessment) -> int:
    return max(answer.level.suggested, answer.level.review.level if answer.level.review else 1)


@both
def test_strength_never_cancels_harm(setups: Strategy) -> None:
    """P5: a strength lowers nothing that a floor or a sign that always counts has set, and takes no duty away."""

    def check(setup: Setup) -> None:
        rulebook, case, random = setup
        strengths = [i for i in rulebook.indicators if i.kind is Kind.STRENGTH]
        if not strengths:
            return
        facts = _facts(rulebook, case)
        reading = spec.read(facts)
        signs = [facts.edition.indicators[name] for name in reading.there]
        held = [sign.level for sign in signs if sign.kind is Kind.RISK and sign.counts is Counts.ALWAYS]
        held += [rule.then.floor for rule in facts.edition.rules if reading.rules[rule.id] is True and rule.then.floor]
        before = _answer(rulebook, case)

        after = _answer(rulebook, _with(case, random.choice(strengths).id, status="present"))

        assert after.level.suggested >= max([1, *held])
        assert {duty.id for duty in before.duties} <= {duty.id for duty in after.duties}

    _for_all(setups, check)


@both
def test_answering_stays_within_the_range(setups: Strategy) -> None:
    """P6: whatever is learned of the unknown, the level stays in the range shown, and the range only narrows."""

    def check(setup: Setup) -> None:
        rulebook, case, random = setup
        before = _answer(rulebook, case)
        low, high = before.level.range

        after = _answer(rulebook, _learned(rulebook, case, random))

        assert low <= before.level.suggested <= high
        assert low <= after.level.suggested <= high
        assert low <= after.level.range[0] <= after.level.range[1] <= high

    _for_all(setups, check)


def _learned(rulebook: Rulebook, case: dict[str, Any], random: Random) -> dict[str, Any]:
    """Settle some or all of what is unknown, at random, contradicting nothing."""
    share = random.choice((0.1, 0.5, 1.0))
    facts = _facts(rulebook, case)
    open_names = [name for name in facts.edition.indicators if name not in facts.recorded and random.random() < share]
    learned = copy.deepcopy(case)
    learned["observations"] = [item for item in learned["observations"] if item["indicator"] not in open_names]
    rows = {item["indicator"]: item for item in case["observations"]}
    learned["observations"] += [
        {**rows.get(name, {}), "indicator": name, "status": random.choice(("present", "absent"))} for name in open_names
    ]
    for item in learned["observations"]:
        if "met" not in item and random.random() < share / 2:
            item["met"] = random.random() < 0.5
    open_questions = [question for question in rulebook.questions if question.id not in case["answers"]]
    learned["answers"] |= {question.id: an_answer(random, question) for question in open_questions if random.random() < share}
    learned["child"] |= _learned_child(case["child"], random, share)
    if not case["setting"] and random.random() < share:
        learned["setting"] = {"agency": random.choice(("ed-adult", "school", "police"))}
    return learned


def _learned_child(child: dict[str, Any], random: Random, share: float) -> dict[str, Any]:
    learned: dict[str, Any] = {
        attribute: random.random() < 0.5
        for attribute in ("disabled", "mobile", "looked_after")
        if attribute not in child and random.random() < share
    }
    if "age" not in child and random.random() < share:
        born = ("5 months", "6 months", "4 years", "12 years", "16 years", "17 years 10 months")
        learned["age"] = random.choice(born if child.get("unborn") is False else ("unborn", *born))
    return learned


@both
def test_learning_never_reverses_a_settled_rule(setups: Strategy) -> None:
    """P6: with age and disability known, a rule that is true or false stays so whatever else is learned."""

    def check(setup: Setup) -> None:
        rulebook, case, random = setup
        if not {"age", "disabled"} <= case["child"].keys():
            return
        before = spec.read(_facts(rulebook, case)).rules

        after = spec.read(_facts(rulebook, _learned(rulebook, case, random))).rules

        learnable = {name: verdict for name, verdict in before.items() if verdict is not None}
        assert learnable == {name: after[name] for name in learnable}

    _for_all(setups, check)


@both
def test_same_facts_give_the_same_bytes(setups: Strategy) -> None:
    """P8: order and the short or the long form change nothing; nor does asking twice."""

    def check(setup: Setup) -> None:
        rulebook, case, random = setup
        first = json.dumps(_answer(rulebook, case, what_if=True).to_dict())

        assert json.dumps(_answer(rulebook, _reordered(case, random), what_if=True).to_dict()) == first
        assert json.dumps(_answer(rulebook, case, what_if=True).to_dict()) == first

    _for_all(setups, check)


def _reordered(case: dict[str, Any], random: Random) -> dict[str, Any]:
    """Give the same case in another order, with the short form where it says as much."""
    changed = copy.deepcopy(case)
    rows = changed.pop("observations")
    random.shuffle(rows)
    changed["present"] = [row["indicator"] for row in rows if row["status"] == "present" and "met" not in row]
    changed["absent"] = [row["indicator"] for row in rows if row["status"] == "absent" and "met" not in row]
    changed["observations"] = [row for row in rows if "met" in row or row["status"] == "unknown"]
    for key in ("answers", "domains"):
        items = list(changed[key].items())
        random.shuffle(items)
        changed[key] = dict(items)
    keys = list(changed)
    random.shuffle(keys)
    return {key: changed[key] for key in keys}
